"""What is the same in every frame and is drawn once: surroundings, legend, head and foot."""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from matplotlib.artist import Artist
from matplotlib.patches import PathPatch, Rectangle
from shapely.geometry.base import BaseGeometry

from maps.geometry import context_shapes
from maps.labels import title_of
from maps.moving.layout import Layout
from maps.moving.legend import draw_legend
from maps.moving.patterns import path_of
from maps.moving.scenery import Scenery


def below(scenery: Scenery) -> Iterator[Artist]:
    """Yield what lies below the areas: sea, neighbours, head, legend, foot."""
    pen, palette, layout = scenery.pen, scenery.palette, scenery.layout
    top, bottom = layout.land
    yield box(0, top, layout.width, bottom - top, palette.sea)
    for item in context_shapes(scenery.words.lang):
        if item.kind == "neighbour":
            land = _to_the_edge(scenery.on_land(item.shape), layout)
            yield PathPatch(path_of(land), facecolor=palette.land, edgecolor="none")
            inside = shapely.box(2, top + 2, layout.width - 2, bottom - 2)
            edge = shapely.intersection(land.boundary, inside)
            yield pen.lines(edge, palette.quiet, 0.9, (5, 4), 0.5)
            at = layout.names["east" if land.centroid.x > layout.width / 2 else "west"]
            yield pen.text(at, item.name, layout.note, palette.quiet, side="center")
    upright = not scenery.words.right_to_left  # neither Arabic nor Hebrew has italics
    size, sea = layout.note, scenery.words("map.sea")
    yield pen.text(layout.names["sea"], sea, size, palette.water, side="center", italic=upright)
    yield from _head(scenery)
    yield from draw_legend(scenery)
    yield from _furniture(scenery)
    yield from _foot(scenery)


def box(
    x: float, y: float, width: float, height: float, colour: str, opacity: float = 1.0
) -> Rectangle:
    """Return a filled rectangle without an edge."""
    return Rectangle((x, y), width, height, facecolor=colour, edgecolor="none", alpha=opacity)


def _to_the_edge(land: BaseGeometry, layout: Layout) -> BaseGeometry:
    """The data of the neighbour in the east end before a wide map does: its land runs on."""
    _, top, east, bottom = land.bounds
    if east < 0.9 * layout.width:
        return land
    return shapely.union(land, shapely.box(east - 3, top, layout.width + 2, bottom))


def above(scenery: Scenery) -> Iterator[Artist]:
    """Yield what lies above the areas and never changes: roads, Wadi Gaza and crossings."""
    pen, palette = scenery.pen, scenery.palette
    for item in context_shapes(scenery.words.lang):
        shape = scenery.on_land(item.shape)
        if item.kind == "road":
            yield pen.lines(shape, palette.paper, 2.6, None, 0.5)
            yield pen.lines(shape, palette.road, 1.1)
        elif item.kind == "wadi":
            yield pen.lines(shape, palette.water, 2.2, (6, 3))


def _head(scenery: Scenery) -> Iterator[Artist]:
    words, layout = scenery.words, scenery.layout
    x, side = scenery.start
    y, size = layout.title
    view = scenery.view
    what = title_of(view.layer, words, reconstructed=view.reconstructed)
    title = words("moving.title", what=what)
    since = scenery.story.since
    if since is not None:
        days = words("panel.since", date=words.day(since))
        title += words("list.sep") + words("print.arrows", days=days)
    room = layout.width - 2 * layout.margin
    size *= min(1.0, room / scenery.pen.width_of(title, size))
    yield scenery.pen.text((x, y), title, size, scenery.palette.ink, side=side)


def _furniture(scenery: Scenery) -> Iterator[Artist]:
    """The scale bar, and the arrow to the north."""
    layout, palette, pen = scenery.layout, scenery.palette, scenery.pen
    length, size = 5 * layout.units_per_km, layout.small
    x, y = layout.width - layout.margin - length, layout.scale_at
    line = shapely.LineString([(x, y - 5), (x, y), (x + length, y), (x + length, y - 5)])
    yield pen.lines(line, palette.ink, 1.4)
    km = scenery.words("map.km", km=5)
    yield pen.text((x + length / 2, y - 5 - 0.7 * size), km, size, palette.ink, side="center")
    x, y = x - 24, y - 14
    arrow = shapely.Polygon([(x, y - 8), (x + 6, y + 7), (x, y + 3), (x - 6, y + 7)])
    yield PathPatch(path_of(arrow), facecolor=palette.ink, edgecolor="none")
    yield pen.text((x, y + 8 + 0.5 * size), "N", 0.8 * size, palette.ink, side="center", bold=True)


def _foot(scenery: Scenery) -> Iterator[Artist]:
    foot, (top, _) = scenery.foot, scenery.layout.foot
    x, side = scenery.start
    for at, line in enumerate(foot.lines, start=foot.reserved):
        y = top + (at + 0.5) * foot.pitch
        yield scenery.pen.text((x, y), line, foot.size, scenery.palette.quiet, side=side)
