"""Where everything stands in a frame, for each size; all lengths in pixels of the full size."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from loaders import pcodes as pc
from maps.geometry import LABEL_SIDE, Projection, strip


@dataclass(frozen=True)
class Layout:
    """One size of frame: a head, the map over the full width, the bar of time, and the foot.

    Attributes:
        width, height: of the frame; even, as H.264 wants them.
        margin: of all text.
        date, title: height of the lines of the head, and the size of their type.
        land: upper and lower end of the map.
        units_per_km, shift: scale of the map, and how far the Strip lies right of the middle.
        slots: the height at which each governorate's label is centred; labels
            never move, so that the eye finds a number where it was.
        slot: room of a label in height; one that needs more is written smaller.
        name, number, note: sizes of a label's type.
        legend: where the legend begins, how wide it is, size of its type.
        legend_end: the height above which it ends; a longer one is written smaller.
        scale_at: height of the foot of the scale bar.
        bar: height of the middle of the bar of time.
        small: size of the type around the bar.
        foot: where the notes below begin, and the size of their type.
        sides: on which side of the Strip each label stands.
        names: where the names of the sea and of the neighbours stand.
    """

    width: int
    height: int
    margin: int
    date: tuple[float, float]
    title: tuple[float, float]
    land: tuple[float, float]
    units_per_km: float
    shift: float
    slots: dict[str, float]
    slot: float
    name: float
    number: float
    note: float
    legend: tuple[float, float, float, float]
    legend_end: float
    scale_at: float
    bar: float
    small: float
    foot: tuple[float, float]
    sides: dict[str, str]
    names: dict[str, tuple[float, float]]

    @property
    def projection(self) -> Projection:
        """From degrees to pixels."""
        top, bottom = self.land
        down = (top + bottom - self.height) / 2
        return Projection(self.width, self.height, self.units_per_km, (self.shift, down))

    def label_edge(self, pcode: str, gap: float = 20) -> tuple[float, str]:
        """Return where a governorate's label begins, clear of the Strip, and on which side it is.

        Args:
            pcode: the governorate.
            gap: distance from the Strip.
        """
        side, at = self.sides[pcode], self.slots[pcode]
        band = shapely.box(-self.width, at - self.slot / 2, 2 * self.width, at + self.slot / 2)
        left, _, right, _ = shapely.intersection(self.projection.project(strip()), band).bounds
        return (left - gap if side == "left" else right + gap), side


LAYOUTS = {
    "slide": Layout(
        width=1280,
        height=720,
        margin=36,
        date=(40, 34),
        title=(78, 18),
        land=(102, 584),
        units_per_km=10.9,
        shift=-10,
        slots={
            pc.NORTH_GAZA: 172,
            pc.GAZA: 308,
            pc.DEIR_AL_BALAH: 444,
            pc.KHAN_YOUNIS: 378,
            pc.RAFAH: 510,
        },
        slot=128,
        name=18,
        number=25,
        note=14.5,
        legend=(1016, 122, 240, 15),
        legend_end=508,
        scale_at=568,
        bar=608,
        small=14,
        foot=(650, 12.5),
        sides=dict(LABEL_SIDE),
        names={"sea": (120, 238), "west": (398, 562), "east": (1136, 524)},
    ),
    "square": Layout(
        width=1080,
        height=1080,
        margin=40,
        date=(52, 46),
        title=(102, 24),
        land=(134, 838),
        units_per_km=15.6,
        shift=70,
        slots={
            pc.NORTH_GAZA: 216,
            pc.GAZA: 364,
            pc.DEIR_AL_BALAH: 490,
            pc.KHAN_YOUNIS: 628,
            pc.RAFAH: 766,
        },
        slot=136,
        name=24,
        number=30,
        note=18.5,
        legend=(32, 458, 316, 18.5),
        legend_end=834,
        # Its lower right corner holds a label.
        scale_at=182,
        bar=868,
        small=18,
        foot=(924, 15.5),
        # Its left half holds the legend, so one label more stands on the right.
        sides=LABEL_SIDE | {pc.DEIR_AL_BALAH: "right"},
        names={"sea": (132, 300), "west": (378, 818), "east": (976, 372)},
    ),
}
"""``slide`` is 16:9, for presentations and wide screens; ``square`` is for chats on a phone."""
