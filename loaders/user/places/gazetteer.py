"""What the areas of a file can be: every name and P-code of ours and of those outside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import coverage_of, load_area_names, load_boundaries, load_places
from nuzuh.loaders.other_areas import load_other_areas
from nuzuh.loaders.territory import territory
from nuzuh.loaders.user.estimates.memory import while_reading
from nuzuh.loaders.user.headers.columns import plain

CHOICES = (*pc.GOVERNORATES, pc.EXTERIOR)
"""The P-codes that an area can have."""

_SORTS = {
    "governorate": "governorate governate governerate gov province district county muhafazat "
    "muhafaza muhafazah mohafaza محافظة المحافظة לוא נפת נפה מחוז",
    "strip": "strip قطاع القطاع רצועת רצועה",
    "town": "city municipality municipal town مدينة بلدية עיר העיר עיריית",
    "camp": "camp refugee مخيم للاجئين מחנה פליטים הפליטים",
    "none": "the of in area region zone governorates منطقة אזור",
}
_SORT_OF = {plain(word): sort for sort, words in _SORTS.items() for word in words.split()}
_LITTLE = frozenset(["the", "of", "in"])


@dataclass(frozen=True)
class Place:
    """What a name or a code means.

    Attributes:
        name: as our tables write it.
        pcodes: those of our areas that hold it; "" where that is not known.
        reach: ``inside`` the Strip, ``outside`` it, or ``wider`` than it.
        finer: whether something smaller is meant that our tables have no name for.
    """

    name: str
    pcodes: str = ""
    reach: Literal["inside", "outside", "wider"] = "inside"
    finer: bool = False


@dataclass(frozen=True)
class _Index:
    """Every known name: whole, and by the words that tell it apart with the sort they go with."""

    whole: dict[str, Place]
    apart: dict[tuple[str, str], Place]


def joined(pcodes: frozenset[str]) -> str:
    """Return P-codes as the tables write them, north to south."""
    return " ".join(code for code in CHOICES if code in pcodes)


def known_codes() -> str:
    """Return a sentence on the P-codes that an area can have."""
    return f"a P-code is one of {', '.join(pc.GOVERNORATES)}, or {pc.EXTERIOR} outside the Strip"


@while_reading
def apart(name: str) -> tuple[str, str, bool]:
    """The words that tell a name from others, its sort, and whether a vague word was dropped.

    The sort is ``governorate`` for a bare name, "?" where words of two sorts stand in it.
    """
    words = plain(name).split()
    sorts = {_SORT_OF[word] for word in words if word in _SORT_OF}
    vague = any(_SORT_OF.get(word) == "none" and word not in _LITTLE for word in words)
    sorts.discard("none")
    core = " ".join(word for word in words if word not in _SORT_OF)
    return core, sorts.pop() if len(sorts) == 1 else "?" if sorts else "governorate", vague


@lru_cache(maxsize=1)
def index() -> _Index:
    """Every known name in three languages.

    Whole governorates go before towns of the same name: publishers mean the governorate.
    """
    found = _Index({}, {})
    boundaries = load_boundaries().frame
    spellings = {area.pcode: area.spellings for area in territory().areas}
    for row in boundaries.itertuples(index=False):
        place = Place(row.name_en, row.pcode)
        names = (row.name_en, row.name_ar, row.name_he, *spellings[row.pcode])
        _learn(found, names, place)
    crosswalk = load_area_names().frame
    for row in crosswalk.itertuples(index=False):
        reach: Literal["inside", "wider"] = "wider" if row.coverage == "beyond" else "inside"
        place = Place(row.name, joined(pc.split(row.pcodes)), reach)
        _learn(found, (row.name, row.name_ar, row.name_he), place)
    for row in load_places().frame.itertuples(index=False):
        _learn_town(found, (row.name_en, row.name_ar, row.name_he), row.kind, row.pcode)
    for row in load_other_areas().frame.itertuples(index=False):
        names = (row.name_en, row.name_ar, row.name_he, row.code, *row.also.split("; "))
        if row.reach == "whole":
            _learn(found, names, Place(territory().name, joined(pc.STRIP)))
        else:
            _learn(found, names, Place(row.name_en, reach=row.reach), every_sort=True)
    return found


def _learn(found: _Index, names: Iterable[str], place: Place, *, every_sort: bool = False) -> None:
    for name in filter(None, names):
        found.whole.setdefault(plain(name), place)
        core, sort, _ = apart(name)
        sorts = ("governorate", "town", "camp") if every_sort else (sort,)
        for one in sorts if core and ";" not in place.name else ():
            found.apart.setdefault((one, core), place)


def _learn_town(found: _Index, names: tuple[str, ...], kind: str, pcode: str) -> None:
    """A place of the gazetteer; a town named like its governorate is told from it."""
    known = found.whole.get(plain(names[0]))
    told = names[0]
    if known is not None and coverage_of(known.name, known.pcodes) == "whole":
        told = f"{names[0]} ({kind})"
    place = known if known is not None and told == names[0] else Place(told, pcode)
    if told == names[0]:
        _learn(found, names, place)
    for name in filter(None, names) if kind in ("city", "town", "refugee camp") else ():
        core, sort, _ = apart(name)
        if core:
            found.apart.setdefault(("camp" if sort == "camp" else "town", core), place)


@lru_cache(maxsize=1)
def _by_pcodes() -> dict[str, str]:
    """The plainest name for each set of P-codes."""
    names: dict[str, str] = {}
    frame = load_area_names().frame
    for row in frame[frame["coverage"] == "whole"].itertuples(index=False):
        codes = joined(pc.split(row.pcodes))
        if codes not in names or len(row.name) < len(names[codes]):
            names[codes] = row.name
    return names


@while_reading
def name_of(pcodes: str) -> str:
    """Return a name for P-codes that the crosswalk knows to be their whole area.

    >>> name_of("PS0275"), name_of("PS0260 PS0270 PS0275")
    ('Rafah', 'Gaza; Khan Younis; Rafah')
    """
    codes = joined(pc.split(pcodes))
    if codes in _by_pcodes():
        return _by_pcodes()[codes]
    return "; ".join(_by_pcodes()[code] for code in codes.split())


def whole_core() -> str:
    """What is left of the name of the Strip without its generic word: it may mean either."""
    return apart(territory().name)[0]


@while_reading
def place_of_codes(cell: str) -> Place | None:
    """Return what P-codes mean: ours, those of other areas, or of parts of either.

    >>> place_of_codes("PS0275").name, place_of_codes("PS0101").reach, place_of_codes("PS02").name
    ('Rafah', 'outside', 'Gaza Strip')
    >>> place_of_codes("PS027005").finer, place_of_codes("PS0999") is None
    (True, True)
    """
    each = [_of_code(code) for code in re.split(r"[,;\s]+", cell.upper()) if code]
    known = [place for place in each if place is not None]
    if not known or len(known) < len(each):
        return None
    reaches = {place.reach for place in known}
    if len(reaches) > 1:
        return None
    codes = frozenset[str]().union(*(pc.split(place.pcodes) for place in known))
    finer = any(place.finer for place in known)
    told = name_of(joined(codes)) if codes else "; ".join(p.name for p in known)
    return Place(told, joined(codes), known[0].reach, finer)


def _of_code(code: str) -> Place | None:
    if code in pc.KNOWN:
        return Place(name_of(code), code)
    known = index().whole.get(plain(code)) if re.fullmatch(r"[A-Z]{2,3}\d*", code) else None
    if known is not None:
        return known
    upper = re.fullmatch(r"([A-Z]{2}\d{4})\d+", code)
    within = _of_code(upper[1]) if upper else None
    return None if within is None else replace(within, finer=True)


@while_reading
def lies_within(inner: str, outer: str) -> bool:
    """Whether one area outside the Strip is a part of another, by their names in our tables.

    >>> lies_within("Jenin", "West Bank"), lies_within("Israel", "West Bank")
    (True, False)
    """
    codes = _codes_outside()
    mine, theirs = codes.get(inner, ""), codes.get(outer, "")
    return bool(theirs) and len(mine) > len(theirs) and mine.startswith(theirs)


@lru_cache(maxsize=1)
def _codes_outside() -> dict[str, str]:
    frame = load_other_areas().frame
    return dict(zip(frame["name_en"], frame["code"], strict=True))


@lru_cache(maxsize=1)
def second_level() -> frozenset[str]:
    """Names of the areas outside that are of the same level as ours."""
    frame = load_other_areas().frame
    deep = frame["code"].str.len() == max(map(len, frame["code"]))
    return frozenset(frame.loc[deep, "name_en"])
