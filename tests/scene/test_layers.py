"""The layers against arithmetic done by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from nuzuh.loaders import pcodes as pc
from nuzuh.scene.layers import LAYERS, layer_values, layer_values_by_day
from tests import places
from tests.evidence.grounds import book

DAY = date(2025, 7, 1)
KM2 = {"PS0255": 60.0, "PS0260": 70.0, "PS0265": 50.0, "PS0270": 100.0, "PS0275": 60.0}
HOME = pd.DataFrame(
    {"pcode": list(pc.GOVERNORATES), "people": [400_000, 700_000, 300_000, 400_000, 250_000]}
)
TOGETHER = {
    "destination": "Khan Younis; Rafah",
    "destination_pcodes": "PS0270 PS0275",
    "value": "1300000",
}


@pytest.fixture
def layer(some_orders):
    def values(name, table, orders=None, day=DAY, **options):
        found = layer_values(
            name,
            day,
            estimates=table,
            book=book(some_orders({}) if orders is None else orders),
            baseline=HOME,
            areas_km2=KM2,
            **options,
        )
        return {value.pcodes: value for value in found}

    return values


def numbers(value):
    return (value.value, value.low, value.high)


def test_people_are_the_published_number_itself(layer, some_estimates):
    value = layer("people", some_estimates({"value": "50000"}))[(places.RAFAH,)]
    assert numbers(value) == (50_000, None, None)
    assert value.quantifier == "approximately"
    assert value.published.figure.id == "T1"


def test_density_is_people_by_square_kilometre(layer, some_estimates):
    value = layer("density", some_estimates({"value": "90000"}))[(places.RAFAH,)]
    assert value.value == pytest.approx(1_500)


def test_change_is_measured_against_the_people_before_the_war(layer, some_estimates):
    fewer = layer("change", some_estimates({"value": "50000"}))[(places.RAFAH,)]
    assert fewer.value == pytest.approx(-80)
    more = layer("change", some_estimates({"value": "1000000"}))[(places.RAFAH,)]
    assert more.value == pytest.approx(300)
    same = layer("change", some_estimates({"value": "250000"}))[(places.RAFAH,)]
    assert same.value == pytest.approx(0)


def test_a_range_keeps_both_ends_and_is_coloured_by_its_middle(layer, some_estimates):
    cells = {"value": "", "low": "30000", "high": "60000", "quantifier": "range"}
    table = some_estimates(cells)
    assert numbers(layer("people", table)[(places.RAFAH,)]) == (45_000, 30_000, 60_000)
    assert numbers(layer("density", table)[(places.RAFAH,)]) == pytest.approx((750, 500, 1000))
    assert numbers(layer("change", table)[(places.RAFAH,)]) == pytest.approx((-82, -88, -76))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"low": "30000", "quantifier": "more than"}, (30_000, 30_000, None)),
        ({"high": "30000", "quantifier": "up to"}, (30_000, None, 30_000)),
    ],
)
def test_a_bound_stays_open_on_its_other_side(layer, some_estimates, cells, expected):
    value = layer("people", some_estimates({"value": ""} | cells))[(places.RAFAH,)]
    assert numbers(value) == expected
    assert value.quantifier == cells["quantifier"]


def test_one_figure_for_two_governorates_is_set_against_both(layer, some_estimates):
    table = some_estimates(TOGETHER)
    together = (places.KHAN_YOUNIS, places.RAFAH)
    assert layer("people", table)[together].value == 1_300_000
    assert layer("density", table)[together].value == pytest.approx(1_300_000 / 160)
    assert layer("change", table)[together].value == pytest.approx(100)


@pytest.mark.parametrize("name", ["people", "density", "change"])
def test_where_nothing_was_reported_there_is_no_number(layer, some_estimates, name):
    values = layer(name, some_estimates({}))
    for pcodes, value in values.items():
        if pcodes != (places.RAFAH,):
            assert numbers(value) == (None, None, None)
            assert value.published.figure is None


def test_a_count_of_zero_is_a_loss_of_everybody(layer, some_estimates):
    table = some_estimates({"value": "0", "quantifier": "exact"})
    assert layer("people", table)[(places.RAFAH,)].value == 0
    assert layer("change", table)[(places.RAFAH,)].value == pytest.approx(-100)


def test_a_share_under_orders_is_a_range_and_no_number(layer, some_estimates, some_orders):
    values = layer("orders", some_estimates({}), some_orders({"blocks": "9; 10.1"}))
    rafah = values[(places.RAFAH,)]
    assert numbers(rafah) == (None, 50, 100)
    assert (rafah.quantifier, rafah.share.orders) == ("range", ("T1",))
    assert rafah.published is None
    assert rafah.status == "current"
    assert numbers(values[(places.GAZA,)]) == (None, None, None)


def test_what_may_be_covered_leaves_the_lower_end_open(layer, some_estimates, some_orders):
    table = some_orders({"blocks": "10.1"}, {"blocks": "9", "source_date": "2025-07-10"})
    both = layer("orders", some_estimates({}), table)[(places.RAFAH,)]
    assert (*numbers(both), both.quantifier) == (None, 50, 100, "range")
    known = layer("orders", some_estimates({}), table, later=False)[(places.RAFAH,)]
    assert (*numbers(known), known.quantifier) == (None, None, 50, "up to")


def test_an_order_is_marked_until_its_page_is_out(some_estimates, some_orders):
    days = dict.fromkeys(date(2025, 7, day) for day in (1, 9, 10, 30))
    by_day = layer_values_by_day(
        "orders",
        days,
        estimates=some_estimates({}),
        book=book(some_orders({"blocks": "9", "source_date": "2025-07-10"})),
        baseline=HOME,
        areas_km2=KM2,
    )
    marks = [values[-1].share.behind[0].appeared for values in by_day.values()]
    assert marks == ["later", "later", "in_time", "in_time"]


def test_an_old_figure_makes_an_old_value(layer, some_estimates):
    def status(as_of, **options):
        return layer("people", some_estimates({"as_of": as_of}), **options)[(places.RAFAH,)].status

    assert status("2025-06-02") == "current"
    assert status("2025-01-01") == "last_known"
    assert status("2025-06-02", phase_start=date(2025, 6, 20)) == "last_known"
    assert status("2025-01-01", phase_start=date(2025, 6, 20)) == "too_old"
    assert status("2025-01-02", phase_start=date(2025, 6, 20)) == "last_known"


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_covers_the_strip_once(layer, estimates, orders, name):
    values = layer(name, estimates, orders, day=date(2025, 10, 5))
    assert sorted(pcode for pcodes in values for pcode in pcodes) == sorted(pc.GOVERNORATES)


@pytest.mark.parametrize("name", ["", "People", "population", "<b>"])
def test_an_unknown_layer_is_refused_with_advice(layer, some_estimates, name):
    with pytest.raises(ValueError, match="choose one of people, change, density, orders"):
        layer(name, some_estimates({}))
