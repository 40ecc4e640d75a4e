"""Small synthetic tables in the columns of the estimates."""

from __future__ import annotations

from typing import Any

import pandas as pd

NORTH, SOUTH = "PS0255 PS0260", "PS0265 PS0270 PS0275"
STRIP = f"{NORTH} {SOUTH}"
PUBLISHERS = {"A": "un", "B": "un", "C": "israel", "D": "palestine"}
BASELINE = {
    "PS0255": 444_412.0,
    "PS0260": 749_100.0,
    "PS0265": 319_208.0,
    "PS0270": 438_557.0,
    "PS0275": 275_267.0,
}
DEFAULTS: dict[str, Any] = {
    "id": "",
    "repeats": "",
    "publisher": "A",
    "according_to": "",
    "speaker": "",
    "scope": "",
    "page": "dated",
    "weak": False,
    "measure": "people_present",
    "counting": "people",
    "origin": "",
    "origin_pcodes": "",
    "destination": "",
    "destination_pcodes": "",
    "period_start": pd.NaT,
    "period_basis": "",
    "as_of": pd.NaT,
    "value": float("nan"),
    "low": float("nan"),
    "high": float("nan"),
    "unit": "people",
    "quantifier": "approximately",
    "source_title": "",
    "source_url": "",
    "source_date": pd.NaT,
    "seen": "primary",
    "note": "",
    "kind": "stock",
    "origin_coverage": "",
    "destination_coverage": "whole",
    "basis": "observed",
}


def table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows with defaults; ids and sources are numbered when missing."""
    out = []
    for i, row in enumerate(rows):
        full = {**DEFAULTS, **row}
        full["id"] = full["id"] or f"T{i:04d}"
        full["speaker"] = full["speaker"] or full["according_to"] or full["publisher"]
        full["source_url"] = full["source_url"] or f"https://example.org/{i}"
        for name in ("as_of", "period_start"):
            full[name] = pd.Timestamp(full[name]) if not pd.isna(full[name]) else pd.NaT
        if full["measure"] == "movement":
            full["kind"] = "flow"
            full["origin_coverage"] = full["origin_coverage"] or "whole"
        out.append(full)
    frame = pd.DataFrame(out, columns=list(DEFAULTS))
    for name in ("as_of", "period_start", "source_date"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def stock(day: str, places: str, value: float | None = None, **more: Any) -> dict[str, Any]:
    """A people_present row."""
    return {
        "as_of": day,
        "destination_pcodes": places,
        **({} if value is None else {"value": value}),
        **more,
    }


def move(
    first: str, last: str, origin: str, destination: str, value: float | None = None, **more: Any
) -> dict[str, Any]:
    """A movement row."""
    return {
        "measure": "movement",
        "period_start": first,
        "as_of": last,
        "origin_pcodes": origin,
        "destination_pcodes": destination,
        "period_basis": "stated",
        **({} if value is None else {"value": value}),
        **more,
    }
