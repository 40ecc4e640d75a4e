"""The ledger: filters that match, records in full, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import get_args

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.balance.observation_terms import Treatment
from nuzuh.balance.reasons import CLAUSES
from nuzuh.evidence.matching import matching
from nuzuh.files.ledger import (
    ledger_csv,
    ledger_view,
    safe_cell,
)
from nuzuh.loaders.archive import in_use_of
from nuzuh.loaders.cells import cell_text
from nuzuh.loaders.current import using
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.ledger_selection import (
    DERIVED_COLUMNS,
    ledger_record,
    ledger_selection,
    records_of,
)
from nuzuh.scene.record_words import balance_words, clause_text, record_cells
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.templates import render
from tests.scene.rivals import ledger


def tables_of(rows):
    """Tables with nothing but some figures."""
    return Tables("test", rows, pd.DataFrame(), rows["as_of"].max().date())


def test_without_a_condition_every_figure_matches_the_newest_first(estimates):
    found = matching(estimates)
    assert len(found) == len(estimates)
    assert found["as_of"].is_monotonic_decreasing


def test_a_measure_and_a_publisher_match_exactly(estimates):
    found = matching(estimates, measure="movement", publisher="OCHA")
    assert set(found["measure"]) == {"movement"}
    assert set(found["publisher"]) == {"OCHA"}
    assert (
        len(found)
        == ((estimates["measure"] == "movement") & (estimates["publisher"] == "OCHA")).sum()
    )
    assert matching(estimates, publisher="ocha").empty


def test_both_days_of_a_period_are_in_it(estimates):
    day = date(2025, 10, 5)
    found = matching(estimates, first=day, last=day)
    assert "GD0508" in set(found["id"])
    assert set(found["as_of"]) == {pd.Timestamp(day)}
    assert matching(estimates, first=date(2025, 10, 6), last=day).empty


@given(st.dates(date(2023, 1, 1), date(2026, 9, 1)), st.dates(date(2023, 1, 1), date(2026, 9, 1)))
def test_a_period_and_what_lies_outside_it_are_everything(estimates, first, last):
    inside = matching(estimates, first=first, last=last)
    if first <= last:
        before = (estimates["as_of"] < pd.Timestamp(first)).sum()
        after = (estimates["as_of"] > pd.Timestamp(last)).sum()
        assert len(inside) + before + after == len(estimates)
    else:
        assert inside.empty


def test_every_word_must_occur_and_case_does_not_matter(estimates):
    found = matching(estimates, text="defence MINISTER gaza")
    assert "GD0508" in set(found["id"])
    assert set(found["publisher"]) == {"Israeli defence minister"}
    assert matching(estimates, text="defence nowhere-at-all").empty
    assert len(matching(estimates, text="   ")) == len(estimates)


@pytest.mark.parametrize("text", ["(", "[a-", "\\", "*", "a.c|.*", "<script>", "\0", "x" * 10_000])
def test_a_search_is_for_words_and_not_a_pattern(estimates, text):
    found = matching(estimates, text=text)
    assert len(found) < len(estimates)


@pytest.mark.parametrize("text", ["=1+1", "+CMD()", "-2+3", "@SUM(A1)", '=HYPERLINK("a","b")'])
def test_a_cell_that_a_spreadsheet_would_run_leaves_as_text(some_estimates, text):
    assert safe_cell(text) == f"'{text}"
    table = some_estimates({"note": text, "publisher": text})
    (row,) = csv.DictReader(io.StringIO(ledger_csv(records_of(table))))
    assert (row["note"], row["publisher"]) == (f"'{text}", f"'{text}")


@pytest.mark.parametrize("text", ["", "OCHA", "-160000", "+3.5", "2025-10-05", "a=b", "'", "é"])
def test_any_other_cell_leaves_as_it_is(text):
    assert safe_cell(text) == text


@given(st.text())
def test_no_cell_leaves_with_a_formula_in_front(text):
    safe = safe_cell(text)
    assert safe in (text, f"'{text}")
    if safe.startswith(("=", "@", "\t", "\r")):
        pytest.fail(f"{safe!r} would be run")
    if safe.startswith(("+", "-")):
        float(safe)


def test_the_csv_has_the_columns_of_the_file_and_those_worth_passing_on(estimates):
    rows = list(csv.DictReader(io.StringIO(ledger_csv(records_of(estimates)))))
    assert list(rows[0]) == [*COLUMNS, *DERIVED_COLUMNS]
    assert [row["id"] for row in rows] == estimates["id"].tolist()


def test_a_missing_number_leaves_as_an_empty_cell(estimates):
    records = records_of(estimates)
    texts = pd.DataFrame(records.rows, columns=records.columns).set_index("id")
    assert texts.loc["GD0505", ["value", "low", "high"]].tolist() == ["", "600000", "700000"]
    assert texts.loc["GD0508", ["value", "low", "high"]].tolist() == ["900000", "", ""]
    missing = estimates["value"].isna().to_numpy()
    assert (texts.loc[missing, "value"] == "").all()
    assert (texts.loc[~missing, "value"] != "").all()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (900_000.0, "900000"),
        (12.5, "12.5"),
        (float("nan"), ""),
        (pd.NaT, ""),
        (None, ""),
        (pd.Timestamp("2025-10-05"), "2025-10-05"),
        (True, "True"),
        ("text", "text"),
    ],
)
def test_a_value_is_written_as_it_stands_in_the_data(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_of_a_former_version_says_that_it_was_withdrawn_since(lang):
    t = Translator(lang)
    with using(in_use_of("2026-08-22-79be9da")):
        gone, stays = (ledger_record(tables_in_use(), one, t) for one in ("GD0422", "GD0508"))
    assert t.isolated("GD0421") in gone.withdrawn
    assert stays.withdrawn == ""


@pytest.mark.slow
@pytest.mark.parametrize("figure", ["GD0508", "GD0505", "GE0001", "GP0096"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_shows_what_a_row_holds_and_links_its_source(read_html, estimates, figure, lang):
    t = Translator(lang)
    record = estimates.set_index("id", drop=False).loc[figure]
    told = ledger_record(tables_in_use(), figure, t)
    page = read_html(render("record", cells=told.cells))
    for name in ("id", "repeats", "note", "source_title", "origin_pcodes", "destination_pcodes"):
        assert record[name] in page.text
    for name in ("value", "low", "high"):
        assert pd.isna(record[name]) or t.number(record[name]) in page.text
    assert t.day(record["as_of"].date()) in page.text
    assert page.links() == ([record["source_url"]] if record["source_url"] else [])
    assert not {*COLUMNS, *DERIVED_COLUMNS} & {cell.name for cell in told.cells}
    assert all(cell.text for cell in told.cells)


def test_a_record_escapes_what_is_in_it(read_html, some_estimates):
    bad = "<script>alert(1)</script>"
    table = some_estimates({"publisher": bad, "note": bad, "source_title": bad})
    page = read_html(render("record", cells=record_cells(table.iloc[0], Translator("en"))))
    assert "script" not in page.names()
    assert page.text.count(bad) == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_and_treatment_of_the_balance_has_words(lang):
    t = Translator(lang)
    parts = {"id": "GE0001", "measure": "other", "share": 0.5, "km2": 58.0, "base": 2e6}
    parts |= {"errors": 4.2, "weight": 0.14, "factor": 1.63}
    for key, english in CLAUSES.items():
        wanted = {name: value for name, value in parts.items() if f"{{{name}" in english}
        told = clause_text((key, wanted), "IDF", t)
        assert told.endswith(".")
        assert lang == "en" or not re.search(
            "[a-zA-Z]{3}", told.replace("GE0001", "").replace("other", "")
        )
    for treatment in get_args(Treatment):
        assert t(f"treatment.{treatment.replace(' ', '_')}")


def test_a_figure_that_a_side_repeats_counts_for_little_and_a_level_of_its_own_is_taken_off():
    t = Translator("en")
    weight = clause_text(("weight", {"weight": 0.14}), "IDF", t)
    assert weight.startswith("Counts for little (0.14)")
    assert weight.endswith("Israeli authorities.")
    assert clause_text(("weight", {"weight": 0.5}), "Reuters", t).endswith("two weeks: Reuters.")
    assert "about 1.6 times the rest" in clause_text(("house", {"factor": 1.63}), "IDF", t)
    assert "about 2 times as high" in clause_text(("house", {"factor": 0.5}), "IDF", t)


def test_a_figure_near_the_reconstruction_agrees_with_it(estimates):
    t = Translator("en")
    row = estimates.set_index("id", drop=False).loc["GD0491"]
    line = pd.Series(
        {"treatment": "used", "clauses": (("moved", {}), ("house", {"factor": 2.0}))}
        | {"weight": 1.0, "predicted": 800_000.0, "residual": 0.01}
    )
    told = dict(balance_words(row, line, t).rows)
    assert told[t("record.predicted")] == "400,000 people"
    assert told[t("record.residual")] == "agrees"
    for residual, word in ((-1.26, "higher"), (1.26, "lower")):
        told = dict(balance_words(row, line.replace(0.01, residual), t).rows)
        assert told[t("record.residual")].startswith(f"{word} than the reconstruction by 1.3")
    line["weight"] = 0.0
    assert len(balance_words(row, line, t).rows) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ledger_shows_each_figure_as_it_was_worded(estimates, lang):
    t = Translator(lang)
    rows = estimates[estimates["id"].isin(["GD0505", "GD0508", "GD0502"])]
    shown = ledger_view(ledger_selection(tables_of(rows), t))
    assert len(shown) == 3
    assert shown.columns.is_unique
    figures = dict(zip(shown[t("ledger.id")], shown[t("ledger.figure")], strict=True))
    assert "600,000" in figures["GD0505"]
    assert "700,000" in figures["GD0505"]
    assert t("unit.movements") in figures["GD0502"]
    measures = dict(zip(shown[t("ledger.id")], shown[t("ledger.measure")], strict=True))
    assert measures["GD0502"] == t("kind.movement.movements")
    assert measures["GD0508"] == t("kind.movement.people")


def test_the_ledger_says_since_when_whose_it_is_and_when_it_came_out():
    t = Translator("en")
    rows = ledger().set_index("id", drop=False)
    rows.loc["R04", "page"], rows.loc["R05", "page"] = "copy", "undated"
    shown = ledger_view(ledger_selection(tables_of(rows), t)).set_index(t("ledger.id"))
    since, who, out = (
        shown[t(f"ledger.{column}")] for column in ("since", "publisher", "appeared")
    )
    assert since["R03"] == "6 May 2024"
    assert since["V03"] == "mid-August 2025*"
    assert since["R06"] == ""
    assert who["V06"] == "IDMC (OCHA)"
    assert list(out[["R03", "R04", "R05"]]) == ["27 May 2024", "from a copy", "page date unknown"]
    assert shown.loc["S01", t("ledger.measure")] == "under evacuation orders"
    for lang in LANGUAGES:
        told = ledger_selection(tables_of(rows), Translator(lang))
        measures = ledger_view(told)[Translator(lang)("ledger.measure")]
        assert not set(measures) & set(rows["measure"])


def test_whose_figure_is_passed_on_leaves_with_the_csv_and_can_be_searched():
    rows = list(csv.DictReader(io.StringIO(ledger_csv(records_of(ledger())))))
    assert {row["id"]: row["according_to"] for row in rows}["V06"] == "OCHA"
    assert list(matching(ledger(), text="idmc ocha")["id"]) == ["V06"]


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_no_cell_of_the_ledger_is_in_english_but_titles_and_ids(lang):
    t = Translator(lang)
    shown = ledger_view(ledger_selection(tables_in_use(), t))
    as_published = (t("sources.source"), t("ledger.id"))
    for column in shown.columns:
        assert not re.search("[A-Za-z]", column)
        if column in as_published:
            continue
        cells = {str(cell) for cell in shown[column]}
        latin = [c for c in cells if re.search("[A-Za-z]{3}", c) and not re.search("[ء-يא-ת]", c)]
        assert latin == []
