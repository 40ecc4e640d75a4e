"""Days as people write them, where they can be read in one way only."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from babel import Locale

from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.user.numbers import is_silent
from nuzuh.loaders.user.refusal import CellError

FIRST = date(1990, 1, 1)
"""No figure on the Strip of earlier days is of use here: an earlier day is a slip."""

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
_NUMBERED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_WORDED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s\-]*)([^\W\d]+)\.?[\s\-,]*(\d{4})")
_WORDED_FIRST = re.compile(r"([^\W\d]+)\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?[\s,\-]*(\d{4})")
_LEVANTINE = (
    "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"
)


class DayError(CellError):
    """A cell is no day that can be read in one way only; the message tells what to write."""


def read_day(cell: str | float | date) -> date | None:
    """Read a day; None for an empty cell.

    Raises:
        DayError: for what is no day, or could be two different ones.

    >>> read_day("2025-10-05"), read_day("5 October 2025"), read_day("25/10/2025")
    (datetime.date(2025, 10, 5), datetime.date(2025, 10, 5), datetime.date(2025, 10, 25))
    >>> read_day("03/04/2025")
    Traceback (most recent call last):
    nuzuh.loaders.user.days.DayError: '03/04/2025' may be 2025-04-03 or 2025-03-04: write it as YYYY-MM-DD
    """  # noqa: E501 (a refusal is one line)
    if isinstance(cell, date):
        return _sane(cell, cell.isoformat())
    if isinstance(cell, float):
        raise DayError(
            "is a number: in a spreadsheet give the cell the format of a date, "
            "or write it as YYYY-MM-DD",
            f"{cell:.15g}",
        )
    text = " ".join(cell.translate(_DIGITS).split())
    if is_silent(text):
        return None
    return _sane(_day(text, cell), cell)


def _day(text: str, cell: str) -> date:
    shown = cell[:40]
    if found := _ISO.fullmatch(text):
        return _made(int(found[1]), int(found[3]), int(found[4]), shown)
    if found := _NUMBERED.fullmatch(text):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        if one <= 12 and other <= 12 and one != other:
            day_first, month_first = (
                _made(year, other, one, shown),
                _made(year, one, other, shown),
            )
            raise DayError(f"may be {day_first} or {month_first}: write it as YYYY-MM-DD", shown)
        month, day = (one, other) if other > 12 else (other, one)
        return _made(year, month, day, shown)
    plain = text.casefold()
    for month_name, number in _months_of_two_words():
        plain = plain.replace(month_name, f"m{chr(ord('a') + number)}")
    for pattern, places in ((_WORDED, (3, 2, 1)), (_WORDED_FIRST, (3, 1, 2))):
        found = pattern.fullmatch(plain)
        month = _months().get(found[places[1]], 0) if found else 0
        if found and month:
            return _made(int(found[places[0]]), month, int(found[places[2]]), shown)
    raise DayError("is not a day that can be read: write it as YYYY-MM-DD", shown)


def _made(year: int, month: int, day: int, shown: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DayError("is no day of the calendar: write it as YYYY-MM-DD", shown) from None


def _sane(day: date, shown: str) -> date:
    # East of here the new day has begun.
    latest = datetime.now(UTC).date() + timedelta(days=1)
    if not FIRST <= day <= latest:
        raise DayError(
            f"is not between {FIRST} and today: a figure describes a day that has come", shown
        )
    return day


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Months in the languages of the app, with the names used in the Levant."""
    names: dict[str, int] = {}
    for language in LANGUAGES.values():
        locale = Locale.parse(language.code)
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[form][width].items():
                    plain = name.casefold().rstrip(".")
                    names |= {plain: number}
                    names |= {f"{language.months_begin}{plain}": number}
    names |= {"sept": 9} | {f"m{chr(ord('a') + number)}": number for number in range(1, 13)}
    return names | {name: n for n, name in enumerate(_LEVANTINE.split("|"), 1) if " " not in name}


def _months_of_two_words() -> list[tuple[str, int]]:
    return [(name, n) for n, name in enumerate(_LEVANTINE.split("|"), 1) if " " in name]
