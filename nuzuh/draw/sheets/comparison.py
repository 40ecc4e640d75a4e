"""Two days beside each other: two maps of one layer, and a small table of what can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuzuh.draw.basemap import LABEL, SHORT_LABEL, fit_map
from nuzuh.draw.box import Box
from nuzuh.draw.legend import draw_legend, draw_rows, legend_height
from nuzuh.draw.sheets.day_map import draw_map, draw_reading, place_locator
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.sheets.tables import Column, draw_table
from nuzuh.scene.comparison import Comparison
from nuzuh.scene.legend_rows import LegendRow
from nuzuh.scene.scene import Frame

_DAY, _PLACED = 9.5, 6.6
"""Sizes of the day above a map, and of what its figures come to."""
_LEGEND = 50.0
"""Width of a column of the legend, in mm on A4."""
_GAP = 6.0
"""Space between what stands below the maps, in mm on A4."""
_LOW, _LOW_NARROW = 48.0, 57.0
"""Room below the maps of a wide and of a narrow sheet, in mm on A4."""
_SHARES = (0.92, 0.84, 0.76, 0.68, 0.6)
"""The shares of its size in which a legend is tried that has no room for a second column."""


def draw_comparison(sheet: Sheet, shown: Comparison) -> None:
    """Draw a layer on two days, the earlier first in the direction of reading."""
    body = draw_frame(sheet, shown.notes)
    legend = _legend(sheet, body, shown)
    maps, below = _parted(sheet, body, legend.height)
    # Both maps begin at one height, so that they have one scale.
    lines = max(
        len(sheet.lines(frame.placed, maps[0].width, _PLACED)) if frame.placed else 0
        for frame in shown.frames
    )
    for box, frame in zip(maps, shown.frames, strict=True):
        _heading(sheet, box, sheet.t.day(frame.day), frame.placed)
        top = box.top + sheet.leading(_DAY) + lines * sheet.leading(_PLACED)
        _map(sheet, Box(box.left, top, box.right, box.bottom), shown, frame)
    _below(sheet, below, shown, legend)


@dataclass(frozen=True)
class _Legend:
    """The legend as it stands below the maps.

    Attributes:
        columns: its rows, in one column or in two.
        share: factor of its size.
        height: of its highest column.
    """

    columns: tuple[Sequence[LegendRow], ...]
    share: float
    height: float


def _legend(sheet: Sheet, body: Box, shown: Comparison) -> _Legend:
    """The legend; a long one stands in two columns, or smaller, and leaves the maps their room."""
    rows, narrow = shown.legend, _is_narrow(sheet, body)
    room = sheet.span(_LOW_NARROW if narrow and sheet.paper.brief else _LOW)

    def tried(columns: tuple[Sequence[LegendRow], ...], share: float) -> _Legend:
        wide, unit = sheet.span(_LEGEND), shown.legend_unit
        heights = (legend_height(sheet, wide, unit, column, share) for column in columns)
        return _Legend(columns, share, max(heights))

    whole = tried((rows,), 1.0)
    if whole.height <= room or (narrow and not sheet.paper.brief):
        return whole
    if narrow:
        smaller = (tried((rows,), share) for share in _SHARES)
        return next((one for one in smaller if one.height <= room), tried((rows,), _SHARES[-1]))
    parted = (tried((rows[:at], rows[at:]), 1.0) for at in range(1, len(rows)))
    return min(parted, key=lambda legend: legend.height)


def _is_narrow(sheet: Sheet, body: Box) -> bool:
    return body.width < sheet.span(200)


def _parted(sheet: Sheet, body: Box, legend: float) -> tuple[list[Box], Box]:
    """The two maps, and the room for legend and table below them.

    The maps stand side by side or one above the other, whichever shows the
    Strip larger on this paper.
    """
    gap = sheet.span(4)
    least = _LOW_NARROW if _is_narrow(sheet, body) else _LOW
    low = body.bottom - max(sheet.span(least), legend)
    room = Box(body.left, body.top, body.right, low - gap)
    high = min(room.height, (room.width - gap) / 2 * 1.45)
    row = Box(room.left, room.top, room.right, room.top + high)
    beside = sheet.columns(row, 2, gap)
    tall = (room.height - gap) / 2
    above = [
        Box(room.left, room.top, room.right, room.top + tall),
        Box(room.left, room.bottom - tall, room.right, room.bottom),
    ]
    label = SHORT_LABEL if sheet.paper.brief else LABEL
    scales = [fit_map(sheet, boxes[0], label=label).denominator for boxes in (above, beside)]
    if scales[0] < scales[1]:
        return above, Box(body.left, low, body.right, body.bottom)
    below = Box(body.left, beside[0].bottom + gap, body.right, body.bottom)
    return beside, below


def _heading(sheet: Sheet, box: Box, day: str, placed: str) -> None:
    y = box.top + sheet.rise(_DAY) * 0.85
    sheet.text(sheet.start(box), y, day, _DAY, bold=True)
    if placed:
        top = box.top + sheet.leading(_DAY) - sheet.span(0.8)
        sheet.paragraph(sheet.start(box), top, box.width, placed, _PLACED)


def _map(sheet: Sheet, box: Box, shown: Comparison, frame: Frame) -> None:
    roomy = not sheet.paper.brief and box.height > sheet.span(80)
    ground = fit_map(sheet, box, label=LABEL if roomy else SHORT_LABEL)
    draw_map(sheet, ground, shown, frame, faint=_is_faint(shown), roomy=roomy)


def _explain(sheet: Sheet, box: Box, shown: Comparison, legend: _Legend) -> None:
    """The legend, and below its last column how the numbers are to be read."""
    faint, share = _is_faint(shown), legend.share
    boxes = sheet.columns(box, len(legend.columns), sheet.span(_GAP))
    unit, first = shown.legend_unit, legend.columns[0]
    end = draw_legend(sheet, boxes[0], unit, first, faint=faint, share=share)
    for column, rows in zip(boxes[1:], legend.columns[1:], strict=True):
        end = draw_rows(sheet, column, column.top, rows, faint=faint, share=share)
    draw_reading(sheet, boxes[-1], end, shown.reading)


def _is_faint(shown: Comparison) -> bool:
    return any(frame.order_land is not None for frame in shown.frames)


def _below(sheet: Sheet, box: Box, shown: Comparison, legend: _Legend) -> None:
    gap = sheet.span(_GAP)
    wide = len(legend.columns) * (sheet.span(_LEGEND) + gap) - gap
    side = box.width > sheet.span(230)
    place = sheet.span(46) if side else 0.0
    columns = [
        Box(box.left, box.top, box.left + wide, box.bottom),
        Box(box.left + wide + gap, box.top, box.right - place - (gap if side else 0), box.bottom),
        Box(box.right - place, box.top, box.right, box.bottom),
    ]
    if sheet.right_to_left:
        columns = [
            Box(box.left + box.right - c.right, c.top, box.left + box.right - c.left, c.bottom)
            for c in columns
        ]
    _explain(sheet, columns[0], shown, legend)
    shares = (0.8, *[1.7] * (len(shown.columns) - 1))
    table = [Column(title, share) for title, share in zip(shown.columns, shares, strict=True)]
    end = draw_table(sheet, columns[1], table, shown.rows, size=6.6, most=3)
    if side:
        place_locator(sheet, columns[2])
    elif columns[1].bottom - end > sheet.span(34):
        top = columns[1].bottom - sheet.span(32)
        place_locator(sheet, Box(columns[1].left, top, columns[1].right, columns[1].bottom))
