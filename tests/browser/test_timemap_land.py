"""The layer of orders: land over the colours of people, zones by their edge, a legend of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
import shapely
from PIL import Image

from nuzuh.scene.time_map import Land, LandBlock, LandOrder, LandRun, OrderArea
from nuzuh.scene.translator import Translator
from nuzuh.web.timemap.payload import build_payload
from tests.browser.harness import days_from
from tests.browser.test_timemap_alone import place_of
from tests.web.timemaps import FIRST, SCALE, layer_of, map_of, squares

pytestmark = pytest.mark.walk

DAYS = days_from(FIRST, range(5))
ENGLISH = Translator("en")
ACROSS = 5
"""Blocks along each side of the one area."""
LINES = "#0b6e8a"
YELLOW, GREEN = "#ffd400", "#1a7f37"


def block(row, column):
    """The index of a block, counted from the south-west."""
    return ACROSS * row + column


def blocks(given=()):
    (area,) = squares(1)
    x0, y0, x1, _ = area.shape.bounds
    side = (x1 - x0) / ACROSS
    return [
        LandBlock(
            str(100 + n),
            "A0",
            shapely.box(x0 + side * i, y0 + side * j, x0 + side * (i + 1), y0 + side * (j + 1)),
            given=n in given,
        )
        for n, (j, i) in enumerate(np.ndindex(ACROSS, ACROSS))
    ]


SURE, MAYBE, FREE = block(3, 2), block(3, 3), block(4, 0)
"""None of them in the middle, where the label of the area stands."""
ORDERS = [
    LandOrder("R1", "R1", "order", "", "blocks"),
    LandOrder("Z1", "Z1", "zone", "yellow_line", "", FIRST),
    LandOrder("Z2", "Z2", "zone", "humanitarian", ""),
]
RUNS = [
    LandRun(0, FIRST + timedelta(1), FIRST + timedelta(2), (SURE,), (MAYBE,)),
    LandRun(1, FIRST + timedelta(2), FIRST + timedelta(4), (block(0, 0), block(0, 1)), ()),
    LandRun(2, FIRST + timedelta(3), FIRST + timedelta(4), (), (SURE,)),
]


def packed(given=(), **changed):
    people = layer_of([[300_000.0] * 5])
    orders = replace(
        layer_of([[np.nan] * 5]),
        id="orders",
        name="Orders",
        title="Land under orders",
        unit="percent",
        marks={"missing": "no order known"},
        orders=True,
        over="people",
    )
    land = Land(blocks(given), ORDERS, RUNS)
    drawn = map_of(people, land=land, **changed)
    return build_payload(replace(drawn, layers=[people, orders]), ENGLISH)


def inside(someone, index, dx=0.5, dy=0.5, reach=5):
    """The colours around a point of a block, given as shares of its sides."""
    x0, y0, x1, y1 = blocks()[index].shape.bounds
    at = (x0 + dx * (x1 - x0), y0 + dy * (y1 - y0))
    return someone.colours(*place_of(squares(1), at, someone.picture().size), reach=reach)


def legend(someone):
    return [row.strip() for row in someone.page.locator(".tm-legend .tm-class").all_inner_texts()]


def parts_of(colour):
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def alike(colour, other):
    """Whether two colours are one but for the smoothing of thin lines."""
    return max(abs(a - b) for a, b in zip(parts_of(colour), parts_of(other), strict=True)) < 40


def paler(colour):
    parts = parts_of(colour)
    return "#" + "".join(f"{round(255 - 0.55 * (255 - part)):02x}" for part in parts)


CLASS = SCALE.colours[SCALE.shade(300_000)]
WORDS = {name: ENGLISH(f"timemap.land.{name}") for name in ("sure", "given", "possible")}


def test_land_stands_over_paler_colours_of_people_while_it_is_in_force(alone):
    alone.shows(packed(), DAYS[0], layer="orders")
    for index in (SURE, MAYBE, FREE):
        assert inside(alone, index) == {paler(CLASS)}
    assert legend(alone) == [*SCALE.labels(ENGLISH)]
    for day in DAYS[1:3]:
        alone.goes(date=day)
        for index in (SURE, MAYBE):
            colours = inside(alone, index)
            assert any(alike(colour, LINES) for colour in colours)
            assert paler(CLASS) in colours
        assert inside(alone, FREE) == {paler(CLASS)}
        assert [WORDS["sure"], WORDS["possible"]] == legend(alone)[6:8]
    alone.goes(date=DAYS[4])
    assert inside(alone, MAYBE) == {paler(CLASS)}
    alone.goes(date=DAYS[1], layer="people")
    assert inside(alone, SURE) == {CLASS}
    assert legend(alone)[:6] == SCALE.labels(ENGLISH)
    assert not set(WORDS.values()) & set(legend(alone))


@pytest.mark.thorough
def test_the_edge_of_what_is_sure_is_whole_only_where_it_is_exact(alone):
    """Along the lower edge of a block: gaps between dashes, or none."""

    def along(someone):
        steps = np.linspace(0.15, 0.85, 60)
        return [LINES in inside(someone, SURE, dx, 0.0, reach=1) for dx in steps]

    alone.shows(packed(), DAYS[1], layer="orders")
    dashed = along(alone)
    assert any(dashed)
    assert not all(dashed)
    alone.fresh()
    alone.shows(packed(given={SURE}), DAYS[1], layer="orders")
    assert all(along(alone))
    assert WORDS["given"] in legend(alone)
    assert WORDS["sure"] not in legend(alone)
    # What is only possible has no edge: the far side of the block is free.
    assert LINES not in inside(alone, MAYBE, 1.0, 0.02, reach=1)


def test_of_a_line_only_what_lies_within_the_land_is_drawn(alone):
    alone.shows(packed(), DAYS[2], layer="orders")
    assert YELLOW in inside(alone, block(0, 0), 0.5, 1.0)
    assert YELLOW in inside(alone, block(0, 1), 1.0, 0.5)
    # Between two blocks of it, and at the edge of all land, there is none.
    assert not any(alike(colour, YELLOW) for colour in inside(alone, block(0, 0), 1.0, 0.5))
    assert inside(alone, block(0, 0), 0.5, 0.0) == inside(alone, block(0, 3), 0.5, 0.0)
    line = ENGLISH(
        "timemap.land.last",
        zone=ENGLISH("timemap.land.yellow_line"),
        date=ENGLISH.day(FIRST, short=True),
    )
    assert line.replace("\xa0", " ") in [row.replace("\xa0", " ") for row in legend(alone)]


def test_a_zone_has_an_edge_and_nothing_within(alone):
    alone.shows(packed(), DAYS[3], layer="orders")
    edge = [inside(alone, SURE, dx, 0.0) for dx in (0.2, 0.4, 0.6, 0.8)]
    assert any(GREEN in colours for colours in edge)
    assert inside(alone, SURE) == {paler(CLASS)}
    assert ENGLISH("timemap.land.humanitarian") in legend(alone)


def test_outlines_of_a_readers_own_are_drawn_on_every_layer(alone):
    own = OrderArea("own", blocks()[FREE].shape, FIRST, FIRST)
    payload = packed(orders=[own])
    for layer, ground in (("orders", paler(CLASS)), ("people", CLASS)):
        alone.shows(payload, DAYS[0], layer=layer)
        assert len(inside(alone, FREE, reach=9)) > 1
        assert inside(alone, MAYBE) == {ground}
        alone.fresh()


def test_a_saved_picture_explains_the_land_too(alone):
    alone.shows(packed(), DAYS[1], layer="orders")
    with alone.page.expect_download() as download:
        alone.takes("save-image")
    picture = Image.open(download.value.path()).convert("RGB")
    below = picture.crop((0, round(picture.height * 0.86), picture.width, picture.height))
    drawn = {colour for _, colour in below.getcolors(maxcolors=1 << 24)}
    assert tuple(bytes.fromhex(LINES[1:])) in drawn
