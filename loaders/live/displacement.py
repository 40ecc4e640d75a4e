"""IDMC's displacement events: recommended figures of the Gaza Strip, with every revision kept."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from nuzuh.loaders.areas import BOUNDS
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live import hdx
from nuzuh.loaders.live.arrival import Arrival
from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.live.fetch import Fetcher
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.schema import HEADER_ROWS, read_csv, to_dates, to_numbers, web_address

DATASETS = ("pse-idmc-idu-events", "idmc-event-data-for-pse")
"""The present id of the data set, then the former one."""
FILE = "IDMC events"
PAGE = "https://data.humdata.org/dataset/pse-idmc-idu-events"

UPSTREAM = (
    "id",
    "iso3",
    "latitude",
    "longitude",
    "role",
    "qualifier",
    "figure",
    "displacement_start_date",
    "displacement_end_date",
    "sources",
    "source_url",
    "locations_name",
    "locations_type",
    "created_at",
)
CONTENT = ("start", "end", "figure", "qualifier", "sources", "url", "place", "end_of_path", "kind")
COLUMNS = ("id", "revision", "state", "seen_on", "created_on", *CONTENT)
"""One row a revision. ``state`` is current, revised (a later one followed) or withdrawn;
``end_of_path`` tells whether the place is where people came from or went to; ``kind`` is
displacement, or return where we read it otherwise than IDMC files it."""

RETURNS = (pd.Timestamp("2025-10-10"), pd.Timestamp("2025-10-31"))
"""Movements that began after the ceasefire of 10 October 2025 and ended in that month were
mostly returns northward; IDMC files them as displacements."""

MOST_PEOPLE = 3_000_000
MOST_WITHDRAWN = 0.2
"""Share of the events within the window of an answer that may be missing from it."""
_NEAR = 0.15
"""Degrees by which the point of an event may miss the box: IDMC averages several places."""


def fetch(fetcher: Fetcher, settings: Settings, *, stale: bool = False) -> Arrival:
    """Return the recommended figures of the Strip, as events that are all new.

    Raises:
        FetchError: with the reason.
    """
    if settings.idmc_url:
        got = fetcher.get(settings.idmc_url, events, stale=stale)
        links, licence = (PAGE,), "as IDMC states it"
    else:
        found = hdx.dataset(fetcher, settings, DATASETS, stale=stale)
        got = hdx.resource(
            fetcher, found, events, formats=("csv",), words=("event", "idu"), stale=stale
        )
        links, licence = (found.value.page,), found.value.licence
    frame, elsewhere = got.value
    if frame.empty:
        raise FetchError(f"{FILE} hold no figure of the Gaza Strip")
    seen = got.retrieved_at.date().isoformat()
    frame = frame.assign(seen_on=pd.Timestamp(seen).as_unit("s"))
    returns = int((frame["kind"] == "return").sum())
    note = f"{elsewhere} rows about other areas or roles are set aside."
    if returns:
        note += (
            f" {returns} counts of October 2025 that IDMC files as displacements are read as"
            " movements after the ceasefire, mostly returns."
        )
    return Arrival(
        frame=frame,
        as_of=str(frame["end"].max().date()),
        source="IDMC, Internal Displacement Updates",
        links=links,
        licence=licence,
        status=got.status,
        retrieved_at=got.retrieved_at,
        note=note,
    )


def events(content: bytes) -> tuple[pd.DataFrame, int]:
    """Return the Strip's recommended figures from IDMC's CSV, and how many rows are set aside.

    A second header row of HXL tags is passed over where there is one.

    Raises:
        DataError: naming row and column; a table of another country is refused whole.
    """
    frame = read_csv(content, FILE, UPSTREAM)
    tags = frame["iso3"].str.startswith("#") | frame["figure"].str.startswith("#")
    frame.loc[tags, :] = ""
    frame["created_at"] = frame["created_at"].str[:10]
    dates = ("displacement_start_date", "displacement_end_date", "created_at")
    for column in dates:
        frame[column] = frame[column].str.replace(r"T[\d:.]+Z?$", "", regex=True)
    frame = to_dates(frame, dates, FILE)
    frame = to_numbers(frame, ("figure",), FILE)
    for column in ("latitude", "longitude"):
        # An average of places has more digits than a count may have.
        frame[column] = pd.to_numeric(frame[column], errors="coerce")
    rows = frame[~tags]
    _check_rows(rows)
    of_strip = rows["locations_name"].str.contains("Gaza Strip", regex=False)
    _check_places(rows[of_strip])
    kept = rows[of_strip & (rows["role"] == "Recommended figure")].reset_index(drop=True)
    figures = kept["figure"]
    table = pd.DataFrame(
        {
            "id": kept["id"],
            "revision": 1,
            "state": "current",
            "seen_on": pd.Series(pd.NaT, index=kept.index, dtype="datetime64[s]"),
            "created_on": kept["created_at"],
            "start": kept["displacement_start_date"],
            "end": kept["displacement_end_date"],
            "figure": figures,
            "qualifier": kept["qualifier"].str.casefold(),
            "sources": kept["sources"].str[:200],
            "url": kept["source_url"].where(kept["source_url"].map(web_address), ""),
            "place": kept["locations_name"].str[:200],
            "end_of_path": kept["locations_type"].map(_end_of_path),
            "kind": "displacement",
        }
    )
    returned = (table["start"] >= RETURNS[0]) & (table["end"] <= RETURNS[1])
    table["kind"] = table["kind"].mask(returned, "return")
    return table, len(rows) - len(kept)


def _refuse(rows: pd.DataFrame, broken: pd.Series, rule: str, column: str) -> None:
    if broken.any():
        row = int(rows.index[broken.to_numpy()][0]) + HEADER_ROWS
        raise DataError(FILE, rule, row=row, column=column)


def _check_rows(rows: pd.DataFrame) -> None:
    _refuse(rows, rows["iso3"] != "PSE", "is about another country", "iso3")
    _refuse(rows, ~rows["id"].str.fullmatch(r"\d{1,12}"), "an id is a number", "id")
    _refuse(rows, rows["id"].duplicated(), "must not occur twice", "id")
    _refuse(
        rows,
        rows["displacement_start_date"].isna() | rows["displacement_end_date"].isna(),
        "an event has a first and a last day",
        "displacement_start_date",
    )
    _refuse(
        rows,
        rows["displacement_start_date"] > rows["displacement_end_date"],
        "the period ends before it starts",
        "displacement_end_date",
    )
    odd = (rows["figure"] < 0) | (rows["figure"] > MOST_PEOPLE) | (rows["figure"] % 1 > 0)
    missing = rows["figure"].isna() & (rows["role"] == "Recommended figure")
    _refuse(rows, odd | missing, "a figure is a whole number of movements", "figure")


def _check_places(rows: pd.DataFrame) -> None:
    west, south, east, north = BOUNDS
    known = rows["latitude"].notna() & rows["longitude"].notna()
    latitude, longitude = rows["latitude"], rows["longitude"]

    def near(across: pd.Series, up: pd.Series) -> pd.Series:
        return across.between(west - _NEAR, east + _NEAR) & up.between(south - _NEAR, north + _NEAR)

    _refuse(
        rows,
        known & near(latitude, longitude) & ~near(longitude, latitude),
        "latitude and longitude are swapped",
        "latitude",
    )
    _refuse(
        rows,
        known & ~near(longitude, latitude),
        "lies outside the Gaza Strip, though the place is named after it",
        "latitude",
    )


def _end_of_path(told: str) -> str:
    ends = {part.strip().casefold() for part in told.split(";")}
    return "destination" if ends == {"destination"} else "origin"


def combine(last: pd.DataFrame | None, arrived: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return all revisions known after an answer, upserted by id.

    The answer covers a window of time only: events before it stay as they are.
    What lies within the window and is missing was withdrawn.

    Args:
        last: revisions known before, or None.
        arrived: what came, one current row an id.
        today: the day to note for withdrawals.

    Raises:
        DataError: when so many are missing that the answer must be a part of itself.
    """
    if last is None or last.empty:
        return arrived[list(COLUMNS)].copy()
    rows = last[list(COLUMNS)].to_dict("records")
    standing = {row["id"]: row for row in rows if row["state"] == "current"}
    newest: dict[str, int] = {}
    for row in rows:
        newest[row["id"]] = max(newest.get(row["id"], 0), int(row["revision"]))
    for row in arrived[list(COLUMNS)].to_dict("records"):
        before = standing.pop(row["id"], None)
        if before is not None and _same(before, row):
            continue
        if before is not None:
            before["state"] = "revised"
        rows.append({**row, "revision": newest.get(row["id"], 0) + 1})
    window = arrived["start"].min()
    missing = [row for row in standing.values() if row["start"] >= window]
    within = int(((last["state"] == "current") & (last["start"] >= window)).sum())
    if len(missing) > max(3, MOST_WITHDRAWN * within):
        raise DataError(
            FILE, f"lack {len(missing)} of {within} events that were there before; it looks cut off"
        )
    for row in missing:
        row["state"] = "withdrawn"
        row["seen_on"] = pd.Timestamp(today).as_unit("s")
    return _typed(pd.DataFrame(rows, columns=list(COLUMNS)))


def _same(before: dict[str, object], now: dict[str, object]) -> bool:
    return all(before[name] == now[name] for name in ("start", "end", "figure", "qualifier"))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    for column in ("seen_on", "created_on", "start", "end"):
        frame[column] = frame[column].astype("datetime64[s]")
    return frame.sort_values(["id", "revision"], kind="stable").reset_index(drop=True)


def read(content: bytes, name: str) -> pd.DataFrame:
    """Return a stored copy of the revisions, held against the rules of what arrives.

    Raises:
        DataError: when it breaks one.
    """
    frame = read_csv(content, name, COLUMNS)
    frame = to_dates(frame, ("seen_on", "created_on", "start", "end"), name)
    frame = to_numbers(frame, ("revision", "figure"), name)
    states = ("current", "revised", "withdrawn")
    fine = (
        frame["id"].str.fullmatch(r"\d{1,12}")
        & frame["state"].isin(states)
        & (frame["start"] <= frame["end"])
        & frame["figure"].between(0, MOST_PEOPLE)
        & frame["url"].map(web_address)
        & ~frame.duplicated(["id", "revision"])
    )
    if not fine.all():
        row = int((~fine).to_numpy().argmax()) + HEADER_ROWS
        raise DataError(name, "is not an event as it was stored", row=row)
    standing = frame[frame["state"] == "current"]
    if standing.empty or standing["id"].duplicated().any():
        raise DataError(name, "must hold one current revision of an event")
    return _typed(frame.astype({"revision": "int64"}))


def event_of(source_title: str) -> str:
    """Return the number of the IDMC event that an estimate cites, or "".

    First versions that are kept beside a later one belong to the past.

    >>> event_of("IDMC IDU event 187313 (HDX event_data_pse CSV, ...)")
    '187313'
    >>> event_of("IDMC IDU event 187313, first version (...)")
    ''
    """
    found = re.match(r"IDMC IDU event (\d+)", source_title)
    return found.group(1) if found and "first version" not in source_title else ""
