"""The land under orders goes to the browser whole: blocks, orders, and what holds on which days."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.order_book import order_book
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.land import land_of
from nuzuh.scene.time_map import Land, LandBlock, LandOrder, LandRun
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.checks import TimeMapError
from nuzuh.web.timemap.payload import build_payload
from tests.web.timemaps import FIRST, map_of, opened, shapes_of, squares

ENGLISH = Translator("en")
MOST = 30_000
"""Bytes by which the land may make the first load of the map heavier."""


def read(data):
    """The land that the browser unpacks, as ``unpack.ts`` does it."""
    header, arrays = opened(data)
    told = header["land"]
    count = len(arrays["runs"]) // 5
    blocks = iter(arrays["runBlocks"].tolist())

    def take(many):
        return tuple(next(blocks) for _ in range(many))

    runs = []
    for order, start, end, sure, possible in arrays["runs"].reshape(5, count).T.tolist():
        days = (FIRST + timedelta(day) for day in (start, end))
        runs.append(LandRun(order, *days, take(sure), take(possible)))
    assert next(blocks, None) is None
    shapes = shapes_of(*(arrays[name] for name in ("counts", "x", "y")))
    areas = [header["areas"][index]["id"] for index in arrays["blockAreas"].tolist()]
    return Land(
        blocks=[
            LandBlock(number, area, shape, bool(exact))
            for number, area, shape, exact in zip(
                told["numbers"],
                areas,
                shapes[-len(areas) :],
                arrays["blockGiven"].tolist(),
                strict=True,
            )
        ],
        orders=[
            LandOrder(
                *(order[name] for name in ("id", "order", "kind", "zone", "outline")),
                None if order["asOf"] is None else FIRST + timedelta(order["asOf"]),
            )
            for order in told["orders"]
        ],
        runs=runs,
    )


BLOCKS, LAST = 7, 400
ORDERS = [
    LandOrder("G1", "G1", "order", "", "blocks"),
    LandOrder("G2", "G1", "order", "", "places"),
    LandOrder("G3", "G3", "map", "", "given"),
    LandOrder("Z1", "Z1", "zone", "yellow_line", "", FIRST + timedelta(3)),
]
days = st.integers(0, LAST).map(lambda day: FIRST + timedelta(day))
some_blocks = st.sets(st.integers(0, BLOCKS - 1)).map(lambda blocks: tuple(sorted(blocks)))
some_runs = st.builds(
    LandRun, st.integers(0, len(ORDERS) - 1), days, days, some_blocks, some_blocks
)


@given(st.lists(some_runs, max_size=12))
def test_what_is_packed_comes_out_again(runs):
    areas = squares(2)
    blocks = [
        LandBlock(str(n), f"A{n % 2}", shapely.box(n, 0, n + 1, 1), given=n % 3 == 0)
        for n in range(BLOCKS)
    ]
    land = Land(blocks, ORDERS, runs)
    drawn = map_of(np.full((2, LAST + 1), 1e5), areas, land=land)
    found = read(build_payload(drawn, ENGLISH).data)
    assert (found.orders, found.runs) == (ORDERS, runs)
    for block, again in zip(blocks, found.blocks, strict=True):
        assert (again.number, again.area, again.given) == (block.number, block.area, block.given)
        assert again.shape.equals(block.shape)


def test_a_map_without_land_says_nothing_of_it():
    header, arrays = opened(build_payload(map_of([[1e5]]), ENGLISH).data)
    assert "land" not in header
    assert not {"blockAreas", "blockGiven", "runs", "runBlocks"} & set(arrays)


def test_a_block_that_cannot_be_drawn_is_refused_by_its_number():
    land = Land([LandBlock("2231", "A0", shapely.LineString([(0, 0), (1, 1)]), given=True)], [], [])
    with pytest.raises(TimeMapError, match="2231"):
        build_payload(map_of([[1e5]], land=land), ENGLISH)


@pytest.mark.parametrize("later", [True, False])
def test_nothing_holds_outside_of_its_days_or_of_the_timeline(later):
    land, span = land_of(tables_in_use(), later=later), load_timeline()
    book = order_book(tables_in_use())
    starts = {row.id: row.start.date() for row in book._issued}
    every = len(land.blocks)
    spells = {}
    for run in land.runs:
        order = land.orders[run.order]
        assert span.first <= run.start <= run.end <= span.last
        assert not set(run.sure) & set(run.possible)
        assert all(0 <= block < every for block in (*run.sure, *run.possible))
        assert list(run.sure) == sorted(run.sure)
        if order.kind != "zone":
            assert run.start >= max(starts[order.id], span.first), order.id
        spells.setdefault(run.order, []).append((run.start, run.end))
    # An order, or a report of it, is in force once on a day.
    for some in spells.values():
        for (_, end), (start, _) in zip(sorted(some), sorted(some)[1:], strict=False):
            assert end < start
    assert {order.kind for order in land.orders} == {"order", "map", "zone"}
    assert {order.zone for order in land.orders} >= {"", "humanitarian", "no_go", "yellow_line"}


def test_blocks_stand_in_the_order_of_their_map():
    blocks, map_ = land_of(tables_in_use(), later=True).blocks, load_block_map().frame
    assert [block.number for block in blocks] == list(map_["block"])
    assert [block.area for block in blocks] == list(map_["pcode"])
    assert [block.given for block in blocks] == list(map_["given"])


def test_the_land_goes_with_the_published_map_alone_and_is_small():
    cube = time_map_of(View(), tables_in_use(), ENGLISH)
    whole = len(build_payload(cube, ENGLISH).data)
    bare = len(build_payload(cube.__class__(**{**vars(cube), "land": None}), ENGLISH).data)
    assert 0 < whole - bare < MOST
    assert [layer.over for layer in cube.layers] == ["", "", "", "people"]
    rebuilt = time_map_of(View(mode="reconstructed"), tables_in_use(), ENGLISH)
    assert rebuilt.land is None
