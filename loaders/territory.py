"""The territory that is mapped: its areas in their order, its sides, and where to draw them.

All of it stands in ``geodata/territory.json``: another area is a row more there. The file
says how to draw and how to name, and holds no figure, so it is no part of the data version.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.package import GEODATA

FILE = "territory.json"

Hand = Literal["left", "right"]
Corners = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""


@dataclass(frozen=True)
class Label:
    """Where the words on an area stand.

    Attributes:
        side: of a label with its notes: in the sea to its left, or on the land to its right.
        name_side: of a name alone; "" for the same side.
        latitude: of the label, in degrees; that of the area's middle when None.
    """

    side: Hand
    name_side: Hand | Literal[""] = ""
    latitude: float | None = None


@dataclass(frozen=True)
class Slot:
    """Where an area's label stands in one layout of a moving picture.

    Attributes:
        at: the height at which it is centred, in pixels.
        side: the side there; "" for that of the label.
    """

    at: float
    side: Hand | Literal[""] = ""


@dataclass(frozen=True)
class Area:
    """An area that figures are for.

    Attributes:
        pcode: its P-code.
        name: its name in the tables.
        label: where the words on it stand.
        slots: where its label stands in moving pictures, by the id of the layout.
        spellings: other names of it that a reader's file or an upstream may use.
        live: names of it in the live figures, in small letters, each with the name
            that our tables have for what they mean.
        within: key of its name within a sentence, where the name alone could be
            taken for more than the area; "" for the name.
    """

    pcode: str
    name: str
    label: Label
    slots: dict[str, Slot]
    spellings: tuple[str, ...]
    live: dict[str, str]
    within: str = ""

    @property
    def name_side(self) -> Hand:
        """The side on which its name alone stands."""
        return self.label.name_side or self.label.side

    def slot(self, layout: str) -> tuple[float, Hand]:
        """Return the height and the side of its label in a layout of a moving picture."""
        slot = self.slots[layout]
        return slot.at, slot.side or self.label.side


@dataclass(frozen=True)
class Side:
    """A part of the territory that people move to and from.

    Attributes:
        id: as questions and the keys of words name it.
        name: as the tables name it.
        pcodes: its areas, north to south.
    """

    id: str
    name: str
    pcodes: tuple[str, ...]


@dataclass(frozen=True)
class SheetHints:
    """How the territory lies on a sheet.

    Attributes:
        coast_km: how far the coast lies west of the middle where a label needs most room.
        tall_km, wide_km: what of the ground is to be seen at least.
        further: land past the drawn neighbours, without borders, as rings in degrees.
    """

    coast_km: float
    tall_km: float
    wide_km: float
    further: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class ReliefHints:
    """How the territory is seen in three dimensions.

    Attributes:
        frame: what is drawn of the surroundings.
        camera: where the camera begins, in the words of deck.gl.
        compass: longitude of the arrow to the north, latitudes of its foot and its tip.
    """

    frame: Corners
    camera: dict[str, int | float]
    compass: tuple[float, float, float]


@dataclass(frozen=True)
class Territory:
    """The territory that is mapped.

    Attributes:
        name: the whole, as the tables name it.
        bounds: geometry outside is not of it.
        middle: longitude and latitude of the middle of a map.
        example: P-code of the area that examples are about.
        areas: from north to south.
        sides: the parts that movements go between, north to south: each area lies in one.
        region: what the small map of the region shows.
        sheet, relief: how to draw it.
    """

    name: str
    bounds: Corners
    middle: tuple[float, float]
    example: str
    areas: tuple[Area, ...]
    sides: tuple[Side, ...]
    region: Corners
    sheet: SheetHints
    relief: ReliefHints

    @property
    def pcodes(self) -> tuple[str, ...]:
        """The P-codes of its areas, north to south."""
        return tuple(area.pcode for area in self.areas)

    def area(self, pcode: str) -> Area:
        """Return the area of a P-code.

        Raises:
            KeyError: for a P-code that it does not have.
        """
        for area in self.areas:
            if area.pcode == pcode:
                return area
        raise KeyError(pcode)


def parse_territory(content: bytes, file: str = FILE) -> Territory:
    """Read the territory from the bytes of its file.

    Raises:
        DataError: when it is not JSON of that shape, or its sides do not hold each area once.
    """
    try:
        found = TypeAdapter(Territory).validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"]]))
        raise DataError(file, f"does not describe a territory ({where})") from error
    on_sides = [pcode for side in found.sides for pcode in side.pcodes]
    if sorted(on_sides) != sorted(set(found.pcodes)):
        raise DataError(file, "must hold each area once, and on one side", column="sides")
    if found.example not in found.pcodes:
        raise DataError(file, "names an area that it does not hold", column="example")
    return found


@lru_cache(maxsize=1)
def territory() -> Territory:
    """Return the territory that is mapped; its file is read once.

    Its seal is held with those of the other files, by
    :func:`nuzuh.loaders.areas.load_boundaries`: what is imported must not fail on them.

    Raises:
        DataError: when the file is missing or describes no territory.

    >>> territory().pcodes
    ('PS0255', 'PS0260', 'PS0265', 'PS0270', 'PS0275')
    """
    try:
        content = (GEODATA / FILE).read_bytes()
    except OSError as error:
        raise DataError(FILE, f"cannot be read ({error.strerror})") from error
    return parse_territory(content)
