"""A known layout: what the publishers of a file call their columns, as a small record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.user.headers.vocabulary import plain, words_of
from nuzuh.loaders.user.sheets.cells import Cell

Cells = Mapping[str, Cell]
"""The cells of a row by the words of their columns' names."""

Reading = Callable[[Cells], "Mapping[str, Cell] | str"]
"""Makes of a row what its cells alone do not say: cells by column of ours, or the reason why
the row is left out."""


@dataclass(frozen=True)
class Keep:
    """Which rows of a layout are figures of ours.

    Attributes:
        column: words of the name of the column that tells; a file without it keeps all.
        words: what stands there in rows that are kept, as
            :func:`~nuzuh.loaders.user.headers.vocabulary.plain` writes it; "" for an empty cell.
        reason: why others are left out, see :class:`nuzuh.loaders.user.notes.LeftOut`.
    """

    column: str
    words: frozenset[str]
    reason: str


def keep(column: str, words: str, reason: str) -> Keep:
    """Return which rows are kept: words split by strokes; an empty cell always is.

    >>> sorted(keep("gender", "all|total", "group").words)
    ['', 'all', 'total']
    """
    return Keep(column, frozenset({"", *words.split("|")}), reason)


@dataclass(frozen=True)
class Layout:
    """A kind of file that is known by the names of its columns.

    Attributes:
        name: as its publisher names it.
        page: where the publisher describes its columns.
        needs: the words of the columns by which it is known, all of one of these sets.
        columns: our column by the words of theirs; "" for one that is never used.
        areas: words of the columns that name the area, the finest first: each row is about
            the first of them that is filled in.
        constants: what holds for every row, by column of ours, where no column says it.
        keeps: which rows are kept.
        read: what must be made of a row.
        tags: words of a column's name by its HXL tag, for a header that was renamed.
        refused: why nothing of it can be used; "" for a layout that is read.
    """

    name: str
    page: str
    needs: tuple[frozenset[str], ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    keeps: tuple[Keep, ...] = ()
    read: tuple[Reading, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

    def words(self, header: Sequence[str], tags: Sequence[str]) -> tuple[str, ...]:
        """Return the words of each column's name, or those that its tag stands for."""
        named = [words_of(name) for name in header]
        return tuple(
            self.tags[tag] if tag in self.tags and self.tags[tag] not in named else name
            for name, tag in zip(named, tags, strict=True)
        )

    def claim(self, header: Sequence[str], tags: Sequence[str]) -> int:
        """Return by how many columns a header is known to be this layout; 0 when it is not."""
        there = set(self.words(header, tags))
        return max((len(needs) for needs in self.needs if needs <= there), default=0)

    def of_row(self, cells: Cells) -> Mapping[str, Cell] | str:
        """Return what the layout makes of a row, or the reason why it is left out."""
        for rule in self.keeps:
            if rule.column in cells and plain(text(cells[rule.column])) not in rule.words:
                return rule.reason
        areas = [cells[name] for name in self.areas if cells.get(name) is not None]
        made: dict[str, Cell] = {"destination": areas[0]} if areas else {}
        for read in self.read:
            found = read(cells)
            if isinstance(found, str):
                return found
            made |= found
        return made


def needs(*sets: str) -> tuple[frozenset[str], ...]:
    """Return sets of columns, each written as their words with strokes between."""
    return tuple(frozenset(one.split("|")) for one in sets)


def columns(**theirs: str) -> dict[str, str]:
    """Return our column by theirs, from theirs by ours, with strokes between.

    >>> columns(value="figure|total", unused="id")
    {'figure': 'value', 'total': 'value', 'id': ''}
    """
    return {
        name: "" if ours == "unused" else ours
        for ours, names in theirs.items()
        for name in names.split("|")
    }


def text(cell: Cell) -> str:
    """Return a cell as text.

    >>> text(2.0), text(None)
    ('2', '')
    """
    return f"{cell:.15g}" if isinstance(cell, float) else "" if cell is None else str(cell)


def days(**theirs: str) -> Reading:
    """Return a reading of moments of which the day alone counts: their clock is the exporter's."""

    def read(cells: Cells) -> Mapping[str, Cell]:
        return {
            ours: cell[:10]
            for ours, name in theirs.items()
            if isinstance(cell := cells.get(name), str) and cell[4:5] == cell[7:8] == "-"
        }

    return read


def mid_year(ours: str, *theirs: str) -> Reading:
    """Return a reading of a year, for which its middle stands: that is what is projected to."""

    def read(cells: Cells) -> Mapping[str, Cell]:
        years = [text(cells[name]).strip() for name in theirs if cells.get(name) is not None]
        found = [year for year in years if len(year) == 4 and year.isascii() and year.isdigit()]
        return {ours: date(int(found[0]), 7, 1)} if found and int(found[0]) else {}

    return read


def over_a_year(ours: str, start: str, end: str) -> Reading:
    """Return a reading of a period: its middle where it is a year, else its end."""

    def read(cells: Cells) -> Mapping[str, Cell]:
        first, last = (iso_day(text(cells.get(name))[:10]) for name in (start, end))
        if last is None:
            return {}
        if first is None or (last - first).days < _WHOLE_YEAR:
            return {ours: last}
        in_year = first.year == last.year
        return {ours: date(last.year, 7, 1) if in_year else first + (last - first) / 2}

    return read


_WHOLE_YEAR = 360
"""Days of the shortest period that stands for a year."""


def in_our_words(ours: str, theirs: str, **words: str) -> Reading:
    """Return a reading of words that mean one of ours, written with low lines for spaces."""
    meant = {word.replace("_", " "): to for word, to in words.items()}

    def read(cells: Cells) -> Mapping[str, Cell]:
        told = " ".join(text(cells.get(theirs)).casefold().split())
        return {ours: meant[told]} if told in meant else {}

    return read


def cited(publisher: str, *theirs: str, **named: str) -> Reading:
    """Return a reading of the source of a row: what its publisher calls the round it is of.

    Figures of two rounds or kinds of assessment are two figures, not parts of one.

    Args:
        publisher: begins the source.
        theirs: columns that tell the round, as they stand.
        named: columns whose cells need a word before them, by that word.
    """
    words = {"": theirs} | {f"{word} ": (name,) for word, name in named.items()}

    def read(cells: Cells) -> Mapping[str, Cell]:
        told = [
            f"{word}{text(cells[name])}"
            for word, names in words.items()
            for name in names
            if cells.get(name) is not None
        ]
        return {"source_title": ", ".join((publisher, *told))[:300]} if told else {}

    return read
