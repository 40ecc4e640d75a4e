"""How often land was ordered out, drawn block by block, and the swatches that explain it."""

from __future__ import annotations

from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.patterns import dots
from nuzuh.scene.geometry import land_of_blocks, strip
from nuzuh.scene.scales import INK, TIMES_ORDERED
from nuzuh.scene.times_map import TimesMap

_SPACING, _RADIUS = 1.7, 0.26
"""Distance and radius of the dots over land that may have been ordered more often."""


def draw_times(canvas: Canvas, frame: MapFrame, shown: TimesMap) -> None:
    """Draw how often each block was ordered: its class, and dots where it may be a higher one.

    Args:
        canvas: where it is drawn.
        frame: the map.
        shown: what is drawn; neighbours of one class have no border between them.
    """
    canvas.fill(frame.project(strip()), canvas.palette.land)
    for blocks, colour in zip(shown.classes, TIMES_ORDERED.colours, strict=True):
        if blocks:
            canvas.fill(frame.project(land_of_blocks(blocks)), colour)
    # The classes' colours are the same in both themes; bare land is not.
    for blocks, ink in ((shown.perhaps, canvas.palette.ink), (shown.more, INK)):
        if blocks:
            shape = frame.project(land_of_blocks(blocks))
            canvas.fill(dots(shape, canvas.detail(_SPACING), canvas.detail(_RADIUS)), ink)


def draw_times_swatch(canvas: Canvas, swatch: Box, pattern: str) -> None:
    """Draw what a row of the legend explains: land that was not ordered, or perhaps more often."""
    canvas.fill(swatch.shape, canvas.palette.land)
    if pattern == "more":
        spots = dots(swatch.shape, canvas.detail(0.8 * _SPACING), canvas.detail(_RADIUS))
        canvas.fill(spots, canvas.palette.ink)
    canvas.stroke(swatch.shape.boundary, canvas.palette.quiet, 0.4)
