"""P-codes, names and block numbers to areas: each different value in the records is looked at once.

There are few of them, however many records there are, so that all that is known of codes and
of names in three languages can be asked in Python. The names in records may be those of
sites where displaced people live: they are held in memory for as long as they are looked
at, and no longer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_places
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.neighbourhoods import load_neighbourhoods
from nuzuh.loaders.other_areas import load_other_areas
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.user.estimates.memory import reading
from nuzuh.loaders.user.headers.columns import plain
from nuzuh.loaders.user.places.gazetteer import (
    Place,
    apart,
    name_of,
    place_of_codes,
    second_level,
    whole_core,
)
from nuzuh.loaders.user.places.names import find_place, is_bare

MOST_VALUES = 50_000
"""Different values that a column of codes or names may have: addresses and persons have more."""

_CODE = re.compile(r"[A-Z]{2,3}\d*")
_BLOCK = re.compile(r"(?:(?:block|blk|بلوك|בלוק|#)[\s.:_-]*)?(\d+)(?:\.\d)?", re.IGNORECASE)


def areas_of_values(
    kind: str, values: Collection[object], own: dict[str, str], column: str
) -> dict[str, str]:
    """Return the area of each value that has one: a P-code, or ``EXT``.

    Args:
        kind: ``pcode``, ``name`` or ``block``.
        values: the different values of the column.
        own: areas that the mapping gives for values, which go before all else.
        column: where they stand, for what is refused.

    Returns:
        Texts and areas: each value as :func:`texts_of` writes it.

    Raises:
        RecordsError: for more values than places can have, and for names that may mean two
            things and are too many to be left out.
    """
    if len(values) > MOST_VALUES:
        raise RecordsError(
            "the records",
            f"more than {MOST_VALUES:,} different values, which are not the {_WORDS[kind]} of "
            "areas: name the right column in the mapping, or give coordinates or H3 cells",
            column=column,
        )
    with reading():
        mine = {_folded(text): area for text, area in own.items()}
        texts = {text: value for value in values for text in texts_of(value)}
        left = [text for text in texts if _folded(text) not in mine]
        if kind == "name":
            _check_bare(left, column)
        found = {text: _FINDERS[kind](text) for text in left}
        found |= {text: mine[_folded(text)] for text in texts if _folded(text) in mine}
        return {text: area for text, area in found.items() if area is not None}


def unknown_values(values: Iterable[object], areas: Collection[str]) -> tuple[str, ...]:
    """Return the values that no area is known for, as texts in their order; blanks are none.

    >>> unknown_values(["Rafah", "Somewhere", None, " "], {"Rafah": "PS0275"})
    ('Somewhere',)
    """
    texts = [texts_of(value) for value in values]
    return tuple(sorted(each[-1] for each in texts if each and not set(each) & set(areas)))


def texts_of(value: object) -> tuple[str, ...]:
    """Return the texts that a value is written as by engines, the plainest last; none of a blank.

    >>> texts_of(" PS0255 "), texts_of(606), texts_of(606.0), texts_of(None)
    ((' PS0255 ', 'PS0255'), ('606',), ('606.0', '606'), ())
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ()
    told = str(value)
    plainest = told.strip()
    if isinstance(value, float) and value.is_integer():
        plainest = str(int(value))
    return tuple(dict.fromkeys((told, plainest))) if plainest else ()


def area_of_code(text: str) -> str | None:
    """Return the area that a P-code is, or lies in; ``EXT`` for codes of other areas.

    Codes of COD-AB begin with that of the area they are a part of.

    >>> [area_of_code(code) for code in ("ps 0255", "PS02701234", "PS0101", "EG", "PS02")]
    ['PS0255', 'PS0270', 'EXT', 'EXT', None]
    """
    code = "".join(text.split()).upper()
    if not _CODE.fullmatch(code):
        return None
    place = place_of_codes(code)
    if place is None and code.rstrip("0123456789") in _countries():
        return pc.EXTERIOR
    return _single(place)


def area_of_name(text: str) -> str | None:
    """Return the one area that a name in any of three languages means, or lies in.

    None for what is not known, for what is larger than an area, and for names of
    neighbourhoods that there are in several areas.

    >>> [area_of_name(name) for name in ("رفح", "ג'באליא", "Jabalia camp", "Hebron", "Al-Salam")]
    ['PS0275', 'PS0255', 'PS0255', 'EXT', None]
    """
    place = find_place(text)
    area = _single(place)
    if place is not None and area in pc.STRIP and place.name == name_of(area):
        return area
    held = _points().get(plain(text), frozenset()) | _points().get(apart(text)[0], frozenset())
    if len(held) > 1:
        return None
    return next(iter(held), None) if place is None else area


def area_of_block(text: str) -> str | None:
    """Return the governorate of a block of the evacuation map, by its number.

    >>> [area_of_block(text) for text in ("606", "Block 0606", "2231.1", "0", "north")]
    ['PS0260', 'PS0260', 'PS0265', None, None]
    """
    found = _BLOCK.fullmatch(text.strip())
    return _blocks().get(int(found[1])) if found else None


def _single(place: Place | None) -> str | None:
    if place is None:
        return None
    if place.reach == "outside" or place.pcodes == pc.EXTERIOR:
        return pc.EXTERIOR
    return place.pcodes if place.pcodes in pc.STRIP else None


def _check_bare(names: Collection[str], column: str) -> None:
    """Refuse the bare name that the Strip shares with a city, where nothing tells which is meant.

    Beside other governorates, here or in the West Bank, it is the governorate.
    """
    bare = [name for name in names if plain(name) == apart(name)[0] and is_bare([name])]
    others = {place.name for place in map(find_place, names) if place and place.reach == "outside"}
    if bare and is_bare(names) and not others & second_level():
        name = name_of(_only(area_of_name(bare[0])))
        raise RecordsError(
            "the records",
            f"{name!r} may be the {whole_core().title()} Strip, the city or the governorate, and "
            "no other area of the Strip is named beside it: write under 'areas' of the mapping "
            f"which it is, such as {name}: {_only(area_of_name(bare[0]))}, in the spelling of "
            "the records",
            column=column,
        )


def _only(area: str | None) -> str:
    assert area is not None
    return area


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    frame = load_other_areas().frame
    outside = frame.loc[frame["reach"] == "outside", "code"]
    return frozenset(code for code in outside if code.isalpha())


@lru_cache(maxsize=1)
def _points() -> dict[str, frozenset[str]]:
    """The governorates in which there is a place of a name, by the name in plain letters."""
    found: dict[str, set[str]] = {}
    for frame in (load_places().frame, load_neighbourhoods().frame):
        for names in (one for one in ("name_en", "name_ar", "name_he") if one in frame):
            for name, pcode in zip(frame[names], frame["pcode"], strict=True):
                for told in {plain(name), apart(name)[0]} - {""} if pcode else ():
                    found.setdefault(told, set()).add(pcode)
    return {name: frozenset(areas) for name, areas in found.items()}


@lru_cache(maxsize=1)
def _blocks() -> dict[int, str]:
    frame = load_blocks().frame
    return dict(zip(frame["block"].astype(int), frame["pcode"], strict=True))


_FINDERS: dict[str, Callable[[str], str | None]] = {
    "pcode": area_of_code,
    "name": area_of_name,
    "block": area_of_block,
}
_WORDS = {"pcode": "P-codes", "name": "names", "block": "numbers of blocks"}
