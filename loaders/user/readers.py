"""What reads the days and numbers of a reader's table: each column judged whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nuzuh.loaders.user.columns import Columns
from nuzuh.loaders.user.days import DayColumn
from nuzuh.loaders.user.notes import Note
from nuzuh.loaders.user.numbers import NumberColumn
from nuzuh.loaders.user.sheet import Cell, Sheet

NUMBERS = ("value", "low", "high")
DATES = ("period_start", "as_of", "source_date")


@dataclass(frozen=True)
class Readers:
    """What reads the days and numbers of each column of ours, having judged all its cells."""

    days: Mapping[str, DayColumn]
    numbers: Mapping[str, NumberColumn]

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader should know of how the rows so far were read."""
        days = (told for reader in self.days.values() for told in reader.notes())
        numbers = (told for reader in self.numbers.values() for told in reader.notes())
        return (*days, *numbers)


def readers_of(sheet: Sheet, found: Columns, dates: str) -> Readers:
    """Return what reads the days and numbers of a table.

    Args:
        sheet: the table.
        found: what its columns were taken for.
        dates: the reader's answer on the order of day and month; "" without one.
    """

    def cells(name: str) -> list[tuple[int, Cell]]:
        return [(number, row[found.place_of[name]]) for number, row in sheet.rows]

    here = found.place_of.keys()
    return Readers(
        {n: DayColumn(cells(n), found.given(n), dates) for n in DATES if n in here},
        {
            n: NumberColumn((cell for _, cell in cells(n)), found.given(n))
            for n in NUMBERS
            if n in here
        },
    )
