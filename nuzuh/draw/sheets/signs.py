"""Signs of the groups of publishers, as shapes on a sheet."""

from __future__ import annotations

import math

import shapely
from shapely.geometry.base import BaseGeometry


def sign(form: str, x: float, y: float, radius: float) -> BaseGeometry:
    """Return a sign of a group of publishers: circle, square, triangle-up or diamond."""
    if form == "circle":
        return shapely.Point(x, y).buffer(radius, quad_segs=8)
    turns = {"square": (4, 45), "diamond": (4, 0), "triangle-up": (3, -90)}
    corners, first = turns[form]
    reach = radius * (1.2 if corners == 4 else 1.3)
    return shapely.Polygon(
        [
            (
                x + reach * math.cos(math.radians(first + 360 * k / corners)),
                y + reach * math.sin(math.radians(first + 360 * k / corners)),
            )
            for k in range(corners)
        ]
    )
