"""The bar of time below the map: the period with its phases, filled up to the day shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from matplotlib.artist import Artist
from matplotlib.patches import Circle

from maps.moving.ground import box
from maps.moving.scenery import Scenery
from maps.timeline import load_timeline, phase_names

_HEIGHT = 7
_GAP = 3
"""Height of the bar, and the space between two phases, in pixels."""


class TimeBar:
    """The bar of one picture. Time runs from left to right in every language, as on the page."""

    def __init__(self, scenery: Scenery) -> None:
        self._scenery = scenery
        frames = scenery.story.frames
        self._first, self._last = frames[0].day, frames[-1].day
        layout, words = scenery.layout, scenery.words
        self._ends = [words.day(day, short=True) for day in (self._first, self._last)]
        widths = [scenery.pen.width_of(text, layout.small) for text in self._ends]
        self._from = layout.margin + widths[0] + layout.small
        self._to = layout.width - layout.margin - widths[1] - layout.small

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

    def ground(self) -> Iterator[Artist]:
        """Yield the empty bar, the names of its phases, and the days of its ends."""
        scenery, layout, palette = self._scenery, self._scenery.layout, self._scenery.palette
        names = phase_names(scenery.words.lang)
        for phase, left, right in self.spans():
            yield from self._piece(left, right, palette.quiet, 0.28)
            room, name = right - left, names[phase]
            if scenery.pen.width_of(name, layout.small) < room - 6:
                at = ((left + right) / 2, layout.bar + 8 + 0.75 * layout.small)
                yield scenery.pen.text(at, name, layout.small, palette.quiet, side="center")
        ends = zip(self._ends, (layout.margin, layout.width - layout.margin), strict=True)
        for (text, x), side in zip(ends, ("left", "right"), strict=True):
            yield scenery.pen.text((x, layout.bar), text, layout.small, palette.ink, side=side)

    def at(self, day: date) -> Iterator[Artist]:
        """Yield what has passed by a day, and the day itself."""
        palette, layout, now = self._scenery.palette, self._scenery.layout, self.x(day)
        own = self._scenery.pen.own
        for _, left, right in self.spans():
            if left < now:
                yield from map(own, self._piece(left, min(right, now + _GAP), palette.accent))
        yield own(Circle((now, layout.bar), _HEIGHT, facecolor=palette.accent, edgecolor="none"))

    def _piece(
        self, left: float, right: float, colour: str, opacity: float = 1.0
    ) -> Iterator[Artist]:
        width = right - left - _GAP
        if width > 0:
            y = self._scenery.layout.bar - _HEIGHT / 2
            yield box(left, y, width, _HEIGHT, colour, opacity)
