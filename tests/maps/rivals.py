"""A small ledger that never grows: the days on which rival figures met."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache

import pandas as pd

from balance.statements import Statement, published_by
from loaders.estimates import COLUMNS, read_estimates

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

_LEDGER = """\
id|publisher|according_to|measure|unit|origin|destination|period_start|period_basis|as_of|value|low|high|quantifier|source_date|note
R01|UNRWA||movement|people|Rafah|Gaza Strip|2024-05-06|stated|2024-05-18|800000|||approximately|2024-05-18|
R02|UN||movement|people|Rafah|Gaza Strip|2024-05-06|stated|2024-05-20|812000|||approximately|2024-05-21|
R03|OCHA||movement|people|Rafah|Gaza Strip|2024-05-06|stated|2024-05-26||945000||more than|2024-05-27|
R04|IDF||movement|people|Rafah|Al-Mawasi; Khan Younis; Deir al-Balah|2024-05-06|stated|2024-05-20|950000|||approximately|2024-05-20|
R05|IDF||people_present|people||Rafah|||2024-05-20||300000|400000|range|2024-05-20|
R06|PCBS||people_present|people||Rafah|||2024-04-22|1100000|||approximately|2024-04-24|
R07|OCHA||movement|people|Rafah|Khan Younis|2024-05-26|stated|2024-05-26|110000|||approximately|2024-05-26|
R08|UN||movement|people|Rafah|Gaza Strip|2024-05-06|stated|2024-05-25|2000000|||approximately|2024-05-25|weak
R09|SMC||movement|movements|Rafah|Gaza Strip|2024-05-06|stated|2024-05-25|3000000|||approximately|2024-05-25|
S01|OCHA||under_orders|percent||Gaza Strip|||2025-08-18|86|||approximately|2025-08-19|
S02|Gaza Government Media Office||movement|people|Gaza City; North Gaza|south of Wadi Gaza|2025-08-14|assumed|2025-09-07|35000|||approximately|2025-09-07|
S03|Israeli security source||movement|people|Gaza City|outside Gaza City|2025-08-14|assumed|2025-09-10|150000|||approximately|2025-09-10|
S04|OCHA||movement|movements|north of Wadi Gaza|south of Wadi Gaza|2025-08-14|stated|2025-09-09|62000|||nearly|2025-09-10|
S05|OCHA||movement|movements|north of Wadi Gaza|south of Wadi Gaza|2025-09-10|stated|2025-09-10||10000||more than|2025-09-11|
S06|UN||people_present|people||north of Wadi Gaza|||2025-09-09|1000000|||approximately|2025-09-10|
T01|IDF||movement|people|Gaza City|outside Gaza City|2025-08-14|assumed|2025-09-14||300000||more than|2025-09-14|
T02|Gaza Government Media Office||movement|people|Gaza City; North Gaza|south of Wadi Gaza|2025-08-14|assumed|2025-09-12|68000|||approximately|2025-09-12|
U01|OCHA||movement|movements|north of Wadi Gaza|south of Wadi Gaza|2025-08-14|stated|2025-09-22||321200||more than|2025-09-23|
U02|OCHA||movement|movements|north of Wadi Gaza|south of Wadi Gaza|2025-09-28|stated|2025-09-28|6900|||nearly|2025-09-29|
U03|IDF||movement|people|Gaza City|outside Gaza City|2025-08-14|assumed|2025-09-27|800000|||approximately|2025-09-27|
U04|Gaza Government Media Office||movement|people|Gaza City|south of Wadi Gaza|2025-08-14|assumed|2025-09-24|335000|||approximately|2025-09-24|
U05|Gaza Government Media Office||people_present|people||Gaza City|||2025-09-24||900000||more than|2025-09-24|
V01|UN||movement|people|Gaza City|outside Gaza City|2025-08-14|assumed|2025-10-02|||400000|up to|2025-10-02|
V02|IDF||movement|people|Gaza City|outside Gaza City|2025-08-14|stated|2025-10-05|900000|||approximately|2025-10-05|
V03|Israeli defence minister||movement|people|Gaza City|south of Wadi Gaza|2025-08-14|assumed|2025-10-05|900000|||approximately|2025-10-05|
V04|UN||people_present|people||Gaza City|||2025-10-02||600000|700000|range|2025-10-02|
V05|IDF||people_present|people||Gaza City|||2025-10-05|200000|||approximately|2025-10-05|
V06|IDMC|OCHA|movement|people|eastern Khan Younis|Gaza Strip|2025-10-01|stated|2025-10-05|5000|||approximately|2025-10-05|
"""


@cache
def ledger() -> pd.DataFrame:
    """The small ledger as the loader reads it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in csv.DictReader(io.StringIO(_LEDGER), delimiter="|"):
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


def told_on(day: str, *, later: bool = True) -> tuple[dict[str, list[Statement]], date]:
    """What the small ledger tells of a day, and the day."""
    shown = date.fromisoformat(day)
    return published_by(ledger(), shown, phase_start=OFFENSIVES[shown.year], later=later), shown
