"""The shape of an arrow on a map: one for print, moving pictures and pages."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]


@dataclass(frozen=True)
class Band:
    """An arrow's outline.

    Attributes:
        shape: what is filled; an open arrow has no tip.
        middle: the middle of its way.
        head: the line of an open head; empty for an arrow with a filled tip.
    """

    shape: BaseGeometry
    middle: Point
    head: tuple[Point, ...] = ()


def band_between(
    start: Point,
    end: Point,
    width: float,
    *,
    is_open: bool,
    unit: float = 1.0,
    aside: float = 0.0,
) -> Band:
    """Return an arrow bent to the left of its way, so that the way back runs beside it.

    Args:
        start: where it begins.
        end: where its tip is.
        width: how wide it is.
        is_open: it has an open head, since where people went is not named.
        unit: length of a mm of a sheet in the drawing's own units.
        aside: how far all of it is moved to the left of its way, see :func:`lanes`.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = dy / length, -dx / length
    start = (start[0] + nx * aside, start[1] + ny * aside)
    end = (end[0] + nx * aside, end[1] + ny * aside)
    lift = length * 0.18
    bend = ((start[0] + end[0]) / 2 + nx * lift, (start[1] + end[1]) / 2 + ny * lift)
    head = min(max(width * 1.1, 2.2 * unit), length * 0.4)
    stop = 1 - head / length

    def at(t: float) -> Point:
        x, y = (
            (1 - t) ** 2 * a + 2 * t * (1 - t) * middle + t * t * b
            for a, middle, b in zip(start, bend, end, strict=True)
        )
        return x, y

    def beside(t: float, by: float) -> Point:
        x, y = (
            2 * (1 - t) * (middle - a) + 2 * t * (b - middle)
            for a, middle, b in zip(start, bend, end, strict=True)
        )
        size = math.hypot(x, y) or 1.0
        px, py = at(t)
        return px - y / size * by, py + x / size * by

    steps = [stop * k / 20 for k in range(21)]
    wing = width / 2 + max(width * 0.45, 0.9 * unit)
    tip = (beside(stop, wing), end, beside(stop, -wing))
    outline = [
        *(beside(t, width / 2) for t in steps),
        *(() if is_open else tip),
        *(beside(t, -width / 2) for t in reversed(steps)),
    ]
    return Band(shapely.Polygon(outline), at(0.5), tip if is_open else ())


def lanes(ways: Sequence[Hashable], widths: Sequence[float], gap: float) -> list[float]:
    """Return how far to the left each arrow is moved, so that arrows of one way lie side by side.

    Args:
        ways: what arrows of one way have in common.
        widths: how wide each arrow is.
        gap: space between two of them.
    """
    taken: dict[Hashable, float] = {}
    asides = []
    for way, width in zip(ways, widths, strict=True):
        before = taken.get(way)
        asides.append(0.0 if before is None else before + gap + width / 2)
        taken[way] = asides[-1] + width / 2
    return asides
