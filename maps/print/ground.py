"""The map's ground on a sheet: projection to scale, land and sea, roads, scale bar, graticule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

from maps.geometry import ContextShape, Projection, context_shapes, strip
from maps.print.papers import MM_PER_POINT, Box
from maps.print.sheet import Sheet, rectangle

LABEL, SHORT_LABEL = 34.0, 25.0
"""Room for a label with its notes and without, in mm on A4."""
_COAST = 9.5
"""How far the coast lies west of the middle where a label needs most room, in km."""
_FURTHER = (
    shapely.Polygon(
        [
            (35, 31.85),
            (35, 31),
            (34.33, 31),
            (34.45, 30.4),
            (37, 30.4),
            (37, 32.6),
            (34.95, 32.6),
            (34.648, 31.85),
        ]
    ),
    shapely.Polygon(
        [
            (33.8, 31.145),
            (33.45, 31.12),
            (33.15, 31.2),
            (32.7, 31.05),
            (32, 31.05),
            (32, 30.4),
            (34.45, 30.4),
            (34.3325, 31),
            (33.8, 31),
        ]
    ),
)
"""Land past the drawn neighbours, without borders, for sheets much wider than the Strip."""
_TALL, _WIDE = 46.5, 37.0
"""What of the ground is to be seen at least, in km: the Strip and a little around it."""


@dataclass(frozen=True)
class Ground:
    """The part of a sheet that holds a map.

    Attributes:
        box: where it stands.
        denominator: of its scale, a round number.
        shift: how far the middle of the Strip lies from the middle of the box.
    """

    box: Box
    denominator: int
    shift: tuple[float, float] = (0.0, 0.0)

    @property
    def mm_per_km(self) -> float:
        """Millimetres on paper to a kilometre."""
        return 1e6 / self.denominator

    @cached_property
    def _projection(self) -> Projection:
        return Projection(self.box.width, self.box.height, self.mm_per_km, self.shift)

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point lies on the sheet."""
        x, y = self._projection(longitude, latitude)
        return x + self.box.left, y + self.box.top

    def project(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape on the sheet, cut to the map."""
        moved = shapely.transform(
            shape, lambda points: [self(longitude, latitude) for longitude, latitude in points]
        )
        box = self.box
        return shapely.clip_by_rect(moved, box.left, box.top, box.right, box.bottom)


def ground_in(sheet: Sheet, box: Box, *, label: float = LABEL) -> Ground:
    """Return the ground for a map in a box: as large as fits, at a round scale.

    Args:
        sheet: the sheet.
        box: where the map stands.
        label: room in mm on A4 for labels, most of which stand in the sea; 0 without any.
    """
    shift = 0.5
    limits = [box.height / _TALL]
    if label:
        shift = 3.0 if box.width < sheet.span(110) else 1.5
        limits.append((box.width / 2 - sheet.span(label)) / (_COAST - shift))
    limits.append(box.width / (_WIDE + 2 * shift))
    denominator = math.ceil(1e6 / max(min(limits), 0.3) / 10_000) * 10_000
    return Ground(box, denominator, (shift * 1e6 / denominator, 0.0))


def draw_ground(sheet: Sheet, ground: Ground) -> None:
    """Draw sea and neighbouring land, without any name."""
    palette = sheet.palette
    sheet.fill(rectangle(ground.box), palette.sea)
    for land in _FURTHER:
        sheet.fill(ground.project(land), palette.land)
    for item in context_shapes(sheet.words.lang):
        if item.kind == "neighbour":
            sheet.fill(ground.project(item.shape), palette.land)
            # The outer edges of its outline are the frame of a drawing, not a border.
            frame = shapely.box(*item.shape.bounds).boundary.buffer(0.004)
            edge = ground.project(shapely.difference(item.shape.boundary, frame))
            sheet.stroke(edge, palette.quiet, 0.55, dashes=(3.5, 2.5), opacity=0.6)


def draw_surroundings(sheet: Sheet, ground: Ground) -> None:
    """Draw roads, Wadi Gaza and crossings, without any name."""
    palette = sheet.palette
    for item in context_shapes(sheet.words.lang):
        shape = ground.project(item.shape)
        if shape.is_empty:
            continue
        if item.kind == "road":
            sheet.stroke(shape, palette.paper, 1.5, opacity=0.55)
            sheet.stroke(shape, palette.road, 0.6)
        elif item.kind == "wadi":
            sheet.stroke(shape, palette.water, 1.3, dashes=(3.2, 1.6))
        elif item.kind == "crossing":
            half = sheet.span(0.5)
            mark = shapely.box(shape.x - half, shape.y - half, shape.x + half, shape.y + half)
            sheet.fill(mark, palette.paper, edge=palette.ink, width=0.45)


def draw_names(sheet: Sheet, ground: Ground, *, crossings: bool = True) -> None:
    """Write the names of sea, neighbours, Wadi Gaza and crossings where nothing else stands.

    A name that finds no free place is left out: what the map is about goes first.
    """
    palette, box = sheet.palette, ground.box
    wide, high = box.width, box.height

    def at(x: float, y: float) -> tuple[float, float]:
        return box.left + x * wide, box.top + y * high

    sea = [at(x, y) for y in (0.2, 0.12, 0.3, 0.07, 0.42, 0.55, 0.65) for x in (0.2, 0.12, 0.3)]
    _place(sheet, ground, sheet.words("map.sea"), sea, 8.2, palette.water)
    for item in context_shapes(sheet.words.lang):
        if item.kind == "neighbour":
            east = item.shape.bounds[2] > strip().bounds[2]
            spots = (
                [at(x, y) for x in (0.88, 0.8, 0.72, 0.93) for y in (0.4, 0.5, 0.3, 0.6, 0.2)]
                if east
                else [at(x, y) for y in (0.93, 0.96, 0.88) for x in (0.12, 0.2, 0.06, 0.28)]
            )
            _place(sheet, ground, item.name, spots, 8, palette.quiet)
        elif item.kind == "wadi":
            x, y = ground(*item.shape.coords[0])
            spots = [(x + sheet.span(d), y + sheet.span(e)) for d in (11, 14) for e in (1, 4, -2)]
            _place(sheet, ground, item.name, spots, 6.2, palette.water)
        elif item.kind == "crossing" and crossings:
            _crossing(sheet, ground, item)


def _crossing(sheet: Sheet, ground: Ground, item: ContextShape) -> None:
    x, y = ground(item.shape.x, item.shape.y)
    size = 6.0
    half = sheet.width(item.name, size) / 2 + sheet.span(1.6)
    drop = sheet.span(0.75)
    spots = [
        (x + half, y + drop),
        (x - half, y + drop),
        (x, y + sheet.span(3.4)),
        (x, y - sheet.span(1.6)),
        (x + half * 0.7, y - sheet.span(1.8)),
        (x + half * 0.9, y + sheet.span(3.4)),
        (x - half * 0.9, y + sheet.span(3.4)),
        (x - half - sheet.span(5), y + drop),
    ]
    _place(sheet, ground, item.name, spots, size, sheet.palette.quiet, clear=True)


def _place(
    sheet: Sheet,
    ground: Ground,
    text: str,
    spots: list[tuple[float, float]],
    size: float,
    colour: str,
    *,
    clear: bool = False,
) -> None:
    land = ground.project(strip())
    shapely.prepare(land)
    for x, y in spots:
        box = sheet.box_of(x, y, text, size, "middle")
        meets_strip = land.intersects(rectangle(box).buffer(0.2 if clear else 0.8))
        if box.within(ground.box, -1.5) and sheet.is_free(box, 1.0) and not meets_strip:
            sheet.text(x, y, text, size, colour=colour, align="middle")
            return


def draw_furniture(sheet: Sheet, ground: Ground, *, fraction: bool = True) -> None:
    """Draw the frame with degrees, the scale bar with the scale, and the arrow to the north."""
    box = ground.box
    sheet.frame(box)
    _graticule(sheet, ground)
    _north(sheet, box.right - sheet.span(6.5), box.top + sheet.span(12))
    _scale_bar(sheet, ground, fraction=fraction and not sheet.paper.brief)


def _scale_bar(sheet: Sheet, ground: Ground, *, fraction: bool) -> None:
    """The bar in a lower corner where nothing stands: at the right, or else at the left."""
    palette, box = sheet.palette, ground.box
    km = 10 if ground.mm_per_km * 5 < sheet.span(14) else 5
    length = km * ground.mm_per_km
    high = sheet.span(0.9)
    low = box.bottom - sheet.span(5.5 if fraction else 3.4)
    land = ground.project(strip())
    right, left = box.right - length - sheet.span(5), box.left + sheet.span(5)
    for x, y in ((right, low), (left, low), (left, box.top + sheet.span(9))):
        room = Box(
            x - sheet.span(2), y - sheet.span(4.5), x + length + sheet.span(4), y + sheet.span(3.4)
        )
        if sheet.is_free(room) and not land.intersects(rectangle(room)):
            break
    sheet.covered.append(rectangle(room))
    for part in range(2):
        block = shapely.box(x + part * length / 2, y - high, x + (part + 1) * length / 2, y)
        sheet.fill(block, palette.paper if part else palette.ink, edge=palette.ink, width=0.4)
    label = y - high - sheet.span(1.2)
    sheet.text(x, label, "0", 6.2, align="middle")
    sheet.text(x + length, label, sheet.words("map.km", km=km), 6.2, align="middle")
    if fraction:
        told = f"1 : {sheet.words.number(ground.denominator)}"
        sheet.text(x + length / 2, y + sheet.span(2.9), told, 6.2, align="middle", foreign=True)


def _north(sheet: Sheet, x: float, y: float) -> None:
    unit = sheet.span(1.0)
    left = shapely.Polygon([(x, y - 6 * unit), (x - 1.9 * unit, y), (x, y - 1.4 * unit)])
    right = shapely.Polygon([(x, y - 6 * unit), (x + 1.9 * unit, y), (x, y - 1.4 * unit)])
    ink = sheet.palette.ink
    sheet.fill(left, ink, edge=ink, width=0.4)
    sheet.fill(right, sheet.palette.paper, edge=ink, width=0.4)
    letter = sheet.words("print.north")
    sheet.text(x, y - 6.8 * unit, letter, 7, bold=True, align="middle")
    sheet.covered.append(shapely.box(x - 3 * unit, y - 9 * unit, x + 3 * unit, y + unit))


def _graticule(sheet: Sheet, ground: Ground) -> None:
    """Ticks of a tenth of a degree on the frame, as a map to measure on has them."""
    if sheet.paper.brief:
        return
    box, palette = ground.box, sheet.palette
    tick, size = sheet.span(1.4), 5.2
    drop = sheet.size(size) * MM_PER_POINT * 0.36
    for tenth in range(336, 352):
        x, _ = ground(tenth / 10, 31.4)
        if box.left + sheet.span(9) < x < box.right - sheet.span(9):
            sheet.stroke([[(x, box.top), (x, box.top + tick)]], palette.quiet, 0.5)
            sheet.stroke([[(x, box.bottom - tick), (x, box.bottom)]], palette.quiet, 0.5)
            place = (x, box.top + tick + sheet.size(size) * MM_PER_POINT)
            label = f"{tenth / 10:.1f}°E"
            _tick(sheet, *place, label, size, "middle")
    for tenth in range(308, 321):
        _, y = ground(34.4, tenth / 10)
        if box.top + sheet.span(9) < y < box.bottom - sheet.span(9):
            sheet.stroke([[(box.left, y), (box.left + tick, y)]], palette.quiet, 0.5)
            sheet.stroke([[(box.right - tick, y), (box.right, y)]], palette.quiet, 0.5)
            place = (box.left + tick + sheet.span(0.6), y + drop)
            _tick(sheet, *place, f"{tenth / 10:.1f}°N", size, "left")


def _tick(sheet: Sheet, x: float, y: float, label: str, size: float, align: str) -> None:
    box = sheet.box_of(x, y, label, size, "left" if align == "left" else "middle")
    if sheet.is_free(box, 0.4):
        side = "left" if align == "left" else "middle"
        sheet.text(x, y, label, size, colour=sheet.palette.quiet, align=side, foreign=True)  # type: ignore[arg-type]
