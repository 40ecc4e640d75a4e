"""The six live sources by id: how each is fetched, read back, stored and held against the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import geopandas as gpd
import pandas as pd

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live import boundaries, deaths, displacement, municipalities, orders, population
from nuzuh.loaders.live.arrival import Arrival
from nuzuh.loaders.live.fetch import Fetcher
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.shapes import to_geojson


class _Fetch(Protocol):
    def __call__(self, fetcher: Fetcher, settings: Settings, *, stale: bool = False) -> Arrival:
        """Return what the upstream has, or what the cache has of it."""


@dataclass(frozen=True)
class Source:
    """A live source.

    Attributes:
        id: as in commands and links.
        title: what it holds, in a phrase.
        fetch: ask the upstream, see Arrival.
        read: read a stored copy; a DataError means that it is none.
        key: column that tells rows apart.
        suffix: kind of file that a copy is stored as.
        embedded: name of the embedded table that stands in when there is no copy;
            "" for none.
    """

    id: str
    title: str
    fetch: _Fetch
    read: Callable[[bytes, str], pd.DataFrame]
    key: str
    suffix: str = "csv"
    embedded: str = ""

    @property
    def shapes(self) -> bool:
        """Whether it holds areas, which are of a day, instead of days."""
        return self.suffix == "geojson"


SOURCES: dict[str, Source] = {
    source.id: source
    for source in (
        Source(
            "boundaries",
            "Governorates of the Gaza Strip at full detail",
            boundaries.fetch,
            boundaries.read,
            key="pcode",
            suffix="geojson",
            embedded="governorates",
        ),
        Source(
            "municipalities",
            "Municipalities of the Gaza Strip",
            municipalities.fetch,
            municipalities.read,
            key="name_en",
            suffix="geojson",
        ),
        Source(
            "population",
            "People per governorate, COD-PS",
            population.fetch,
            population.read,
            key="pcode",
            embedded="estimates",
        ),
        Source(
            "displacement",
            "Displacement events of the Gaza Strip, with their revisions",
            displacement.fetch,
            displacement.read,
            key="id",
            embedded="estimates",
        ),
        Source(
            "deaths",
            "People killed in the Gaza Strip, running total by day",
            deaths.fetch,
            deaths.read,
            key="date",
            embedded="estimates",
        ),
        Source(
            "orders",
            "Evacuation orders with their blocks",
            orders.fetch,
            orders.read,
            key="record",
            embedded="orders",
        ),
    )
}

MOST_LOST = 0.02
"""Share of rows by which a new table may fall short of the last one: publishers correct lists."""


def stored(frame: pd.DataFrame) -> bytes:
    """Return the bytes that a copy of a table is kept as."""
    if isinstance(frame, gpd.GeoDataFrame):
        return to_geojson(frame)
    text: str = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return text.encode()


def check_last_day(source: Source, before: str, now: str) -> None:
    """Raise when a new table is as of an earlier day than the one in use.

    Events are not held against it: the newest one may be withdrawn, or its end corrected.

    Raises:
        DataError: naming both days.
    """
    if source.id != "displacement" and now < before:
        name, says = f"the new table of {source.id}", "is of" if source.shapes else "ends on"
        raise DataError(name, f"{says} {now}, before the one in use, which {says} {before}")


def check_modified(source: Source, before: str, now: str) -> None:
    """Raise when the catalogue says of a new table that it is older than the one in use.

    Raises:
        DataError: naming both moments.
    """
    if before and now and now < before:
        name = f"the new table of {source.id}"
        raise DataError(
            name, f"was last changed at {now}, before the one in use, which was at {before} (UTC)"
        )


def check_rows(source: Source, last: pd.DataFrame | None, frame: pd.DataFrame) -> None:
    """Raise when a new table has fewer rows than the last one, beyond a few.

    Raises:
        DataError: naming both counts.
    """
    if last is None:
        return
    name = f"the new table of {source.id}"
    if len(frame) < len(last) * (1 - MOST_LOST):
        raise DataError(name, f"has {len(frame)} rows where the copy in use has {len(last)}")
