"""How often land was ordered: each order once, maps and zones never, by what was known."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.times_ordered import times_ordered
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.timeline import load_timeline
from tests.evidence.grounds import BLOCKS, book

MAP = "map of ordered area (repeat)"


def counted(table, first="2025-06-01", last="2025-06-30", **facts):
    later = facts.pop("later", True)
    days = (date.fromisoformat(first), date.fromisoformat(last))
    told = times_ordered(book(table, **facts), *days, later=later)
    least, most = (
        {block: int(n) for block, n in zip(BLOCKS, counts, strict=True) if n}
        for counts in (told.least, told.most)
    )
    return [one.id for one in told.issued], least, most


def test_each_order_counts_once_and_maps_zones_and_rescissions_never(some_orders):
    table = some_orders(
        {"blocks": "9", "issued_on": "2025-06-02"},
        {"blocks": "9; 10", "issued_on": "2025-06-03", "same_order_as": "T1"},
        {"blocks": "9", "issued_on": "2025-06-05"},
        {"kind": "zone", "blocks": "9", "issued_on": "2025-06-06"},
        {"kind": "zone", "blocks": "9", "issued_on": "2025-06-06", "term": MAP},
        {"kind": "rescission", "blocks": "9", "issued_on": "2025-06-07"},
    )
    ids, least, most = counted(table)
    assert (len(ids), least["9"]) == (2, 2)
    assert most["9"] == 2


def test_a_part_and_a_place_may_be_more_and_are_not_sure(some_orders):
    table = some_orders(
        {"blocks": "9.1", "issued_on": "2025-06-02"},
        {"areas": "Rafah", "issued_on": "2025-06-03"},
    )
    _, least, most = counted(table, places={"rafah": ("9", "10")})
    assert (least, most) == ({}, {"9": 2, "10": 1})


def test_an_order_belongs_to_the_day_on_which_it_took_effect(some_orders):
    table = some_orders({"blocks": "9", "issued_on": "2025-06-02", "effective_from": "2025-06-04"})
    assert counted(table, "2025-06-02", "2025-06-03")[0] == []
    assert counted(table, "2025-06-04", "2025-06-04")[0] == ["T1"]
    assert counted(table, "2025-06-05", "2025-06-30")[0] == []


def test_a_report_that_came_out_after_the_last_day_can_be_left_out(some_orders):
    table = some_orders({"blocks": "9", "issued_on": "2025-06-02", "source_date": "2025-06-20"})
    assert counted(table, last="2025-06-19")[0] == ["T1"]
    assert counted(table, last="2025-06-19", later=False)[0] == []
    assert counted(table, last="2025-06-20", later=False)[0] == ["T1"]


DAYS = st.dates(load_timeline().first, load_timeline().last)


@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_two_periods_that_follow_each_other_come_to_the_whole(days):
    the_book, (first, middle, last) = order_book(tables_in_use()), days
    whole = times_ordered(the_book, first, last)
    assert (whole.least <= whole.most).all()
    assert whole.most.max(initial=0) <= len(whole.issued)
    if middle < last:
        after = date.fromordinal(middle.toordinal() + 1)
        parts = [times_ordered(the_book, first, middle), times_ordered(the_book, after, last)]
        assert np.array_equal(sum(part.least for part in parts), whole.least)
        assert np.array_equal(sum(part.most for part in parts), whole.most)
