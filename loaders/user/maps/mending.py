"""Outlines that cross themselves, mended where that is cheap and certain."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

CROSSINGS = 20_000
"""Pairs of edges of all invalid outlines whose boxes meet: beyond these mending takes too long.

A slip of the hand has a handful, a scribble of n edges about n²/4.
"""

_PAIRS_AT_ONCE = 2_000_000


class TooTangledError(ValueError):
    """An outline crosses itself too often to be mended."""


def mended(shape: Any, room: int = CROSSINGS) -> tuple[Any, int]:
    """Return a valid shape of the same land, and how many crossings were looked at.

    Args:
        shape: an invalid polygon, or several.
        room: how many pairs of edges may meet.

    Returns:
        What has an area of it; None when nothing has.

    Raises:
        TooTangledError: when more pairs meet.

    >>> bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    >>> mended(bow)[0].area
    0.5
    """
    met = _meeting(shape, room)
    whole = polygons_in(shapely.make_valid(shape, method="structure", keep_collapsed=False))
    if whole is not None and not whole.is_valid:  # parts that share an edge
        whole = polygons_in(shapely.union_all(shapely.get_parts(whole)))
    return whole, met


def _meeting(shape: Any, room: int) -> int:
    """How many pairs of edges may cross, beside neighbours, which always meet."""
    edges = edges_of([shape])
    # Each edge meets itself and its two neighbours; repeated points add some.
    free = 4 * len(edges) + 100
    found = count_meeting(shapely.STRtree(edges), edges, free + 2 * room)
    return max(0, (found - free) // 2)


def edges_of(shapes: Any) -> np.ndarray:
    """Return the edges of the outlines of polygons, each as a line."""
    coordinates, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(shapes)), return_index=True
    )
    inner = ring[1:] == ring[:-1]
    return shapely.linestrings(np.stack([coordinates[:-1][inner], coordinates[1:][inner]], axis=1))


def count_meeting(
    tree: shapely.STRtree, shapes: np.ndarray, most: int, predicate: str | None = None
) -> int:
    """Return how many pairs of shapes meet those of a tree, by their boxes or by a predicate.

    Raises:
        TooTangledError: when there are more than ``most``, as soon as that is clear.
    """
    found = 0
    step = max(1, _PAIRS_AT_ONCE // max(1, len(tree)))
    for start in range(0, len(shapes), step):
        found += tree.query(shapes[start : start + step], predicate).shape[1]
        if found > most:
            raise TooTangledError
    return found


def polygons_in(shape: Any) -> Any:
    """Return what has an area of a shape, as one polygon or several; None when nothing has."""
    if shape is None or shape.is_empty:
        return None
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape if shape.area > 0 else None
    each = [polygons_in(part) for part in getattr(shape, "geoms", ())]
    flat = [one for part in each if part is not None for one in shapely.get_parts(part)]
    return shapely.multipolygons(flat) if flat else None
