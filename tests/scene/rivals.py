"""A small ledger that never grows: the days on which rival figures met."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from nuzuh.evidence.prepared_statements import PreparedStatements
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.estimates import COLUMNS, read_estimates

_LEDGER = Path(__file__).parent / "rivals.csv"
OFFENSIVES = {2024: date(2024, 5, 6), 2025: date(2025, 8, 14)}
"""First day of the phase of the war that the days told lie in, by year."""

_SOUTH, _NORTH = "PS0265 PS0270 PS0275", "PS0255 PS0260"
_STRIP = f"{_NORTH} {_SOUTH}"
_PCODES = {
    "": "",
    "Rafah": "PS0275",
    "Gaza Strip": _STRIP,
    "Al-Mawasi; Khan Younis; Deir al-Balah": _SOUTH,
    "Gaza City": "PS0260",
    "Gaza City; North Gaza": _NORTH,
    "north of Wadi Gaza": _NORTH,
    "south of Wadi Gaza": _SOUTH,
    "outside Gaza City": _SOUTH,
    "Khan Younis": "PS0270",
    "eastern Khan Younis": "PS0270",
}


@cache
def ledger() -> pd.DataFrame:
    """The small ledger as the loader reads it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in csv.DictReader(_LEDGER.read_text(encoding="utf-8").splitlines()):
        writer.writerow(
            {column: row[column] for column in COLUMNS if column in row}
            | {
                "counting": row["unit"] if row["unit"] in ("people", "movements") else "",
                "origin_pcodes": _PCODES[row["origin"]],
                "destination_pcodes": _PCODES[row["destination"]],
                "source_title": f"Page of {row['id']}",
                "source_url": f"https://example.org/{row['id']}",
                "seen": "primary",
            }
        )
    return read_estimates(text.getvalue().encode(), "rivals.csv")


@cache
def _statements() -> PreparedStatements:
    return PreparedStatements(ledger())


def statements_of_day(day: str, *, later: bool = True) -> tuple[dict[str, list[Statement]], date]:
    """What the small ledger tells of a day, and the day."""
    shown = date.fromisoformat(day)
    start = OFFENSIVES[shown.year]
    return _statements().published_by(shown, phase_start=start, later=later), shown
