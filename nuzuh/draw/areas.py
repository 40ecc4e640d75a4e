"""The values on the map: areas in their colours and patterns, their borders, and circles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.draw.canvas import Canvas
from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.patterns import paint
from nuzuh.scene.geometry import inner_borders, middle_of, outline_of, strip
from nuzuh.scene.mark import Mark
from nuzuh.scene.scales import INK

_KM_OF_A_MILLION = 4.6
"""Radius of the circle of a million people, in km of the map: neighbours barely touch."""
JOINT, BROKEN = (0.8, 1.6), (3.6, 1.6)
"""Dashes of the borders inside a joint figure, and of reconstructed ones, in points."""


def draw_areas(
    canvas: Canvas,
    frame: MapFrame,
    labels: Sequence[Mark],
    colours: Sequence[str],
    *,
    faint: bool = False,
) -> None:
    """Fill each area with the colour and the marks of its label; draw the outlines.

    Args:
        canvas: where they are drawn.
        frame: the map.
        labels: of areas that cover the Strip once.
        colours: of the classes, the lowest first.
        faint: paler, as the ground below arrows.
    """
    for label in labels:
        shape = frame.project(outline_of(label.pcodes))
        colour = "" if label.shade is None else colours[label.shade]
        paint(canvas, shape, colour, label.pattern, wide=label.wide, faint=faint)
    draw_borders(
        canvas,
        frame,
        (label.pcodes for label in labels),
        reconstructed=any(label.reconstructed for label in labels),
    )


def draw_borders(
    canvas: Canvas,
    frame: MapFrame,
    areas: Iterable[tuple[str, ...]],
    *,
    reconstructed: bool = False,
) -> None:
    """Draw the outlines of areas: whole where published, broken where reconstructed."""
    border, listed = canvas.palette.border, tuple(areas)
    if any(len(pcodes) > 1 for pcodes in listed):
        canvas.stroke(frame.project(inner_borders()), border, 0.4, dashes=JOINT)
    broken = BROKEN if reconstructed else ()
    canvas.stroke(_edges(frame, listed), border, 0.6, dashes=broken)
    canvas.stroke(frame.project(strip()).boundary, border, 1.0, dashes=broken)


@lru_cache(maxsize=32)
def _edges(frame: MapFrame, areas: tuple[tuple[str, ...], ...]) -> BaseGeometry:
    edges = [frame.project(outline_of(pcodes)).boundary for pcodes in areas]
    # In one line: dashes would begin anew at every corner of a shared border.
    return shapely.line_merge(shapely.union_all(edges))


def radius_of(people: float, frame: MapFrame) -> float:
    """Return the radius of the circle that stands for a number of people."""
    return math.sqrt(max(people, 0.0) / 1e6) * _KM_OF_A_MILLION * frame.units_per_km


def draw_circles(
    canvas: Canvas, frame: MapFrame, labels: Sequence[Mark], whole: MapFrame | None = None
) -> None:
    """Draw a circle whose area is the number of people, and thin rings for the range's ends.

    Args:
        canvas: where they are drawn.
        frame: the map.
        labels: of the areas.
        whole: the map of the whole Strip in its place, whose circles are as large.
    """
    size = whole or frame
    for label in labels:
        if label.value is None:
            continue
        x, y = frame(*middle_of(label.pcodes))
        radius = radius_of(label.value, size)
        disc = frame.within(shapely.Point(x, y).buffer(radius, quad_segs=24))
        canvas.fill(disc, INK, opacity=0.16)
        is_old = label.status != "current"
        ring = frame.within(_ring(x, y, radius))
        canvas.stroke(ring, canvas.palette.quiet if is_old else INK, 0.9)
        for end in (label.low, label.high):
            if end is not None and label.low is not None and label.high is not None:
                ring = frame.within(_ring(x, y, radius_of(end, size)))
                canvas.stroke(ring, INK, 0.4, opacity=0.7, dashes=(1.4, 1.2))


def _ring(x: float, y: float, radius: float) -> BaseGeometry:
    return shapely.Point(x, y).buffer(radius, quad_segs=24).exterior
