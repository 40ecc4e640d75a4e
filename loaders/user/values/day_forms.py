"""One cell of a column of days: every day that it may be, whichever way it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from numbers import Real
from typing import TypeGuard
from zoneinfo import ZoneInfo

import pandas as pd

from nuzuh.loaders.estimates import WAR_BEGAN
from nuzuh.loaders.user.decisions import DAY_ORDERS
from nuzuh.loaders.user.refusal import CellError
from nuzuh.loaders.user.values.day_names import months, weekdays
from nuzuh.loaders.user.values.number_words import ERROR_RULE, is_error, is_silent
from nuzuh.loaders.user.values.spelling import folded

GAZA = ZoneInfo("Asia/Gaza")
"""By whose clock a moment belongs to a day."""

SHORT_YEARS_FROM = 2010
"""A year of two digits is none before this one: 25-10-05 may begin with its year."""

_SERIAL_ONE = date(1899, 12, 30)
_SERIALS = range((date(2018, 1, 1) - _SERIAL_ONE).days, 100_000)
"""Days as spreadsheets count them. Lower ones may be days without separators: 41023, 4 10 23."""

WRITE = "write it as YYYY-MM-DD"
_NO_DAY = f"is not a day that can be read: {WRITE}"
_NOT_IN_CALENDAR = f"is no day of the calendar: {WRITE}"
_MONTH = "is a month and no day: write the day that is meant, as YYYY-MM-DD"
_YEAR = "is a year and no day: write the day that is meant, as YYYY-MM-DD"
_LACKS_YEAR = "lacks its year, or its day: write all of it as YYYY-MM-DD"
_WEEK = "is a week or a quarter and no day: write the day that is meant, as YYYY-MM-DD"
_NO_TIME = f"has a time of day that no clock shows: mend it, or {WRITE}"
_NO_WEEKDAY = f"names a weekday that this day was not: mend it, or {WRITE}"
_SHORT_YEAR = f"has a year of two digits before {SHORT_YEARS_FROM}: write the year in full"

_GAP = r"\s?([-/.])\s?"
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_GAP}(\d{{1,2}})\s?\2\s?(\d{{1,2}})(z?)")
_NUMBERED = re.compile(rf"(\d{{1,2}}){_GAP}(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}})")
_BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)z?")
_BASIC_TIMED = re.compile(r"(\d{8})t?(\d\d)(\d\d)(\d\d)?(?:\.\d+)?(z|[+-]\d\d(?::?\d\d)?)?")
_WEEK_OR_QUARTER = re.compile(r"\b(\d{4}-?)?(w|week|q|quarter)[\s-]?\d{1,2}\b")
_MONTH_IN_NUMBERS = re.compile(r"(19|20)\d\d[-/.]?\d{1,2}|\d{1,2}[-/.](19|20)\d\d")
_DAY_AND_MONTH = re.compile(r"\d{1,2}[-/.]\d{1,2}")
_HALF = r"(?:am|pm|a\.m\.?|p\.m\.?|ص|م|صباحا|مساء|לפנה\"צ|אחה\"צ)(?![^\W\d_])"
_TIMED = re.compile(
    rf"(?P<before>t|,?\s+at\s+|[\s,]*)(?<![\d:.])(?P<h>\d{{1,2}})(?=:\d\d|\s?{_HALF})"
    r"(?::(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d{1,9})?)?)?"
    rf"(?:\s?(?P<half>{_HALF}))?"
    r"(?:\s?(?P<zone>(?:z|utc|gmt|eet|eest|idt)(?![^\W\d_])))?"
    r"(?:\s?(?P<offset>[+-]\d\d?(?::?\d\d)?))?(?:\s?\[[a-z_/+-]+\])?(?![\d:])"
)
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "eet": 2, "eest": 3, "idt": 3}
_MORNING = ("a", "ص", "ל")
_TOKEN = re.compile(r"month\d+|\d+(?:st|nd|rd|th)?|[^\W\d_]+|[^\s\w]")
_WORDED = {"DMY": (2, 1, 0), "MDY": (2, 0, 1), "YMD": (0, 1, 2), "DMD": (2, 1, 0)}
"""Where year, month and day stand among the words of a day, by the kinds of these."""

_FILLING = frozenset(["of", "the", "من", "ה", "-", "/", ",", ".", "(", ")"])


class DayError(CellError):
    """A cell is no day that can be read in one way only; the message tells what to write."""


@dataclass(frozen=True)
class Reading:
    """The days that a cell may be.

    Attributes:
        day_first, month_first: the same day but for one written in numbers; None where the
            calendar has no such day, or the weekday beside it does not fit.
        in_numbers: whether day and month are numbers whose order can be told or not.
        year_first: the day that it is with its year of two digits in front, where that is
            a year of the war.
        form: ``two_digits`` (of the year), ``serials`` or ``epoch``: what a reader should
            know of; "" for a day written out.
        moved: whether it is a moment which belongs to another day in Gaza than where it
            was written.
    """

    day_first: date | None
    month_first: date | None
    in_numbers: bool = False
    year_first: date | None = None
    form: str = ""
    moved: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is another day when day and month change places."""
        return None not in (self.day_first, self.month_first) and (
            self.day_first != self.month_first
        )

    @property
    def order(self) -> str:
        """The one order in which it is a day; "" where both are one, or neither."""
        if (self.day_first is None) == (self.month_first is None):
            return ""
        return DAY_ORDERS[self.day_first is None]


@dataclass(frozen=True)
class _Clock:
    """A time of day, with how far its zone is ahead of UTC where that was written."""

    time: time = time()
    offset: timedelta | None = None

    def in_gaza(self, day: date) -> date:
        """The day in Gaza; a moment without a zone is local time."""
        if self.offset is None:
            return day
        return _in_gaza(datetime.combine(day, self.time, timezone(self.offset)))


def _in_gaza(moment: datetime) -> date:
    return moment.astimezone(GAZA).date()


def readings(cell: object) -> Reading | None:
    """Return every day that a cell may be; None for one that says nothing.

    Raises:
        DayError: for what is no day.

    >>> readings("03/04/2025").month_first
    datetime.date(2025, 3, 4)
    >>> readings("2023-10-07T21:59:00Z").day_first
    datetime.date(2023, 10, 8)
    """
    try:
        return _readings(cell)
    except DayError as error:
        raise DayError(error.rule, str(cell)) from None
    except (OverflowError, ValueError):  # at the ends of the calendar a zone leads out of it
        raise DayError(_NOT_IN_CALENDAR, str(cell)) from None


def _readings(cell: object) -> Reading | None:
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return None
    if isinstance(cell, date):
        return _of_calendar(cell)
    text = folded(f"{float(cell):.15g}" if _is_number(cell) else str(cell))
    if is_silent(text):
        return None
    if is_error(text):
        raise DayError(ERROR_RULE)
    return _number(text) if re.fullmatch(r"\d+(\.\d+)?", text) else _text(text)


def _is_number(cell: object) -> TypeGuard[Real]:
    return isinstance(cell, Real) and not isinstance(cell, bool)


def _of_calendar(cell: date) -> Reading:
    """A day or a moment as a spreadsheet or a table holds it."""
    if not isinstance(cell, datetime):
        return _one(cell)
    day = cell.date() if cell.tzinfo is None else _in_gaza(cell)
    return Reading(day, day, moved=day != cell.date())


def _number(text: str) -> Reading:
    """A number: a day counted by a spreadsheet, a moment, or a day without separators."""
    whole, _, fraction = text.partition(".")
    if not fraction.strip("0") and len(whole) in (8, 12, 14):
        return _text(whole)
    if len(whole) == 5 and int(whole) in _SERIALS:
        return replace(_one(_SERIAL_ONE + timedelta(days=int(whole))), form="serials")
    if len(whole) in (10, 13) and whole[0] != "0":
        moment = datetime.fromtimestamp(int(whole) / (1 if len(whole) == 10 else 1000), UTC)
        day = _in_gaza(moment)
        return Reading(day, day, form="epoch", moved=day != moment.date())
    if len(whole) == 4 and not fraction.strip("0"):
        raise DayError(_YEAR)
    raise DayError(_lacks(text))


def _text(text: str) -> Reading:
    if found := _BASIC_TIMED.fullmatch(text):
        day, hour, minute, second, zone = found.groups()
        text = f"{day[:4]}-{day[4:6]}-{day[6:]}t{hour}:{minute}:{second or '00'}{zone or ''}"
    # What JavaScript adds behind the offset of a moment is its zone in words.
    text = re.sub(r"(?<=gmt[+-]\d{4})\s?\([^()]*\)$", "", text)
    text, weekday = _without_weekday(text)
    text, clock = _without_time(text)
    # The Arabic sign for "AD" may stand behind the year.
    text = re.sub(r"(?<=\d)\s?م$", "", text.strip(" ,."))
    return _fitting(_in_numbers(text) or _in_words(text), weekday, clock)


def _without_weekday(text: str) -> tuple[str, int | None]:
    pattern, number_of = weekdays()
    found = list(pattern.finditer(text))
    if len(found) != 1:
        return text, None
    one = found[0]
    before, behind = text[: one.start()].rstrip(" (,"), text[one.end() :].lstrip(" ).,")
    return f"{before} {behind}".strip(), number_of[one[1]]


def _without_time(text: str) -> tuple[str, _Clock]:
    """The text before and behind its time of day, and that time."""
    found = list(_TIMED.finditer(text))
    if len(found) != 1:
        return text, _Clock()
    one = found[0]
    before, behind = text[: one.start()].rstrip(" -,"), text[one.end() :].lstrip(" -,")
    return f"{before} {behind}", _clock(one)


def _clock(found: re.Match[str]) -> _Clock:
    hour, minute, second = (int(found[name] or 0) for name in "hms")
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise DayError(_NO_TIME)
        hour = hour % 12 + (0 if half.startswith(_MORNING) else 12)
    if hour > 23 or minute > 59 or second > 59:
        raise DayError(_NO_TIME)
    zone, offset = found["zone"], found["offset"]
    if not zone and not offset:
        return _Clock(time(hour, minute, second))
    digits = (offset or "+00").replace(":", "")
    hours, minutes = int(digits[1:3]), int(digits[3:] or 0)
    if hours > 14 or minutes > 59 or (offset and not zone and len(digits) < 3):
        raise DayError(_NO_TIME)
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if digits[0] == "-" else 1)
    # 09:00-12:00 is from nine to twelve, and no moment of a zone.
    until = digits[0] == "-" and not zone and not found["s"] and found["before"] != "t"
    if until and -ahead > timedelta(hours=hour, minutes=minute):
        raise DayError(_NO_TIME)
    return _Clock(time(hour, minute, second), ahead + timedelta(hours=_ZONES.get(zone or "", 0)))


def _in_numbers(text: str) -> Reading | None:
    """Day and month as numbers; None where the text is not made of numbers alone."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _one(_made(int(found[1]), int(found[3]), int(found[4])))
    if found := _BASIC.fullmatch(text):
        return _one(_made(*(int(found[place]) for place in (1, 2, 3))))
    found = _NUMBERED.fullmatch(text)
    if found is None:
        return None
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 4:
        return Reading(_made(year, other, one), _made(year, one, other), in_numbers=True)
    in_front = _made(2000 + one, other, year)
    if 2000 + year < SHORT_YEARS_FROM:
        raise DayError(_SHORT_YEAR)
    return Reading(
        _made(2000 + year, other, one),
        _made(2000 + year, one, other),
        in_numbers=True,
        year_first=in_front if 2000 + one >= WAR_BEGAN.year else None,
        form="two_digits",
    )


def _one(day: date | None) -> Reading:
    return Reading(day, day)


def _in_words(text: str) -> Reading:
    """A day whose month is named: 5 October 2025, Oct 5th, 2025, 2025 Oct 5, 5-Oct-25."""
    if _WEEK_OR_QUARTER.search(text):
        raise DayError(_WEEK)
    pattern, number_of = months()
    spelt = pattern.sub(lambda found: f" month{number_of[found[1]]} ", text)
    spelt, short = re.subn(r"'(\d\d)(?!\d)", r" 20\1 ", spelt)
    tokens = [token for token in _TOKEN.findall(spelt) if token not in _FILLING]
    # One month by both of its Arabic names: تشرين الأول/أكتوبر.
    tokens = [
        token
        for place, token in enumerate(tokens)
        if not (place and token == tokens[place - 1] and token.startswith("month"))
    ]
    shape = "".join(map(_kind_of_token, tokens))
    if shape in ("MY", "YM"):
        raise DayError(_MONTH)
    if shape in ("DM", "MD"):
        raise DayError(_LACKS_YEAR)
    if shape not in _WORDED or (shape == "DMD" and not tokens[2].isdecimal()):
        raise DayError(_lacks(text))
    year, month, day = (int(re.sub(r"\D", "", tokens[place])) for place in _WORDED[shape])
    if not (short or shape == "DMD"):
        return _one(_made(year, month, day))
    year += 0 if short else 2000
    if year < SHORT_YEARS_FROM:
        raise DayError(_SHORT_YEAR)
    return replace(_one(_made(year, month, day)), form="two_digits")


def _lacks(text: str) -> str:
    """What a text lacks that names no month and is no whole day in numbers."""
    if _MONTH_IN_NUMBERS.fullmatch(text):
        return _MONTH
    return _LACKS_YEAR if _DAY_AND_MONTH.fullmatch(text) else _NO_DAY


def _kind_of_token(token: str) -> str:
    if token.startswith("month"):
        return "M"
    if re.fullmatch(r"\d{4}", token):
        return "Y"
    return "D" if re.fullmatch(r"\d{1,2}(st|nd|rd|th)?", token) else "?"


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _fitting(reading: Reading, weekday: int | None, clock: _Clock) -> Reading:
    """The readings that the calendar has and the weekday fits, each as its day in Gaza."""
    days = (reading.day_first, reading.month_first)
    if days == (None, None) and reading.year_first is None:
        raise DayError(_NOT_IN_CALENDAR)
    fits = [day if weekday in (None, day and day.weekday()) else None for day in days]
    year_first = reading.year_first
    if year_first is not None and weekday not in (None, year_first.weekday()):
        year_first = None
    if fits == [None, None] and year_first is None:
        raise DayError(_NO_WEEKDAY)
    here = [day and clock.in_gaza(day) for day in fits]
    return replace(
        reading,
        day_first=here[0],
        month_first=here[1],
        year_first=year_first and clock.in_gaza(year_first),
        moved=here != fits,
    )
