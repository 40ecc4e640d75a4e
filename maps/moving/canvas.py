"""Lines of text and of drawing in a frame: measured, wrapped and written in pixels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from shapely.geometry.base import BaseGeometry

from maps.geometry import rings

Drawn = TypeVar("Drawn", bound=Artist)

Pixels = npt.NDArray[np.uint8]
"""A picture: rows, columns, and red, green and blue."""

FONT = "DejaVu Sans"
"""Ships with matplotlib, and has Latin, Arabic and Hebrew."""
DPI = 100
"""Dots to an inch at full size: turns pixels into matplotlib's points."""
_RIGHT_TO_LEFT = "\u200f"
_ISOLATES = "\u2068", "\u2069"


class Pen:
    """Draws on one figure whose only axes are measured in pixels, downwards.

    Args:
        width, height: of the figure in pixels of the full size.
        scale: how much smaller it is drawn.
        paper: colour of the ground.
        right_to_left: which way lines of text run.
    """

    def __init__(
        self, width: int, height: int, scale: float, paper: str, *, right_to_left: bool = False
    ) -> None:
        # A line that begins with a number or a foreign name runs as its neighbours do.
        self._direction = _RIGHT_TO_LEFT if right_to_left else ""
        size = (width / DPI, height / DPI)
        self.figure = Figure(figsize=size, dpi=DPI * scale, facecolor=paper)
        # matplotlib types its artists, but not what they are drawn on.
        self._canvas: Any = FigureCanvasAgg(self.figure)
        self._ground: Any = None
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, width), ylim=(height, 0))
        self.axes.axis("off")
        self._scale = scale
        self.width_of = lru_cache(maxsize=4096)(self._width_of)

    def _width_of(self, text: str, size: float, bold: bool = False) -> float:  # noqa: FBT001, FBT002 (a key of the cache)
        width, _, _ = self._canvas.get_renderer().get_text_width_height_descent(
            text, _font(size, bold), ismath=False
        )
        return float(width) / self._scale

    def wrapped(self, text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
        """Return a text in lines that fit a width; a single word may be wider.

        A foreign name that is broken keeps its isolates (FSI, PDI) on both lines.
        """
        lines: list[str] = []
        # Only plain spaces may break: a date holds together by spaces that may not.
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width_of(longer, size, bold) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return _closed(lines)

    def text(
        self,
        at: tuple[float, float],
        text: str,
        size: float,
        colour: str,
        *,
        side: str = "left",
        bold: bool = False,
        italic: bool = False,
        latin: bool = False,
    ) -> Text:
        """Return a line of text, vertically centred on its point.

        Args:
            at: the point.
            text: what it says.
            size: of its type, in pixels.
            colour: of its type.
            side: ``left``, ``right`` or ``center``: where on the line the point lies.
            bold: whether it is.
            italic: whether it is.
            latin: it runs from left to right in every language.
        """
        line = Text(
            *at,
            text if latin else self._directed(text),
            color=colour,
            fontproperties=_font(size, bold, italic),
            ha=side,
            va="center",
            # A name may hold a dollar sign, which is not the beginning of a formula.
            parse_math=False,
        )
        return self.own(line)

    def _directed(self, text: str) -> str:
        """A sign keeps its place before its number where words run from right to left."""
        if not self._direction:
            return text
        return self._direction + re.sub(r"([+−≥≤<] ?[\d,.]+%?)", "\u2066\\1\u2069", text)

    def lines(
        self,
        shape: BaseGeometry,
        colour: str,
        width: float,
        dashes: tuple[float, float] | None = None,
        opacity: float = 1.0,
    ) -> LineCollection:
        """Return lines along a shape, ``width`` and ``dashes`` in pixels."""
        style = (0, tuple(dash / width for dash in dashes)) if dashes else "solid"
        strokes = LineCollection(
            list(rings(shape)),
            colors=colour,
            linewidths=width * 72 / DPI,
            linestyles=[style],
            alpha=opacity,
            capstyle="round" if dashes is None else "butt",
        )
        return self.own(strokes)

    def own(self, artist: Drawn) -> Drawn:
        """Return something that stands on the axes without being theirs; its owner draws it."""
        artist.set_figure(self.figure)
        artist.axes = self.axes
        artist.set_transform(self.axes.transData)
        return artist

    def draw(self, artist: Artist) -> None:
        """Draw something on the picture as it is."""
        artist.draw(self._canvas.get_renderer())

    def lay(self, artists: Iterable[Artist]) -> None:
        """Draw what stays, and remember it as the ground of every picture."""
        for artist in artists:
            self.axes.add_artist(artist)
        self._canvas.draw()
        self._ground = self._canvas.copy_from_bbox(self.figure.bbox)

    def clear(self) -> None:
        """Go back to the ground."""
        self._canvas.restore_region(self._ground)

    def picture(self) -> Pixels:
        """Return what is drawn, as a copy."""
        pixels: Pixels = np.asarray(self._canvas.buffer_rgba())[..., :3].copy()
        return pixels


@lru_cache(maxsize=64)
def _font(size: float, bold: bool, italic: bool = False) -> FontProperties:  # noqa: FBT001, FBT002 (a key of the cache)
    return FontProperties(
        family=FONT,
        size=size * 72 / DPI,
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
    )


def _closed(lines: list[str]) -> list[str]:
    opening, closing = _ISOLATES
    closed, is_open = [], False
    for line in lines:
        whole = (opening if is_open else "") + line
        is_open = whole.count(opening) > whole.count(closing)
        closed.append(whole + (closing if is_open else ""))
    return closed
