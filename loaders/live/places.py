"""Where the people of an IDMC event came from and went to, read from its places one by one.

IDMC lists the places of an event with their names, types and points, each list
split by semicolons, and gives the mean of all points as the point of the event.
That mean says nothing: between Gaza City and Ramallah it lies in neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import BOUNDS
from nuzuh.loaders.territory import territory

_STRIP = territory().name.casefold()
_NEAR = 0.05
"""Degrees (5 km) by which a geocoder's point for a place may miss the box around the Strip."""
_SPLIT = re.compile(r"\s*;[\s;]*")


class MisplacedError(ValueError):
    """A place is named after the Strip and its point lies elsewhere; the message is the rule."""


@dataclass(frozen=True)
class Path:
    """The ends of an event.

    Attributes:
        origin, destination: the places of that end, as IDMC names them; ``EXT`` when
            all of them lie outside the Strip, "" when the event names none.
    """

    origin: str
    destination: str


def path_of(names: str, types: str, points: str) -> Path | None:
    """Return the ends of an event of the Strip, or None for an event that is not of it alone.

    An event is set aside when none of its places lies in the Strip, and when an
    end lies partly in it and partly outside: its figure then counts people of both.

    Args:
        names: of the places, split by semicolons; a place of the Strip names it.
        types: Origin, Destination, or Origin and destination: one for each place, or for all.
        points: latitude and longitude of each place, or nothing.

    Raises:
        MisplacedError: when a place that is named after the Strip does not lie in it.

    Example:
        >>> path_of("Rafah, Gaza Strip; Cairo, Egypt", "Origin; Destination", "")
        Path(origin='Rafah, Gaza Strip', destination='EXT')
        >>> path_of("Jenin, West Bank", "Origin", "") is None
        True
    """
    places, kinds, spots = _parts(names), _parts(types.casefold()), _parts(points)
    if not any(map(_inside, places)):
        return None
    if len(spots) == len(places):
        for name, spot in zip(places, spots, strict=True):
            if _inside(name):
                _check_point(spot)
    if len(kinds) <= 1:
        kinds = (kinds or [""]) * len(places)
    if len(kinds) != len(places):
        # Which place is which end cannot be told, but all of them may be in the Strip.
        return Path("", "") if all(map(_inside, places)) else None
    ends = list(zip(places, kinds, strict=True))
    # What IDMC does not call a destination is where people were displaced from.
    origin = _end([name for name, kind in ends if kind != "destination"])
    destination = _end([name for name, kind in ends if "destination" in kind])
    return None if origin is None or destination is None else Path(origin, destination)


def _parts(cell: str) -> list[str]:
    return [part for part in _SPLIT.split(cell.strip()) if part]


def _inside(name: str) -> bool:
    return _STRIP in name.casefold()


def _end(places: list[str]) -> str | None:
    """The places of one end; None when the Strip holds some of them only."""
    inside = [name for name in places if _inside(name)]
    if inside and len(inside) < len(places):
        return None
    return "; ".join(dict.fromkeys(inside)) if inside or not places else pc.EXTERIOR


def _check_point(spot: str) -> None:
    try:
        latitude, longitude = map(float, spot.split(","))
    except ValueError:
        # A point in other words is no proof of anything; the name stands.
        return
    west, south, east, north = BOUNDS

    def near(across: float, up: float) -> bool:
        inside = west - _NEAR <= across <= east + _NEAR
        return inside and south - _NEAR <= up <= north + _NEAR

    if near(longitude, latitude):
        return
    if near(latitude, longitude):
        raise MisplacedError("latitude and longitude are swapped")
    raise MisplacedError("lies outside the Gaza Strip, though the place is named after it")
