"""The blocks of an order, drawn a feature each, as the one order that they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user.estimates.figures import PREFIX
from nuzuh.loaders.user.maps.blocklists import land_of, pcode_of
from nuzuh.loaders.user.maps.crs import METRES
from nuzuh.loaders.user.maps.mending import TooTangledError, count_meeting, polygons_in
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

STACKED = 200_000
"""Pairs of shapes of one breath whose boxes meet: blocks have some eight neighbours each."""

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
    orders = frame.assign(source_title=frame["source_title"].mask(np.array(untitled), ""))
    breaths: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in orders.to_dict("records"):
        key = tuple(None if pd.isna(row[name]) else row[name] for name in _BREATH)
        breaths.setdefault(key, []).append(row)
    strip = load_boundaries().frame.set_index("pcode").geometry.to_dict()
    rows = [
        _of_governorate(here, pcode, strip[pcode], file, by_blocks=by_blocks)
        for breath in breaths.values()
        for pcode in pc.GOVERNORATES
        if (here := [row for row in breath if pcode in row["pcodes"]])
    ]
    if len(rows) > ORDERS:
        rule = f"holds {len(rows):,} orders where at most {ORDERS:,} are read: split it"
        raise DataError(file, rule)
    kinds = {name: kind for name, kind in frame.dtypes.items() if name != "geometry"}
    table = gpd.GeoDataFrame(rows, columns=list(frame.columns), crs=frame.crs).astype(kinds)
    table["id"] = table["order"] = [f"{PREFIX}ORDER-{n:03}" for n in range(1, len(table) + 1)]
    if not by_blocks:
        table["area_km2"] = (table.geometry.to_crs(METRES).area / 1e6).round(4)
    return table, (note("joined", n=len(frame), orders=len(table)),)


def _of_governorate(
    here: Sequence[dict[str, Any]], pcode: str, outline: Any, file: str, *, by_blocks: bool
) -> dict[str, Any]:
    """The order that some orders are in one governorate."""
    names, blocks = _listed(row["name"] for row in here), _blocks(here, pcode)
    title = here[0]["source_title"] or f"{file[:80]}, {listed(row['feature'] for row in here)}"
    told = {
        "name": names,
        "areas": names,
        "pcodes": pcode,
        "blocks": "; ".join(blocks),
        "source_title": title,
    }
    if by_blocks:
        land = land_of(blocks)
        return here[0] | told | {"geometry": land.shape, "area_km2": land.km2}
    shapes = np.array([row["geometry"] for row in here], dtype=object)
    try:
        count_meeting(shapely.STRtree(shapes), shapes, STACKED)
    except TooTangledError as error:
        rule = "draws many orders of one day over each other: dissolve those of a day"
        raise DataError(file, rule) from error
    whole = shapely.union_all(shapes)
    return here[0] | told | {"geometry": polygons_in(shapely.intersection(whole, outline))}


def _listed(names: Iterable[str]) -> str:
    line = "; ".join(dict.fromkeys(filter(None, names)))
    return line if len(line) <= _NAMES else line[:_NAMES].rpartition(";")[0] + " …"


def _blocks(here: Sequence[dict[str, Any]], pcode: str) -> list[str]:
    """The blocks of orders in a governorate; none where those of one are not known."""
    cells = [row["blocks"] for row in here]
    each = dict.fromkeys(block for cell in cells for block in cell.split("; "))
    return [block for block in each if pcode_of(block) == pcode] if all(cells) else []
