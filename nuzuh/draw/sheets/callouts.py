"""The labels beside the Strip on a sheet, moved apart, and in short where there is little room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import shapely

from nuzuh.draw.areas import radius_of
from nuzuh.draw.box import Box, Point
from nuzuh.draw.labels import (
    LONG,
    NOTE,
    SHORT,
    Line,
    draw_leader,
    label_height,
    label_lines,
    write_label,
)
from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.scene.geometry import LABEL_SIDE, label_latitude, middle_of, outline_of, strip
from nuzuh.scene.mark import Mark

_INNER = 46.0
"""How wide a label within its area is at most, in mm on A4."""


def draw_labels(
    sheet: Sheet, frame: MapFrame, labels: Sequence[Mark], *, notes: bool = True
) -> None:
    """Write each area's name, number, publisher, date, age and rival figures beside the Strip.

    Labels on one side are moved down until they stand apart. Where there is no
    room for all of a label, its notes go first, and the rival figures last.

    Args:
        sheet: the sheet.
        frame: the map.
        labels: of areas that cover the Strip once.
        notes: write more than names, numbers and rival figures.
    """
    below = {"left": frame.box.top, "right": frame.box.top}
    sides = [LABEL_SIDE[label.pcodes[0]] for label in labels]
    for place, (label, side) in enumerate(zip(labels, sides, strict=True)):
        later = sides[place + 1 :].count(side) * sheet.leading(sum(SHORT))
        room = Box(frame.box.left, below[side], frame.box.right, frame.box.bottom - later)
        below[side] = _callout(sheet, frame, label, side, room, _fuller(label, notes=notes))


def draw_inner_labels(
    sheet: Sheet,
    frame: MapFrame,
    labels: Sequence[Mark],
    circles: MapFrame | None,
    *,
    notes: bool = True,
) -> None:
    """Write each area's name, number and notes on what a map shows of it.

    Args:
        sheet: the sheet.
        frame: the map, in which each of the areas lies at least in part.
        labels: of the areas.
        circles: the map whose scale the circles of the areas have; None without any.
        notes: write more than names, numbers and rival figures.
    """
    taken: list[Box] = []
    # What is seen least of has the fewest places for its label.
    seen_of = {label.pcodes: frame.project(outline_of(label.pcodes)) for label in labels}
    for label in sorted(labels, key=lambda label: seen_of[label.pcodes].area):
        seen = seen_of[label.pcodes]
        spot = shapely.maximum_inscribed_circle(seen, tolerance=0.5).coords[0]
        radius, centre = 0.0, frame(*middle_of(label.pcodes))
        if circles is not None and frame.box.shape.covers(shapely.Point(centre)):
            radius, spot = radius_of(label.value or 0.0, circles), centre
        for told in _fuller(label, notes=notes):
            lines = [
                replace(line, text=part)
                for line in label_lines(label, told)
                for part in sheet.lines(line.text, sheet.span(_INNER), line.size, bold=line.bold)
            ]
            box = _inner_box(sheet, frame, lines, (spot, radius), taken)
            if box is not None:
                taken.append(box)
                _write_inside(sheet, box, lines)
                break


def _write_inside(sheet: Sheet, box: Box, lines: Sequence[Line]) -> None:
    sheet.fill(box.shape.buffer(sheet.span(0.8)), sheet.palette.paper, opacity=0.82)
    y = box.top
    for line in lines:
        sheet.text(
            box.middle,
            y + sheet.rise(line.size),
            line.text,
            line.size,
            colour=sheet.palette.quiet if line.quiet else sheet.palette.ink,
            bold=line.bold,
            align="middle",
        )
        y += sheet.leading(line.size)


def _inner_box(
    sheet: Sheet,
    frame: MapFrame,
    lines: Sequence[Line],
    circle: tuple[Point, float],
    taken: Sequence[Box],
) -> Box | None:
    """Where lines stand below, above or on a circle, on the map and no label; None for nowhere."""
    spot, radius = circle
    wide = max(sheet.width(line.text, line.size, bold=line.bold) for line in lines)
    high, room, edge = label_height(sheet, lines), frame.box, sheet.span(2)
    left = min(max(spot[0] - wide / 2, room.left + edge), room.right - edge - wide)
    beside = [spot[1] + radius + edge, spot[1] - radius - edge - high] if radius else []
    steps = (0, 1, -1, 2, -2, 3, -3)
    for top in (*beside, *(spot[1] - high / 2 + step * sheet.span(6) for step in steps)):
        box = Box(left, top, left + wide, top + high)
        if box.within(room, -edge) and not any(box.meets(other, edge) for other in taken):
            return box
    return None


def _fuller(label: Mark, *, notes: bool) -> list[tuple[str, ...]]:
    """The notes of a label, and what of them is written where there is less room and less."""
    rivals = label.notes[len(label.notes) - label.rivals :]
    by_room = [label.notes, (*label.notes[:1], *rivals)] if notes else []
    return [*by_room, rivals, ()]


def _callout(
    sheet: Sheet,
    frame: MapFrame,
    label: Mark,
    side: str,
    limits: Box,
    fuller: list[tuple[str, ...]],
    *,
    most: int = 3,
) -> float:
    """Write a label with as many of its notes as there is room for; return where it ends."""
    _, y = frame(34.4, label_latitude(label.pcodes))
    wanted = label_lines(label, fuller[0], LONG if len(fuller) > 2 else SHORT)
    lines, size = wanted, wanted[1].size
    begin = edge = 0.0
    for _ in range(3):  # the room beside the Strip depends on the height, and the other way round
        height = label_height(sheet, lines)
        first = label_height(sheet, lines[:2])
        begin = max(y - first * 0.62, limits.top + sheet.span(1.0))
        begin = min(begin, limits.bottom - height - sheet.span(1.2))
        edge = _free_edge(sheet, frame, side, begin, begin + height)
        room = edge - frame.box.left if side == "left" else frame.box.right - edge
        room = max(room - sheet.span(2), sheet.span(18))
        wanted[1] = replace(wanted[1], size=_size_for(sheet, label.number, room, size))
        lines = [
            replace(line, text=part)
            for line in wanted
            for part in sheet.lines(
                line.text, room, line.size, bold=line.bold, most=most + (line.size == NOTE)
            )
        ]
    if begin < limits.top and len(fuller) > 1:
        # No room for all of it under the label before: the table has the rest.
        return _callout(sheet, frame, label, side, limits, fuller[1:])
    if begin < limits.top and most > 1:
        return _callout(sheet, frame, label, side, limits, fuller, most=1)
    _leader(sheet, frame, label, side, edge, begin + sheet.leading(8.2) * 1.25)
    halo = sheet.palette.sea if side == "left" else sheet.palette.land
    return write_label(sheet, edge, begin, lines, side, halo)


def _size_for(sheet: Sheet, number: str, room: float, size: float) -> float:
    """The size of type at which a number stands on one line, or is at least not broken inside."""
    whole = sheet.width(number, size, bold=True)
    if whole <= room * 1.4:
        return min(size, 0.99 * size * room / whole)
    widest = max(sheet.width(word, size, bold=True) for word in number.split(" "))
    return min(size, 0.99 * size * room / widest)


def _leader(sheet: Sheet, frame: MapFrame, label: Mark, side: str, edge: float, y: float) -> None:
    """A thin line from a label to a dot in its area."""
    shape = frame.project(outline_of(label.pcodes))
    level = min(max(y, shape.bounds[1] + sheet.span(1)), shape.bounds[3] - sheet.span(1))
    row = shapely.intersection(
        shape, shapely.LineString([(frame.box.left, level), (frame.box.right, level)])
    )
    if row.is_empty:
        return
    inset = min(sheet.span(2.2), (row.bounds[2] - row.bounds[0]) / 2)
    tip = row.bounds[0] + inset if side == "left" else row.bounds[2] - inset
    near = edge + sheet.span(1.2) if side == "left" else edge - sheet.span(1.2)
    draw_leader(sheet, (near, y), (tip, level))


def _free_edge(sheet: Sheet, frame: MapFrame, side: str, top: float, bottom: float) -> float:
    """Where a label may begin so that it stays clear of the Strip, and inside the map."""
    box = frame.box
    strip_here = frame.project(strip())
    beside = Box(box.left, top, box.right, bottom).shape
    band = shapely.intersection(strip_here, beside).bounds
    gap, least = sheet.span(4.5), sheet.span(20)
    if math.isnan(band[0]):
        band = strip_here.bounds
    if side == "left":
        return max(float(band[0]) - gap, box.left + least)
    return min(float(band[2]) + gap, box.right - least)
