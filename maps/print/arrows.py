"""Arrows of movement on paper: how wide they are, and their numbers.

As on the screen, an arrow's width is its number; reconstructed arrows are
hollow with broken outlines. A published one is filled as wide as the lowest of
its rival figures, within an outline as wide as the highest; an open one ends
at the edge of the area that people left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from maps.arrows import Arrow
from maps.geometry import way_out
from maps.print.callouts import middle_of
from maps.print.ground import Ground
from maps.print.papers import MM_PER_POINT
from maps.print.sheet import Sheet, rectangle

_WIDEST = 5.2
"""Width of the largest arrow in mm on A4."""


def draw_arrows(sheet: Sheet, ground: Ground, arrows: Sequence[Arrow]) -> list[tuple[float, float]]:
    """Draw arrows from where people left to where they went; return the middle of each."""
    if not arrows:
        return []
    accent, paper = sheet.palette.accent, sheet.palette.paper
    middles: list[tuple[float, float]] = []
    for arrow in arrows:
        end = ground(
            *(middle_of(arrow.destinations) if arrow.destinations else way_out(arrow.origins))
        )
        ends = ground(*middle_of(arrow.origins)), end
        width = width_of_arrow(arrow.high, arrows, sheet)
        band, middle = _band(*ends, width)
        middles.append(middle)
        sheet.covered.append(band)
        if arrow.reconstructed:
            draw_hollow(sheet, band, width)
        elif arrow.low == arrow.high:
            sheet.fill(band, accent, edge=paper, width=0.5, opacity=0.88)
        else:
            sheet.fill(band, paper, edge=accent, width=0.6, opacity=0.78)
            inner, _ = _band(*ends, width_of_arrow(arrow.low, arrows, sheet))
            sheet.fill(inner, accent, opacity=0.88)
    return middles


def draw_numbers(
    sheet: Sheet,
    ground: Ground,
    arrows: Sequence[Arrow],
    middles: Sequence[tuple[float, float]],
) -> None:
    """Write each arrow's number on it, after all labels, of which it stays clear."""
    for arrow, (x, y) in zip(arrows, middles, strict=True):
        _number(sheet, ground, arrow, x, y)


def draw_hollow(sheet: Sheet, band: BaseGeometry, width: float) -> None:
    """Draw a reconstructed arrow: hollow, its outline broken where it is wide enough for one."""
    accent = sheet.palette.accent
    if width < sheet.span(0.8):
        sheet.fill(band, accent, opacity=0.6)
        return
    sheet.fill(band, sheet.palette.paper, opacity=0.78)
    sheet.stroke(band.boundary, accent, 0.75, dashes=(2.2, 1.0))


def width_of_arrow(value: float, arrows: Sequence[Arrow], sheet: Sheet) -> float:
    """Return how wide an arrow is in mm: in proportion to its number."""
    largest = max(arrow.high for arrow in arrows)
    return max(value / largest * sheet.span(_WIDEST), sheet.span(0.35))


def _number(sheet: Sheet, ground: Ground, arrow: Arrow, x: float, y: float) -> None:
    """The number on its arrow, at the nearest place where no other text stands."""
    size = 6.6
    half = sheet.size(size) * MM_PER_POINT * 0.36
    steps = [(0.0, 0.0)]
    for ring in (3.2, 5.6, 8.4, 11.5, 15, 19):
        steps += [
            (ring * math.cos(turn), ring * 0.8 * math.sin(turn))
            for turn in (k * math.pi / 6 for k in (3, 9, 0, 6, 2, 4, 8, 10, 1, 5, 7, 11))
        ]
    for dx, dy in steps:
        place = (x + sheet.span(dx), y + half + sheet.span(dy))
        box = sheet.box_of(*place, arrow.number, size, "middle", bold=True)
        if box.within(ground.box, -1) and not any(w.box.meets(box, 0.8) for w in sheet.written):
            sheet.fill(rectangle(box).buffer(sheet.span(0.35)), sheet.palette.paper, opacity=0.82)
            sheet.text(*place, arrow.number, size, bold=True, align="middle")
            return


def _band(
    start: tuple[float, float], end: tuple[float, float], width: float
) -> tuple[BaseGeometry, tuple[float, float]]:
    """An arrow bent to the left of its way, so that the way back runs beside it; its middle."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = dy / length, -dx / length
    a, b = start, end
    lift = length * 0.18
    bend = ((a[0] + b[0]) / 2 + nx * lift, (a[1] + b[1]) / 2 + ny * lift)
    head = min(max(width * 1.1, 2.2), length * 0.4)
    stop = 1 - head / length

    def at(t: float) -> tuple[float, float]:
        x = (1 - t) ** 2 * a[0] + 2 * t * (1 - t) * bend[0] + t * t * b[0]
        y = (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * bend[1] + t * t * b[1]
        return x, y

    def normal(t: float) -> tuple[float, float]:
        x = 2 * (1 - t) * (bend[0] - a[0]) + 2 * t * (b[0] - bend[0])
        y = 2 * (1 - t) * (bend[1] - a[1]) + 2 * t * (b[1] - bend[1])
        size = math.hypot(x, y) or 1.0
        return -y / size, x / size

    def beside(t: float, by: float) -> tuple[float, float]:
        (x, y), (mx, my) = at(t), normal(t)
        return x + mx * by, y + my * by

    steps = [stop * k / 20 for k in range(21)]
    wing = width / 2 + max(width * 0.45, 0.9)
    outline = [
        *(beside(t, width / 2) for t in steps),
        beside(stop, wing),
        b,
        beside(stop, -wing),
        *(beside(t, -width / 2) for t in reversed(steps)),
    ]
    return shapely.Polygon(outline), at(0.5)
