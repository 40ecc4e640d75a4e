"""The areas that a reader selects: the governorates, each side of Wadi Gaza, the whole Strip."""

from __future__ import annotations

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


PARTS = (STRIP, *(side.id for side in territory().sides), *pc.GOVERNORATES)
"""The same in the order in which parts of the Strip to be shown are offered: the largest first."""


def pcodes_of(area: str) -> tuple[str, ...]:
    """Return the governorates of an area.

    Args:
        area: one of :data:`AREAS`; "" for the whole Strip.

    >>> pcodes_of("north"), pcodes_of("PS0275")
    (('PS0255', 'PS0260'), ('PS0275',))
    """
    return REGIONS.get(area or STRIP, (area,))


def area_name(area: str, t: Translator) -> str:
    """Return the name of an area in the reader's language.

    >>> area_name("PS0275", Translator("en")), area_name("north", Translator("en"))
    ('Rafah', 'North of Wadi Gaza')
    """
    return t(f"region.{area}") if area in REGIONS else governorate_name(area, t.lang)
