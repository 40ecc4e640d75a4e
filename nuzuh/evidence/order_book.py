"""The orders of tables with the land that each covers, a reader's outlines among them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from nuzuh.evidence.ground import Bools, Floats, ground_of
from nuzuh.evidence.order_places import named_land
from nuzuh.evidence.orders_in_force import OrderBook
from nuzuh.loaders.block_cells import METRES
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.tables import Tables, remembered


@remembered(maxsize=1)
def order_book(tables: Tables) -> OrderBook:
    """Return the orders of tables with their land, prepared once.

    >>> from nuzuh.loaders.tables import tables_in_use
    >>> book = order_book(tables_in_use())
    >>> book.areas["GO0139"].outline, round(book.areas["GO0139"].km2[0])
    ('blocks', 154)
    """
    shapes = {
        outline.id: shares_covered(outline.shape)
        for outline in tables.user.outlines
        if outline.kind == "orders" and outline.id
    }
    return OrderBook(
        tables.orders, ground_of(load_block_map().frame, tables.orders, _places()), shapes
    )


@follows_data(maxsize=2)
def _places() -> dict[str, Bools]:
    return named_land(load_block_map().frame)


@follows_data(maxsize=2)
def _cells() -> npt.NDArray[np.object_]:
    return np.array(load_block_map().frame.to_crs(METRES).geometry.values)


def shares_covered(shape: shapely.Geometry) -> Floats:
    """Return the share of each block that a shape covers, in the order of the block map.

    Args:
        shape: a polygon in degrees (EPSG:4326).
    """
    (flat,) = gpd.GeoSeries([shape], crs="EPSG:4326").to_crs(METRES)
    cells = _cells()
    return np.clip(shapely.area(shapely.intersection(cells, flat)) / shapely.area(cells), 0.0, 1.0)
