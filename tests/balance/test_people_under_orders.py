"""People under orders: in an order's area, in the Strip by day, in a phase, from tables."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from nuzuh.balance import people_under_orders as asked
from nuzuh.balance.people_there import Ends, PeopleThere
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.order_places import people_of_2017
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.neighbourhoods import load_neighbourhoods
from nuzuh.loaders.tables import Tables
from tests import places
from tests.balance.made_up import made_up
from tests.frozen import frozen_tables

DAY = date(2025, 6, 10)
PEOPLE = (100_000, 400_000, 300_000, 500_000, 200_000)
KNOWN = {"blocks": "2364; 2366", "issued_on": "2025-06-05", "pcodes": places.RAFAH}
"""Two blocks in Rafah."""


@pytest.fixture
def tables_of(some_orders, estimates, monkeypatch):
    """Make tables of orders, whose balance is a made-up one."""

    def made(*rows, balance=None):
        told = balance or made_up(PEOPLE)
        monkeypatch.setattr(asked, "load_reconstruction", lambda *_: told)
        return Tables("2026-01-01-abc1234", estimates, some_orders(*rows), date(2025, 6, 30))

    return made


def of_order(tables, day=DAY, order="T1"):
    return asked.people_of_order(tables, "all", order, day)


def test_the_three_parts_of_an_order_stand_side_by_side(tables_of):
    found = of_order(tables_of(KNOWN | {"people_affected_low": "30000"}))
    assert found.said.low == 30_000
    # "At least": how many at most nobody says, so all of the governorate's may be meant.
    assert found.said.high == pytest.approx(200_000 * 1.12, rel=0.05)
    assert 0 < found.land.low < found.land.high
    assert 0 < found.census.low < found.census.high
    assert found.high == found.said.high


def test_an_order_that_names_no_people_says_none(tables_of):
    assert of_order(tables_of(KNOWN)).said is None


def test_what_an_order_says_counts_from_its_day_until_it_is_lifted(tables_of):
    said = KNOWN | {"people_affected_low": "7000", "people_affected_high": "8000"}
    tables = tables_of(said | {"effective_to": "2025-06-20"})
    days = [date(2025, 6, day) for day in (4, 5, 19, 20)]
    assert [of_order(tables, day).said for day in days] == [
        None,
        Ends(7_000, 8_000),
        Ends(7_000, 8_000),
        None,
    ]
    # How many are on the land is asked of any day.
    assert all(of_order(tables, day).land for day in days)


def test_once_part_of_it_is_given_back_an_order_no_longer_says_how_many_are_in_the_rest(tables_of):
    back = KNOWN | {"kind": "rescission", "blocks": "2364", "issued_on": "2025-06-12"}
    tables = tables_of(
        KNOWN | {"people_affected_low": "7000", "people_affected_high": "7000"}, back
    )
    before, after = (of_order(tables, date(2025, 6, day)) for day in (11, 12))
    assert (before.said, after.said) == (Ends(7_000, 7_000), None)
    assert 0 < after.land.high < before.land.high


def test_reports_of_one_order_that_differ_are_a_range(tables_of):
    report = {"same_order_as": "T1", "people_affected_low": "9000", "people_affected_high": "9000"}
    tables = tables_of(
        KNOWN | {"people_affected_low": "7000", "people_affected_high": "7000"}, KNOWN | report
    )
    assert of_order(tables).said == of_order(tables, order="T2").said == Ends(7_000, 9_000)


def test_a_later_report_says_nothing_of_the_days_before_it(tables_of):
    said = KNOWN | {"people_affected_low": "7000", "people_affected_high": "7000"}
    later = said | {
        "same_order_as": "T1",
        "issued_on": "2025-06-15",
        "people_affected_high": "9000",
    }
    tables = tables_of(said, later)
    assert of_order(tables, date(2025, 6, 14)).said == Ends(7_000, 7_000)
    assert of_order(tables, date(2025, 6, 15)).said == Ends(7_000, 9_000)


def test_no_order_says_more_than_its_governorate_held_by_then(tables_of):
    tables = tables_of(KNOWN | {"people_affected_low": "900000", "people_affected_high": "950000"})
    found = of_order(tables)
    assert found.said.low == found.said.high < 250_000
    assert found.high <= sum(PEOPLE) * 1.2
    bare = tables_of(
        KNOWN | {"people_affected_low": "9000", "people_affected_high": "9500"},
        balance=made_up(PEOPLE, members=None),
    )
    assert of_order(bare) == PeopleThere(said=Ends(9_000, 9_500))


def test_an_order_of_unknown_land_has_no_people_but_those_it_names(tables_of):
    nowhere = {"blocks": "", "areas": "a hospital", "people_affected_low": "500"}
    tables = tables_of(KNOWN | nowhere | {"people_affected_high": "500"})
    assert of_order(tables) == PeopleThere(said=Ends(500, 500))


def test_an_order_that_no_table_holds_is_an_error(tables_of):
    with pytest.raises(KeyError):
        of_order(tables_of(KNOWN), order="GO9999")


def series(tables):
    return asked.people_under_orders(tables, "all")


def test_without_an_order_there_is_no_number_and_no_zero(tables_of):
    found = series(tables_of(KNOWN))
    before, first = date(2025, 6, 4), date(2025, 6, 5)
    at = [(day - found.days[0]).days for day in (before, first)]
    assert found.orders[at].tolist() == [0, 1]
    assert found.on(before) == PeopleThere()
    assert np.isnan(found.low[at[0]])
    assert found.on(first).low > 0
    assert found.on(date(2030, 1, 1)) == PeopleThere()


def test_orders_in_force_of_unknown_land_are_counted_and_have_no_number(tables_of):
    found = series(tables_of(KNOWN | {"blocks": "", "areas": "a hospital"}))
    assert found.orders[-1] == 1
    assert np.isnan(found.high[-1])


def test_two_orders_over_one_land_hold_its_people_once(tables_of):
    one = series(tables_of(KNOWN)).on(DAY)
    two = series(tables_of(KNOWN, KNOWN | {"issued_on": "2025-06-06"})).on(DAY)
    assert one == two


def test_all_orders_hold_no_fewer_than_one_of_them_says(tables_of):
    said = {"people_affected_low": "150000", "people_affected_high": "150000"}
    tables = tables_of(KNOWN | said, KNOWN | {"blocks": "2367"})
    found, alone = series(tables).on(DAY), of_order(tables)
    assert found.said == Ends(150_000, 150_000)
    assert alone.low < found.low
    assert found.high == alone.high == 150_000


def test_the_embedded_orders_hold_no_more_than_the_strip_and_no_fewer_than_each_order(monkeypatch):
    """Of the frozen orders, every day: the union lies between the largest and their sum."""
    balance = made_up(PEOPLE, start="2023-10-06", days=1_000)
    monkeypatch.setattr(asked, "load_reconstruction", lambda *_: balance)
    held = frozen_tables()
    orders = held.tables["orders"].frame
    tables = Tables(held.version, held.tables["estimates"].frame, orders, date(2026, 6, 30))
    found = series(tables)
    strip = sum(PEOPLE) * 1.2
    assert np.nanmax(found.high) <= strip
    told = 0
    for day in found.days[::37]:
        running = order_book(tables).under(day).running
        each = asked.people_of_running(tables, "all", [(day, one) for one in running])
        whole = found.on(day)
        if whole.high is None:
            assert not any(one.land for one in each)
            continue
        told += 1
        assert whole.low >= max(one.low for one in each if one.land) * (1 - 1e-9)
        assert whole.high >= max(one.high for one in each if one.land) * (1 - 1e-9)
        assert whole.high <= sum(one.high for one in each if one.high) * (1 + 1e-9)
    assert told > 5


def test_each_order_is_in_one_phase_and_a_phase_without_one_says_nothing(tables_of):
    tables = tables_of(KNOWN, KNOWN | {"repeats_order": "T1", "issued_on": "2025-08-20"})
    phases = asked.people_ordered_out(tables, "all")
    assert [phase.orders for phase in phases if phase.orders] == [("T1",)]
    for phase in phases:
        assert bool(phase.people.land) == bool(phase.orders)
        assert (phase.km2 == (0.0, 0.0)) == (not phase.orders)


def test_the_census_is_spread_whole_and_within_its_governorate():
    blocks = load_block_map().frame
    held = people_of_2017(blocks)
    known = load_neighbourhoods().frame
    assert held.min() >= 0
    for pcode in pc.GOVERNORATES:
        counted = known.loc[known["pcode"] == pcode, "people_2017"].sum()
        assert held[blocks["pcode"] == pcode].sum() == pytest.approx(counted)
