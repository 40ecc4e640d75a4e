"""Numbers and days as people write them: read in one way, or refused with what to write."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders import user
from nuzuh.loaders.user import refusal
from nuzuh.loaders.user.values.days import DayError, read_day
from nuzuh.loaders.user.values.number_words import quantifier_of
from nuzuh.loaders.user.values.numbers import NumberError, read_number
from nuzuh.scene.translator import Translator

COUNTS = st.integers(0, 10**9)
DAYS = st.dates(date(1995, 1, 1), date(2025, 12, 31))


@given(COUNTS)
def test_every_way_to_group_digits_reads_as_the_same_number(count):
    grouped = f"{count:,}"
    ways = [str(count), grouped, grouped.replace(",", " "), grouped.replace(",", "\u202f")]
    ways += [grouped.replace(",", "'")]
    ways.append(grouped.translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬")))
    assert {read_number(way).value for way in ways} == {float(count)}


@given(COUNTS, st.sampled_from(["more than", "over", ">", "أكثر من", "יותר מ-", "at least", "≥"]))
def test_a_bound_in_words_is_a_low_and_no_value(count, t):
    number = read_number(f"{t} {count:,}")
    assert (number.value, number.low, number.high) == (None, count, None)
    assert number.quantifier in ("more than", "at least")


@given(COUNTS, st.sampled_from(["up to", "less than", "<", "حتى", "עד", "at most"]))
def test_an_upper_bound_in_words_is_a_high_and_no_value(count, t):
    number = read_number(f"{t} {count}")
    assert (number.value, number.low, number.high) == (None, None, count)


@given(
    st.integers(1000, 10**6), st.integers(0, 10**6), st.sampled_from(["-", "–", " to ", " إلى "])
)
def test_a_range_keeps_both_ends(low, more, between):
    if more > low * 99:
        more = low
    number = read_number(f"{low:,}{between}{low + more:,}")
    assert (number.value, number.low, number.high) == (None, low, low + more)


@given(st.text())
def test_any_text_is_a_number_or_missing_or_refused(text):
    try:
        number = read_number(text)
    except NumberError:
        return
    if number is not None:
        assert any(end is not None for end in (number.value, number.low, number.high))
        assert any(char.isdigit() for char in text)


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "-", "–", "--", "---", "n/a", "N/A", "#N/A", "NaN", "n.d.", "*", ".."],
        *["not reported", "Unknown", "غير معروف", "غ.م", "لا يوجد", "لم يُبلَّغ عنه", "לא דווח"],
    ],
)
def test_silence_is_missing_and_never_zero(text):
    assert read_number(text) is None
    assert read_number("0").value == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.9 million", 1_900_000),
        ("400k", 400_000),
        ("٤٠٠ ألف", 400_000),
        ("1.234.567", 1_234_567),
        ("8.5", 8.5),
        ("-160,000", -160_000),
        ("417,000 people", 417_000),
    ],
)
def test_numbers_that_can_be_read_in_one_way(text, value):
    assert read_number(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "1.234",
        "417.000",
        "1,5",
        "1,23,4",
        "lots",
        "1e6",
        "1E+06",
        "½",
        "inf",
        "1e999",
        "0,417",
        "1.234k",
        "1,234 million",
        "1 417.000",
        "(417,000)",
        "12 km²",
        "#REF!",
        "0x1f",
        "700-600",
        "someone",
        "--5",
        "TRUE",
        "more than 3-4",
        "600 to 700,000",
        "9" * 30,
    ],
)
def test_what_could_be_two_numbers_or_none_is_refused(text):
    with pytest.raises(NumberError):
        read_number(text)


def test_a_multiple_behind_a_range_is_for_both_ends():
    number = read_number("600-700 thousand")
    assert (number.low, number.high) == (600_000, 700_000)


def test_a_share_is_marked_as_one():
    assert {read_number(way).unit for way in ("35%", "٣٥٪", "%35", "35 per cent")} == {"percent"}
    assert read_number("at least 20 percent").low == 20


def test_every_quantifier_is_known_by_its_own_name():
    from nuzuh.loaders.estimates import QUANTIFIERS

    assert [quantifier_of(name) for name in QUANTIFIERS] == list(QUANTIFIERS)


@given(DAYS)
def test_every_unambiguous_way_to_write_a_day_reads_as_that_day(day):
    ways = [day.isoformat(), f"{day:%d %B %Y}", f"{day:%d-%b-%Y}", f"{day:%B %d, %Y}"]
    ways += [f"{day:%Y/%m/%d}", f"{day.isoformat()} 00:00:00", day]
    assert {read_day(way) for way in ways} == {day}


@given(DAYS)
def test_a_day_in_numbers_is_read_only_where_day_and_month_cannot_be_swapped(day):
    text = f"{day:%d/%m/%Y}"
    if day.day > 12 or day.day == day.month:
        assert read_day(text) == day
    else:
        with pytest.raises(DayError, match=r"may be .* or .*YYYY-MM-DD"):
            read_day(text)


@given(st.text())
def test_any_text_is_a_day_or_missing_or_refused(text):
    try:
        day = read_day(text)
    except DayError:
        return
    assert day is None or isinstance(day, date)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 أكتوبر 2025", date(2025, 10, 5)),
        ("٥ تشرين الأول ٢٠٢٥", date(2025, 10, 5)),
        ("5 באוקטובר 2025", date(2025, 10, 5)),
        ("5th Sept 2024", date(2024, 9, 5)),
        ("10/25/2025", date(2025, 10, 25)),
    ],
)
def test_days_in_words_and_in_three_languages(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    "cell",
    [
        *[
            "03/04/2025",
            "3.4.2025",
            "5/10/25",
            "2025-10",
            "31/02/2025",
            "soon",
            "99999",
            "41023",
            "2925-01-01",
            "2025-10-05T99:99",
            "2025-10-05T24:00",
            "2025-W40",
            "2025-W40-7",
            "Q4 2025",
            "2025-278",
            "Oct 2025",
            "Oct-25",
            "10/2025",
            "2025",
            "5 October",
            "5/10",
            "25/10/05",
            "25-10-23",
            "1-5 October 2025",
            "Oct 5-25",
            "5 Oct - 7 Oct 2025",
            "Mon 5 October 2025",
            "5 Oct 2025 09:00-12:00",
            "5 Oct 2025 14:30 EDT",
            "1.73099E+12",
            "#VALUE!",
        ],
        True,
        2025.0,
        45935e3,
        float("inf"),
        date(2999, 1, 1),
    ],
)
def test_a_day_that_could_be_another_is_refused(cell):
    with pytest.raises(DayError):
        read_day(cell)


@pytest.mark.parametrize("language", ["en", "ar", "he"])
def test_every_remark_has_a_text(language):
    """A key that is written anywhere in the readers of files is in the catalogues."""
    t = Translator(language)
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in Path(user.__path__[0]).glob("**/*.py")
    )
    told = {f"own.note.{key}" for key in re.findall(r"\bnote\(\s*\"(\w+)\"", code)}
    told |= {f"own.left.{key}" for key in re.findall(r"\bleft_out\(\s*\"(\w+)\"", code)}
    told |= {f"own.ask.{about}" for about in refusal._OPTIONS}
    assert len(told) > 15
    assert [key for key in sorted(told) if not t.has(key)] == []
