"""Sheets that figures are printed on: papers and screens, with margins and type to suit each."""

from __future__ import annotations

from dataclasses import dataclass

from nuzuh.draw.box import MM_PER_INCH

FORMS = ("png", "svg", "pdf")
"""Kinds of files: pixels at 300 dpi, and two kinds of vectors."""


@dataclass(frozen=True)
class Paper:
    """A sheet.

    Attributes:
        id: name used in commands and links.
        width, height: in mm.
        margin: white edge in mm, which no mark touches.
        type: factor of all type and lines; 1 is A4, held in the hand.
        brief: read from afar or on a phone: fewer sources and smaller words are
            left to the link.
    """

    id: str
    width: float
    height: float
    margin: float
    type: float
    brief: bool = False

    @property
    def stacked(self) -> bool:
        """Whether what explains the picture stands below it rather than beside it."""
        return self.height > 1.1 * self.width

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height in inches."""
        return self.width / MM_PER_INCH, self.height / MM_PER_INCH


PAPERS = {
    paper.id: paper
    for paper in (
        Paper("a4", 297, 210, 11, 1.0),
        Paper("a4-portrait", 210, 297, 11, 1.0),
        Paper("a3", 420, 297, 14, 1.3),
        Paper("a3-portrait", 297, 420, 14, 1.3),
        Paper("slide", 338.667, 190.5, 11, 1.22, brief=True),
        Paper("square", 203.2, 203.2, 9, 1.22, brief=True),
    )
}
"""Papers by id. A4 and A3 without more lie on their long side, as maps of this kind mostly do."""
