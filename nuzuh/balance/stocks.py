"""Readers of people present, displaced, sheltered, children, density and change."""

from __future__ import annotations

import math

import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.inputs import Inputs
from nuzuh.balance.note_readings import noted
from nuzuh.balance.observation_terms import STRIP, Term, Terms, people
from nuzuh.balance.reasons import Reason
from nuzuh.balance.row_parsing import (
    Result,
    Row,
    Verdict,
    at_least,
    build,
    interval,
    ordinal,
    places,
    stock_days,
    widen_city,
)


def read_people(row: Row, _inputs: Inputs) -> Result:
    """`people_present`: the sum of people in the named places."""
    codes = places(row["destination_pcodes"])
    low, high = interval(row)
    start, end = stock_days(row)
    period = priors.ERROR_PERIOD_STOCK if start < end else 0.0
    if row["destination_coverage"] == "part":
        floor = low if low is not None else None
        if floor is None:
            return Verdict(
                str(row["id"]),
                "ignored",
                Reason("part_at_most"),
            )
        point = people(codes, start, end)
        return at_least(row, floor, point, priors.ERROR_FLOOR_IDP, Reason("part"))
    larger = widen_city(codes, str(row["destination_coverage"]), ())
    point = people(codes, start, end)
    if larger != codes:
        point = people(codes, start, end, 0.5) + people(larger, start, end, 0.5)
    one_sided = low is None or high is None
    reason = Reason("present" if larger == codes else "city")
    # Of the whole Strip, needs are planned for by the very population.
    planning = codes != STRIP and (row["basis"] == "planning" or noted(row, "served"))
    if planning:
        reason = reason.and_("planning")
    return build(
        row,
        "stock",
        low,
        high,
        point=point,
        floor=people(larger, start, end),
        ceiling=people(codes, start, end),
        error=math.hypot(
            period,
            priors.ERROR_PLANNING if planning else 0.0,
            priors.ERROR_BOUND if one_sided else 0.0,
        ),
        treatment="bounded" if one_sided else "used",
        reason=reason.and_("one_sided") if one_sided else reason,
    )


def read_idps(row: Row, inputs: Inputs) -> Result:
    """Displaced people: a floor for people present, a ceiling for people above residents."""
    name = str(row["id"])
    origins, codes = places(row["origin_pcodes"]), places(row["destination_pcodes"])
    low, high = interval(row)
    _, end = stock_days(row)
    if codes == STRIP:
        if high is None:
            return Verdict(name, "ignored", Reason("idps_strip"))
        excess: Terms = (Term("excess", STRIP, end, end),)
        return build(
            row,
            "bound",
            None,
            high,
            point=excess,
            error=priors.ERROR_FLOOR_IDP,
            treatment="bounded",
            reason=Reason("idps_excess"),
        )
    if row["destination_coverage"] == "part" or high is None or len(origins) == 0:
        if low is None:
            return Verdict(name, "ignored", Reason("idps_at_most"))
        return at_least(row, low, people(codes, end, end), priors.ERROR_FLOOR_IDP, Reason("idps"))
    if set(origins) & set(codes):
        residents = inputs.residents(codes)
        return build(
            row,
            "bound",
            low,
            high + residents,
            point=people(codes, end, end),
            error=priors.ERROR_FLOOR_IDP,
            treatment="bounded",
            reason=Reason("idps_between"),
        )
    remaining = max(inputs.residents(origins) - high, 0.0)
    return build(
        row,
        "bound",
        low,
        remaining,
        point=people(codes, end, end),
        ceiling=people(origins, end, end),
        error=2 * priors.ERROR_FLOOR_IDP,
        treatment="bounded",
        reason=Reason("idps_left"),
    )


def read_sheltered(row: Row, _inputs: Inputs) -> Result:
    """People in shelters: a floor for people present."""
    codes = places(row["destination_pcodes"])
    low, _ = interval(row)
    if codes == STRIP:
        return Verdict(str(row["id"]), "ignored", Reason("sheltered_strip"))
    if low is None:
        return Verdict(str(row["id"]), "ignored", Reason("sheltered_at_most"))
    end = ordinal(row["as_of"])
    point = people(codes, end, end)
    return at_least(row, low, point, priors.ERROR_FLOOR_IDP, Reason("sheltered"))


def read_children(row: Row, _inputs: Inputs) -> Result:
    """Children: people by a stated age share; children reached by a campaign are a floor."""
    codes = places(row["destination_pcodes"])
    under_10 = row["measure"] == "children_under_10"
    share = priors.CHILDREN_UNDER_10_SHARE if under_10 else priors.CHILDREN_SHARE
    error = priors.CHILDREN_UNDER_10_ERROR if under_10 else priors.CHILDREN_ERROR
    low, high = (None if v is None else v / share for v in interval(row))
    start, end = stock_days(row)
    if not pd.isna(row["period_start"]):
        if low is None:
            return Verdict(str(row["id"]), "ignored", Reason("children_at_most"))
        floor = low * (1.0 - priors.CHILDREN_REACHED_OTHERS)
        reason = Reason("children_reached", share=share)
        return at_least(row, floor, people(codes, end, end), error, reason, 1.0 / share)
    if noted(row, "unreached"):
        if low is None:
            return Verdict(str(row["id"]), "ignored", Reason("children_at_most"))
        error = max(error, priors.ERROR_UNREACHED)
        reason = Reason("children_unreached", share=share)
        return at_least(row, low, people(codes, end, end), error, reason, 1.0 / share)
    one_sided = low is None or high is None
    return build(
        row,
        "stock",
        low,
        high,
        point=people(codes, start, end),
        error=error,
        factor=1.0 / share,
        treatment="bounded" if one_sided else "down-weighted",
        reason=Reason("children", share=share),
    )


def read_density(row: Row, inputs: Inputs) -> Result:
    """Density of a whole governorate times its area."""
    codes = places(row["destination_pcodes"])
    if row["destination_coverage"] != "whole" or any(c not in inputs.km2 for c in codes):
        return Verdict(str(row["id"]), "ignored", Reason("density_unknown"))
    area = sum(inputs.km2[c] for c in codes)
    low, high = (None if v is None else v * area for v in interval(row))
    end = ordinal(row["as_of"])
    one_sided = low is None or high is None
    return build(
        row,
        "stock",
        low,
        high,
        point=people(codes, end, end),
        error=0.1,
        factor=area,
        treatment="bounded" if one_sided else "used",
        reason=Reason("density", km2=area),
    )


def read_change(row: Row, _inputs: Inputs) -> Result:
    """Net change of people present over a period."""
    codes = places(row["destination_pcodes"])
    low, high = interval(row)
    if pd.isna(row["period_start"]) or low is None or high is None:
        return Verdict(str(row["id"]), "ignored", Reason("change_open"))
    start = max(ordinal(row["period_start"]) - 1, ordinal(priors.FIRST_DAY))
    end = ordinal(row["as_of"])
    return build(
        row,
        "bound",
        low,
        high,
        point=people(codes, end, end) + people(codes, start, start, -1.0),
        error=0.25,
        reason=Reason("change"),
    )
