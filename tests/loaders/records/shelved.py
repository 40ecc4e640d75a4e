"""Entries of the shelf that were made up."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.package import embedded_version
from nuzuh.loaders.records.counts import LeftOut
from nuzuh.loaders.records.shelf import Entry, id_prefix

PUBLISHER = "A made-up operator"
FIGURE = {
    "publisher": PUBLISHER,
    "measure": "people_present",
    "counting": "people",
    "destination": "Rafah",
    "destination_pcodes": "PS0275",
    "value": "90000",
    "low": "70000",
    "high": "120000",
    "unit": "people",
    "quantifier": "approximately",
    "source_title": "Made-up handsets",
    "source_date": "2026-11-20",
    "seen": "primary",
    "note": "Scaled from records of devices",
}


def figures(name: str, *rows: dict[str, str], weeks: int = 3) -> bytes:
    """Return figures of a set of records: a stock a week, then what rows change in them."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    changed = list(rows) or [{} for _ in range(weeks)]
    for number, cells in enumerate(changed, start=1):
        day = date(2025, 6, 7) + timedelta(days=7 * number)
        told = {"id": f"{id_prefix(name)}{number}", "as_of": str(day)}
        writer.writerow(FIGURE | told | cells)
    return text.getvalue().encode()


def entry(name: str = "made-up", *rows: dict[str, str], **changed: object) -> Entry:
    """Return an entry with a few weekly figures."""
    content = figures(name, *rows)
    told: dict[str, object] = {
        "name": name,
        "publisher": PUBLISHER,
        "title": "Made-up handsets",
        "kind": "presence",
        "counted_at": "2026-11-20T10:00:00+00:00",
        "engine": "DuckDB 2.0.1",
        "threshold": 10,
        "rounded_to": 5,
        "against": "balance",
        "data_version": embedded_version(),
        "first": date(2025, 6, 1),
        "last": date(2025, 6, 28),
        "records": 4000,
        "withheld": 3,
        "cells": 140,
        "left_out": (LeftOut("unplaced", 25), LeftOut("days", None)),
        "rows": len(content.splitlines()) - 1,
        "mapping": b"records: 1\n",
        "counts": b"day,origin,destination,amount\n2025-06-01,,PS0275,120\n",
        "figures": content,
    }
    return Entry(**{**told, **changed})  # type: ignore[arg-type]
