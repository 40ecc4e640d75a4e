"""The areas that a reader selects: the governorates, each side of Wadi Gaza, the whole Strip."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from nuzuh.balance.result import Reconstruction
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.territory import territory
from nuzuh.scene import labels
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


def area_in_words(area: str, t: Translator) -> str:
    """Return the name of an area as it stands within a sentence.

    >>> area_in_words("north", Translator("en"))
    'the north of the Strip'
    """
    return t(f"region.in.{area}") if area in REGIONS else area_name(area, t)


def names_of(pcodes: Collection[str], area: str, t: Translator) -> str:
    """Return the names of governorates within a sentence; of exactly an area's, that of the area.

    >>> names_of(["PS0255", "PS0260"], "PS0255", Translator("en"))
    'North Gaza + Gaza'
    """
    if set(pcodes) == set(pcodes_of(area)):
        return area_in_words(area, t)
    return _each(pcodes, t)


def place_name(pcodes: Collection[str], t: Translator) -> str:
    """Return the name of governorates that are told as one, or of what lies outside.

    >>> place_name(("PS0255", "PS0260"), Translator("en")), place_name(["EXT"], Translator("en"))
    ('North of Wadi Gaza', 'outside the Gaza Strip')
    """
    area = area_of(pcodes)
    return area_name(area, t) if area else _each(pcodes, t)


def place_as_published(pcodes: Collection[str], t: Translator) -> str:
    """Return the same as publishers name it, which is how it stands within their sentences.

    >>> place_as_published(["PS0255", "PS0260"], Translator("en"))
    'north of Wadi Gaza'
    """
    named = {side.id: side.name for side in territory().sides} | {STRIP: territory().name}
    area = area_of(pcodes)
    return labels.area_name(named[area], t) if area in named else _each(pcodes, t)


def _each(pcodes: Collection[str], t: Translator) -> str:
    if set(pcodes) == {pc.EXTERIOR}:
        return t("area.outside")
    return t.together(governorate_name(pcode, t.lang) for pcode in pcodes)


def told_with(reconstruction: Reconstruction, area: str, day: date) -> tuple[str, ...]:
    """Return the governorates that an area is told together with on a day, north to south."""
    asked = set(pcodes_of(area))
    groups = (group for group in reconstruction.areas_told(day) if asked & set(group))
    return tuple(pcode for group in groups for pcode in group)
