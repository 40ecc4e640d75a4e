"""Cells around points that know their areas: where a block about lies, when only its centre does.

A power diagram (Laguerre's; Aurenhammer, *Power diagrams: properties, algorithms and
applications*, SIAM Journal on Computing 16, 1987) gives a place to the centre from which
its squared distance, less the area over pi, is the smallest: circles of the given areas
around the centres decide where their edges meet. Equal areas make the plain Voronoi diagram.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import ConvexHull
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

Floats = npt.NDArray[np.float64]


def power_cells(
    centres: Floats, areas: Floats, outline: BaseGeometry, rounds: int = 0
) -> list[BaseGeometry]:
    """Return the power cell of each centre, cut at an outline; together they tile it.

    Args:
        centres: x and y of each centre, shape (n, 2), at least three and not on one line.
        areas: area of each, in squares of the same unit.
        outline: polygon in the same unit. A cell may have several parts where the
            outline bends in, and is empty where its neighbours' weights cover it.
        rounds: how often the weights are mended by what the areas of the cells lack
            of those given, in proportion (Aurenhammer, Hoffmann and Aronov,
            *Minkowski-type theorems and least-squares clustering*, Algorithmica 20,
            1998, prove that weights exist by which each cell has its area). A few
            rounds bring the areas near; many push the cells off their centres.

    Raises:
        ValueError: when an area is not positive, or two centres are the same.

    Example:
        >>> from shapely import box
        >>> west, east, top = power_cells(
        ...     np.array([[1.0, 1.0], [3.0, 1.0], [2.0, 9.0]]), np.array([1.0, 4.0, 1.0]),
        ...     box(0, 0, 4, 2),
        ... )
        >>> west.area < east.area, top.is_empty, round(west.area + east.area, 9)
        (True, True, 8.0)
    """
    if not (areas > 0).all():
        raise ValueError("every cell needs an area above zero")
    if len(np.unique(centres, axis=0)) < len(centres):
        raise ValueError("two centres are the same")
    wanted = areas * (outline.area / areas.sum())
    weighed = areas
    for _ in range(rounds):
        lack = wanted - shapely.area(np.array(_diagram(centres, weighed, outline)))
        weighed = weighed + _STEP * lack
    return _diagram(centres, weighed, outline)


_STEP = 0.7
"""How much of what a cell lacks is added to its weight in a round: less is slow, more swings."""


def _diagram(centres: Floats, areas: Floats, outline: BaseGeometry) -> list[BaseGeometry]:
    count = len(centres)
    sites = np.vstack([centres, _far_away(centres, outline)])
    # Only differences count; the far centres must weigh no more than the others.
    weights = np.concatenate([(areas - areas.min()) / np.pi, np.zeros(len(sites) - count)])
    middle = sites.mean(axis=0)
    flat = sites - middle
    # Lifted by its power, a centre lies on the lower hull if it has a cell, and
    # the facets around it are the corners of that cell.
    hull = ConvexHull(np.column_stack([flat, (flat**2).sum(axis=1) - weights]))
    below = hull.equations[:, 2] < 0
    normals = hull.equations[below]
    corners = -normals[:, :2] / (2 * normals[:, 2:3]) + middle
    around: list[list[int]] = [[] for _ in sites]
    for corner, facet in enumerate(hull.simplices[below]):
        for site in facet:
            around[site].append(corner)
    return [_cell(corners[around[site]], outline) for site in range(count)]


def _far_away(centres: Floats, outline: BaseGeometry) -> Floats:
    """Centres so far outside that their cells miss the outline: they close the outer cells."""
    x0, y0, x1, y1 = _bounds(centres, outline)
    reach = 20 * max(x1 - x0, y1 - y0)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    turns = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    return np.column_stack([x + reach * np.cos(turns), y + reach * np.sin(turns)])


def _bounds(centres: Floats, outline: BaseGeometry) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = outline.bounds
    (a, b), (c, d) = centres.min(axis=0), centres.max(axis=0)
    return min(x0, a), min(y0, b), max(x1, c), max(y1, d)


def _cell(corners: Floats, outline: BaseGeometry) -> BaseGeometry:
    if len(corners) < 3:
        return Polygon()
    spokes = corners - corners.mean(axis=0)
    ring = corners[np.argsort(np.arctan2(spokes[:, 1], spokes[:, 0]))]
    return shapely.intersection(Polygon(ring), outline)
