"""Where everything stands in a frame, for each size; all lengths in pixels of the full size."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import shapely

from nuzuh.draw.box import Box
from nuzuh.draw.map_frame import MapFrame, frame_of
from nuzuh.scene.extent import Extent
from nuzuh.scene.geometry import label_latitude, strip
from nuzuh.scene.territory import territory

_BESIDE = 300
"""Room for labels beside a part of the Strip."""


@dataclass(frozen=True)
class Layout:
    """One size of frame: a head, the map over the full width, the bar of time, and the foot.

    Attributes:
        id: its name.
        width, height: of the frame; even, as H.264 wants them.
        type: factor of all type and lines, as of :class:`nuzuh.draw.sheets.papers.Paper`.
        margin: of all text.
        date, title, caption: middle of the lines of the head.
        land: upper and lower end of the map.
        units_per_km, shift: scale of the map, and how far the Strip lies right of the middle.
        slots: the height at which each governorate's label is centred; labels
            never move, so that the eye finds a number where it was.
        slot: room of a label in height; one that needs more is written smaller.
        legend: where the legend stands; one that needs more is written smaller.
        locator: where the small map stands that tells where a part of the Strip lies.
        scale_at: height of the foot of the scale bar.
        bar: height of the middle of the bar of time.
        foot: where the notes below begin.
        sides: on which side of the Strip each label stands.
        names: where the names of the sea and of the neighbours stand.
        lift: how far the Strip lies below the middle of the map.
        extent: the part of the Strip that is shown; None for all of it.
    """

    id: str
    width: int
    height: int
    type: float
    margin: int
    date: float
    title: float
    caption: float
    land: tuple[float, float]
    units_per_km: float
    shift: float
    slots: dict[str, float]
    slot: float
    legend: Box
    locator: Box
    scale_at: float
    bar: float
    foot: float
    sides: dict[str, str]
    names: dict[str, tuple[float, float]]
    lift: float = 0.0
    extent: Extent | None = None

    @property
    def map_frame(self) -> MapFrame:
        """The part of a frame that holds the map."""
        top, bottom = self.land
        return MapFrame(Box(0, top, self.width, bottom), self.units_per_km, (self.shift, self.lift))

    @property
    def whole(self) -> MapFrame:
        """The frame of the whole Strip, whatever part of it is shown: circles keep its scale."""
        return LAYOUTS[self.id].map_frame

    def label_edge(self, pcode: str, gap: float = 20) -> tuple[float, str]:
        """Return where a governorate's label begins, clear of the Strip, and on which side it is.

        Args:
            pcode: the governorate.
            gap: distance from the Strip.
        """
        side, at = self.sides[pcode], self.slots[pcode]
        band = shapely.box(-self.width, at - self.slot / 2, 2 * self.width, at + self.slot / 2)
        shown = self.map_frame.project(strip())
        left, _, right, _ = shapely.intersection(shown, band).bounds
        if math.isnan(left):
            left, _, right, _ = shown.bounds
        return (left - gap if side == "left" else right + gap), side

    def part(self, extent: Extent | None) -> Layout:
        """Return this size of frame for a part of the Strip; itself for all of it.

        Its labels stand beside the part at the height of their governorates, moved apart.
        """
        if extent is None:
            return self
        sides = {self.sides[pcode] for pcode in extent.pcodes}
        column = self.legend
        beside_map = column.top < self.land[1]
        legend_left = beside_map and column.left < self.width / 2
        left: float = _BESIDE if "left" in sides or legend_left else self.margin
        right: float = self.margin + (column.width if beside_map and not legend_left else 0)
        right += _BESIDE - self.margin if "right" in sides else 0
        if legend_left:
            left = max(left, column.right + 24)
        top, bottom = self.land
        room = Box(left, top + 24, self.width - right, bottom - 24)
        frame = frame_of(Box(0, top, self.width, bottom), extent.bounds, room)
        zoomed = replace(
            self,
            units_per_km=frame.units_per_km,
            shift=frame.shift[0],
            lift=frame.shift[1],
            extent=extent,
        )
        return replace(zoomed, slots=self.slots | zoomed.slots_of(extent))

    @property
    def left_edge(self) -> float:
        """Where labels to the left of a part of the Strip end: beside the small map."""
        in_map = self.extent is not None and self.locator.bottom < self.land[1]
        return self.locator.right + 12 if in_map else self.margin

    def slots_of(self, extent: Extent) -> dict[str, float]:
        """Return the heights of the labels of a part of the Strip, from north to south."""
        top, bottom = self.land
        slots: dict[str, float] = {}
        for side in ("left", "right"):
            column = [pcode for pcode in extent.pcodes if self.sides[pcode] == side]
            # The legend keeps its place below labels that stand on its side.
            below = side == "left" and self.legend.left < self.width / 2
            floor = min(bottom, self.legend.top) if below else bottom
            last = floor - self.slot / 2 - (len(column) - 1) * self.slot
            at = top - self.slot / 2
            for pcode in column:
                _, y = self.map_frame(34.4, label_latitude((pcode,)))
                at = min(max(y, at + self.slot, top + self.slot / 2), max(last, at + self.slot))
                slots[pcode] = at
                last += self.slot
        return slots


_GIVEN = {"slide": (102.0, 584.0), "square": (134.0, 838.0)}
"""Upper and lower end of the map for which the territory gives the heights of its labels."""


def _slots(like: str, land: tuple[float, float]) -> dict[str, float]:
    """The heights of the labels on a map, as the territory gives them for one like it."""
    (top, bottom), (above, below) = land, _GIVEN[like]
    stretch = (bottom - top) / (below - above)
    return {area.pcode: top + (area.slot(like)[0] - above) * stretch for area in territory().areas}


def _sides(layout: str) -> dict[str, str]:
    return {area.pcode: area.slot(layout)[1] for area in territory().areas}


LAYOUTS = {
    "slide": Layout(
        id="slide",
        width=1280,
        height=720,
        type=1.63,
        margin=36,
        date=40,
        title=78,
        caption=110,
        land=(130, 584),
        units_per_km=10.3,
        shift=-10,
        slots=_slots("slide", (130, 584)),
        slot=124,
        legend=Box(1016, 140, 1256, 520),
        locator=Box(36, 146, 156, 256),
        scale_at=568,
        bar=608,
        foot=650,
        sides=_sides("slide"),
        names={"sea": (120, 290), "west": (398, 562), "east": (1046, 546)},
    ),
    "square": Layout(
        id="square",
        width=1080,
        height=1080,
        type=2.08,
        margin=40,
        date=52,
        title=100,
        caption=142,
        land=(168, 838),
        units_per_km=14.9,
        shift=70,
        slots=_slots("square", (168, 838)),
        slot=130,
        legend=Box(32, 454, 348, 834),
        locator=Box(40, 184, 178, 312),
        # Its lower right corner holds a label.
        scale_at=230,
        bar=868,
        foot=924,
        # Its left half holds the legend, so one label more stands on the right.
        sides=_sides("square"),
        names={"sea": (132, 350), "west": (378, 818), "east": (976, 372)},
    ),
    "upright": Layout(
        id="upright",
        width=1080,
        height=1920,
        type=2.3,
        margin=44,
        date=84,
        title=144,
        caption=194,
        land=(226, 1270),
        units_per_km=23.2,
        shift=10,
        slots=_slots("square", (226, 1270)),
        slot=176,
        # Below the map, beside each other.
        legend=Box(44, 1372, 560, 1690),
        locator=Box(640, 1384, 1036, 1684),
        scale_at=300,
        bar=1308,
        foot=1704,
        sides=_sides("square"),
        names={"sea": (150, 330), "west": (150, 1240), "east": (980, 480)},
    ),
}
"""``slide`` is 16:9, for presentations and wide screens; ``square`` is for chats on a phone, and
``upright``, 9:16, fills its screen."""
