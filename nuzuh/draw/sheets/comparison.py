"""Both sides of a comparison, their difference as a third map, and a table of all three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuzuh.draw.basemap import LABEL, SHORT_LABEL, fit_map, fit_part
from nuzuh.draw.box import Box
from nuzuh.draw.legend import draw_legend, draw_rows, legend_height
from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.part import Part
from nuzuh.draw.sheets.day_map import draw_map, draw_reading, place_locator
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.sheets.tables import Column, draw_table
from nuzuh.scene.comparison import Comparison
from nuzuh.scene.extent import Extent
from nuzuh.scene.legend_rows import LegendRow
from nuzuh.scene.pairs import Difference, Side

_DAY, _PLACED = 9.5, 6.6
"""Sizes of the day above a map, and of what its figures come to."""
_LEGEND = 50.0
"""Width of a column of the legend, in mm on A4."""
_GAP = 6.0
"""Space between what stands below the maps, in mm on A4."""
_LOW, _LOW_NARROW = 48.0, 57.0
"""Room below the maps of a wide and of a narrow sheet, in mm on A4."""
_TWO = 2
_LOW_BRIEF = 24.0
"""Room below three maps of a slide, in mm on A4."""
_LOW_MORE = 12.0
"""How much more room the table of a difference takes, which has more words, in mm on A4."""
_SHARES = (0.92, 0.84, 0.76, 0.68, 0.6)
"""The shares of its size in which a legend is tried that has no room for a second column."""


def draw_comparison(sheet: Sheet, shown: Comparison) -> None:
    """Draw both sides, the first one first in the direction of reading, and their difference."""
    body = draw_frame(sheet, shown.notes)
    legend = _legend(sheet, body, shown)
    difference = [shown.difference] if shown.difference else []
    room = _parted(sheet, body, legend.height, shown)
    maps = room.maps
    # What the figures come to is left to the link where three maps fill a small sheet.
    small = _is_square(sheet, body, len(maps))
    heads = [(side.title, "" if small else side.placed) for side in shown.sides]
    heads += [(one.title, one.unit) for one in difference]
    # All maps begin at one height, so that they have one scale.
    titles = max(len(sheet.lines(title, maps[0].width, _DAY, bold=True)) for title, _ in heads)
    lines = max(len(sheet.lines(text, maps[0].width, _PLACED)) if text else 0 for _, text in heads)
    head = titles * sheet.leading(_DAY) + lines * sheet.leading(_PLACED)
    for box, (title, text) in zip(maps, heads, strict=True):
        _heading(sheet, box, title, text)
    tops = [Box(box.left, box.top + head, box.right, box.bottom) for box in maps]
    # Where a part lies is told once: below the maps where there is room, or on the first of them.
    brief = sheet.paper.brief
    inset = brief if room.spare else not (brief and difference)
    frame = _map(sheet, tops[0], shown, shown.sides[0], inset=inset)
    others: list[Side | Difference] = [shown.sides[1], *difference]
    for box, one in zip(tops[1:], others, strict=True):
        _map(sheet, box, shown, one)
    _below(sheet, room, shown, legend, frame)


@dataclass(frozen=True)
class _Room:
    """Where everything stands.

    Attributes:
        maps: as many as there are.
        below: legends, and the table where it has no better place.
        spare: a place of the size of a map that none takes; None without one.
    """

    maps: list[Box]
    below: Box
    spare: Box | None


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

    if sheet.paper.brief and shown.difference and not narrow:
        room = sheet.span(_LOW_BRIEF)
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


def _parted(sheet: Sheet, body: Box, legend: float, shown: Comparison) -> _Room:
    """The maps, and the room for legend and table below them.

    The maps stand side by side or one above the other, whichever shows the
    Strip largest on this paper.
    """
    gap, count = sheet.span(4), len(shown.sides) + (shown.difference is not None)
    least = _LOW_NARROW if _is_narrow(sheet, body) else _LOW
    if not sheet.paper.brief:
        least += _LOW_MORE
    elif count > _TWO:
        least = _LOW_BRIEF
    low = body.bottom - max(sheet.span(least), legend)
    if _is_square(sheet, body, count):
        low = body.bottom + gap
    room = Box(body.left, body.top, body.right, low - gap)
    label = SHORT_LABEL if sheet.paper.brief else LABEL
    tried = [_grid(sheet, room, count, across, gap) for across in range(1, count + 1)]
    boxes = min(tried, key=lambda boxes: _fit(sheet, boxes[0], shown.extent, label).denominator)
    end = max(box.bottom for box in boxes)
    below = Box(body.left, min(end + gap, low), body.right, body.bottom)
    return _Room(boxes[:count], below, boxes[count] if len(boxes) > count else None)


def _is_square(sheet: Sheet, body: Box, count: int) -> bool:
    """Whether all room is for the maps, and the legends stand in the place that they leave."""
    return sheet.paper.brief and _is_narrow(sheet, body) and count > _TWO


def _grid(sheet: Sheet, room: Box, count: int, across: int, gap: float) -> list[Box]:
    """Boxes of one size, so many of them across, in the direction of reading."""
    down = -(-count // across)
    high = (room.height - (down - 1) * gap) / down
    if across > 1:
        high = min(high, (room.width - (across - 1) * gap) / across * 1.45)
    boxes = []
    for row in range(down):
        top = room.top + row * (high + gap)
        boxes += sheet.columns(Box(room.left, top, room.right, top + high), across, gap)
    return boxes


def _heading(sheet: Sheet, box: Box, title: str, text: str) -> None:
    top = box.top - sheet.span(0.8)
    end = sheet.paragraph(sheet.start(box), top, box.width, title, _DAY, bold=True, most=2)
    if text:
        sheet.paragraph(sheet.start(box), end, box.width, text, _PLACED)


def _map(
    sheet: Sheet,
    box: Box,
    shown: Comparison,
    one: Side | Difference,
    *,
    inset: bool = False,
) -> MapFrame:
    """A side or the difference as a map; with where its part of the Strip lies in a corner."""
    roomy = not sheet.paper.brief and box.height > sheet.span(80) and box.width > sheet.span(95)
    label, extent = LABEL if roomy else SHORT_LABEL, shown.extent
    frame = _fit(sheet, box, extent, label)
    part = None
    if extent is not None:
        part = Part(extent, fit_map(sheet, box, label=label), inset=inset)
    if isinstance(one, Difference):
        # Without a table the range stands on the map.
        draw_map(sheet, frame, one, one, roomy=roomy or sheet.paper.brief, part=part)
    else:
        faint = _is_faint(shown)
        draw_map(sheet, frame, shown, one, faint=faint, roomy=roomy, part=part)
    return frame


def _fit(sheet: Sheet, box: Box, extent: Extent | None, label: float) -> MapFrame:
    """The map of the Strip, or of its part, in a box."""
    if extent is None:
        return fit_map(sheet, box, label=label)
    return fit_part(sheet, box, extent, label=label)


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
    return any(side.order_land is not None for side in shown.sides)


def _below(sheet: Sheet, room: _Room, shown: Comparison, legend: _Legend, first: MapFrame) -> None:
    """The legends, the table, and where the Strip lies, or its part."""
    extent = shown.extent
    if room.spare and shown.difference and sheet.paper.brief:
        _beside(sheet, room.spare, shown, shown.difference)
        return
    box, gap, column = room.below, sheet.span(_GAP), sheet.span(_LEGEND)
    apart = _apart(sheet, shown, room.spare)
    wide = sum(len(columns) for columns in (legend.columns, apart)) * (column + gap) - gap
    start = box.left + len(legend.columns) * (column + gap)
    columns = [
        Box(box.left, box.top, start - gap, box.bottom),
        Box(start, box.top, box.left + wide, box.bottom),
        Box(box.left + wide + gap, box.top, box.right, box.bottom),
    ]
    if sheet.right_to_left:
        columns = [
            Box(box.left + box.right - c.right, c.top, box.left + box.right - c.left, c.bottom)
            for c in columns
        ]
    _explain(sheet, columns[0], shown, legend)
    if shown.difference:
        _explain_difference(sheet, columns[1], shown.difference, apart, legend.share)
    if sheet.paper.brief and shown.difference:
        # On a slide the maps themselves say the ranges.
        if extent is not None:
            place_locator(sheet, columns[2], extent, first)
        return
    shares = (0.8, *[1.7] * (len(shown.columns) - 1))
    table = [Column(title, share) for title, share in zip(shown.columns, shares, strict=True)]
    free = room.spare or columns[2]
    end = draw_table(sheet, free, table, shown.rows, size=6.0, most=3)
    if room.spare:
        place_locator(sheet, columns[2], extent, first)
    elif shown.difference is None and extent is None and free.bottom - end > sheet.span(34):
        place_locator(sheet, Box(free.left, free.bottom - sheet.span(32), free.right, free.bottom))


def _beside(sheet: Sheet, box: Box, shown: Comparison, difference: Difference) -> None:
    """Both legends in the place of a map, as large as there is room."""
    boxes = sheet.columns(box, 2, sheet.span(3))
    legends = ((shown.legend_unit, shown.legend), (difference.unit, difference.legend))

    def fits(share: float) -> bool:
        wide = boxes[0].width
        heights = (legend_height(sheet, wide, unit, rows, share) for unit, rows in legends)
        return max(heights) <= box.height

    share = next((share for share in _SHARES if fits(share)), _SHARES[-1])
    for place, (unit, rows) in zip(boxes, legends, strict=True):
        draw_legend(sheet, place, unit, rows, share=share)


def _apart(sheet: Sheet, shown: Comparison, spare: Box | None) -> list[Sequence[LegendRow]]:
    """The legend of the difference, in one column or, where a slide is low, in two."""
    if shown.difference is None:
        return []
    rows = shown.difference.legend
    if not sheet.paper.brief or spare:
        return [rows]
    at = -(-len(rows) // 2)
    return [rows[:at], rows[at:]]


def _explain_difference(
    sheet: Sheet, box: Box, shown: Difference, columns: list[Sequence[LegendRow]], share: float
) -> None:
    boxes = sheet.columns(box, len(columns), sheet.span(_GAP))
    draw_legend(sheet, boxes[0], shown.unit, columns[0], share=share)
    for column, rows in zip(boxes[1:], columns[1:], strict=True):
        draw_rows(sheet, column, column.top, rows, share=share)
