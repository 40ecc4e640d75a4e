"""The words beside an area: its name, its number, its notes, and the line that leads to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely

from nuzuh.draw.box import Point
from nuzuh.draw.canvas import Canvas
from nuzuh.scene.mark import Mark

NOTE = 6.4
"""Size of a label's notes, in points on A4."""
LONG, SHORT = (8.2, 10.6), (7.4, 8.8)
"""Sizes of a label's name and number, with its notes and without."""
_LESS = {"current": 1.0, "last_known": 0.8, "too_old": 0.72}
"""How much smaller a number is written that speaks less for the day."""


@dataclass(frozen=True)
class Line:
    """A line of a label: what it says, the size of its type, and how it is written."""

    text: str
    size: float
    bold: bool = False
    quiet: bool = False


def label_lines(label: Mark, notes: Sequence[str], sizes: tuple[float, float] = LONG) -> list[Line]:
    """Return the lines of a label before any is broken: name, number, notes.

    Args:
        label: of an area.
        notes: those of its notes that are written.
        sizes: of name and number.
    """
    name, number = sizes
    return [
        Line(label.name, name, bold=True),
        Line(
            label.number,
            number * _LESS[label.status],
            bold=label.pattern != "too_old",
            quiet=label.status != "current",
        ),
        *(Line(note, NOTE, quiet=True) for note in notes),
    ]


def label_height(canvas: Canvas, lines: Iterable[Line]) -> float:
    """Return how high lines are together."""
    return sum(canvas.leading(line.size) for line in lines)


def write_label(
    canvas: Canvas, edge: float, top: float, lines: Iterable[Line], side: str, halo: str | None
) -> float:
    """Write a label's lines below a height; return where they end.

    Args:
        canvas: where they are written.
        edge: where the label ends on the side of its area.
        top: where it begins.
        lines: each no wider than there is room.
        side: of the map on which the label stands, ``left`` or ``right``.
        halo: colour of an edge that parts it from what lies below.
    """
    y = top
    for line in lines:
        canvas.text(
            edge,
            y + canvas.rise(line.size),
            line.text,
            line.size,
            colour=canvas.palette.quiet if line.quiet else canvas.palette.ink,
            bold=line.bold,
            align="right" if side == "left" else "left",
            halo=halo,
        )
        y += canvas.leading(line.size)
    return y


def draw_leader(canvas: Canvas, start: Point, tip: Point, *, halo: bool = False) -> None:
    """Draw a thin line from a label to a dot in its area.

    Args:
        canvas: where it is drawn.
        start: where the line begins.
        tip: the dot.
        halo: with an edge, for a line that runs over land, sea and classes.
    """
    palette = canvas.palette
    if halo:
        canvas.stroke([[start, tip]], palette.halo, 1.4, opacity=0.55)
    canvas.stroke([[start, tip]], palette.ink, 0.5)
    dot = shapely.Point(tip).buffer(canvas.detail(0.6))
    canvas.fill(dot, palette.ink, edge=palette.halo, width=0.35)
