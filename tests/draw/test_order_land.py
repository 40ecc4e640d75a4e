"""Land under orders on print and film: what is sure has an edge, what is possible has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import shapely
from matplotlib.colors import to_hex

from nuzuh.draw.areas import draw_areas
from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.order_land import draw_land_swatch, draw_order_land
from nuzuh.draw.patterns import FAINT
from nuzuh.draw.sheets import compose
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.figures import figure_of
from nuzuh.scene.geometry import block_shapes, land_of_blocks, strip
from nuzuh.scene.legend_rows import class_colours
from nuzuh.scene.order_land import ZONE_KINDS, OrderLand, ZoneLand, orders_of_day
from nuzuh.scene.scales import PALETTES, ZONE_STROKES
from nuzuh.scene.scene import scene
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

ENGLISH = Translator("en")
ACCENT = PALETTES["light"].accent
DAY = date(2025, 8, 20)
FRAME = MapFrame(Box(0, 0, 200, 200), 4.0)
SOME = tuple(block_shapes())[:40]


def canvas():
    return Canvas(200, 200, margin=0, inches=(8, 8), theme="light", t=ENGLISH)


def strokes(drawn, colour=ACCENT):
    """The lines of a colour: whether each is dashed, and its paths."""
    return [
        (bool(lines.get_linestyle()[0][1]), lines.get_segments())
        for lines in drawn.figure.axes[0].collections
        if to_hex(lines.get_color()[0]) == colour
    ]


def drawn(**land):
    made = canvas()
    draw_order_land(made, FRAME, OrderLand(**land))
    return made


def edge_length(segments):
    return sum(shapely.LineString(segment).length for segment in segments)


@pytest.mark.parametrize(("given", "broken"), [((), True), (SOME, False)])
def test_the_edge_of_what_is_sure_is_broken_where_it_is_approximate(given, broken):
    hatching, edge = strokes(drawn(sure=SOME, given=given))
    assert (hatching[0], edge[0]) == (False, broken)


def test_given_and_approximate_land_have_edges_of_their_own():
    sides = [edge for edge, _ in strokes(drawn(sure=SOME, given=SOME[:10]))]
    assert sides == [False, True, False, False]


def test_the_edge_is_that_of_all_of_it_without_borders_between_blocks():
    _, (_, edge) = strokes(drawn(sure=SOME))
    whole = FRAME.project(land_of_blocks(SOME)).boundary
    assert edge_length(edge) == pytest.approx(whole.length, rel=1e-6)
    cells = sum(FRAME.project(block_shapes()[block]).length for block in SOME)
    assert edge_length(edge) < 0.6 * cells


def test_hatching_falls_and_stays_within():
    (_, hatching), _ = strokes(drawn(sure=SOME))
    land = FRAME.project(land_of_blocks(SOME)).buffer(1e-6)
    for (x0, y0), *_, (x1, y1) in hatching:
        assert land.covers(shapely.LineString([(x0, y0), (x1, y1)]))
        assert (y1 - y0) * (x1 - x0) >= 0


def test_what_is_possible_has_dots_and_no_edge():
    made = drawn(possible=SOME)
    assert strokes(made) == []
    (dots,) = made.figure.axes[0].patches
    assert to_hex(dots.get_facecolor()) == ACCENT


@pytest.mark.parametrize("kind", ZONE_KINDS)
def test_a_zone_has_a_line_of_its_own_and_nothing_within(kind):
    made = drawn(zones=(ZoneLand("Z1", kind, SOME, DAY, DAY),))
    stroke = ZONE_STROKES[kind]
    ((dashed, line),) = strokes(made, stroke.colour)
    assert dashed == bool(stroke.dashes)
    assert strokes(made, ACCENT) == []
    assert not made.figure.axes[0].patches
    whole = FRAME.project(land_of_blocks(SOME)).boundary
    if kind.endswith("line"):
        # The edge of the Strip is no part of a line.
        assert edge_length(line) < whole.length
        border = FRAME.project(strip()).boundary
        assert shapely.MultiLineString(line).distance(border) > 0
    else:
        assert edge_length(line) == pytest.approx(whole.length, rel=1e-6)


def test_kinds_of_zones_are_told_apart_by_colour_and_by_dashes():
    assert len({stroke.colour for stroke in ZONE_STROKES.values()}) == len(ZONE_KINDS)
    assert len({stroke.dashes for stroke in ZONE_STROKES.values()}) == len(ZONE_KINDS)
    assert ACCENT not in {stroke.colour for stroke in ZONE_STROKES.values()}


def test_nothing_is_drawn_of_a_day_without_orders():
    made = drawn()
    assert not made.figure.axes[0].collections
    assert not made.figure.axes[0].patches


@pytest.mark.parametrize("pattern", ["sure", "given", "possible", *ZONE_KINDS])
def test_a_swatch_is_drawn_like_what_it_explains(pattern):
    made = canvas()
    draw_land_swatch(made, Box(10, 10, 16, 13), pattern)
    kinds = {"sure": "sure", "given": "sure", "possible": "possible"}
    land = {kinds.get(pattern, ""): SOME} if pattern in kinds else {}
    if pattern == "given":
        land["given"] = SOME
    if pattern in ZONE_KINDS:
        land = {"zones": (ZoneLand("Z1", pattern, SOME, DAY, DAY),)}
    on_map = drawn(**land)
    colour = ZONE_STROKES[pattern].colour if pattern in ZONE_KINDS else ACCENT
    told = [dashed for dashed, _ in strokes(made, colour)]
    assert told == [dashed for dashed, _ in strokes(on_map, colour)]
    axes = made.figure.axes[0], on_map.figure.axes[0]
    assert len(axes[0].patches) == len(axes[1].patches)


def test_below_land_the_colours_are_paler_on_the_map_and_in_its_legend():
    shown = scene(View(DAY, layer="orders"), tables_in_use(), ENGLISH)
    classes = class_colours(shown.legend)
    figure = compose(shown, t=ENGLISH).figure
    fills = [
        patch
        for patch in figure.axes[0].patches
        if to_hex(patch.get_facecolor()) in classes and patch.get_alpha() is not None
    ]
    assert len(fills) == len(classes) + sum(mark.shade is not None for mark in shown.ground)
    assert {patch.get_alpha() for patch in fills} == {FAINT}


def test_the_ground_of_orders_is_filled_like_a_map_of_people():
    shown = scene(View(DAY, layer="orders"), tables_in_use(), ENGLISH)
    people = scene(View(DAY), tables_in_use(), ENGLISH)
    made, expected = canvas(), canvas()
    draw_areas(made, FRAME, shown.areas, class_colours(shown.legend))
    draw_areas(expected, FRAME, people.marks, class_colours(people.legend))
    one, other = (
        [to_hex(patch.get_facecolor()) for patch in drawn.figure.axes[0].patches]
        for drawn in (made, expected)
    )
    assert one == other


@pytest.mark.parametrize("paper", ["a4", "slide", "square"])
def test_two_days_beside_each_other_have_the_land_of_each(paper):
    view = View(DAY, layer="orders", compare=date(2025, 3, 23))
    shown = figure_of("comparison", view, tables_in_use(), ENGLISH)
    lands = [side.order_land for side in shown.sides]
    assert lands == [
        orders_of_day(tables_in_use(), side.day, later=True).land for side in shown.sides
    ]
    figure = compose(shown, t=ENGLISH, paper=paper)
    bare = replace(shown, sides=tuple(replace(side, order_land=None) for side in shown.sides))
    assert len(strokes(figure)) > len(strokes(compose(bare, t=ENGLISH, paper=paper)))
