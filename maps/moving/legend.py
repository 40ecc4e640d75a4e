"""The legend of a moving picture: the classes, and what occurs in any of its frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from matplotlib.artist import Artist
from matplotlib.patches import Rectangle

from maps.labels import patterns_on
from maps.moving.movements import draw_key, key_rows
from maps.moving.patterns import Marks
from maps.moving.scenery import Scenery
from maps.scales import SCALES

_SHARES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.66, 0.62)
"""The shares of its size in which a long legend is tried, one smaller than the other."""


@dataclass(frozen=True)
class _Row:
    """A row: what its swatch shows, its words, and whether they are limits of a class."""

    kind: str
    colour: str
    text: str
    limits: bool = False


def draw_legend(scenery: Scenery) -> Iterator[Artist]:
    """Yield the legend, in smaller type where much occurs."""
    layout, words, palette, pen = scenery.layout, scenery.words, scenery.palette, scenery.pen
    left, top, width, full = layout.legend
    rows = list(_rows(scenery))
    size = full
    for share in _SHARES:
        size = full * share
        if top + _height(scenery, rows, width, size) <= layout.legend_end:
            break
    begin, side = (left + width, "right") if words.right_to_left else (left, "left")
    away = -1 if words.right_to_left else 1
    swatch = _SWATCH * size
    unit = words(f"layer.{scenery.view.layer}.unit")
    yield pen.text((begin, top), unit, size, palette.ink, side=side, bold=True)
    y = top + _PITCH * size
    for row in rows:
        x = begin - swatch if words.right_to_left else begin
        area = shapely.box(x, y - 0.5 * size, x + swatch, y + 0.5 * size)
        yield from _swatch(scenery, row, area, size)
        text_at = begin + away * (swatch + _GAP * size)
        # Limits of classes read from left to right everywhere, as on the page.
        for line in pen.wrapped(row.text, width - swatch - _GAP * size, size):
            yield pen.text((text_at, y), line, size, palette.ink, side=side, latin=row.limits)
            y += _LINE * size
        y += (_PITCH - _LINE) * size


_PITCH, _LINE, _SWATCH, _GAP = 1.62, 1.2, 1.75, 0.55
"""From row to row, from line to line, width of a swatch and space beside it, in sizes of type."""


def _height(scenery: Scenery, rows: list[_Row], width: float, size: float) -> float:
    room = width - (_SWATCH + _GAP) * size
    counts = [len(scenery.pen.wrapped(row.text, room, size)) for row in rows]
    return size * (_PITCH * (1 + len(rows)) + _LINE * (sum(counts) - len(rows)))


def _rows(scenery: Scenery) -> Iterator[_Row]:
    """First the classes, then the marks that occur, then the arrows."""
    words, scale = scenery.words, SCALES[scenery.view.layer]
    for colour, label in zip(scale.colours, scale.labels(words), strict=True):
        yield _Row("class", colour, label, limits=True)
    for pattern, text in patterns_on(scenery.story.labels, scenery.view.layer, words):
        is_over = pattern in ("last_known", "wide")
        yield _Row(pattern, scale.colours[2] if is_over else scenery.palette.unknown, text)
    for kind, text in key_rows(scenery):
        yield _Row(f"arrow {kind}", "", text)


def _swatch(scenery: Scenery, row: _Row, area: shapely.Polygon, size: float) -> Iterator[Artist]:
    palette, pen = scenery.palette, scenery.pen
    left, top, right, bottom = area.bounds
    if row.kind.startswith("arrow "):
        yield from draw_key(scenery, row.kind.removeprefix("arrow "), area)
        return
    if row.kind == "joint":
        middle = shapely.LineString([(left, (top + bottom) / 2), (right, (top + bottom) / 2)])
        yield pen.lines(middle, palette.border, 1.0, (2, 4))
        return
    yield Rectangle((left, top), right - left, bottom - top, facecolor=row.colour, edgecolor="none")
    yield from Marks(pen, palette, area, size).of(row.kind, area)
    yield pen.lines(area.boundary, palette.quiet, 0.5)
