"""Shares of blocks that are covered, at least and at most: unions count nothing twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.ground import Cover, blocks_named, ground_of, parts_named, union, whole_block
from nuzuh.loaders.block_map import load_block_map
from tests import places
from tests.evidence.grounds import BLOCKS, KM2, ground, named

PIECES = 6
"""A block of ten is made of so many pieces of land, of which a cover truly covers some."""


@st.composite
def covers(draw, most=4):
    """Covers with the pieces of land that each of them truly covers."""
    made = []
    for _ in range(draw(st.integers(0, most))):
        truly = np.array(
            draw(
                st.lists(
                    st.lists(st.booleans(), min_size=PIECES, max_size=PIECES),
                    min_size=3,
                    max_size=3,
                )
            )
        )
        share = truly.mean(axis=1)
        slack = np.array(draw(st.lists(st.floats(0, 1), min_size=3, max_size=3)))
        more = np.array(draw(st.lists(st.floats(0, 1), min_size=3, max_size=3)))
        made.append((truly, Cover.of(share * slack, share + (1 - share) * more)))
    return made


@given(covers())
def test_what_is_truly_covered_together_lies_between_the_ends(some):
    together = union([cover for _, cover in some], 3)
    truly = np.logical_or.reduce([truly for truly, _ in some]) if some else np.zeros((3, PIECES))
    share = truly.mean(axis=1)
    assert (together.low <= share + 1e-9).all()
    assert (share <= together.high + 1e-9).all()
    assert (together.low <= together.high).all()
    assert (together.high <= 1).all()


@given(covers(most=2))
def test_what_is_truly_left_lies_between_the_ends(some):
    if len(some) < 2:
        return
    (all_, cover), (taken, other) = some
    left = cover.less(other)
    share = (all_ & ~taken).mean(axis=1)
    assert (left.low <= share + 1e-9).all()
    assert (share <= left.high + 1e-9).all()
    assert (left.high <= cover.high + 1e-9).all()


@given(covers())
def test_unions_do_not_depend_on_the_order_and_repeat_nothing(some):
    each = [cover for _, cover in some]
    there, back = union(each, 3), union(each[::-1], 3)
    assert np.allclose(there.low, back.low)
    assert np.allclose(there.high, back.high)
    whole = [Cover.of(np.round(cover.low)) for cover in each]
    assert np.array_equal(union(whole, 3).high, union(whole + whole, 3).high)


@given(st.lists(st.sampled_from([*BLOCKS, "3.1", "3.2", "4.1", "8801", "8802.1"]), max_size=9))
def test_every_number_is_covered_or_listed(names):
    cover, unknown = ground().of_blocks(names)
    assert {name for name in names if whole_block(name) not in BLOCKS} == set(unknown)
    for name in names:
        if whole_block(name) in BLOCKS:
            at = BLOCKS.index(whole_block(name))
            assert cover.high[at] == 1
            assert name != whole_block(name) or cover.low[at] == 1
    assert named(cover.high) == [b for b in BLOCKS if b in {whole_block(n) for n in names}]


def test_all_parts_of_a_block_that_any_order_names_are_all_of_it(some_orders):
    orders = some_orders({"blocks": "3.1"}, {"blocks": "3.2; 4.1"})
    land = ground(orders)
    assert named(land.of_blocks(["3.1", "3.2"])[0].low) == ["3"]
    assert named(land.of_blocks(["3.1"])[0].low) == []
    assert named(land.of_blocks(["4.1"])[0].low) == []  # one part alone says nothing of others


def test_shares_are_of_the_land_asked_about():
    land = ground()
    cover = Cover.of([1, 0, 0, 0.5, 0, 0, 0, 0, 0, 0], [1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    assert land.area(cover) == (1.5 * KM2, 2 * KM2)
    assert land.percent(cover) == (15, 20)
    assert land.percent(cover, land.within[places.GAZA]) == (25, 50)
    assert land.percent(land.nothing) == (0, 0)
    assert not land.nothing
    assert cover
    assert land.governorates(["PS0255", "nowhere"]).sum() == 2


def test_cells_of_blocks_are_split_and_each_named_once():
    assert blocks_named("3;4.1; 3 ;") == ("3", "4.1")
    assert blocks_named("") == ()
    assert parts_named(["3.1; 4", "3.2; 3.1"]) == {"3": frozenset({"3.1", "3.2"})}


def test_the_ground_of_the_strip_holds_all_of_it(orders):
    land = ground_of(load_block_map().frame, orders)
    assert land.km2.sum() == pytest.approx(360, abs=1)
    assert sum(inside.sum() for inside in land.within.values()) == len(land.blocks)
    assert 0 <= np.nanmin(land.behind_line) <= np.nanmax(land.behind_line) <= 1
