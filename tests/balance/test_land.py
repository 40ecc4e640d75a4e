"""Land that was closed or under orders, as the balance takes it: what is sure, and no more."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from nuzuh.balance import priors
from nuzuh.balance.land import ordered_land
from nuzuh.balance.ordered import whole_governorates
from tests import places
from tests.evidence.grounds import book

LAST = pd.Timestamp("2025-09-30")


def land(orders, last=LAST):
    return ordered_land(orders, book(orders), last)


def test_each_day_has_the_least_share_of_each_governorate(some_orders):
    orders = some_orders(
        {"blocks": "9", "issued_on": "2025-06-02"},
        {"blocks": "10.1", "issued_on": "2025-06-05"},
        {"blocks": "9; 10", "issued_on": "2025-06-10", "effective_to": "2025-06-20"},
    )
    shares = land(orders)
    assert list(shares.columns) == list(priors.AREAS)
    assert shares.index[0] == pd.Timestamp(priors.FIRST_DAY)
    assert shares.index[-1] == LAST
    rafah = shares[places.RAFAH]
    told = [rafah[f"2025-06-{day:02}"] for day in (1, 2, 5, 10, 19, 20)]
    assert told == [0, 0.5, 0.5, 1, 1, 0.5]
    assert (shares.drop(columns=places.RAFAH) == 0).all(axis=None)


def test_what_is_possible_only_draws_nobody_away(some_orders):
    orders = some_orders({"blocks": "9.1"}, {"areas": "Rafah"}, {"blocks": "8801"})
    assert (land(orders) == 0).all(axis=None)


def test_an_order_for_all_areas_north_of_wadi_gaza_is_left_out(some_orders):
    orders = some_orders({"areas": "all areas north of Wadi Gaza", "pcodes": "PS0255 PS0260"})
    assert (land(orders) == 0).all(axis=None)


def test_a_closed_zone_counts_whole_until_it_is_given_back_and_through_a_ceasefire(some_orders):
    whole = {"areas": "Rafah (whole area)", "pcodes": places.RAFAH, "area_km2": ""}
    orders = some_orders(
        whole | {"kind": "zone", "term": "security area", "issued_on": "2025-01-10"},
        whole | {"kind": "rescission", "issued_on": "2025-06-01"},
    )
    rafah = land(orders)[places.RAFAH]
    assert [rafah[day] for day in ("2025-01-09", "2025-01-10", "2025-02-01", "2025-06-01")] == [
        0,
        1,
        1,
        0,
    ]


@pytest.mark.parametrize("areas", ["Rafah", "eastern Rafah", "the whole south"])
def test_a_zone_that_does_not_name_all_of_a_governorate_is_not_whole(some_orders, areas):
    orders = some_orders({"kind": "zone", "term": "security area", "areas": areas})
    days = pd.DatetimeIndex([pd.Timestamp(date(2025, 7, 1))])
    assert (whole_governorates(orders, days) == 0).all(axis=None)


def test_the_table_closes_one_governorate_whole(orders):
    days = pd.DatetimeIndex(["2025-04-08", "2025-04-09", "2026-01-01"])
    shares = whole_governorates(orders, days)
    assert shares[places.RAFAH].tolist() == [0, 1, 1]
    assert (shares.drop(columns=places.RAFAH) == 0).all(axis=None)
