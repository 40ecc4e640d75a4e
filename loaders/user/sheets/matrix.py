"""Tables with days or areas across, as tables of one row a figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.estimates import KIND_OF_MEASURE
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.estimates.totals import agrees, is_total
from nuzuh.loaders.user.headers.hxl import column_of_tag
from nuzuh.loaders.user.notes import LeftOut, left_out, note
from nuzuh.loaders.user.places.gazetteer import name_of
from nuzuh.loaders.user.refusal import Problem, Question, UserDataError
from nuzuh.loaders.user.sheets.cells import Cell, Fault, Numbered, Sheet, shown
from nuzuh.loaders.user.sheets.heading import (
    DAYS,
    NUMBERS,
    across,
    area_code,
    is_count,
    is_day,
    known_name,
    mostly,
)
from nuzuh.loaders.user.sheets.titles import measure_in
from nuzuh.loaders.user.values.numbers import NumberError, read_number


@dataclass(frozen=True)
class _Matrix:
    """How a table is laid out.

    Attributes:
        of: ``date`` or ``area``: what stands across.
        parts: places of the columns that are named after it.
        totals: places of columns that hold their sum.
        roles: our column for each of theirs.
    """

    of: str
    parts: tuple[int, ...]
    totals: tuple[int, ...]
    roles: tuple[str, ...]

    @property
    def kept(self) -> list[int]:
        """Places of the columns that hold for the whole row."""
        moved = {*self.parts, *self.totals}
        return [place for place in range(len(self.roles)) if place not in moved]


def lengthened(sheet: Sheet, titles: Sequence[str], decisions: Decisions) -> Sheet:
    """Return a table with days or areas across as one of a row a figure; others as they are.

    Args:
        sheet: the table.
        titles: what stands above it, which may say what is counted.
        decisions: the reader's answers.

    Raises:
        UserDataError: when a total is not the sum of its parts, or areas stand
            both down and across.
    """
    columns = decisions.columns
    matrix = _matrix(sheet, columns)
    if matrix is None:
        return sheet
    _refuse_twins(sheet, matrix)
    sheet, named = _named(sheet, matrix)
    matrix = replace(matrix, roles=named)
    if matrix.of == "area":
        _refuse_two_areas(sheet, matrix)
    rows, totals = _without_totals(sheet, matrix)
    if len(rows) * len(matrix.parts) > limits.ROWS:
        raise DataError(
            sheet.file,
            f"makes {len(rows) * len(matrix.parts):,} figures where at most {limits.ROWS:,} are "
            "read: split it",
        )
    # The number and the day are those of the matrix, whatever else the row has.
    ours = (*NUMBERS, *(DAYS if matrix.of == "date" else ()))
    second = [p for p in matrix.kept if matrix.roles[p] in ours and sheet.header[p] not in columns]
    kept = [place for place in matrix.kept if place not in second]
    open_ = not decisions.measure and "measure" not in matrix.roles
    measure = measure_in(titles) if open_ else ""
    told = (measure,) if measure else ()
    names = [_across_name(sheet.header[place], matrix.of) for place in matrix.parts]
    added = (matrix.of, "value", *(["measure"] if measure else []))
    return replace(
        sheet,
        header=(*(sheet.header[place] for place in kept), *added),
        tags=(*(sheet.tags[place] for place in kept), *[""] * len(added)),
        rows=tuple(
            (number, (*(row[at] for at in kept), name, row[place], *told))
            for number, row in rows
            for place, name in zip(matrix.parts, names, strict=True)
        ),
        notes=(*sheet.notes, note(f"{matrix.of}s_across", n=len(matrix.parts))),
        above=(),
        choices=(
            *sheet.choices,
            *(Question("measure", one, choices=tuple(KIND_OF_MEASURE)) for one in told),
        ),
        left_out=(
            *sheet.left_out,
            *totals,
            *left_out("unused", "column", names=(sheet.header[place] for place in second)),
        ),
    )


def _matrix(sheet: Sheet, columns: Mapping[str, str]) -> _Matrix | None:
    header = sheet.header
    roles = tuple(
        columns.get(name, column_of_tag(tag) or known_name(name))
        for name, tag in zip(header, sheet.tags, strict=True)
    )
    # What the reader spoke of is what they say.
    open_ = ["" if name in columns else name for name in header]
    days, areas = across(open_)
    if days and areas:
        return None
    if not days and not areas and not {"value", "low", "high"} & set(roles):
        alone = [place for place, name in enumerate(open_) if is_day(name)]
        days = alone if "as_of" not in roles else []
        alone = [place for place, name in enumerate(open_) if not roles[place] and area_code(name)]
        areas = alone if not days and not {"destination", "destination_pcodes"} & set(roles) else []
    if not days and not areas:
        return None
    totals = [place for place, name in enumerate(open_) if is_total(name)]
    if areas:
        # Beside areas that are known stand others: in the West Bank, or outside.
        nameless = {p for p, name in enumerate(open_) if name and not roles[p]} - set(totals)
        areas = [
            place
            for place, name in enumerate(open_)
            if place in areas or (place in nameless and mostly(sheet.rows, place, is_count))
        ]
        beside = {*areas, *totals}
        totals += [
            place
            for place, name in enumerate(open_)
            if name and roles[place] == "value" and place not in beside
        ]
    return _Matrix("date" if days else "area", tuple(days or areas), tuple(totals), roles)


def _named(sheet: Sheet, matrix: _Matrix) -> tuple[Sheet, tuple[str, ...]]:
    """The table with a name for the column in its corner, which often has none, by its cells."""
    header, roles = list(sheet.header), list(matrix.roles)
    wanted, name, holds = (
        ("destination", "area", lambda cell: bool(area_code(cell)))
        if matrix.of == "date"
        else ("as_of", "date", is_day)
    )
    if wanted not in roles:
        corner = [
            place
            for place in matrix.kept
            if (not header[place] or "\\" in header[place] or "/" in header[place])
            and not roles[place]
            and mostly(sheet.rows, place, holds)
        ]
        if len(corner) == 1:
            header[corner[0]], roles[corner[0]] = name, wanted
    return replace(sheet, header=tuple(header)), tuple(roles)


def _refuse_twins(sheet: Sheet, matrix: _Matrix) -> None:
    """Two columns of one name are figures of two kinds, of which nothing says which is which."""
    names = [sheet.header[place] for place in matrix.parts]
    twins = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twins:
        rule = "stands above several columns: write in the names what tells them apart"
        raise UserDataError(sheet.file, [Problem(sheet.header_row, name, rule) for name in twins])


def _refuse_two_areas(sheet: Sheet, matrix: _Matrix) -> None:
    """Areas down and across are moves from and to; which is which, the file must say."""
    for place in matrix.kept:
        role, name = matrix.roles[place], sheet.header[place]
        down = role in ("destination", "destination_pcodes") or (
            not role and mostly(sheet.rows, place, lambda cell: bool(area_code(cell)))
        )
        if down:
            rule = (
                "areas stand down and across: name the column of those that people left 'origin', "
                f"or say so with {Question('column', name).option('origin')}"
            )
            raise UserDataError(sheet.file, [Problem(sheet.header_row, name, rule)])


def _without_totals(sheet: Sheet, matrix: _Matrix) -> tuple[Numbered, tuple[LeftOut, ...]]:
    """The rows without those that hold totals of days, and what totals were left out."""
    problems: list[Problem] = []
    day = matrix.roles.index("as_of") if matrix.of == "area" and "as_of" in matrix.roles else None
    sums = [
        (number, row)
        for number, row in sheet.rows
        if day is not None and isinstance(row[day], str) and is_total(str(row[day]))
    ]
    summed = {number for number, _ in sums}
    rows = tuple((number, row) for number, row in sheet.rows if number not in summed)
    for number, row in sums:
        for place in (*matrix.parts, *matrix.totals):
            parts = [each[place] for _, each in rows]
            problems += _wrong(number, sheet.header[place], row[place], [parts], "")
    codes = {place: area_code(sheet.header[place]) for place in matrix.parts}
    # A total may leave out what is not known, and what holds other parts.
    fewer = [[p for p in codes if codes[p]], [p for p in codes if codes[p] in pc.KNOWN]]
    for place in matrix.totals:
        name = sheet.header[place]
        way_out = f", or leave the column out with {Question('column', name).option('')}"
        for number, row in rows:
            ways = [[row[at] for at in places] for places in (matrix.parts, *fewer)]
            problems += _wrong(number, name, row[place], ways, way_out)
    if problems:
        raise UserDataError(sheet.file, problems)
    return rows, (
        *left_out("total", "row", summed),
        *left_out("total", "column", names=(sheet.header[place] for place in matrix.totals)),
    )


def _wrong(
    number: int, name: str, total: Cell, ways: Sequence[list[Cell]], way_out: str
) -> list[Problem]:
    """The problem of a total that is not the sum of its parts, or cannot be held against it.

    Args:
        number: of the row.
        name: of the column.
        total: the cell with the total.
        ways: the cells that it may be the sum of; all of them first.
        way_out: what to do about it, behind what is wrong.
    """
    held = _plain(total)
    sums = [[n for cell in cells if (n := _plain(cell)) is not None] for cells in ways]
    if held is None or any(agrees(held, cells) for cells in sums if cells):
        return []
    told = sum(sums[0])
    if math.isnan(held + told):
        rule = f"is a total that cannot be held against its parts: write plain numbers{way_out}"
        return [Problem(number, name, rule, shown(total))]
    rule = f"is a total that is not the sum of its parts: mend one of them{way_out}"
    return [Problem(number, name, rule, f"{held:,.15g} against {told:,.15g}")]


def _plain(cell: Cell) -> float | None:
    """A number as it stands; None for what was not reported, not a number for all others."""
    if cell is None:
        return None
    if isinstance(cell, Fault) or not isinstance(cell, str | float):
        return math.nan
    try:
        number = read_number(cell)
    except NumberError:
        return math.nan
    if number is None:
        return None
    return math.nan if number.value is None else number.value


def _across_name(name: str, of: str) -> str:
    if of == "area" and area_code(name) == name.upper():
        return name_of(name.upper())
    return name
