"""How good a publisher has been is told as distances, and not at all of few figures."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.publisher_record import (
    FEW,
    ORDERS,
    RANGED,
    Distance,
    PublisherRecord,
    distance_of,
    distance_text,
    doubts_text,
    house_text,
    in_order,
    publisher_records,
)
from nuzuh.scene.translator import LANGUAGES, Translator

ENGLISH = Translator("en")


@pytest.fixture(scope="module")
def records():
    return publisher_records(tables_in_use())


def test_every_publisher_has_its_record_and_every_figure_counts_once(records, estimates):
    assert set(records) == set(estimates["publisher"])
    assert sum(one.figures for one in records.values()) == len(estimates)
    assert sum(one.repeated for one in records.values()) == (estimates["repeats"] != "").sum()
    assert sum(one.weak for one in records.values()) == estimates["weak"].sum()


def test_no_more_is_held_against_anything_than_a_publisher_has_figures_of_its_own(
    records, estimates
):
    own = estimates[estimates["repeats"] == ""].groupby("speaker").size()
    for name, one in records.items():
        assert one.balance.figures <= own.get(name, 0)
        assert one.others.figures <= own.get(name, 0)
        assert math.isnan(one.low) == math.isnan(one.high)
        assert not one.low > one.high


def test_the_middle_lies_among_most_figures_and_both_are_of_the_same(records):
    ranged = [one for one in records.values() if not math.isnan(one.low)]
    assert ranged
    for one in ranged:
        assert one.low <= one.factor <= one.high
        assert RANGED <= one.house <= one.balance.figures


def test_bounds_are_held_against_no_number(records, estimates):
    numbers = estimates["value"].notna() | (estimates["low"].notna() & estimates["high"].notna())
    only_bounds = estimates.groupby("speaker")["id"].agg(set)
    with_numbers = set(estimates.loc[numbers, "speaker"])
    for name in set(only_bounds.index) - with_numbers:
        if name in records:
            assert records[name].others == Distance()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("figures", range(FEW))
def test_of_few_figures_nothing_is_said(lang, figures):
    t = Translator(lang)
    told = distance_text(Distance(figures, 3.0), t)
    assert told == (t("sources.house.few") if figures else "")
    few = PublisherRecord(9, 0, 0, house=figures, factor=3.0, low=1.0, high=4.0)
    assert house_text(few, t) == (t("sources.house.few") if figures else "")


def test_a_distance_is_told_with_what_it_rests_on():
    assert distance_text(Distance(12, 1.08), ENGLISH) == "8% off (12 figures)"
    ranged = PublisherRecord(20, 0, 0, house=RANGED, factor=1.8, low=1.5, high=2.6)
    assert house_text(ranged, ENGLISH) == (
        "about 1.8 times what is reconstructed; four in five of its numbers 1.5 to 2.6 times"
    )
    assert doubts_text(PublisherRecord(20, 3, 1), ENGLISH) == "3 repeat another; 1 uncertain"
    assert doubts_text(PublisherRecord(20, 0, 0), ENGLISH) == "–"


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=9))
def test_twice_as_much_is_as_far_as_half_as_much(ratios):
    found = distance_of(ratios)
    assert found.times >= 1
    assert found.times == pytest.approx(distance_of([1 / ratio for ratio in ratios]).times)


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_holds_all_and_the_few_come_last(records, order):
    names = in_order(records, order)
    assert sorted(names) == sorted(records)
    if order in ("balance", "others"):
        told = [getattr(records[name], order).figures >= FEW for name in names]
        assert told == sorted(told, reverse=True)


def test_tables_without_a_figure_that_can_be_used_have_records_of_counts_alone(some_estimates):
    rows = some_estimates({"publisher": "Somebody", "measure": "births"})
    tables = Tables("test", rows, pd.DataFrame(), rows["as_of"].max().date())
    assert publisher_records(tables)["Somebody"].figures == 1
