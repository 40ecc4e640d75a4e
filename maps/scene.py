"""What the map draws, for screen and print alike: a list of shapes and texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

import shapely
from shapely.geometry.base import BaseGeometry

from balance.layers import LayerValue
from maps.geometry import (
    LABEL_SIDE,
    Projection,
    context_shapes,
    governorates,
    hatching,
    inner_borders,
    label_latitude,
    strip,
)
from maps.labels import AreaLabel, area_labels, told_value
from maps.scales import SCALES, Palette
from maps.words import Words

Side = Literal["left", "middle", "right"]
"""Where a text stands: to the left of its point, centred on it, or to its right."""


@dataclass(frozen=True)
class Fill:
    """A filled shape; ``title`` is its text on hover."""

    shape: BaseGeometry
    colour: str
    title: str = ""


@dataclass(frozen=True)
class Stroke:
    """Lines along a shape, ``dashes`` in drawing units."""

    shape: BaseGeometry
    colour: str
    width: float
    dashes: tuple[float, float] | None = None
    opacity: float = 1.0


@dataclass(frozen=True)
class Text:
    """A line of text at a point, vertically centred on it."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    side: Side = "middle"
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Mark:
    """A small sign of a given radius at a point."""

    x: float
    y: float
    radius: float
    form: Literal["dot", "crossing", "north"]


Item = Fill | Stroke | Text | Mark


@dataclass(frozen=True)
class Format:
    """A size of the drawing. Type sizes are in its own units, so each size has its own layout.

    Attributes:
        projection: size and scale.
        gap: distance of labels from the Strip.
        name, number, small: type sizes.
        context: whether there is room for the names of the surroundings.
    """

    projection: Projection
    gap: float
    name: float
    number: float
    small: float
    context: bool


FORMATS = {
    "wide": Format(Projection(880, 640, 14.2, (20, 0)), 16, 15, 19, 12.5, context=True),
    "narrow": Format(Projection(390, 500, 10.2, (22, 0)), 8, 13, 14, 10.5, context=False),
}
"""``wide`` for desks and print, ``narrow`` for phones."""


def build_scene(
    values: list[LayerValue], layer: str, words: Words, *, form: Format, palette: Palette
) -> list[Item]:
    """Return everything that the map draws, the lowest first.

    Args:
        values: areas that cover the Strip once, as :func:`balance.layers.layer_values` gives.
        layer: id of the layer.
        words: the reader's language.
        form: size and layout, one of :data:`FORMATS`.
        palette: colours of everything that is not a value.
    """
    labels = area_labels(values, layer, words)
    return [
        *_ground(form, palette, words),
        *_areas(values, labels, layer, form, palette),
        *_borders(values, form, palette),
        *_surroundings(form, palette, words),
        *(item for label in labels for item in _callout(label, form, palette)),
        *_furniture(form, palette, words),
    ]


def _ground(form: Format, palette: Palette, words: Words) -> Iterator[Item]:
    to = form.projection
    for item in context_shapes(words.lang):
        if item.kind == "neighbour":
            land = to.project(item.shape)
            yield Fill(land, palette.land)
            yield Stroke(land, palette.quiet, 0.8, (5, 4), 0.55)
            if form.context:
                # A name stands in the open part of its land, clear of the Strip's labels.
                east = land.centroid.x > to.width / 2
                x, y = (to.width - 65, to.height / 2) if east else (150, to.height - 32)
                yield Text(x, y, item.name, 14, palette.quiet)
    if form.context:
        yield Text(150, 150, words("map.sea"), 15, palette.water, italic=True)


def _areas(
    values: list[LayerValue], labels: list[AreaLabel], layer: str, form: Format, palette: Palette
) -> Iterator[Item]:
    for value, label in zip(values, labels, strict=True):
        shape = form.projection.project(outline_of(value.pcodes))
        told = told_value(value, layer)
        if told is None:
            yield Fill(shape, palette.unknown, label.sentence)
            yield Stroke(hatching(shape, 5), palette.quiet, 0.9)
        else:
            below = value.quantifier in ("less than", "up to", "nearly")
            colour = SCALES[layer].colour(told, below=below)
            yield Fill(shape, colour, label.sentence)
            if value.stale:
                yield Stroke(hatching(shape, 11, falling=True), "#1d1b18", 0.9, None, 0.55)


def outline_of(pcodes: tuple[str, ...]) -> BaseGeometry:
    """Return the outline of governorates together, in degrees."""
    return shapely.union_all([governorates()[pcode] for pcode in pcodes])


def _borders(values: list[LayerValue], form: Format, palette: Palette) -> Iterator[Item]:
    to = form.projection
    if any(len(value.pcodes) > 1 for value in values):
        yield Stroke(to.project(inner_borders()), palette.border, 0.7, (2, 4))
    edges = [to.project(outline_of(value.pcodes)).boundary for value in values]
    # What is reconstructed is drawn with broken outlines, what was published with whole ones.
    broken = (7, 3) if any(value.reconstructed for value in values) else None
    yield Stroke(shapely.union_all(edges), palette.border, 1.0, broken)
    yield Stroke(to.project(strip()).boundary, palette.border, 1.7, broken)


def _surroundings(form: Format, palette: Palette, words: Words) -> Iterator[Item]:
    to = form.projection
    for item in context_shapes(words.lang):
        shape = to.project(item.shape)
        if item.kind == "road":
            yield Stroke(shape, palette.paper, 2.6, None, 0.55)
            yield Stroke(shape, palette.road, 1.1)
        elif item.kind == "wadi":
            yield Stroke(shape, palette.water, 2.2, (6, 3))
            if form.context:
                x, y = shape.coords[0]
                yield Text(x + 26, y, item.name, 11.5, palette.water, "right", italic=True)
        elif item.kind == "crossing":
            yield Mark(shape.x, shape.y, 2.5, "crossing")
            if form.context:
                yield _crossing_name(shape.x, shape.y, item.name, to, palette)


def _crossing_name(x: float, y: float, name: str, to: Projection, palette: Palette) -> Text:
    """A crossing's name beside it, outside the Strip: at the southern tip that is below or left."""
    if y > to.height * 0.93:
        return Text(x, y + 14, name, 11, palette.quiet)
    if y > to.height * 0.8:
        return Text(x - 24, y, name, 11, palette.quiet, "left")
    return Text(x + 7, y, name, 11, palette.quiet, "right")


def _callout(label: AreaLabel, form: Format, palette: Palette) -> Iterator[Item]:
    """An area's label beside the Strip, with a thin line to the area."""
    to = form.projection
    _, y = to(0, label_latitude(label.pcodes))
    side: Side = "left" if LABEL_SIDE[label.pcodes[0]] == "left" else "right"
    wanted = [(label.name, form.name, True), (label.number, form.number, True)]
    wanted += [(text, form.small, False) for text in label.notes]
    lines = wanted
    for _ in range(2):  # wrapping needs the room beside the Strip, and the room the wrapped height
        top = _top_of(lines, y, form)
        edge = _free_edge(form, side, top, top + 1.28 * sum(size for _, size, _ in lines))
        room = edge if side == "left" else to.width - edge
        lines = [
            (part, size, bold)
            for text, size, bold in wanted
            for part in _wrapped(text, max(10, int(room / (size * 0.55))))
        ]
    row = shapely.intersection(
        to.project(outline_of(label.pcodes)), shapely.LineString([(0, y), (to.width, y)])
    ).bounds
    tip = row[0] + 10 if side == "left" else row[2] - 10
    near = edge + 5 if side == "left" else edge - 5
    yield Stroke(shapely.LineString([(near, y), (tip, y)]), palette.ink, 0.9)
    yield Mark(tip, y, 2.2, "dot")
    top = _top_of(lines, y, form)
    for text, size, bold in lines:
        colour = palette.ink if bold else palette.quiet
        yield Text(edge, top + 0.64 * size, text, size, colour, side, bold)
        top += 1.28 * size


def _top_of(lines: list[tuple[str, float, bool]], y: float, form: Format) -> float:
    """Where a label begins: its name and number lie around the line to its area."""
    return y - 0.64 * sum(size for _, size, _ in lines[:3]) - form.small * 0.3


def _wrapped(text: str, width: int) -> list[str]:
    """Wrap a line; a foreign name that is broken keeps its isolates (FSI, PDI) on both lines."""
    parts, is_open = [], False
    for part in wrap(text, width):
        whole = ("\u2068" if is_open else "") + part
        is_open = whole.count("\u2068") > whole.count("\u2069")
        parts.append(whole + ("\u2069" if is_open else ""))
    return parts


def _free_edge(form: Format, side: Side, top: float, bottom: float) -> float:
    """Where a label of a given height may begin so that it stays clear of the Strip."""
    to = form.projection
    band = shapely.intersection(
        to.project(strip()), shapely.box(-to.width, top, 2 * to.width, bottom)
    ).bounds
    return float(band[0] - form.gap if side == "left" else band[2] + form.gap)


def _furniture(form: Format, palette: Palette, words: Words) -> Iterator[Item]:
    """The scale bar, and the arrow to the north."""
    to = form.projection
    length = 5 * to.units_per_km
    x, y = to.width - length - 24, to.height - 20
    bar = [(x, y - 5), (x, y), (x + length, y), (x + length, y - 5)]
    yield Stroke(shapely.LineString(bar), palette.ink, 1.4)
    yield Text(x + length / 2, y - 14, words("map.km", km=5), form.small, palette.ink)
    yield Mark(to.width - 24, 46, 7, "north")
    yield Text(to.width - 24, 28, "N", 12, palette.ink, bold=True)
