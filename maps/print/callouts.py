"""The values on the map: areas in their colours, circles, and the labels beside the Strip."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from balance.layers import LayerValue
from maps.geometry import (
    LABEL_SIDE,
    inner_borders,
    label_latitude,
    middle_of,
    outline_of,
    strip,
)
from maps.labels import AreaLabel, area_labels
from maps.print.ground import Ground
from maps.print.papers import MM_PER_POINT, Box
from maps.print.patterns import paint_area
from maps.print.sheet import Sheet, rectangle
from maps.scales import INK

_LONG, _SHORT = (8.2, 10.6), (7.4, 8.8)
"""Sizes of a label's name and number, with its notes and without."""
_NOTE = 6.4
_LESS = {"current": 1.0, "last_known": 0.8, "too_old": 0.72}
"""How much smaller a number is written that speaks less for the day."""

_KM_OF_A_MILLION = 4.6
"""Radius of the circle of a million people, in km of the map: neighbours barely touch."""


def draw_areas(
    sheet: Sheet, ground: Ground, values: list[LayerValue], layer: str, *, faint: bool = False
) -> None:
    """Fill each area with the colour and the marks of its label; draw the outlines.

    Args:
        sheet: the sheet.
        ground: the map.
        values: areas that cover the Strip once.
        layer: id of the layer.
        faint: paler, as the ground below arrows.
    """
    for label in area_labels(values, layer, sheet.words):
        shape = ground.project(outline_of(label.pcodes))
        paint_area(sheet, shape, label, layer, faint=faint)
    draw_borders(
        sheet,
        ground,
        [value.pcodes for value in values],
        reconstructed=any(value.reconstructed for value in values),
    )


def draw_borders(
    sheet: Sheet,
    ground: Ground,
    areas: Iterable[tuple[str, ...]],
    *,
    reconstructed: bool = False,
) -> None:
    """Draw the outlines of areas: whole where published, broken where reconstructed."""
    border = sheet.palette.border
    listed = list(areas)
    if any(len(pcodes) > 1 for pcodes in listed):
        sheet.stroke(ground.project(inner_borders()), border, 0.4, dashes=(0.8, 1.6))
    broken = (3.6, 1.6) if reconstructed else ()
    edges = [ground.project(outline_of(pcodes)).boundary for pcodes in listed]
    sheet.stroke(shapely.union_all(edges), border, 0.6, dashes=broken)
    sheet.stroke(ground.project(strip()).boundary, border, 1.0, dashes=broken)


def radius_of(people: float, ground: Ground) -> float:
    """Return the radius in mm of the circle that stands for a number of people."""
    return math.sqrt(max(people, 0.0) / 1e6) * _KM_OF_A_MILLION * ground.mm_per_km


def draw_circles(sheet: Sheet, ground: Ground, values: list[LayerValue]) -> None:
    """Draw a circle whose area is the number of people, and thin rings for the range's ends."""
    for label in area_labels(values, "people", sheet.words):
        if label.value is None:
            continue
        x, y = ground(*middle_of(label.pcodes))
        radius = radius_of(label.value, ground)
        sheet.fill(
            shapely.Point(x, y).buffer(radius, quad_segs=24),
            INK,
            opacity=0.16,
        )
        is_old = label.status != "current"
        sheet.stroke(_ring(x, y, radius), sheet.palette.quiet if is_old else INK, 0.9)
        for end in (label.low, label.high):
            if end is not None and label.low is not None and label.high is not None:
                ring = _ring(x, y, radius_of(end, ground))
                sheet.stroke(ring, INK, 0.4, opacity=0.7, dashes=(1.4, 1.2))


def _ring(x: float, y: float, radius: float) -> BaseGeometry:
    return shapely.Point(x, y).buffer(radius, quad_segs=24).exterior


@dataclass(frozen=True)
class _Line:
    text: str
    size: float
    bold: bool
    quiet: bool


def draw_labels(
    sheet: Sheet, ground: Ground, values: list[LayerValue], layer: str, *, notes: bool = True
) -> None:
    """Write each area's name, number, publisher, date, age and rival figures beside the Strip.

    Labels on one side are moved down until they stand apart. Where there is no
    room for all of a label, its notes go first, and the rival figures last.

    Args:
        sheet: the sheet.
        ground: the map.
        values: areas that cover the Strip once.
        layer: id of the layer.
        notes: write more than names, numbers and rival figures.
    """
    below = {"left": ground.box.top, "right": ground.box.top}
    labels = area_labels(values, layer, sheet.words)
    sides = [LABEL_SIDE[label.pcodes[0]] for label in labels]
    for place, (value, label, side) in enumerate(zip(values, labels, sides, strict=True)):
        later = sides[place + 1 :].count(side) * sheet.leading(sum(_SHORT))
        room = Box(ground.box.left, below[side], ground.box.right, ground.box.bottom - later)
        below[side] = _callout(sheet, ground, label, side, room, _fuller(value, label, notes=notes))


def _fuller(value: LayerValue, label: AreaLabel, *, notes: bool) -> list[tuple[str, ...]]:
    """The notes of a label, and what of them is written where there is less room and less."""
    count = len(value.published.rivals) if value.published and label.status != "too_old" else 0
    rivals = label.notes[len(label.notes) - count :]
    by_room = [label.notes, (*label.notes[:1], *rivals)] if notes else []
    return [*by_room, rivals, ()]


def _callout(
    sheet: Sheet,
    ground: Ground,
    label: AreaLabel,
    side: str,
    limits: Box,
    fuller: list[tuple[str, ...]],
    *,
    most: int = 3,
) -> float:
    """Write a label with as many of its notes as there is room for; return where it ends."""
    _, y = ground(34.4, label_latitude(label.pcodes))
    notes = fuller[0]
    sizes = _LONG if len(fuller) > 2 else _SHORT
    size = sizes[1] * _LESS[label.status]
    wanted = [
        _Line(label.name, sizes[0], bold=True, quiet=False),
        _Line(
            label.number,
            size,
            bold=label.pattern != "too_old",
            quiet=label.status != "current",
        ),
    ]
    wanted += [_Line(note, _NOTE, bold=False, quiet=True) for note in notes]
    lines = wanted
    begin = edge = 0.0
    for _ in range(3):  # the room beside the Strip depends on the height, and the other way round
        height = sum(sheet.leading(line.size) for line in lines)
        first = sum(sheet.leading(line.size) for line in lines[:2])
        begin = max(y - first * 0.62, limits.top + sheet.span(1.0))
        begin = min(begin, limits.bottom - height - sheet.span(1.2))
        edge = _free_edge(sheet, ground, side, begin, begin + height)
        room = edge - ground.box.left if side == "left" else ground.box.right - edge
        room = max(room - sheet.span(2), sheet.span(18))
        wanted[1] = replace(wanted[1], size=_size_for(sheet, label.number, room, size))
        lines = [
            replace(line, text=part)
            for line in wanted
            for part in sheet.lines(
                line.text, room, line.size, bold=line.bold, most=most + (line.size == _NOTE)
            )
        ]
    if begin < limits.top and len(fuller) > 1:
        # No room for all of it under the label before: the table has the rest.
        return _callout(sheet, ground, label, side, limits, fuller[1:])
    if begin < limits.top and most > 1:
        return _callout(sheet, ground, label, side, limits, fuller, most=1)
    _leader(sheet, ground, label, side, edge, begin + sheet.leading(8.2) * 1.25)
    at = begin
    for line in lines:
        baseline = at + sheet.size(line.size) * MM_PER_POINT
        colour = sheet.palette.quiet if line.quiet else sheet.palette.ink
        align = "right" if side == "left" else "left"
        halo = sheet.palette.sea if side == "left" else sheet.palette.land
        sheet.text(
            edge,
            baseline,
            line.text,
            line.size,
            colour=colour,
            bold=line.bold,
            align=align,  # type: ignore[arg-type]
            halo=halo,
        )
        at += sheet.leading(line.size)
    return at


def _size_for(sheet: Sheet, number: str, room: float, size: float) -> float:
    """The size of type at which a number stands on one line, or is at least not broken inside."""
    whole = sheet.width(number, size, bold=True)
    if whole <= room * 1.4:
        return min(size, 0.99 * size * room / whole)
    widest = max(sheet.width(word, size, bold=True) for word in number.split(" "))
    return min(size, 0.99 * size * room / widest)


def _leader(
    sheet: Sheet, ground: Ground, label: AreaLabel, side: str, edge: float, y: float
) -> None:
    """A thin line from a label to a dot in its area."""
    shape = ground.project(outline_of(label.pcodes))
    level = min(max(y, shape.bounds[1] + sheet.span(1)), shape.bounds[3] - sheet.span(1))
    row = shapely.intersection(
        shape, shapely.LineString([(ground.box.left, level), (ground.box.right, level)])
    )
    if row.is_empty:
        return
    inset = min(sheet.span(2.2), (row.bounds[2] - row.bounds[0]) / 2)
    tip = row.bounds[0] + inset if side == "left" else row.bounds[2] - inset
    near = edge + sheet.span(1.2) if side == "left" else edge - sheet.span(1.2)
    ink = sheet.palette.ink
    sheet.stroke([[(near, y), (tip, level)]], ink, 0.5)
    dot = shapely.Point(tip, level).buffer(sheet.span(0.6))
    sheet.fill(dot, INK, edge=sheet.palette.paper, width=0.35)


def _free_edge(sheet: Sheet, ground: Ground, side: str, top: float, bottom: float) -> float:
    """Where a label may begin so that it stays clear of the Strip, and inside the map."""
    frame = ground.box
    band = shapely.intersection(
        ground.project(strip()), rectangle(Box(frame.left, top, frame.right, bottom))
    ).bounds
    gap, least = sheet.span(4.5), sheet.span(20)
    if math.isnan(band[0]):
        band = ground.project(strip()).bounds
    if side == "left":
        return max(float(band[0]) - gap, frame.left + least)
    return min(float(band[2]) + gap, frame.right - least)
