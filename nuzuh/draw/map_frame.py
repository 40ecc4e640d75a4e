"""Where a map stands on a canvas, and where each place lies on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.draw.box import Box
from nuzuh.scene.extent import Bounds
from nuzuh.scene.geometry import Projection
from nuzuh.scene.territory import territory


@dataclass(frozen=True)
class MapFrame:
    """The part of a canvas that holds a map.

    Attributes:
        box: where it stands.
        units_per_km: its scale, in units of the canvas.
        shift: how far the middle of the Strip lies from the middle of the box.
    """

    box: Box
    units_per_km: float
    shift: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def _projection(self) -> Projection:
        return Projection(self.box.width, self.box.height, self.units_per_km, self.shift)

    def __call__(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point lies on the canvas."""
        x, y = self._projection(longitude, latitude)
        return x + self.box.left, y + self.box.top

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Return the longitude and latitude of a point of the canvas."""
        west, south, east, north = territory().bounds
        (x0, y0), (x1, y1) = self(west, south), self(east, north)
        longitude = west + (x - x0) / (x1 - x0) * (east - west)
        return longitude, south + (y - y0) / (y1 - y0) * (north - south)

    def shows(self, shape: BaseGeometry) -> bool:
        """Whether anything of a shape in degrees lies on the map."""
        return not self.project(shape).is_empty

    def within(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape of the canvas without what would stand outside the map."""
        box = self.box
        if box.shape.covers(shape):
            return shape
        return shapely.clip_by_rect(shape, box.left, box.top, box.right, box.bottom)

    def project(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape on the canvas, cut to the map."""
        return _projected(self, shape)

    @property
    def denominator(self) -> int:
        """Of its scale on paper, where the canvas's unit is a mm."""
        return round(1e6 / self.units_per_km)


def frame_of(
    box: Box, bounds: Bounds, room: Box | None = None, *, measured: bool = False
) -> MapFrame:
    """Return the frame of a map in which some bounds are as large as fits.

    Args:
        box: where the map stands.
        bounds: what it shows at least.
        room: the part of the box that holds the bounds; all of it when None.
        measured: at a round scale, for a map on paper.
    """
    room = room or box
    west, south, east, north = bounds
    # What a km is, and where things lie when nothing is shifted.
    plain = MapFrame(box, 1.0)
    (left, top), (right, bottom) = plain(west, north), plain(east, south)
    scale = min(room.width / (right - left), room.height / (bottom - top))
    x, y = box.middle, (box.top + box.bottom) / 2
    if measured:
        step = 10 ** (math.floor(math.log10(1e6 / scale)) - 1)
        scale = 1e6 / (math.ceil(1e6 / scale / step) * step)
    aside = room.middle - x - ((left + right) / 2 - x) * scale
    lift = (room.top + room.bottom) / 2 - y - ((top + bottom) / 2 - y) * scale
    return MapFrame(box, scale, (aside, lift))


@lru_cache(maxsize=256)
def _projected(frame: MapFrame, shape: BaseGeometry) -> BaseGeometry:
    box = frame.box
    projected = frame._projection.project(shape)  # noqa: SLF001 (kept apart only to be cached)
    moved = shapely.transform(projected, lambda points: np.add(points, (box.left, box.top)))
    return shapely.clip_by_rect(moved, box.left, box.top, box.right, box.bottom)
