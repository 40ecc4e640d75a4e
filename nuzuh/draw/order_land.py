"""Land under orders and zones, drawn over the colours of the map, and the swatches that explain it.

Land that orders surely cover has falling hatching and an edge: broken where the outlines of
blocks are approximate, whole where they were given. Land that they may cover has dots and no edge.
Zones and lines have a line of their own and nothing within.
"""

from __future__ import annotations

from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.draw.box import Box
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.patterns import dots
from nuzuh.scene.geometry import hatching, land_of_blocks, line_of_blocks
from nuzuh.scene.order_land import OrderLand
from nuzuh.scene.scales import ZONE_STROKES

_APPROXIMATE = (2.6, 1.3)
"""Dashes of the edge of land whose outline is approximate, in points."""
_LINES = ("yellow_line", "orange_line")
"""Zones of which only the edge within the Strip is drawn: the line itself."""


def draw_order_land(canvas: Canvas, frame: MapFrame, land: OrderLand) -> None:
    """Draw the land under orders, and the zones, of a day.

    Args:
        canvas: where it is drawn.
        frame: the map.
        land: what is drawn; the edge is that of all of it, without borders between blocks.
    """
    exact = frozenset(land.given)
    given = tuple(block for block in land.sure if block in exact)
    sure = tuple(block for block in land.sure if block not in exact)
    for blocks, pattern in ((land.possible, "possible"), (sure, "sure"), (given, "given")):
        if blocks:
            _paint(canvas, frame.project(land_of_blocks(blocks)), pattern)
    for zone in land.zones:
        outline = line_of_blocks if zone.kind in _LINES else _boundary
        _stroke_zone(canvas, frame.project(outline(zone.blocks)), zone.kind)


def _boundary(blocks: tuple[str, ...]) -> BaseGeometry:
    return land_of_blocks(blocks).boundary


def draw_land_swatch(canvas: Canvas, swatch: Box, pattern: str) -> None:
    """Draw what a row of the legend explains, see :class:`nuzuh.scene.legend_rows.LegendRow`."""
    if pattern in _LINES:
        middle = (swatch.top + swatch.bottom) / 2
        _stroke_zone(
            canvas, shapely.LineString([(swatch.left, middle), (swatch.right, middle)]), pattern
        )
    elif pattern in ZONE_STROKES:
        _stroke_zone(canvas, swatch.shape.boundary, pattern)
    else:
        _paint(canvas, swatch.shape, pattern, size=0.8)


def _paint(canvas: Canvas, shape: BaseGeometry, pattern: str, *, size: float = 1.0) -> None:
    accent = canvas.palette.accent
    if pattern == "possible":
        canvas.fill(dots(shape, canvas.detail(1.7 * size), canvas.detail(0.26)), accent)
        return
    canvas.stroke(_hatching(shape, canvas.detail(1.7 * size)), accent, 0.55)
    dashes = () if pattern == "given" else _APPROXIMATE
    canvas.stroke(shape.boundary, accent, 1.0, dashes=dashes)


def _stroke_zone(canvas: Canvas, line: BaseGeometry, kind: str) -> None:
    stroke = ZONE_STROKES[kind]
    canvas.stroke(line, stroke.casing, 2.4, opacity=0.85)
    canvas.stroke(line, stroke.colour, 1.5, dashes=stroke.dashes)


# The frames of a film show the same land again and again.
@lru_cache(maxsize=64)
def _hatching(shape: BaseGeometry, spacing: float) -> BaseGeometry:
    return hatching(shape, spacing, falling=True)
