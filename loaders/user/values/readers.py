"""What reads the days and numbers of a reader's table: each column judged whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nuzuh.loaders.user.headers.columns import Columns
from nuzuh.loaders.user.notes import Note
from nuzuh.loaders.user.refusal import Problem, Question
from nuzuh.loaders.user.sheets.cells import Cell, Sheet
from nuzuh.loaders.user.values.days import DayColumn, DayError
from nuzuh.loaders.user.values.numbers import NumberColumn

NUMBERS = ("value", "low", "high")
DATES = ("period_start", "as_of", "source_date")


@dataclass(frozen=True)
class Readers:
    """What reads the days and numbers of each column of ours, having judged all its cells."""

    days: Mapping[str, DayColumn]
    numbers: Mapping[str, NumberColumn]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked: one question, whose answer is for all columns of days."""
        return tuple(one for reader in self.days.values() for one in reader.questions)[:1]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Where cells of a column contradict each other."""
        return tuple(one for reader in self.days.values() for one in reader.problems)

    @property
    def waiting(self) -> frozenset[str]:
        """The columns of ours some of whose days are not known yet."""
        return frozenset(name for name, reader in self.days.items() if reader.is_open)

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


@dataclass(frozen=True)
class ReadDays:
    """The days of some columns, each judged whole.

    Attributes:
        days: those of each column of ours, in the order of the rows.
        problems: what is wrong with them.
        questions: one at most, whose answer is for all of them.
        notes: what a reader should know of how they were read.
        waiting: the reader's names of columns some of whose days are not known yet.
    """

    days: dict[str, list[date | None]]
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]
    notes: tuple[Note, ...]
    waiting: frozenset[str]


def read_days(
    cells: Mapping[str, Sequence[object]],
    numbers: Sequence[int],
    found: Columns,
    dates: str,
    unit: str,
) -> ReadDays:
    """Return the days of columns that are read whole.

    Args:
        cells: what stands in each column of ours, as the file holds it: a moment keeps its zone.
        numbers: of the rows or features.
        found: what the file's columns were taken for.
        dates: the reader's answer on the order of day and month; "" without one.
        unit: what the numbers count, ``row`` or ``feature``.
    """
    readers = {
        name: DayColumn(zip(numbers, column, strict=True), found.given(name), dates, unit)
        for name, column in cells.items()
    }
    problems = [one for reader in readers.values() for one in reader.problems]
    days: dict[str, list[date | None]] = {name: [None] * len(numbers) for name in cells}
    for name, reader in readers.items():
        for place, cell in enumerate(cells[name]):
            try:
                days[name][place] = reader.read(cell)
            except DayError as error:
                problems.append(Problem(numbers[place], found.given(name), error.rule, error.cell))
    return ReadDays(
        days,
        tuple(problems),
        tuple(one for reader in readers.values() for one in reader.questions)[:1],
        tuple(one for reader in readers.values() for one in reader.notes()),
        frozenset(found.given(name) for name, reader in readers.items() if reader.is_open),
    )
