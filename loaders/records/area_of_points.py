"""In which area a point lies, and the water along the beach with the land beside it."""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries, load_context
from nuzuh.loaders.block_cells import METRES

SEA = 500.0
"""Metres from the coast within which a point in the sea is of the nearest area.

The outlines are generalised to 40 m, the coast of the beach moves, and the position that a
phone gives is often off by a hundred metres and more: who is recorded so near the land was on it.
"""

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

_DEGREES = "EPSG:4326"


def areas_of_points(longitude: Floats, latitude: Floats) -> Texts:
    """Return the P-code of the area of each point, or ``EXT`` outside the Strip.

    A point on the line between two areas is of the northern one. A point in the sea no
    farther than :data:`SEA` from the coast is of the nearest area.

    Args:
        longitude: degrees in WGS 84, shape (n,), none missing.
        latitude: the same.

    >>> areas_of_points(np.array([34.4621, 34.30, 34.7]), np.array([31.5058, 31.40, 31.5])).tolist()
    ['PS0260', 'PS0265', 'EXT']
    """
    found: Texts = np.full(longitude.shape, pc.EXTERIOR, dtype=object)
    for pcode, outline in zip(pc.GOVERNORATES, _outlines(), strict=True):
        free = found == pc.EXTERIOR
        hit = shapely.intersects_xy(outline, longitude[free], latitude[free])
        found[np.flatnonzero(free)[hit]] = pcode
    free = np.flatnonzero(found == pc.EXTERIOR)
    wet = free[shapely.contains_xy(_water(), longitude[free], latitude[free])]
    if len(wet):
        points = gpd.GeoSeries.from_xy(longitude[wet], latitude[wet], crs=_DEGREES)
        nearest = _tree().nearest(points.to_crs(METRES).to_numpy())
        found[wet] = np.array(pc.GOVERNORATES, dtype=object)[nearest]
    return found


@lru_cache(maxsize=1)
def _outlines() -> tuple[BaseGeometry, ...]:
    """The governorates in degrees, north to south, made ready for many points."""
    outlines = tuple(load_boundaries().frame.geometry)
    shapely.prepare(np.array(outlines, dtype=object))
    return outlines


@lru_cache(maxsize=1)
def _water() -> BaseGeometry:
    """The sea within :data:`SEA` of the Strip, in degrees, and the Strip: no neighbour's land."""
    around = load_context().frame
    others = around[around["kind"] == "neighbour"].to_crs(METRES).union_all()
    strip = load_boundaries().frame.to_crs(METRES).union_all()
    # The Strip itself stays in: its line in degrees and that in metres are not quite the same.
    [shape] = gpd.GeoSeries([strip.buffer(SEA).difference(others)], crs=METRES).to_crs(_DEGREES)
    shapely.prepare(shape)
    return shape


@lru_cache(maxsize=1)
def _tree() -> shapely.STRtree:
    """The governorates in metres, north to south, to be asked for the nearest."""
    return shapely.STRtree(load_boundaries().frame.to_crs(METRES).geometry.to_numpy())
