"""The map of numbered blocks in use: where each one lies, and whether its outline is exact."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from nuzuh.loaders.block_cells import METRES, load_block_cells
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.current import current, follows_data
from nuzuh.loaders.package import provenance
from nuzuh.loaders.table import Table


@follows_data(maxsize=2)
def load_block_map() -> Table[gpd.GeoDataFrame]:
    """Return the blocks in use, one row each (EPSG:4326).

    The embedded ones together tile the Strip. Columns: ``block`` (its number), ``pcode``,
    ``longitude``, ``latitude``, ``area_km2`` and ``behind_yellow_line_2025_10`` as in
    :func:`nuzuh.loaders.blocks.load_blocks`; ``given``, whether the outline is one that the
    operator brought (see :func:`with_outlines`); and the geometry, which is the
    approximate cell of the block where none was.

    Raises:
        DataError: when a file is not the published one or breaks a rule.

    Example:
        >>> blocks = load_block_map().frame
        >>> len(blocks), bool(blocks["given"].any())
        (620, False)
    """
    return current().tables.get("block_map") or embedded_block_map()


def embedded_block_map() -> Table[gpd.GeoDataFrame]:
    """Return the blocks with their approximate cells, see :func:`load_block_map`."""
    blocks = load_blocks().frame
    cells = load_block_cells().frame
    frame = gpd.GeoDataFrame(
        blocks.assign(given=False), geometry=cells.geometry.to_numpy(), crs=cells.crs
    )
    return Table(frame, provenance("block_cells", len(frame)))


_LEAST_LEFT = 0.05
"""A block of whose cell less than this share is free of given outlines has no land on the map."""


def with_outlines(outlines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the blocks with exact outlines laid over the approximate cells.

    A block that has an outline is drawn by it, with the area of it. The others keep of
    their cells what no outline covers, and that share of their areas; one of which nothing
    is left has no row, so that orders that name it tell it as unknown.

    Args:
        outlines: ``block`` and geometry (EPSG:4326): known blocks, each once, none over another.
    """
    frame = embedded_block_map().frame
    flat = np.array(frame.to_crs(METRES).geometry.values)
    at = {block: place for place, block in enumerate(frame["block"])}
    given = frame["block"].isin(outlines["block"]).to_numpy()
    km2 = frame["area_km2"].to_numpy().copy()
    exact = np.array(outlines.to_crs(METRES).geometry.values)
    places = [at[block] for block in outlines["block"]]
    rest = ~given
    before = shapely.area(flat[rest])
    flat[rest] = shapely.difference(flat[rest], shapely.union_all(exact))
    left = shapely.area(flat[rest]) / before
    km2[rest] *= left
    flat[places], km2[places] = exact, shapely.area(exact) / 1e6
    kept = given.copy()
    kept[rest] = left >= _LEAST_LEFT
    shapes = gpd.GeoSeries(flat, crs=METRES).to_crs("EPSG:4326")
    # What no outline touches stays as it is, to the last figure.
    whole = np.flatnonzero(rest)[left == 1.0]
    shapes.iloc[whole] = frame.geometry.iloc[whole].values
    told = frame.assign(given=given, area_km2=km2).set_geometry(shapes.values, crs="EPSG:4326")
    return told[kept].reset_index(drop=True)
