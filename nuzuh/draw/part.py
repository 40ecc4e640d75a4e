"""What a map of a part of the Strip has beside one of all of it: places, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Align, Canvas
from nuzuh.draw.map_frame import MapFrame, frame_of
from nuzuh.scene.extent import Extent
from nuzuh.scene.gazetteer import places_of
from nuzuh.scene.geometry import inner_borders, outline_of, strip

_PLACE = 6.4
"""Size of the name of a place; that of a city is larger."""
_INSET = 26.0
"""Height of a small map in a corner of a map, in mm on A4."""
_DEEPEST = ((3.0, 4), (1.7, 3), (1.2, 2), (0.0, 1))
"""From how many times the scale of the whole Strip on places of which rank are named."""


@dataclass(frozen=True)
class Part:
    """A part of the Strip on a map.

    Attributes:
        extent: what is shown.
        whole: the map of the whole Strip in its place: circles keep its scale.
        inset: where it lies is told in a corner of its map.
    """

    extent: Extent
    whole: MapFrame
    inset: bool = False


def draw_rest(canvas: Canvas, frame: MapFrame) -> None:
    """Draw the Strip as land of which nothing is told: below what is told of a part of it."""
    canvas.fill(frame.project(strip()), canvas.palette.land)


def draw_places(canvas: Canvas, frame: MapFrame, whole: MapFrame) -> None:
    """Name places where nothing else stands, the more important first.

    Args:
        canvas: where they are named.
        frame: the map.
        whole: the map of the whole Strip in its place: a larger scale names smaller places.
    """
    closer = frame.units_per_km / whole.units_per_km
    deepest = next(rank for least, rank in _DEEPEST if closer >= least)
    dot, ink = canvas.detail(0.45), canvas.palette.ink
    named = [place for place in places_of(canvas.t) if place.rank <= deepest]
    for place in sorted(named, key=lambda place: place.rank):
        x, y = frame(*place.at)
        size = _PLACE * (1.12 if place.rank == 1 else 1.0)
        name = canvas.t.isolated(place.name) if place.lang else place.name
        sides: tuple[tuple[Align, float], ...] = (("left", 1.0), ("right", -1.0))
        for side, away in sides:
            edge = x + away * canvas.span(1.1)
            box = canvas.box_of(edge, y + canvas.drop(size), name, size, side)
            marked = Box(min(box.left, x - dot), box.top, max(box.right, x + dot), box.bottom)
            if marked.within(frame.box, -canvas.span(1)) and canvas.is_free(marked, 0.4):
                canvas.fill(shapely.Point(x, y).buffer(dot), ink)
                halo = canvas.palette.halo
                canvas.text(edge, y + canvas.drop(size), name, size, align=side, halo=halo)
                break


def draw_inset(canvas: Canvas, frame: MapFrame, extent: Extent) -> None:
    """Draw where a part of the Strip lies in a corner of its own map, over sea if it can."""
    box, gap = frame.box, canvas.span(2)
    wide, high = 0.8 * canvas.span(_INSET), canvas.span(_INSET)
    land = frame.project(strip())
    corners = [
        Box(left, top, left + wide, top + high)
        for top in (box.top + gap, box.bottom - gap - high)
        for left in (box.left + gap, box.right - gap - wide)
    ]
    # On words only where every corner has some, and on as little land as can be.
    places = [one for one in corners if canvas.is_free(one)] or corners
    place = min(places, key=lambda one: shapely.intersection(one.shape, land).area)
    draw_whereabouts(canvas, place, extent, frame)


def draw_whereabouts(canvas: Canvas, box: Box, extent: Extent, shown: MapFrame) -> None:
    """Draw the Strip with the part that is shown, in a frame of its own.

    Args:
        canvas: where it is drawn.
        box: where there is room; it becomes the frame.
        extent: the part.
        shown: its map.
    """
    palette, inset = canvas.palette, canvas.span(1.6)
    room = Box(box.left + inset, box.top + inset, box.right - inset, box.bottom - inset)
    frame = frame_of(box, strip().bounds, room)
    canvas.fill(box.shape, palette.sea)
    canvas.fill(frame.project(strip()), palette.land, edge=palette.quiet, width=0.4)
    if extent.area:
        canvas.fill(frame.project(outline_of(extent.pcodes)), palette.accent, opacity=0.55)
    canvas.stroke(frame.project(inner_borders()), palette.quiet, 0.3)
    corners = [shown.back(x, y) for x, y in shapely.get_coordinates(shown.box.shape)]
    seen = frame.project(shapely.Polygon(corners).boundary)
    canvas.stroke(seen, palette.accent, 0.9)
    canvas.stroke(box.shape.boundary, palette.quiet, 0.6)
    canvas.covered.append(box.shape)
