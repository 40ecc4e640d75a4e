"""What every part of a frame's drawing needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import shapely
from shapely.geometry.base import BaseGeometry

import loaders
from maps.moving.layout import Layout
from maps.moving.pen import Pen
from maps.moving.told import Story
from maps.scales import Palette
from maps.view import View
from maps.words import Words


@dataclass(frozen=True)
class Foot:
    """The notes below the map.

    Attributes:
        lines: what stands there in every frame.
        reserved: how many lines above them each frame has for itself.
        pitch: from line to line.
        size: of the type.
    """

    lines: tuple[str, ...]
    reserved: int
    pitch: float
    size: float


@dataclass(frozen=True)
class Scenery:
    """Pen, places, colours, words, and what is told."""

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

    @cached_property
    def foot(self) -> Foot:
        """The notes below the map, their lines closer together where there are many."""
        top, size = self.layout.foot
        version = self.words("snapshot.data", data=self.words.isolated(loaders.data_version()))
        paragraphs = [
            self.story.method,
            *self._sources(size),
            self.words("map.disclaimer"),
            self.words("map.attribution") + "  " + version,
        ]
        lines = [line for text in paragraphs for line in self.across(text, size)]
        reserved = max(len(self.across(frame.placed, size)) for frame in self.story.frames)
        pitch = min(1.36 * size, (self.layout.height - top - 4) / (len(lines) + reserved))
        return Foot(tuple(lines), reserved, pitch, min(size, pitch / 1.12))

    def across(self, text: str, size: float) -> list[str]:
        """Return a text in lines as wide as the frame lets them be; none for no text."""
        room = self.layout.width - 2 * self.layout.margin
        return self.pen.wrapped(text, room, size) if text else []

    def _sources(self, size: float) -> list[str]:
        """The publishers whose figures are shown, as many as a line or two hold."""
        words, names = self.words, [self.words.isolated(name) for name in self.story.sources]
        most = 1 if self.layout.width > self.layout.height else 2
        for count in range(len(names), 0, -1):
            told = words("list.comma").join(names[:count])
            if count < len(names):
                told = words("moving.more", names=told, n=len(names) - count)
            line = f"{words('snapshot.sources')}: {told}"
            if count == 1 or len(self.across(line, size)) <= most:
                return [line]
        return []
