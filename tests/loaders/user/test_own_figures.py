"""A reader's table of estimates: refused whole, or held to the rules of the embedded ones."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh import loaders
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders import DataError
from nuzuh.loaders.estimates import SCHEMA
from nuzuh.loaders.schema import breaches
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import (
    Decisions,
    UserDataError,
    check,
    combine,
    is_user_row,
    limits,
    template,
)
from nuzuh.loaders.user.headers.columns import ASK, SURE, VOCABULARY, column_of_tag, match_columns
from nuzuh.scene.timeline import statements_on, values_of
from tests.loaders.user_files import HEADER, left, notes, sentence_of, table

ROW = "2025-10-05,Rafah,1000,people_present,UN,A report"


def refused(content: bytes, **how) -> UserDataError:
    with pytest.raises(UserDataError) as refusal:
        check(content, "mine.csv", decisions=Decisions(**how))
    return refusal.value


def places(refusal: UserDataError) -> set[tuple[int, str]]:
    return {(problem.row, problem.column) for problem in refusal.problems}


# What holds whatever is in the file


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_template_comes_back_as_a_table(form):
    checked = check(template("estimates", form), f"filled.{form}")
    (row,) = checked.frame.to_dict("records")
    assert (row["value"], row["quantifier"], row["file_row"]) == (400_000, "approximately", 3)
    assert "example" in notes(checked)


def test_the_result_keeps_the_rules_of_the_embedded_figures():
    frame = check(table(ROW, "2025-10-04,Gaza City,more than 5,idps,UN,B"), "mine.csv").frame
    assert breaches(SCHEMA, frame) == []
    embedded = loaders.load_estimates().frame
    assert set(embedded.columns) <= set(frame.columns)
    assert frame[embedded.columns].dtypes.astype(str).to_dict() == (
        embedded.dtypes.astype(str).to_dict()
    )


def test_a_file_may_say_whose_figure_it_passes_on_and_need_not():
    rows = (f"{ROW},OCHA", f"{ROW},unattributed", f"{ROW},")
    for name in ("according_to", "Said by"):
        frame = check(table(*rows, header=f"{HEADER},{name}"), "mine.csv").frame
        assert frame["according_to"].tolist() == ["OCHA", "unattributed", ""]
        assert frame["speaker"].tolist() == ["OCHA", "UN", "UN"]
    without = check(table(ROW), "mine.csv").frame
    assert (without["according_to"].tolist(), without["speaker"].tolist()) == ([""], ["UN"])
    assert without["page"].tolist() == ["undated"]


@pytest.mark.parametrize(
    ("header", "row", "column", "rule"),
    [
        ("quantifier,low", "more than,900", "quantifier", "the quantifier does not fit"),
        ("quantifier,high", "exact,1100", "quantifier", "the quantifier does not fit"),
        ("unit,note", "households,", "unit", "counts households where people are meant"),
    ],
)
def test_the_rules_of_a_row_hold_for_a_readers_file(header, row, column, rule):
    refusal = refused(table(f"{ROW},{row}", header=f"{HEADER},{header}"))
    (problem,) = refusal.problems
    assert (problem.row, problem.column) == (2, column)
    assert problem.rule.startswith(rule)


def test_the_rules_between_rows_are_the_ledgers_own():
    rows = (
        "2025-09-10,2025-08-14,Gaza,Rafah,70000,movement,people,Nobody known,A",
        "2025-09-11,2025-08-14,Gaza,Rafah,60000,movement,people,Nobody known,B",
    )
    header = "date,period_start,origin,destination,value,measure,counting,publisher,source"
    frame = check(table(*rows, header=header), "mine.csv").frame
    assert frame["value"].tolist() == [70_000, 60_000]


def test_every_row_keeps_its_source():
    frame = check(table("2025-10-05,Rafah,5", header="date,area,population"), "a.csv").frame
    assert frame["publisher"].tolist() == ["your file"]
    assert frame["source_title"].tolist() == ["a.csv, row 2"]


@pytest.mark.slow
@given(st.lists(st.sampled_from(["12,000", "", "n/a", "over 5", "0", "-"]), min_size=1))
def test_silence_never_becomes_a_number(cells):
    rows = [f'2025-10-05,Rafah,"{cell}",idps,UN {n},x' for n, cell in enumerate(cells)]
    spoken = [cell for cell in cells if cell not in ("", "n/a", "-")]
    if not spoken:
        assert "no figure" in str(refused(table(*rows)))
        return
    checked = check(table(*rows), "mine.csv")
    assert len(checked.frame) == len(spoken)
    assert int((checked.frame["value"] == 0).sum()) == spoken.count("0")
    silent = len(cells) - len(spoken)
    assert ("silent" in left(checked)) == bool(silent)


def test_a_refused_file_changes_nothing():
    before = loaders.load_estimates().frame.copy()
    user_tables = combine(check(table(ROW), "mine.csv"))
    kept = user_tables.estimates.copy()
    refused(table(ROW, "2025-10-05,Rafah,lots,idps,UN,x"))
    pd.testing.assert_frame_equal(loaders.load_estimates().frame, before)
    pd.testing.assert_frame_equal(user_tables.estimates, kept)


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.geojson", "a.zip", "a"]))
def test_arbitrary_bytes_are_read_or_refused(content, name):
    sentence = sentence_of(content, name)
    assert sentence
    assert "\n" not in sentence


@pytest.mark.slow
@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6))
def test_arbitrary_tables_are_read_or_refused(rows):
    content = "\n".join([HEADER, *(",".join(row) for row in rows)]).encode("utf-8", "replace")
    assert sentence_of(content, "mine.csv")


# What is wrong is said with row and column


def test_every_problem_is_listed_with_the_row_and_the_column_of_the_file():
    rows = (
        "Day,Where,IDPs,Source,Low",
        ",,,,",
        '5 Octember,Rafah,"1.234",x,',
        "2025-02-30,,5,x,",
        "2025-10-05,Rafah,-5,x,",
        "2025-10-05,Rafah,5.5,x,",
        "2025-10-05,Rafah,5,x,9",
        "2025-10-05,Rafah,5,x,",
    )
    refusal = refused("\n".join(rows).encode())
    assert places(refusal) == {
        (3, "Day"),
        (3, "IDPs"),
        (4, "Day"),
        (4, "Where"),
        (5, "IDPs"),
        (6, "IDPs"),
        (7, "Low"),
    }
    assert "and 6 more" in str(refusal)


def test_long_lists_of_problems_are_cut_and_counted():
    rows = [f"2025-10-05,Rafah,5,wandering{n},UN,x" for n in range(80)]
    refusal = refused(table(*rows))
    assert (len(refusal.problems), refusal.more) == (limits.PROBLEMS_LISTED, 30)
    assert refusal.sentences[-1] == "And 30 more problems."


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("2025-10-05,Rafah,5,wandering,UN,x", "not one of"),
        ("2025-10-05,Rafah,5,,UN,x", "is empty"),
        ("2025-10-05,Rafah,5,movement,UN,x", "where from"),
        (",Rafah,5,idps,UN,x", "has a day in no row"),
        ("2025-10-05,,5,idps,UN,x", "names no area"),
        ("2025-10-05,Rafah,35%,density,UN,x", "is never|percent|unit|people"),
        ("2025-10-05,Rafah,5,idps,UN,x,more", "more cells"),
        (f"2025-10-05,Rafah,5,idps,UN,{'x' * 3000}", "characters"),
    ],
)
def test_bad_rows_are_refused_with_a_reason(row, word):
    if "35%" in row:
        assert check(table(row), "mine.csv").frame["unit"].tolist() == ["percent"]
        return
    assert any(part in str(refused(table(row))) for part in word.split("|"))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"only one line", "no table"),
        (HEADER.encode(), "no rows"),
        (b"a,b\n1,2\n", "no column holds"),
        (table('"unclosed'), "CSV"),
        (table(*[ROW] * (limits.ROWS + 1)), "rows"),
        (",".join(f"c{n}" for n in range(limits.COLUMNS + 1)).encode() + b"\n1\n", "columns"),
        (b"a" * (limits.FILE_BYTES + 1), "MB"),
        (b"<html><body>a,b</body></html>\n<p>,</p>", "is a web page"),
    ],
)
def test_files_that_are_no_table_are_refused(content, word):
    with pytest.raises(DataError, match=word):
        check(content, "mine.csv", "estimates")


# Columns


def test_hxl_tags_say_what_columns_are():
    rows = (
        "Wann,Wo,Wieviele,Wer,Quelle,F",
        "#date,#adm2+code,#affected+idps,#org,#meta+source,#affected+f",
    )
    checked = check("\n".join([*rows, "2025-10-05,PS0275,1000,UN,A report,400"]).encode(), "a.csv")
    (row,) = checked.frame.to_dict("records")
    assert (row["measure"], row["destination"], row["value"]) == ("idps", "Rafah", 1000)
    assert "F" in left(checked)["unused"].names


def test_hxl_tags_alone_are_a_header():
    rows = "#date,#adm2+name,#population,#org", "2025-10-05,Rafah,1000,UN"
    assert check("\n".join(rows).encode(), "a.csv").frame["measure"].tolist() == ["people_present"]


@pytest.mark.parametrize(
    "tag", ["#affected+f", "#affected+children", "#sector", "#date+birth", "#x"]
)
def test_a_tag_that_means_something_else_is_not_used(tag):
    assert column_of_tag(tag) == ""


def test_no_other_name_is_given_to_two_columns():
    for kind, words in VOCABULARY.items():
        names = [name for listed in words.values() for name in listed.split("|")]
        assert len(names) == len(set(names)), kind


@given(st.text(min_size=1, max_size=30))
def test_an_unsure_column_is_asked_about_and_never_applied(name):
    found = match_columns([name], [""], "estimates", {})
    for match in found.matches:
        assert not match.ours or match.score >= SURE
    for question in found.questions:
        assert ASK <= question.score < SURE


def test_a_near_name_waits_for_the_readers_word():
    content = table("2025-10-05,Rafah,1000,idps", header="Dat reported,area,value,measure")
    (question,) = refused(content).questions
    assert (question.given, question.proposed) == ("Dat reported", "as_of")
    told = Decisions(columns={"Dat reported": "as_of"})
    assert len(check(content, "a.csv", decisions=told).frame) == 1
    left_out = refused(content, columns={"Dat reported": ""})
    assert "no column holds the day" in str(left_out)


@pytest.mark.parametrize(
    ("columns", "word"),
    [({"nowhere": "as_of"}, "has no column"), ({"area": "height"}, "cannot be 'height'")],
)
def test_an_answer_that_makes_no_sense_is_refused(columns, word):
    assert word in " ".join(refused(table(ROW), columns=columns).sentences)


def test_two_columns_for_one_thing_are_refused():
    content = table("2025-10-05,2025-10-06,Rafah,5,idps", header="date,as of,area,value,measure")
    assert "more than one column for as_of" in str(refused(content))


def test_what_the_numbers_count_is_asked_and_not_assumed():
    content = table("2025-10-05,Rafah,1000", header="date,area,total")
    (question,) = refused(content).questions
    assert question.about == "measure"
    told = Decisions(measure="sheltered")
    assert check(content, "a.csv", decisions=told).frame["measure"].tolist() == ["sheltered"]


# Areas


def test_an_unknown_area_waits_for_the_readers_word():
    content = table("2025-10-05,Khan Yuniss,1000,idps,UN,x")
    (question,) = refused(content).questions
    assert (question.about, question.proposed) == ("area", "PS0270")
    frame = check(content, "a.csv", decisions=Decisions(areas={"Khan Yuniss": "PS0270"})).frame
    assert frame["destination_coverage"].tolist() == ["whole"]


def test_a_code_that_contradicts_the_name_is_refused():
    content = table("2025-10-05,Rafah,PS0255,5,idps", header="date,area,pcode,value,measure")
    assert "is not 'Rafah'" in str(refused(content))


def test_an_unknown_code_is_refused_with_those_there_are():
    content = table("2025-10-05,PS0999,5,idps", header="date,pcode,value,measure")
    assert "PS0255" in str(refused(content))


def test_names_in_arabic_and_hebrew_are_known():
    content = table("2025-10-05,خان يونس,5,idps,x,y", "2025-10-05,רפיח,5,idps,x,y")
    assert check(content, "a.csv").areas == ("Khan Younis", "Rafah")


def test_a_movement_keeps_where_from_and_what_was_counted():
    header = "date,from,to,value,measure,counting"
    row = '2025-10-05,Gaza City,south of Wadi Gaza,"417,000",movement,movements'
    (row,) = check(table(row, header=header), "a.csv").frame.to_dict("records")
    assert (row["origin_pcodes"], row["unit"], row["kind"]) == ("PS0260", "movements", "flow")


# Together with the embedded figures


def test_the_readers_rows_stand_beside_the_embedded_ones():
    user_tables = combine(check(table(ROW), "mine.csv"))
    embedded = loaders.load_estimates().frame
    brought = user_tables.estimates["id"].map(is_user_row)
    theirs = user_tables.estimates[brought]
    assert len(user_tables.estimates) == len(embedded) + 1
    assert theirs["id"].tolist() == ["OWN-001"]
    pd.testing.assert_frame_equal(
        user_tables.estimates[~brought][embedded.columns].reset_index(drop=True), embedded
    )


def test_no_embedded_row_looks_like_a_readers():
    assert not loaders.load_estimates().frame["id"].map(is_user_row).any()
    assert not loaders.load_orders().frame["id"].map(is_user_row).any()


def test_a_figure_that_nuzuh_holds_already_counts_once():
    from nuzuh.files.ledger import ledger_csv
    from nuzuh.scene.ledger_selection import records_of

    embedded = loaders.load_estimates().frame
    taken_home = ledger_csv(
        records_of(embedded[embedded["id"].isin(["GD0500", "GD0508"])])
    ).encode()
    checked = check(taken_home, "mine.csv")
    assert sorted(checked.frame["repeats"]) == ["GD0500", "GD0508"]
    assert "repeats" in notes(checked)


def test_every_embedded_figure_can_be_taken_home_and_brought_back():
    from nuzuh.files.ledger import ledger_csv
    from nuzuh.scene.ledger_selection import records_of

    embedded = loaders.load_estimates().frame
    checked = check(ledger_csv(records_of(embedded)).encode(), "mine.csv")
    again = checked.frame
    beyond = embedded["destination_coverage"] == "beyond"
    assert left(checked)["wider"].count == beyond.sum()
    embedded = embedded[~beyond].reset_index(drop=True)
    assert len(again) == len(embedded)
    for name in ("value", "low", "high"):
        same = [
            (math.isnan(a) and math.isnan(b)) or a == b
            for a, b in zip(embedded[name], again[name], strict=True)
        ]
        odd = embedded.loc[[not s for s in same], "quantifier"]
        # "More than" with a value is a bound like any other.
        assert set(odd) <= {"more than", "up to", "less than", "at least"}
    assert again["as_of"].tolist() == embedded["as_of"].tolist()


@pytest.mark.slow
def test_a_readers_figures_change_their_views_and_nobody_elses():
    from datetime import date

    day = date(2025, 10, 5)
    before = (
        values_of(tables_in_use(), "people", day, later=True),
        statements_on(tables_in_use(), day, later=True),
    )
    user_tables = combine(check(table("2025-10-05,Rafah,123456,people_present,Us,x"), "mine.csv"))
    rafah = values_of(user_tables, "people", day, later=True)[-1]
    assert rafah.value == 123_456
    assert is_user_row(rafah.published.figure.id)
    assert any(
        s.figure.id == "OWN-001"
        for s in statements_on(user_tables, day, later=True)["present_south"]
    )
    assert (
        values_of(tables_in_use(), "people", day, later=True),
        statements_on(tables_in_use(), day, later=True),
    ) == before
    assert values_of(user_tables, "people", day, later=True) is values_of(
        user_tables, "people", day, later=True
    )


@pytest.mark.slow
def test_a_reconstruction_with_a_readers_figures_stays_with_them():
    user_tables = combine(check(table("2025-10-05,Rafah,123456,people_present,Us,x"), "mine.csv"))
    reconstruction = load_reconstruction(user_tables)
    assert reconstruction.row("OWN-001")["treatment"] in ("used", "down-weighted")
    assert load_reconstruction(user_tables) is reconstruction
    assert load_reconstruction(tables_in_use(), "all") is not reconstruction
    with pytest.raises(KeyError):
        load_reconstruction(tables_in_use(), "all").row("OWN-001")
    assert reconstruction.days[-1] == load_reconstruction(tables_in_use(), "all").days[-1]


def test_more_people_than_there_were_are_pointed_out():
    checked = check(
        table("2025-10-05,Rafah,12345678,idps", header="date,area,value,measure"), "a.csv"
    )
    assert dict(notes(checked)["many"].values)["rows"] == "2"
    fair = check(
        table("2025-10-05,Gaza Strip,2100000,idps", header="date,area,value,measure"), "a.csv"
    )
    assert "many" not in notes(fair)


def test_a_column_of_moments_may_be_the_day():
    refusal = refused(table("1759612800,Rafah,5", header="stamped,area,idps"))
    (question,) = refusal.questions
    assert (question.about, question.given, question.choices) == ("needed", "as_of", ("stamped",))
    told = Decisions().with_answer("needed", "as_of", "stamped")
    content = table("1759612800,Rafah,5", header="stamped,area,idps")
    assert str(check(content, "a.csv", decisions=told).frame["as_of"][0].date()) == "2025-10-05"
