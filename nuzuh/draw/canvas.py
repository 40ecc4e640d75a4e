"""One canvas for print and film: text, fills and strokes, and where text then stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from shapely.geometry.base import BaseGeometry

from nuzuh.draw.box import MM_PER_POINT, Box, Point
from nuzuh.draw.type import (
    ASCENT,
    DESCENT,
    LINE,
    directed,
    drawing,
    font,
    lines_of,
    plain,
    width_of,
)
from nuzuh.scene.geometry import rings
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import Translator

Align = Literal["start", "middle", "end", "left", "right"]
"""Where a line stands to its point; start and end follow the language's direction."""
_ANCHORS = {"left": "left", "middle": "center", "right": "right"}
HALO = 2.2
"""How thick the edge is that parts a line from what lies below, in points."""


@dataclass(frozen=True)
class Written:
    """A line of text on the canvas, and the room that it takes."""

    text: str
    box: Box


@dataclass(frozen=True)
class Look:
    """How a line of text is written.

    Attributes:
        size: in points of the canvas.
        colour: of its letters.
        side: where it stands to its point: ``left``, ``middle`` or ``right``.
        bold: whether it is bold.
        halo: colour of the edge that parts it from what lies below; None without one.
    """

    size: float
    colour: str
    side: str
    bold: bool
    halo: str | None


class Canvas:
    """A drawing in a unit of its own, y downwards from its upper left corner.

    Args:
        width, height: in that unit.
        margin: edge that no text touches.
        inches: width and height in inches.
        mm: length of a mm in that unit.
        type_factor: factor of everything that is no place; 1 is A4, held in the hand.
        detail: factor of lines, arrows and patterns beside that, not of dashes; less where the
            map is small for its type.
        dpi: dots to an inch.
        theme: ``light`` or ``dark``.
        t: the reader's language, which also gives the direction.
    """

    def __init__(
        self,
        width: float,
        height: float,
        *,
        margin: float,
        inches: tuple[float, float],
        mm: float = 1.0,
        type_factor: float = 1.0,
        detail: float = 1.0,
        dpi: float = 100,
        theme: str,
        t: Translator,
    ) -> None:
        self.t, self.theme = t, theme
        self.palette = PALETTES[theme]
        self.inside = Box(margin, margin, width - margin, height - margin)
        self.written: list[Written] = []
        self.covered: list[BaseGeometry] = []
        self.mm, self._factor, self._detail = mm, type_factor, detail
        with drawing():
            self.figure = Figure(figsize=inches, dpi=dpi, facecolor=self.palette.paper)
            FigureCanvasAgg(self.figure)
            self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, width), ylim=(height, 0))
        self._axes.set_axis_off()
        self._order = 1.0

    @property
    def right_to_left(self) -> bool:
        """Whether lines begin at the right."""
        return self.t.right_to_left

    @property
    def texts(self) -> list[str]:
        """Every line on the canvas in the order in which it was put there."""
        return [plain(written.text) for written in self.written]

    def size(self, points: float) -> float:
        """Return a size of type for this canvas, in points."""
        return points * self._factor

    def rise(self, points: float) -> float:
        """Return a size of type in the canvas's unit."""
        return self.size(points) * MM_PER_POINT * self.mm

    def leading(self, points: float) -> float:
        """Return the distance from line to line of a size of type."""
        return self.size(points) * LINE * MM_PER_POINT * self.mm

    def drop(self, points: float) -> float:
        """Return how far below the middle of a line its baseline lies."""
        return self.rise(points) * 0.36

    def span(self, mm: float) -> float:
        """Return a distance that grows with the type; ``mm`` is its length on A4."""
        return mm * self.mm * self._factor

    def detail(self, mm: float) -> float:
        """Return a length of what is drawn on the map; ``mm`` is its length on A4."""
        return self.span(mm) * self._detail

    def _thick(self, points: float) -> float:
        """How thick a line is, in points."""
        return self.size(points) * self._detail

    def width(self, text: str, points: float, *, bold: bool = False) -> float:
        """Return how wide a line is."""
        return width_of(self._line(text), self.size(points), bold=bold) * self.mm

    def start(self, box: Box) -> float:
        """Return the x at which lines in a box begin."""
        return box.right if self.right_to_left else box.left

    def end(self, box: Box) -> float:
        """Return the x at which lines in a box end."""
        return box.left if self.right_to_left else box.right

    def along(self, x: float, distance: float) -> float:
        """Return the x that lies a distance on in the direction of reading."""
        return x - distance if self.right_to_left else x + distance

    def columns(self, box: Box, count: int, gap: float) -> list[Box]:
        """Return the columns of a box in the direction of reading."""
        wide = (box.width - (count - 1) * gap) / count
        lefts = [box.left + at * (wide + gap) for at in range(count)]
        boxes = [Box(left, box.top, left + wide, box.bottom) for left in lefts]
        return boxes[::-1] if self.right_to_left else boxes

    def _line(self, text: str) -> str:
        return directed(text, right_to_left=self.right_to_left)

    def box_of(
        self, x: float, y: float, text: str, points: float, align: Align, *, bold: bool = False
    ) -> Box:
        """Return the room that a line would take."""
        wide = self.width(text, points, bold=bold)
        side = self._side(align)
        left = {"left": x, "middle": x - wide / 2, "right": x - wide}[side]
        high = self.rise(points)
        return Box(left, y - ASCENT * high, left + wide, y + DESCENT * high)

    def _side(self, align: Align) -> str:
        if align in ("left", "middle", "right"):
            return align
        return "right" if (align == "start") == self.right_to_left else "left"

    def text(
        self,
        x: float,
        y: float,
        text: str,
        points: float,
        *,
        colour: str | None = None,
        align: Align = "start",
        bold: bool = False,
        halo: str | None = None,
        foreign: bool = False,
    ) -> Box:
        """Write a line whose baseline is at y.

        Args:
            x: where it begins, ends or has its middle.
            y: its baseline.
            text: the line.
            points: its size, before the canvas's factor.
            colour: ink without it.
            align: how it stands to its point.
            bold: whether it is bold.
            halo: colour of an edge that parts it from what lies below.
            foreign: it runs from left to right in every language, as addresses do.
        """
        told = text if foreign else self._line(text)
        look = Look(self.size(points), colour or self.palette.ink, self._side(align), bold, halo)
        self._write(x, y, told, look)
        box = self.box_of(x, y, text, points, align, bold=bold)
        self.written.append(Written(text, box))
        return box

    def _write(self, x: float, y: float, text: str, look: Look) -> None:
        """Put a line on the canvas."""
        self._put(self._line_of(x, y, text, look))

    def _line_of(self, x: float, y: float, text: str, look: Look) -> Text:
        line = Text(
            x,
            y,
            text,
            color=look.colour,
            fontproperties=font(look.size, bold=look.bold),
            ha=_ANCHORS[look.side],
            va="baseline",
            clip_on=False,
            parse_math=False,
        )
        if look.halo:
            stroke = withStroke(linewidth=self.size(HALO), foreground=look.halo)
            line.set_path_effects([stroke])
        return line

    def paragraph(
        self,
        x: float,
        top: float,
        width: float,
        text: str,
        points: float,
        *,
        colour: str | None = None,
        bold: bool = False,
        most: int | None = None,
    ) -> float:
        """Write a text in lines of a width below a height; return the height where it ends."""
        y = top
        for line in self.lines(text, width, points, bold=bold, most=most):
            self.text(x, y + self.rise(points), line, points, colour=colour, bold=bold)
            y += self.leading(points)
        return y

    def lines(
        self, text: str, width: float, points: float, *, bold: bool = False, most: int | None = None
    ) -> list[str]:
        """Return the lines that a text takes in a width."""
        return lines_of(text, width / self.mm, self.size(points), bold=bold, most=most)

    def first_fitting(self, texts: Iterable[str], width: float, points: float, most: int) -> str:
        """Return the first of some texts that takes no more lines than it may, or else the last."""
        text = ""
        for text in texts:
            if len(self.lines(text, width, points)) <= most:
                break
        return text

    def is_free(self, box: Box, gap: float = 0.6) -> bool:
        """Whether neither text nor an arrow stands in a box."""
        if any(written.box.meets(box, gap) for written in self.written):
            return False
        return not any(covered.intersects(box.shape) for covered in self.covered)

    def fill(
        self,
        shape: BaseGeometry,
        colour: str,
        *,
        edge: str | None = None,
        width: float = 0.5,
        opacity: float = 1.0,
    ) -> None:
        """Fill a shape."""
        if shape.is_empty:
            return
        self._put(
            PathPatch(
                _path(shape),
                facecolor=colour,
                edgecolor=edge or "none",
                linewidth=self._thick(width) if edge else 0,
                alpha=opacity,
            )
        )

    def stroke(
        self,
        shape: BaseGeometry | Sequence[Sequence[Point]],
        colour: str,
        width: float,
        *,
        dashes: tuple[float, ...] = (),
        opacity: float = 1.0,
    ) -> None:
        """Draw lines of a width in points; dashes are in points too."""
        lines = _outlines(shape) if isinstance(shape, BaseGeometry) else list(shape)
        if not lines:
            return
        thick = self._thick(width)
        self._put(
            LineCollection(
                lines,
                colors=colour,
                linewidths=thick,
                linestyles=[(0, [self.size(d) / thick for d in dashes])] if dashes else "solid",
                alpha=opacity,
                capstyle="butt",
            )
        )

    def _put(self, artist: Artist) -> None:
        """Put something on the canvas, above all that is there."""
        self._order += 0.001
        artist.set_zorder(self._order)
        self._axes.add_artist(artist)


@lru_cache(maxsize=512)
def _path(shape: BaseGeometry) -> Path:
    """A shape's outlines as matplotlib takes them: those of a map recur in every frame."""
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in rings(shape)))


@lru_cache(maxsize=512)
def _outlines(shape: BaseGeometry) -> list[list[Point]]:
    return list(rings(shape))
