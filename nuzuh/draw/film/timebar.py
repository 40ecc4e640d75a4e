"""The bar of time below the map: the period with its phases, filled up to the day shown."""

from __future__ import annotations

from datetime import date

import shapely

from nuzuh.draw.canvas import Align
from nuzuh.draw.film.canvas import SMALL, FrameCanvas
from nuzuh.scene.timeline import load_timeline, phase_names

_HEIGHT = 7
_GAP = 3
"""Height of the bar, and the space between two phases, in pixels."""


class TimeBar:
    """The bar of one picture. Time runs from left to right in every language, as on the page.

    Args:
        canvas: where it is drawn.
        first, last: the days of the first and the last frame.
    """

    def __init__(self, canvas: FrameCanvas, first: date, last: date) -> None:
        self._canvas, self._first, self._last = canvas, first, last
        self._ends = [canvas.t.day(day, short=True) for day in (first, last)]
        widths = [canvas.width(text, SMALL) + canvas.rise(SMALL) for text in self._ends]
        self._from = canvas.inside.left + widths[0]
        self._to = canvas.inside.right - widths[1]

    def x(self, day: date) -> float:
        """Return where a day lies."""
        share = (day - self._first).days / (self._last - self._first).days
        return self._from + share * (self._to - self._from)

    def spans(self) -> list[tuple[str, float, float]]:
        """Return each phase of the period, with where it begins and ends."""
        return [
            (
                phase.id,
                self.x(max(phase.start, self._first)),
                # A phase lasts to the end of its last day, where the next one begins.
                min(self.x(min(phase.end, self._last)) + self._day, self._to),
            )
            for phase in load_timeline().phases
            if phase.start <= self._last and phase.end >= self._first
        ]

    @property
    def _day(self) -> float:
        return (self._to - self._from) / (self._last - self._first).days

    def draw_empty(self) -> None:
        """Draw the empty bar, the names of its phases, and the days of its ends."""
        canvas, y = self._canvas, self._canvas.layout.bar
        names, quiet = phase_names(canvas.t.lang), canvas.palette.quiet
        for phase, left, right in self.spans():
            self._draw_piece(left, right, quiet, 0.28)
            if canvas.width(names[phase], SMALL) < right - left - 6:
                below = y + 8 + 0.75 * canvas.rise(SMALL) + canvas.drop(SMALL)
                middle = (left + right) / 2
                canvas.text(middle, below, names[phase], SMALL, colour=quiet, align="middle")
        sides: tuple[Align, Align] = ("left", "right")
        ends = (canvas.inside.left, canvas.inside.right)
        for text, x, side in zip(self._ends, ends, sides, strict=True):
            canvas.text(x, y + canvas.drop(SMALL), text, SMALL, align=side)

    def draw(self, day: date) -> None:
        """Draw what has passed by a day, and the day itself."""
        canvas, now = self._canvas, self.x(day)
        accent = canvas.palette.accent
        for _, left, right in self.spans():
            if left < now:
                self._draw_piece(left, min(right, now + _GAP), accent)
        canvas.fill(shapely.Point(now, canvas.layout.bar).buffer(_HEIGHT), accent)

    def _draw_piece(self, left: float, right: float, colour: str, opacity: float = 1.0) -> None:
        if right - left > _GAP:
            y = self._canvas.layout.bar
            piece = shapely.box(left, y - _HEIGHT / 2, right - _GAP, y + _HEIGHT / 2)
            self._canvas.fill(piece, colour, opacity=opacity)
