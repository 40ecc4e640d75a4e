"""Distances on the map are true, hatching stays inside, labels stand where they should."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import BOUNDS, areas_km2
from nuzuh.scene.geometry import (
    LABEL_SIDE,
    Projection,
    context_shapes,
    governorate_name,
    governorates,
    hatching,
    inner_borders,
    label_latitude,
    rings,
    strip,
)
from nuzuh.scene.translator import LANGUAGES
from tests import places

GEOD = Geod(ellps="WGS84")
TO = Projection(880, 640, 14.2, (20, 0))

longitudes = st.floats(34.21, 34.57)
latitudes = st.floats(31.22, 31.60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((34.5453, 31.5527), (34.2589, 31.2485)),  # Erez crossing, Rafah crossing
        ((34.4900, 31.5940), (34.2685, 31.2240)),  # the northern and the southern tip
        ((34.2200, 31.3200), (34.3700, 31.3200)),  # from west to east in the south
        ((34.4500, 31.5300), (34.5600, 31.5300)),  # from west to east in the north
    ],
)
def test_a_distance_on_the_map_is_true_to_half_a_percent(one, other):
    _, _, metres = GEOD.inv(*one, *other)
    drawn = math.dist(TO(*one), TO(*other)) / TO.units_per_km * 1000
    assert drawn == pytest.approx(metres, rel=0.005)


@given(longitudes, latitudes, longitudes, latitudes)
def test_any_distance_in_the_strip_is_true_to_half_a_percent(x0, y0, x1, y1):
    _, _, metres = GEOD.inv(x0, y0, x1, y1)
    drawn = math.dist(TO(x0, y0), TO(x1, y1)) / TO.units_per_km * 1000
    assert drawn == pytest.approx(metres, rel=0.005, abs=0.5)


def test_north_is_up_and_east_is_right():
    x, y = TO(34.4, 31.4)
    assert TO(34.5, 31.4)[0] > x
    assert TO(34.4, 31.5)[1] < y


def test_areas_are_drawn_in_proportion():
    for pcode, shape in governorates().items():
        km2 = TO.project(shape).area / TO.units_per_km**2
        assert km2 == pytest.approx(areas_km2()[pcode], rel=0.02), pcode


def test_what_lies_outside_the_drawing_is_cut_off():
    far = shapely.box(30, 29, 38, 34)
    x0, y0, x1, y1 = TO.project(far).bounds
    assert (x0, y0, x1, y1) == (-2, -2, TO.width + 2, TO.height + 2)
    assert TO.project(shapely.box(50, 50, 51, 51)).is_empty


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("pcode", pc.GOVERNORATES)
def test_hatching_stays_inside_its_area_and_fills_it(pcode, falling):
    shape = TO.project(governorates()[pcode])
    lines = hatching(shape, 5, falling=falling)
    assert lines.length > 0
    assert shape.buffer(1e-6).covers(lines)
    # Lines at a distance of 5 leave no point further than 5 from one of them.
    assert shape.difference(lines.buffer(5)).area < 0.001 * shape.area


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 80), st.integers(1, 80))
def test_hatching_of_any_box_stays_inside_and_slants(x, y, width, height):
    box = shapely.box(x, y, x + width, y + height)
    for falling in (False, True):
        lines = hatching(box, 5, falling=falling)
        assert lines.is_empty or box.buffer(1e-6).covers(lines)
        assert box.difference(lines.buffer(5.01)).area < 0.01 or min(width, height) < 5
        for line in lines.geoms:
            (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
            if line.length > 0.1:
                assert (y1 - y0) / (x1 - x0) == pytest.approx(1 if falling else -1, abs=1e-3)


def test_a_shape_that_lines_miss_or_only_touch_has_none():
    sliver = shapely.Polygon([(0, 0), (4, 0), (0, 1e-3)])
    apart = shapely.MultiPolygon([sliver, shapely.box(9.99, 0, 10, 0.01)])
    for shape in (sliver, apart):
        for falling in (False, True):
            assert hatching(shape, 50, falling=falling).length < 1


def test_rising_and_falling_hatching_cannot_be_taken_for_each_other():
    box = shapely.box(0, 0, 40, 40)
    assert not hatching(box, 5).equals(hatching(box, 5, falling=True))


def test_the_lines_between_governorates_lie_within_the_strip():
    borders = inner_borders()
    assert strip().buffer(1e-6).covers(borders)
    metres = sum(abs(GEOD.inv(*a, *b)[2]) for ring in rings(borders) for a, b in pairwise(ring))
    assert 20_000 < metres < 60_000


def test_every_ring_of_every_shape_is_drawn():
    donut = shapely.Polygon(shapely.box(0, 0, 9, 9).exterior.coords, [[(3, 3), (6, 3), (6, 6)]])
    many = shapely.MultiPolygon([donut, shapely.box(20, 20, 21, 21)])
    assert len(list(rings(many))) == 3
    assert list(rings(shapely.Polygon())) == []
    assert list(rings(shapely.LineString())) == []
    assert list(rings(shapely.Point(1, 2))) == [[(1.0, 2.0)]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_governorate_has_a_name_in_every_language(lang):
    names = [governorate_name(pcode, lang) for pcode in pc.GOVERNORATES]
    assert all(names)
    assert len(set(names)) == 5


def test_a_label_stands_at_the_height_of_its_area():
    _, south, _, north = BOUNDS
    for pcode in pc.GOVERNORATES:
        _, low, _, high = governorates()[pcode].bounds
        assert south < low <= label_latitude((pcode,)) <= high < north
    assert set(LABEL_SIDE) == set(pc.GOVERNORATES)
    assert label_latitude((places.NORTH_GAZA, places.GAZA)) == label_latitude((places.NORTH_GAZA,))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_surroundings_are_neighbours_roads_wadi_and_crossings(lang):
    shapes = context_shapes(lang)
    assert {shape.kind for shape in shapes} == {"neighbour", "road", "wadi", "crossing"}
    assert all(shape.name for shape in shapes)


def test_neighbouring_land_does_not_cover_the_strip():
    for item in context_shapes("en"):
        if item.kind == "neighbour":
            overlap = item.shape.intersection(strip()).area
            assert overlap < 0.01 * strip().area, item.name
