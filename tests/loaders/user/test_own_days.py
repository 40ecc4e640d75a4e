"""Days in a reader's file: every way to write one, judged by its column, by the clock in Gaza."""

from __future__ import annotations

import email.utils
import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.user import check
from nuzuh.loaders.user.decisions import DAY_ORDERS, Decisions
from nuzuh.loaders.user.refusal import Question, UserDataError
from nuzuh.loaders.user.values.days import DayColumn, DayError, read_day
from nuzuh.scene.translator import Translator
from tests.loaders.user_files import (
    SQUARE,
    frame,
    geojson,
    left,
    notes,
    table,
    workbook,
    written,
)

GAZA = ZoneInfo("Asia/Gaza")


def words(text: str) -> list[str]:
    return text.split(",")


DAYS = st.dates(date(2018, 1, 1), date(2026, 11, 25))
ARABIC = words("يناير,فبراير,مارس,أبريل,مايو,يونيو,يوليو,أغسطس,سبتمبر,أكتوبر,نوفمبر,ديسمبر")
LEVANTINE = words(
    "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول"
)
HEBREW = words("ינואר,פברואר,מרץ,אפריל,מאי,יוני,יולי,אוגוסט,ספטמבר,אוקטובר,נובמבר,דצמבר")
ARABIC_WEEK = words("الاثنين,الثلاثاء,الأربعاء,الخميس,الجمعة,السبت,الأحد")
HEBREW_WEEK = words("שני,שלישי,רביעי,חמישי,שישי,שבת,ראשון")
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def ordinal(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
    return f"{number}{ends.get(number, 'th')}"


WAYS = {
    "ISO": lambda d: d.isoformat(),
    "ISO with slashes": lambda d: f"{d:%Y/%m/%d}",
    "ISO with points, not padded": lambda d: f"{d.year}.{d.month}.{d.day}",
    "ISO in eastern digits": lambda d: d.isoformat().translate(EASTERN),
    "basic": lambda d: f"{d:%Y%m%d}",
    "basic number": lambda d: int(f"{d:%Y%m%d}"),
    "basic with time": lambda d: f"{d:%Y%m%d}T235959",
    "midnight UTC": lambda d: f"{d}T00:00:00Z",
    "midnight as pandas writes it": lambda d: f"{d} 00:00:00+00:00",
    "local time": lambda d: f"{d}T23:59:59.999",
    "local time at its end": lambda d: f"{d:%d %b %Y} 11:59 PM",
    "day of UTC": lambda d: f"{d}Z",
    "English": lambda d: f"{d:%d %B %Y}",
    "English with the month first": lambda d: f"{d:%b} {ordinal(d.day)}, {d.year}",
    "English with of": lambda d: f"the {ordinal(d.day)} of {d:%B}, {d.year}",
    "English with the year first": lambda d: f"{d:%Y %b %d}",
    "English with a weekday": lambda d: f"{d:%A, %d %B %Y}",
    "English with a weekday behind": lambda d: f"{d:%d %B %Y (%a)}",
    "weekday and numbers": lambda d: f"{d:%a} {d:%Y-%m-%d}",
    "C": lambda d: datetime.combine(d, time()).ctime(),
    "Excel": lambda d: f"{d.day}-{d:%b-%y}",
    "short year": lambda d: f"{d.day} {d:%b} '{d:%y}",
    "JavaScript": lambda d: f"{d:%a %b %d %Y} 12:00:00 GMT+0300 (Israel Daylight Time)",
    "RFC 1123": lambda d: f"{d:%a, %d %b %Y} 12:00:00 GMT",
    "Arabic": lambda d: f"{d.day} {ARABIC[d.month - 1]} {d.year}",
    "Arabic without marks": lambda d: f"{d.day} {ARABIC[d.month - 1]} {d.year}م".replace("أ", "ا"),
    "Levantine": lambda d: f"{d.day} {LEVANTINE[d.month - 1]} {d.year}".translate(EASTERN),
    "both names": lambda d: f"{d.day} {LEVANTINE[d.month - 1]}/{ARABIC[d.month - 1]} {d.year}",
    "Arabic with a weekday": lambda d: (
        f"{ARABIC_WEEK[d.weekday()]}، {d.day} {ARABIC[d.month - 1]} {d.year}"
    ),
    "Hebrew": lambda d: f"{d.day} ב{HEBREW[d.month - 1]} {d.year}",
    "Hebrew with a weekday": lambda d: (
        f"יום {HEBREW_WEEK[d.weekday()]}, {d.day} ב{HEBREW[d.month - 1]} {d.year}"
    ),
    "serial": lambda d: (d - date(1899, 12, 30)).days,
    "serial as text": lambda d: str((d - date(1899, 12, 30)).days),
    "serial with time": lambda d: (d - date(1899, 12, 30)).days + 0.99,
    "date": lambda d: d,
    "datetime": lambda d: datetime.combine(d, time(23, 59)),
    "pandas": pd.Timestamp,
    "pandas with zone": lambda d: pd.Timestamp(d, tz="Asia/Gaza"),
}


def in_column(cell: object) -> date | None:
    """A cell read in a column of its own."""
    return DayColumn([(2, cell)], "Date").read(cell)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@given(day=DAYS)
def test_a_day_reads_back_from_every_way_to_write_it(way, day):
    assert in_column(way(day)) == day


@pytest.mark.parametrize("sign", ["/", "-", ".", " / "])
@given(day=DAYS, padded=st.booleans(), short=st.booleans())
def test_a_day_in_numbers_reads_back_in_the_order_that_was_told(sign, day, padded, short):
    one, other = (f"{n:02}" if padded else str(n) for n in (day.day, day.month))
    year = f"{day:%y}" if short else str(day.year)
    assert read_day(sign.join((one, other, year)), "day-first") == day
    assert read_day(sign.join((other, one, year)), "month-first") == day


@given(days=st.lists(DAYS, min_size=1, max_size=8), order=st.sampled_from(DAY_ORDERS))
def test_a_column_reads_as_it_was_written_or_asks(days, order):
    form = "%d/%m/%Y" if order == "day-first" else "%m/%d/%Y"
    cells = [f"{day:{form}}" for day in days]
    column = DayColumn(enumerate(cells, start=2), "Date")
    read = [column.read(cell) for cell in cells]
    decided = any(day.day > 12 for day in days)
    same_either_way = all(day.day == day.month for day in days)
    assert not column.problems
    if decided or same_either_way:
        assert (read, column.questions) == (days, ())
    else:
        rows = sum(day.day != day.month for day in days)
        assert column.questions == (Question("dates", "Date", choices=DAY_ORDERS, rows=rows),)
        assert all(one in (None, day) for one, day in zip(read, days, strict=True))
    told = DayColumn(enumerate(cells, start=2), "Date", order)
    assert ([told.read(cell) for cell in cells], told.is_open) == (days, False)


NUMBERED = st.builds(
    "{}/{}/{}".format, st.integers(1, 31), st.integers(1, 31), st.sampled_from([2024, 2025, 24, 25])
)


@given(cells=st.lists(NUMBERED, min_size=1, max_size=6), told=st.sampled_from(["", *DAY_ORDERS]))
def test_no_column_makes_a_day_of_a_cell_that_it_cannot_be(cells, told):
    column = DayColumn(enumerate(cells), "Date", told)
    orders = set()
    for cell in cells:
        try:
            day = column.read(cell)
        except DayError:
            continue
        if day is None:
            assert column.is_open
            continue
        one, other, year = map(int, cell.split("/"))
        day_first, month_first = (day.day, day.month), (day.month, day.day)
        assert day.year % 100 == year % 100
        assert (one, other) in (day_first, month_first)
        if one != other:
            orders.add("day-first" if (one, other) == day_first else "month-first")
    assert len(orders) < 2 or column.problems
    assert not told or orders <= {told}


MOMENTS = st.builds(
    lambda seconds, quarters: datetime.fromtimestamp(
        seconds, timezone(timedelta(minutes=15 * quarters))
    ),
    st.integers(1_262_304_000, 1_795_600_000),
    st.integers(-12 * 4, 14 * 4),
)
MOMENT_WAYS = {
    "ISO": lambda m: m.isoformat(),
    "ISO with a space": lambda m: m.isoformat(" "),
    "UTC": lambda m: m.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    "fractions": lambda m: m.replace(microsecond=123_000).isoformat(),
    "RFC 2822": email.utils.format_datetime,
    "RFC 1123": lambda m: email.utils.format_datetime(m.astimezone(UTC), usegmt=True),
    "JavaScript": lambda m: f"{m:%a %b %d %Y %H:%M:%S} GMT{m:%z} (a zone)",
    "basic": lambda m: f"{m:%Y%m%dT%H%M%S%z}",
    "half days": lambda m: f"{m:%d %B %Y %I:%M:%S %p %z}",
    "seconds": lambda m: str(int(m.timestamp())),
    "seconds as a number": lambda m: m.timestamp(),
    "milliseconds": lambda m: str(int(m.timestamp()) * 1000),
    "milliseconds as an integer": lambda m: int(m.timestamp()) * 1000,
    "milliseconds as a number": lambda m: m.timestamp() * 1000,
    "datetime": lambda m: m,
    "pandas": pd.Timestamp,
}


@pytest.mark.parametrize("way", MOMENT_WAYS.values(), ids=MOMENT_WAYS)
@given(moment=MOMENTS)
def test_a_moment_belongs_to_the_day_that_the_clock_in_gaza_showed(way, moment):
    assert in_column(way(moment)) == moment.astimezone(GAZA).date()


@given(st.lists(MOMENTS, min_size=1, max_size=9, unique=True))
def test_moments_that_change_their_day_are_counted(moments):
    cells = [moment.isoformat() for moment in moments]
    column = DayColumn(enumerate(cells), "Date")
    changed = sum(column.read(cell) != date.fromisoformat(cell[:10]) for cell in cells)
    told = {one.key: dict(one.values)["n"] for one in column.notes()}
    assert told.get("gaza_day", 0) == changed


@pytest.mark.parametrize(
    ("text", "day"),
    [  # summer time is three hours ahead, winter time two
        ("2023-10-07T21:59:00Z", date(2023, 10, 8)),
        ("2023-10-07T20:59:59Z", date(2023, 10, 7)),
        ("2024-01-15T21:59:59Z", date(2024, 1, 15)),
        ("2024-01-15T22:00:00Z", date(2024, 1, 16)),
        ("Sat, 07 Oct 2023 21:59:00 GMT", date(2023, 10, 8)),
        ("2023-10-08T00:59:00+03:00", date(2023, 10, 8)),
        ("2025-10-05T23:59:59", date(2025, 10, 5)),
        ("الأحد 5 تشرين أول 2025", date(2025, 10, 5)),
        ("5 كانون ثانٍ 2025", date(2025, 1, 5)),
        ("ה-5 באוקטובר 2025", date(2025, 10, 5)),
        ("14:30, 5 October 2025", date(2025, 10, 5)),
        ("5 October 2025, 3pm", date(2025, 10, 5)),
        ("٥/١٠/٢٠٢٥ ٠٢:٣٠ م الأحد", date(2025, 10, 5)),
        ("2025-10-05T23:30+03:00[Asia/Gaza]", date(2025, 10, 5)),
    ],
)
def test_days_that_were_worked_out_by_hand(text, day):
    assert read_day(text) == day


ANYTHING = st.one_of(
    st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.dates(), st.datetimes(),
    st.datetimes(timezones=st.sampled_from([UTC, GAZA])),
    st.text("0123456789/-.:TZ +APM'octمن", max_size=24),
    st.builds("".join, st.lists(st.sampled_from(
        ["5", "12", "2025", "Oct", " ", "-", "/", "Sun", "T14:30", "+03:00", " pm", "أكتوبر", ","]
    ), max_size=7)),
)  # fmt: skip


@given(st.lists(ANYTHING, max_size=6), st.sampled_from(["", *DAY_ORDERS]))
def test_any_cells_are_days_that_have_come_or_silent_or_refused(cells, told):
    column = DayColumn(enumerate(cells), "Date", told)
    for cell in cells:
        try:
            day = column.read(cell)
        except DayError:
            continue
        assert day is None or date(1990, 1, 1) <= day <= datetime.now(UTC).date() + timedelta(2)


def test_cells_that_contradict_each_other_are_told_with_both_rows():
    column = DayColumn([(2, "25/04/2025"), (3, "03/04/2025"), (7, "04/25/2025")], "Day")
    (problem,) = column.problems
    assert (problem.row, problem.column, problem.cell) == (2, "Day", "25/04/2025")
    assert "row 7 (04/25/2025)" in problem.rule
    assert not column.questions
    told = DayColumn([(2, "25/04/2025"), (7, "04/25/2025")], "Day", "day-first")
    assert (told.read("25/04/2025"), told.problems) == (date(2025, 4, 25), ())
    with pytest.raises(DayError, match="when it is read day first"):
        told.read("04/25/2025")


def test_the_clock_does_not_decide_the_order_of_day_and_month():
    # The day-first reading of the first cell has not come for most of every year.
    year = datetime.now(UTC).year
    assert DayColumn([(2, f"05/12/{year}"), (3, "01/02/2025")], "Day").questions


def test_days_that_a_spreadsheet_swapped_are_refused():
    """25/04/2025 stayed text where 03/04/2025 became 4 March: the cells look sound."""
    column = DayColumn([(2, date(2025, 3, 4)), (3, "25/04/2025")], "Day")
    assert "row 3 (25/04/2025)" in column.problems[0].rule
    for real in (date(2025, 4, 13), date(2025, 4, 4)):
        assert not DayColumn([(2, real), (3, "25/04/2025")], "Day").problems
    assert not DayColumn([(2, date(2025, 3, 4)), (3, "25 April 2025")], "Day").problems
    for swapped in ("2025-03-04 14:30:00", 45720.0, "45720", datetime(2025, 3, 4, tzinfo=UTC)):
        assert DayColumn([(2, swapped), (3, "25/04/2025 14:30")], "Day").problems
    assert not DayColumn([(2, "2025-03-04"), (3, "25/04/2025")], "Day").problems


@pytest.mark.parametrize("cell", [45935, "45935", 45935.5, "1730986500", 1730986500000])
def test_a_number_is_a_day_only_in_a_column_of_days(cell):
    with pytest.raises(DayError, match="only in a column"):
        read_day(cell)
    assert in_column(cell) in (date(2025, 10, 5), date(2024, 11, 7))


def test_a_year_of_two_digits_that_may_stand_in_front_is_refused_unless_the_column_tells():
    def read(*cells, told=""):
        column = DayColumn(enumerate(cells), "Day", told)
        return column.read(cells[0])

    with pytest.raises(DayError, match="begin with its year"):
        read("25-10-23", "25-10-24")
    assert read("25-10-23", "05-10-23") == date(2023, 10, 25)
    assert read("25-10-23", told="day-first") == date(2023, 10, 25)
    with pytest.raises(DayError, match="two digits"):
        read("25-10-05")


def test_a_weekday_decides_between_two_days_and_is_held_against_one():
    # 5 October 2025 was a Sunday, 10 May 2025 a Saturday.
    assert read_day("Sun 05/10/2025") == date(2025, 10, 5)
    assert read_day("السبت 05/10/2025") == date(2025, 5, 10)
    with pytest.raises(DayError, match="weekday"):
        read_day("Mon 05/10/2025")


@pytest.mark.parametrize(
    ("cells", "key", "told"),
    [
        (["03/04/2025", "25/04/2025"], "day_first", "2025-04-03"),
        (["03/04/2025", "04/25/2025"], "month_first", "2025-03-04"),
        (["5-Oct-25"], "two_digits", "2025-10-05"),
        ([45935.0], "serials", "2025-10-05"),
        ([1730986500000.0], "epoch", "2024-11-07"),
        (["2023-10-07T21:59:00Z"], "gaza_day", "2023-10-08"),
    ],
)
def test_what_was_assumed_is_told_with_an_example_in_every_language(cells, key, told):
    column = DayColumn(enumerate(cells), "Day")
    for cell in cells:
        column.read(cell)
    (note,) = column.notes()
    values = dict(note.values)
    assert (note.key, values["n"], values["day"], values["column"]) == (key, 1, told, "Day")
    for language in ("en", "ar", "he"):
        text = Translator(language)(f"own.note.{key}", **{k: str(v) for k, v in values.items()})
        assert str(values["cell"]) in text
        assert told in text


def test_the_order_of_a_column_is_asked_once_and_the_answer_is_taken():
    content = table(*(f"0{n}/05/2025,Rafah,{n}00,idps,UN,x" for n in range(1, 5)))
    with pytest.raises(UserDataError) as refusal:
        check(content, "mine.csv")
    assert refusal.value.problems == ()
    (question,) = refusal.value.questions
    assert (question.about, question.given, question.rows) == ("dates", "date", 4)
    assert "--dates day-first" in question.sentence
    for order, last in (("day-first", date(2025, 5, 4)), ("month-first", date(2025, 4, 5))):
        told = Decisions().with_answer("dates", "date", order)
        assert check(content, "mine.csv", None, told).last == last


def test_two_open_columns_are_one_question():
    content = table(
        "03/04/2025,Rafah,5,idps,UN,04/04/2025",
        "04/05/2025,Rafah,5,idps,UN,05/06/2025",
        header="date,area,value,measure,publisher,source_date",
    )
    with pytest.raises(UserDataError) as refusal:
        check(content, "mine.csv")
    assert (len(refusal.value.problems), len(refusal.value.questions)) == (0, 1)


def test_rows_without_a_day_are_left_out_and_counted():
    rows = ("2025-10-05,Rafah,5,idps,UN,x", ",Rafah,lots,idps,UN,x", "n/a,Rafah,7,idps,UN,x")
    checked = check(table(*rows), "mine.csv")
    assert checked.frame["value"].tolist() == [5]
    assert left(checked)["no_day"].numbers == (3, 4)


def test_a_column_of_serials_in_a_workbook_is_read():
    content = workbook(
        ["date", "area", "idps"],
        [45935, "Rafah", 100],
        [45936.75, "Rafah", 200],
        [None, "Rafah", 3],
    )
    checked = check(content, "mine.xlsx", None, Decisions(measure="idps"))
    assert (checked.first, checked.last) == (date(2025, 10, 5), date(2025, 10, 6))
    assert dict(notes(checked)["serials"].values)["n"] == 2
    assert left(checked)["no_day"].numbers == (4,)


@pytest.mark.parametrize("code", ["mmm-yy", "mmmm yyyy", "[$-409]mmm\\-yy;@", 'yyyy"d"', "yyyy"])
def test_a_month_of_a_workbook_is_never_its_first_day(code):
    rows = (["date", "area", "idps"], [date(2025, 10, 1), "Rafah", 100])

    def shown_as(code: str) -> bytes:
        def change(book: object) -> None:
            book.active["A2"].number_format = code

        return workbook(*rows, change=change)

    told = Decisions(measure="idps")
    with pytest.raises(UserDataError, match="is a month and no day"):
        check(shown_as(code), "mine.xlsx", None, told)
    for whole in ("dd/mm/yyyy", "d mmm yy", "[$-F800]dddd\\, mmmm dd\\, yyyy"):
        assert check(shown_as(whole), "mine.xlsx", None, told).last == date(2025, 10, 1)


def orders(*issued: object, **fields: object) -> bytes:
    shapes = frame(*[SQUARE] * len(issued))
    document = json.loads(shapes.to_json())
    for place, (feature, day) in enumerate(zip(document["features"], issued, strict=True)):
        others = {name: values[place] for name, values in fields.items()}
        feature["properties"] |= {"issued": day, **others}
    return json.dumps(document).encode()


def test_orders_without_a_day_are_left_out_and_the_others_are_read():
    checked = check(orders(1730986500000, None, 1730986500000), "a.geojson", "orders")
    assert checked.frame["issued_on"].dt.date.tolist() == [date(2024, 11, 7)] * 2
    assert checked.frame["feature"].tolist() == [1, 3]
    assert left(checked)["no_day"].numbers == (2,)
    with pytest.raises(UserDataError, match="holds no order: 2 without a day of issue"):
        check(orders(None, ""), "a.geojson", "orders")


def test_what_is_wrong_with_an_order_without_a_day_refuses_no_other():
    names = ["Zone 1", "North Gaza"]  # the square lies in Khan Younis
    content = geojson(SQUARE, SQUARE, issued=["2025-10-05", ""], name=names)
    assert len(check(content, "a.geojson", "orders").frame) == 1


def test_the_order_of_days_of_orders_is_told_by_their_field():
    content = orders("03/04/2025", "25/04/2025", ended=["05/04/2025", "30/04/2025"])
    checked = check(content, "a.geojson", "orders")
    assert checked.frame["issued_on"].dt.date.tolist() == [date(2025, 4, 3), date(2025, 4, 25)]
    assert checked.frame["effective_to"].dt.date.tolist() == [date(2025, 4, 5), date(2025, 4, 30)]
    with pytest.raises(UserDataError) as refusal:
        check(orders("03/04/2025", "04/04/2025"), "a.geojson", "orders")
    assert [question.about for question in refusal.value.questions] == ["dates"]
    assert refusal.value.problems[1:] == ()


@pytest.mark.parametrize("driver", ["GPKG", "ESRI Shapefile"])
def test_moments_of_a_geopackage_keep_their_zone(driver):
    moments = pd.Series(pd.to_datetime(["2023-10-07T21:59:00Z"]))
    shapes = frame(SQUARE, name=["Zone"], issued=moments if driver == "GPKG" else ["20231008"])
    checked = check(written(shapes, driver), "a.gpkg" if driver == "GPKG" else "a.zip", "orders")
    assert checked.first == date(2023, 10, 8)
