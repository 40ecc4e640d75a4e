"""Lengths on a canvas: boxes in its own unit, and points of type in mm."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

MM_PER_INCH = 25.4
MM_PER_POINT = MM_PER_INCH / 72

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle on a canvas in its own unit, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The x of its middle."""
        return (self.left + self.right) / 2

    @property
    def shape(self) -> BaseGeometry:
        """The rectangle as a shape."""
        return shapely.box(self.left, self.top, self.right, self.bottom)

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Whether two boxes overlap, or come nearer to each other than a gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def within(self, other: Box, slack: float = 0.0) -> bool:
        """Whether it lies inside another box."""
        return (
            self.left >= other.left - slack
            and self.right <= other.right + slack
            and self.top >= other.top - slack
            and self.bottom <= other.bottom + slack
        )
