"""What is the same in every frame and is drawn once: surroundings, legend, head and foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from matplotlib.artist import Artist
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

import loaders
from maps.geometry import context_shapes, hatching, rings
from maps.labels import patterns_on, title_of
from maps.moving.layout import Layout
from maps.moving.pen import Pen
from maps.moving.told import Story
from maps.scales import SCALES, Palette
from maps.view import View
from maps.words import Words

STALE = "#1d1b18"
"""The hatching of old figures: dark on every class colour, in either theme."""


@dataclass(frozen=True)
class Scenery:
    """What every part of a drawing needs to know."""

    pen: Pen
    layout: Layout
    palette: Palette
    words: Words
    view: View
    story: Story

    @property
    def start(self) -> tuple[float, str]:
        """Where lines begin: at the left margin, or at the right in Arabic and Hebrew."""
        if self.words.right_to_left:
            return self.layout.width - self.layout.margin, "right"
        return self.layout.margin, "left"

    @property
    def end(self) -> tuple[float, str]:
        """Where lines end: the other margin."""
        if self.words.right_to_left:
            return self.layout.margin, "left"
        return self.layout.width - self.layout.margin, "right"

    def on_land(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in pixels, cut to the map."""
        top, bottom = self.layout.land
        moved = self.layout.projection.project(shape)
        return shapely.clip_by_rect(moved, -2, top, self.layout.width + 2, bottom)


def path_of(shape: BaseGeometry) -> Path:
    """Return the outlines of a shape as one path."""
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in rings(shape)))


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
    yield from _legend(scenery)
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
    yield scenery.pen.text((x, y), title, size, scenery.palette.ink, side=side)


def _legend(scenery: Scenery) -> Iterator[Artist]:
    layout, words, palette = scenery.layout, scenery.words, scenery.palette
    scale = SCALES[scenery.view.layer]
    left, top, width, size = layout.legend
    pitch, swatch = 1.62 * size, 1.75 * size
    right_to_left = words.right_to_left
    begin, side = (left + width, "right") if right_to_left else (left, "left")
    away = -1 if right_to_left else 1
    unit = words(f"layer.{scenery.view.layer}.unit")
    yield scenery.pen.text((begin, top), unit, size, palette.ink, side=side, bold=True)
    y = top + pitch
    labels = scale.labels(words)
    for colour, hatch, label in _marks(scenery, labels, scale.colours):
        x = begin - swatch if right_to_left else begin
        yield Rectangle(
            (x, y - 0.5 * size), swatch, size, facecolor=colour, edgecolor=palette.quiet, lw=0.5
        )
        if hatch:
            area = shapely.box(x, y - 0.5 * size, x + swatch, y + 0.5 * size)
            yield _hatch(scenery, area, hatch)
        text_at = begin + away * (swatch + 0.55 * size)
        # Limits of classes read from left to right everywhere, as on the page.
        limits = label in labels
        for line in scenery.pen.wrapped(label, width - swatch - 0.55 * size, size):
            yield scenery.pen.text((text_at, y), line, size, palette.ink, side=side, latin=limits)
            y += 1.2 * size
        y += pitch - 1.2 * size


def _marks(
    scenery: Scenery, labels: list[str], colours: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    """The rows of the legend: colour, hatching, words; first the classes, then what occurs."""
    words, palette = scenery.words, scenery.palette
    yield from ((colour, "", label) for colour, label in zip(colours, labels, strict=True))
    for pattern, text in patterns_on(scenery.story.labels, scenery.view.layer, words):
        if pattern in ("last_known", "wide"):
            yield colours[2], pattern, text
        elif pattern != "joint":
            yield palette.unknown, "missing", text


def hatch_lines(shape: BaseGeometry, kind: str, note: float) -> BaseGeometry:
    """Return the hatching of what is not reported (``missing``) or old (``last_known``).

    Args:
        shape: what is hatched, in pixels.
        kind: of hatching.
        note: size of the type of notes, which lines are spaced by.
    """
    spacing = 0.42 * note if kind == "missing" else 0.85 * note
    return hatching(shape, spacing, falling=kind != "missing")


def hatch_style(kind: str, palette: Palette) -> tuple[str, float, None, float]:
    """Return colour, width, dashes and opacity of a hatching."""
    return (palette.quiet, 1.0, None, 1.0) if kind == "missing" else (STALE, 1.0, None, 0.55)


def _hatch(scenery: Scenery, area: BaseGeometry, kind: str) -> Artist:
    lines = hatch_lines(area, kind, scenery.layout.note)
    return scenery.pen.lines(lines, *hatch_style(kind, scenery.palette))


def _furniture(scenery: Scenery) -> Iterator[Artist]:
    """The scale bar, and the arrow to the north."""
    layout, palette, pen = scenery.layout, scenery.palette, scenery.pen
    length, size = 5 * layout.units_per_km, layout.small
    x, y = layout.width - layout.margin - length, layout.land[1] - 16
    line = shapely.LineString([(x, y - 5), (x, y), (x + length, y), (x + length, y - 5)])
    yield pen.lines(line, palette.ink, 1.4)
    km = scenery.words("map.km", km=5)
    yield pen.text((x + length / 2, y - 5 - 0.7 * size), km, size, palette.ink, side="center")
    x, y = x - 24, y - 14
    arrow = shapely.Polygon([(x, y - 8), (x + 6, y + 7), (x, y + 3), (x - 6, y + 7)])
    yield PathPatch(path_of(arrow), facecolor=palette.ink, edgecolor="none")
    yield pen.text((x, y + 8 + 0.5 * size), "N", 0.8 * size, palette.ink, side="center", bold=True)


def _foot(scenery: Scenery) -> Iterator[Artist]:
    layout, words, palette = scenery.layout, scenery.words, scenery.palette
    top, size = layout.foot
    room = layout.width - 2 * layout.margin
    version = words("snapshot.data", data=words.isolated(loaders.data_version()))
    paragraphs = [
        [scenery.story.method],
        _sources(scenery, room, size),
        [words("map.disclaimer")],
        [words("map.attribution") + "  " + version],
    ]
    lines = [
        line
        for paragraph in paragraphs
        for text in paragraph
        for line in scenery.pen.wrapped(text, room, size)
    ]
    # Long names of publishers make more lines than there is room for: all lines draw closer.
    pitch = min(1.36 * size, (layout.height - top - 4) / len(lines))
    x, side = scenery.start
    for at, line in enumerate(lines):
        y = top + (at + 0.5) * pitch
        yield scenery.pen.text((x, y), line, min(size, pitch / 1.12), palette.quiet, side=side)


def _sources(scenery: Scenery, room: float, size: float) -> list[str]:
    """The publishers whose figures are shown, as many as a line or two hold."""
    words, names = scenery.words, [scenery.words.isolated(n) for n in scenery.story.sources]
    most = 1 if scenery.layout.width > scenery.layout.height else 2
    for count in range(len(names), 0, -1):
        told = words("list.comma").join(names[:count])
        if count < len(names):
            told = words("moving.more", names=told, n=len(names) - count)
        line = f"{words('snapshot.sources')}: {told}"
        if count == 1 or len(scenery.pen.wrapped(line, room, size)) <= most:
            return [line]
    return []
