"""From rows of the estimates table to observations, each with its treatment and the reason.

Only columns decide, never row ids. Every row comes back exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from nuzuh.balance import percentages, priors
from nuzuh.balance.inputs import Inputs
from nuzuh.balance.movements import read_movement
from nuzuh.balance.note_readings import noted
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.reasons import Reason
from nuzuh.balance.repetition import share_weight
from nuzuh.balance.row_parsing import Result, Row, Verdict, interval, places, rounding
from nuzuh.balance.stocks import (
    read_change,
    read_children,
    read_density,
    read_idps,
    read_people,
    read_sheltered,
)

READERS: dict[str, Callable[[Row, Inputs], Result]] = {
    "people_present": read_people,
    "idps": read_idps,
    "sheltered": read_sheltered,
    "children_under_10": read_children,
    "children_present": read_children,
    "density": read_density,
    "population_change": read_change,
    "movement": read_movement,
}

ELSEWHERE = (
    "deaths",
    "births",
    "under_orders",
    "control_zone",
    "control_zone_plan",
    "affected",
    "abroad_registered_to_return",
)
"""Measures that are no observation, each with a reason of its own name."""


def refusal(row: Row) -> Reason | None:
    """Why a row cannot be observed at all, or None."""
    ends = [v for v in interval(row) if v is not None]
    signed = row["measure"] == "population_change"
    nowhere = row["measure"] != "movement" and not places(row["destination_pcodes"])
    keys = (
        (bool(row["repeats"]), "repeats"),
        (row["measure"] in ELSEWHERE, str(row["measure"])),
        (row["measure"] not in READERS, "measure"),
        (pd.isna(row["as_of"]), "no_day"),
        (row["as_of"] <= priors.FIRST_DAY, "before"),
        (row["basis"] == "home", "home"),
        (noted(row, "slip"), "slip"),
        (row["basis"] == "projection", "projection"),
        (not ends, "no_figure"),
        (bool(ends) and not signed and min(ends) < 0, "negative"),
        (nowhere, "nowhere"),
    )
    parts = {"repeats": {"id": row["repeats"]}, "measure": {"measure": row["measure"]}}
    return next((Reason(key, **parts.get(key, {})) for holds, key in keys if holds), None)


def absurd(row: Row, inputs: Inputs) -> bool:
    """A count of people, not of moves, that the whole Strip could not supply."""
    low, high = interval(row)
    largest = max(v for v in (low, high) if v is not None)
    people_only = row["unit"] == "people" and row["counting"] != "movements"
    return people_only and largest > priors.ABSURD * inputs.total


def read(row: Row, inputs: Inputs) -> Result:
    """One row as an observation, or the reason why not."""
    why = refusal(row)
    if why is not None:
        return Verdict(str(row["id"]), "ignored", why)
    if absurd(row, inputs):
        return Verdict(str(row["id"]), "ignored", Reason("absurd"))
    if row["unit"] == "percent":
        found = percentages.read(row, inputs)
        return found if found is not None else Verdict(str(row["id"]), "ignored", Reason("no_base"))
    if row["unit"] == "households":
        return Verdict(str(row["id"]), "ignored", Reason("households"))
    return READERS[str(row["measure"])](row, inputs)


def read_all(
    estimates: pd.DataFrame, inputs: Inputs, sides: Mapping[str, str] | None = None
) -> tuple[list[Observation], list[Verdict]]:
    """All rows, split into observations and rows not given to the solver.

    `sides` maps publishers to groups, for the weight of repeated statements.
    """
    found: list[Observation] = []
    verdicts: list[Verdict] = []
    for row in estimates.to_dict("records"):
        result = read({str(k): v for k, v in row.items()}, inputs)
        if isinstance(result, Observation):
            found.append(result)
        else:
            verdicts.append(result)
    return share_weight(found, sides or {}), verdicts


__all__ = ["Verdict", "interval", "places", "read", "read_all", "rounding"]
