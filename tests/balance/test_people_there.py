"""People on land: no range is narrower than its parts are apart, and nobody is there twice."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.balance.people_there import (
    Ends,
    PeopleThere,
    Spreading,
    held_at_most,
    people_on,
    told_range,
)
from nuzuh.balance.people_under_orders import ordered_out_between
from nuzuh.evidence.ground import Cover, union
from nuzuh.evidence.orders_in_force import OrderBook
from nuzuh.loaders import pcodes as pc
from tests.balance.made_up import made_up
from tests.evidence.grounds import BLOCKS, ground

DAY = date(2025, 6, 10)
PEOPLE = (100_000, 400_000, 300_000, 500_000, 200_000)
CENSUS = np.array([90.0, 10.0, 50.0, 50.0, 1.0, 99.0, 70.0, 30.0, 0.0, 100.0])
"""People of 2017 by block: two blocks a governorate, 100 people in each governorate."""

PLACED = Spreading(ground(), CENSUS)


def covering(sure=(), possible=()):
    return Cover.of(np.isin(BLOCKS, sure), np.isin(BLOCKS, [*sure, *possible]))


def there(cover, balance=None, day=DAY, spreading=PLACED):
    (found,) = people_on(balance or made_up(PEOPLE), spreading, [day], [cover])
    return found


shares = st.lists(st.floats(0, 1), min_size=len(BLOCKS), max_size=len(BLOCKS))
covers = st.builds(
    lambda some, more: Cover.of(np.array(some), np.maximum(some, more)), shares, shares
)
numbers = st.floats(0, 2_000_000)
ends = st.none() | st.builds(lambda a, b: Ends(min(a, b), max(a, b)), numbers, numbers)


@given(ends, ends, ends)
def test_a_range_is_never_narrower_than_its_parts_are_apart(land, census, said):
    found = PeopleThere(land, census, said)
    made = [part for part in (land, census, said) if part is not None]
    if not made:
        assert (found.low, found.high, found.told) == (None, None, None)
        return
    low, high = found.told
    for part in made:
        assert low <= found.low <= part.low <= part.high <= found.high <= high


def test_a_part_that_is_missing_is_no_zero():
    found = PeopleThere(land=Ends(5_000, 9_000))
    assert (found.low, found.high) == (5_000, 9_000)
    assert found.parts == {"land": Ends(5_000, 9_000), "census": None, "said": None}


@given(numbers, numbers)
def test_few_people_are_never_told_as_nobody_and_ends_move_outward_only(a, b):
    low, high = told_range(min(a, b), max(a, b))
    assert 0 <= low <= min(a, b)
    assert max(a, b) <= high
    assert (high == 0) == (max(a, b) == 0)


def test_half_the_land_of_a_governorate_holds_half_of_its_people_by_land():
    found = there(covering(["1"]))
    # The range of the balance, 80 % of the draws, and half of it.
    low, high = (np.quantile([0.8, 0.9, 1, 1, 1, 1.1, 1.2], q) for q in (0.1, 0.9))
    assert found.land.low == pytest.approx(50_000 * low, rel=1e-5)
    assert found.land.high == pytest.approx(50_000 * high, rel=1e-5)
    assert found.census.low == pytest.approx(90_000 * low, rel=1e-5)
    assert found.census.high == pytest.approx(90_000 * high, rel=1e-5)


def test_land_that_is_only_possible_may_hold_nobody():
    found = there(covering(possible=["1"]))
    assert found.low == 0
    assert found.high > 90_000


@pytest.mark.parametrize("cover", [covering(), PLACED.ground.nothing])
def test_no_land_has_no_number_at_all(cover):
    assert there(cover) == PeopleThere()


def test_where_nobody_lives_by_the_census_it_says_nobody_and_land_says_some():
    found = there(covering(["9"]))
    assert found.census == Ends(0.0, 0.0)
    assert found.land.low > 0
    assert found.low == 0


def test_a_census_that_says_nothing_of_a_governorate_is_missing_and_no_zero():
    bare = Spreading(ground(), np.where(np.isin(BLOCKS, ["9", "10"]), 0.0, CENSUS))
    found = there(covering(["9"]), spreading=bare)
    assert found.census is None
    assert found.land.low > 0
    elsewhere = there(covering(["1"]), spreading=bare)
    assert elsewhere.census == there(covering(["1"])).census


@pytest.mark.parametrize(
    ("balance", "day"),
    [
        (made_up(PEOPLE, members=None), DAY),
        (made_up(PEOPLE), date(2025, 5, 31)),
        (made_up(PEOPLE), date(2025, 7, 1)),
        (made_up(PEOPLE, gap=[(pd.Timestamp("2025-06-05"), pd.Timestamp("2025-06-20"))]), DAY),
    ],
)
def test_without_a_range_the_balance_says_nothing(balance, day):
    assert there(covering(["1"]), balance, day) == PeopleThere()


@given(covers, covers)
def test_a_union_holds_no_more_than_both_and_no_less_than_the_larger(one, other):
    balance = made_up(PEOPLE)
    days = [DAY] * 3
    together = union([one, other], len(BLOCKS))
    a, b, both = people_on(balance, PLACED, days, [one, other, together])
    for name in ("land", "census"):
        parts = [found.parts[name] or Ends(0, 0) for found in (a, b, both)]
        first, second, whole = parts
        assert whole.low >= max(first.low, second.low) * (1 - 1e-9)
        assert whole.high >= max(first.high, second.high) * (1 - 1e-9)
        # All draws are more or fewer together here, so ends add up.
        assert whole.high <= (first.high + second.high) * (1 + 1e-9)


@given(covers)
def test_no_land_holds_more_than_the_strip_nor_does_land_and_its_rest(cover):
    balance = made_up(PEOPLE)
    (strip,) = held_at_most(balance, [DAY], ())
    rest = Cover.of(1 - cover.low)
    found, beside = people_on(balance, PLACED, [DAY] * 2, [Cover.of(cover.low), rest])
    for name in ("land", "census"):
        one, other = found.parts[name], beside.parts[name]
        assert (one.high if one else 0) <= strip * (1 + 1e-6)
        total = (one.high if one else 0) + (other.high if other else 0)
        assert total == pytest.approx(strip, rel=1e-5)


def test_governorates_whose_draws_go_against_each_other_are_surer_together():
    balance = made_up(PEOPLE)
    balance.draws[:, :, 1] = balance.draws[::-1, :, 1]
    balance.draws[:, :, 3] = balance.present[:, 3]
    found = there(covering(["1", "2", "3", "4"]), balance)
    north = there(covering(["1", "2"]), balance)
    gaza = there(covering(["3", "4"]), balance)
    assert found.land.low > north.land.low + gaza.land.low
    assert found.land.high < north.land.high + gaza.land.high


def test_governorates_told_together_share_people_and_land():
    balance = made_up(PEOPLE, moving=30_000)
    assert balance.areas_told(DAY)[0] == ("PS0255", "PS0260")
    # A quarter of the land of both, and of 200 people of 2017 in both those in block 1.
    found = there(covering(["1"]), balance)
    of_both = held_at_most(balance, [DAY], ["PS0255"])[0]
    assert of_both == pytest.approx(held_at_most(balance, [DAY], ["PS0255", "PS0260"])[0])
    assert found.land.high == pytest.approx(of_both / 4, rel=1e-5)
    assert found.census.high == pytest.approx(of_both * 90 / 200, rel=1e-5)


def test_where_no_governorate_is_named_all_may_hold_them():
    balance = made_up(PEOPLE)
    every, unnamed = (held_at_most(balance, [DAY], some)[0] for some in (pc.GOVERNORATES, ()))
    assert every == unnamed > sum(PEOPLE)


def ordered_out(orders, *, balance=None, start=date(2025, 6, 2)):
    book = OrderBook(orders, PLACED.ground)
    issued = book.issued_between(start, date(2025, 6, 30))
    return ordered_out_between(balance or made_up(PEOPLE), PLACED, start, issued)


def on_block(block, day, **cells):
    return {"blocks": block, "issued_on": day, "areas": "somewhere", "pcodes": ""} | cells


def test_nobody_is_ordered_out_twice_from_the_same_land(some_orders):
    once = ordered_out(some_orders(on_block("1; 2", "2025-06-10")))
    again = ordered_out(some_orders(on_block("1; 2", "2025-06-10"), on_block("2; 1", "2025-06-20")))
    assert once == again
    assert once.land.high == pytest.approx(held_at_most(made_up(PEOPLE), [DAY], ["PS0255"])[0])


def test_land_ordered_later_adds_those_who_are_there_then(some_orders):
    people = np.tile(PEOPLE, (30, 1)).astype(float)
    people[15:, 0] = 10_000
    balance = made_up(people)
    found = ordered_out(
        some_orders(on_block("1", "2025-06-10"), on_block("2", "2025-06-20")), balance=balance
    )
    before = there(covering(["1"]), balance, date(2025, 6, 9))
    later = there(covering(["2"]), balance, date(2025, 6, 19))
    assert found.land.high == pytest.approx(before.land.high + later.land.high, rel=1e-5)
    # Those of the second day may be the same people, come back: only one day is sure.
    assert found.land.low == pytest.approx(before.land.low)


def test_who_was_ordered_out_and_again_where_they_went_is_never_more_than_the_strip(some_orders):
    people = np.zeros((30, 5))
    people[:15, 0] = people[15:, 4] = 1_000_000
    balance = made_up(people)
    found = ordered_out(
        some_orders(on_block("1; 2", "2025-06-10"), on_block("9; 10", "2025-06-20")),
        balance=balance,
    )
    (strip,) = held_at_most(balance, [DAY], ())
    assert found.land.high == found.census.high == strip


def test_the_phase_does_not_ask_for_a_day_before_it(some_orders):
    people = np.tile(PEOPLE, (30, 1)).astype(float)
    people[0] = 0
    found = ordered_out(some_orders(on_block("1", "2025-06-02")), balance=made_up(people))
    assert found.land.low > 0


def test_a_report_a_repetition_and_a_map_are_no_other_orders(some_orders):
    rows = [
        on_block("1", "2025-06-10"),
        on_block("1; 2", "2025-06-12", same_order_as="T1", area_km2="20"),
        on_block("1; 2", "2025-06-14", repeats_order="T1"),
        on_block("5", "2025-06-15", kind="zone", term="map of ordered area (repeat)"),
        on_block("6", "2025-06-15", kind="zone", term="security zone"),
        on_block("1", "2025-06-16", kind="rescission"),
    ]
    book = OrderBook(some_orders(*rows), PLACED.ground)
    (one,) = book.issued_between(date(2025, 6, 1), date(2025, 6, 30))
    assert (one.row.order, one.start, one.area.km2) == ("T1", DAY, (20.0, 20.0))
    assert book.issued_between(date(2025, 6, 11), date(2025, 6, 30)) == []


orders_by_day = st.lists(
    st.tuples(st.integers(1, 27), st.sets(st.sampled_from(BLOCKS), min_size=1), st.booleans()),
    min_size=1,
    max_size=5,
)


@settings(max_examples=20)
@given(orders_by_day, st.lists(st.floats(0.3, 3), min_size=30, max_size=30))
def test_ordered_out_is_no_less_than_any_order_and_no_more_than_the_strip(
    some_orders, issued, course
):
    balance = made_up(np.outer(course, PEOPLE))
    rows = [
        on_block(
            "; ".join(sorted(f"{b}.1" if part else b for b in blocks)),
            (date(2025, 6, 2) + timedelta(days=days)).isoformat(),
        )
        for days, blocks, part in issued
    ]
    table = some_orders(*rows)
    found = ordered_out(table, balance=balance)
    book = OrderBook(table, PLACED.ground)
    strip = max(held_at_most(balance, [day.date() for day in balance.days], ()))
    assert found.high <= strip * (1 + 1e-9)
    for one in book.issued_between(date(2025, 6, 2), date(2025, 6, 30)):
        alone = there(one.cover, balance, one.start - timedelta(days=1))
        for name in ("land", "census"):
            assert found.parts[name].low >= alone.parts[name].low * (1 - 1e-9)
            assert found.parts[name].high >= alone.parts[name].high * (1 - 1e-9)


@given(numbers, numbers, st.integers(1, 3_000_000))
def test_no_end_is_told_above_the_people_that_there_are(a, b, most):
    low, high = sorted((min(a, most), min(b, most)))
    least, top = told_range(low, high, most)
    assert 0 <= least <= top <= most
    assert least <= low
    # It is moved inward by no more than three digits bear.
    assert top >= high or top > high * 0.99
    if told_range(low, high)[1] <= most:
        assert (least, top) == told_range(low, high)
