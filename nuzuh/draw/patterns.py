"""What is drawn over an area beside its colour, or in the place of one: on the map and its legend.

Nothing reported, or only too long ago: rising hatching. Last known: falling
hatching over the class's colour. A range wider than the number: dots over it.
"""

from __future__ import annotations

from functools import lru_cache

from shapely.geometry.base import BaseGeometry

from nuzuh.draw.canvas import Canvas
from nuzuh.scene.geometry import dotting, hatching
from nuzuh.scene.scales import INK

FAINT = 0.55
"""Opacity of the classes' colours below arrows."""


def paint(
    canvas: Canvas,
    shape: BaseGeometry,
    colour: str,
    pattern: str = "",
    *,
    wide: bool = False,
    faint: bool = False,
    size: float = 1.0,
) -> None:
    """Fill a shape with a class's colour, or without one, and the marks over it.

    Args:
        canvas: where it is drawn.
        shape: what is filled.
        colour: of the class; "" for none.
        pattern: one of :data:`nuzuh.scene.labels.Pattern`, or ``wide``.
        wide: the range is wider than the number, whatever the pattern.
        faint: paler, as the ground below arrows.
        size: factor of the distance between lines or dots.
    """
    palette = canvas.palette
    if colour:
        canvas.fill(shape, colour, opacity=FAINT if faint else 1.0)
    else:
        canvas.fill(shape, palette.unknown)
    if pattern in ("missing", "too_old"):
        lines = _hatching(shape, canvas.detail(1.5 * size), falling=False)
        canvas.stroke(lines, palette.quiet, 0.5)
    if pattern == "last_known":
        lines = _hatching(shape, canvas.detail(3.2 * size), falling=True)
        canvas.stroke(lines, INK, 0.5, opacity=0.55)
    if wide or pattern == "wide":
        spots = dots(shape, canvas.detail(1.9 * size), canvas.detail(0.24))
        canvas.fill(spots, INK, opacity=0.6)


# The frames of a film show the same areas again and again.
_hatching = lru_cache(maxsize=64)(hatching)


@lru_cache(maxsize=32)
def dots(shape: BaseGeometry, spacing: float, radius: float) -> BaseGeometry:
    """Return dots in rows that fill a shape, in the units of a canvas."""
    return dotting(shape, spacing).buffer(radius, quad_segs=4)
