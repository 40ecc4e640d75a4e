"""Arrows of movement on paper: how wide they are, and their numbers.

As on the screen, an arrow's width is its number; reconstructed arrows are
hollow with broken outlines. A published one is filled as wide as the lowest of
its rival figures, within an outline as wide as the highest, and paler where
movements are counted; an open one ends in an open head at the edge of the area
that people left.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from maps.arrows import Arrow
from maps.bands import band_between, lanes
from maps.geometry import middle_of, way_out
from maps.print.ground import Ground
from maps.print.papers import MM_PER_POINT, Box
from maps.print.sheet import Sheet, rectangle

_WIDEST = 5.2
"""Width of the largest arrow in mm on A4."""
_PEOPLE, _COUNTS = 0.88, 0.5
"""Opacity of people who moved, and of movements counted."""
_NUMBER = 6.6
_NUMBER_WIDTH = 44.0
"""Size of an arrow's number, and in mm on A4 how wide its lines may be."""


def draw_arrows(sheet: Sheet, ground: Ground, arrows: Sequence[Arrow]) -> list[tuple[float, float]]:
    """Draw arrows from where people left to where they went; return the middle of each."""
    if not arrows:
        return []
    middles: list[tuple[float, float]] = []
    widths = [width_of_arrow(arrow.high, arrows, sheet) for arrow in arrows]
    ways = [(arrow.origins, arrow.destinations) for arrow in arrows]
    asides = lanes(ways, widths, sheet.span(1.2))
    for arrow, width, aside in zip(arrows, widths, asides, strict=True):
        end = ground(
            *(middle_of(arrow.destinations) if arrow.destinations else way_out(arrow.origins))
        )
        ends = ground(*middle_of(arrow.origins)), end
        is_open = not arrow.destinations
        band = band_between(*ends, width, is_open=is_open, aside=aside)
        middles.append(band.middle)
        sheet.covered.append(band.shape)
        if arrow.reconstructed:
            draw_hollow(sheet, band.shape, width)
            continue
        low = width_of_arrow(arrow.low, arrows, sheet)
        inner = band_between(*ends, low, is_open=is_open, aside=aside)
        _fill(sheet, band.shape, inner.shape, counts=arrow.counts)
        if band.head:
            sheet.stroke([band.head], sheet.palette.accent, 1.6)
    return middles


def _fill(sheet: Sheet, band: BaseGeometry, inner: BaseGeometry, *, counts: bool) -> None:
    """A published arrow: full to its lowest figure, within the outline of its highest."""
    accent, paper = sheet.palette.accent, sheet.palette.paper
    opacity = _COUNTS if counts else _PEOPLE
    if inner.equals(band):
        sheet.fill(band, accent, edge=paper, width=0.5, opacity=opacity)
        return
    sheet.fill(band, paper, edge=accent, width=0.6, opacity=0.78)
    sheet.fill(inner, accent, opacity=opacity)


def draw_key(sheet: Sheet, box: Box, width: float, kind: str) -> None:
    """Draw a piece of an arrow in the place of a swatch.

    Args:
        sheet: the sheet.
        box: the place.
        width: of the arrow, in mm.
        kind: ``hollow``, ``published``, ``rivals``, ``counts`` or ``open``.
    """
    middle = (box.top + box.bottom) / 2

    def band(of: float, right: float = box.right) -> BaseGeometry:
        return shapely.box(box.left, middle - of / 2, right, middle + of / 2)

    if kind == "hollow":
        draw_hollow(sheet, band(width), width)
    elif kind == "open":
        stop = box.right - sheet.span(1.6)
        _fill(sheet, band(width * 0.6, stop), band(width * 0.6, stop), counts=False)
        wing = sheet.span(1.5)
        head = [(stop, middle - wing), (box.right, middle), (stop, middle + wing)]
        sheet.stroke([head], sheet.palette.accent, 1.2)
    else:
        inner = band(width * 0.45) if kind == "rivals" else band(width)
        _fill(sheet, band(width), inner, counts=kind == "counts")


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
    """The number near its arrow, where neither text nor an arrow stands, with a line to it.

    Where there is no such place it lies on arrows; without any it is left to the
    list beside the map. That of an open arrow says that people went elsewhere in
    the Strip.
    """
    for share in (1.0, 0.8):
        if _written(sheet, ground, arrow, (x, y), _NUMBER * share):
            return


def _written(
    sheet: Sheet, ground: Ground, arrow: Arrow, middle: tuple[float, float], size: float
) -> bool:
    """Write the number of an arrow in a size of type; say whether there was room."""
    (x, y), leading = middle, sheet.leading(size)
    lines = [
        (text, True)
        for text in sheet.lines(arrow.number, sheet.span(_NUMBER_WIDTH), size, bold=True)
    ]
    if not arrow.destinations:
        lines.append((sheet.words("arrow.elsewhere"), False))
    wide = max(sheet.width(text, size, bold=bold) for text, bold in lines)
    high = leading * len(lines)
    drop = sheet.size(size) * MM_PER_POINT
    free = [box for box in _places(sheet, x, y, wide, high) if _is_empty(sheet, ground, box)]
    clear = [box for box in free if sheet.is_free(box, 0.8)]
    for box in (clear or free)[:1]:
        near = (min(max(x, box.left), box.right), min(max(y, box.top), box.bottom))
        if near != (x, y):
            sheet.stroke([[near, (x, y)]], sheet.palette.ink, 0.4)
        sheet.fill(rectangle(box).buffer(sheet.span(0.35)), sheet.palette.paper, opacity=0.82)
        for count, (text, bold) in enumerate(lines):
            baseline = box.top + count * leading + drop
            sheet.text(box.middle, baseline, text, size, bold=bold, align="middle")
    return bool(free)


def _places(sheet: Sheet, x: float, y: float, wide: float, high: float) -> Iterator[Box]:
    """Boxes of a size around a point, the nearest first."""
    for ring in (0.0, 1.5, 3.2, 5.6, 8.4, 11.5, 15, 19, 24, 30, 37):
        for turn in (k * math.pi / 6 for k in (0, 6, 1, 11, 5, 7, 3, 9, 2, 4, 8, 10)):
            away = sheet.span(ring)
            left = x + math.cos(turn) * (away + wide / 2 * (ring > 0)) - wide / 2
            top = y + math.sin(turn) * (0.8 * away + high / 2 * (ring > 0)) - high / 2
            yield Box(left, top, left + wide, top + high)


def _is_empty(sheet: Sheet, ground: Ground, box: Box) -> bool:
    """Whether a box lies on the map and no text stands in it."""
    return box.within(ground.box, -1) and not any(w.box.meets(box, 0.8) for w in sheet.written)
