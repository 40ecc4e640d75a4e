"""What every reader of a row needs: its places, ends, dates and own error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.note_readings import noted
from nuzuh.balance.observation_terms import NORTH, Family, Observation, Terms, Treatment
from nuzuh.balance.reasons import Reason

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """A row that is not given to the solver, and why."""

    id: str
    treatment: Treatment
    reason: Reason


Result = Observation | Verdict


def ordinal(day: pd.Timestamp) -> int:
    """Proleptic Gregorian ordinal of a day."""
    return int(day.toordinal())


def number(value: object) -> float | None:
    """`value` as a float, None when it is missing."""
    if value is None or not isinstance(value, int | float) or math.isnan(value):
        return None
    return float(value)


def places(text: object) -> tuple[str, ...]:
    """P-codes of a space-separated list, in the order of the areas; unknown codes give ()."""
    codes = str(text).split() if isinstance(text, str) else []
    if any(code not in priors.PLACES for code in codes):
        return ()
    return tuple(code for code in priors.PLACES if code in codes)


def rounding(value: float) -> float:
    """Standard error left by rounding to the digits shown, at most a tenth of the value."""
    whole = round(abs(value))
    if whole == 0:
        return 0.0
    unit = 1
    while whole % (unit * 10) == 0:
        unit *= 10
    return min(float(unit), whole / 10.0) / (2.0 * math.sqrt(3.0))


def interval(row: Row) -> tuple[float | None, float | None]:
    """Low and high end of what the row says; one of them is None for a bound."""
    value, low, high = number(row["value"]), number(row["low"]), number(row["high"])
    if low is not None and high is not None:
        return min(low, high), max(low, high)
    if value is not None:
        return value, value
    return low, high


def widen_city(codes: tuple[str, ...], coverage: str, other: tuple[str, ...]) -> tuple[str, ...]:
    """Both northern governorates for "Gaza City", unless the row names the other."""
    if coverage == "city" and codes == ("PS0260",) and "PS0255" not in other:
        return NORTH
    return codes


def extra_error(row: Row, low: float | None, high: float | None) -> float:
    """Relative error of this row besides its publisher's scale."""
    ends = [v for v in (low, high) if v is not None]
    size = max(abs(sum(ends) / len(ends)), 1.0)
    parts = [max(rounding(v) for v in ends) / size if row["quantifier"] != "exact" else 0.0]
    if "city" in (row["destination_coverage"], row["origin_coverage"]):
        parts.append(priors.ERROR_CITY)
    if row["basis"] == "derived":
        parts.append(priors.ERROR_DERIVED)
    if row["period_basis"] == "assumed":
        parts.append(priors.ERROR_ASSUMED_START)
    if noted(row, "inferred"):
        parts.append(priors.ERROR_WEAK)
    return math.sqrt(sum(p * p for p in parts))


def publication(row: Row) -> str:
    """Key of one publication: all rows of one source on one day."""
    source = str(row["source_url"] or "") or str(row["source_title"] or "") or str(row["publisher"])
    return f"{source}|{row['as_of'].date()}"


def build(
    row: Row,
    family: Family,
    low: float | None,
    high: float | None,
    *,
    point: Terms,
    floor: Terms | None = None,
    ceiling: Terms | None = None,
    error: float = 0.0,
    treatment: Treatment = "used",
    reason: Reason,
    factor: float = 1.0,
    tally: bool = False,
) -> Observation:
    """An observation with the parts that every measure shares."""
    return Observation(
        id=str(row["id"]),
        # Who passes a figure on is no second voice beside whose figure it is.
        publisher=str(row["speaker"]),
        family=family,
        low=low,
        high=high,
        floor=point if floor is None else floor,
        ceiling=point if ceiling is None else ceiling,
        point=point,
        error=math.hypot(extra_error(row, low, high), error),
        publication=publication(row),
        treatment=treatment,
        reason=reason,
        unit_factor=factor,
        tally=tally,
    )


def at_least(
    row: Row, low: float, point: Terms, error: float, reason: Reason, factor: float = 1.0
) -> Observation:
    """A floor: what a figure tells of is a part of what `point` reads.

    Args:
        row: the row.
        low: people at least.
        point: of what.
        error: relative error of the floor.
        reason: why it is one.
        factor: people per published unit.
    """
    return build(
        row,
        "bound",
        low,
        None,
        point=point,
        error=error,
        treatment="bounded",
        reason=reason,
        factor=factor,
    )


def stock_days(row: Row) -> tuple[int, int]:
    """First and last day that a stock refers to."""
    end = ordinal(row["as_of"])
    start = row["period_start"]
    if pd.isna(start) or row["measure"] in ("idps", "sheltered"):
        return end, end
    return min(max(ordinal(start), ordinal(priors.FIRST_DAY)), end), end
