"""Tables with days or areas across: the same figures as a long table of them, or refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.loaders.user import Decisions, UserDataError, check
from nuzuh.loaders.user.estimates.totals import agrees, is_total
from nuzuh.loaders.user.sheets.cells import Sheet
from nuzuh.loaders.user.sheets.sheet import read_sheet
from nuzuh.loaders.user.sheets.titles import measure_in
from tests.loaders.spreadsheets import FORMATS, text
from tests.loaders.user_files import left, notes, workbook

AREAS = ["North Gaza", "Gaza", "Deir al-Balah", "Khan Younis", "Rafah"]
DAYS = [date(2025, 9, 7) + timedelta(7 * week) for week in range(4)]
COUNTS = st.integers(0, 10**6)


def sheet_of(rows, **told) -> Sheet:
    return read_sheet(text(rows), "a.csv", Decisions(**told))


def figures(content: bytes, name: str = "a.csv", **told) -> set[tuple]:
    checked = check(content, name, "estimates", Decisions(**({"measure": "idps"} | told)))
    return {
        (row.as_of.date(), row.destination, row.value, row.file_row)
        for row in checked.frame.itertuples()
    }


def refused(rows, **told) -> UserDataError:
    with pytest.raises(UserDataError) as refusal:
        check(text(rows), "a.csv", "estimates", Decisions(**({"measure": "idps"} | told)))
    return refusal.value


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_a_matrix_holds_the_figures_of_a_long_table(data):
    areas = data.draw(st.permutations(AREAS))[: data.draw(st.integers(2, 5))]
    days = data.draw(st.permutations(DAYS))[: data.draw(st.integers(2, 4))]
    number = {(day, area): data.draw(COUNTS) for day in days for area in areas}
    down = {area: [number[day, area] for day in days] for area in areas}
    total = data.draw(st.sampled_from([None, "Total", "Grand total", "المجموع", 'סה"כ']))
    word = total.replace('"', "״") if total else ""
    across_days = [["Governorate", *days]] + [[area, *down[area]] for area in areas]
    across_areas = [["Date", *areas, *([word] if total else [])]]
    for day in days:
        cells = [number[day, area] for area in areas]
        across_areas.append([day, *cells, *([sum(cells)] if total else [])])
    assert figures(text(across_days)) == {
        (day, area, number[day, area], 2 + at) for at, area in enumerate(areas) for day in days
    }
    assert figures(text(across_areas)) == {
        (day, area, number[day, area], 2 + at) for at, day in enumerate(days) for area in areas
    }


MATRIX = [["Date", "Gaza", "Rafah", "Total"], [DAYS[0], 10, 20, 30], [DAYS[1], 11, 22, 33]]
FIGURES = {
    (DAYS[0], "Gaza", 10, 2),
    (DAYS[0], "Rafah", 20, 2),
    (DAYS[1], "Gaza", 11, 3),
    (DAYS[1], "Rafah", 22, 3),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_matrix_is_read_in_every_format_and_said_so(name):
    content = FORMATS[name](MATRIX)
    assert figures(content, name) == FIGURES
    checked = check(content, name, "estimates", Decisions(measure="idps"))
    assert dict(notes(checked)["areas_across"].values) == {"n": 2}
    assert left(checked)["total"].names == ("Total",)


@given(st.integers(1, 10**6))
def test_a_total_that_is_not_the_sum_is_refused_with_both_numbers(off):
    rows = [MATRIX[0], [DAYS[0], 10_001, 20_002, 30_003 + 1_000 * off], MATRIX[2]]
    (problem,) = refused(rows).problems
    assert (problem.row, problem.column) == (2, "Total")
    assert problem.cell == f"{30_003 + 1_000 * off:,} against 30,003"


def test_what_is_printed_for_a_wrong_total_leaves_it_out():
    rows = [MATRIX[0], [DAYS[0], 10, 20, 99], MATRIX[2]]
    assert "--map Total=" in str(refused(rows))
    assert figures(text(rows), columns={"Total": ""}) == FIGURES


@pytest.mark.parametrize("cell", ["over 20", "20 to 30"])
def test_a_total_of_parts_that_are_no_plain_numbers_is_not_taken_for_checked(cell):
    rows = [MATRIX[0], [DAYS[0], 10, cell, 30], MATRIX[2]]
    assert "cannot be held against its parts" in str(refused(rows))


def test_parts_that_were_not_reported_add_nothing():
    rows = [MATRIX[0], [DAYS[0], 10, "n/a", 10], MATRIX[2]]
    assert figures(text(rows)) == FIGURES - {(DAYS[0], "Rafah", 20, 2)}


def test_a_column_of_all_people_beside_areas_is_their_total():
    rows = [["Date", "Gaza", "IDPs", "Rafah"], *[[d, g, t, r] for d, g, r, t in MATRIX[1:]]]
    assert figures(text(rows)) == FIGURES
    rows[1][2] = 77
    assert "not the sum of its parts" in str(refused(rows))


def test_a_last_row_of_sums_over_days_is_left_out_when_it_agrees():
    sums = ["Total", 21, 42, 63]
    checked = check(text([*MATRIX, sums]), "a.csv", decisions=Decisions(measure="idps"))
    assert [(one.numbers, one.names) for one in checked.left_out if one.reason == "total"] == [
        ((4,), ()),
        ((), ("Total",)),
    ]
    assert len(checked.frame) == 4
    (problem,) = refused([*MATRIX, ["Total", 2_100, 42, 63]]).problems
    assert (problem.row, problem.column) == (4, "Gaza")


def test_columns_of_numbers_beside_areas_are_areas_too():
    sheet = sheet_of([["Date", "Gaza", "Rafah", "Elsewhere", "Total"], [DAYS[0], 1, 2, 4, 7]])
    assert {row[-2] for _, row in sheet.rows} == {"Gaza", "Rafah", "Elsewhere"}
    (question,) = refused([["Date", "Gaza", "Rafah", "Elsewhere"], [DAYS[0], 1, 2, 4]]).questions
    assert (question.about, question.given) == ("area", "Elsewhere")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (["", "Gaza", "Rafah"], [DAYS[0], 10, 20]),
        (["Date / Area", "Gaza", "Rafah"], [DAYS[0], 10, 20]),
        (["Date", "PS0260", "PS0275"], [DAYS[0], 10, 20]),
        (["التاريخ", "غزة", "رفح"], [DAYS[0], 10, 20]),
        (["תאריך", "עזה", "רפיח"], [DAYS[0], 10, 20]),
    ],
)
def test_areas_across_are_known_by_any_name(header, row):
    assert figures(text([header, row])) == {one for one in FIGURES if one[3] == 2}


@pytest.mark.parametrize(
    "days",
    [
        DAYS[:2],
        [f"{day:%d %B %Y}" for day in DAYS[:2]],
        [f"{day:%Y/%m/%d}" for day in DAYS[:2]],
        [f"{day.isoformat()} 00:00:00" for day in DAYS[:2]],
    ],
)
@pytest.mark.parametrize("corner", ["Governorate", "", "Area \\ Day"])
def test_days_across_are_known_in_any_form(days, corner):
    rows = [[corner, *days], ["Gaza", 10, 11], ["Rafah", 20, 22]]
    found = {(day, area, number) for day, area, number, _ in figures(text(rows))}
    assert found == {(day, area, number) for day, area, number, _ in FIGURES}


def test_typed_days_of_a_workbook_stand_across():
    rows = [["Governorate", *DAYS[:2]], ["Gaza", 10, 11], ["Rafah", 20, 22]]
    assert len(figures(workbook(*rows), "a.xlsx")) == 4


@pytest.mark.parametrize(
    "rows",
    [
        [["Governorate", DAYS[0]], ["Gaza", 10], ["Rafah", 20]],
        [["Date", "Rafah"], [DAYS[0], 10], [DAYS[1], 20]],
    ],
)
def test_one_column_may_be_a_matrix(rows):
    assert {number for _, _, number, _ in figures(text(rows))} == {10, 20}


def test_areas_down_and_across_are_asked_for_where_from():
    rows = [["Governorate", "Gaza", "Rafah"], ["Gaza", "", 5], ["Rafah", 6, ""]]
    (problem,) = refused(rows).problems
    assert "--map Governorate=origin" in problem.rule
    rows[0][0] = "From"
    assert {row[0] for _, row in sheet_of(rows).rows} == {"Gaza", "Rafah"}


def test_a_long_table_stays_as_it_is():
    rows = [["Date", "From", "To", "Movements"], [DAYS[0], "Gaza", "Rafah", 5]]
    assert sheet_of(rows).header == ("Date", "From", "To", "Movements")


def test_a_matrix_of_too_many_figures_is_refused():
    rows = [["Date", *AREAS, *(f"Camp {n}" for n in range(390))]]
    rows += [[day, *range(395)] for day in DAYS * 40]
    with pytest.raises(ValueError, match=r"makes 63,200 figures where at most 50,000"):
        sheet_of(rows)


@pytest.mark.parametrize("name", FORMATS)
def test_names_of_groups_may_stand_above_a_matrix(name):
    for group in ("Governorate", "Location"):
        rows = [["Date", group, None, None], [None, *MATRIX[0][1:]], *MATRIX[1:]]
        found = figures(FORMATS[name](rows), name)
        assert found == {(day, area, number, row + 1) for day, area, number, row in FIGURES}


def test_two_columns_of_one_area_are_refused():
    (problem,) = refused([["Date", "Gaza", "Rafah", "Gaza"], [DAYS[0], 1, 2, 3]]).problems
    assert (problem.column, problem.row) == ("Gaza", 1)
    assert problem.rule.startswith("stands above several columns")


def test_a_total_may_be_held_against_parts_that_hold_each_other():
    rows = [["Date", "Gaza", "Rafah", "Gaza Strip", "Total"], [DAYS[0], 10, 20, 30, 30]]
    assert {area for _, area, *_ in figures(text(rows))} == {"Gaza", "Rafah", "Gaza Strip"}


@pytest.mark.parametrize("second", ["Population", "Report date", "IDPs"])
def test_the_day_and_the_number_are_those_of_the_matrix(second):
    rows = [
        ["Governorate", second, *DAYS[:2]],
        ["Gaza", DAYS[3] if "date" in second else 777, 10, 11],
        ["Rafah", DAYS[3] if "date" in second else 777, 20, 22],
    ]
    found = {(day, area, number) for day, area, number, _ in figures(text(rows))}
    assert found == {(day, area, number) for day, area, number, _ in FIGURES}
    checked = check(text(rows), "a.csv", decisions=Decisions(measure="idps"))
    assert left(checked)["unused"].names == (second,)


def test_counts_that_look_like_days_of_a_spreadsheet_are_counts():
    rows = [
        ["Dt", "A", "N", "M"],
        [DAYS[0], "Gaza", 45935, 45936],
        [DAYS[0], "Rafah", 45000, 44000],
    ]
    assert sheet_of(rows).header == ("Dt", "A", "N", "M")


def test_months_of_a_workbook_are_not_taken_for_their_first_day():
    def months(book):
        for place in ("B1", "C1"):
            book.active[place].number_format = "mmm-yy"

    rows = [["Governorate", date(2025, 9, 1), date(2025, 10, 1)], ["Gaza", 1, 2]]
    sheet = read_sheet(workbook(*rows, change=months), "a.xlsx", Decisions())
    assert sheet.header == ("Governorate", "2025-09", "2025-10")


# What titles say of all figures


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("IDPs by governorate, October 2025", "idps"),
        ("Number of IDPs in the Gaza Strip", "idps"),
        ("Population present", "people_present"),
        ("عدد النازحين حسب المحافظة", "idps"),
        ("IDP households by governorate", ""),
        ("Population in need", ""),
        ("Displaced children", ""),
        ("Sites", ""),
    ],
)
def test_a_title_says_what_is_counted_only_where_it_says_nothing_else(title, measure):
    assert measure_in([title]) == measure
    assert measure_in([title, "Report"]) == measure


def test_titles_that_contradict_each_other_say_nothing():
    assert measure_in(["IDPs", "Population"]) == ""


def test_the_measure_of_a_matrix_is_told_by_its_title_or_asked():
    titled = check(text([["IDPs by governorate"], *MATRIX]), "a.csv")
    assert set(titled.frame["measure"]) == {"idps"}
    assert [(one.about, one.given) for one in titled.choices] == [("measure", "idps")]
    told = Decisions(measure="people_present")
    other = check(text([["IDPs by governorate"], *MATRIX]), "a.csv", decisions=told)
    assert set(other.frame["measure"]) == {"people_present"}
    questions = refused(MATRIX, measure="").questions
    assert [question.about for question in questions] == ["measure"]


NO_DAY = [["Governorate", "IDPs"], ["Gaza", 10], ["Rafah", 20]]


def test_a_title_that_says_as_of_is_the_day():
    checked = check(text([["Snapshot as of 7 September 2025"], *NO_DAY]), "a.csv")
    assert set(checked.frame["as_of"].dt.date) == {DAYS[0]}
    assert dict(notes(checked)["title_day"].values)["day"] == "2025-09-07"


def test_a_day_in_a_title_is_asked_about_and_the_answer_is_taken():
    title = "Snapshot 7 September 2025"
    rows = [[title], *NO_DAY]
    (question,) = refused(rows).questions
    assert (question.about, question.given, question.proposed) == ("column", title, "as_of")
    found = figures(text(rows), columns={title: "as_of"})
    assert {day for day, *_ in found} == {DAYS[0]}


def test_two_days_in_titles_say_nothing():
    refusal = refused([["From 1 September 2025 to 7 September 2025"], *NO_DAY])
    assert not refusal.questions
    assert "no column holds the day" in str(refusal)


def test_the_column_of_days_beside_areas_is_asked_about_by_its_own_name():
    rows = [["Stand", *MATRIX[0][1:]], *MATRIX[1:]]
    (question,) = refused(rows).questions
    assert (question.given, question.proposed) == ("Stand", "as_of")
    assert figures(text(rows), columns={"Stand": "as_of"}) == FIGURES


# Totals


@given(st.lists(st.integers(1, 10**6).map(lambda n: 10 * n + 1), min_size=2, max_size=6))
def test_a_sum_agrees_and_any_other_number_does_not(parts):
    assert agrees(sum(parts), parts)
    assert not agrees(sum(parts) * 1.5 + 10, parts)


@pytest.mark.parametrize("name", [*AREAS, "Totally", "IDPs"])
def test_a_name_is_no_total(name):
    assert not is_total(name)
