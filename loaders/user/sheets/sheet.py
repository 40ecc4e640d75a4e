"""A reader's table, from the bytes of a text file or a workbook."""

from __future__ import annotations

from dataclasses import replace

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.archives import read_archive
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.estimates.totals import is_total
from nuzuh.loaders.user.notes import Note, left_out, note
from nuzuh.loaders.user.refusal import Problem, Question, UserDataError
from nuzuh.loaders.user.sheets.cells import Cell, Fault, Grid, Numbered, Sheet
from nuzuh.loaders.user.sheets.heading import Heading, area_code, find_heading, is_count
from nuzuh.loaders.user.sheets.matrix import lengthened
from nuzuh.loaders.user.sheets.merged import filled_in
from nuzuh.loaders.user.sheets.opendocument import MIMETYPE, read_opendocument
from nuzuh.loaders.user.sheets.sheet_cells import too_long
from nuzuh.loaders.user.sheets.text import read_text
from nuzuh.loaders.user.sheets.titles import with_day_of
from nuzuh.loaders.user.sheets.workbook import read_workbook

_ALL = 3
"""A day, an area and a number: all that a figure needs."""


def read_sheet(content: bytes, file: str, told: Decisions) -> Sheet:
    """Return the table in a text file (CSV and its kin), an XLSX or an ODS workbook.

    Args:
        content: bytes of the file.
        file: its name, for messages and for the kind of file; never used as a path.
        told: the reader's answers.

    Raises:
        DataError: when the file is not a table that can be read whole.
        UserDataError: when the reader must choose a sheet or how the text is written.
    """
    limits.within_bytes(content, file)
    notes, choices = tuple[Note, ...](), tuple[Question, ...]()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError(file, "is an old or encrypted workbook: save it as XLSX without a password")
    suffix = file.rpartition(".")[2].casefold()
    text = not (content.startswith(b"PK") or suffix in ("xlsx", "xlsm", "ods"))
    if text:
        grid, notes, choices = read_text(content, file, told.encoding)
        heading = find_heading(grid, told.columns)
    else:
        grid, heading, others = _chosen(_grids(content, file), file, told)
        if others:
            notes = (note("sheet", chosen=grid.name, others=", ".join(others[:8])),)
            choices = (Question("sheet", grid.name, choices=(grid.name, *others)),)
    if heading is None:
        raise DataError(file, "holds no table: the first row must hold the names of the columns")
    table = _even(heading, grid, file, text=text)
    titles = (*heading.titles, grid.name)
    table = lengthened(
        replace(table, notes=notes, choices=choices, above=_above(heading, grid.name)), titles, told
    )
    return with_day_of(titles, table, told.columns)


def _above(heading: Heading, name: str) -> tuple[str, ...]:
    titles = "\n".join((*heading.lines, name))
    return tuple(group or titles for group in heading.groups)


def _grids(content: bytes, file: str) -> list[Grid]:
    members = read_archive(content, file)
    if members.get("mimetype", b"").strip() == MIMETYPE:
        return read_opendocument(members, file)
    if "[Content_Types].xml" not in members:
        raise DataError(file, "is not an XLSX workbook: save it as XLSX or as CSV")
    return read_workbook(members, file)


def _chosen(
    grids: list[Grid], file: str, told: Decisions
) -> tuple[Grid, Heading | None, list[str]]:
    """The sheet to read with its table, and the other sheets with cells.

    That is the one that the reader names, or the only one that holds most of what
    a figure needs: a day, an area and a number.
    """
    filled = [grid for grid in grids if grid.rows or grid.refusal is not None]
    names = [grid.name for grid in grids]
    if told.sheet and told.sheet not in names:
        listed = ", ".join(names)[:200]
        raise DataError(file, f"has no visible sheet {told.sheet[:40]!r}, but {listed}")
    if not filled:
        raise DataError(file, "holds no visible sheet with cells")
    if told.sheet:
        best = [grid for grid in grids if grid.name == told.sheet]
        tables = {told.sheet: find_heading(best[0], told.columns)}
    else:
        tables = {grid.name: find_heading(grid, told.columns) for grid in filled}
        best = filled
        if len(filled) > 1:
            fit = {name: _fit(table, told) for name, table in tables.items()}
            best = [grid for grid in filled if fit[grid.name] == max(fit.values())]
            unread = next((grid.refusal for grid in filled if grid.refusal is not None), None)
            if unread is not None and max(fit.values()) < _ALL:
                raise unread
    if len(best) > 1:
        choices = tuple(grid.name for grid in best)
        raise UserDataError(file, (), [Question("sheet", "", choices=choices)])
    grid = best[0]
    if grid.refusal is not None:
        raise grid.refusal
    return grid, tables[grid.name], [other.name for other in filled if other is not grid]


def _fit(table: Heading | None, told: Decisions) -> int:
    return 0 if table is None or not table.rows else table.needs(told.columns)


def _even(heading: Heading, grid: Grid, file: str, *, text: bool) -> Sheet:
    """The table with rows as wide as its header, without what stands below it."""
    header, tags = heading.header, heading.tags
    while text and header and not header[-1]:
        header, tags = header[:-1], tags[:-1]
    rows = filled_in(heading.rows, grid.merged, header, file)
    rows = _without_footnotes(rows)
    if not rows:
        raise DataError(file, "holds no rows below the column names", row=heading.number)
    if len(rows) > limits.ROWS:
        raise too_long(file)
    wide = len(header)
    # In a text an unquoted 417,000 is two cells, which shift all others.
    astray = [
        Problem(n, "", "has more cells than there are column names: name every column")
        for n, row in rows
        if text and any(cell is not None for cell in row[wide:])
    ]
    if astray:
        raise UserDataError(file, astray)
    even = tuple((n, (*row[:wide], *[None] * (wide - len(row)))) for n, row in rows)
    unnamed = ["–"] if any(len(row) > wide for _, row in rows) else []
    unused = left_out("unused", "column", names=unnamed)
    return Sheet(file, header, tags, even, heading.number, left_out=unused)


def _without_footnotes(rows: Numbered) -> Numbered:
    """The rows without the last ones of a single text: sources and remarks below a table."""
    last = len(rows)
    while last and _is_footnote(rows[last - 1][1]):
        last -= 1
    return rows[:last]


def _is_footnote(row: tuple[Cell, ...]) -> bool:
    said = {cell for cell in row if cell is not None}
    if len(said) != 1:
        return False
    (cell,) = said
    if not isinstance(cell, str) or isinstance(cell, Fault):
        return False
    return not (is_count(cell) or area_code(cell) or is_total(cell))
