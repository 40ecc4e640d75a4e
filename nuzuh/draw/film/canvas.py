"""A frame's canvas, in pixels: what stays is drawn once, and on it what changes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.transforms import Affine2D
from PIL import Image

from nuzuh.draw.canvas import HALO, Align, Canvas, Look
from nuzuh.draw.film.layout import Layout
from nuzuh.scene.translator import Translator

Pixels = npt.NDArray[np.uint8]
"""A picture: rows, columns, and red, green and blue."""
DATE, TITLE, CAPTION, SMALL, FOOT = 15.3, 8.1, 7.4, 6.2, 5.4
"""Sizes of the day, the line below it, what happened, the words around the bar of time, and the
notes below."""
_DPI = 100
"""Dots to an inch at full size: turns pixels into points of type."""
_DETAIL = 0.7
"""The Strip is small for the type of a frame, which is read from afar."""


_STAMPS = 512
"""Lines that are kept; the longest takes a quarter of a megabyte, most of them a tenth of that."""
_SLACK = 6
"""Pixels around a line."""


@dataclass(frozen=True)
class _Stamp:
    """A line of text as pixels: red, green, blue and how much of them covers what lies below.

    Attributes:
        left, low: its lower left corner, in pixels of the frame from its own.
        pixels: its rows, the lowest first.
    """

    left: int
    low: int
    pixels: npt.NDArray[np.uint8]


class FrameCanvas(Canvas):
    """The canvas of a size, theme and language: drawn on at once, only the pixels are kept.

    Args:
        layout: where everything stands.
        theme: ``light`` or ``dark``.
        t: the reader's language.
        scale: how much smaller than its full size the picture is drawn.
    """

    def __init__(
        self,
        layout: Layout,
        theme: str,
        t: Translator,
        scale: float = 1.0,
    ) -> None:
        self.layout = layout
        super().__init__(
            layout.width,
            layout.height,
            margin=layout.margin,
            inches=(layout.width / _DPI, layout.height / _DPI),
            mm=_DPI / 25.4,
            type_factor=layout.type,
            detail=_DETAIL,
            dpi=_DPI * scale,
            theme=theme,
            t=t,
        )
        # matplotlib types its artists, but not what they are drawn on.
        self._agg: Any = self.figure.canvas
        self._agg.draw()
        # Most of the words of a frame stand in the next one, too: they are drawn once.
        self._stamp = lru_cache(maxsize=_STAMPS)(self._stamp_of)
        self._background: Any = None
        self._standing = 0

    def _put(self, artist: Artist) -> None:
        artist.set_figure(self.figure)
        artist.axes = self._axes
        if not artist.is_transform_set():
            artist.set_transform(self._axes.transData)
        artist.draw(self._agg.get_renderer())

    def _write(self, x: float, y: float, text: str, look: Look) -> None:
        stamp = self._stamp(x, y, text, look)
        renderer = self._agg.get_renderer()
        renderer.draw_image(renderer.new_gc(), stamp.left, stamp.low, stamp.pixels)

    def _stamp_of(self, x: float, y: float, text: str, look: Look) -> _Stamp:
        """Draw a line as the canvas would, on pixels of its own."""
        line = self._line_of(x, y, text, look)
        line.set_figure(self.figure)
        line.set_transform(self._axes.transData)
        whole = self._agg.get_renderer()
        room = line.get_window_extent(whole)
        # Letters reach beyond what they are counted for, an edge around them even further.
        edge = _SLACK + (self.size(HALO) * self.figure.dpi / 72 if look.halo else 0)
        left, low = math.floor(room.x0 - edge), math.floor(room.y0 - edge)
        wide, high = math.ceil(room.x1 + edge) - left, math.ceil(room.y1 + edge) - low
        renderer = type(whole)(wide, high, self.figure.dpi)
        line.set_transform(self._axes.transData + Affine2D().translate(-left, -low))
        line.draw(renderer)
        # An image is drawn from its lowest row upwards.
        return _Stamp(left, low, np.asarray(renderer.buffer_rgba())[::-1].copy())

    def _thick(self, points: float) -> float:
        # Paler than a pixel, a dotted border could not be seen.
        return max(super()._thick(points), 72 / _DPI)

    def keep_background(self) -> None:
        """Keep what is drawn as the background of every frame."""
        self._background = self._agg.copy_from_bbox(self.figure.bbox)
        self._standing = len(self.written)

    def restore_background(self) -> None:
        """Go back to the background, and to the text that stands on it."""
        self._agg.restore_region(self._background)
        del self.written[self._standing :], self.covered[:]

    def pixels(self) -> Pixels:
        """Return what is drawn, as a copy."""
        rgba = np.asarray(self._agg.buffer_rgba())
        drawn: Pixels = np.asarray(Image.fromarray(rgba).convert("RGB"))
        return drawn

    def line(
        self,
        y: float,
        text: str,
        points: float,
        *,
        colour: str | None = None,
        align: Align = "start",
        bold: bool = False,
    ) -> None:
        """Write a line around a height, at the margin where lines start or where they end."""
        x = self.end(self.inside) if align == "end" else self.start(self.inside)
        self.text(x, y + self.drop(points), text, points, colour=colour, align=align, bold=bold)
