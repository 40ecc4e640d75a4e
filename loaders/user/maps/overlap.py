"""How much of each polygon lies in each governorate, measured in metres."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.user.maps.crs import METRES
from nuzuh.loaders.user.maps.mending import TooTangledError, count_meeting, edges_of, mended
from nuzuh.loaders.user.refusal import Problem, UserDataError

FINE = 1_000
"""Outlines of more vertices are looked at before they are cut at the governorates."""

CUTS = 40_000
"""So often may all of these together meet the governorates': cutting takes the square of it."""


def overlap(shapes: gpd.GeoDataFrame, file: str) -> tuple[list[dict[str, float]], np.ndarray]:
    """Return the share of each polygon in each governorate, and the area of each in km2.

    Args:
        shapes: valid polygons in degrees, by the number of the feature.
        file: the name of the file, for messages.

    Raises:
        UserDataError: for an outline that goes to and fro over governorates too often.
    """
    strip = load_boundaries().frame.to_crs(METRES)
    local = np.array(shapes.geometry.to_crs(METRES).values, dtype=object)
    for place in np.flatnonzero(~shapely.is_valid(local)):
        # An outline that nearly touches itself may cross itself on another projection.
        local[place] = mended(local[place])[0] or local[place]
    _refuse_jagged(local, shapes.index.to_numpy(), strip.geometry.to_numpy(), file)
    area = shapely.area(local)
    shares: list[dict[str, float]] = [{} for _ in area]
    for pcode, outline in zip(strip["pcode"], strip.geometry, strict=True):
        shapely.prepare(outline)
        common = np.where(shapely.contains_properly(outline, local), area, 0.0)
        crossing = np.flatnonzero(shapely.intersects(outline, local) & (common == 0))
        common[crossing] = shapely.area(shapely.intersection(local[crossing], outline))
        for place in np.flatnonzero(common):
            shares[place][pcode] = float(common[place] / area[place])
    return shares, area / 1e6


def _refuse_jagged(local: np.ndarray, numbers: np.ndarray, strip: Any, file: str) -> None:
    fine = np.flatnonzero(shapely.get_num_coordinates(local) > FINE)
    if not len(fine):
        return
    tree, room = shapely.STRtree(edges_of(strip)), CUTS
    for place in fine:
        try:
            room -= count_meeting(tree, edges_of([local[place]]), room, "intersects")
        except TooTangledError as error:
            rule = "goes to and fro over the borders of governorates too often: simplify it"
            raise UserDataError(
                file, [Problem(int(numbers[place]), "", rule)], unit="feature"
            ) from error
