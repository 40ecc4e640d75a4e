"""Which area a name in a file means: one of ours, one outside, or a question with our best guess.

A name is known as it is written, or by the words that tell it from others: "governorate" or
"district" say nothing, while "strip", "city" and "camp" say which of the same name is meant.
What is merely alike is never taken: it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import coverage_of, load_area_names, load_boundaries, load_places
from nuzuh.loaders.other_areas import load_other_areas
from nuzuh.loaders.territory import territory
from nuzuh.loaders.user.columns import SURE, plain
from nuzuh.loaders.user.refusal import Question
from nuzuh.loaders.user.totals import without_total

ASK = 70
"""Names at least this alike (of 100) come with a proposal."""

_CHOICES = (*pc.GOVERNORATES, pc.EXTERIOR)
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
_PARTS = re.compile(r"[,،>|/()]+|\s[-–—]\s")


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
    return " ".join(code for code in _CHOICES if code in pcodes)


def known_codes() -> str:
    """Return a sentence on the P-codes that an area can have."""
    return f"a P-code is one of {', '.join(pc.GOVERNORATES)}, or {pc.EXTERIOR} outside the Strip"


@lru_cache(maxsize=1 << 14)
def _apart(name: str) -> tuple[str, str, bool]:
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
def _index() -> _Index:
    """Every known name in three languages.

    Whole governorates go before towns of the same name: publishers mean the governorate.
    """
    index = _Index({}, {})
    boundaries = load_boundaries().frame
    spellings = {area.pcode: area.spellings for area in territory().areas}
    for row in boundaries.itertuples(index=False):
        place = Place(row.name_en, row.pcode)
        names = (row.name_en, row.name_ar, row.name_he, *spellings[row.pcode])
        _learn(index, names, place)
    crosswalk = load_area_names().frame
    for row in crosswalk.itertuples(index=False):
        reach: Literal["inside", "wider"] = "wider" if row.coverage == "beyond" else "inside"
        place = Place(row.name, joined(pc.split(row.pcodes)), reach)
        _learn(index, (row.name, row.name_ar, row.name_he), place)
    for row in load_places().frame.itertuples(index=False):
        _learn_town(index, (row.name_en, row.name_ar, row.name_he), row.kind, row.pcode)
    for row in load_other_areas().frame.itertuples(index=False):
        names = (row.name_en, row.name_ar, row.name_he, row.code, *row.also.split("; "))
        if row.reach == "whole":
            _learn(index, names, Place(territory().name, joined(pc.STRIP)))
        else:
            _learn(index, names, Place(row.name_en, reach=row.reach), every_sort=True)
    return index


def _learn(index: _Index, names: Iterable[str], place: Place, *, every_sort: bool = False) -> None:
    for name in filter(None, names):
        index.whole.setdefault(plain(name), place)
        core, sort, _ = _apart(name)
        sorts = ("governorate", "town", "camp") if every_sort else (sort,)
        for one in sorts if core else ():
            index.apart.setdefault((one, core), place)


def _learn_town(index: _Index, names: tuple[str, ...], kind: str, pcode: str) -> None:
    """A place of the gazetteer; a town named like its governorate is told from it."""
    known = index.whole.get(plain(names[0]))
    told = names[0]
    if known is not None and coverage_of(known.name, known.pcodes) == "whole":
        told = f"{names[0]} ({kind})"
    place = known if known is not None and told == names[0] else Place(told, pcode)
    if told == names[0]:
        _learn(index, names, place)
    for name in filter(None, names) if kind in ("city", "town", "refugee camp") else ():
        core, sort, _ = _apart(name)
        if core:
            index.apart.setdefault(("camp" if sort == "camp" else "town", core), place)


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


@lru_cache(maxsize=1 << 10)
def name_of(pcodes: str) -> str:
    """Return a name for P-codes that the crosswalk knows to be their whole area.

    >>> name_of("PS0275"), name_of("PS0260 PS0270 PS0275")
    ('Rafah', 'Gaza; Khan Younis; Rafah')
    """
    codes = joined(pc.split(pcodes))
    if codes in _by_pcodes():
        return _by_pcodes()[codes]
    return "; ".join(_by_pcodes()[code] for code in codes.split())


def find_area(name: str) -> tuple[str, str] | None:
    """Return the name as our tables write it and its P-codes; None for any other name.

    >>> find_area("محافظة رفح")
    ('Rafah', 'PS0275')
    >>> find_area("Khan Younis; Rafah")
    ('Khan Younis; Rafah', 'PS0270 PS0275')
    >>> find_area("Khan Yuonis") is None, find_area("Hebron") is None
    (True, True)
    """
    place = find_place(name)
    if place is None or place.reach == "outside" or place.finer:
        return None
    return place.name, place.pcodes


@lru_cache(maxsize=1 << 8)
def sort_of_column(header: str) -> str:
    """Return ``town`` or ``camp`` where a column of areas holds these, or "".

    >>> sort_of_column("Municipality"), sort_of_column("Camp name"), sort_of_column("Governorate")
    ('town', 'camp', '')
    """
    _, sort, _ = _apart(header)
    return sort if sort in ("town", "camp") else ""


@lru_cache(maxsize=1 << 14)
def find_place(name: str, *, sort: str = "") -> Place | None:
    """Return what a name means; None where it is not known, or could mean two things.

    Args:
        name: as the file writes it.
        sort: ``town`` or ``camp`` where the column holds these, see :func:`sort_of_column`:
            then the town goes before the governorate of the same name.

    >>> find_place("Hebron Governorate").reach, find_place("Palestine").reach
    ('outside', 'wider')
    >>> find_place("Deir al-Balah Governorate, Gaza Strip, Palestine").name
    'Deir al-Balah'
    >>> find_place("city of Khan Younis"), find_place("Governorate") is None
    (Place(name='Khan Younis (city)', pcodes='PS0270', reach='inside', finer=False), True)
    """
    members = [member for member in re.split("[;؛]", name) if member.strip()]
    found = _single(name, sort=sort)
    if found is not None or len(members) < 2:
        return found or _chained(name, sort=sort)
    places = [_single(member, sort=sort) or _chained(member, sort=sort) for member in members]
    each = [place for place in places if place is not None]
    return _several(each) if len(each) == len(places) else None


def _several(each: Sequence[Place]) -> Place | None:
    """Several places as one; None where some lie inside the Strip and others outside."""
    told = "; ".join(dict.fromkeys(place.name for place in each))
    codes = frozenset[str]().union(*(pc.split(place.pcodes) for place in each))
    reaches = {place.reach for place in each}
    if len(reaches) > 1:
        return Place(told, reach="wider") if codes == pc.STRIP or "wider" in reaches else None
    if not all(place.pcodes for place in each):
        codes = frozenset()
    return Place(told, joined(codes), each[0].reach, any(place.finer for place in each))


def _single(name: str, *, sort: str) -> Place | None:
    """A name that is known whole, or by the words that tell it apart."""
    if sort:
        found = _index().apart.get((sort, _apart(name)[0]))
        if found is not None or sort == "camp":
            return found
    for text in (name, without_total(name)):
        if (found := _index().whole.get(plain(text))) is not None:
            return found
    core, told, vague = _apart(without_total(name))
    if not core or (vague and core == _whole_core()):
        return None
    by_code = place_of_codes(name) if re.fullmatch(r"\s*[A-Za-z]{2}\d{2,}\s*", name) else None
    return _index().apart.get((told, core)) or by_code


def _whole_core() -> str:
    """What is left of the name of the Strip without its generic word: it may mean either."""
    return _apart(territory().name)[0]


def _chained(name: str, *, sort: str) -> Place | None:
    """A name of several parts, each inside the others: what the smallest of them means."""
    parts = [part.strip() for part in _PARTS.split(name) if part.strip()]
    if len(parts) < 2:
        return None
    found = [_single(part, sort=sort) for part in parts]
    known = [place for place in found if place is not None]
    inside = [place for place in known if place.reach == "inside" and place.pcodes]
    outside = [place for place in known if place.reach == "outside"]
    if not inside:
        # A village that is not known lies outside with what holds it.
        wider = known[:1] if len(known) == len(parts) else []
        return next(iter(outside or wider), None)
    return None if outside else _finest(inside, whole=len(known) == len(parts))


def _finest(inside: Sequence[Place], *, whole: bool) -> Place | None:
    """The smallest of areas that hold one another; None where they do not, or are vague.

    Args:
        inside: the areas.
        whole: whether no other part of the name is of something smaller.
    """
    finest = min(inside, key=lambda place: (len(place.pcodes.split()), _is_whole(place)))
    holds = all(pc.split(finest.pcodes) <= pc.split(place.pcodes) for place in inside)
    strip = joined(pc.STRIP)
    # "Gaza, Palestine" may be the Strip.
    bare = _apart(finest.name)[:2] == (_whole_core(), "governorate")
    vague = bare and all(place.pcodes != strip for place in inside)
    if not holds or vague:
        return None
    if whole:
        return finest
    return None if finest.pcodes == strip else replace(finest, finer=True)


def _is_whole(place: Place) -> bool:
    return coverage_of(place.name, place.pcodes) in ("whole", "city")


@lru_cache(maxsize=1 << 12)
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
    known = _index().whole.get(plain(code)) if re.fullmatch(r"[A-Z]{2,3}\d*", code) else None
    if known is not None:
        return known
    upper = re.fullmatch(r"([A-Z]{2}\d{4})\d+", code)
    within = _of_code(upper[1]) if upper else None
    return None if within is None else replace(within, finer=True)


@lru_cache(maxsize=1 << 12)
def is_alike(name: str, pcodes: str) -> bool:
    """Whether a name beside P-codes is that of their area with a slip of the keyboard.

    >>> is_alike("Khan Yunnis Governorate", "PS0270"), is_alike("School A", "PS0270")
    (True, False)
    """
    core, sort, _ = _apart(name)
    names = [core for core, place in _like(sort).items() if place.pcodes == pcodes]
    found = process.extractOne(core, names, scorer=fuzz.ratio, score_cutoff=SURE)
    return sort == "governorate" and found is not None


@lru_cache(maxsize=1 << 10)
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


def is_doubtful(names: Iterable[str]) -> bool:
    """Whether a name that the Strip shares with one of its areas means the Strip here.

    Beside the West Bank and countries alone, "Gaza" is the Strip more likely than the
    governorate.

    Args:
        names: every name in a column of areas.

    >>> is_doubtful(["West Bank", "Gaza"]), is_doubtful(["Hebron", "Rafah", "Gaza"])
    (True, False)
    """
    places = [place for place in map(find_place, names) if place is not None]
    inside = {place.name for place in places if place.reach == "inside"}
    if {_apart(name) for name in inside} != {(_whole_core(), "governorate", False)}:
        return False
    others = {place.name for place in places if place.reach != "inside"}
    return bool(others) and not others & _second_level()


@lru_cache(maxsize=1)
def _second_level() -> frozenset[str]:
    """Names of the areas outside that are of the same level as ours."""
    frame = load_other_areas().frame
    deep = frame["code"].str.len() == max(map(len, frame["code"]))
    return frozenset(frame.loc[deep, "name_en"])


def ask_about(name: str) -> Question:
    """Return the question that a name raises, with the P-codes of the one most like it.

    Only the words that tell names apart are compared, whole; what is more like an area
    outside, or is a town where only the governorate has that name, gets no proposal.

    >>> ask_about("Khan Yuonis Governorate").proposed, ask_about("Jennin Governorate").proposed
    ('PS0270', '')
    """
    parts = [part for part in _PARTS.split(name[:120]) if part.strip()]
    each = [find_place(part) for part in parts]
    if each and all(place is not None and place.pcodes for place in each):
        codes = frozenset[str]().union(*(pc.split(place.pcodes) for place in each if place))
        return Question("area", name, joined(codes), 0, (*_CHOICES, ""))
    best, score = Place(""), 0.0
    for part in (name[:120], *parts):
        core, sort, _ = _apart(without_total(part))
        if core == _whole_core():
            return Question("area", name, "", 0, (*_CHOICES, ""))
        placed = _like(sort)
        found = process.extractOne(core, list(placed), scorer=fuzz.ratio, score_cutoff=ASK)
        if core and found is not None and found[1] > score:
            best, score = placed[found[0]], found[1]
    if not best.pcodes:
        return Question("area", name, "", 0, (*_CHOICES, ""))
    return Question("area", name, best.pcodes, int(score), (*_CHOICES, ""))


@lru_cache(maxsize=8)
def _like(sort: str) -> dict[str, Place]:
    """What a name of a sort can be meant for, by the words that tell it apart."""
    return {
        core: place
        for (one, core), place in _index().apart.items()
        if one == sort and (place.pcodes or place.reach != "inside")
    }
