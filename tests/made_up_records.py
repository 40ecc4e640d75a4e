"""Figures from records that nobody holds: sixty weekly stocks and forty movements of 2025."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from types import MappingProxyType

import pandas as pd

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.current import InUse
from nuzuh.loaders.estimates import COLUMNS, embedded_estimates, read_estimates
from nuzuh.loaders.records.note import records_note
from nuzuh.loaders.table import Table
from nuzuh.loaders.tables import Tables, tables_in_use

PUBLISHER = "Made-up handset panel"
TITLE = "Aggregated positions of handsets, 2025"
FIRST = date(2025, 7, 20)
WEEKS = 12
AGAINST = "the reconstruction of data version 2026-10-05-0a1b2c3"
VERSION = "2026-11-20-5eed000"
"""A version that no data ever had: that of the tables with these figures in them."""

_NAMES = {
    "PS0255": "North Gaza",
    "PS0260": "Gaza",
    "PS0265": "Deir al-Balah",
    "PS0270": "Khan Younis",
    "PS0275": "Rafah",
}
_PEOPLE = {"PS0255": 110, "PS0260": 820, "PS0265": 480, "PS0270": 610, "PS0275": 60}
"""Thousands in the first week; every week a few more leave the north."""


def rows(publisher: str = PUBLISHER, name: str = "PANEL") -> Iterator[dict[str, str]]:
    """Yield the figures in the columns of the table of estimates."""
    number = 0
    for week in range(WEEKS):
        start = FIRST + timedelta(days=7 * week)
        end = start + timedelta(days=6)
        for pcode in pc.GOVERNORATES:
            number += 1
            north = pcode in ("PS0255", "PS0260")
            moved = (-0.05 if north else 0.06) * week
            yield _row(
                f"REC-{name}-{number}",
                publisher,
                "people_present",
                ("", ""),
                (_NAMES[pcode], pcode),
                (start, end),
                round(_PEOPLE[pcode] * (1 + moved)) * 1000,
            )
    for week in range(10):
        start = FIRST + timedelta(days=7 * week)
        end = start + timedelta(days=6)
        for there in ("PS0255", "PS0265", "PS0270", "PS0275"):
            number += 1
            yield _row(
                f"REC-{name}-{number}",
                publisher,
                "movement",
                (_NAMES["PS0260"], "PS0260"),
                (_NAMES[there], there),
                (start, end),
                (3 + week) * 1000,
            )


def _row(
    identity: str,
    publisher: str,
    measure: str,
    origin: tuple[str, str],
    destination: tuple[str, str],
    days: tuple[date, date],
    people: int,
) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "")
    return cells | {
        "id": identity,
        "publisher": publisher,
        "measure": measure,
        "counting": "people",
        "origin": origin[0],
        "origin_pcodes": origin[1],
        "destination": destination[0],
        "destination_pcodes": destination[1],
        "period_start": days[0].isoformat(),
        "period_basis": "stated",
        "as_of": days[1].isoformat(),
        "value": str(people),
        "low": str(round(people * 0.8)),
        "high": str(round(people * 1.3)),
        "unit": "people",
        "quantifier": "approximately",
        "source_title": TITLE,
        "source_date": "2026-11-20",
        "seen": "primary",
        "note": records_note(
            (2.9, 4.1, 5.8),
            AGAINST,
            10,
            "A census of whoever has a handset; weak in Rafah, and without people out of reach of "
            "food and water: part of the population over the last 24 hours",
        ),
    }


def as_csv(publisher: str = PUBLISHER, name: str = "PANEL") -> bytes:
    """Return the figures as the file that ``nuzuh records add -o`` writes."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(publisher, name))
    return text.getvalue().encode()


def estimates() -> pd.DataFrame:
    """Return the embedded figures with these beside them."""
    found = read_estimates(as_csv(), "figures.csv")
    embedded = embedded_estimates().frame
    return pd.concat([embedded, found[list(embedded.columns)]], ignore_index=True)


def in_use() -> InUse:
    """Return tables to put in use, as a store with these records has them."""
    table = Table(estimates(), embedded_estimates().provenance)
    return InUse(VERSION, MappingProxyType({"estimates": table}))


def tables() -> Tables:
    """Return the tables in use with these figures beside them, and without a place of their own."""
    plain = tables_in_use()
    return Tables(VERSION, estimates(), plain.orders, plain.last)
