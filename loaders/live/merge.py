"""Live figures take their place among the estimates: by id, with what was said before noted."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import COLUMNS, read_whole
from nuzuh.loaders.live.displacement import DATASETS, event_of
from nuzuh.loaders.live.merged import Changes, Merged, Row, csv_of, rows_of
from nuzuh.loaders.live.revisions import EXACT, QUANTIFIERS
from nuzuh.loaders.package import read_bytes
from nuzuh.loaders.publishers import UNATTRIBUTED, groups
from nuzuh.loaders.territory import territory
from nuzuh.loaders.withdrawn import WITHDRAWN_BY

_STRIP = (territory().name, " ".join(pc.GOVERNORATES))
_OUTSIDE = (f"outside {territory().name}", pc.EXTERIOR)
_TFP = "TechForPalestine palestine-datasets: casualties_daily.json"
_TFP_LINK = "https://github.com/TechForPalestine/palestine-datasets/blob/main/casualties_daily.json"
_MINISTRY = "Gaza Ministry of Health"

_PUBLISHERS = (
    ("site management cluster", "SMC"),
    ("shelter cluster", "SMC"),
    ("office for the coordination", "OCHA"),
    ("relief and works agency", "UNRWA"),
)
NOTES = {
    "displacement": "Count of displacements in the period, as IDMC recommends it",
    "return": "Movements after the ceasefire, mostly returns northward, "
    "which IDMC files as displacements",
}
"""What a count of IDMC's is, by the kind of its event."""
_PLACES = {
    told: (name, area.pcode) for area in territory().areas for told, name in area.live.items()
}


def merged_estimates(events: pd.DataFrame | None, deaths: pd.DataFrame | None) -> Merged:
    """Return the embedded estimates with IDMC's events and the deaths put in by id.

    Raises:
        DataError: when the result breaks a rule of the table.
    """
    key = (_digest(events), _digest(deaths))
    if key not in _remembered:
        while len(_remembered) >= _MOST_REMEMBERED:
            _remembered.pop(next(iter(_remembered)), None)
        _remembered[key] = _merged(events, deaths)
    return _remembered[key]


_MOST_REMEMBERED = 8
_remembered: dict[tuple[str, str], Merged] = {}
"""Merging reads and checks the whole table; a refresh needs the same ones several times."""


def _digest(frame: pd.DataFrame | None) -> str:
    return "" if frame is None else hashlib.sha256(frame.to_csv().encode()).hexdigest()


def _merged(events: pd.DataFrame | None, deaths: pd.DataFrame | None) -> Merged:
    rows = rows_of(read_bytes("estimates"))
    changed = Changes()
    if events is not None:
        _put_events(rows, events, changed)
    if deaths is not None:
        _put_deaths(rows, deaths, changed)
    frame = read_whole(csv_of(rows, COLUMNS), "estimates.csv with live figures")
    return changed.merged(frame, rows)


def embedded_last_day() -> str:
    """Return the last day for which the embedded table has TechForPalestine's total, ISO date."""
    rows = rows_of(read_bytes("estimates"))
    return max(row["as_of"] for row in rows if row["source_title"] == _TFP)


def _put_events(rows: list[Row], events: pd.DataFrame, changed: Changes) -> None:
    cited = {event: row for row in rows if (event := event_of(row["source_title"]))}
    # What no answer has told of is embedded, perhaps in a newer form than when it was kept.
    latest = events[events["seen_on"].notna()].groupby("id", sort=False).tail(1)
    said = {_said(event) for event in latest[latest["state"] == "current"].itertuples()}
    for event in latest[latest["state"] != "current"].itertuples(index=False):
        row = cited.get(event.id)
        # One that was renumbered stands as long as its successor says the same.
        if row is not None and (event.state == "withdrawn" or _said(event) not in said):
            row["note"] += f"; {WITHDRAWN_BY} {event.seen_on.date()}, hence weak"
            changed.withdrawn.append(row["id"])
    known = {
        (row["publisher"], row["period_start"], row["as_of"], _number(row)): row["id"]
        for row in rows
        if row["measure"] == "movement" and row["id"] not in changed.withdrawn
    }
    publishers = set(groups())
    for event in latest[latest["state"] == "current"].itertuples(index=False):
        row = cited.get(event.id)
        seen = event.seen_on.date()
        if row is None:
            made = _new_figure(event, publishers)
            told = (made["publisher"], made["period_start"], made["as_of"], _number(made))
            made["repeats"] = known.get(told, "")
            rows.append(made)
            changed.new.append(made["id"])
        elif not _agrees(row, event):
            start = row["period_start"] or row["as_of"]
            row["note"] += (
                f"; revised by IDMC by {seen}: was {_number(row)} for {start} to {row['as_of']}"
            )
            row.update(_dates_and_numbers(event))
            changed.revised.append(row["id"])


def _said(event: Any) -> tuple[Any, ...]:
    return event.start, event.end, event.figure


def _agrees(row: Row, event: Any) -> bool:
    """Whether a row says of an event what the event says now.

    Stocks of shelters open no period in IDMC's sense: only their number is compared.
    """
    number = f"{event.figure:.0f}"
    if number not in (row["value"], row["low"], row["high"]):
        return False
    days = (str(event.start.date()), str(event.end.date()))
    return row["measure"] != "movement" or days == (
        row["period_start"] or row["as_of"],
        row["as_of"],
    )


def _dates_and_numbers(event: Any) -> Row:
    quantifier, column = QUANTIFIERS.get(event.qualifier, EXACT)
    numbers = dict.fromkeys(("value", "low", "high"), "")
    numbers[column] = f"{event.figure:.0f}"
    return numbers | {
        "quantifier": quantifier,
        "period_start": str(event.start.date()),
        "period_basis": "stated",
        "as_of": str(event.end.date()),
    }


def _new_figure(event: Any, publishers: set[str]) -> Row:
    publisher = voice_of(event.sources)
    publisher = publisher if publisher in publishers else "IDMC"
    ends = _place(event.origin), _place(event.destination)
    note = NOTES[event.kind]
    created = event.created_on
    return dict.fromkeys(COLUMNS, "") | {
        "id": f"IDMC-{event.id}",
        "publisher": publisher,
        # IDMC counts nothing here itself: it passes on what others counted.
        "according_to": UNATTRIBUTED if publisher == "IDMC" else "",
        "measure": "movement",
        "counting": "movements",
        "origin": ends[0][0],
        "origin_pcodes": ends[0][1],
        "destination": ends[1][0],
        "destination_pcodes": ends[1][1],
        "unit": "movements",
        "source_title": f"IDMC IDU event {event.id} (HDX {DATASETS[0]})",
        "source_url": event.url,
        "source_date": "" if pd.isna(created) else str(created.date()),
        "seen": "primary",
        "note": note,
        **_dates_and_numbers(event),
    }


def voice_of(sources: str) -> str:
    """Return who counted an event, as the tables name them; IDMC where that is nobody known.

    >>> voice_of("Site Management Cluster - Palestine"), voice_of("Press")
    ('SMC', 'IDMC')
    """
    told = sources.casefold()
    return next((name for part, name in _PUBLISHERS if part in told), "IDMC")


def _place(told: str) -> tuple[str, str]:
    """The area that one end of an event comes down to: one governorate, outside, or the Strip.

    The geocoder adds the governorate in which its point for the whole Strip
    happens to lie, so only what a place begins with counts.
    """
    if told == pc.EXTERIOR:
        return _OUTSIDE
    found = {_PLACES.get(_first(part)) for part in told.split(";")}
    only = found.pop() if len(found) == 1 else None
    return only or _STRIP


def _first(place: str) -> str:
    return place.partition(",")[0].strip().casefold().removesuffix(" governorate").strip()


def _put_deaths(rows: list[Row], deaths: pd.DataFrame, changed: Changes) -> None:
    daily = {str(day.date()): total for day, total in deaths[["date", "killed"]].to_numpy()}
    ours = [row for row in rows if row["measure"] == "deaths" and row["source_title"] == _TFP]
    for row in ours:
        now = daily.get(row["as_of"])
        if now is not None and row["value"] != str(now):
            row["note"] += f"; revised by the publisher: was {row['value']}"
            row["value"] = str(now)
            changed.revised.append(row["id"])
    last = max((row["as_of"] for row in ours), default="2023-10-06")
    reported = deaths[(deaths["reported"] == 1) & (deaths["date"] > pd.Timestamp(last))]
    of_month = reported.groupby(reported["date"].dt.to_period("M")).tail(1)
    for day, total in of_month[["date", "killed"]].to_numpy():
        rows.append(_new_deaths(str(day.date()), str(total)))
        changed.new.append(rows[-1]["id"])


def _new_deaths(day: str, total: str) -> Row:
    return dict.fromkeys(COLUMNS, "") | {
        "id": f"TFP-{day}",
        "publisher": _MINISTRY,
        "measure": "deaths",
        "counting": "people",
        "destination": _STRIP[0],
        "destination_pcodes": _STRIP[1],
        "period_start": "2023-10-07",
        "period_basis": "stated",
        "as_of": day,
        "value": total,
        "unit": "people",
        "quantifier": "exact",
        "source_title": _TFP,
        "source_url": _TFP_LINK,
        "source_date": day,
        "seen": "primary",
        "note": "Last reported running total of the month; direct deaths only",
    }


def _number(row: Row) -> str:
    return row["value"] or row["low"] or row["high"]
