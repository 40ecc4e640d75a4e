"""The areas that a reader selects: the governorates, each side of Wadi Gaza, the whole Strip."""

from __future__ import annotations

from collections.abc import Iterable

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.territory import territory
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.translator import Translator

STRIP = "strip"
"""The whole Strip."""

REGIONS: dict[str, tuple[str, ...]] = {
    **{side.id: side.pcodes for side in territory().sides},
    STRIP: pc.GOVERNORATES,
}
"""Areas of several governorates: their P-codes."""

AREAS = (*pc.GOVERNORATES, *REGIONS)
"""What a reader can select."""


def pcodes_of(area: str) -> tuple[str, ...]:
    """Return the governorates of an area.

    Args:
        area: one of :data:`AREAS`; "" for the whole Strip.

    >>> pcodes_of("north"), pcodes_of("PS0275")
    (('PS0255', 'PS0260'), ('PS0275',))
    """
    return REGIONS.get(area or STRIP, (area,))


def area_of(pcodes: Iterable[str]) -> str:
    """Return the area that some governorates make up; "" where no reader can select it.

    >>> area_of(["PS0255", "PS0260"]), area_of(["PS0275"]), area_of(["EXT"])
    ('north', 'PS0275', '')
    """
    held = set(pcodes)
    return next((area for area in AREAS if set(pcodes_of(area)) == held), "")


def area_name(area: str, t: Translator) -> str:
    """Return the name of an area in the reader's language.

    >>> area_name("PS0275", Translator("en")), area_name("north", Translator("en"))
    ('Rafah', 'North of Wadi Gaza')
    """
    return t(f"region.{area}") if area in REGIONS else governorate_name(area, t.lang)
