"""A frame's canvas, in pixels: what stays is drawn once, and on it what changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist

from nuzuh.draw.canvas import Align, Canvas
from nuzuh.draw.film.layout import LAYOUTS
from nuzuh.scene.extent import Extent
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


class FrameCanvas(Canvas):
    """The canvas of a size, theme and language: drawn on at once, only the pixels are kept.

    Args:
        size: one of :data:`nuzuh.draw.film.layout.LAYOUTS`.
        theme: ``light`` or ``dark``.
        t: the reader's language.
        scale: how much smaller than its full size the picture is drawn.
        extent: the part of the Strip that is shown; None for all of it.
    """

    def __init__(
        self,
        size: str,
        theme: str,
        t: Translator,
        scale: float = 1.0,
        extent: Extent | None = None,
    ) -> None:
        self.layout = layout = LAYOUTS[size].part(extent)
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
        self._background: Any = None
        self._standing = 0

    def _put(self, artist: Artist) -> None:
        artist.set_figure(self.figure)
        artist.axes = self._axes
        if not artist.is_transform_set():
            artist.set_transform(self._axes.transData)
        artist.draw(self._agg.get_renderer())

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
        drawn: Pixels = np.asarray(self._agg.buffer_rgba())[..., :3].copy()
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
