"""From degrees to drawing units: one projection and one set of shapes for screen and print."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries, load_context, load_region
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.territory import territory

_KM_PER_DEGREE = 111.13
"""Length of a degree of latitude near 31.4 N, in km."""
_MIDDLE = territory().middle
_STRETCH = math.cos(math.radians(_MIDDLE[1]))


@dataclass(frozen=True)
class Projection:
    """Equirectangular, true to scale along 31.41 N: over 42 km the error stays under 0.2 percent.

    Attributes:
        width, height: size of the drawing in its own units.
        units_per_km: scale.
        shift: how far the middle of the Strip lies from the middle of the drawing.
    """

    width: float
    height: float
    units_per_km: float
    shift: tuple[float, float] = (0.0, 0.0)

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return the drawing's x (to the right) and y (downwards)."""
        unit = self.units_per_km * _KM_PER_DEGREE
        x = self.width / 2 + self.shift[0] + (longitude - _MIDDLE[0]) * _STRETCH * unit
        y = self.height / 2 + self.shift[1] - (latitude - _MIDDLE[1]) * unit
        return x, y

    def project(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in drawing units, cut to the drawing."""
        moved = shapely.transform(
            shape, lambda xy: [self(longitude, latitude) for longitude, latitude in xy]
        )
        return shapely.clip_by_rect(moved, -2, -2, self.width + 2, self.height + 2)


def rings(shape: BaseGeometry) -> Iterator[list[tuple[float, float]]]:
    """Yield the coordinates of each ring or line of a shape."""
    if isinstance(shape, Polygon):
        if not shape.is_empty:
            yield list(shape.exterior.coords)
            for hole in shape.interiors:
                yield list(hole.coords)
    elif isinstance(shape, (LineString, Point)):
        if not shape.is_empty:
            yield list(shape.coords)
    else:
        for part in shape.geoms:
            yield from rings(part)


def hatching(shape: BaseGeometry, spacing: float, *, falling: bool = False) -> MultiLineString:
    """Return parallel slanted lines that fill a shape: rising to the right, or falling.

    Args:
        shape: polygon in drawing units.
        spacing: distance between the lines, in the same units.
        falling: slant the other way.
    """
    x0, y0, x1, y1 = shape.bounds
    height = y1 - y0
    step = spacing * math.sqrt(2)
    count = math.ceil((x1 - x0 + height) / step)
    starts = [x0 - height + k * step for k in range(count + 1)]
    ends = (y0, y1) if falling else (y1, y0)
    lines = MultiLineString([[(x, ends[0]), (x + height, ends[1])] for x in starts])
    cut = shapely.intersection(lines, shape)
    # A shape between two lines has none, and one that a line touches has points.
    parts = [
        part
        for part in shapely.get_parts(cut)
        if isinstance(part, LineString) and not part.is_empty
    ]
    return MultiLineString(parts)


def dotting(shape: BaseGeometry, spacing: float) -> MultiPoint:
    """Return points in rows that fill a shape, each row shifted by half a step to the one before.

    Args:
        shape: polygon in drawing units.
        spacing: distance between the points, in the same units.
    """
    x0, y0, x1, y1 = shape.bounds
    rows, columns = (math.ceil(side / spacing) + 1 for side in (y1 - y0, x1 - x0))
    x = np.array(
        [[x0 + (k + 0.5 * (row % 2)) * spacing for k in range(columns)] for row in range(rows)]
    )
    y = np.repeat(y0 + (np.arange(rows) + 0.5) * spacing, columns)
    inside = shapely.contains_xy(shape, x.ravel(), y)
    return MultiPoint(np.column_stack([x.ravel(), y])[inside])


@lru_cache(maxsize=1)
def governorates() -> dict[str, BaseGeometry]:
    """Return each governorate's outline in degrees, by P-code."""
    frame = load_boundaries().frame
    return dict(zip(frame["pcode"], frame.geometry, strict=True))


@follows_data(maxsize=2)
def block_shapes() -> dict[str, BaseGeometry]:
    """Return the outline of each numbered block in degrees, by its number.

    They tile the Strip. An outline is approximate unless :func:`blocks_given` has its number.
    """
    frame = load_block_map().frame
    return dict(zip(frame["block"], frame.geometry, strict=True))


@follows_data(maxsize=2)
def blocks_given() -> frozenset[str]:
    """Return the numbers of the blocks whose exact outlines the operator brought."""
    frame = load_block_map().frame
    return frozenset(frame.loc[frame["given"], "block"])


@follows_data(maxsize=64)
def land_of_blocks(blocks: tuple[str, ...]) -> BaseGeometry:
    """Return the outline of blocks together in degrees, without the borders between them."""
    shapes = block_shapes()
    return shapely.union_all([shapes[block] for block in blocks])


@follows_data(maxsize=64)
def line_of_blocks(blocks: tuple[str, ...]) -> BaseGeometry:
    """Return the edge of blocks together within the Strip, in degrees: its own edge is no line."""
    edge = land_of_blocks(blocks).boundary
    return shapely.difference(edge, shapely.buffer(strip().boundary, 50 / 1000 / _KM_PER_DEGREE))


def governorate_name(pcode: str, lang: str) -> str:
    """Return a governorate's name in a language.

    >>> governorate_name("PS0275", "ar")
    'رفح'
    """
    return _governorate_names(lang)[pcode]


@cache
def _governorate_names(lang: str) -> dict[str, str]:
    frame = load_boundaries().frame
    return dict(zip(frame["pcode"], frame[LANGUAGES[lang].name_column], strict=True))


@dataclass(frozen=True)
class ContextShape:
    """A piece of the surroundings, with its name in the reader's language."""

    kind: str
    name: str
    shape: BaseGeometry


@cache
def context_shapes(lang: str) -> tuple[ContextShape, ...]:
    """Return neighbours, roads, Wadi Gaza and crossings, in degrees."""
    frame = load_context().frame
    return tuple(
        ContextShape(row.kind, getattr(row, LANGUAGES[lang].name_column), row.geometry)
        for row in frame.itertuples(index=False)
    )


def region_shapes(lang: str) -> list[ContextShape]:
    """Return the coast of the eastern Mediterranean and the points of names, in degrees."""
    frame = load_region().frame
    return [
        ContextShape(row.kind, getattr(row, LANGUAGES[lang].name_column), row.geometry)
        for row in frame.itertuples(index=False)
    ]


@cache
def inner_borders() -> BaseGeometry:
    """Return the lines between governorates, in degrees."""
    shapes = list(governorates().values())
    outer = shapely.union_all(shapes).boundary
    return shapely.line_merge(
        shapely.difference(shapely.union_all([s.boundary for s in shapes]), outer.buffer(1e-6))
    )


def label_latitude(pcodes: tuple[str, ...]) -> float:
    """Return the latitude at which an area's label stands: that of its northernmost governorate."""
    first = territory().area(pcodes[0])
    if first.label.latitude is not None:
        return first.label.latitude
    return float(governorates()[first.pcode].centroid.y)


@cache
def way_out(pcodes: tuple[str, ...]) -> tuple[float, float]:
    """Return where an arrow ends that leaves an area for elsewhere in the Strip, in degrees.

    It is where the way to the middle of the largest part of the rest crosses the
    area's own edge, so that the arrow ends in no area that a source does not name.
    """
    area = outline_of(pcodes)
    rest = max(shapely.get_parts(shapely.difference(strip(), area)), key=shapely.area)
    way = LineString([middle_of(pcodes), rest.centroid])
    inside = max(shapely.get_parts(shapely.intersection(way, area)), key=shapely.length)
    x, y = inside.coords[-1]
    return float(x), float(y)


@cache
def middle_of(pcodes: tuple[str, ...]) -> tuple[float, float]:
    """Return the middle of the largest circle that an area holds, in degrees."""
    circle = shapely.maximum_inscribed_circle(outline_of(pcodes), tolerance=1e-4)
    x, y = circle.coords[0]
    return float(x), float(y)


@lru_cache(maxsize=1)
def strip() -> BaseGeometry:
    """Return the outline of the Gaza Strip in degrees."""
    return shapely.union_all(list(governorates().values()))


@cache
def outline_of(pcodes: tuple[str, ...]) -> BaseGeometry:
    """Return the outline of governorates together, in degrees."""
    return shapely.union_all([governorates()[pcode] for pcode in pcodes])


GOVERNORATES = pc.GOVERNORATES
"""P-codes of the governorates from north to south."""

LABEL_SIDE: dict[str, str] = {area.pcode: area.label.side for area in territory().areas}
"""Where an area's label stands: in the sea to its left, or on the land to its right."""
