"""Which blocks a named place about covers, for orders that name places and no blocks.

A quarter covers the blocks that lie nearer to its point than to any other of OCHA's
neighbourhoods. A locality covers those in its power cell, with its part of the governorate's
people of 2017 as its part of the land: held against OCHA's municipal boundaries, so drawn
Gaza City comes to an IoU of 0.87, Khan Younis 0.73, Beit Hanoun 0.70, Deir al-Balah 0.65,
Jabalia and Rafah 0.6; by distance alone to 0.54, 0.08, 0.58, 0.41, 0.40 and 0.15. Both are
coarser than blocks: what they cover is possible, and never sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.evidence.ground import Bools, Floats
from nuzuh.evidence.place_spelling import ALSO, plain_name
from nuzuh.loaders.areas import load_boundaries, load_places
from nuzuh.loaders.neighbourhoods import load_neighbourhoods

_KM = (94.84, 111.13)
"""Length of a degree of longitude and of latitude near 31.41 N, in km."""
_SAME_KM = 0.4
"""Points of one name so near to each other are of one place."""
_TOWNS = ("city", "town", "refugee camp")
_QUARTERS = (*_TOWNS, "neighbourhood")

_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_PARTS = re.compile(
    r"^(?:(?:parts of|three blocks of|northern|southern|eastern|western|central|districts of|and)"
    r"\s+)+|^.* neighbourhood of (?=[A-Z])|\s+(?:east|west|north|south)$",
    re.IGNORECASE,
)
"""What is said around a place of which a part is meant: the whole of it stands for it."""
_TOWN = re.compile(r"\s+(?:city|town|governorate)$", re.IGNORECASE)


def named_land(block_map: pd.DataFrame) -> dict[str, Bools]:
    """Return which blocks each place of the gazetteer, and each governorate, covers by plain name.

    A name that several places bear, in several governorates too, is of all of them.

    Args:
        block_map: the table of :func:`nuzuh.loaders.block_map.load_block_map`.
    """
    blocks = block_map[["longitude", "latitude"]].to_numpy() * _KM
    pcodes = block_map["pcode"].to_numpy()
    known = load_neighbourhoods().frame
    quarters = known[known["kind"] == "neighbourhood"]
    localities = known[known["kind"] == "locality"]
    towns = _localities(localities, blocks, pcodes, block_map["area_km2"].to_numpy())
    sites = quarters[["longitude", "latitude"]].to_numpy() * _KM
    to_sites = np.hypot(*(blocks[:, None] - sites[None]).transpose(2, 0, 1))
    found: dict[str, Bools] = {}
    seats = localities[["longitude", "latitude"]].to_numpy() * _KM
    for row in _rows(known):
        point = np.array([row.longitude, row.latitude]) * _KM
        away = np.hypot(*(seats - point).T)
        land = towns[int(away.argmin())]
        is_town = row.kind in (*_TOWNS, "locality") and away.min() < _SAME_KM
        # In the cell of a small one, among larger ones, no block may have its centre.
        if not is_town or not land.any():
            others = to_sites[:, np.hypot(*(sites - point).T) > _SAME_KM]
            land = _quarter(np.hypot(*(blocks - point).T), others, pcodes == row.pcode)
        for name in {plain_name(row.name_en), plain_name(_BRACKETS.sub("", row.name_en))}:
            found[name] = found[name] | land if name in found else land
    for area in load_boundaries().frame.itertuples(index=False):
        whole = pcodes == area.pcode
        found[plain_name(f"{area.name_en} governorate")] = whole
        found.setdefault(plain_name(area.name_en), whole)
    return found


def people_of_2017(block_map: pd.DataFrame) -> Floats:
    """Return about how many people each block held in the census of 2017.

    A locality's people are spread over its blocks by land, since it is known as a point: Gaza
    City is one of 583,048. A camp that its neighbours leave no block gives its people to the
    nearest one of its governorate.

    Args:
        block_map: the table of :func:`nuzuh.loaders.block_map.load_block_map`.
    """
    blocks = block_map[["longitude", "latitude"]].to_numpy() * _KM
    pcodes, km2 = block_map["pcode"].to_numpy(), block_map["area_km2"].to_numpy()
    known = load_neighbourhoods().frame
    localities = known[known["kind"] == "locality"]
    held = np.zeros(len(blocks))
    lands = _localities(localities, blocks, pcodes, km2)
    for row, land in zip(localities.itertuples(index=False), lands, strict=True):
        if np.isnan(row.people_2017):
            continue
        if land.any():
            held += row.people_2017 * np.where(land, km2, 0.0) / km2[land].sum()
        else:
            away = np.hypot(*(blocks - np.array([row.longitude, row.latitude]) * _KM).T)
            held[np.where(pcodes == row.pcode, away, np.inf).argmin()] += row.people_2017
    return held


def _rows(known: pd.DataFrame) -> Iterator[Any]:
    places = load_places().frame
    yield from places[places["kind"].isin(_QUARTERS)].itertuples(index=False)
    yield from known.itertuples(index=False)


def _quarter(away: Floats, others: Floats, own: Bools) -> Bools:
    """The blocks nearer to a point than to any of OCHA's neighbourhoods apart from its own.

    Args:
        away: the distance of each block from the point.
        others: that from each of the other neighbourhoods, shape (blocks, neighbourhoods).
        own: which blocks lie in the governorate of the point.
    """
    inside = (away < others.min(axis=1, initial=np.inf)) & own
    if not inside.any():
        inside[np.where(own if own.any() else True, away, np.inf).argmin()] = True
    return inside


def _localities(
    localities: pd.DataFrame, blocks: Floats, pcodes: npt.NDArray[np.object_], km2: Floats
) -> list[Bools]:
    """The blocks of each locality, whose part of the land is its part of the people."""
    own = localities["pcode"].to_numpy()
    people = localities["people_2017"].fillna(0.0).to_numpy()
    land = np.array(
        [
            km2[pcodes == pcode].sum() * some / people[own == pcode].sum()
            for pcode, some in zip(own, people, strict=True)
        ]
    )
    seats = localities[["longitude", "latitude"]].to_numpy() * _KM
    power = ((blocks[:, None] - seats[None]) ** 2).sum(axis=2) - land / np.pi
    power[pcodes[:, None] != own[None]] = np.inf
    nearest = power.argmin(axis=1)
    return [nearest == place for place in range(len(localities))]


def places_in(areas: str, known: Mapping[str, Bools]) -> tuple[Bools | None, tuple[str, ...]]:
    """Return which blocks the places of an order cover, and the names that are not known.

    Args:
        areas: places as the table of orders writes them, between semicolons.
        known: which blocks each place covers, by its plain name.

    Returns:
        None instead of blocks where no place is known.
    """
    lands, unknown = list[Bools](), list[str]()
    for piece in filter(None, (part.strip() for part in areas.split(";"))):
        halves = [piece] if _land(piece, known) is not None else piece.split(" and ")
        for half in halves:
            land = _land(half, known)
            if land is None:
                unknown.append(half)
            else:
                lands.append(land)
    return (np.logical_or.reduce(lands) if lands else None), tuple(unknown)


def _land(piece: str, known: Mapping[str, Bools]) -> Bools | None:
    """The blocks of a place; of one within another, in brackets, those of the smaller one."""
    bare = _BRACKETS.sub("", piece).strip()
    found = _named(piece, known)
    if found is not None or bare == piece:
        return found
    lands = [_named(name, known) for name in (bare, *_BRACKETS.findall(piece))]
    return min((land for land in lands if land is not None), key=np.count_nonzero, default=None)


def _named(name: str, known: Mapping[str, Bools]) -> Bools | None:
    """The blocks of a place by any of its names, or by those of what it is a part of."""
    part = _PARTS.sub("", _PARTS.sub("", name))
    for form in dict.fromkeys((name, part, _TOWN.sub("", part))):
        spelled = [plain_name(one) for one in (form, *ALSO.get(form, "").split(";"))]
        lands = [known[one] for one in spelled[:1] if one in known] or [
            known[one] for one in spelled[1:] if one in known
        ]
        if lands:
            return np.logical_or.reduce(lands)
    return None
