"""The base map: projection to scale, land and sea, roads, names, scale bar, north, graticule."""

from __future__ import annotations

import math

import shapely

from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Align, Canvas
from nuzuh.draw.map_frame import MapFrame, frame_of
from nuzuh.scene.extent import Extent
from nuzuh.scene.geometry import LABEL_SIDE, ContextShape, context_shapes, strip
from nuzuh.scene.territory import territory

LABEL, SHORT_LABEL = 34.0, 25.0
"""Room for a label with its notes and without, in mm on A4."""


def fit_part(canvas: Canvas, box: Box, extent: Extent, *, label: float = LABEL) -> MapFrame:
    """Return the frame of a map of a part of the Strip: as large as fits, at a round scale.

    Args:
        canvas: the sheet, in mm.
        box: where the map stands.
        extent: the part; labels stand beside an area, and within what a screen shows.
        label: room in mm on A4 for labels beside it; 0 without any.
    """
    edge = canvas.span(4)
    sides = {LABEL_SIDE[pcode] for pcode in extent.pcodes} if extent.area and label else set()
    # However narrow the box is, some of it is left to the map.
    wide = min(canvas.span(label), 0.4 * box.width)
    beside = {side: wide if side in sides else edge for side in ("left", "right")}
    if not extent.area:
        return frame_of(box, extent.bounds, measured=True)
    room = Box(
        box.left + beside["left"], box.top + edge, box.right - beside["right"], box.bottom - edge
    )
    return frame_of(box, extent.bounds, room, measured=True)


def fit_map(canvas: Canvas, box: Box, *, label: float = LABEL) -> MapFrame:
    """Return the frame of a map in a box of a sheet: as large as fits, at a round scale.

    Args:
        canvas: the sheet, in mm.
        box: where the map stands.
        label: room in mm on A4 for labels, most of which stand in the sea; 0 without any.
    """
    shift, ground = 0.5, territory().sheet
    limits = [box.height / ground.tall_km]
    if label:
        shift = 3.0 if box.width < canvas.span(110) else 1.5
        limits.append((box.width / 2 - canvas.span(label)) / (ground.coast_km - shift))
    limits.append(box.width / (ground.wide_km + 2 * shift))
    denominator = math.ceil(1e6 / max(min(limits), 0.3) / 10_000) * 10_000
    return MapFrame(box, 1e6 / denominator, (shift * 1e6 / denominator, 0.0))


def draw_land_and_sea(canvas: Canvas, frame: MapFrame) -> None:
    """Draw sea and neighbouring land, without any name."""
    palette = canvas.palette
    canvas.fill(frame.box.shape, palette.sea)
    for land in territory().sheet.further:
        canvas.fill(frame.project(shapely.Polygon(land)), palette.land)
    for item in context_shapes(canvas.t.lang):
        if item.kind == "neighbour":
            canvas.fill(frame.project(item.shape), palette.land)
            # The outer edges of its outline are the frame of a drawing, not a border.
            outer = shapely.box(*item.shape.bounds).boundary.buffer(0.004)
            edge = frame.project(shapely.difference(item.shape.boundary, outer))
            canvas.stroke(edge, palette.quiet, 0.55, dashes=(3.5, 2.5), opacity=0.6)


def draw_surroundings(canvas: Canvas, frame: MapFrame, *, crossings: bool = True) -> None:
    """Draw roads, Wadi Gaza and crossings, without any name."""
    palette = canvas.palette
    for item in context_shapes(canvas.t.lang):
        shape = frame.project(item.shape)
        if shape.is_empty:
            continue
        if item.kind == "road":
            canvas.stroke(shape, palette.paper, 1.5, opacity=0.55)
            canvas.stroke(shape, palette.road, 0.6)
        elif item.kind == "wadi":
            canvas.stroke(shape, palette.water, 1.3, dashes=(3.2, 1.6))
        elif item.kind == "crossing" and crossings:
            half = canvas.span(0.5)
            mark = shapely.box(shape.x - half, shape.y - half, shape.x + half, shape.y + half)
            canvas.fill(mark, palette.paper, edge=palette.ink, width=0.45)


def draw_names(
    canvas: Canvas, frame: MapFrame, *, crossings: bool = True, part: bool = False
) -> None:
    """Write the names of sea, neighbours, Wadi Gaza and crossings where nothing else stands.

    A name that finds no free place is left out: what the map is about goes first.

    Args:
        canvas: where they are written.
        frame: the map.
        crossings: with those of crossings.
        part: the map is of a part of the Strip, where sea and neighbours may lie anywhere.
    """
    palette, box = canvas.palette, frame.box
    wide, high = box.width, box.height
    if part:
        _name_grounds(canvas, frame)

    def at(x: float, y: float) -> tuple[float, float]:
        return box.left + x * wide, box.top + y * high

    sea = [at(x, y) for y in (0.2, 0.12, 0.3, 0.07, 0.42, 0.55, 0.65) for x in (0.2, 0.12, 0.3)]
    if not part:
        _place(canvas, frame, canvas.t("map.sea"), sea, 8.2, palette.water)
    for item in context_shapes(canvas.t.lang):
        if part and (item.kind == "neighbour" or not frame.shows(item.shape)):
            continue
        if item.kind == "neighbour":
            east = item.shape.bounds[2] > strip().bounds[2]
            spots = (
                [at(x, y) for x in (0.88, 0.8, 0.72, 0.93) for y in (0.4, 0.5, 0.3, 0.6, 0.2)]
                if east
                else [at(x, y) for y in (0.93, 0.96, 0.88) for x in (0.12, 0.2, 0.06, 0.28)]
            )
            _place(canvas, frame, item.name, spots, 8, palette.quiet)
        elif item.kind == "wadi":
            x, y = frame(*item.shape.coords[0])
            spots = [(x + canvas.span(d), y + canvas.span(e)) for d in (11, 14) for e in (1, 4, -2)]
            _place(canvas, frame, item.name, spots, 6.2, palette.water)
        elif item.kind == "crossing" and crossings:
            _crossing(canvas, frame, item)


def _name_grounds(canvas: Canvas, frame: MapFrame) -> None:
    """Write the names of sea and neighbours where a part of the Strip leaves them room."""
    box, palette = frame.box, canvas.palette
    inner = [k / 20 for k in (2, 18, 4, 16, 6, 14, 8, 12, 10)]
    spots = [(box.left + x * box.width, box.top + y * box.height) for y in inner for x in inner]
    abroad = [item for item in context_shapes(canvas.t.lang) if item.kind == "neighbour"]
    lands = [frame.project(item.shape) for item in abroad]
    far = [frame.project(shapely.Polygon(land)) for land in territory().sheet.further]
    dry = shapely.union_all([frame.project(strip()), *lands, *far])
    wet = shapely.difference(box.shape, dry)
    named = [(canvas.t("map.sea"), wet, 8.2, palette.water)]
    named += [
        (item.name, land, 8.0, palette.quiet) for item, land in zip(abroad, lands, strict=True)
    ]
    for name, ground, size, colour in named:
        for x, y in spots:
            room = canvas.box_of(x, y, name, size, "middle")
            if ground.covers(room.shape.buffer(canvas.span(1))) and canvas.is_free(room, 1.0):
                canvas.text(x, y, name, size, colour=colour, align="middle")
                break


def _crossing(canvas: Canvas, frame: MapFrame, item: ContextShape) -> None:
    x, y = frame(item.shape.x, item.shape.y)
    size = 6.0
    half = canvas.width(item.name, size) / 2 + canvas.span(1.6)
    drop = canvas.span(0.75)
    spots = [
        (x + half, y + drop),
        (x - half, y + drop),
        (x, y + canvas.span(3.4)),
        (x, y - canvas.span(1.6)),
        (x + half * 0.7, y - canvas.span(1.8)),
        (x + half * 0.9, y + canvas.span(3.4)),
        (x - half * 0.9, y + canvas.span(3.4)),
        (x - half - canvas.span(5), y + drop),
    ]
    _place(canvas, frame, item.name, spots, size, canvas.palette.quiet, clear=True)


def _place(
    canvas: Canvas,
    frame: MapFrame,
    text: str,
    spots: list[tuple[float, float]],
    size: float,
    colour: str,
    *,
    clear: bool = False,
) -> None:
    land = frame.project(strip())
    shapely.prepare(land)
    for x, y in spots:
        box = canvas.box_of(x, y, text, size, "middle")
        meets_strip = land.intersects(box.shape.buffer(0.2 if clear else 0.8))
        if box.within(frame.box, -1.5) and canvas.is_free(box, 1.0) and not meets_strip:
            canvas.text(x, y, text, size, colour=colour, align="middle")
            return


def draw_furniture(canvas: Canvas, frame: MapFrame, *, measured: bool) -> None:
    """Draw the outline of a map, its scale bar, and the arrow to the north.

    Args:
        canvas: where they are drawn.
        frame: the map.
        measured: with degrees on the outline and the scale as a fraction, for a
            map to measure on.
    """
    box, quiet = frame.box, canvas.palette.quiet
    canvas.stroke(box.shape.boundary, quiet, 0.7)
    if measured:
        _graticule(canvas, frame)
    draw_north(canvas, box.right - canvas.span(6.5), box.top + canvas.span(12))
    _place_scale_bar(canvas, frame, fraction=measured)


def _place_scale_bar(canvas: Canvas, frame: MapFrame, *, fraction: bool) -> None:
    """The bar in a lower corner where nothing stands: at the right, or else at the left."""
    box = frame.box
    km: float = 10 if frame.units_per_km * 5 < canvas.span(14) else 5
    while km * frame.units_per_km > canvas.span(45):
        km = next(less for less in (2, 1, 0.5, 0.2, 0.1) if less < km)
    length = km * frame.units_per_km
    low = box.bottom - canvas.span(5.5 if fraction else 3.4)
    land = frame.project(strip())
    right, left = box.right - length - canvas.span(5), box.left + canvas.span(5)
    for x, y in ((right, low), (left, low), (left, box.top + canvas.span(9))):
        room = Box(
            x - canvas.span(2),
            y - canvas.span(4.5),
            x + length + canvas.span(4),
            y + canvas.span(3.4),
        )
        if canvas.is_free(room) and not land.intersects(room.shape):
            break
    canvas.covered.append(room.shape)
    draw_scale_bar(canvas, frame, x, y, km=km)
    if fraction:
        told = f"1 : {canvas.t.number(frame.denominator)}"
        middle = x + length / 2
        canvas.text(middle, y + canvas.span(2.9), told, 6.2, align="middle", foreign=True)


def draw_scale_bar(canvas: Canvas, frame: MapFrame, x: float, y: float, *, km: float) -> None:
    """Draw a bar of a length in km, whose lower left corner is a point."""
    palette, length = canvas.palette, km * frame.units_per_km
    high = canvas.span(0.9)
    for part in range(2):
        block = shapely.box(x + part * length / 2, y - high, x + (part + 1) * length / 2, y)
        canvas.fill(block, palette.paper if part else palette.ink, edge=palette.ink, width=0.4)
    label = y - high - canvas.span(1.2)
    canvas.text(x, label, "0", 6.2, align="middle")
    canvas.text(x + length, label, canvas.t("map.km", km=km), 6.2, align="middle")


def draw_north(canvas: Canvas, x: float, y: float) -> None:
    """Draw the arrow to the north, whose foot is a point."""
    unit = canvas.detail(1.0)
    left = shapely.Polygon([(x, y - 6 * unit), (x - 1.9 * unit, y), (x, y - 1.4 * unit)])
    right = shapely.Polygon([(x, y - 6 * unit), (x + 1.9 * unit, y), (x, y - 1.4 * unit)])
    ink = canvas.palette.ink
    canvas.fill(left, ink, edge=ink, width=0.4)
    canvas.fill(right, canvas.palette.paper, edge=ink, width=0.4)
    letter = canvas.t("print.north")
    canvas.text(x, y - 6.8 * unit, letter, 7, bold=True, align="middle")
    canvas.covered.append(shapely.box(x - 3 * unit, y - 9 * unit, x + 3 * unit, y + unit))


def _graticule(canvas: Canvas, frame: MapFrame) -> None:
    """Ticks of a tenth of a degree on the outline, or of less where the map shows little."""
    box, palette = frame.box, canvas.palette
    tick, size = canvas.span(1.4), 5.2
    (west, north), (east, south) = frame.back(box.left, box.top), frame.back(box.right, box.bottom)
    least = min(east - west, north - south) / 2
    parts = next((parts for parts in (10, 20, 50, 100) if 1 / parts <= least), 200)
    digits = 1 if parts == 10 else 3 if parts == 200 else 2
    for degree in _degrees(west, east, parts):
        x, _ = frame(degree, 31.4)
        if box.left + canvas.span(9) < x < box.right - canvas.span(9):
            canvas.stroke([[(x, box.top), (x, box.top + tick)]], palette.quiet, 0.5)
            canvas.stroke([[(x, box.bottom - tick), (x, box.bottom)]], palette.quiet, 0.5)
            place = (x, box.top + tick + canvas.rise(size))
            label = f"{degree:.{digits}f}°E"
            _tick(canvas, *place, label, size, "middle")
    for degree in _degrees(south, north, parts):
        _, y = frame(34.4, degree)
        if box.top + canvas.span(9) < y < box.bottom - canvas.span(9):
            canvas.stroke([[(box.left, y), (box.left + tick, y)]], palette.quiet, 0.5)
            canvas.stroke([[(box.right - tick, y), (box.right, y)]], palette.quiet, 0.5)
            place = (box.left + tick + canvas.span(0.6), y + canvas.drop(size))
            _tick(canvas, *place, f"{degree:.{digits}f}°N", size, "left")


def _degrees(least: float, most: float, parts: int) -> list[float]:
    """The degrees between two others of which there are so many parts in one."""
    return [n / parts for n in range(math.ceil(least * parts), math.floor(most * parts) + 1)]


def _tick(canvas: Canvas, x: float, y: float, label: str, size: float, side: Align) -> None:
    if canvas.is_free(canvas.box_of(x, y, label, size, side), 0.4):
        canvas.text(x, y, label, size, colour=canvas.palette.quiet, align=side, foreign=True)
