"""Where the table in a sheet begins: titles, one or two rows of names, HXL tags, and rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.user.headers.hxl import column_of_tag
from nuzuh.loaders.user.headers.vocabulary import exact
from nuzuh.loaders.user.places.names import find_area
from nuzuh.loaders.user.sheets.cells import Cell, Fault, Grid, Numbered, shown
from nuzuh.loaders.user.values.days import DayError, read_day
from nuzuh.loaders.user.values.number_words import is_silent
from nuzuh.loaders.user.values.numbers import NumberError, read_number

_WITHIN = 30
"""The names of the columns stand within the first rows: titles above them are passed over."""

_SAMPLE = 40
"""Rows by which a column is judged."""

_NAME_LENGTH = 200
_HXL_TAG = re.compile(r"#\s*[A-Za-z]\w*(\s*\+\s*\w+)*")
_NUMBERED_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{2,4}([ T]\d{1,2}:\d{2}\S*)?")
DAYS = frozenset({"as_of"})
AREAS = frozenset({"destination", "destination_pcodes", "origin", "origin_pcodes"})
NUMBERS = frozenset({"value", "low", "high"})
"""Our columns for the day, the area and the number, without which there is no figure."""


@dataclass(frozen=True)
class Heading:
    """A table as it stands in a sheet.

    Attributes:
        header: the names of the columns; the HXL tags where there are no names.
        tags: the HXL tag of each column; "" where there is none.
        rows: number and cells of each row below.
        number: of the row with the names.
        titles: what stands above the names, and names of groups of columns.
        known: how many names are known, as columns, tags, days or areas.
        groups: the name of the group that each column stands in; "" for none.
        lines: titles that stand alone in their row, above the table.
    """

    header: tuple[str, ...]
    tags: tuple[str, ...]
    rows: Numbered
    number: int
    titles: tuple[str, ...]
    known: int
    groups: tuple[str, ...]
    lines: tuple[str, ...]

    def roles(self, columns: Mapping[str, str]) -> list[str]:
        """Our column for each of theirs, as the reader, the tag or the name says; or ""."""
        return [
            columns[name] if name in columns else column_of_tag(tag) or known_name(name)
            for name, tag in zip(self.header, self.tags, strict=True)
        ]

    def needs(self, columns: Mapping[str, str]) -> int:
        """How many of the day, the area and the number the table seems to hold, 0 to 3."""
        roles = set(self.roles(columns))
        held = [bool(need & roles) for need in (DAYS, AREAS, NUMBERS)]
        days, areas = across(self.header)
        held[0] |= bool(days) or self._any_column(is_day)
        held[1] |= bool(areas) or self._any_column(lambda cell: bool(area_code(cell)))
        held[2] |= bool(days or areas) or self._any_column(is_count)
        return sum(held)

    def _any_column(self, holds: Callable[[Cell], bool]) -> bool:
        return any(mostly(self.rows, place, holds) for place in range(min(len(self.header), 60)))


def find_heading(grid: Grid, columns: Mapping[str, str]) -> Heading | None:
    """Return the table of a sheet; None where there is none.

    The names are the row, or the two rows, in which most names are known. Where
    none are, they are the first row of more than one cell.

    Args:
        grid: the cells.
        columns: what the reader said of columns, by their names.
    """
    rows = grid.rows
    first = next((at for at, (_, row) in enumerate(rows[:_WITHIN]) if _many(row)), None)
    if first is None:
        return None
    best, at, tiers = 1, first, 1
    for place in range(min(len(rows), _WITHIN)):
        single = _known(rows, place, _names(rows[place][1]), 1, columns)
        if single > best:
            best, at, tiers = single, place, 1
        if not _tiered(grid, place):
            continue
        joined = _known(rows, place, _joined(grid, place), 2, columns)
        if joined > best or (joined == best and joined and place == at and _spans(rows, place)):
            best, at, tiers = joined, place, 2
    return _heading(grid, at, tiers, best)


def _heading(grid: Grid, at: int, tiers: int, known: int) -> Heading:
    rows = grid.rows
    names, groups, top = _names(rows[at][1]), list[str](), at
    if tiers == 2 or (at and _tiered(grid, at - 1)):
        top = at if tiers == 2 else at - 1
        names, groups = _joined(grid, top), _groups(grid, top)
    last = at + tiers - 1
    below = last + 1
    tags: tuple[Cell, ...] = ()
    if is_hxl(rows[last][1]):
        tags = rows[last][1]
    elif below < len(rows) and is_hxl(rows[below][1]):
        tags, below = rows[below][1], below + 1
    titles = [shown(cell) for _, row in rows[:last] for cell in row if cell is not None]
    return Heading(
        tuple(names),
        tuple([_tag(cell) for cell in tags][: len(names)]) + ("",) * (len(names) - len(tags)),
        rows[below:],
        rows[last][0],
        tuple(dict.fromkeys(titles)),
        known,
        tuple(groups[: len(names)]) + ("",) * (len(names) - len(groups)),
        tuple(
            shown(next(cell for cell in row if cell is not None))
            for _, row in rows[:top]
            if _lone(row)
        ),
    )


def _lone(row: Sequence[Cell]) -> bool:
    return len({cell for cell in row if cell is not None}) == 1


def _names(row: Sequence[Cell]) -> list[str]:
    return [shown(cell)[:_NAME_LENGTH] for cell in row]


def _many(row: Sequence[Cell]) -> bool:
    return len({cell for cell in row if cell is not None}) > 1


def _known(
    rows: Numbered, at: int, names: Sequence[str], tiers: int, columns: Mapping[str, str]
) -> int:
    """How many of the names in a row are known; 0 for a row that is none of names."""
    filled = [name for name in names if name]
    if len(set(filled)) < 2:
        return 0
    ours = {columns.get(name, known_name(name)) for name in filled} - {""}
    days, areas = across(names)
    tags = set[str]()
    below = at + tiers
    for row in (rows[at][1], rows[below][1] if below < len(rows) else ()):
        if is_hxl(row):
            tags |= {column_of_tag(_tag(cell)) for cell in row} - {""}
    numbers = any(_is_plain_number(name) for name in filled)
    # A row of cells is no row of names, whatever word it holds.
    if (numbers or sum(map(is_day, filled)) == 1) and len(ours) < 3:
        return 0
    placed = 0 if numbers else len(days) + len(areas)
    return max(len(ours), len(tags)) + placed


def known_name(name: str) -> str:
    """Return our column that goes by this name, or "".

    >>> known_name("Governorate"), known_name("Hat size")
    ('destination', '')
    """
    found = exact(name, "estimates") if name else None
    return found[0] if found else ""


def across(names: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the places of columns that are named after days, and after areas.

    Two different ones make a row of them; one alone may be anything.

    >>> across(["Governorate", "2025-09-07", "2025-09-14"]), across(["Day", "Gaza", "Rafah"])
    (([1, 2], []), ([], [1, 2]))
    """
    days = [place for place, name in enumerate(names) if is_day(name)]
    codes = {place: area_code(name) for place, name in enumerate(names) if not known_name(name)}
    areas = [place for place, code in codes.items() if code]
    return (
        days if len({names[place] for place in days}) > 1 else [],
        areas if len({codes[place] for place in areas}) > 1 else [],
    )


def _tiered(grid: Grid, at: int) -> bool:
    """Whether the row may hold names of groups for the names in the next."""
    if at + 1 >= len(grid.rows):
        return False
    (number, upper), (next_number, lower) = grid.rows[at], grid.rows[at + 1]
    texts = [cell for cell in (*upper, *lower) if cell is not None]
    if next_number != number + 1 or is_hxl(lower) or is_hxl(upper):
        return False
    if any(_is_plain_number(shown(cell)) for cell in texts):
        return False
    if sum(is_day(cell) for cell in lower) == 1 or len(list(filter(None, lower))) < 2:
        return False
    filled = [place for place, cell in enumerate(upper) if cell is not None]
    # A single cell at the left is a title.
    return len(filled) > 1 or bool(filled and filled[0] > 0)


def _spans(rows: Numbered, at: int) -> bool:
    """Whether the lower row names what the upper leaves blank, and only that or what spans it."""
    upper, lower = rows[at][1], rows[at + 1][1]
    places = range(max(len(upper), len(lower)))
    up, low = ([_at(row, place) for place in places] for row in (upper, lower))
    named_below = any(u is None and w is not None for u, w in zip(up, low, strict=True))
    left_above = any(u is not None and w is None for u, w in zip(up, low, strict=True))
    return named_below and left_above and not any(area_code(cell) for cell in low)


def _joined(grid: Grid, at: int) -> list[str]:
    """The names of two rows: the lower, and both where the lower is blank or comes again."""
    groups, names = _groups(grid, at), _names(grid.rows[at + 1][1])
    names += [""] * (len(groups) - len(names))
    return [
        group if not name else f"{group} {name}".strip() if names.count(name) > 1 else name
        for group, name in zip(groups, names, strict=True)
    ]


def _groups(grid: Grid, at: int) -> list[str]:
    """The name in the upper of two rows that each column of the lower stands under."""
    (number, upper), (_, lower) = grid.rows[at], grid.rows[at + 1]
    wide = max(len(upper), len(lower))
    groups, names = _names(upper), _names(lower)
    groups += [""] * (wide - len(groups))
    names += [""] * (wide - len(names))
    merged = [m for m in grid.merged if m.top <= number <= m.bottom]
    for place in range(1, wide):
        of = next((m for m in merged if m.left <= place <= m.right), None)
        if of is not None:
            groups[place] = groups[of.left]
        elif not groups[place] and not merged and names[place]:
            groups[place] = groups[place - 1]
    return groups


def is_hxl(row: Sequence[Cell]) -> bool:
    """Whether most cells of a row are HXL tags."""
    filled = [cell for cell in row if cell is not None]
    tagged = sum(isinstance(cell, str) and bool(_HXL_TAG.fullmatch(cell)) for cell in filled)
    return tagged * 2 > len(filled)


def _tag(cell: Cell) -> str:
    """A tag without spaces and case: ``#affected+idps``; "" for anything else."""
    text = cell if isinstance(cell, str) and _HXL_TAG.fullmatch(cell) else ""
    return re.sub(r"\s", "", text).casefold()


def is_day(cell: Cell) -> bool:
    """Whether a cell is a day, in whatever order it names day and month."""
    if isinstance(cell, date):
        return True
    if not isinstance(cell, str) or not any(char.isdigit() for char in cell):
        return False
    if _NUMBERED_DAY.fullmatch(cell):
        return True
    try:
        return read_day(cell) is not None
    except DayError:
        return False


def area_code(cell: Cell) -> str:
    """The P-codes of a known area or of P-codes; "" for anything else."""
    if not isinstance(cell, str) or len(cell) > _NAME_LENGTH:
        return ""
    if pc.split(cell.upper()) and pc.split(cell.upper()) <= pc.KNOWN:
        return cell.upper()
    found = find_area(cell)
    return found[1] or found[0] if found else ""


def is_count(cell: Cell) -> bool:
    """Whether a cell holds a number, in figures or in words."""
    if isinstance(cell, float):
        return True
    if not isinstance(cell, str) or isinstance(cell, Fault) or is_day(cell):
        return False
    try:
        return read_number(cell) is not None
    except NumberError:
        return _is_plain_number(cell)


def _is_plain_number(text: str) -> bool:
    figures = text.strip().removesuffix("%").strip()
    return (
        any(map(str.isdigit, figures)) and not is_day(text) and not any(map(str.isalpha, figures))
    )


def column(rows: Numbered, place: int) -> Iterator[Cell]:
    """The cells of a column that say something."""
    for _, row in rows:
        cell = _at(row, place)
        if cell is not None and not (isinstance(cell, str) and is_silent(cell)):
            yield cell


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def mostly(rows: Numbered, place: int, holds: Callable[[Cell], bool]) -> bool:
    """Whether most cells of a column are of a kind, by its first rows."""
    cells = list(column(rows[:_SAMPLE], place))
    return bool(cells) and sum(map(holds, cells)) * 4 >= len(cells) * 3
