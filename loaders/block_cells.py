"""The approximate cells of the numbered blocks, as :mod:`nuzuh.loaders.build_cells` made them."""

from __future__ import annotations

import io
from functools import lru_cache

import geopandas as gpd
import pandas as pd
import shapely

from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.table import Table

FILE = "block_cells.topojson"
METRES = "EPSG:32636"
"""UTM zone 36 north, in which areas and distances are measured."""


def read_block_cells(content: bytes, blocks: pd.DataFrame, file: str) -> gpd.GeoDataFrame:
    """Return the cells from the bytes of their file, in the order of a table of blocks.

    Raises:
        DataError: when it cannot be read, does not hold each block once, or its cells overlap.
    """
    try:
        frame = gpd.read_file(io.BytesIO(content))
    except Exception as error:  # the reader's driver raises types of its own
        raise DataError(file, "cannot be read as TopoJSON") from error
    if "block" not in frame or sorted(frame["block"]) != sorted(blocks["block"]):
        raise DataError(file, "must hold a cell for each block of blocks.csv, once", column="block")
    frame = frame.set_index("block").loc[blocks["block"]].reset_index()
    # The format knows no other system; the driver leaves it open.
    frame = frame[["block", "geometry"]].set_crs("EPSG:4326", allow_override=True)
    if not shapely.coverage_is_valid(frame.geometry.values):
        raise DataError(file, "holds cells that overlap")
    return frame


@lru_cache(maxsize=1)
def load_block_cells() -> Table[gpd.GeoDataFrame]:
    """Return the approximate cell of each block, in the order of ``blocks.csv`` (EPSG:4326).

    Raises:
        DataError: when the file is not the published one or does not fit the blocks.

    Example:
        >>> cells = load_block_cells().frame
        >>> len(cells), round(cells.to_crs(METRES).area.sum() / 1e6)
        (620, 365)
    """
    frame = read_block_cells(read_bytes("block_cells"), load_blocks().frame, FILE)
    return Table(frame, provenance("block_cells", len(frame)))
