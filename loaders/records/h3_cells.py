"""Cells of H3 to areas: a table of the cells of the Strip, made here with the library of H3.

The index of a cell is a number of 64 bits, written as 15 hexadecimal digits: its resolution
stands in bits 52 to 55, which is the second digit, and each finer resolution takes three
bits more from the left (https://h3geo.org/docs/core-library/h3Indexing). The first twelve digits
hold all of a cell of resolution 11, and of a finer one the cell of resolution 11 that it is a
part of. So these digits, or the number without its last twelve bits, are the key.
"""

from __future__ import annotations

from functools import lru_cache

import geopandas as gpd
import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import shapely
from h3.api import numpy_int as h3
from shapely.geometry.base import BaseGeometry

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries, load_context
from nuzuh.loaders.block_cells import METRES
from nuzuh.loaders.records.area_of_points import SEA, Texts, areas_of_points

COARSEST = 7
"""Cells of resolution 6 (36 km2, where governorates have 56 to 108) would put half of the
Strip's land into a wrong area."""
FINEST = 11
"""Finer cells go by the cell of this resolution (2,150 m2) that they are a part of."""
BY_LAND = 8
"""Cells up to this resolution are of the area that has most of their land; finer ones of that in
which their centre lies."""

Cells = npt.NDArray[np.uint64]

_DIGITS, _BITS, _RESOLUTION = 12, 12, 52
"""Digits from the left that are the key, bits from the right that are not in it, and the bit at
which the resolution begins."""
_LOOSE = 50.0
"""Metres by which an outline that only limits the search may be off."""
_REACH = 2_500.0
"""Metres around the Strip within which a centre may lie whose cell reaches into it: cells of
resolution 7 have edges of about 1.4 km."""


def resolves(column: ir.Value, resolution: int) -> ir.BooleanValue:
    """Return whether a text or a number has the form of a cell of a resolution.

    Args:
        column: the cells, as text or as whole numbers.
        resolution: 0 to 15.
    """
    if isinstance(column, ir.StringValue):
        named: ir.BooleanValue = (column.length() == 15) & (
            column.left(2).lower() == f"8{resolution:x}"
        )
        return named
    # A cell has 0 0001 000 in the bits before its resolution.
    numbered: ir.BooleanValue = (column >> _RESOLUTION) == 0x80 + resolution
    return numbered


def key(column: ir.Value, resolution: int) -> ir.Value:
    """Return the key of a cell, and nothing for what is no cell of the resolution.

    Args:
        column: the cells, as text or as whole numbers.
        resolution: 0 to 15.
    """
    fits = resolves(column, resolution)
    if isinstance(column, ir.StringValue):
        return fits.ifelse(column.left(_DIGITS).lower(), ibis.null("string"))
    return fits.ifelse((column >> _BITS).cast("int64"), ibis.null("int64"))


def keys_of(cells: Cells, resolution: int) -> Cells:
    """Return the keys of cells, or of all cells of a finer resolution that are parts of them.

    Args:
        cells: of a resolution up to :data:`FINEST`, as numbers.
        resolution: of the cells in the records.

    >>> [f"{key:x}" for key in keys_of(np.array([0x8B2DB83AB0CEFFF], np.uint64), 13)]
    ['8d2db83ab0ce']
    """
    known = cells & np.uint64(~(0xF << _RESOLUTION) & (2**64 - 1))
    return (known | np.uint64(resolution << _RESOLUTION)) >> np.uint64(_BITS)


def cell_areas(resolution: int, *, numbers: bool) -> pa.Table:
    """Return the cells of the Strip: ``key`` as :func:`key` has it, and ``area``, a P-code.

    Cells that are not in it are outside.

    Args:
        resolution: :data:`COARSEST` to 15.
        numbers: whether the cells of the records are whole numbers, and no texts.
    """
    cells, areas = _cells_of_strip(min(resolution, FINEST))
    keys = keys_of(cells, resolution)
    column = keys.astype(np.int64) if numbers else [f"{key:x}" for key in keys.tolist()]
    return pa.table({"key": column, "area": areas})


@lru_cache(maxsize=FINEST - COARSEST + 1)
def _cells_of_strip(resolution: int) -> tuple[Cells, pa.Array]:
    """The cells of the Strip at a resolution that is held, and the P-code of each."""
    by_land = resolution <= BY_LAND
    cells = np.sort(h3.geo_to_cells(_around(_REACH if by_land else SEA), resolution))
    area = _areas_of_cells(cells) if by_land else _areas_of_centres(cells)
    inside = area != pc.EXTERIOR
    return cells[inside], pa.array(area[inside], pa.string())


def _around(metres: float) -> BaseGeometry:
    """The Strip and no less than so many metres around it, in degrees."""
    strip = load_boundaries().frame.to_crs(METRES).union_all()
    # With a hundred metres more, an outline of few corners holds all of the true one.
    wide = strip.buffer(metres + 2 * _LOOSE).simplify(_LOOSE)
    [shape] = gpd.GeoSeries([wide], crs=METRES).to_crs("EPSG:4326")
    return shape


def _areas_of_centres(cells: Cells) -> Texts:
    latitude, longitude = np.array([h3.cell_to_latlng(cell) for cell in cells.tolist()]).T
    return areas_of_points(longitude, latitude)


def _areas_of_cells(cells: Cells) -> Texts:
    """The area that has most of the land of each cell; of one without land, that of its centre."""
    around = load_context().frame
    outside = around[around["kind"] == "neighbour"].union_all()
    lands = np.array([*load_boundaries().frame.geometry, outside], dtype=object)
    # Latitude stands first in a boundary of H3.
    outlines = [
        shapely.Polygon([at[::-1] for at in h3.cell_to_boundary(cell)]) for cell in cells.tolist()
    ]
    share = shapely.area(shapely.intersection(np.array(outlines, dtype=object)[:, None], lands))
    most = np.array([*pc.GOVERNORATES, pc.EXTERIOR], dtype=object)[share.argmax(axis=1)]
    found: Texts = np.where(share.any(axis=1), most, _areas_of_centres(cells))
    return found
