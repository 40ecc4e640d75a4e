"""People killed in the Gaza Strip as the ministry reports them, from TechForPalestine's table."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live.arrival import Arrival
from nuzuh.loaders.live.errors import FetchRefusedError
from nuzuh.loaders.live.fetch import Fetcher
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.schema import HEADER_ROWS, read_csv, to_dates, to_numbers

FILE = "casualties_daily"
COLUMNS = ("date", "killed", "reported")
"""``killed`` is the running total; ``reported`` is 1 where the day had a report, 0 where the
publisher carries a total forward."""
FIRST = pd.Timestamp("2023-10-07")
MOST = 500_000
MOST_REVISED_DOWN = 0.05
"""Share by which the running total may fall from one day to the next: lists are corrected."""
FEWEST_DAYS = 30


def fetch(fetcher: Fetcher, settings: Settings, *, stale: bool = False) -> Arrival:
    """Return the running total of people killed, a row a day.

    Raises:
        FetchError: with the reason.
    """
    if not settings.deaths_url:
        raise FetchRefusedError("the source is switched off (NUZUH_DEATHS_URL is empty)")
    got = fetcher.get(settings.deaths_url, casualties, stale=stale)
    return Arrival(
        frame=got.value,
        as_of=str(got.value["date"].max().date()),
        source="TechForPalestine palestine-datasets, from the Ministry of Health in Gaza",
        links=("https://data.techforpalestine.org/docs/casualties-daily/",),
        licence="The Unlicense (public domain)",
        status=got.status,
        retrieved_at=got.retrieved_at,
    )


def casualties(content: bytes) -> pd.DataFrame:
    """Return date, running total and whether it was reported that day.

    Raises:
        DataError: naming the entry.
    """
    try:
        told: Any = json.loads(content)
    except ValueError as error:
        raise DataError(FILE, "is not valid JSON") from error
    if not isinstance(told, list) or not told:
        raise DataError(FILE, "is not a list of days")
    rows = list[tuple[str, str, str]]()
    for number, day in enumerate(told, start=1):
        if not isinstance(day, dict):
            raise DataError(FILE, f"entry {number} is not a day")
        reported, carried = day.get("killed_cum"), day.get("ext_killed_cum")
        killed = carried if reported is None else reported
        if isinstance(killed, bool) or not isinstance(killed, int):
            raise DataError(FILE, f"entry {number} has no whole number of people killed")
        rows.append((str(day.get("report_date")), str(killed), str(int(reported is not None))))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return _checked(frame, FILE)


def _checked(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    frame = to_numbers(to_dates(frame, ("date",), name), ("killed", "reported"), name)
    if frame["date"].isna().any():
        raise DataError(name, "holds a row without a date", column="date")
    frame = frame.sort_values("date", kind="stable").reset_index(drop=True)
    if frame["date"].duplicated().any():
        raise DataError(name, "holds a day twice", column="date")
    if frame["date"].iloc[0] != FIRST or len(frame) < FEWEST_DAYS:
        raise DataError(name, "does not begin on 7 October 2023; a part seems to be missing")
    if frame["date"].iloc[-1] > pd.Timestamp.now().normalize() + pd.Timedelta(days=2):
        raise DataError(name, "holds days that are yet to come", column="date")
    before = frame["killed"].shift(1).fillna(0)
    odd = (
        frame["killed"].isna()
        | ~frame["killed"].between(0, MOST)
        | (frame["killed"] < before * (1 - MOST_REVISED_DOWN))
        | ~frame["reported"].isin([0, 1])
    )
    if odd.any():
        row = int(odd.to_numpy().argmax())
        raise DataError(
            name,
            "the running total falls or is no count of people",
            row=row + HEADER_ROWS,
            column="killed",
        )
    return frame.astype({"killed": "int64", "reported": "int64"})


def read(content: bytes, name: str) -> pd.DataFrame:
    """Return a stored copy, held against the same rules as what arrives.

    Raises:
        DataError: when it breaks one.
    """
    return _checked(read_csv(content, name, COLUMNS), name)
