"""Percentages of a base that the row states."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.inputs import Inputs
from nuzuh.balance.note_readings import noted, stated_people
from nuzuh.balance.observation_terms import STRIP, Observation, flow, people
from nuzuh.balance.reasons import Reason
from nuzuh.balance.row_parsing import build, interval, ordinal, places


def read(row: Mapping[str, Any], inputs: Inputs) -> Observation | None:
    """A percentage as a homogeneous observation: part minus share of base is zero.

    The base is, in this order: a number of people printed in the note, the residents before the
    war ("residents still in place"), all recorded moves of the origin, or the people who were in
    the origin when the period began. None when the note names no base.
    """
    low, high = interval(row)
    shares = [v / 100.0 for v in (low, high) if v is not None]
    share = sum(shares) / len(shares)
    end = ordinal(row["as_of"])
    origins, codes = places(row["origin_pcodes"]), places(row["destination_pcodes"])
    if row["measure"] == "people_present":
        stated = stated_people(row)
        base = inputs.residents(codes) if noted(row, "of_residents") else stated
        if base is None:
            return None
        ends = [None if v is None else v / 100.0 * base for v in (low, high)]
        one_sided = ends[0] is None or ends[1] is None
        return build(
            row,
            "stock",
            ends[0],
            ends[1],
            point=people(codes, end, end),
            error=0.1,
            factor=base / 100.0,
            treatment="bounded" if one_sided else "used",
            reason=Reason("share", base=base),
        )
    if row["measure"] != "movement" or pd.isna(row["period_start"]) or not origins or not codes:
        return None
    start = max(ordinal(row["period_start"]), ordinal(priors.FIRST_DAY) + 1)
    part = flow(origins, codes, start, end)
    if noted(row, "of_moves"):
        all_from = origins if codes != STRIP else STRIP
        base_reading = flow(all_from, STRIP, start, end)
        base = 50_000.0
    elif noted(row, "of_people"):
        base_reading = people(origins, start - 1, start - 1)
        base = 1_000_000.0
    else:
        return None
    negative = tuple(
        type(t)(t.what, t.destinations, t.start, t.end, t.origins, t.within, -share)
        for t in base_reading
    )
    zero = part + negative
    # The published number is a share, so the size of the error is a share of the base, not of zero.
    observation = build(
        row,
        "bound",
        0.0 if low is not None else None,
        0.0 if high is not None else None,
        point=zero,
        reason=Reason("share_noted"),
        treatment="down-weighted",
    )
    return type(observation)(
        **{
            **observation.__dict__,
            "error": math.hypot(0.2, observation.error) * base * share,
            "unit_share": share,
        }
    )
