"""Zones and lines: which hold on a day, where they are, and what they make closed with orders."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.zones import LINE_DAY, orders_or_zones, zone_kind, zones_on
from nuzuh.loaders import pcodes as pc
from tests import places
from tests.evidence.grounds import BLOCKS, book, named

STRIP = " ".join(pc.GOVERNORATES)
LINE = {"term": "yellow line", "areas": "land behind", "pcodes": STRIP}
BEHIND = {"1": 1.0, "2": 0.4, "3": 0.5}


def zone(term, day, **cells):
    return {"kind": "zone", "term": term, "issued_on": day, "area_km2": ""} | cells


MOVED = zone(**LINE | {"term": "yellow line (moved)"}, day="2025-11-20")


def on(some_orders, rows, day, *, later=True, **facts):
    return zones_on(book(some_orders(*rows), **facts), date.fromisoformat(day), later=later)


def ids(zones):
    return [found.id for found in zones]


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        ("humanitarian zone (adjusted)", "humanitarian"),
        ("expanded humanitarian zone", "humanitarian"),
        ("humanitarian zone (planned pilot)", None),
        ("security perimeter / buffer zone", "no_go"),
        ("security corridor / no-go zone", "no_go"),
        ("restricted-access zone", "no_go"),
        ("yellow line (as marked on the ground)", "yellow_line"),
        ("yellow line (no further widening)", None),
        ("yellow line / military control", None),
        ("orange line / no-go zone", "orange_line"),
        ("orange line / restricted zone", "orange_line"),
        ("map of ordered area (repeat)", None),
        ("road closure", None),
        ("earthen barrier", None),
    ],
)
def test_a_term_says_what_a_zone_is(term, kind):
    assert zone_kind(term) == kind


def test_every_zone_of_the_table_is_known_for_what_it_is(orders):
    """A new term is met with open eyes: it is of a kind, or known to have no edge."""
    no_edge = ("planned", "control", "closure", "barrier", "route", "map of ordered", "no further")
    terms = set(orders.loc[orders["kind"] == "zone", "term"])
    assert [t for t in terms if (zone_kind(t) is None) != any(w in t for w in no_edge)] == []


def test_one_humanitarian_zone_takes_the_place_of_another(some_orders):
    rows = (
        zone("humanitarian zone", "2024-05-06", blocks="7; 8"),
        zone("humanitarian zone (adjusted)", "2024-07-22", blocks="7"),
    )
    assert on(some_orders, rows, "2024-05-05") == ()
    (first,) = on(some_orders, rows, "2024-07-21")
    (second,) = on(some_orders, rows, "2024-07-22")
    assert (first.id, named(first.sure), first.since) == ("T1", ["7", "8"], date(2024, 5, 6))
    assert (second.id, named(second.sure), second.course_known) == ("T2", ["7"], True)


def test_a_zone_ends_on_its_own_day_and_not_with_a_ceasefire(some_orders):
    rows = (zone("humanitarian zone", "2025-01-12", blocks="7", effective_to="2025-02-01"),)
    assert ids(on(some_orders, rows, "2025-01-31")) == ["T1"]
    assert on(some_orders, rows, "2025-02-01") == ()


def test_a_part_of_a_block_is_in_a_zone_possibly(some_orders):
    (found,) = on(
        some_orders, (zone("humanitarian zone", "2024-05-06", blocks="7.1"),), "2024-06-01"
    )
    assert (named(found.sure), named(found.possible)) == ([], ["7"])


def test_the_line_lies_where_its_shares_say_and_is_drawn_over_half_a_block(some_orders):
    (line,) = on(some_orders, (zone(**LINE, day="2025-10-10"),), "2025-10-20", behind=BEHIND)
    assert (line.kind, line.course_known, line.course_as_of) == ("yellow_line", True, LINE_DAY)
    assert line.cover.low.tolist() == line.cover.high.tolist()
    assert sum(line.cover.low) == pytest.approx(1.9)
    assert named(line.sure) == ["1", "3"]


def test_a_line_that_moved_unseen_is_where_it_was_known_last(some_orders):
    rows = (zone(**LINE, day="2025-10-10"), MOVED)
    (line,) = on(some_orders, rows, "2025-12-01", behind=BEHIND)
    assert (line.id, line.since) == ("T2", date(2025, 11, 20))
    assert (line.course_known, line.course_as_of) == (False, LINE_DAY)
    assert named(line.sure) == ["1", "3"]


def test_a_line_with_blocks_of_its_own_is_known(some_orders):
    rows = (zone(**LINE, day="2025-10-10"), MOVED | {"blocks": "1; 2; 3; 4"})
    (line,) = on(some_orders, rows, "2025-12-01", behind=BEHIND)
    assert (line.course_known, named(line.sure)) == (True, ["1", "2", "3", "4"])


def test_several_reports_of_a_zone_are_one_since_the_first_of_them(some_orders):
    rows = (
        zone("orange line / no-go zone", "2026-02-15", pcodes=STRIP, same_order_as="T2"),
        zone("orange line", "2026-03-15", pcodes=STRIP, share_of_strip_percent="11"),
    )
    (line,) = on(some_orders, rows, "2026-04-01")
    assert (line.id, line.since, line.percent) == ("T2", date(2026, 2, 15), 11)
    assert (line.is_placed, line.course_known, line.course_as_of) == (False, False, None)
    assert ids(on(some_orders, rows, "2026-03-01")) == ["T1"]


def test_a_closed_zone_covers_a_governorate_that_it_names_whole_and_else_what_it_maps(some_orders):
    whole = zone("security area", "2025-04-09", areas="Rafah (whole area)")
    rows = (
        whole,
        zone("security perimeter / buffer zone", "2025-04-16", pcodes=STRIP, areas="the fence"),
        zone("security corridor", "2025-04-17", pcodes=STRIP, areas="corridor", blocks="5"),
    )
    area, fence, corridor = on(some_orders, rows, "2025-05-01")
    assert (named(area.sure), area.course_known) == (["9", "10"], True)
    assert (named(fence.possible), fence.is_placed) == ([], False)
    assert named(corridor.sure) == ["5"]
    two = whole | {"pcodes": f"{places.KHAN_YOUNIS} {places.RAFAH}", "areas": "all of the south"}
    (unknown,) = on(some_orders, (two,), "2025-05-01")
    assert not unknown.is_placed


def test_a_closed_zone_ends_when_all_of_it_is_given_back(some_orders):
    rows = (
        zone("security area", "2025-04-09", areas="Rafah (whole area)"),
        {"kind": "rescission", "issued_on": "2025-05-01", "areas": "Rafah (a part)"},
        {"kind": "rescission", "issued_on": "2025-06-01", "areas": "Rafah (whole area)"},
    )
    assert ids(on(some_orders, rows, "2025-05-31")) == ["T1"]
    assert on(some_orders, rows, "2025-06-01") == ()


def test_the_line_says_what_stays_closed_of_the_zones_before_it(some_orders):
    rows = (
        zone("security area", "2025-04-09", areas="Rafah (whole area)"),
        zone(**LINE, day="2025-10-10"),
        zone("restricted-access zone", "2026-06-30", pcodes=STRIP),
        MOVED,
    )
    assert ids(on(some_orders, rows, "2025-10-09")) == ["T1"]
    assert ids(on(some_orders, rows, "2025-10-10")) == ["T2"]
    assert ids(on(some_orders, rows, "2026-07-01")) == ["T3", "T4"]


def test_a_later_measure_of_the_same_zone_takes_its_place(some_orders):
    rows = tuple(
        zone("restricted-access zone", day, pcodes=STRIP, share_of_strip_percent=share)
        for day, share in (("2026-06-30", "64.9"), ("2026-08-28", "66.7"))
    )
    (found,) = on(some_orders, rows, "2026-09-01")
    assert (found.id, found.percent) == ("T2", 66.7)


def test_what_came_out_later_may_be_left_out(some_orders):
    rows = (zone(**LINE, day="2025-10-10", source_date="2025-10-14"),)
    assert ids(on(some_orders, rows, "2025-10-12")) == ["T1"]
    assert on(some_orders, rows, "2025-10-12", later=False) == ()
    assert ids(on(some_orders, rows, "2025-10-14", later=False)) == ["T1"]


def test_plans_roads_and_maps_of_orders_are_no_zones(some_orders):
    terms = ("humanitarian zone (planned pilot)", "road closure", "map of ordered area (repeat)")
    rows = tuple(zone(term, "2025-04-09", blocks="7") for term in terms)
    assert on(some_orders, rows, "2025-05-01") == ()


def test_orders_and_closed_zones_together_count_land_once(some_orders):
    rows = (
        {"issued_on": "2025-04-01", "blocks": "8; 9", "pcodes": STRIP},
        zone("security area", "2025-04-09", areas="Rafah (whole area)"),
        zone("humanitarian zone", "2025-04-09", blocks="7"),
    )
    land = orders_or_zones(book(some_orders(*rows)), date(2025, 5, 1))
    assert (land.orders.strip.low, land.strip.low, land.strip.high) == (20, 30, 30)
    assert [share.low for share in land.shares] == [None, None, None, 50, 100]
    assert ids(land.zones) == ["T2"]
    assert not land.strip.is_open


def test_a_closed_zone_without_a_course_leaves_the_share_open(some_orders):
    rows = (
        {"issued_on": "2025-04-01", "blocks": "9", "pcodes": places.RAFAH},
        zone("security perimeter", "2025-04-16", pcodes=places.RAFAH, areas="the fence"),
    )
    land = orders_or_zones(book(some_orders(*rows)), date(2025, 5, 1))
    assert (land.strip.low, land.strip.is_open) == (10, True)
    assert [share.is_open for share in land.shares] == [False] * 4 + [True]
    before = orders_or_zones(book(some_orders(*rows)), date(2025, 4, 15))
    assert not before.strip.is_open


DAYS = st.dates(date(2025, 3, 20), date(2026, 6, 1))
TERMS = ("humanitarian zone", "security area", "yellow line", "yellow line (moved)", "orange line")
ROWS = st.lists(
    st.tuples(st.sampled_from(TERMS), DAYS, st.lists(st.sampled_from(BLOCKS), max_size=3)),
    max_size=6,
)


@given(ROWS, DAYS)
def test_of_each_kind_the_newest_holds_and_nothing_is_counted_twice(some_orders, rows, day):
    cells = [zone(t, d.isoformat(), blocks="; ".join(b), pcodes=STRIP) for t, d, b in rows]
    table = some_orders({"issued_on": "2025-03-19", "blocks": "4; 9.1", "pcodes": STRIP}, *cells)
    its_book = book(table, behind=BEHIND)
    found = zones_on(its_book, day)
    kinds = [one.kind for one in found]
    assert len(kinds) == len(set(kinds))
    assert all(one.since <= day for one in found)
    for one in found:
        asked = [d for t, d, _ in rows if zone_kind(t) == one.kind and d <= day]
        assert one.since == max(asked)
        assert one.course_known == (one.course_as_of is not None and one.course_as_of >= one.since)
    land = orders_or_zones(its_book, day)
    closed = [one.cover for one in land.zones]
    least = max([land.orders.cover.low.sum(), *(c.low.sum() for c in closed)])
    most = land.orders.cover.high.sum() + sum(c.high.sum() for c in closed)
    assert least <= land.cover.low.sum() <= land.cover.high.sum() <= min(most + 1e-9, len(BLOCKS))


def test_what_holds_changes_on_turning_days_alone(orders):
    """A reader who asks on turning days misses nothing."""
    its_book = book(orders)
    turns = set(its_book.turning_days())
    days = [date(2023, 10, 8) + timedelta(days=n) for n in range(1060)]
    told = [[(one.id, one.course_known) for one in zones_on(its_book, day)] for day in days]
    changed = {day for day, a, b in zip(days[1:], told, told[1:], strict=False) if a != b}
    assert changed <= turns
