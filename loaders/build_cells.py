"""Where the numbered blocks about lie: cells built from centre and area, since no outline is open.

``python -m nuzuh.loaders.build_cells`` builds ``geodata/block_cells.topojson`` anew from
``blocks.csv`` and ``governorates.geojson`` (it needs the package topojson, which comes with
the tests); then seal it as after any edit.
"""

from __future__ import annotations

import json
import re
from importlib import import_module

import geopandas as gpd
import numpy as np
import shapely

from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.block_cells import FILE, METRES
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.package import GEODATA
from nuzuh.loaders.power_cells import power_cells

_ROUNDS = 20
"""Rounds of mending: 564 of the 620 cells then lie within a tenth of their area and none is
empty; without any it is 313, and 6 are; with 40 it is 574, and the cells leave their centres."""
_GRID = 1e-6
"""Coordinates are computed to the millionth of a degree, 10 cm."""
_STEPS = 100_000
"""Steps in which the file tells them from side to side of the Strip: under half a metre."""


def build_block_cells() -> gpd.GeoDataFrame:
    """Return a cell a block, in its order in ``blocks.csv``: ``block`` and geometry (EPSG:4326).

    Power cells of the blocks' centres and areas, cut at the edge of the Strip, which they tile.
    """
    blocks = load_blocks().frame
    strip = load_boundaries().frame.to_crs(METRES).union_all()
    centres = gpd.GeoSeries(
        gpd.points_from_xy(blocks["longitude"], blocks["latitude"]), crs="EPSG:4326"
    ).to_crs(METRES)
    cells = power_cells(
        np.column_stack([centres.x, centres.y]),
        blocks["area_km2"].to_numpy() * 1e6,
        strip,
        rounds=_ROUNDS,
    )
    frame = gpd.GeoDataFrame({"block": blocks["block"]}, geometry=cells, crs=METRES)
    frame = frame.to_crs("EPSG:4326")
    frame["geometry"] = shapely.set_precision(frame.geometry.values, _GRID)
    return frame


def main() -> None:
    """Write the cells into ``geodata/``."""
    # It comes with the tests, and nothing but this command needs it.
    topology = import_module("topojson").Topology
    told = topology(build_block_cells(), prequantize=_STEPS, topology=True).to_dict()
    # A cell and an arc a line: a difference, or a file that breaks off, shows where it is.
    text = re.sub(
        r'(\{"properties"|(?<=\]\],)\[\[)', r"\n\1", json.dumps(told, separators=(",", ":"))
    )
    (GEODATA / FILE).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
