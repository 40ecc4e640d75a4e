"""Draws frames: the ground once, and on it for each day the colours, marks and words that change.

Drawing a whole map anew for each frame takes some ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import shapely
from matplotlib.artist import Artist
from matplotlib.patches import Circle, PathPatch
from shapely.geometry.base import BaseGeometry

from loaders import pcodes as pc
from maps.geometry import governorates, strip
from maps.moving.ground import above, below
from maps.moving.layout import LAYOUTS
from maps.moving.movements import draw_movements
from maps.moving.patterns import PATTERNS, Marks, path_of
from maps.moving.pen import Pen, Pixels
from maps.moving.scenery import Scenery
from maps.moving.timebar import TimeBar
from maps.moving.told import AreaFrame, Frame, Story
from maps.scales import PALETTES
from maps.view import View
from maps.words import Words


@dataclass(frozen=True)
class _Line:
    """A line of a label: what it says, the size of its type, and how it is written."""

    text: str
    size: float
    bold: bool = False
    quiet: bool = False


_LEADING = 1.28
"""From line to line of a label, in sizes of type."""
_LESS = {"current": 1.0, "last_known": 0.8, "too_old": 0.72}
"""How much smaller a number is written that speaks less for the day."""


class Stage:
    """One size, theme and language in which the frames of a story are drawn.

    Args:
        story: what the frames say.
        view: layer and kind of picture.
        words: the reader's language.
        size: one of :data:`maps.moving.layout.LAYOUTS`.
        theme: ``light`` or ``dark``.
        scale: how much smaller than its full size the picture is drawn.
    """

    def __init__(
        self,
        story: Story,
        view: View,
        words: Words,
        *,
        size: str,
        theme: str,
        scale: float = 1.0,
    ) -> None:
        layout, palette = LAYOUTS[size], PALETTES[theme]
        pen = Pen(
            layout.width,
            layout.height,
            scale,
            palette.paper,
            right_to_left=words.right_to_left,
        )
        self._scenery = Scenery(pen, layout, palette, words, view, story)
        self._bar = TimeBar(self._scenery)
        pen.lay((*below(self._scenery), *self._bar.ground()))
        self._above = [*above(self._scenery)]
        shapes = {pcode: self._scenery.on_land(s) for pcode, s in governorates().items()}
        self._fills = {
            pcode: pen.own(PathPatch(path_of(shape), edgecolor="none"))
            for pcode, shape in shapes.items()
        }
        self._edges = {pcode: layout.label_edge(pcode) for pcode in shapes}
        whole = shapely.union_all([*shapes.values()])
        marks = Marks(pen, palette, whole, layout.note)
        self._marks = {
            pattern: {pcode: [*marks.of(pattern, shape)] for pcode, shape in shapes.items()}
            for pattern in PATTERNS
        }
        self._borders = _borders(shapes)
        self._outline = self._scenery.on_land(strip()).boundary
        self._middles = {
            pcode: shapely.maximum_inscribed_circle(shape, tolerance=0.5).coords[0]
            for pcode, shape in shapes.items()
        }

    def draw(self, frame: Frame) -> Pixels:
        """Return the picture of a frame."""
        pen = self._scenery.pen
        pen.clear()
        for area in frame.areas:
            self._paint(area)
        strokes = [*self._above, *self._lines(frame)]
        labels = [item for area in frame.areas for item in self._label(area)]
        arrows = [*self._arrows(frame)]
        for artist in (*strokes, *arrows, *labels, *self._head(frame), *self._bar.at(frame.day)):
            pen.draw(artist)
        return pen.picture()

    def _paint(self, area: AreaFrame) -> None:
        pen, unknown = self._scenery.pen, self._scenery.palette.unknown
        patterns = [area.label.pattern, "wide" if area.label.wide else ""]
        for pcode in area.pcodes:
            self._fills[pcode].set_facecolor(area.colour or unknown)
            pen.draw(self._fills[pcode])
            for artist in (one for name in patterns if name for one in self._marks[name][pcode]):
                pen.draw(artist)

    def _arrows(self, frame: Frame) -> Iterator[Artist]:
        """The movements of a frame, whose numbers stay clear of labels and legend."""
        if not frame.arrows:
            return
        layout = self._scenery.layout
        left, top, width, size = layout.legend
        taken = [self.label_box(area) for area in frame.areas]
        taken.append((left, top - size, left + width, layout.legend_end))
        right = layout.width - layout.margin
        taken.append((right - 6 * layout.note, layout.scale_at - 40, right, layout.scale_at))
        for x, y in layout.names.values():
            taken.append((x - 4 * layout.note, y - size, x + 4 * layout.note, y + size))
        yield from draw_movements(self._scenery, frame.arrows, taken)

    def _lines(self, frame: Frame) -> Iterator[Artist]:
        """Borders: dotted within an area of several governorates, broken if reconstructed."""
        pen, palette = self._scenery.pen, self._scenery.palette
        area_of = {pcode: area for area in frame.areas for pcode in area.pcodes}
        broken = (7.0, 3.0) if self._scenery.view.reconstructed else None
        for (one, other), line in self._borders.items():
            if area_of[one] is area_of[other]:
                yield pen.lines(line, palette.border, 1.0, (2, 4))
            else:
                yield pen.lines(line, palette.border, 1.2, broken)
        yield pen.lines(self._outline, palette.border, 1.9, broken)

    def _head(self, frame: Frame) -> Iterator[Artist]:
        layout, palette, pen = self._scenery.layout, self._scenery.palette, self._scenery.pen
        y, size = layout.date
        x, side = self._scenery.start
        day = self._scenery.words.day(frame.day)
        yield pen.text((x, y), day, size, palette.ink, side=side, bold=True)
        x, side = self._scenery.end
        yield pen.text((x, y), frame.phase, layout.title[1], palette.accent, side=side)
        foot, (top, full) = self._scenery.foot, layout.foot
        x, side = self._scenery.start
        for at, line in enumerate(self._scenery.across(frame.placed, full)):
            y = top + (at + 0.5) * foot.pitch
            yield pen.text((x, y), line, foot.size, palette.ink, side=side)

    def _label(self, area: AreaFrame) -> Iterator[Artist]:
        layout, palette, pen = self._scenery.layout, self._scenery.palette, self._scenery.pen
        edge, side = self._edges[area.pcodes[0]]
        lines = self._lines_of(area)
        y = layout.slots[area.pcodes[0]] - _height(lines) / 2
        tip = self._middles[area.pcodes[0]]
        near = edge + 8 if side == "left" else edge - 8
        leader = shapely.LineString([(near, y + _LEADING / 2 * lines[0].size), tip])
        # With a halo it shows on land, on sea, and on every class.
        yield pen.lines(leader, palette.halo, 2.8, None, 0.55)
        yield pen.lines(leader, palette.ink, 0.9)
        yield pen.own(Circle(tip, 3.2, facecolor=palette.ink, edgecolor=palette.halo, lw=0.8))
        end = "right" if side == "left" else "left"
        for line in lines:
            colour = palette.quiet if line.quiet else palette.ink
            at = (edge, y + _LEADING / 2 * line.size)
            yield pen.text(at, line.text, line.size, colour, side=end, bold=line.bold)
            y += _LEADING * line.size

    def label_box(self, area: AreaFrame) -> tuple[float, float, float, float]:
        """Return where an area's label stands: its left, upper, right and lower end."""
        layout, pen = self._scenery.layout, self._scenery.pen
        edge, side = self._edges[area.pcodes[0]]
        lines = self._lines_of(area)
        width = max(pen.width_of(line.text, line.size, line.bold) for line in lines)
        half, middle = _height(lines) / 2, layout.slots[area.pcodes[0]]
        left = edge - width if side == "left" else edge
        return left, middle - half, left + width, middle + half

    def _lines_of(self, area: AreaFrame) -> list[_Line]:
        """The lines of a label, in smaller type where they would not fit between its neighbours."""
        layout, pen, label = self._scenery.layout, self._scenery.pen, area.label
        room = self._room(*self._edges[area.pcodes[0]])
        wanted = [
            _Line(label.name, layout.name, bold=True),
            _Line(
                label.number,
                layout.number * _LESS[label.status],
                bold=label.pattern != "too_old",
                quiet=label.status != "current",
            ),
        ]
        wanted += [_Line(note, layout.note, quiet=True) for note in label.notes]
        lines: list[_Line] = []
        for share in (1.0, 0.94, 0.88, 0.82, 0.76, 0.7):
            lines = [
                replace(line, text=part, size=line.size * share)
                for line in wanted
                for part in pen.wrapped(line.text, room, line.size * share, bold=line.bold)
            ]
            if _height(lines) <= layout.slot:
                break
        return lines

    def _room(self, edge: float, side: str) -> float:
        """How wide a label may be; a legend to the right of it keeps its place."""
        layout = self._scenery.layout
        if side == "left":
            return edge - layout.margin
        left = layout.legend[0]
        return (left - 16 if left > edge else layout.width - layout.margin) - edge


def _height(lines: list[_Line]) -> float:
    return _LEADING * sum(line.size for line in lines)


def _borders(shapes: dict[str, BaseGeometry]) -> dict[tuple[str, str], BaseGeometry]:
    """The line between each two neighbours, north to south."""
    return {
        (one, other): shapely.intersection(shapes[one].buffer(0.3), shapes[other].boundary)
        for one, other in pairwise(pc.GOVERNORATES)
    }
