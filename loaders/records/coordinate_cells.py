"""Coordinates to areas by a grid: a point's cell is arithmetic, and a table tells its area.

The cells are 0.0005 degrees wide and high (about 47 by 55 m). A cell is of the area in which its
centre lies, see :mod:`nuzuh.loaders.records.area_of_points`.
"""

from __future__ import annotations

from functools import lru_cache

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import BOUNDS
from nuzuh.loaders.records.area_of_points import areas_of_points
from nuzuh.loaders.records.finite import is_finite

PER_DEGREE = 2_000
"""Cells in a degree. Both coordinates are multiplied by a whole number and rounded down: one step
in doubles, which engines do alike, where a division by 0.0005 would be rounded twice."""
FAR = -1
"""The cell of every point beyond the grid."""

_MARGIN = 0.02
_WEST, _SOUTH = (round((edge - _MARGIN) * PER_DEGREE) for edge in BOUNDS[:2])
_EAST, _NORTH = (round((edge + _MARGIN) * PER_DEGREE) for edge in BOUNDS[2:])
WIDTH, HEIGHT = _EAST - _WEST, _NORTH - _SOUTH
"""Cells of the grid from west to east, and from south to north: the box around the Strip and
2 km on each side."""


def cell(longitude: ir.FloatingValue, latitude: ir.FloatingValue) -> ir.IntegerValue:
    """Return the cell of each point as one whole number, counted from the south-west row by row.

    Args:
        longitude: degrees in WGS 84, as doubles.
        latitude: the same.

    Returns:
        :data:`FAR` beyond the grid, and missing where either is missing or not a number, where
        they are no degrees, and at 0, 0, which devices write that know no place.
    """
    known = is_finite(longitude) & is_finite(latitude)
    on_grid = known & _between(longitude, _WEST, _EAST) & _between(latitude, _SOUTH, _NORTH)
    # What is no number must never be made a whole one, whichever branch an engine computes.
    column, row = (
        (on_grid.ifelse(degrees, first / PER_DEGREE) * float(PER_DEGREE)).floor().cast("int64")
        - first
        for degrees, first in ((longitude, _WEST), (latitude, _SOUTH))
    )
    nowhere = (longitude == 0.0) & (latitude == 0.0)
    real = known & (longitude.abs() <= 180.0) & (latitude.abs() <= 90.0) & ~nowhere
    found: ir.IntegerValue = ibis.cases(
        (on_grid, row * WIDTH + column),
        (real, ibis.literal(FAR, "int64")),
        else_=ibis.null("int64"),
    )
    return found


def _between(degrees: ir.FloatingValue, first: int, last: int) -> ir.BooleanValue:
    inside: ir.BooleanValue = (degrees >= first / PER_DEGREE) & (degrees < last / PER_DEGREE)
    return inside


def swapped(longitude: ir.FloatingValue, latitude: ir.FloatingValue) -> ir.BooleanValue:
    """Return whether a point lies at the Strip only with its two coordinates exchanged.

    As it stands it would lie in the open sea south of Cyprus.
    """
    west, south, east, north = BOUNDS
    known = is_finite(longitude) & is_finite(latitude)
    other: ir.BooleanValue = longitude.between(south, north) & latitude.between(west, east)
    return (known & other).fill_null(False)


def not_degrees(longitude: ir.FloatingValue, latitude: ir.FloatingValue) -> ir.BooleanValue:
    """Return whether there is a number that is no latitude, or no longitude."""
    wide, high = longitude.abs() > 180.0, latitude.abs() > 90.0
    beyond: ir.BooleanValue = (is_finite(longitude) & wide) | (is_finite(latitude) & high)
    return beyond.fill_null(False)


@lru_cache(maxsize=1)
def cell_areas() -> pa.Table:
    """Return the cells of the Strip: ``key`` as :func:`cell` has it, and ``area``, a P-code.

    Cells that are not in it are outside.
    """
    key = np.arange(WIDTH * HEIGHT, dtype=np.int64)
    row, column = np.divmod(key, WIDTH)
    area = areas_of_points((column + _WEST + 0.5) / PER_DEGREE, (row + _SOUTH + 0.5) / PER_DEGREE)
    held = area != pc.EXTERIOR
    return pa.table({"key": key[held], "area": pa.array(area[held], pa.string())})
