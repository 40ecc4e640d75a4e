"""The land under orders lies between two ends; nothing is counted twice, nothing lapsed at all."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.orders_in_force import CEASEFIRES
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from tests import places
from tests.evidence.grounds import BLOCKS, book, ground, named

STRIP = " ".join(pc.GOVERNORATES)
BOTH = {"areas": "Khan Younis; Rafah", "pcodes": "PS0270 PS0275"}
DAYS = [date(2023, 10, 8) + timedelta(days=days) for days in range(0, 1040, 131)]


def under(table, day="2025-07-01", **facts):
    later = facts.pop("later", True)
    return book(table, **facts).under(date.fromisoformat(day), later=later)


def ends(table, day="2025-07-01", **facts):
    """Which blocks are surely under orders, and which possibly."""
    cover = under(table, day, **facts).cover
    return named(cover.low), named(cover.high)


def share(table, pcode=places.RAFAH, day="2025-07-01", **facts):
    (found,) = [one for one in under(table, day, **facts).shares if one.pcode == pcode]
    return found


def rescission(blocks, on="2025-06-10"):
    return {"kind": "rescission", "blocks": blocks, "issued_on": on, "area_km2": ""}


def test_an_order_covers_its_blocks(some_orders):
    found = share(some_orders({"blocks": "9"}))
    assert (found.low, found.high, found.orders) == (50, 50, ("T1",))
    assert (found.latest, found.count, found.is_open) == (date(2025, 6, 2), 1, False)
    strip = under(some_orders({"blocks": "9"})).strip
    assert (strip.pcode, strip.low, strip.high, strip.count) == ("", 10, 10, 1)


def test_without_an_order_nothing_is_on_record_which_is_not_zero(some_orders):
    land = under(some_orders({"blocks": "9"}), "2025-06-01")
    assert [one.pcode for one in land.shares] == list(pc.GOVERNORATES)
    assert {(one.low, one.high, one.latest, one.count) for one in land.shares} == {
        (None, None, None, 0)
    }
    assert land.strip.low is None
    assert land.running == ()


def test_a_day_before_the_first_order_is_empty():
    land = order_book(tables_in_use()).under(date(2020, 1, 1))
    assert land.strip.low is None
    assert not land.cover


def test_orders_that_overlap_are_counted_once(some_orders):
    table = some_orders({"blocks": "7; 9"}, {"blocks": "9; 10"})
    assert ends(table) == (["7", "9", "10"], ["7", "9", "10"])
    assert share(table).low == share(table).high == 100


def test_a_part_is_possible_and_lost_in_its_whole(some_orders):
    assert ends(some_orders({"blocks": "9.1"})) == ([], ["9"])
    assert ends(some_orders({"blocks": "9.1"}, {"blocks": "9"})) == (["9"], ["9"])
    found = share(some_orders({"blocks": "9.1"}))
    assert (found.low, found.high) == (0, 50)
    assert [(one.id, one.measured) for one in found.behind] == [("T1", "none")]


def test_an_order_without_blocks_may_cover_any_part_of_its_places(some_orders):
    known = {"rafah": ("9", "10"), "khan younis": ("7", "8")}
    table = some_orders(BOTH)
    assert ends(table, places=known) == ([], ["7", "8", "9", "10"])
    found = share(table, places=known)
    assert (found.low, found.high, found.unmeasured) == (0, 100, ("T1",))


@pytest.mark.parametrize("column", ["same_order_as", "repeats_order"])
def test_a_second_report_of_an_order_is_not_another_order(some_orders, column):
    table = some_orders({"blocks": "9"}, {"blocks": "10", column: "T1"})
    land = under(table)
    assert len(land.running) == 1
    assert len(named(land.cover.high)) == 1
    assert share(table).count == 1


def test_of_several_reports_that_which_tells_the_land_best_stands(some_orders):
    vague = {"areas": "Rafah", "area_km2": "20"}
    table = some_orders(vague, {"blocks": "9", "area_km2": "10", "same_order_as": "T1"})
    (one,) = under(table, places={"rafah": ("9", "10")}).running
    assert (one.id, one.area.outline) == ("T2", "blocks")


def test_a_zone_is_no_order_and_an_expansion_is_one(some_orders):
    assert ends(some_orders({"kind": "zone", "blocks": "9"})) == ([], [])
    assert ends(some_orders({"kind": "expansion", "blocks": "9"})) == (["9"], ["9"])


def test_a_map_that_shows_orders_again_is_land_under_orders_and_no_order(some_orders):
    again = {"kind": "zone", "term": "map of ordered area (repeat)", "blocks": "9; 10"}
    table = some_orders({"blocks": "9"}, again)
    land = under(table)
    assert [one.is_map for one in land.running] == [False, True]
    assert ends(table)[0] == ["9", "10"]
    assert (share(table).count, land.strip.count) == (1, 1)


def test_an_order_is_in_force_from_its_day_until_its_stated_end(some_orders):
    table = some_orders({"blocks": "9", "effective_to": "2025-06-20"})
    covered = [ends(table, f"2025-06-{day:02}")[0] for day in (1, 2, 19, 20, 21)]
    assert covered == [[], ["9"], ["9"], [], []]
    announced = some_orders({"blocks": "9", "effective_from": "2025-06-10"})
    assert [ends(announced, f"2025-06-{day:02}")[0] for day in (9, 10)] == [[], ["9"]]


def test_an_order_that_ends_as_it_begins_or_before_is_never_in_force(some_orders):
    """The table refuses an end before its start; one on the same day leaves nothing."""
    table = some_orders({"blocks": "9", "effective_to": "2025-06-02"})
    assert [ends(table, f"2025-06-{day:02}")[1] for day in (1, 2, 3)] == [[], [], []]


def test_an_order_ends_on_its_day_although_a_second_report_of_it_names_no_end(some_orders):
    first = {"blocks": "9", "effective_to": "2025-06-20"}
    table = some_orders(first, {"blocks": "9", "same_order_as": "T1"})
    assert ends(table, "2025-06-19")[0] == ["9"]
    assert ends(table, "2025-06-21")[1] == []
    repeated = some_orders(first, {"blocks": "9", "repeats_order": "T1", "issued_on": "2025-06-25"})
    assert ends(repeated, "2025-06-24")[1] == []
    assert ends(repeated, "2025-06-26")[0] == ["9"]  # a repetition after the end is a new act


@pytest.mark.parametrize("ceasefire", [day.date() for day in CEASEFIRES])
def test_orders_lapse_when_a_ceasefire_begins(some_orders, ceasefire):
    table = some_orders({"blocks": "9", "issued_on": str(ceasefire - timedelta(days=5))})
    assert ends(table, str(ceasefire - timedelta(days=1)))[0] == ["9"]
    assert ends(table, str(ceasefire))[1] == []
    assert ends(table, str(ceasefire + timedelta(days=30)))[1] == []
    same_day = some_orders({"blocks": "9", "issued_on": str(ceasefire)})
    assert ends(same_day, str(ceasefire + timedelta(days=30)))[1] == []
    later = some_orders({"blocks": "9", "issued_on": str(ceasefire + timedelta(days=5))})
    assert ends(later, str(ceasefire + timedelta(days=30)))[0] == ["9"]


def test_what_is_given_back_whole_is_out_surely(some_orders):
    table = some_orders({"blocks": "9; 10"}, rescission("9; 1"))
    assert ends(table, "2025-06-09") == (["9", "10"], ["9", "10"])
    assert ends(table, "2025-06-10") == (["10"], ["10"])
    (one,) = under(table).running
    assert named(one.cover.high) == ["10"]
    assert named(one.area.cover.high) == ["9", "10"]


def test_what_is_given_back_in_part_is_out_possibly(some_orders):
    assert ends(some_orders({"blocks": "9; 10"}, rescission("9.1"))) == (["10"], ["9", "10"])
    known = {"rafah": ("9", "10")}
    bare = rescission("") | {"areas": "three blocks of Rafah"}
    assert ends(some_orders({"blocks": "8; 9"}, bare), places=known) == (["8"], ["8", "9"])


def test_a_whole_block_given_back_takes_its_parts_along(some_orders):
    assert ends(some_orders({"blocks": "9.1; 9.2"}, rescission("9"))) == ([], [])


def test_an_order_whose_land_is_all_given_back_is_no_longer_in_force(some_orders):
    table = some_orders({"blocks": "9; 10"}, rescission("9"), rescission("10", "2025-06-20"))
    assert len(under(table, "2025-06-19").running) == 1
    assert under(table, "2025-06-20").running == ()


def test_an_order_after_the_rescission_stands(some_orders):
    table = some_orders(rescission("9"), {"blocks": "9", "issued_on": "2025-06-20"})
    assert ends(table)[0] == ["9"]


def test_a_rescission_of_a_road_gives_no_land_back(some_orders):
    road = rescission("") | {"areas": "Rafah crossing"}
    assert ends(some_orders({"blocks": "9"}, road)) == (["9"], ["9"])


def test_an_order_for_whole_governorates_may_be_left_out(some_orders):
    table = some_orders(
        {"areas": "all areas north of Wadi Gaza", "pcodes": "PS0255 PS0260"}, {"blocks": "9"}
    )
    the_book = book(table)
    assert named(the_book.under(date(2025, 7, 1)).cover.low) == ["1", "2", "3", "4", "9"]
    without = the_book.under(date(2025, 7, 1), whole_areas=False)
    assert named(without.cover.low) == ["9"]


def test_numbers_and_places_that_are_not_known_leave_the_share_open(some_orders):
    found = share(some_orders({"blocks": "9; 8801"}))
    assert (found.low, found.is_open) == (50, True)
    assert found.behind[0].unknown == ("8801",)
    assert not share(some_orders({"blocks": "9"})).is_open


def test_an_order_with_no_place_is_told_and_covers_nothing(some_orders):
    table = some_orders({"areas": "not named", "pcodes": ""}, {"blocks": "9"})
    land = under(table)
    assert [one.id for one in land.unplaced] == ["T1"]
    assert (share(table).low, share(table).count) == (50, 1)


def test_an_order_without_a_place_counts_in_the_governorate_that_it_names(some_orders):
    site = {"areas": "a hospital", "pcodes": places.RAFAH}
    found = share(some_orders(site))
    assert (found.low, found.count) == (None, 1)
    assert [(one.id, one.measured, one.outline) for one in found.behind] == [("T1", "none", "none")]


def test_the_orders_behind_a_share_are_those_that_make_it_up(some_orders):
    table = some_orders(
        {"blocks": "9", "issued_on": "2025-06-10"},
        {"blocks": "9; 10", "issued_on": "2025-06-05"},
        {"blocks": "10.1", "issued_on": "2025-06-20"},
    )
    found = share(table)
    assert [(one.id, one.measured) for one in found.behind] == [("T2", "whole")]
    assert (found.latest, found.count) == (date(2025, 6, 5), 3)


def test_what_may_cover_more_stands_beside_the_newest_first(some_orders):
    known = {"rafah": ("10",)}
    table = some_orders(
        {"blocks": "9", "issued_on": "2025-06-10"},
        {"areas": "Rafah", "issued_on": "2025-06-05"},
        {"areas": "Nowhere; Rafah", "issued_on": "2025-06-20"},
    )
    found = share(table, places=known)
    assert [(one.id, one.measured) for one in found.behind] == [
        ("T1", "whole"),
        ("T3", "none"),
        ("T2", "none"),
    ]
    assert (found.low, found.high) == (50, 100)
    assert found.orders == ("T1",)


LATE = {"blocks": "9", "source_date": "2025-06-20"}


def test_an_order_is_left_out_until_its_page_is_out(some_orders):
    table = some_orders(LATE)
    assert ends(table, "2025-06-19", later=False)[1] == []
    assert ends(table, "2025-06-20", later=False)[0] == ["9"]
    assert ends(table, "2025-06-19")[0] == ["9"]
    assert [one.appeared for one in under(table, "2025-06-19").running] == ["later"]
    assert [one.appeared for one in under(table, "2025-06-20").running] == ["in_time"]


@pytest.mark.parametrize(
    ("cells", "appeared"),
    [
        ({"source_title": "an order (copy in GitHub)"} | LATE, "copy"),
        ({"blocks": "9", "source_date": ""}, "undated"),
    ],
)
def test_a_copy_and_a_page_without_a_date_stay(some_orders, cells, appeared):
    found = share(some_orders(cells), day="2025-06-10", later=False)
    assert [(order.id, order.appeared) for order in found.behind] == [("T1", appeared)]


def test_what_a_page_that_came_out_later_takes_back_or_ends_is_not_known_yet(some_orders):
    back = some_orders({"blocks": "9"}, rescission("9", "2025-06-05") | LATE | {"blocks": "9"})
    ended = some_orders(
        {"blocks": "9"}, LATE | {"same_order_as": "T1", "effective_to": "2025-06-05"}
    )
    for table in (back, ended):
        assert ends(table, "2025-06-10")[1] == []
        assert ends(table, "2025-06-10", later=False)[0] == ["9"]
        assert ends(table, "2025-06-20", later=False)[1] == []


def test_days_on_which_something_turns(some_orders):
    copy = {"source_title": "a copy in GitHub", "source_date": "2025-06-25"}
    turns = book(some_orders(LATE, copy)).turning_days()
    assert date(2025, 6, 20) in turns
    assert date(2025, 6, 25) not in turns  # the day of a copy says nothing of the page
    assert {day.date() for day in CEASEFIRES} <= set(turns)


def test_ever_ordered_counts_what_lapsed_or_was_given_back_and_each_order_once(some_orders):
    table = some_orders(
        {"blocks": "9", "issued_on": "2025-01-05"},
        {"blocks": "10", "issued_on": "2025-06-01"},
        {"blocks": "7.1", "issued_on": "2025-06-02"},
        {"areas": "Rafah", "issued_on": "2025-06-03", "same_order_as": "T3"},
        rescission("10"),
        {"kind": "zone", "blocks": "1", "issued_on": "2025-06-01"},
    )
    the_book = book(table, places={"rafah": ("9", "10")})
    all_ = the_book.ever_ordered(date(2023, 10, 7), date(2025, 7, 1))
    assert (named(all_.low), named(all_.high)) == (["9", "10"], ["7", "9", "10"])
    since = the_book.ever_ordered(date(2025, 6, 2), date(2025, 7, 1))
    assert (named(since.low), named(since.high)) == ([], ["7"])


PIECES = {block: [f"{block}.1", f"{block}.2", f"{block}.3"] for block in BLOCKS[:4]}
"""Each block is truly made of three parts. Orders name the block, or some of its parts."""
NAMES = [*PIECES, *(part for parts in PIECES.values() for part in parts)]


def pieces(names):
    return {part for name in names for part in PIECES.get(name, [name])}


ACTS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(NAMES), min_size=1, max_size=5),
        st.integers(1, 28),
        st.sampled_from(["order", "order", "order", "expansion", "zone", "rescission"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)
PLACE = {"place": tuple(BLOCKS[:4])}


@given(ACTS)
@example([({"4"}, 1, "order", True), ({"4.2"}, 2, "order", True), ({"4.1"}, 3, "rescission", True)])
def test_the_land_truly_under_orders_lies_between_the_ends(some_orders, acts):
    rows, truth = [], set()
    # A row that names every part, and lapsed: which parts there are, the table tells.
    every = {"blocks": "; ".join(NAMES), "issued_on": "2025-01-01", "pcodes": STRIP}
    for names, day, kind, by_blocks in acts:
        row = {"kind": kind, "issued_on": f"2025-06-{day:02}", "pcodes": STRIP, "areas": "Place"}
        rows.append(row | {"blocks": "; ".join(sorted(names)) if by_blocks else ""})
        if kind in ("order", "expansion"):
            back = [pieces(n) for n, d, k, _ in acts if k == "rescission" and d > day]
            truth |= pieces(names).difference(*back)
    cover = under(some_orders(every, *rows), "2025-06-30", places=PLACE).cover
    for at, block in enumerate(PIECES):
        share_of = len(truth & set(PIECES[block])) / 3
        assert cover.low[at] <= share_of + 1e-9
        assert share_of <= cover.high[at] + 1e-9
    assert not cover.high[4:].any()


@settings(max_examples=20)
@given(ACTS, st.sampled_from(NAMES))
def test_one_more_order_never_makes_the_land_less(some_orders, acts, name):
    rows = [
        {
            "kind": kind,
            "issued_on": f"2025-06-{day:02}",
            "pcodes": STRIP,
            "blocks": "; ".join(names),
        }
        for names, day, kind, _ in acts
    ]
    more = {"issued_on": "2025-06-29", "pcodes": STRIP, "blocks": name}
    fixed = {"blocks": "; ".join(NAMES), "issued_on": "2025-01-01", "pcodes": STRIP}
    before = under(some_orders(fixed, *rows), "2025-06-30").cover
    after = under(some_orders(fixed, *rows, more), "2025-06-30").cover
    assert (after.low >= before.low).all()
    assert (after.high >= before.high).all()


@pytest.fixture(scope="module")
def strip_book():
    return order_book(tables_in_use())


@pytest.fixture(scope="module")
def lands(strip_book):
    return {day: strip_book.under(day) for day in DAYS}


def test_shares_lie_between_nothing_and_all(lands):
    for land in lands.values():
        for one in (*land.shares, land.strip):
            if one.low is not None:
                assert 0 <= one.low <= one.high <= 100
            assert one.low is not None or one.orders == ()


def test_no_order_is_counted_twice(lands, orders):
    rows = orders.set_index("id")
    for land in lands.values():
        running = [one.id for one in land.running]
        assert rows.loc[running, "order"].is_unique
        for one in (*land.shares, land.strip):
            behind = [order.id for order in one.behind]
            assert len(behind) == len(set(behind))
            assert set(behind) <= set(running)


def test_the_land_under_orders_is_that_of_the_orders_in_force(lands):
    for land in lands.values():
        covers = [one.cover for one in land.running]
        low = np.max([cover.low for cover in covers], axis=0) if covers else 0
        most = np.sum([cover.high for cover in covers], axis=0) if covers else 0
        assert (land.cover.low == low).all()
        assert (land.cover.high <= np.minimum(most, 1)).all()


def test_the_orders_behind_a_share_are_in_force_and_issued_by_the_day(lands, orders):
    rows = orders.set_index("id")
    for day, land in lands.items():
        lapsed = [c.date() for c in CEASEFIRES if c.date() <= day]
        for one in land.running:
            assert one.start <= day
            assert not lapsed or one.start > max(lapsed)
            assert not rows.loc[one.id, "effective_to"] <= pd.Timestamp(day)
        for one in land.shares:
            assert all(order.issued_on <= day for order in one.behind)


def test_the_strip_is_the_sum_of_its_governorates(lands):
    for land in lands.values():
        parts = [land.ground.area(land.cover, land.ground.within[one.pcode]) for one in land.shares]
        whole = land.ground.area(land.cover)
        assert np.allclose(np.sum(parts, axis=0), whole)


def test_known_days_of_the_strip(strip_book):
    rafah = strip_book.under(date(2025, 8, 20)).shares[-1]
    assert rafah.pcode == places.RAFAH
    assert rafah.low > 90  # nearly all of it was ordered out
    city = strip_book.under(date(2025, 10, 5)).shares[1]
    assert city.low > 90
    north = strip_book.under(date(2023, 10, 14))
    assert [one.low for one in north.shares[:2]] == pytest.approx([100, 100])
    assert north.shares[-1].low < 10
    assert strip_book.under(date(2023, 10, 14), whole_areas=False).shares[0].low < 50


def test_an_order_whose_page_came_out_later_is_marked_and_can_be_left_out(strip_book):
    day = date(2025, 8, 20)
    appeared = {one.id: one.appeared for one in strip_book.in_force(day)}
    assert appeared["GO0177"] == "later"
    assert "GO0177" not in {one.id for one in strip_book.in_force(day, later=False)}


def test_an_order_may_have_as_many_blocks_as_there_are(some_orders):
    table = some_orders({"blocks": "; ".join(BLOCKS), "pcodes": STRIP})
    assert under(table).strip.low == 100
    assert ground(table).parts == {}
