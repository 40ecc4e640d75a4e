"""Numbers in a reader's file: every local way to write one, judged by its column, and bounded."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.schema import LARGEST
from nuzuh.loaders.user import check
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.refusal import UserDataError
from nuzuh.loaders.user.values.numbers import Number, NumberColumn, NumberError, read_number
from nuzuh.scene.translator import Translator
from tests.loaders.user_files import left, notes, sentence_of, table, workbook

LOW = "date,area,value,low,measure"
COUNTS = st.integers(0, 10**11)
EASTERN = str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫")
FULL_WIDTH = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")
ARABIC_COMMA = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩،")
EUROPEAN = str.maketrans(",.", ".,")


def lakhs(count: int) -> str:
    """Groups as in India: three digits, and twos before them."""
    digits = str(count)
    head, tail = digits[:-3], digits[-3:]
    pairs = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])


GROUPINGS = {
    "none": str,
    "commas": lambda n: f"{n:,}",
    "decimals": lambda n: f"{n:,}.00",
    "spaces": lambda n: f"{n:,}".replace(",", " "),
    "unbreakable spaces": lambda n: f"{n:,}".replace(",", "\u00a0"),
    "thin spaces": lambda n: f"{n:,}".replace(",", "\u2009"),
    "narrow unbreakable spaces": lambda n: f"{n:,}".replace(",", "\u202f"),
    "figure spaces": lambda n: f"{n:,}".replace(",", "\u2007"),
    "apostrophes": lambda n: f"{n:,}".replace(",", "'"),
    "raised commas": lambda n: f"{n:,}".replace(",", "\u2019"),
    "lakhs": lakhs,
    "eastern": lambda n: f"{n:,}".translate(EASTERN),
    "eastern with the Arabic comma": lambda n: f"{n:,}".translate(ARABIC_COMMA),
    "full width": lambda n: f"{n:,}".translate(FULL_WIDTH),
    "points and decimals": lambda n: f"{n:,}.00".translate(EUROPEAN) if n > 999 else str(n),
    "spaces and decimals": lambda n: f"{n:,}.50".translate(EUROPEAN).replace(".", " "),
    "float": float,
}


@pytest.mark.parametrize("way", GROUPINGS, ids=str)
@given(count=COUNTS)
def test_a_count_reads_back_from_every_grouping(way, count):
    if way == "spaces and decimals":
        count += 1000
        assert read_number(GROUPINGS[way](count)).value == count + 0.5
        return
    assert read_number(GROUPINGS[way](count)).value == count


@given(counts=st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_points_separate_thousands_where_the_column_shows_it_and_else_are_refused(counts):
    cells = [f"{n:,}".translate(EUROPEAN) for n in counts]
    column = NumberColumn(cells, "IDPs")
    shown = any(cell.count(".") > 1 for cell in cells)
    for count, cell in zip(counts, cells, strict=True):
        if shown or "." not in cell or cell.count(".") > 1:
            assert column.read(cell).value == count
        else:
            with pytest.raises(NumberError, match="three decimals"):
                column.read(cell)


@given(counts=st.lists(st.integers(0, 10**9), min_size=1, max_size=8), cents=st.integers(0, 99))
def test_a_column_with_commas_before_decimals_reads_back(counts, cents):
    cells = [f"{n:,}.{cents:02}".translate(EUROPEAN) for n in counts]
    column = NumberColumn([*cells, "1.417.000,5"], "IDPs")
    assert [column.read(cell).value for cell in cells] == [n + cents / 100 for n in counts]


@given(counts=st.lists(st.integers(1000, 10**9), min_size=1, max_size=8))
def test_where_both_signs_are_decimal_no_cell_is_read_by_the_others(counts):
    column = NumberColumn(["1.417.000", "8.5", *(f"{n:,}" for n in counts)], "IDPs")
    with pytest.raises(NumberError):
        column.read("417.000")
    assert [column.read(f"{n:,}").value for n in counts] == counts


def test_a_comma_is_decimal_where_two_cells_say_so_and_never_where_one_may_be_a_slip():
    shares = NumberColumn(["8,5", "12,25", "7"], "Share")
    assert [shares.read(cell).value for cell in ("8,5", "12,25", "7")] == [8.5, 12.25, 7]
    with pytest.raises(NumberError):
        shares.read("417,000")
    with pytest.raises(NumberError):
        NumberColumn(["1,5", "200"], "IDPs").read("1,5")


ANYTHING = st.one_of(
    st.text(),
    st.floats(),
    st.text("0123456789.,' -+%()*kM٪٬¹[]~<>", max_size=16),
    st.builds("".join, st.lists(st.sampled_from(
        ["417", "000", ",", ".", " ", "million", "k", "%", "-", "over ", "[1]", "ألف", "(", ")"]
    ), max_size=7)),
)  # fmt: skip


@given(st.lists(ANYTHING, max_size=6))
def test_any_cells_are_bounded_numbers_or_silent_or_refused(cells):
    column = NumberColumn(cells, "IDPs")
    for cell in cells:
        try:
            number = column.read(cell)
        except NumberError:
            continue
        if number is not None:
            ends = [end for end in (number.value, number.low, number.high) if end is not None]
            assert ends
            assert all(math.isfinite(end) and abs(end) < LARGEST for end in ends)
            assert isinstance(cell, float) or any(sign.isdigit() for sign in cell)


@given(st.floats())
def test_numbers_of_a_spreadsheet_are_themselves_or_refused(number):
    if math.isnan(number):
        assert read_number(number) is None
    elif abs(number) >= LARGEST:
        with pytest.raises(NumberError, match="larger"):
            read_number(number)
    else:
        assert read_number(number).value == pytest.approx(number, rel=1e-14, abs=0)


def test_a_sum_that_a_spreadsheet_shows_as_a_whole_number_is_one():
    assert read_number(417000.00000000006).value == 417_000


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("1.2M", 1_200_000), ("1.2m", 1_200_000), ("1.2 mn", 1_200_000), ("1,2 Mio.", 1_200_000)],
        *[("900k", 900_000), ("900 K", 900_000), ("٩٠٠ ألف", 900_000), ("0.9 מיליון", 900_000)],
        *[("1.234 million", 1_234_000), ("1,234 thousand", 1_234_000), ("900 الف نازح", 900_000)],
    ],
)
def test_a_multiple_means_approximately(text, value):
    number = read_number(text)
    assert (number.value, number.quantifier, number.rounded) == (value, "approximately", True)
    assert read_number(f"exactly {text}").quantifier == "exact"
    assert read_number(f"more than {text}").low == value


def test_what_another_cell_says_of_a_rounded_number_comes_first():
    rows = ("2025-10-05,Rafah,1.2M,idps,UN,more than", "2025-10-05,Gaza,1.2M,idps,UN,")
    frame = check(
        table(*rows, header="date,area,value,measure,publisher,quantifier"), "a.csv"
    ).frame
    assert frame["quantifier"].tolist() == ["more than", "approximately"]
    assert frame["low"].tolist()[0] == 1_200_000
    bounds = table("2025-10-05,Rafah,600k,0.7M,idps", header="date,area,low,high,measure")
    assert check(bounds, "a.csv").frame["quantifier"].tolist() == ["range"]


@pytest.mark.parametrize("mark", ["*", " **", "†", "¹", " [1]", " [a]", " (b)"])
def test_a_mark_behind_a_number_is_not_read_and_told(mark):
    cell = f"417,000{mark}"
    column = NumberColumn([cell], "IDPs")
    assert (column.read(cell).value, column.read("5").value) == (417_000, 5)
    (note,) = column.notes()
    assert (note.key, dict(note.values)["n"]) == ("footnotes", 1)


def test_a_raised_digit_that_may_be_a_power_is_refused():
    for text in ("10⁶", "12 m²", "5³"):
        with pytest.raises(NumberError):
            read_number(text)


def test_points_that_separate_thousands_are_told():
    column = NumberColumn(["417.000", "1.417.000"], "IDPs")
    column.read("417.000")
    (note,) = column.notes()
    values = {key: str(value) for key, value in note.values}
    assert values == {"column": "IDPs", "cell": "417.000", "number": "417,000"}
    for language in ("en", "ar", "he"):
        assert "417,000" in Translator(language)("own.note.points", **values)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("417,000 people", "people"),
        ("90,000 households", "households"),
        ("90,000 أسرة", "households"),
        ("417,000 movements", "movements"),
        ("35 في المئة", "percent"),
        ("35-40%", "percent"),
        ("35%-40%", "percent"),
    ],
)
def test_what_a_number_counts_is_kept(text, unit):
    assert read_number(text).unit == unit


def test_households_are_never_people():
    rows = ("2025-10-05,Rafah,900 households,sheltered,UN,x",)
    assert check(table(*rows), "a.csv").frame["unit"].tolist() == ["households"]
    assert "households where people are meant" in sentence_of(
        table("2025-10-05,Rafah,900 households,idps,UN,x"), "a.csv"
    )
    content = table("2025-10-05,Rafah,900 households,people", header="date,area,idps,unit")
    with pytest.raises(UserDataError, match="says households"):
        check(content, "a.csv", None, Decisions(measure="sheltered"))
    both = table("2025-10-05,Rafah,900 people,200 families,sheltered", header=LOW)
    assert "in one row" in sentence_of(both, "a.csv")


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#VALUE!", "#NAME?"])
def test_an_error_of_a_spreadsheet_is_one_problem_and_na_is_silence(error):
    rows = [f"2025-10-05,Rafah,{error},idps,UN,x"] * 3 + ["2025-10-05,Gaza,5,idps,UN,x"]
    with pytest.raises(UserDataError) as refusal:
        check(table(*rows), "a.csv")
    (problem,) = refusal.value.problems
    assert (problem.row, problem.cell, problem.others) == (2, error, 2)
    checked = check(table(*(row.replace(error, "#N/A") for row in rows)), "a.csv")
    assert left(checked)["silent"].numbers == (2, 3, 4)


@pytest.mark.parametrize("number", [1e308, 1e13, -1e300, 1e12])
def test_a_workbook_has_the_bounds_of_a_text(number):
    content = workbook(
        ["date", "area", "value", "measure"], ["2025-10-05", "Rafah", number, "idps"]
    )
    assert "larger than any count" in sentence_of(content, "a.xlsx")


def test_dashes_and_millions_of_one_column():
    cells = ("--", "NaN", "#N/A", "1.2M", "٤١٧٬٠٠٠", "لا يوجد", "417 000*")
    rows = [f"2025-10-0{n},Rafah,{cell}" for n, cell in enumerate(cells, start=1)]
    content = table(*rows, header="date,area,value")
    checked = check(content, "a.csv", None, Decisions(measure="idps"))
    assert checked.frame["value"].tolist() == [1_200_000, 417_000, 417_000]
    assert checked.frame["quantifier"].tolist() == ["approximately", "exact", "exact"]
    assert left(checked)["silent"].numbers == (2, 3, 4, 7)
    assert "footnotes" in notes(checked)


def test_a_number_is_what_it_says_it_is():
    assert read_number("417,000") == Number(417_000.0)
