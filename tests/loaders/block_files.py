"""GeoJSON files of numbered blocks, made from the approximate cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import geopandas as gpd
import shapely

from nuzuh.loaders.block_cells import METRES, load_block_cells
from tests.loaders.map_files import features

FEW = ("606", "607", "88", "89", "1")
"""Blocks whose cells hold the centres on record, of several governorates."""


def cells(blocks: Sequence[str]) -> list:
    """Return the cells of some blocks, in degrees."""
    frame = load_block_cells().frame.set_index("block")
    return [frame.geometry[block] for block in blocks]


def in_metres(shape, change: Callable):
    """Return a shape in degrees that was changed in metres."""
    (flat,) = gpd.GeoSeries([shape], crs="EPSG:4326").to_crs(METRES)
    (back,) = gpd.GeoSeries([change(flat)], crs=METRES).to_crs("EPSG:4326")
    return back


def block_file(blocks: Sequence[str] = FEW, *, shapes=None, crs=None, **fields) -> bytes:
    """Return a file with an outline a block; ``fields`` are more properties, or others."""
    shapes = cells(blocks) if shapes is None else shapes
    return features(*shapes, crs=crs, **(fields or {"BLOCK": list(blocks)}))


def km2(*shapes) -> float:
    """Return the area of shapes in degrees together."""
    flat = gpd.GeoSeries(list(shapes), crs="EPSG:4326").to_crs(METRES)
    return float(shapely.area(shapely.union_all(flat.values))) / 1e6
