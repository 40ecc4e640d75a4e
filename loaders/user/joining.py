"""The blocks of an order, drawn a feature each, as the one order that they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user.blocklists import land_of, pcode_of
from nuzuh.loaders.user.crs import METRES
from nuzuh.loaders.user.figures import PREFIX
from nuzuh.loaders.user.mending import polygons_in
from nuzuh.loaders.user.notes import Note, listed, note

APART = 50
"""So many orders stand apart, as their author drew them; where there are more, those that were
given in one breath are one order."""

ORDERS = 1_500
"""Orders of a file, once they are joined: the map weighs each on every day."""

_BREATH = (
    "issued_on",
    "effective_from",
    "effective_to",
    "issuer",
    "kind",
    "term",
    "source_title",
    "source_url",
    "source_date",
)
"""What orders given in one breath have in common."""

_NAMES = 160
"""Characters of the names of what was joined."""


def joined_orders(
    frame: gpd.GeoDataFrame, file: str, untitled: Sequence[bool], *, by_blocks: bool
) -> tuple[gpd.GeoDataFrame, tuple[Note, ...]]:
    """Return orders with those given in one breath joined, where a file holds many.

    What is joined is one order for each governorate: so the land that it covers there is
    known, and not only that of all of them together.

    Args:
        frame: the orders, in the columns of ``orders.csv`` with names and shapes.
        file: the name of the file, the source of those that name none.
        untitled: which orders name no source of their own.
        by_blocks: whether the shapes were made of the blocks.

    Raises:
        DataError: when more than :data:`ORDERS` are left.
    """
    if len(frame) <= APART:
        return frame, ()
    bare = frame.assign(source_title=frame["source_title"].mask(np.array(untitled), ""))
    groups = [
        bare.loc[places]
        for places in bare.groupby(list(_BREATH), dropna=False, sort=False).groups.values()
    ]
    strip = load_boundaries().frame.set_index("pcode").geometry
    rows = [
        row
        for group in groups
        for pcode in pc.GOVERNORATES
        if (row := _of_governorate(group, pcode, strip, file, by_blocks=by_blocks)) is not None
    ]
    if len(rows) > ORDERS:
        rule = f"holds {len(rows):,} orders where at most {ORDERS:,} are read: split it"
        raise DataError(file, rule)
    kinds = {name: kind for name, kind in frame.dtypes.items() if name != "geometry"}
    table = gpd.GeoDataFrame(rows, crs=frame.crs).reset_index(drop=True).astype(kinds)
    table["id"] = table["order"] = [f"{PREFIX}ORDER-{n:03}" for n in range(1, len(table) + 1)]
    shape = table.geometry.to_crs(METRES)
    if not by_blocks:
        table["area_km2"] = (shape.area / 1e6).round(4)
    return table, (note("joined", n=len(frame), orders=len(table)),)


def _of_governorate(
    group: gpd.GeoDataFrame, pcode: str, strip: gpd.GeoSeries, file: str, *, by_blocks: bool
) -> pd.Series | None:
    """The order that a group of orders is in one governorate; None where none lies there."""
    here = group[[pcode in codes.split() for codes in group["pcodes"]]]
    if here.empty:
        return None
    row = here.iloc[0].copy()
    blocks = _blocks(here["blocks"], pcode)
    row["name"] = row["areas"] = _listed(here["name"])
    row["pcodes"], row["blocks"] = pcode, "; ".join(blocks)
    row["source_title"] = row["source_title"] or f"{file[:80]}, {listed(here['feature'])}"
    if by_blocks:
        land = land_of(blocks)
        row["geometry"], row["area_km2"] = land.shape, land.km2
    else:
        whole = shapely.union_all(here.geometry.to_numpy())
        row["geometry"] = polygons_in(shapely.intersection(whole, strip[pcode]))
    return row


def _listed(names: Iterable[str]) -> str:
    line = "; ".join(dict.fromkeys(filter(None, names)))
    return line if len(line) <= _NAMES else line[:_NAMES].rpartition(";")[0] + " …"


def _blocks(cells: Iterable[str], pcode: str) -> list[str]:
    """The blocks of orders in a governorate; none where those of one are not known."""
    each = list(cells)
    listed_ = dict.fromkeys(block for cell in each for block in cell.split("; "))
    return [block for block in listed_ if pcode_of(block) == pcode] if all(each) else []
