"""A sheet of paper as a canvas in mm."""

from __future__ import annotations

from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.sheets.papers import Paper
from nuzuh.scene.translator import Translator


class Sheet(Canvas):
    """A sheet of paper, whose unit is the mm.

    Args:
        paper: size, margin and type.
        theme: ``light`` or ``dark``.
        t: the reader's language, which also gives the direction.
    """

    def __init__(self, paper: Paper, theme: str, t: Translator) -> None:
        super().__init__(
            paper.width,
            paper.height,
            margin=paper.margin,
            inches=paper.inches,
            type_factor=paper.type,
            theme=theme,
            t=t,
        )
        self.paper = paper
        self.title = ""

    def rule(self, box: Box, y: float) -> None:
        """Draw a thin line across a box."""
        self.stroke([[(box.left, y), (box.right, y)]], self.palette.quiet, 0.5, opacity=0.6)
