"""The reader of movements, in people or in moves."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.inputs import Inputs
from nuzuh.balance.note_readings import noted
from nuzuh.balance.observation_terms import STRIP, Family, Terms, flow
from nuzuh.balance.reasons import Reason
from nuzuh.balance.row_parsing import (
    Result,
    Row,
    Verdict,
    at_least,
    build,
    interval,
    number,
    ordinal,
    places,
    rounding,
    widen_city,
)


def refusal(row: Row) -> Reason | None:
    """Why a movement cannot be observed, or None."""
    start, end = flow_days(row)
    keys = (
        (not places(row["origin_pcodes"]) or not places(row["destination_pcodes"]), "no_way"),
        (pd.isna(row["period_start"]), "no_start"),
        (start > end, "backwards"),
        (noted(row, "remainder"), "remainder"),
    )
    return next((Reason(key) for holds, key in keys if holds), None)


def flow_days(row: Row) -> tuple[int, int]:
    """First and last day on which the people of a movement moved."""
    end = ordinal(row["as_of"])
    if pd.isna(row["period_start"]) or noted(row, "one_day"):
        return end, end
    return max(ordinal(row["period_start"]), ordinal(priors.FIRST_DAY) + 1), end


def read_movement(row: Row, _inputs: Inputs) -> Result:
    """Movements: the sum of flows over the period, in people or in moves."""
    why = refusal(row)
    if why is not None:
        return Verdict(str(row["id"]), "ignored", why)
    origins, codes = places(row["origin_pcodes"]), places(row["destination_pcodes"])
    start, end = flow_days(row)
    low, high = interval(row)
    if noted(row, "part_of_leavers"):
        return part_of_leavers(row, low, flow(origins, codes, start, end))
    # Totals that the table says add up from counts are counts, whatever their publisher calls them.
    counted = row["counting"] == "movements" or noted(row, "tally")
    family: Family = "counted" if counted else "moved"
    reason = Reason("counted" if counted else "moved")
    arrivals = origins == STRIP and codes != STRIP
    if counted and arrivals and high is None:
        reason = Reason("arrivals")
    elif counted and high is None and low is not None:
        # A tally published as "more than" is a tally rounded down, not a bound on an unknown.
        high = low + rounding(low) * 2.0 * math.sqrt(3.0)
        reason = reason.and_("tally")
    wide_from = widen_city(origins, str(row["origin_coverage"]), codes)
    wide_to = widen_city(codes, str(row["destination_coverage"]), origins)
    floor = flow(wide_from, wide_to, start, end)
    ceiling = flow(origins, codes, start, end)
    point = flow(origins, codes, start, end)
    if (wide_from, wide_to) != (origins, codes):
        point = tuple(replace(t, factor=0.5) for t in point + floor)
        reason = reason.and_("city_moves")
    overlap = set(origins) & set(codes)
    if overlap and not counted and set(origins) != set(codes):
        ceiling = flow(origins, codes, start, end, within=False)
        reason = reason.and_("within")
    one_sided = low is None or high is None
    return build(
        row,
        family,
        low,
        high,
        point=point,
        floor=floor,
        ceiling=ceiling,
        error=priors.ERROR_BOUND if one_sided else 0.0,
        treatment="bounded" if one_sided else "used",
        reason=reason.and_("one_sided") if one_sided else reason,
        tally=counted and number(row["value"]) is None and number(row["high"]) is None,
    )


def part_of_leavers(row: Row, low: float | None, point: Terms) -> Result:
    """A floor: some of those who left the Strip, by who they were or which way they took."""
    if low is None:
        return Verdict(str(row["id"]), "ignored", Reason("leavers_at_most"))
    return at_least(row, low, point, priors.ERROR_BOUND, Reason("leavers"))
