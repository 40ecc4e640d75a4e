"""Arrows of movement: how wide they are, what they look like, and their numbers.

As on the screen, an arrow's width is its number; reconstructed arrows are
hollow with broken outlines. A published one is filled as wide as the lowest of
its rival figures, within an outline as wide as the highest, and paler where
movements are counted; an open one ends in an open head at the edge of the area
that people left.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.draw.box import Box, Point
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.map_frame import MapFrame
from nuzuh.scene.arrows import Arrow
from nuzuh.scene.bands import band_between, lanes
from nuzuh.scene.geometry import middle_of, way_out
from nuzuh.scene.legend_rows import LegendRow

_WIDEST = 5.2
"""Width of the largest arrow in mm on A4."""
_PEOPLE, _COUNTS = 0.88, 0.5
"""Opacity of people who moved, and of movements counted."""
_NUMBER = 6.6
_NUMBER_WIDTH, _NEAR = 44.0, 20.0
"""Size of an arrow's number; in mm on A4 how wide its lines may be, and how far from its arrow it
may stand rather than on arrows."""


def draw_arrows(
    canvas: Canvas, frame: MapFrame, arrows: Sequence[Arrow], largest: float | None = None
) -> list[Point]:
    """Draw arrows from where people left to where they went; return the middle of each.

    Args:
        canvas: where they are drawn.
        frame: the map.
        arrows: the largest first.
        largest: the number of the widest arrow; of these ones when None.
    """
    if not arrows:
        return []
    most = largest or max(arrow.high for arrow in arrows)
    middles: list[Point] = []
    widths = [_width(canvas, arrow.high / most) for arrow in arrows]
    ways = [(arrow.origins, arrow.destinations) for arrow in arrows]
    asides = lanes(ways, widths, canvas.detail(1.2))
    for arrow, width, aside in zip(arrows, widths, asides, strict=True):
        is_open = not arrow.destinations
        start = frame(*middle_of(arrow.origins))
        end = frame(*(way_out(arrow.origins) if is_open else middle_of(arrow.destinations)))
        band, inner = (
            band_between(start, end, wide, is_open=is_open, unit=canvas.mm, aside=aside)
            for wide in (width, _width(canvas, arrow.low / most))
        )
        shown = frame.within(band.shape)
        middles.append(_middle(frame, band.middle, shown))
        canvas.covered.append(shown)
        if arrow.reconstructed:
            _draw_hollow(canvas, shown, width)
            continue
        _draw_filled(canvas, shown, frame.within(inner.shape), width, counts=arrow.counts)
        if band.head:
            head = frame.within(shapely.LineString(band.head))
            canvas.stroke(head, canvas.palette.accent, 1.6)
    return middles


def _middle(frame: MapFrame, middle: Point, shown: BaseGeometry) -> Point:
    """The middle of an arrow, or of what a map of a part shows of it."""
    if shown.is_empty or frame.box.shape.covers(shapely.Point(middle)):
        return middle
    spot = shown.representative_point()
    return spot.x, spot.y


def _width(canvas: Canvas, share: float) -> float:
    """How wide an arrow is: in proportion to its number."""
    return max(share * canvas.detail(_WIDEST), canvas.detail(0.35))


def _draw_filled(
    canvas: Canvas, band: BaseGeometry, inner: BaseGeometry, width: float, *, counts: bool
) -> None:
    """A published arrow: full to its lowest figure, within the outline of its highest."""
    accent, paper = canvas.palette.accent, canvas.palette.paper
    opacity = _COUNTS if counts else _PEOPLE
    if inner.equals(band):
        # The edge of a very thin arrow would hide it.
        edge = paper if width > canvas.detail(0.5) else None
        canvas.fill(band, accent, edge=edge, width=0.5, opacity=opacity)
        return
    canvas.fill(band, paper, edge=accent, width=0.6, opacity=0.78)
    canvas.fill(inner, accent, opacity=opacity)


def _draw_hollow(canvas: Canvas, band: BaseGeometry, width: float) -> None:
    """A reconstructed arrow: hollow, its outline broken where it is wide enough for one."""
    accent = canvas.palette.accent
    if width < canvas.detail(0.8):
        canvas.fill(band, accent, opacity=0.6)
        return
    canvas.fill(band, canvas.palette.paper, opacity=0.78)
    canvas.stroke(band.boundary, accent, 0.75, dashes=(2.2, 1.0))


def draw_key(canvas: Canvas, box: Box, row: LegendRow) -> None:
    """Draw a piece of an arrow in the place of a swatch.

    Args:
        canvas: where it is drawn.
        box: the place.
        row: of the legend, see :func:`nuzuh.scene.legend_rows.arrow_rows`.
    """
    middle = (box.top + box.bottom) / 2
    width = _width(canvas, row.share) if row.share else box.height * 0.6875

    def band(of: float, right: float = box.right) -> BaseGeometry:
        return shapely.box(box.left, middle - of / 2, right, middle + of / 2)

    if row.pattern == "hollow":
        _draw_hollow(canvas, band(width), width)
    elif row.pattern == "open":
        stop, width = box.right - box.height / 2, width * 0.6
        _draw_filled(canvas, band(width, stop), band(width, stop), width, counts=False)
        wing = box.height * 0.46875
        head = [(stop, middle - wing), (box.right, middle), (stop, middle + wing)]
        canvas.stroke([head], canvas.palette.accent, 1.2)
    else:
        inner = band(width * 0.45) if row.pattern == "rivals" else band(width)
        _draw_filled(canvas, band(width), inner, width, counts=row.pattern == "counts")


@dataclass(frozen=True)
class _Number:
    """The number of an arrow, and where it stands; bold are its lines but for "elsewhere"."""

    middle: Point
    lines: tuple[tuple[str, bool], ...]
    size: float
    box: Box


def draw_numbers(
    canvas: Canvas,
    frame: MapFrame,
    arrows: Sequence[Arrow],
    middles: Sequence[Point],
    *,
    clear_of: Sequence[Box] = (),
    crowded: bool = False,
) -> None:
    """Write each arrow's number near it, after all labels, of which it stays clear.

    Where no text stands it may lie on arrows. That of an open arrow says that
    people went elsewhere in the Strip.

    Args:
        canvas: where they are written.
        frame: the map.
        arrows: the largest first.
        middles: see :func:`draw_arrows`.
        clear_of: what else no number stands on.
        crowded: there is no list beside the map, so none is left out, and those of
            rivals are small.
    """
    numbers: list[_Number] = []
    for arrow, middle in zip(arrows, middles, strict=True):
        taken = [*clear_of, *(number.box for number in numbers)]
        number = _place_number(canvas, frame, arrow, middle, taken, crowded=crowded)
        numbers += [number] if number else []
    palette = canvas.palette
    # No line to a number crosses another one.
    for number in numbers:
        (x, y), box = number.middle, number.box
        near = (min(max(x, box.left), box.right), min(max(y, box.top), box.bottom))
        if near != (x, y):
            canvas.stroke([[near, (x, y)]], palette.ink, 0.4)
    for number in numbers:
        box, size = number.box, number.size
        canvas.fill(box.shape.buffer(canvas.span(0.35)), palette.paper, opacity=0.82)
        for count, (text, bold) in enumerate(number.lines):
            baseline = box.top + count * canvas.leading(size) + canvas.rise(size)
            canvas.text(box.middle, baseline, text, size, bold=bold, align="middle")


def _place_number(
    canvas: Canvas,
    frame: MapFrame,
    arrow: Arrow,
    middle: Point,
    taken: Sequence[Box],
    *,
    crowded: bool,
) -> _Number | None:
    """Find a number's place in the larger or the smaller type; None where there is no room."""
    gap = 0.8 * canvas.mm
    texts = [line.box for line in canvas.written if line.box.meets(frame.box, gap)]
    x, y = middle
    small = crowded and arrow.low < arrow.high
    for size in (0.8 * _NUMBER,) if small else (_NUMBER, 0.8 * _NUMBER):
        room = canvas.detail(_NUMBER_WIDTH)
        lines = [(text, True) for text in canvas.lines(arrow.number, room, size, bold=True)]
        if not arrow.destinations:
            lines.append((canvas.t("arrow.elsewhere"), False))
        wide = max(canvas.width(text, size, bold=bold) for text, bold in lines)
        high = canvas.leading(size) * len(lines)
        places = _around(canvas, x, y, wide, high)
        box = _free_place(canvas, frame, places, [*texts, *taken], middle)
        if box is not None:
            return _Number(middle, tuple(lines), size, box)
    if not crowded:
        return None
    places = _all_over(canvas, frame, x, y, wide, high)
    box = _free_place(canvas, frame, places, [*texts, *taken], middle)
    # A number is never left out: where there is no room it stands on words.
    box = box or Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    return _Number(middle, tuple(lines), size, box)


def _around(canvas: Canvas, x: float, y: float, wide: float, high: float) -> Iterator[Box]:
    """Boxes of a size around a point, the nearest first."""
    for ring in (0.0, 1.5, 3.2, 5.6, 8.4, 11.5, 15, 19, 24, 30, 37):
        for turn in (k * math.pi / 6 for k in (0, 6, 1, 11, 5, 7, 3, 9, 2, 4, 8, 10)):
            away = canvas.span(ring)
            left = x + math.cos(turn) * (away + wide / 2 * (ring > 0)) - wide / 2
            top = y + math.sin(turn) * (0.8 * away + high / 2 * (ring > 0)) - high / 2
            yield Box(left, top, left + wide, top + high)


def _all_over(
    canvas: Canvas, frame: MapFrame, x: float, y: float, wide: float, high: float
) -> Iterator[Box]:
    """Boxes of a size all over the map, those nearest to a point first."""
    box, step = frame.box, canvas.span(2)
    corners = [
        (left, top)
        for left in np.arange(box.left + step, box.right - step - wide, step).tolist()
        for top in np.arange(box.top + step, box.bottom - step - high, step).tolist()
    ]
    corners.sort(key=lambda at: math.hypot(at[0] + wide / 2 - x, at[1] + high / 2 - y))
    return (Box(left, top, left + wide, top + high) for left, top in corners)


def _free_place(
    canvas: Canvas, frame: MapFrame, places: Iterable[Box], texts: Sequence[Box], middle: Point
) -> Box | None:
    """The first place on the map without text, if there is one near by without an arrow."""
    first, point = None, shapely.Point(middle)
    for place in places:
        if not place.within(frame.box, -canvas.mm):
            continue
        if any(text.meets(place, 0.8 * canvas.mm) for text in texts):
            continue
        first = first or place
        if point.distance(place.shape) > canvas.span(_NEAR):
            break
        if not any(covered.intersects(place.shape) for covered in canvas.covered):
            return place
    return first
