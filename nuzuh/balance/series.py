"""Figures that the balance cannot give (displaced, sheltered): a line through their series."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.row_parsing import interval, places

LEAST_SPREAD = 0.05
FEW_SPREAD = 0.3
"""Spread of logarithms when a series has too few figures to show its own."""
OTHER_SPREAD = 0.9
"""Spread between figures of different places."""
HOME_SPREAD = 0.10
"""Spread of published pre-war populations about each other: register, census, projection."""
PLACE_SPREAD = 0.27
"""Spread of published figures of people present about the balance, see ``docs/method.md``."""
NEAREST = 5


@dataclass(frozen=True)
class Guess:
    """A prediction from a series: all in the published unit."""

    published: float
    predicted: float
    low: float
    high: float
    how: str


def known_rows(
    table: pd.DataFrame, row: Mapping[str, Any], held: Collection[str]
) -> list[tuple[str, pd.DataFrame]]:
    """Dated figures comparable with a row, the most alike first; held rows never among them."""
    value = table["value"].fillna(table["low"]).fillna(table["high"])
    base = table.assign(value=value)
    base = base[
        (base["measure"] == row["measure"])
        & (base["unit"] == row["unit"])
        & (base["basis"] != "projection")
        & (base["repeats"] == "")
        & base["as_of"].notna()
        & base["value"].gt(0)
        & ~base["id"].astype(str).isin(list(held))
    ].sort_values("as_of")
    same = (base["destination_pcodes"] == row["destination_pcodes"]) & (
        base["origin_pcodes"] == row["origin_pcodes"]
    )
    named = same & (base["destination"] == row["destination"])
    there = base["destination_pcodes"] == row["destination_pcodes"]
    own = named & (base["speaker"] == row["speaker"])
    return [
        ("its publisher's series", base[own]),
        ("its series", base[named]),
        ("figures of the same places", base[same]),
        ("figures of the same destination", base[there]),
        ("figures of the same measure", base),
    ]


def line(table: pd.DataFrame, day: pd.Timestamp) -> tuple[float, float]:
    """Logarithm of the line through a series at a day, and the spread of the series about it."""
    days = np.array([d.toordinal() for d in table["as_of"]], dtype=float)
    logs = np.log(table["value"].to_numpy(dtype=float))
    days, inverse = np.unique(days, return_inverse=True)
    logs = np.bincount(inverse, logs) / np.bincount(inverse)
    number = float(np.interp(day.toordinal(), days, logs))
    if len(days) < 3:
        return number, FEW_SPREAD
    gaps = [
        logs[i] - np.interp(days[i], np.delete(days, i), np.delete(logs, i))
        for i in range(len(logs))
    ]
    return number, max(float(np.sqrt(np.mean(np.square(gaps)))), LEAST_SPREAD)


def middle(row: Mapping[str, Any]) -> float | None:
    """The published number of a row, None without one."""
    ends = [v for v in interval(row) if v is not None]
    return sum(ends) / len(ends) if ends else None


def _about(published: float, number: float, spread: float, how: str) -> Guess:
    width = float(np.exp(1.2816 * spread))
    return Guess(published, number, number / width, number * width, how)


def predict(
    table: pd.DataFrame,
    row: Mapping[str, Any],
    held: Collection[str],
    people: Callable[[tuple[str, ...], pd.Timestamp], float],
    residents: Callable[[tuple[str, ...]], float],
) -> Guess | None:
    """A row from the most alike series that has figures; None when its measure has none.

    Figures of people present are answered by the balance, those by home by the residents before
    the war, and never by a series: the last figure of a place says nothing of a place that
    emptied since.

    Args:
        table: rows that may be used.
        row: the row in question.
        held: ids that must not be used.
        people: people present in some places on a day, by the balance.
        residents: people whose home was in some places before the war.
    """
    published = middle(row)
    if published is None or pd.isna(row["as_of"]):
        return None
    day = pd.Timestamp(row["as_of"])
    if row["measure"] == "people_present" and row["unit"] == "people":
        codes = places(row["destination_pcodes"])
        if not codes:
            return None
        if row["basis"] == "home":
            return _about(published, residents(codes), HOME_SPREAD, "residents before the war")
        return _about(published, people(codes, day), PLACE_SPREAD, "the balance")
    for step, (how, known) in enumerate(known_rows(table, row, held)):
        fewest = 2 if step < 2 else 1
        if len(known) < fewest:
            continue
        if step == 4:
            near = (known["as_of"] - day).abs().sort_values().index[:NEAREST]
            number = float(np.log(known.loc[near, "value"]).median())
            spread = OTHER_SPREAD
        else:
            number, spread = line(known, day)
        codes = places(row["destination_pcodes"])
        bounded = row["measure"] in ("idps", "sheltered") and row["unit"] == "people" and codes
        most = people(codes, day) if bounded else np.inf
        centre = min(float(np.exp(number)), most)
        width = 1.2816 * spread
        high = centre * np.exp(width)
        if row["unit"] == "percent":
            high = min(float(high), 100.0)
        return Guess(published, centre, centre * float(np.exp(-width)), float(high), how)
    return None


def complete(row: Mapping[str, Any], table: pd.DataFrame) -> dict[str, Any]:
    """A movement with the parts that it leaves out, as far as other rows suggest them.

    An unnamed end is the whole Strip. A missing start is the commonest start of totals over the
    same
    route that run on the same day, else a week before.
    """
    out = dict(row)
    if row["measure"] != "movement":
        return out
    for end in ("origin", "destination"):
        if not places(out[f"{end}_pcodes"]):
            out[f"{end}_pcodes"] = " ".join(priors.AREAS)
            out[f"{end}_coverage"] = "whole"
    if pd.isna(out["period_start"]) and not pd.isna(out["as_of"]):
        running = table[
            (table["measure"] == "movement")
            & (table["period_start"] <= out["as_of"])
            & ((table["as_of"] - out["as_of"]).abs() <= pd.Timedelta(days=30))
        ]
        route = running[
            running["origin_pcodes"].map(
                lambda t: set(places(t)) <= set(places(out["origin_pcodes"]))
            )
            & (running["destination_pcodes"] == out["destination_pcodes"])
        ]
        starts = (route if len(route) else running)["period_start"]
        out["period_start"] = (
            starts.mode().iloc[0] if len(starts) else out["as_of"] - pd.Timedelta(days=6)
        )
        out["period_basis"] = "assumed"
    return out
