"""The part of the Strip that a picture shows: what is on the screen, or the area that is selected.

One rule for print and film: the zoom of a view comes before its area, and a
view with neither shows the whole Strip.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import shapely

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.arrows import Arrow
from nuzuh.scene.geometry import governorate_name, outline_of
from nuzuh.scene.mark import Mark
from nuzuh.scene.regions import STRIP, area_name, pcodes_of
from nuzuh.scene.territory import territory
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""
_SHAPE = 1.5
"""Width of what a screen shows to its height: wide enough for every paper."""
_KM_PER_DEGREE = 111.13
_STRETCH = 0.8535
"""A degree of longitude to one of latitude in the Strip."""
_LEAST = 0.01
"""Part of a picture, or of a governorate, of which less is not worth a label."""


@dataclass(frozen=True)
class Extent:
    """A part of the Strip.

    Attributes:
        bounds: what the picture shows at least.
        pcodes: the governorates of which it tells numbers, north to south.
        area: the area that was selected, see :data:`nuzuh.scene.regions.AREAS`; "" for
            what is on a screen.
        name: what is shown, in the reader's language.
    """

    bounds: Bounds
    pcodes: tuple[str, ...]
    area: str
    name: str

    def holds(self, pcodes: tuple[str, ...]) -> bool:
        """Whether it tells of an area, or of one of several that one figure is for."""
        return not set(pcodes).isdisjoint(self.pcodes)

    def marks(self, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
        """Return the marks that it tells of."""
        return tuple(mark for mark in marks if self.holds(mark.pcodes))

    def arrows(self, arrows: tuple[Arrow, ...]) -> tuple[Arrow, ...]:
        """Return the arrows that begin or end in it."""
        return tuple(arrow for arrow in arrows if self.holds((*arrow.origins, *arrow.destinations)))


def whole(view: View) -> View:
    """Return the view with nothing zoomed or selected."""
    return replace(view, zoom="", area="")


def extent_of(view: View, t: Translator) -> Extent | None:
    """Return the part of the Strip that pictures of a view show; None for all of it.

    Args:
        view: its ``zoom`` and its ``area`` decide.
        t: the reader's language.

    Raises:
        RefusedError: when what is on the screen holds nothing of the Strip.

    >>> north = extent_of(View(area="north"), Translator("en"))
    >>> north.pcodes, north.name
    (('PS0255', 'PS0260'), 'North of Wadi Gaza')
    >>> extent_of(View(zoom="8/31.27/34.26"), Translator("en")).name
    'Rafah'
    """
    if view.zoom:
        bounds = bounds_of(view.zoom)
        seen = tuple(pcode for pcode in pc.GOVERNORATES if _is_seen(pcode, bounds))
        if not seen:
            message = f"nothing of the Gaza Strip lies in the part {view.zoom}: move the map"
            raise RefusedError(message, "off_strip")
        names = t("list.comma").join(governorate_name(pcode, t.lang) for pcode in seen)
        return Extent(bounds, seen, "", names)
    if not view.area or view.area == STRIP:
        return None
    pcodes = pcodes_of(view.area)
    west, south, east, north = outline_of(pcodes).bounds
    return Extent((west, south, east, north), pcodes, view.area, area_name(view.area, t))


def bounds_of(zoom: str) -> Bounds:
    """Return what a zoom shows at least.

    Args:
        zoom: as :func:`nuzuh.scene.parse_view.zoom_of` writes it.

    >>> [round(edge, 2) for edge in bounds_of("4/31.5/34.45")]
    [34.36, 31.45, 34.54, 31.55]
    """
    factor, latitude, longitude = (float(part) for part in zoom.split("/"))
    high = territory().sheet.tall_km / factor / _KM_PER_DEGREE
    wide = _SHAPE * high / _STRETCH
    return (
        longitude - wide / 2,
        latitude - high / 2,
        longitude + wide / 2,
        latitude + high / 2,
    )


def _is_seen(pcode: str, bounds: Bounds) -> bool:
    """Whether enough of a governorate lies within bounds to be worth a label."""
    outline, box = outline_of((pcode,)), shapely.box(*bounds)
    seen = shapely.intersection(outline, box).area
    return bool(seen > min(_LEAST * box.area, 0.5 * outline.area))
