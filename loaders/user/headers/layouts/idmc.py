"""What IDMC's lists of displacement events say of a row, read as the live figures are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.publishers import UNATTRIBUTED
from nuzuh.loaders.territory import territory
from nuzuh.loaders.user.headers.layouts.layout import Cells, text
from nuzuh.loaders.user.places.names import find_area
from nuzuh.loaders.user.sheets.cells import Cell

EVENT = "IDMC IDU event "
"""Begins the source of a figure that is an event of IDMC, before the number of the event."""


def event(cells: Cells) -> Mapping[str, Cell] | str:
    """Return where the people of an event came from and went to, who counted them, and the note.

    An event of which no place, or only a part of an end, lies in the Strip is left out.
    """
    # What asks the network is not needed until somebody brings such a file.
    from nuzuh.loaders.live.merge import NOTES, voice_of

    ends = _ends(cells)
    if isinstance(ends, str):
        return ends
    sources = text(cells.get("sources"))[:200]
    voice = voice_of(sources)
    known: dict[str, Cell] = {
        **ends,
        "according_to": sources or UNATTRIBUTED if voice == "IDMC" else voice,
        "note": NOTES["return" if _returned(cells) else "displacement"],
    }
    if cells.get("id") is not None:
        known["source_title"] = f"{EVENT}{text(cells['id'])}"
    if cells.get("source url") is None:
        known["source_url"] = cells.get("link")
    return known


def _ends(cells: Cells) -> Mapping[str, Cell] | str:
    from nuzuh.loaders.live.places import MisplacedError, path_of

    strip = territory().name
    if "locations name" not in cells:
        # The first lists name no place but that of the event.
        told = text(cells.get("event name")).casefold()
        return {"origin": strip, "destination": strip} if strip.casefold() in told else "wider"
    names = text(cells["locations name"])
    types, points = (text(cells.get(f"locations {what}")) for what in ("type", "coordinates"))
    try:
        path = path_of(names, types, points)
    except MisplacedError:
        return "misplaced"
    if path is None:
        return "wider" if strip.casefold() in names.casefold() else "outside"
    made: dict[str, Cell] = {}
    for end, places in (("origin", path.origin), ("destination", path.destination)):
        made |= {end: "", f"{end}_pcodes": pc.EXTERIOR}
        if places != pc.EXTERIOR:
            made |= {end: _area(places), f"{end}_pcodes": ""}
    if not made["origin"] and not made["destination"] and not path.origin:
        made |= {"origin": strip}
    return made


def _area(places: str) -> str:
    """The area that places come down to: a place begins with what is meant.

    The geocoder adds the governorate in which its point for the whole Strip happens to lie.
    """
    found = [_one(place) for place in places.split(";") if place.strip()]
    strip = territory().name
    return strip if strip in found else "; ".join(dict.fromkeys(found))


def _one(place: str) -> str:
    parts = (part.strip() for part in place.split(","))
    known = (area[0] for part in parts if part and (area := find_area(part)) is not None)
    return next(known, place.strip())


def _returned(cells: Cells) -> bool:
    from nuzuh.loaders.live.displacement import RETURNS

    start, end = (_day(cells.get(f"displacement {which} date")) for which in ("start", "end"))
    first, last = (moment.date() for moment in RETURNS)
    return start is not None and end is not None and start >= first and end <= last


def _day(cell: Cell) -> date | None:
    return cell if isinstance(cell, date) else iso_day(text(cell)[:10])


def events_in(estimates: pd.DataFrame) -> dict[tuple[str, ...], str]:
    """Return the id of each estimate that is an event, by the event and the number told of it."""
    from nuzuh.loaders.live.displacement import event_of

    numbers = estimates[["value", "low", "high"]].astype(str).itertuples(index=False)
    rows = zip(estimates["source_title"].map(event_of), numbers, estimates["id"], strict=True)
    return {(event, *told): identity for event, told, identity in rows if event}
