"""A made-up set for the benchmarks: many areas that fill the Strip, people who come and go.

The numbers mean nothing; they are as many, as fine and as restless as real ones
of districts or camps would be. The same arguments give the same set.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import shapely

from nuzuh.loaders import pcodes as pc
from nuzuh.scene.geometry import governorates
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.time_map import (
    WIDE,
    Area,
    CubeLayer,
    Land,
    LandBlock,
    LandOrder,
    LandRun,
    TimeMap,
)

FIRST = date(2023, 10, 7)
DAYS = 1000
VERTICES_AN_AREA = 32
"""So that 620 areas have about 20,000 vertices."""
_PEOPLE = 2_100_000
_SEED = 7
RESTLESS = 1 / 7
"""Share of the days on which an area's number changes by a step: about once a week."""
_STEP = 0.08
_GRID = 1e-6
"""Degrees to which lines are snapped, so that they meet exactly."""
_MISSING = 0.04
"""Share of the areas that are not reported in any month."""


@lru_cache(maxsize=1)
def outlines(areas: int) -> list[shapely.Geometry]:
    """Return areas that fill the Strip without gaps or overlaps: cells around random points.

    Borders are noded and densified as lines before they are closed to areas, so
    that neighbours share every vertex.

    Args:
        areas: how many.
    """
    strip = shapely.union_all([shape for _, shape in governorates().items()])
    random = np.random.default_rng(_SEED)
    west, south, east, north = strip.bounds
    tries = random.uniform((west, south), (east, north), size=(areas * 40, 2))
    points = shapely.points(tries[shapely.contains_xy(strip, tries)][:areas])
    cells = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=strip, only_edges=True)
    lines = shapely.union_all([shapely.intersection(cells, strip), strip.boundary], grid_size=_GRID)
    # Two areas share each inner line, so half of the vertices lie on its pieces.
    length = 2 * lines.length / (VERTICES_AN_AREA * areas)
    faces = _closed(lines, length)
    while vertices(faces) < VERTICES_AN_AREA * areas:
        length *= 0.97
        faces = _closed(lines, length)
    # A bay can cut a cell in two: its pieces stay one area.
    nearest = shapely.STRtree(points).nearest(shapely.point_on_surface(faces))
    return [
        shapely.multipolygons(faces[nearest == cell]) if (nearest == cell).sum() > 1 else face
        for cell, face in ((n, faces[nearest == n][0]) for n in np.unique(nearest))
    ]


def _closed(lines: shapely.Geometry, length: float) -> np.ndarray:
    fine = shapely.segmentize(lines, length)
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(fine)))


def vertices(shapes: Sequence[shapely.Geometry]) -> int:
    """Return how many vertices outlines have, the closing one of each ring included."""
    return int(shapely.get_num_coordinates(shapes).sum())


def people(areas: int, days: int = DAYS, restless: float = RESTLESS) -> np.ndarray:
    """Return people present by area and day: a slow random walk, nan where not reported."""
    random = np.random.default_rng(_SEED)
    start = random.lognormal(sigma=0.9, size=(areas, 1))
    moves = random.random((areas, days)) < restless
    steps = np.where(moves, random.normal(scale=_STEP, size=(areas, days)), 0.0)
    walk = start * np.exp(np.cumsum(steps, axis=1))
    told = _three_digits(walk / start.sum() * _PEOPLE)
    months = random.random((areas, days // 30 + 1)) < _MISSING
    return np.where(np.repeat(months, 30, axis=1)[:, :days], np.nan, told)


def _three_digits(numbers: np.ndarray) -> np.ndarray:
    size = 10.0 ** (np.floor(np.log10(np.maximum(numbers, 1.0))) - 2)
    return np.rint(numbers / size) * size


def made_up_map(areas: int, days: int = DAYS, restless: float = RESTLESS) -> TimeMap:
    """Return the set as a time map with one layer.

    Args:
        areas: how many areas.
        days: how many days from :data:`FIRST`.
        restless: share of the days on which an area's number changes.
    """
    shapes = outlines(areas)
    value = people(len(shapes), days, restless)
    low, high = _three_digits(value * 0.7), _three_digits(value * 1.4)
    scale = RECORDS["people"].scale
    # The classes of governorates, brought to the size of these areas.
    edges = tuple(edge * len(pc.GOVERNORATES) / areas for edge in scale.edges)
    layer = CubeLayer(
        id="people",
        name="People",
        title="People present, made up",
        unit="people",
        edges=edges,
        colours=scale.colours,
        labels=tuple(f"from {edge:.0f}" for edge in (0, *edges)),
        marks={"missing": "not reported", "wide": "wide range"},
        value=value,
        low=low,
        high=high,
        note=np.full(value.shape, -1, dtype=np.int32),
        flags=np.where(value > edges[-1], WIDE, 0).astype(np.uint8),
        columns=("Area", "Number"),
        plain=((),) * len(shapes),
    )
    return TimeMap(
        first=FIRST,
        days=days,
        areas=[Area(f"a{n}", f"Area {n}", shape) for n, shape in enumerate(shapes)],
        layers=[layer],
    )


ORDERS = 231
"""Orders that are in force at once."""
_MOST_BLOCKS = 60


def made_up_orders(blocks: int, orders: int = ORDERS, days: int = 200) -> TimeMap:
    """Return governorates with land under orders in blocks, of which some change every day.

    Args:
        blocks: how many blocks fill the Strip.
        orders: how many orders are in force on every day; one ends and another begins on each.
        days: how many days from :data:`FIRST`.
    """
    random = np.random.default_rng(_SEED)
    shapes = outlines(blocks)
    middles = np.array([shapely.get_coordinates(shape.centroid)[0] for shape in shapes])
    land = Land(
        blocks=[
            LandBlock(str(n), pc.GOVERNORATES[0], shape, given=False)
            for n, shape in enumerate(shapes)
        ],
        orders=[
            LandOrder(f"o{n}", f"o{n}", "order", "", "blocks") for n in range(orders + days - 1)
        ],
        runs=[
            _run(n, max(0, n - orders + 1), min(n, days - 1), middles, random)
            for n in range(orders + days - 1)
        ],
    )
    value = people(len(pc.GOVERNORATES), days)
    scale = RECORDS["people"].scale
    layer = CubeLayer(
        id="orders",
        name="Orders",
        title="Orders, made up",
        unit="people",
        edges=scale.edges,
        colours=scale.colours,
        labels=tuple(f"from {edge:.0f}" for edge in (0, *scale.edges)),
        marks={"missing": "not reported"},
        value=value,
        low=_three_digits(value * 0.7),
        high=_three_digits(value * 1.4),
        note=np.full(value.shape, -1, dtype=np.int32),
        columns=("Area", "Number"),
        plain=((),) * len(pc.GOVERNORATES),
        orders=True,
    )
    return TimeMap(
        first=FIRST,
        days=days,
        areas=[Area(pcode, pcode, shape) for pcode, shape in governorates().items()],
        layers=[layer],
        land=land,
    )


def _run(
    order: int, start: int, end: int, middles: np.ndarray, random: np.random.Generator
) -> LandRun:
    """An order for the blocks nearest to one of them, of a part of which it is not sure."""
    near = np.argsort(np.hypot(*(middles - middles[random.integers(len(middles))]).T))
    named = near[: random.integers(1, _MOST_BLOCKS)].tolist()
    sure = random.integers(len(named) + 1)
    first, last = (FIRST + timedelta(days=day) for day in (start, end))
    return LandRun(order, first, last, tuple(named[:sure]), tuple(named[sure:]))
