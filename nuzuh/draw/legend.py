"""The legend of a map: a column of rows, each a swatch and its words."""

from __future__ import annotations

from collections.abc import Iterable

import shapely

from nuzuh.draw.areas import BROKEN, JOINT, radius_of
from nuzuh.draw.arrows import draw_key
from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.order_land import draw_land_swatch
from nuzuh.draw.patterns import paint
from nuzuh.draw.times_ordered import draw_times_swatch
from nuzuh.scene.legend_rows import LegendRow

HEAD, ROW, NOTE = 8.2, 7.0, 6.4
"""Sizes of the headings and rows of what explains a picture, in points on A4."""
_SWATCH, _GAP = 6.2, 1.8
"""Width of a swatch and the space beside it, in mm on A4."""
_CLOSER = 0.7
"""Factor of the distance between the lines of a pattern in a swatch."""
_CIRCLES = (100_000, 500_000, 1_000_000)


def heading(canvas: Canvas, box: Box, top: float, text: str, share: float = 1.0) -> float:
    """Write a heading; return where what it heads begins."""
    x, size = canvas.start(box), share * HEAD
    end = canvas.paragraph(x, top, box.width, text, size, bold=True, most=2)
    return end + canvas.span(0.5 * share)


def note(canvas: Canvas, box: Box, top: float, text: str, *, most: int | None = None) -> float:
    """Write a quiet note; return where it ends."""
    quiet = canvas.palette.quiet
    x = canvas.start(box)
    return canvas.paragraph(x, top, box.width, text, NOTE, colour=quiet, most=most)


def draw_legend(
    canvas: Canvas,
    box: Box,
    unit: str,
    rows: Iterable[LegendRow],
    *,
    faint: bool = False,
    share: float = 1.0,
) -> float:
    """Draw a legend at the top of a box; return where it ends.

    Args:
        canvas: where it is drawn.
        box: where there is room.
        unit: of the numbers, as its heading.
        rows: what it explains.
        faint: with the classes' colours paler, as below arrows.
        share: factor of its size.
    """
    y = heading(canvas, box, box.top, unit, share)
    return draw_rows(canvas, box, y, rows, faint=faint, share=share)


def legend_height(
    canvas: Canvas, wide: float, unit: str, rows: Iterable[LegendRow], share: float = 1.0
) -> float:
    """Return how much room a legend takes in a width."""
    head = len(canvas.lines(unit, wide, share * HEAD, bold=True, most=2))
    return sum(
        (_row_height(canvas, len(_row_lines(canvas, row, wide, share)), share) for row in rows),
        head * canvas.leading(share * HEAD) + canvas.span(0.5 * share),
    )


def draw_rows(
    canvas: Canvas,
    box: Box,
    top: float,
    rows: Iterable[LegendRow],
    *,
    faint: bool = False,
    share: float = 1.0,
) -> float:
    """Draw rows of a legend below a height of a box; return where they end."""
    size, wide = share * ROW, canvas.span(_SWATCH * share)
    left = box.right - wide if canvas.right_to_left else box.left
    x = canvas.along(canvas.start(box), wide + canvas.span(_GAP * share))
    y = top
    for row in rows:
        begin = y + canvas.span(0.25 * share)
        swatch = Box(left, begin, left + wide, begin + canvas.span(3.2 * share))
        _draw_swatch(canvas, swatch, row, faint=faint)
        lines = _row_lines(canvas, row, box.width, share)
        baseline = y + canvas.span(1.85 * share) + canvas.drop(size)
        for line in lines:
            # Limits of classes read from left to right everywhere, as on the page.
            canvas.text(x, baseline, line, size, foreign=row.swatch == "class")
            baseline += canvas.leading(size)
        y += _row_height(canvas, len(lines), share)
    return y


def _row_lines(canvas: Canvas, row: LegendRow, room: float, share: float) -> list[str]:
    beside = canvas.span((_SWATCH + _GAP) * share)
    return canvas.lines(row.text, room - beside, share * ROW, most=3)


def _row_height(canvas: Canvas, lines: int, share: float) -> float:
    words = lines * canvas.leading(share * ROW) + canvas.span(0.8 * share)
    return max(canvas.span(3.9 * share), words)


def _draw_swatch(canvas: Canvas, swatch: Box, row: LegendRow, *, faint: bool) -> None:
    if row.swatch == "arrow":
        draw_key(canvas, swatch, row)
    elif row.swatch == "times":
        draw_times_swatch(canvas, swatch, row.pattern)
    elif row.swatch == "land":
        draw_land_swatch(canvas, swatch, row.pattern)
    elif row.swatch in ("joint", "broken"):
        middle = (swatch.top + swatch.bottom) / 2
        across = [[(swatch.left, middle), (swatch.right, middle)]]
        dashes = JOINT if row.swatch == "joint" else BROKEN
        canvas.stroke(across, canvas.palette.border, 0.8, dashes=dashes)
    else:
        paint(canvas, swatch.shape, row.colour, row.pattern, faint=faint, size=_CLOSER)
        canvas.stroke(swatch.shape.boundary, canvas.palette.quiet, 0.4)


def draw_circle_key(canvas: Canvas, box: Box, top: float, frame: MapFrame) -> float:
    """Draw circles in each other with their numbers; return where that ends."""
    largest = radius_of(_CIRCLES[-1], frame)
    foot = top + 2 * largest + canvas.span(1.2)
    x = canvas.along(canvas.start(box), largest)
    label = canvas.along(x, largest + canvas.span(3))
    quiet = canvas.palette.quiet
    size = 6.2
    last = foot + canvas.span(9)
    for people in reversed(_CIRCLES):
        radius = radius_of(people, frame)
        ring = shapely.Point(x, foot - radius).buffer(radius, quad_segs=24).exterior
        canvas.stroke(ring, canvas.palette.ink, 0.6)
        y = foot - 2 * radius
        place = min(y, last) if people == _CIRCLES[-1] else max(y, last + canvas.leading(size))
        canvas.stroke([[(x, y), (canvas.along(label, -1.0), place)]], quiet, 0.35)
        canvas.text(label, place + canvas.drop(size), canvas.t.number(people), size)
        last = place
    end = max(foot, last + canvas.span(1.5)) + canvas.span(1.2)
    return canvas.paragraph(canvas.start(box), end, box.width, canvas.t("print.circles"), size)
