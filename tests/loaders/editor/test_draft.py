"""A figure as given: whatever its words, it becomes a row that reads back, or is refused."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from nuzuh.loaders.editor.draft import draft_of, position, row_bytes
from nuzuh.loaders.editor.given import FIELDS, Given, field_of
from nuzuh.loaders.editor.ledger_files import LedgerFiles, read_ledger_files
from nuzuh.loaders.editor.proposals import BATCH, names_alike, next_id
from nuzuh.loaders.estimates import COLUMNS, read_rows
from nuzuh.loaders.package import GEODATA
from nuzuh.loaders.user.values.numbers import read_number

TODAY = date(2026, 11, 26)
FIGURE = Given(
    speaker="UNRWA",
    measure="people_present",
    number="about 150,000",
    destination="Rafah",
    as_of="2025-10-05",
    title="A report",
    link="https://example.org/report",
    page_date="2025-10-06",
    seen="primary",
    note="Present in the south",
)
MOVED = replace(
    FIGURE,
    speaker="IDF",
    measure="movement",
    number="about 800,000",
    origin="Gaza City",
    destination="south of Wadi Gaza",
    since="2025-08-14",
    basis="assumed",
)


@pytest.fixture(scope="session")
def files(estimates_csv):
    """A ledger of a few rows, one of which may break a rule, beside the embedded tables."""
    rows = (
        {"publisher": "Reuters", "value": "7000", "note": "its own"},
        {
            "publisher": "IDF",
            "measure": "movement",
            "origin": "Gaza City",
            "origin_pcodes": "PS0260",
            "destination": "south of Wadi Gaza",
            "destination_pcodes": "PS0265 PS0270 PS0275",
            "period_start": "2025-08-14",
            "period_basis": "assumed",
            "as_of": "2025-09-25",
            "value": "700000",
        },
        {
            "publisher": "Israeli defence minister",
            "measure": "movement",
            "origin": "Gaza City",
            "origin_pcodes": "PS0260",
            "destination": "outside Gaza City",
            "destination_pcodes": "PS0265 PS0270 PS0275",
            "period_start": "2025-08-14",
            "period_basis": "assumed",
            "as_of": "2025-10-05",
            "value": "900000",
        },
        {"id": "GH0017", "value": "9000", "as_of": "2026-01-01"},
    )
    contents = dict(read_ledger_files().contents)
    contents["estimates"] = estimates_csv(*rows)
    contents["exceptions"] = b"id,rule,reason\nT1,whose,its own\n"
    contents["withdrawn"] = contents["withdrawn"].replace(b"GD0422,", b"GH0018,")
    return LedgerFiles(GEODATA, contents)


def draft(files, figure=FIGURE, **changed):
    excuses = changed.pop("excuses", {})
    return draft_of(replace(figure, **changed), files, today=TODAY, excuses=excuses)


def wheres(drafted):
    return {problem.where for problem in drafted.problems}


QUANTIFIERS = [
    "",
    "about ",
    "more than ",
    "at least ",
    "nearly ",
    "up to ",
    "fewer than ",
    "~",
    ">",
]
WORDS = st.one_of(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(QUANTIFIERS),
        st.one_of(
            st.integers(-5, 10**13).map("{:,}".format),
            st.floats(0, 3000, allow_nan=False).map("{:.3f}".format),
            st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map("{0[0]} to {0[1]}".format),
        ),
        st.sampled_from(["", " people", " million", " thousand", " families", " movements", "%"]),
    ),
    st.text(max_size=30),
)


@settings(max_examples=20)
@examples(WORDS)
def test_whatever_the_words_the_row_reads_back_or_is_refused(files, words):
    drafted = draft(files, number=words)
    if drafted.problems:
        assert drafted.frame is None or drafted.problems[0].rule
        return
    row = read_rows(row_bytes(drafted.cells), "x").iloc[0]
    told = read_number(" ".join(words.split()))
    for name in ("value", "low", "high"):
        said = getattr(told, name)
        assert (said is None and math.isnan(row[name])) or said == row[name]
    assert not told.quantifier or row["quantifier"] in (told.quantifier, "range")
    assert drafted.frame["id"].tolist().count(drafted.id) == 1


@settings(max_examples=20)
@examples(st.sampled_from(FIELDS), st.text(max_size=40))
def test_no_field_breaks_the_reading(files, name, text):
    drafted = draft(files, **{name: text})
    if not drafted.problems:
        back = read_rows(row_bytes(drafted.cells), "x").iloc[0]
        assert back["note"] == drafted.cells["note"]
        assert back["source_title"] == drafted.cells["source_title"]


@examples(st.sets(st.from_regex(rf"({BATCH}|GD|T)\d{{1,5}}", fullmatch=True)))
def test_an_id_is_never_given_twice(ids):
    new = next_id(ids)
    assert new not in ids
    numbers = [int(one[2:]) for one in ids if one.startswith(BATCH)]
    assert int(new[2:]) > max(numbers, default=0)


def test_the_id_of_a_withdrawn_figure_is_not_given_again(files):
    assert draft(files).id == "GH0019"


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        ("more than 400,000", {"low": "400000", "quantifier": "more than"}),
        ("400,000", {"value": "400000", "quantifier": "approximately"}),
        ("181,834 movements", {"value": "181834", "quantifier": "exact", "unit": "movements"}),
        ("600,000 to 700,000", {"low": "600000", "high": "700000", "quantifier": "range"}),
        ("about 600,000-700,000", {"low": "600000", "high": "700000", "quantifier": "range"}),
        ("nearly 1.2 million", {"value": "1200000", "quantifier": "nearly"}),
        ("أكثر من 5,200", {"low": "5200", "quantifier": "more than"}),
    ],
)
def test_the_words_of_a_number(files, words, cells):
    figure = MOVED if "movements" in words else FIGURE
    drafted = draft(files, figure, number=words)
    usual = {"value": "", "low": "", "high": "", "unit": "people"}
    told = {name: drafted.cells[name] for name in ("value", "low", "high", "quantifier", "unit")}
    assert told == usual | cells
    assert drafted.problems == () or drafted.problems[0].rule == "falls"


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"speaker": "Nobody at all"}, "speaker"),
        ({"speaker": ""}, "speaker"),
        ({"speaker": "Reuters"}, "passed_on_by"),
        ({"passed_on_by": "UNRWA"}, "passed_on_by"),
        ({"number": "many"}, "number"),
        ({"number": ""}, "number"),
        ({"number": "not reported"}, "number"),
        ({"number": "exactly 150,000"}, "number"),
        ({"number": "150,000 families", "unit": "people"}, "unit"),
        ({"measure": "crowds"}, "measure"),
        ({"destination": "Atlantis"}, "destination"),
        ({"destination": "", "destination_pcodes": "PS0275"}, "destination"),
        ({"destination_pcodes": "PS9999"}, "destination_pcodes"),
        ({"as_of": "2027-01-01"}, "as_of"),
        ({"as_of": "03/04/2025"}, "as_of"),
        ({"as_of": ""}, "as_of"),
        ({"since": "2025-11-01", "basis": "stated"}, "since"),
        ({"since": "2025-09-01"}, "basis"),
        ({"basis": "stated"}, "basis"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"title": ""}, "title"),
        ({"seen": "somewhere"}, "seen"),
        ({"repeats": "T99"}, "repeats"),
        ({"note": "one\x00two"}, "note"),
        ({"excuses": {"made-up": "why"}}, "excuse"),
        ({"excuses": {"falls": "it does not"}}, "excuse"),
        ({"excuses": {"falls": " "}}, "excuse"),
    ],
)
def test_what_is_refused_says_where_to_change_it(files, changed, where):
    drafted = draft(files, **changed)
    assert where in wheres(drafted)
    assert all(problem.told or problem.key for problem in drafted.problems)


def test_a_name_that_is_nearly_right_comes_with_those_that_may_be_meant(files):
    (problem,) = draft(files, speaker="Israeli defense ministr").problems
    assert problem.choices[0] == "Israeli defence minister"
    assert names_alike("civil defence", files.publishers)[0] == "Palestinian Civil Defence"


def test_names_are_taken_in_any_language_and_case(files):
    assert draft(files, speaker="الأونروا", destination="رفح").cells["publisher"] == "UNRWA"
    assert (
        draft(files, speaker="unrwa", destination="rafah").cells["destination_pcodes"] == "PS0275"
    )


def test_who_passes_on_is_the_publisher_and_the_speaker_stands_beside(files):
    cells = draft(files, passed_on_by="IDMC", speaker="OCHA").cells
    assert (cells["publisher"], cells["according_to"]) == ("IDMC", "OCHA")


def test_the_start_of_a_series_is_proposed_and_lends_its_basis(files):
    drafted = draft(files, MOVED, basis="")
    assert (drafted.start.id, drafted.start.since) == ("T2", "2025-08-14")
    assert drafted.cells["period_basis"] == "assumed"
    assert not drafted.problems


def test_a_rule_of_the_ledger_refuses_and_names_the_other_row(files):
    (problem,) = draft(files, MOVED, number="about 600,000").problems
    assert (problem.rule, problem.other, problem.where) == ("falls", "T2", "number")
    excused = draft(files, MOVED, number="about 600,000", excuses={"falls": "a revision"})
    assert not excused.problems


def test_the_same_statement_is_proposed_by_its_first_figure(files):
    drafted = draft(files, MOVED, speaker="Israeli defence minister", number="900,000 people")
    assert [one.id for one in drafted.same] == ["T3"]
    same = draft(
        files,
        MOVED,
        speaker="Israeli defence minister",
        number="900,000 people",
        destination="outside Gaza City",
    )
    (problem,) = same.problems
    assert (problem.rule, problem.choices) == ("repeats", ("T3",))


def test_a_pattern_warns_and_does_not_refuse(files):
    page = {"link": "https://example.org/another"}
    drafted = draft(files, note="More than 150,000 by one account", **page)
    assert [(doubt.rule, doubt.where) for doubt in drafted.doubts] == [("words", "number")]
    assert not drafted.problems
    excuses = {"words": "the page has both"}
    accepted = draft(files, note="More than 150,000", excuses=excuses, **page)
    assert accepted.doubts == () == accepted.problems


def test_every_column_has_a_field_to_change_it():
    assert {field_of(column) for column in COLUMNS} <= {*FIELDS, "id"}


def test_a_row_stands_behind_the_last_of_its_day():
    rows = pd.DataFrame({"as_of": pd.to_datetime(["2025-01-01", "2025-01-02", "2025-01-04"])})
    places = [position(rows, pd.Timestamp(f"2025-01-0{day}")) for day in (2, 3, 5)]
    assert places == [2, 2, 3]
    assert position(rows, pd.Timestamp("2024-01-01")) == 0
