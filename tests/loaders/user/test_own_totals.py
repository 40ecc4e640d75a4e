"""Rows that are called totals: held against their rows, and never an area."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.user import Decisions, UserDataError, check
from nuzuh.loaders.user.estimates.totals import agrees, is_total, without_total
from tests.loaders.user_files import left, table

HEADER = "Date,Governorate,IDPs"
ROWS = ("2025-10-05,North Gaza,80000", "2025-10-05,Gaza,300000")
WORDS = ["Total", "GRAND TOTAL", "Sub-total:", "All", "المجموع", "الإجمالي", "المجموع الكلي"]
WORDS += ["סה״כ", "סך הכל"]


def checked(*rows: str, header: str = HEADER, **how):
    return check(table(*rows, header=header), "mine.csv", decisions=Decisions(**how))


def refused(*rows: str, header: str = HEADER, **how) -> UserDataError:
    with pytest.raises(UserDataError) as refusal:
        checked(*rows, header=header, **how)
    return refusal.value


@pytest.mark.parametrize("word", WORDS)
def test_a_total_that_agrees_is_left_out(word):
    one = checked(*ROWS, f"2025-10-05,{word},380000")
    assert one.areas == ("North Gaza", "Gaza")
    assert left(one)["total"].numbers == (4,)


@pytest.mark.parametrize("total", [400_000, 300_000, 80_000, 3_800_000])
def test_a_total_that_does_not_agree_names_both_numbers(total):
    refusal = refused(*ROWS, f"2025-10-05,Total,{total}")
    (problem,) = refusal.problems
    assert (problem.row, problem.cell) == (4, f"{total:,} ≠ 380,000")
    assert "--area Total=" in str(refusal)
    one = checked(*ROWS, f"2025-10-05,Total,{total}", areas={"Total": ""})
    assert left(one)["answered"].numbers == (4,)


def test_a_total_may_be_told_in_another_column():
    one = checked(*ROWS, "Total,,380000")
    assert left(one)["total"].numbers == (4,)
    assert refused(*ROWS, "Total,,390000").problems


def test_a_total_holds_the_rows_outside_where_it_does():
    rows = (*ROWS, "2025-10-05,Hebron,800000", "2025-10-05,West Bank,3300000")
    assert left(checked(*rows, "2025-10-05,Total,1180000"))["total"].count == 1
    assert left(checked(*rows, "2025-10-05,Total,380000"))["total"].count == 1
    assert refused(*rows, "2025-10-05,Total,4480000").problems


def test_the_strip_beside_its_governorates_is_its_figure():
    one = checked(*ROWS, "2025-10-05,Gaza Strip,380000", "2025-10-05,Total,380000")
    assert one.frame["destination"].tolist() == ["North Gaza", "Gaza", "Gaza Strip"]
    one = checked(*ROWS, "2025-10-05,Gaza Strip Total,380000")
    assert one.frame["destination"].tolist()[-1] == "Gaza Strip"


def test_each_day_and_publisher_has_its_own_total():
    header = "Date,Governorate,IDPs,publisher"
    rows = (
        "2025-10-05,Rafah,10,A",
        "2025-10-05,Gaza,20,A",
        "2025-10-06,Rafah,11,A",
        "2025-10-05,Rafah,7,B",
        "2025-10-05,Total,30,A",
        "2025-10-06,Total,11,A",
        "2025-10-05,Total,7,B",
    )
    assert left(checked(*rows, header=header))["total"].count == 3
    wrong = (*rows[:-1], "2025-10-05,Total,30,B")
    (problem,) = refused(*wrong, header=header).problems
    assert problem.row == 8


def test_a_total_alone_is_asked_about():
    (question,) = refused("2025-10-05,Total,380000").questions
    assert (question.about, question.given, question.proposed) == ("area", "Total", "")
    one = checked("2025-10-05,Total,380000", areas={"Total": "PS0255 PS0260"})
    assert one.frame["destination_pcodes"].tolist() == ["PS0255 PS0260"]
    assert "lies nowhere" in str(refused("2025-10-05,Total,380000", areas={"Total": "EXT"}))


def test_a_total_of_groups_is_not_held_against_all_people():
    header = "Date,Governorate,value,sex"
    rows = [
        f"2025-10-05,{area},{n},{sex}"
        for area, n in (("Rafah", 10), ("Gaza", 20), ("Total", 30))
        for sex, n in (("f", n), ("m", n), ("all", 2 * n))
    ]
    one = checked(*rows, header=header, measure="idps")
    assert one.frame["value"].tolist() == [20, 40]
    assert left(one)["total"].count == 3


def test_a_total_of_sites_is_held_against_their_sum():
    header = "Site,Governorate,Date,value"
    rows = ("A,Rafah,2025-10-05,10", "B,Rafah,2025-10-05,20", "C,Gaza,2025-10-05,30")
    how = {"header": header, "measure": "idps", "add_parts": True}
    assert left(checked(*rows, ",Total,2025-10-05,60", **how))["total"].count == 1
    assert refused(*rows, ",Total,2025-10-05,70", **how).problems


def test_a_total_without_a_number_says_nothing():
    one = checked(*ROWS, "2025-10-05,Total,")
    assert left(one)["silent"].numbers == (4,)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=12))
def test_an_exact_sum_always_agrees(parts):
    assert agrees(sum(parts), parts)


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
    st.sampled_from([10, 100, 1000]),
)
def test_parts_that_were_rounded_agree_within_their_rounding(parts, unit):
    rounded = [round(part / unit) * unit for part in parts]
    off = abs(sum(parts) - sum(rounded))
    if off <= 0.01 * sum(parts):
        assert agrees(sum(parts), rounded)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12), st.floats(1.011, 100))
def test_more_than_a_hundredth_off_never_agrees(parts, factor):
    total = sum(parts) * factor
    if abs(total - sum(parts)) > 0.5 * len(parts):
        assert not agrees(total, parts)


@pytest.mark.parametrize("name", ["Gaza", "Gaza Strip", "Allenby", "", "Totalan", "5"])
def test_a_name_is_no_total(name):
    assert not is_total(name)
    assert without_total(name) == name


def test_a_total_without_a_day_is_of_every_day():
    rows = (*ROWS, "2025-10-06,Gaza,20")
    assert left(checked(*rows, ",Total,380020"))["total"].count == 1
    assert refused(*rows, ",Total,390000").problems
