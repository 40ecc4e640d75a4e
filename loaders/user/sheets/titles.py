"""What the titles of a table say of all its figures: the day, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from nuzuh.loaders.user.headers.columns import match_columns, measure_of, plain
from nuzuh.loaders.user.notes import note
from nuzuh.loaders.user.refusal import Question, UserDataError
from nuzuh.loaders.user.sheets.cells import Sheet
from nuzuh.loaders.user.sheets.heading import AREAS, NUMBERS, area_code, is_day, mostly
from nuzuh.loaders.user.values.days import DayError, read_day

_DAY = re.compile(
    r"\d{1,4}([-/.])\d{1,2}\1\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th)?[ -][^\W\d]+(?: [^\W\d]+)?,?[ -]\d{4}"
    r"|[^\W\d]+\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)
_AS_OF = re.compile(
    r"(as of|as at|as on|situation on|situation as of|كما في|لغاية|حتى تاريخ|بتاريخ|נכון ל[-־]?)"
    r"[\s:]*$",
    re.IGNORECASE,
)
_BESIDE = """
in of the by per from to and as at on number numbers estimated estimates estimate figures figure
data table sheet total weekly daily monthly summary governorate governorates area areas date day
week month location locations people persons individuals present gaza strip palestine opt
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
في من حسب عدد تقدير المحافظة المحافظات قطاع غزة التاريخ تاريخ اليوم جدول بيانات
לפי מספר ברצועת עזה רצועת מחוז נפה תאריך אומדן
"""
_BESIDE_A_MEASURE = frozenset(plain(word) for word in _BESIDE.split())
"""Words beside the name of a measure in a title that leave what is counted as it is. Others
(households, children, in need) may make it another figure."""

_LONGEST_NAME = 5
"""Words in the longest name of a measure."""


def measure_in(titles: Sequence[str]) -> str:
    """Return the measure that titles name and nothing else than it; "" where they leave it open.

    >>> measure_in(["IDPs by governorate, October 2025"]), measure_in(["IDP households"])
    ('idps', '')
    """
    found = {measure for title in titles if (measure := _measure(title))}
    return found.pop() if len(found) == 1 else ""


def _measure(title: str) -> str:
    words = plain(title).split()
    for long in range(min(_LONGEST_NAME, len(words)), 0, -1):
        for at in range(len(words) - long + 1):
            measure = measure_of(" ".join(words[at : at + long]), "")
            rest = [*words[:at], *words[at + long :]]
            if measure:
                return measure if all(map(_is_beside, rest)) else ""
    return ""


def _is_beside(word: str) -> bool:
    return word in _BESIDE_A_MEASURE or word.isdigit() or bool(area_code(word))


def with_day_of(titles: Sequence[str], sheet: Sheet, columns: Mapping[str, str]) -> Sheet:
    """Return a table that names no column for the day with the only day in its titles.

    Args:
        titles: the texts above the table, and the name of its sheet.
        sheet: the table.
        columns: what the reader said of columns, by their names.

    Raises:
        UserDataError: with a question where one column, or a title, may be the day but does
            not say so.
    """
    found = match_columns(sheet.header, sheet.tags, "estimates", columns)
    held = {*found.place_of, *(question.proposed for question in found.questions)}
    if "as_of" in held or not (held & AREAS and held & NUMBERS):
        return sheet
    # The rows of a matrix of areas are days, whatever their column is called.
    unknown = [
        match.given
        for match in found.matches
        if any(one.key == "areas_across" for one in sheet.notes)
        and match.given
        and not match.how
        and mostly(sheet.rows, match.place, is_day)
    ]
    days = {day: (title, sure) for title in titles for day, sure in _days_in(title)}
    title, sure = next(iter(days.values())) if len(days) == 1 else ("", False)
    asked = unknown if not sure else []
    if not asked and title and not sure and title not in columns:
        asked = [title]
    if len(asked) == 1:
        raise UserDataError(
            sheet.file, (), [Question("column", asked[0], "as_of", choices=("as_of", ""))]
        )
    if not title:
        return sheet
    (day,) = days
    said = note("title_day", day=day.isoformat(), title=title[:80])
    return replace(
        sheet,
        header=(*sheet.header, "as of" if sure else title),
        tags=(*sheet.tags, ""),
        rows=tuple((number, (*row, day)) for number, row in sheet.rows),
        notes=(*sheet.notes, said) if sure else sheet.notes,
    )


def _days_in(title: str) -> Iterator[tuple[date, bool]]:
    """Days in a title, and whether it says that the figures are of that day."""
    for found in _DAY.finditer(title):
        try:
            day = read_day(found[0])
        except DayError:
            continue
        if day is not None:
            yield day, bool(_AS_OF.search(title[: found.start()]))
