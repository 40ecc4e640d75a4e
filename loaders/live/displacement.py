"""IDMC's displacement events: recommended figures of the Gaza Strip, with every revision kept."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live import hdx
from nuzuh.loaders.live.arrival import Arrival
from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.live.fetch import Fetcher
from nuzuh.loaders.live.places import MisplacedError, Path, path_of
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
POINTS = "locations_coordinates"
"""The column of the points of the places, which not every answer has."""
CONTENT = ("start", "end", "figure", "qualifier", "sources", "url", "origin", "destination", "kind")
DATES = ("missing_since", "seen_on", "created_on", "start", "end")
COLUMNS = ("id", "revision", "state", *DATES[:3], *CONTENT)
"""One row a revision. ``state`` is current, revised (a later one followed, perhaps under another
number) or withdrawn; ``missing_since`` is the day of the first answer that lacked the event, and
``seen_on`` that of the answer that told of the state, empty for an embedded event that no answer
has told of; ``origin`` and ``destination`` are places as IDMC names them, ``EXT`` for outside the
Strip, empty where none is named; ``kind`` is displacement, or return where we read it otherwise
than IDMC files it."""

RETURNS = (pd.Timestamp("2025-10-10"), pd.Timestamp("2025-10-31"))
"""Movements that began after the ceasefire of 10 October 2025 and ended in that month were
mostly returns northward; IDMC files them as displacements."""

MOST_PEOPLE = 3_000_000


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
    note = (
        f"{elsewhere} rows about other areas or roles, or about the Strip together with other"
        " areas, are set aside."
    )
    if returns:
        note += (
            f" {returns} counts of October 2025 that IDMC files as displacements are read as"
            " movements after the ceasefire, mostly returns."
        )
    return Arrival(
        frame=frame,
        modified=got.modified,
        as_of=str(frame["end"].max().date()),
        source="IDMC, Internal Displacement Updates",
        links=links,
        licence=licence,
        status=got.status,
        retrieved_at=got.retrieved_at,
        note=note,
    )


def events(content: bytes, today: date | None = None) -> tuple[pd.DataFrame, int]:
    """Return the Strip's recommended figures, and how many rows are set aside.

    Both of IDMC's forms are read: the CSV of the exchange, where a second header
    row of HXL tags is passed over, and its own JSON of the world, of which the
    rows of Palestine are taken.

    Args:
        content: CSV or JSON.
        today: the day of retrieval, after which no event ends; the present day when None.

    Raises:
        DataError: naming row and column; a CSV of another country is refused whole.
    """
    frame = _cells(content)
    tags = frame["iso3"].str.startswith("#") | frame["figure"].str.startswith("#")
    frame.loc[tags, :] = ""
    frame["created_at"] = frame["created_at"].str[:10]
    dates = ("displacement_start_date", "displacement_end_date", "created_at")
    for column in dates:
        clock = r"[T ][\d:.]+(Z|[+-]\d\d:?\d\d)?$"
        frame[column] = frame[column].str.replace(clock, "", regex=True)
    frame = to_dates(frame, dates, FILE)
    frame = to_numbers(frame, ("figure",), FILE)
    rows = frame[~tags]
    _check_rows(rows)
    paths = pd.Series({index: _path(row) for index, row in rows.iterrows()}, dtype="object")
    kept = rows[paths.notna() & (rows["role"] == "Recommended figure")]
    day = pd.Timestamp(today or datetime.now(UTC).date())
    _refuse(
        kept,
        kept["displacement_end_date"] > day,
        "ends after the day on which it was retrieved",
        "displacement_end_date",
    )
    ends: list[Path] = list(paths[kept.index])
    kept = kept.reset_index(drop=True)
    table = pd.DataFrame(
        {
            "id": kept["id"],
            "revision": 1,
            "state": "current",
            "missing_since": pd.Series(pd.NaT, index=kept.index, dtype="datetime64[s]"),
            "seen_on": pd.Series(pd.NaT, index=kept.index, dtype="datetime64[s]"),
            "created_on": kept["created_at"],
            "start": kept["displacement_start_date"],
            "end": kept["displacement_end_date"],
            "figure": kept["figure"],
            "qualifier": kept["qualifier"].str.casefold(),
            "sources": kept["sources"].str[:200],
            "url": kept["source_url"].where(kept["source_url"].map(web_address), ""),
            "origin": pd.Series([path.origin[:200] for path in ends], dtype="object"),
            "destination": pd.Series([path.destination[:200] for path in ends], dtype="object"),
            "kind": "displacement",
        }
    )
    within = ~(table["origin"].eq(pc.EXTERIOR) | table["destination"].eq(pc.EXTERIOR))
    returned = within & (table["start"] >= RETURNS[0]) & (table["end"] <= RETURNS[1])
    table["kind"] = table["kind"].mask(returned, "return")
    return table, len(rows) - len(kept)


def _cells(content: bytes) -> pd.DataFrame:
    """The cells of either form as text, in the columns that are used."""
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"[", b"{"):
        return _from_json(content)
    header = content.partition(b"\n")[0].decode("utf-8", "replace")
    points = POINTS in [cell.strip().strip('"') for cell in header.split(",")]
    frame = read_csv(content, FILE, (*UPSTREAM, POINTS) if points else UPSTREAM)
    return frame if points else frame.assign(**{POINTS: ""})


def _from_json(content: bytes) -> pd.DataFrame:
    try:
        told: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DataError(FILE, "is not valid JSON") from error
    if not isinstance(told, list) or not all(isinstance(event, dict) for event in told):
        raise DataError(FILE, "is JSON, but no list of events")
    ours = [event for event in told if event.get("iso3") == "PSE"]
    if not ours:
        raise DataError(FILE, "is a list without any event of Palestine (PSE)")
    missing = [name for name in UPSTREAM if not any(name in event for event in ours)]
    if missing:
        raise DataError(FILE, f"lacks the field {missing[0]!r} in every event")
    columns = (*UPSTREAM, POINTS)
    rows = [[_text(event.get(name)) for name in columns] for event in ours]
    return pd.DataFrame(rows, columns=list(columns), dtype="object")


def _text(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_text, value))
    return "" if value is None else str(value).strip()


def _path(row: pd.Series) -> Path | None:
    """The ends of an event; the point of the row stands in for that of a single place."""
    alone = not row[POINTS] and ";" not in row["locations_name"]
    points = f"{row['latitude']}, {row['longitude']}" if alone else row[POINTS]
    try:
        return path_of(row["locations_name"], row["locations_type"], points)
    except MisplacedError as error:
        column = "latitude" if alone else POINTS
        raise DataError(FILE, str(error), row=row.name + HEADER_ROWS, column=column) from error


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


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return revisions in the order of their ids, with the types of their columns."""
    frame = frame.copy()
    for column in DATES:
        frame[column] = frame[column].astype("datetime64[s]")
    return frame.sort_values(["id", "revision"], kind="stable").reset_index(drop=True)


def read(content: bytes, name: str) -> pd.DataFrame:
    """Return a stored copy of the revisions, held against the rules of what arrives.

    Raises:
        DataError: when it breaks one.
    """
    frame = read_csv(content, name, COLUMNS)
    frame = to_dates(frame, DATES, name)
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
    return typed(frame.astype({"revision": "int64"}))


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
