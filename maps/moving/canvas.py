"""A frame's canvas: its layout, and lines of text centred at a height."""

from __future__ import annotations

from maps.draw.box import Box
from maps.draw.canvas import Align
from maps.draw.pixels import PixelCanvas
from maps.moving.layout import LAYOUTS
from maps.words import Words

DATE, TITLE, SMALL, FOOT = 15.3, 8.1, 6.2, 5.4
"""Sizes of the day, the line below it, the words around the bar of time, and the notes below."""
_DETAIL = 0.7
"""The Strip is small for the type of a frame, which is read from afar."""


class FrameCanvas(PixelCanvas):
    """The canvas of a size, theme and language.

    Args:
        size: one of :data:`maps.moving.layout.LAYOUTS`.
        theme: ``light`` or ``dark``.
        words: the reader's language.
        scale: how much smaller than its full size the picture is drawn.
    """

    def __init__(self, size: str, theme: str, words: Words, scale: float = 1.0) -> None:
        self.layout = LAYOUTS[size]
        super().__init__(
            self.layout.width,
            self.layout.height,
            scale=scale,
            type_factor=self.layout.type,
            detail=_DETAIL,
            theme=theme,
            words=words,
        )

    @property
    def inside(self) -> Box:
        """The frame between the margins of its text."""
        layout = self.layout
        return Box(layout.margin, 0, layout.width - layout.margin, layout.height)

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
        inside = self.inside
        at_right = (align == "end") != self.right_to_left
        x = inside.right if at_right else inside.left
        self.text(x, y + self.drop(points), text, points, colour=colour, align=align, bold=bold)
