"""What is drawn over an area beside its colour, or in the place of one: on the map and its legend.

Nothing reported, or only too long ago: rising hatching. More than can be
measured: hatching both ways. Last known: falling hatching over the class's
colour. A range wider than the number: dots over it.
"""

from __future__ import annotations

from shapely.geometry.base import BaseGeometry

from maps.geometry import dotting, hatching
from maps.labels import AreaLabel, Pattern
from maps.print.sheet import Sheet
from maps.scales import INK, SCALES

FAINT = 0.55
"""Opacity of the classes' colours below arrows."""


def paint_area(
    sheet: Sheet, shape: BaseGeometry, label: AreaLabel, layer: str, *, faint: bool = False
) -> None:
    """Fill an area with the colour and the marks that its label says.

    Args:
        sheet: the sheet.
        shape: the area on it.
        label: of the area.
        layer: id of the layer.
        faint: paler, as the ground below arrows.
    """
    colour = "" if label.shade is None else SCALES[layer].colours[label.shade]
    paint(sheet, shape, colour, label.pattern, wide=label.wide, faint=faint)


def paint(
    sheet: Sheet,
    shape: BaseGeometry,
    colour: str,
    pattern: Pattern = "",
    *,
    wide: bool = False,
    faint: bool = False,
    size: float = 1.0,
) -> None:
    """Fill a shape with a class's colour, or without one, and the marks over it.

    Args:
        sheet: the sheet.
        shape: what is filled.
        colour: of the class; "" for none.
        pattern: see :data:`maps.labels.Pattern`.
        wide: the range is wider than the number.
        faint: paler, as the ground below arrows.
        size: factor of the distance between lines or dots.
    """
    palette = sheet.palette
    if colour:
        sheet.fill(shape, colour, opacity=FAINT if faint else 1.0)
    else:
        sheet.fill(shape, palette.unknown)
    if pattern in ("missing", "too_old", "more"):
        sheet.stroke(hatching(shape, sheet.span(1.5 * size)), palette.quiet, 0.5)
    if pattern == "more":
        lines = hatching(shape, sheet.span(2.2 * size), falling=True)
        sheet.stroke(lines, palette.ink, 0.6)
    if pattern == "last_known":
        lines = hatching(shape, sheet.span(3.2 * size), falling=True)
        sheet.stroke(lines, INK, 0.5, opacity=0.55)
    if wide:
        dots = dotting(shape, sheet.span(1.9 * size))
        sheet.fill(dots.buffer(sheet.span(0.24), quad_segs=4), INK, opacity=0.6)
