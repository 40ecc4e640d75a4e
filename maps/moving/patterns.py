"""What is drawn over an area beside its colour, or in the place of one, in pixels of a frame."""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from matplotlib.artist import Artist
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from maps.geometry import dotting, hatching, rings
from maps.moving.pen import Pen
from maps.scales import INK, Palette

PATTERNS = ("missing", "too_old", "more", "last_known", "wide")
"""The marks of :func:`maps.labels.patterns_on` that fill an area."""


def path_of(shape: BaseGeometry) -> Path:
    """Return the outlines of a shape as one path."""
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in rings(shape)))


class Marks:
    """Marks over areas that together are one shape: their lines run on from one to the next.

    Args:
        pen: what draws.
        palette: its colours.
        whole: everything that may be marked, in pixels.
        note: size of the type of notes, which lines are spaced by.
    """

    def __init__(self, pen: Pen, palette: Palette, whole: BaseGeometry, note: float) -> None:
        self._pen, self._palette, self._note = pen, palette, note
        self._rising = hatching(whole, 0.42 * note)
        self._crossing = hatching(whole, 0.6 * note, falling=True)
        self._falling = hatching(whole, 0.85 * note, falling=True)
        self._dots = dotting(whole, 0.5 * note)

    def of(self, pattern: str, shape: BaseGeometry) -> Iterator[Artist]:
        """Yield what a mark puts over a shape.

        Args:
            pattern: one of :data:`PATTERNS`.
            shape: part of the whole.
        """
        palette = self._palette
        if pattern in ("missing", "too_old", "more"):
            yield self._lines(self._rising, shape, palette.quiet)
        if pattern == "more":
            yield self._lines(self._crossing, shape, palette.ink)
        if pattern == "last_known":
            yield self._lines(self._falling, shape, INK, opacity=0.55)
        if pattern == "wide":
            dots = shapely.intersection(self._dots, shape.buffer(-0.06 * self._note))
            if not dots.is_empty:
                spots = path_of(dots.buffer(0.07 * self._note, quad_segs=3))
                patch = PathPatch(spots, facecolor=INK, edgecolor="none", alpha=0.6)
                yield self._pen.own(patch)

    def _lines(
        self, lines: BaseGeometry, shape: BaseGeometry, colour: str, *, opacity: float = 1.0
    ) -> Artist:
        return self._pen.lines(shapely.intersection(lines, shape), colour, 1.0, None, opacity)
