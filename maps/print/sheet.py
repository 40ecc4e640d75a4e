"""A sheet in mm: what is put on it, and where it then stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from maps.geometry import rings
from maps.print.papers import MM_PER_POINT, Box, Paper
from maps.print.type import ASCENT, DESCENT, LINE, directed, lines_of, plain, printing, width_of
from maps.scales import PALETTES
from maps.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Align = Literal["start", "middle", "end", "left", "right"]
"""Where a line stands to its point; start and end follow the language's direction."""


@dataclass(frozen=True)
class Written:
    """A line of text on the sheet, and the room that it takes in mm."""

    text: str
    box: Box


class Sheet:
    """A sheet of paper, y downwards from its upper left corner, in mm.

    Args:
        paper: size, margin and type.
        theme: ``light`` or ``dark``.
        words: the reader's language, which also gives the direction.
    """

    def __init__(self, paper: Paper, theme: str, words: Words) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.paper = paper
        self.words = words
        self.theme = theme
        self.palette = PALETTES[theme]
        self.title = ""
        self.written: list[Written] = []
        self.covered: list[BaseGeometry] = []
        with printing():
            self.figure: Figure = Figure(figsize=paper.inches, facecolor=self.palette.paper)
            FigureCanvasAgg(self.figure)
            self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, paper.width), ylim=(paper.height, 0))
        self._axes.set_axis_off()
        self._order = 1.0

    @property
    def right_to_left(self) -> bool:
        """Whether lines begin at the right."""
        return self.words.right_to_left

    @property
    def inside(self) -> Box:
        """The sheet without its margins."""
        paper = self.paper
        return Box(
            paper.margin, paper.margin, paper.width - paper.margin, paper.height - paper.margin
        )

    @property
    def texts(self) -> list[str]:
        """Every line on the sheet in the order in which it was put there."""
        return [plain(written.text) for written in self.written]

    def size(self, points: float) -> float:
        """Return a size of type for this paper, in points."""
        return points * self.paper.type

    def leading(self, points: float) -> float:
        """Return the distance from line to line of a size of type, in mm."""
        return self.size(points) * LINE * MM_PER_POINT

    def span(self, mm: float) -> float:
        """Return a distance that grows with the type, in mm."""
        return mm * self.paper.type

    def width(self, text: str, points: float, *, bold: bool = False) -> float:
        """Return how wide a line is, in mm."""
        return width_of(self._line(text), self.size(points), bold=bold)

    def start(self, box: Box, inset: float = 0.0) -> float:
        """Return the x at which lines in a box begin."""
        return box.right - inset if self.right_to_left else box.left + inset

    def along(self, x: float, distance: float) -> float:
        """Return the x that lies a distance on in the direction of reading."""
        return x - distance if self.right_to_left else x + distance

    def _line(self, text: str) -> str:
        return directed(text, right_to_left=self.right_to_left)

    def box_of(
        self, x: float, y: float, text: str, points: float, align: Align, *, bold: bool = False
    ) -> Box:
        """Return the room that a line would take."""
        wide = self.width(text, points, bold=bold)
        side = self._side(align)
        left = {"left": x, "middle": x - wide / 2, "right": x - wide}[side]
        high = self.size(points) * MM_PER_POINT
        return Box(left, y - ASCENT * high, left + wide, y + DESCENT * high)

    def _side(self, align: Align) -> str:
        if align == "middle":
            return "middle"
        if align in ("left", "right"):
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
            points: its size, before the paper's factor.
            colour: ink without it.
            align: how it stands to its point.
            bold: whether it is bold.
            halo: colour of an edge that parts it from what lies below.
            foreign: it runs from left to right in every language, as addresses do.
        """
        from matplotlib import patheffects

        line = text if foreign else self._line(text)
        artist = self._axes.text(
            x,
            y,
            line,
            fontsize=self.size(points),
            color=colour or self.palette.ink,
            fontweight="bold" if bold else "normal",
            fontfamily=None,
            ha={"left": "left", "middle": "center", "right": "right"}[self._side(align)],
            va="baseline",
            zorder=self._above(),
            clip_on=False,
            parse_math=False,
        )
        artist.set_fontfamily(["nuzuh Sans", "DejaVu Sans"])
        if halo:
            artist.set_path_effects(
                [patheffects.withStroke(linewidth=self.size(2.2), foreground=halo)]
            )
        box = self.box_of(x, y, text, points, align, bold=bold)
        self.written.append(Written(text, box))
        return box

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
        align: Align = "start",
    ) -> float:
        """Write a text in lines of a width below a height; return the height where it ends."""
        y = top
        for line in self.lines(text, width, points, bold=bold, most=most):
            self.text(
                x,
                y + self.size(points) * MM_PER_POINT,
                line,
                points,
                colour=colour,
                bold=bold,
                align=align,
            )
            y += self.leading(points)
        return y

    def lines(
        self, text: str, width: float, points: float, *, bold: bool = False, most: int | None = None
    ) -> list[str]:
        """Return the lines that a text takes in a width."""
        return lines_of(text, width, self.size(points), bold=bold, most=most)

    def is_free(self, box: Box, gap: float = 0.6) -> bool:
        """Whether neither text nor an arrow stands in a box."""
        if any(written.box.meets(box, gap) for written in self.written):
            return False
        shape = rectangle(box)
        return not any(covered.intersects(shape) for covered in self.covered)

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
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        outlines = [Path(ring, closed=True) for ring in rings(shape)]
        if outlines:
            self._axes.add_patch(
                PathPatch(
                    Path.make_compound_path(*outlines),
                    facecolor=colour,
                    edgecolor=edge or "none",
                    linewidth=self.size(width) if edge else 0,
                    alpha=opacity,
                    zorder=self._above(),
                )
            )

    def stroke(
        self,
        shape: BaseGeometry | Sequence[Sequence[tuple[float, float]]],
        colour: str,
        width: float,
        *,
        dashes: tuple[float, ...] = (),
        opacity: float = 1.0,
    ) -> None:
        """Draw lines of a width in points; dashes are in points too."""
        from matplotlib.collections import LineCollection

        lines = list(rings(shape)) if isinstance(shape, BaseGeometry) else list(shape)
        if not lines:
            return
        thick = self.size(width)
        self._axes.add_collection(
            LineCollection(
                lines,
                colors=colour,
                linewidths=thick,
                linestyles=[(0, [self.size(d) / thick for d in dashes])] if dashes else "solid",
                alpha=opacity,
                zorder=self._above(),
                capstyle="butt",
            ),
            autolim=False,
        )

    def rule(self, box: Box, y: float) -> None:
        """Draw a thin line across a box."""
        self.stroke([[(box.left, y), (box.right, y)]], self.palette.quiet, 0.5, opacity=0.6)

    def frame(self, box: Box) -> None:
        """Draw the outline of a box."""
        self.stroke(rectangle(box).boundary, self.palette.quiet, 0.7)

    def _above(self) -> float:
        """What is put down later lies above."""
        self._order += 0.001
        return self._order


def rectangle(box: Box) -> BaseGeometry:
    """Return a box as a shape."""
    return shapely.box(box.left, box.top, box.right, box.bottom)


def sign(form: str, x: float, y: float, radius: float) -> BaseGeometry:
    """Return a sign of a group of publishers: circle, square, triangle-up or diamond."""
    if form == "circle":
        return shapely.Point(x, y).buffer(radius, quad_segs=8)
    turns = {"square": (4, 45), "diamond": (4, 0), "triangle-up": (3, -90)}
    corners, first = turns[form]
    reach = radius * (1.2 if corners == 4 else 1.3)
    return shapely.Polygon(
        [
            (
                x + reach * math.cos(math.radians(first + 360 * k / corners)),
                y + reach * math.sin(math.radians(first + 360 * k / corners)),
            )
            for k in range(corners)
        ]
    )
