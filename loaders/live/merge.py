"""Live figures take their place in the tables in use: by id, with what was said before noted."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.estimates import COLUMNS, read_whole
from nuzuh.loaders.live.displacement import DATASETS, event_of
from nuzuh.loaders.live.orders import record_of
from nuzuh.loaders.orders import COLUMNS as ORDER_COLUMNS
from nuzuh.loaders.orders import read_orders
from nuzuh.loaders.package import read_bytes
from nuzuh.loaders.publishers import UNATTRIBUTED, groups
from nuzuh.loaders.territory import territory

Row = dict[str, str]
_STRIP = (territory().name, " ".join(pc.GOVERNORATES))
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
_QUANTIFIERS = {
    "approximately": ("approximately", "value"),
    "more than or equal to": ("at least", "low"),
    "more than": ("more than", "low"),
    "less than or equal to": ("up to", "high"),
    "less than": ("less than", "high"),
}
_PLACES = {
    told: (name, area.pcode) for area in territory().areas for told, name in area.live.items()
}


@dataclass(frozen=True)
class Merged:
    """A table in use, and how it differs from the embedded one.

    Attributes:
        frame: the validated table.
        digest: hash of every row that differs from the embedded table, but for its
            note; "" for none.
        new, revised, withdrawn: ids of such rows. A withdrawn figure of the
            embedded table stays, marked as doubtful.
    """

    frame: pd.DataFrame
    digest: str
    new: tuple[str, ...]
    revised: tuple[str, ...]
    withdrawn: tuple[str, ...]


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
    rows = _rows(read_bytes("estimates"))
    changed = _Changes()
    if events is not None:
        _put_events(rows, events, changed)
    if deaths is not None:
        _put_deaths(rows, deaths, changed)
    frame = read_whole(_csv(rows, COLUMNS), "estimates.csv with live figures")
    return changed.merged(frame, rows)


def embedded_last_day() -> str:
    """Return the last day for which the embedded table has TechForPalestine's total, ISO date."""
    rows = _rows(read_bytes("estimates"))
    return max(row["as_of"] for row in rows if row["source_title"] == _TFP)


def merged_orders(orders: pd.DataFrame) -> Merged:
    """Return the embedded orders with the live ones put in by the number of their record.

    Raises:
        DataError: when the result breaks a rule of the table.
    """
    rows = _rows(read_bytes("orders"))
    known = {number: row for row in rows if (number := record_of(row["source_url"]))}
    changed = _Changes()
    for order in orders.itertuples(index=False):
        row = known.get(order.record)
        area = "" if pd.isna(order.area_km2) else f"{order.area_km2:.2f}"
        if row is None:
            rows.append(_new_order(order, area))
            changed.new.append(rows[-1]["id"])
        elif area and row["area_km2"] and abs(float(row["area_km2"]) - float(area)) > 0.005:
            row["note"] = f"{row['note']}; area revised from {row['area_km2']} km2".strip("; ")
            row["area_km2"] = area
            changed.revised.append(row["id"])
    frame = read_orders(_csv(rows, ORDER_COLUMNS), "orders.csv with live orders")
    return changed.merged(frame, rows)


class _Changes:
    def __init__(self) -> None:
        self.new, self.revised, self.withdrawn = list[str](), list[str](), list[str]()

    def merged(self, frame: pd.DataFrame, rows: list[Row]) -> Merged:
        touched = {*self.new, *self.revised, *self.withdrawn}
        # Notes tell when a change was seen, which differs from one machine to the next.
        told = [
            sorted((name, text) for name, text in row.items() if name != "note")
            for row in rows
            if row["id"] in touched
        ]
        digest = hashlib.sha256(repr(told).encode()).hexdigest() if touched else ""
        return Merged(frame, digest, tuple(self.new), tuple(self.revised), tuple(self.withdrawn))


def _put_events(rows: list[Row], events: pd.DataFrame, changed: _Changes) -> None:
    cited = {event: row for row in rows if (event := event_of(row["source_title"]))}
    known = {
        (row["publisher"], row["period_start"], row["as_of"], _number(row)): row["id"]
        for row in rows
        if row["measure"] == "movement"
    }
    publishers = set(groups())
    for event in events[events["state"] != "revised"].itertuples(index=False):
        row = cited.get(event.id)
        seen = "" if pd.isna(event.seen_on) else str(event.seen_on.date())
        if event.state == "withdrawn":
            if row is not None:
                row["note"] += f"; withdrawn by IDMC by {seen}, hence weak"
                changed.withdrawn.append(row["id"])
            continue
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
    quantifier, column = _QUANTIFIERS.get(
        event.qualifier,
        ("exact", "value"),
    )
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
    place = _place(event.place)
    to_place = event.end_of_path == "destination"
    ends = (_STRIP, place) if to_place else (place, _STRIP)
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
    """The area that IDMC's list of places comes down to: one governorate, or the Strip.

    The geocoder adds the governorate in which its point for the whole Strip
    happens to lie, so only what a place begins with counts.
    """
    found = {_PLACES.get(_first(part)) for part in told.split(";")}
    only = found.pop() if len(found) == 1 else None
    return only or _STRIP


def _first(place: str) -> str:
    return place.partition(",")[0].strip().casefold().removesuffix(" governorate").strip()


def _put_deaths(rows: list[Row], deaths: pd.DataFrame, changed: _Changes) -> None:
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


def _new_order(order: Any, area: str) -> Row:
    codes = order.pcodes
    outlines = load_boundaries().frame
    names = dict(zip(outlines["pcode"], outlines["name_en"], strict=True))
    return dict.fromkeys(ORDER_COLUMNS, "") | {
        "id": f"GM-{order.record}",
        "kind": "order",
        "term": "evacuation order or warning (map)",
        "issuer": "IDF",
        "issued_on": str(order.issued_on.date()),
        "areas": "; ".join(names[code] for code in codes.split()),
        "pcodes": codes,
        "blocks": order.blocks,
        "area_km2": area,
        "source_title": f"gazamaps.com displacement record {order.record}",
        "source_url": order.url,
        "seen": "primary",
        "note": "Block map of the day; areas are those of the governorates its blocks lie in",
    }


def _number(row: Row) -> str:
    return row["value"] or row["low"] or row["high"]


def _rows(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _csv(rows: list[Row], columns: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
