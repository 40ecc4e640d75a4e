"""A day that a reader types: year first, or the month in words of any of our languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.scene.received import typed_day
from nuzuh.scene.translator import LANGUAGES, Translator

DAYS = st.dates(date(2023, 10, 1), date(2027, 12, 31))
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@given(DAYS, st.sampled_from(LANGUAGES), st.booleans())
def test_what_the_field_shows_is_the_day_that_it_reads(day, lang, short):
    written = Translator(lang).day(day, short=short)
    assert typed_day(written) == day
    assert typed_day(f"  {written.translate(ARABIC)} ") == day


@given(DAYS, st.sampled_from("-/. \u2013"))
def test_year_first_is_read_with_any_sign_between(day, sign):
    assert typed_day(sign.join([str(day.year), str(day.month), str(day.day)])) == day
    assert typed_day(f"{day:%Y}{sign}{day:%m}{sign}{day:%d}") == day


@given(DAYS)
def test_the_month_may_stand_before_the_day(day):
    assert typed_day(f"{day:%B} {day.day}, {day.year}") == day


@given(st.integers(1, 31), st.integers(1, 12), st.integers(0, 9999), st.sampled_from("/-."))
def test_day_and_month_in_numbers_are_nobodys_date_for_sure(day, month, year, sign):
    for written in (
        f"{day}{sign}{month}{sign}{year:04}",
        f"{day}{sign}{month}{sign}{year % 100:02}",
    ):
        assert typed_day(written) is None


@given(st.text(max_size=60))
def test_no_text_raises_and_what_is_read_is_a_day(text):
    assert isinstance(typed_day(text), date | None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "October 2025",
        "5 October",
        "2025",
        "45935",
        "1759622400",
        "2025-02-30",
        "5-Oct-25",
    ],
)
def test_a_part_of_a_day_or_a_number_is_none(text):
    assert typed_day(text) is None
