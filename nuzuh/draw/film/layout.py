"""Where everything stands in a frame, for each size; all lengths in pixels of the full size."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from nuzuh.draw.box import Box
from nuzuh.draw.map_frame import MapFrame
from nuzuh.scene.geometry import strip
from nuzuh.scene.territory import territory


@dataclass(frozen=True)
class Layout:
    """One size of frame: a head, the map over the full width, the bar of time, and the foot.

    Attributes:
        width, height: of the frame; even, as H.264 wants them.
        type: factor of all type and lines, as of :class:`nuzuh.draw.sheets.papers.Paper`.
        margin: of all text.
        date, title: middle of the lines of the head.
        land: upper and lower end of the map.
        units_per_km, shift: scale of the map, and how far the Strip lies right of the middle.
        slots: the height at which each governorate's label is centred; labels
            never move, so that the eye finds a number where it was.
        slot: room of a label in height; one that needs more is written smaller.
        legend: where the legend stands; one that needs more is written smaller.
        scale_at: height of the foot of the scale bar.
        bar: height of the middle of the bar of time.
        foot: where the notes below begin.
        sides: on which side of the Strip each label stands.
        names: where the names of the sea and of the neighbours stand.
    """

    width: int
    height: int
    type: float
    margin: int
    date: float
    title: float
    land: tuple[float, float]
    units_per_km: float
    shift: float
    slots: dict[str, float]
    slot: float
    legend: Box
    scale_at: float
    bar: float
    foot: float
    sides: dict[str, str]
    names: dict[str, tuple[float, float]]

    @property
    def map_frame(self) -> MapFrame:
        """The part of a frame that holds the map."""
        top, bottom = self.land
        return MapFrame(Box(0, top, self.width, bottom), self.units_per_km, (self.shift, 0.0))

    def label_edge(self, pcode: str, gap: float = 20) -> tuple[float, str]:
        """Return where a governorate's label begins, clear of the Strip, and on which side it is.

        Args:
            pcode: the governorate.
            gap: distance from the Strip.
        """
        side, at = self.sides[pcode], self.slots[pcode]
        band = shapely.box(-self.width, at - self.slot / 2, 2 * self.width, at + self.slot / 2)
        left, _, right, _ = shapely.intersection(self.map_frame.project(strip()), band).bounds
        return (left - gap if side == "left" else right + gap), side


def _slots(layout: str) -> dict[str, float]:
    return {area.pcode: area.slot(layout)[0] for area in territory().areas}


def _sides(layout: str) -> dict[str, str]:
    return {area.pcode: area.slot(layout)[1] for area in territory().areas}


LAYOUTS = {
    "slide": Layout(
        width=1280,
        height=720,
        type=1.63,
        margin=36,
        date=40,
        title=78,
        land=(102, 584),
        units_per_km=10.9,
        shift=-10,
        slots=_slots("slide"),
        slot=128,
        legend=Box(1016, 112, 1256, 508),
        scale_at=568,
        bar=608,
        foot=650,
        sides=_sides("slide"),
        names={"sea": (120, 238), "west": (398, 562), "east": (1056, 536)},
    ),
    "square": Layout(
        width=1080,
        height=1080,
        type=2.08,
        margin=40,
        date=52,
        title=102,
        land=(134, 838),
        units_per_km=15.6,
        shift=70,
        slots=_slots("square"),
        slot=136,
        legend=Box(32, 446, 348, 834),
        # Its lower right corner holds a label.
        scale_at=196,
        bar=868,
        foot=924,
        # Its left half holds the legend, so one label more stands on the right.
        sides=_sides("square"),
        names={"sea": (132, 300), "west": (378, 818), "east": (976, 372)},
    ),
}
"""``slide`` is 16:9, for presentations and wide screens; ``square`` is for chats on a phone."""
