"""What holds for every embedded figure, and survives leaving the project as CSV."""

from __future__ import annotations

import csv
import io
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders import read_estimates
from nuzuh.loaders.estimates import COLUMNS, KIND_OF_MEASURE, QUANTIFIERS, UNITS
from nuzuh.loaders.package import read_bytes
from nuzuh.scene.ledger_selection import records_of

NUMBERS = ["value", "low", "high"]


def test_every_figure_cites_a_source_a_publisher_a_date_and_a_kind(estimates):
    for column in ("publisher", "source_title", "kind", "measure", "unit", "quantifier"):
        assert estimates[column].str.strip().ne("").all(), column
    assert estimates["as_of"].notna().all()
    assert set(estimates["kind"]) <= {"stock", "flow", "cumulative", "state"}
    assert set(estimates["measure"]) <= set(KIND_OF_MEASURE)
    assert set(estimates["quantifier"]) <= set(QUANTIFIERS)
    assert set(estimates["unit"]) <= set(UNITS)


def test_every_figure_has_a_link_or_was_seen_where_no_link_is_worth_giving(estimates):
    linked = estimates["source_url"].str.match(r"https?://")
    assert estimates.loc[~linked, "source_url"].eq("").all()
    assert set(estimates["seen"]) <= {"primary", "secondary", "repost"}


def test_a_missing_number_stays_missing_and_a_zero_stays_zero(estimates):
    cells = list(csv.DictReader(io.StringIO(read_bytes("estimates").decode())))
    assert len(cells) == len(estimates)
    for column in NUMBERS:
        written = pd.Series([cell[column] != "" for cell in cells])
        assert (estimates[column].notna() == written).all(), column
        zero = pd.Series([cell[column] not in ("", "0") for cell in cells])
        assert ((estimates[column].fillna(1) != 0) | ~zero).all(), column


def test_numbers_are_in_order_and_every_figure_has_one(estimates):
    assert estimates[NUMBERS].notna().any(axis=1).all()
    assert not (estimates["low"] > estimates["value"]).any()
    assert not (estimates["value"] > estimates["high"]).any()
    assert not (estimates["low"] > estimates["high"]).any()
    assert (estimates["low_bound"] <= estimates["high_bound"]).all()


def test_a_bound_has_no_value_where_only_a_bound_was_published(estimates):
    bounds = estimates[estimates["value"].isna()]
    worded = {"more than", "at least", "up to", "less than", "range"}
    assert set(bounds["quantifier"]) <= worded
    ranges = estimates[estimates["quantifier"] == "range"]
    assert ranges["low"].notna().all()
    assert ranges["high"].notna().all()


def test_a_repetition_points_at_a_figure_that_repeats_nothing(estimates):
    repeats = estimates[estimates["repeats"] != ""]
    originals = estimates.set_index("id").loc[repeats["repeats"]]
    assert len(repeats) > 5
    assert (originals["repeats"] == "").all()
    assert (originals["measure"].to_numpy() == repeats["measure"].to_numpy()).all()


def test_counts_of_movements_are_never_counted_as_people(estimates):
    assert ((estimates["unit"] == "movements") == (estimates["counting"] == "movements")).all()
    moves = estimates[estimates["unit"] == "movements"]
    assert (moves["kind"] == "flow").all()


def test_a_period_ends_on_or_after_its_start(estimates):
    spans = estimates.dropna(subset=["period_start"])
    assert (spans["period_start"] <= spans["as_of"]).all()
    assert set(spans["period_basis"]) <= {"stated", "assumed"}


def test_arithmetic_on_figures_says_so(estimates):
    derived = estimates["note"].str.startswith("Derived")
    assert derived.any()
    assert (estimates.loc[derived, "basis"] == "derived").all()


def test_every_area_is_known_and_lies_in_the_strip_or_outside_it(estimates):
    for end in ("origin", "destination"):
        for cell in estimates[f"{end}_pcodes"].unique():
            assert pc.split(cell) <= pc.KNOWN
        named = estimates[end] != ""
        assert set(estimates.loc[named, f"{end}_coverage"]) <= {"whole", "city", "part", "beyond"}


def test_the_ledger_leaves_and_comes_back_unchanged(estimates):
    again = read_estimates(ledger_csv(records_of(estimates)).encode(), "ledger.csv")
    assert_frame_equal(again[list(COLUMNS)], estimates[list(COLUMNS)])


COUNTS = st.integers(0, 3_000_000)


@st.composite
def figures(draw):
    """Cells of a figure that keeps every rule."""
    wording = draw(st.sampled_from(QUANTIFIERS))
    low, value, high = sorted(draw(st.tuples(COUNTS, COUNTS, COUNTS)))
    cells = {"quantifier": wording, "value": "", "low": "", "high": ""}
    if wording in ("more than", "at least"):
        cells["low"] = str(low)
    elif wording in ("up to", "less than"):
        cells["high"] = str(high)
    elif wording == "range":
        cells |= {"low": str(low), "high": str(high)}
    else:
        cells["value"] = str(value)
        if wording != "exact" and draw(st.booleans()):
            cells |= {"low": str(low), "high": str(high)}
    cells["note"] = draw(st.text("ab =+-@,;\"'\nאب", max_size=12)).strip()
    cells["source_date"] = draw(st.sampled_from(["", "2025-06-03"]))
    return cells


@pytest.mark.slow
@settings(max_examples=15)
@given(st.lists(figures(), min_size=1, max_size=4))
def test_any_table_leaves_and_comes_back_with_the_same_numbers(some_estimates, rows):
    table = some_estimates(*rows)
    again = read_estimates(ledger_csv(records_of(table)).encode(), "ledger.csv")
    # A note that a spreadsheet would run as a formula leaves with a mark before it.
    others = [name for name in COLUMNS if name != "note"]
    assert_frame_equal(again[others], table[others])
    for row, cells in zip(again.itertuples(), rows, strict=True):
        for name in NUMBERS:
            number = getattr(row, name)
            assert math.isnan(number) if cells[name] == "" else number == float(cells[name])
