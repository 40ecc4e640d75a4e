"""A row of a reader's table that may become a figure, and several of them added up."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from nuzuh.loaders.user.estimates.record import Row
from nuzuh.loaders.user.headers.columns import Columns, plain
from nuzuh.loaders.user.places.ends import End
from nuzuh.loaders.user.sheets.cells import Cell

COUNTS = ("people", "households", "movements")
"""Units whose numbers can be added up."""

_SOURCES = ("source_title", "source_url", "source_date")
_KEY = (
    "publisher",
    "according_to",
    "measure",
    "counting",
    "unit",
    "scope",
    "origin",
    "origin_pcodes",
    "destination",
    "destination_pcodes",
    "period_start",
    "as_of",
)


@dataclass(frozen=True, eq=False)
class Line:
    """A row with the figure in it.

    Attributes:
        row: its cells, and what is wrong with them.
        record: the figure, by our columns.
        origin, destination: where it is from and to.
        parts: of how many rows it is the sum; 0 for a row of the file.
    """

    row: Row
    record: dict[str, object]
    origin: End
    destination: End
    parts: int = 0

    @property
    def number(self) -> int:
        """The number of the row in the file."""
        return self.row.number

    @property
    def finer(self) -> bool:
        """Whether it is of something smaller than the area that it stands under."""
        return self.origin.finer or self.destination.finer

    def key(self, *, sourced: bool = False) -> tuple[Hashable, ...]:
        """Return what two rows must share to be figures of the same.

        Args:
            sourced: whether rows of different sources differ: rivals do, sites do not.
        """
        told = self._key
        return (*told, *(self.row.text(name) for name in _SOURCES)) if sourced else told

    @cached_property
    def _key(self) -> tuple[Hashable, ...]:
        return tuple(self.record[name] for name in _KEY)

    def count(self) -> float | None:
        """The number that sums are held against: the value, else the lower bound."""
        value, low = self.record["value"], self.record["low"]
        number = low if value is None else value
        return number if isinstance(number, float) else None


def text_of(cell: Cell) -> str:
    """Return a cell as text; "" for an empty one."""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else str(cell)


def folded(words: str) -> frozenset[str]:
    """Return words that stand apart by spaces, as they are compared.

    >>> sorted(folded("School مدرسة"))
    ['school', 'مدرسه']
    """
    return frozenset(map(plain, words.split()))


def words_of(header: str) -> list[str]:
    """Return the words of a column's name, also of one written in camel case.

    >>> words_of("siteName"), words_of("Site_ID")
    (['site', 'name'], ['site', 'id'])
    """
    return plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)).split()


def unused_columns(found: Columns) -> dict[int, str]:
    """Return the columns that are none of ours, by place, with the reader's names."""
    return {match.place: match.given for match in found.matches if not match.ours}


def by_key(lines: Iterable[Line], key: Callable[[Line], Hashable]) -> dict[Hashable, list[Line]]:
    """Return lines by what they share, in the order of the file."""
    groups: dict[Hashable, list[Line]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups


def added(lines: Sequence[Line], file: str, *, whole: bool) -> Line:
    """Return lines as one figure.

    Args:
        lines: figures of the same; their units are among :data:`COUNTS`.
        file: its name, for the source of a figure that names none.
        whole: whether together they are all people of the area. A list of sites need not be:
            its sum is a lower bound.
    """
    first = lines[0]
    record = first.record | _sum(lines, whole=whole) | {"note": _note(len(lines))}
    for name in (*_SOURCES, "seen"):
        if len({line.row.text(name) for line in lines}) > 1:
            record[name] = None if name == "source_date" else ""
    if not record["source_title"] or not first.row.text("source_title"):
        told = f"{len(lines)} rows from row" if len(lines) > 1 else "row"
        record["source_title"] = f"{file[:80]}, {told} {first.number}"
    return replace(first, record=record, parts=len(lines))


def _note(rows: int) -> str:
    return f"Sum of {rows} rows" if rows > 1 else "One part of the area"


def _sum(lines: Sequence[Line], *, whole: bool) -> dict[str, object]:
    values = [_float(line.record["value"]) for line in lines]
    lows = [_first(_float(line.record["low"]), v) for line, v in zip(lines, values, strict=True)]
    highs = [_first(_float(line.record["high"]), v) for line, v in zip(lines, values, strict=True)]
    value, low, high = _total(values), _total(lows), _total(highs)
    if not whole:
        # What has an upper bound alone adds nothing that is certain.
        at_least = sum(end for end in lows if end is not None)
        return _numbers(None, at_least, None, "at least")
    if value is not None:
        exact = all(line.record["quantifier"] == "exact" for line in lines)
        return _numbers(
            value,
            None if low == value else low,
            None if high == value else high,
            "exact" if exact else "approximately",
        )
    if low is not None and high is not None:
        return _numbers(None, low, high, "range")
    return _numbers(None, low, high, "at least" if low is not None else "up to")


def _numbers(
    value: float | None, low: float | None, high: float | None, quantifier: str
) -> dict[str, object]:
    return {"value": value, "low": low, "high": high, "quantifier": quantifier}


def _float(number: object) -> float | None:
    return number if isinstance(number, float) else None


def _first(one: float | None, other: float | None) -> float | None:
    return other if one is None else one


def _total(ends: Sequence[float | None]) -> float | None:
    known = [end for end in ends if end is not None]
    return sum(known) if len(known) == len(ends) else None
