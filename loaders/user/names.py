"""Which governorates an area's name means: as known, or as a question with our best guess."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz, process

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_area_names, load_boundaries, load_places
from nuzuh.loaders.territory import territory
from nuzuh.loaders.user.columns import plain
from nuzuh.loaders.user.refusal import Question

ASK = 70
"""Names at least this alike (of 100) come with a proposal."""

_CHOICES = (*pc.GOVERNORATES, pc.EXTERIOR)


def joined(pcodes: frozenset[str]) -> str:
    """Return P-codes as the tables write them, north to south."""
    return " ".join(code for code in _CHOICES if code in pcodes)


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[str, str]]:
    """The name as our tables write it and its P-codes, by every known name in three languages.

    Whole governorates go before towns of the same name: publishers mean the governorate.
    """
    known: dict[str, tuple[str, str]] = {}

    def learn(name: str, canonical: str, pcodes: str) -> None:
        if name:
            known.setdefault(plain(name), (canonical, joined(pc.split(pcodes))))

    for row in load_boundaries().frame.itertuples(index=False):
        for name in (row.name_en, row.name_ar, row.name_he):
            learn(name, row.name_en, row.pcode)
            learn(f"{name} governorate", row.name_en, row.pcode)
            learn(f"محافظة {name}", row.name_en, row.pcode)
    canonical_of = dict(zip(*load_boundaries().frame[["pcode", "name_en"]].T.values, strict=True))
    for area in territory().areas:
        for name in area.spellings:
            learn(name, canonical_of[area.pcode], area.pcode)
            learn(f"{name} governorate", canonical_of[area.pcode], area.pcode)
    for table, column in ((load_area_names(), "name"), (load_places(), "name_en")):
        for row in table.frame.itertuples(index=False):
            canonical = getattr(row, column)
            codes = row.pcodes if column == "name" else row.pcode
            for name in (canonical, row.name_ar, row.name_he):
                learn(name, canonical, codes)
    return known


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
    """Return the name as our tables write it and its P-codes; None for an unknown name.

    >>> find_area("محافظة رفح")
    ('Rafah', 'PS0275')
    >>> find_area("Khan Younis; Rafah")
    ('Khan Younis; Rafah', 'PS0270 PS0275')
    >>> find_area("Khan Yuonis") is None
    True
    """
    known = _known()
    if (found := known.get(plain(name))) is not None:
        return found
    parts = [part.strip() for part in name.replace("،", ";").split(";") if part.strip()]
    each = [known.get(plain(part)) for part in parts]
    if len(parts) < 2 or not all(each):
        return None
    found_parts = [part for part in each if part is not None]
    codes = frozenset[str]().union(*(pc.split(codes) for _, codes in found_parts))
    return "; ".join(canonical for canonical, _ in found_parts), joined(codes)


def ask_about(name: str, least: int = ASK) -> Question:
    """Return the question that an unknown name raises, with the nearest known name's P-codes.

    A name that is less alike than ``least`` to every known one comes without a proposal.
    """
    known = _known()
    placed = [other for other, (_, codes) in known.items() if codes]
    found = process.extractOne(plain(name[:120]), placed, scorer=fuzz.WRatio, score_cutoff=least)
    if found is None:
        return Question("area", name, "", 0, (*_CHOICES, ""))
    return Question("area", name, known[found[0]][1], int(found[1]), (*_CHOICES, ""))
