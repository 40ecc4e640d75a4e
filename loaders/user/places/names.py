"""Which area a name in a file means: one of ours, one outside, or a question with our best guess.

A name is known as it is written, or by the words that tell it from others: "governorate" or
"district" say nothing, while "strip", "city" and "camp" say which of the same name is meant.
What is merely alike is never taken: it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import coverage_of
from nuzuh.loaders.user.estimates.memory import while_reading
from nuzuh.loaders.user.estimates.totals import without_total
from nuzuh.loaders.user.headers.columns import SURE, plain
from nuzuh.loaders.user.places.gazetteer import (
    CHOICES,
    Place,
    apart,
    index,
    joined,
    place_of_codes,
    second_level,
    whole_core,
)
from nuzuh.loaders.user.refusal import Question

ASK = 70
"""Names at least this alike (of 100) come with a proposal."""

_PARTS = re.compile(r"[,،>|/()]+|\s[-–—]\s")


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


@while_reading
def sort_of_column(header: str) -> str:
    """Return ``town`` or ``camp`` where a column of areas holds these, or "".

    >>> sort_of_column("Municipality"), sort_of_column("Camp name"), sort_of_column("Governorate")
    ('town', 'camp', '')
    """
    _, sort, _ = apart(header)
    return sort if sort in ("town", "camp") else ""


@while_reading
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
        found = index().apart.get((sort, apart(name)[0]))
        if found is not None or sort == "camp":
            return found
    for text in (name, without_total(name)):
        found = index().whole.get(plain(text))
        # "Khan Younis; Rafah" are both, while of "Khan Younis, Rafah" one may lie in the other.
        if found is not None and (";" not in found.name or re.search("[;؛]", text)):
            return found
    core, told, vague = apart(without_total(name))
    if not core or (vague and core == whole_core()):
        return None
    by_code = place_of_codes(name) if re.fullmatch(r"\s*[A-Za-z]{2}\d{2,}\s*", name) else None
    return index().apart.get((told, core)) or by_code


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
    if inside[0].pcodes == inside[-1].pcodes != finest.pcodes:
        # A geocoder adds the governorate of its point to the name of what holds it.
        return inside[0] if whole and holds else None
    # "Gaza, Palestine" may be the Strip.
    bare = apart(finest.name)[:2] == (whole_core(), "governorate")
    vague = bare and all(place.pcodes != strip for place in inside)
    if not holds or vague:
        return None
    if whole:
        return finest
    return None if finest.pcodes == strip else replace(finest, finer=True)


def _is_whole(place: Place) -> bool:
    return coverage_of(place.name, place.pcodes) in ("whole", "city")


@while_reading
def is_alike(name: str, pcodes: str) -> bool:
    """Whether a name beside P-codes is that of their area with a slip of the keyboard.

    >>> is_alike("Khan Yunnis Governorate", "PS0270"), is_alike("School A", "PS0270")
    (True, False)
    """
    core, sort, _ = apart(name)
    names = [core for core, place in _like(sort).items() if place.pcodes == pcodes]
    found = process.extractOne(core, names, scorer=fuzz.ratio, score_cutoff=SURE)
    return sort == "governorate" and found is not None


def is_bare(names: Iterable[str]) -> bool:
    """Whether the only area inside that is named shares its name with the Strip.

    >>> is_bare(["Gaza", "Hebron"]), is_bare(["Gaza", "Rafah"]), is_bare(["Gaza Strip"])
    (True, False, False)
    """
    places = [place for place in map(find_place, names) if place is not None]
    inside = {place.name for place in places if place.reach == "inside"}
    return {apart(name) for name in inside} == {(whole_core(), "governorate", False)}


def is_doubtful(names: Iterable[str]) -> bool:
    """Whether a name that the Strip shares with one of its areas means the Strip here.

    Beside the West Bank and countries alone, "Gaza" is the Strip more likely than the
    governorate.

    Args:
        names: every name in a column of areas.

    >>> is_doubtful(["West Bank", "Gaza"]), is_doubtful(["Hebron", "Rafah", "Gaza"])
    (True, False)
    """
    told = set(names)
    places = [place for place in map(find_place, told) if place is not None]
    others = {place.name for place in places if place.reach != "inside"}
    return is_bare(told) and bool(others) and not others & second_level()


def ask_about(name: str) -> Question:
    """Return the question that a name raises, with the P-codes of the one most like it.

    Only the words that tell names apart are compared, whole; what is more like an area
    outside, or is a town where only the governorate has that name, gets no proposal.

    >>> ask_about("Khan Yuonis Governorate").proposed, ask_about("Jennin Governorate").proposed
    ('PS0270', '')
    """
    proposed, score = _guess(name[:120])
    return Question("area", name, proposed, score, (*CHOICES, ""))


def _guess(name: str) -> tuple[str, int]:
    """The P-codes that a name may mean, and how alike the names are."""
    parts = [part for part in _PARTS.split(name) if part.strip()]
    each = [find_place(part) for part in parts]
    cores = {apart(without_total(part))[0] for part in (name, *parts)}
    known = [place for place in each if place is not None]
    if whole_core() in cores or any(place.reach == "outside" for place in known):
        return "", 0
    if each and all(place is not None and place.pcodes for place in each):
        return joined(frozenset[str]().union(*(pc.split(place.pcodes) for place in known))), 0
    best, score = "", 0.0
    for part in (name, *parts):
        core, sort, _ = apart(without_total(part))
        placed = _like(sort)
        found = process.extractOne(core, list(placed), scorer=fuzz.ratio, score_cutoff=ASK)
        if core and found is not None and found[1] > score:
            best, score = placed[found[0]].pcodes, found[1]
    return best, int(score) if best else 0


@lru_cache(maxsize=8)
def _like(sort: str) -> dict[str, Place]:
    """What a name of a sort can be meant for, by the words that tell it apart."""
    return {
        core: place
        for (one, core), place in index().apart.items()
        if one == sort and (place.pcodes or place.reach != "inside")
    }
