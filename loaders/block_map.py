"""The map of numbered blocks in use: where each one lies, and whether its outline is exact."""

from __future__ import annotations

import geopandas as gpd

from nuzuh.loaders.block_cells import load_block_cells
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.current import current, follows_data
from nuzuh.loaders.package import provenance
from nuzuh.loaders.table import Table


@follows_data(maxsize=2)
def load_block_map() -> Table[gpd.GeoDataFrame]:
    """Return the blocks in use, one row each (EPSG:4326), which together tile the Strip.

    Columns: ``block`` (its number), ``pcode``, ``longitude``, ``latitude``, ``area_km2`` and
    ``behind_yellow_line_2025_10`` as in :func:`nuzuh.loaders.blocks.load_blocks`;
    ``given``, whether the outline is one that the operator brought; and the geometry,
    which is the approximate cell of the block where none was.

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
