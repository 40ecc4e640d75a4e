"""A canvas of pixels: what stays is drawn once, and on it what changes from frame to frame."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist

from maps.draw.canvas import Canvas
from maps.words import Words

Pixels = npt.NDArray[np.uint8]
"""A picture: rows, columns, and red, green and blue."""
_DPI = 100
"""Dots to an inch at full size: turns pixels into points of type."""
_MM = _DPI / 25.4


class PixelCanvas(Canvas):
    """A canvas in pixels, on which everything is drawn at once and nothing is kept but the pixels.

    Args:
        width, height: in pixels of the full size.
        scale: how much smaller it is drawn.
        type_factor, detail, theme, words: see :class:`maps.draw.canvas.Canvas`.
    """

    def __init__(
        self,
        width: int,
        height: int,
        *,
        scale: float,
        type_factor: float,
        detail: float,
        theme: str,
        words: Words,
    ) -> None:
        super().__init__(
            width,
            height,
            inches=(width / _DPI, height / _DPI),
            mm=_MM,
            type_factor=type_factor,
            detail=detail,
            dpi=_DPI * scale,
            theme=theme,
            words=words,
        )
        # matplotlib types its artists, but not what they are drawn on.
        self._agg: Any = self.figure.canvas
        self._agg.draw()
        self._background: Any = None
        self._standing = 0, 0

    def _put(self, artist: Artist) -> None:
        artist.set_figure(self.figure)
        artist.axes = self._axes
        if not artist.is_transform_set():
            artist.set_transform(self._axes.transData)
        artist.draw(self._agg.get_renderer())

    def keep_background(self) -> None:
        """Keep what is drawn as the background of every frame."""
        self._background = self._agg.copy_from_bbox(self.figure.bbox)
        self._standing = len(self.written), len(self.covered)

    def restore_background(self) -> None:
        """Go back to the background, and to the text that stands on it."""
        self._agg.restore_region(self._background)
        written, covered = self._standing
        del self.written[written:], self.covered[covered:]

    def pixels(self) -> Pixels:
        """Return what is drawn, as a copy."""
        drawn: Pixels = np.asarray(self._agg.buffer_rgba())[..., :3].copy()
        return drawn
