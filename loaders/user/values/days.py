"""Days as people write them, judged by their column where a cell alone could be two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import UTC, date, datetime, timedelta

from nuzuh.loaders.user.decisions import DAY_ORDERS
from nuzuh.loaders.user.notes import Note, note
from nuzuh.loaders.user.refusal import Problem, Question
from nuzuh.loaders.user.values.day_forms import WRITE, DayError, Reading, readings

__all__ = ["DayColumn", "DayError", "read_day"]

FIRST = date(1990, 1, 1)
"""No figure on the Strip of earlier days is of use here: an earlier day is a slip."""

_DAY_FIRST, _MONTH_FIRST = DAY_ORDERS
_IN_ORDER = {
    order: f"is no day of the calendar when it is read {order.replace('-', ' ')}: {WRITE}"
    for order in DAY_ORDERS
}
_OTHER_END = (
    f"may begin with its year, or end with it: {WRITE}, or say the order with --dates day-first"
)
_OF_A_MACHINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")
"""How a day of a spreadsheet reads as text."""

_NOTES = {_DAY_FIRST: "day_first", _MONTH_FIRST: "month_first"}


class DayColumn:
    """The days of one column of a reader's table.

    The order of day and month is told by all of its cells: 25/04/2025 says how 03/04/2025 is
    meant. What the calendar does not decide is asked; the clock never decides.

    Attributes:
        problems: where cells of the column contradict each other.
        questions: one, where nothing tells the order.

    >>> DayColumn([(2, "03/04/2025"), (3, "25/04/2025")], "Date").read("03/04/2025")
    datetime.date(2025, 4, 3)
    """

    def __init__(
        self, cells: Iterable[tuple[int, object]], column: str, told: str = "", unit: str = "row"
    ) -> None:
        """Judge a column.

        Args:
            cells: all of its cells, each with the number of its row.
            column: its name in the file.
            told: the reader's answer, one of
                :data:`~nuzuh.loaders.user.decisions.DAY_ORDERS`; "" without one.
            unit: what the numbers count, ``row`` or ``feature``.
        """
        self._column, self._told = column, told
        # East of here the new day has begun.
        self._latest = datetime.now(UTC).date() + timedelta(days=1)
        self._known: dict[Hashable, Reading | DayError | None] = {}
        self._used: Counter[str] = Counter()
        self._examples: dict[str, tuple[str, date]] = {}
        first_of: dict[Hashable, tuple[int, object]] = {}
        times: Counter[Hashable] = Counter()
        for number, cell in cells:
            first_of.setdefault(_key(cell), (number, cell))
            times[_key(cell)] += 1
        found = {key: self._reading(cell) for key, (_, cell) in first_of.items()}
        sound = {key: one for key, one in found.items() if isinstance(one, Reading)}
        numbered = {key: one for key, one in sound.items() if one.in_numbers}
        only = {
            order: [key for key, one in numbered.items() if one.order == order]
            for order in DAY_ORDERS
        }
        open_ = [key for key, one in numbered.items() if one.is_open]
        self.questions: tuple[Question, ...] = ()
        self._order = told or _told_by(only[_DAY_FIRST], only[_MONTH_FIRST])
        if open_ and not self._order and not (only[_DAY_FIRST] and only[_MONTH_FIRST]):
            rows = sum(times[key] for key in open_)
            self.questions = (Question("dates", column, choices=DAY_ORDERS, rows=rows),)
        short = [one for one in numbered.values() if one.form == "two_digits"]
        self._year_may_lead = not told and all(map(self._may_lead, short))
        texts = [] if open_ else [first_of[key] for keys in only.values() for key in keys]
        real = [
            (first_of[key][0], one.day_first)
            for key, one in sound.items()
            if one.day_first is not None and _by_machine(first_of[key][1], one)
        ]
        self.problems = (
            *([] if told else _contradiction(first_of, only, column, unit)),
            *_swapped(real, texts, column, unit),
        )

    @property
    def is_open(self) -> bool:
        """Whether some days wait for an answer, or for the column to be mended."""
        return bool(self.questions or self.problems)

    def read(self, cell: object) -> date | None:
        """Return the day in a cell; None for an empty one, and while the order is open.

        Raises:
            DayError: for what is no day, or not in the order of the column.
        """
        found = self._reading(cell)
        if isinstance(found, DayError):
            raise found
        if found is None or (self.is_open and found.is_open):
            return None
        if self._year_may_lead and self._may_lead(found):
            raise DayError(_OTHER_END, _shown(cell))
        day = self._chosen(found, cell)
        if not FIRST <= day <= self._latest:
            raise DayError(
                f"is not between {FIRST} and today: a figure describes a day that has come",
                str(cell),
            )
        decided = _NOTES[self._order] if found.is_open and not self._told else ""
        for key in (found.form, "gaza_day" if found.moved else "", decided):
            self._used[key] += 1
            self._examples.setdefault(key, (_shown(cell), day))
        return day

    def notes(self) -> tuple[Note, ...]:
        """Return what a reader should know of how the cells read so far were read."""
        return tuple(
            note(key, column=self._column, n=n, cell=cell, day=day.isoformat())
            for key, n in self._used.items()
            if key
            for cell, day in (self._examples[key],)
        )

    def _reading(self, cell: object) -> Reading | DayError | None:
        key = _key(cell)
        if key not in self._known:
            try:
                self._known[key] = readings(cell)
            except DayError as error:
                self._known[key] = error
        return self._known[key]

    def _may_lead(self, found: Reading) -> bool:
        """Whether a year of two digits may stand in front: 25-10-23."""
        return found.year_first is not None and found.year_first <= self._latest

    def _chosen(self, found: Reading, cell: object) -> date:
        if not found.in_numbers or not self._order:
            day = found.day_first or found.month_first
        else:
            day = found.day_first if self._order == _DAY_FIRST else found.month_first
        if day is None:
            raise DayError(_IN_ORDER.get(self._order, _OTHER_END), _shown(cell))
        return day


def read_day(cell: object, told: str = "") -> date | None:
    """Read a day that stands alone; None for an empty cell.

    Args:
        cell: what stands there.
        told: whether days in numbers are written day first or month first; "" unknown.

    Raises:
        DayError: for what is no day, or could be two different ones.

    >>> read_day("2025-10-05"), read_day("5 October 2025"), read_day("25/10/2025")
    (datetime.date(2025, 10, 5), datetime.date(2025, 10, 5), datetime.date(2025, 10, 25))
    >>> read_day("03/04/2025")
    Traceback (most recent call last):
    nuzuh.loaders.user.values.day_forms.DayError: '03/04/2025' may be 2025-04-03 or 2025-03-04: write it as YYYY-MM-DD
    """  # noqa: E501 (a refusal is one line)
    found = readings(cell)
    if found is None:
        return None
    if found.form in ("serials", "epoch"):
        raise DayError(f"is a number, and a day only in a column of days: {WRITE}", _shown(cell))
    column = DayColumn([(0, cell)], "", told)
    if column.is_open:
        raise DayError(f"may be {found.day_first} or {found.month_first}: {WRITE}", _shown(cell))
    return column.read(cell)


def _shown(cell: object) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _key(cell: object) -> Hashable:
    if isinstance(cell, str):
        return cell
    return (type(cell), cell) if isinstance(cell, Hashable) else (type(cell), _shown(cell))


def _told_by(day_first: list[Hashable], month_first: list[Hashable]) -> str:
    if bool(day_first) == bool(month_first):
        return ""
    return _DAY_FIRST if day_first else _MONTH_FIRST


def _by_machine(cell: object, found: Reading) -> bool:
    """Whether a spreadsheet holds a cell as a day, rather than as text that somebody wrote."""
    written = isinstance(cell, str) and _OF_A_MACHINE.fullmatch(cell) is not None
    return written or isinstance(cell, date) or found.form == "serials"


def _contradiction(
    first_of: dict[Hashable, tuple[int, object]],
    only: dict[str, list[Hashable]],
    column: str,
    unit: str,
) -> list[Problem]:
    """One cell is day first, another month first: the reader must say what all of them mean."""
    if not all(only.values()):
        return []
    (row, cell), (other_row, other) = (first_of[only[order][0]] for order in DAY_ORDERS)
    rule = (
        f"is day first, where {unit} {other_row} ({other}) is month first: "
        "write all days of the column as YYYY-MM-DD"
    )
    return [Problem(row, column, rule, _shown(cell))]


def _swapped(
    real: list[tuple[int, date]], texts: list[tuple[int, object]], column: str, unit: str
) -> list[Problem]:
    """Days that a spreadsheet has probably taken for others.

    Where it expects the month first, 03/04/2025 becomes a day (4 March) when a file is
    opened, and 25/04/2025, which is none, stays text.
    """
    days = [day for _, day in real]
    may_be_others = all(day.day <= 12 for day in days) and any(day.day != day.month for day in days)
    if not (texts and may_be_others):
        return []
    (row, day), (other_row, other) = real[0], texts[0]
    rule = (
        f"is a date of the spreadsheet, where {unit} {other_row} ({other}) is text: its program "
        "may have taken day for month; write all days of the column as YYYY-MM-DD"
    )
    return [Problem(row, column, rule, day.isoformat())]
