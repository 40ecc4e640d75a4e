"""Where a map stands on a canvas, and where each place lies on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.draw.box import Box
from nuzuh.scene.geometry import Projection


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

    def project(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape on the canvas, cut to the map."""
        return _projected(self, shape)

    @property
    def denominator(self) -> int:
        """Of its scale on paper, where the canvas's unit is a mm."""
        return round(1e6 / self.units_per_km)


@lru_cache(maxsize=256)
def _projected(frame: MapFrame, shape: BaseGeometry) -> BaseGeometry:
    box = frame.box
    projected = frame._projection.project(shape)  # noqa: SLF001 (kept apart only to be cached)
    moved = shapely.transform(projected, lambda points: np.add(points, (box.left, box.top)))
    return shapely.clip_by_rect(moved, box.left, box.top, box.right, box.bottom)
