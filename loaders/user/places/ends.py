"""Where a row of a reader's table is from and to: names and P-codes held against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.user.estimates.memory import while_reading
from nuzuh.loaders.user.estimates.totals import is_total
from nuzuh.loaders.user.places.gazetteer import Place, joined, known_codes, name_of, place_of_codes
from nuzuh.loaders.user.places.names import find_place, is_alike

Fate = Literal[
    "used", "outside", "wider", "answered", "total", "unknown", "unsure", "empty", "wrong"
]


@dataclass(frozen=True)
class End:
    """Where a row is from, or to.

    Attributes:
        name, pcodes: as our tables write them.
        fate: whether the row can be ``used`` for it: it may be ``outside`` the Strip,
            ``wider`` than it, left out as ``answered``, or the name of a ``total``; an
            ``unknown`` name is asked about, an ``unsure`` one too, whose P-code is known
            while the name may be that of something smaller; or it is ``empty`` or ``wrong``.
        told: the file's own text, where it is asked about; the area's name, where it is left out.
        finer: whether it is something smaller than the area, which has no name in our tables.
        rule: what is wrong with the P-codes.
    """

    name: str = ""
    pcodes: str = ""
    fate: Fate = "used"
    told: str = ""
    finer: bool = False
    rule: str = ""


@while_reading
def read_end(name: str, codes: str, answer: str | None = None, sort: str = "") -> End:
    """Return what a name and P-codes mean together.

    Args:
        name: as the file writes it; "" where it has none.
        codes: P-codes, as the file writes them.
        answer: the reader's word for them: P-codes, or "" to leave the row out.
        sort: what the column of names holds, see
            :func:`nuzuh.loaders.user.places.names.sort_of_column`.

    >>> read_end("Gaza Strip", "PS0270").name, read_end("", "PS0101").fate
    ('Khan Younis', 'outside')
    >>> read_end("Total", "").fate, read_end("School A", "PS0270").fate
    ('total', 'unsure')
    """
    if not name and not codes:
        return End(fate="empty")
    if answer is not None:
        told = joined(pc.split(answer))
        return End(name_of(told), told) if told else End(fate="answered")
    return _read(name, codes, sort)


def _read(name: str, codes: str, sort: str) -> End:
    coded = place_of_codes(codes) if codes else None
    total = is_total(name or codes)
    if total and (coded is None or coded.reach == "wider"):
        return End(fate="total", told=name or codes)
    if codes and coded is None:
        return End(name, fate="wrong", rule=f"holds an unknown P-code: {known_codes()}")
    named = find_place(name, sort=sort) if name and not total else None
    if named is not None:
        return _end(named) if coded is None else _together(named, coded, name)
    if coded is None:
        return End(name, fate="unknown", told=name)
    unsure = name and not total and coded.reach == "inside" and not coded.finer
    alike = not unsure or is_alike(name, coded.pcodes)
    return _end(coded) if alike else End(coded.name, coded.pcodes, "unsure", name)


def _together(named: Place, coded: Place, name: str) -> End:
    """The smaller of two that hold one another; a contradiction is wrong."""
    mine, theirs = pc.split(named.pcodes), pc.split(coded.pcodes)
    if coded.reach == "wider" or (theirs == pc.STRIP and mine and mine < theirs):
        return _end(named)
    if named.reach == "wider" or (mine == pc.STRIP and theirs and theirs < mine):
        return _end(coded)
    if named.reach == coded.reach == "inside" and (mine == theirs or not mine):
        return End(named.name, coded.pcodes, finer=named.finer or coded.finer)
    if named.reach == coded.reach == "outside":
        return _end(coded)
    meant = named.pcodes or named.name
    return End(name, fate="wrong", rule=f"is not {name[:40]!r}, which is {meant}: mend one of them")


def _end(place: Place) -> End:
    if place.reach != "inside":
        return End(place.name, fate=place.reach, told=place.name)
    return End(place.name, place.pcodes, finer=place.finer)
