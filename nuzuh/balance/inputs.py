"""What the caller knows beside the figures: the pre-war population, areas, land under orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.closures import Closure, read_closures

Baseline: TypeAlias = Mapping[str, float] | pd.DataFrame


@dataclass(frozen=True)
class Known:
    """What is known beside the figures, as loaders give it.

    Attributes:
        baseline: pre-war people by governorate, a mapping or a table with `pcode` and `people`.
        km2: areas of governorates, for densities.
        ordered: share (0 to 1) of each governorate under orders or in a closed zone, a row a day;
            days that it lacks count as no orders.
        zones: the same of closed zones alone.
        closures: ways that nobody, or few, could pass.
    """

    baseline: Baseline
    km2: Mapping[str, float] = field(default_factory=dict)
    ordered: pd.DataFrame | None = None
    zones: pd.DataFrame | None = None
    closures: pd.DataFrame | None = None


@dataclass(frozen=True)
class Inputs:
    """What is known beside the figures of a table, brought into one scale.

    Attributes:
        baseline: pre-war people by governorate, scaled to the Strip.
        total: pre-war population of the Strip.
        km2, ordered, zones: as in :class:`Known`.
        closures: ways that nobody, or few, could pass.
    """

    baseline: Mapping[str, float]
    total: float
    km2: Mapping[str, float] = field(default_factory=dict)
    ordered: pd.DataFrame | None = None
    zones: pd.DataFrame | None = None
    closures: tuple[Closure, ...] = ()

    def residents(self, codes: tuple[str, ...]) -> float:
        """Pre-war residents of some governorates."""
        return sum(self.baseline.get(c, 0.0) for c in codes)


def share_on(shares: pd.DataFrame | None, ordinals: np.ndarray) -> np.ndarray:
    """Share of land by day and governorate, shape (days, 5), from a table with a row a day."""
    out = np.zeros((len(ordinals), len(priors.AREAS)))
    if shares is None or shares.empty:
        return out
    table = shares.reindex(columns=list(priors.AREAS)).fillna(0.0)
    known = np.array([pd.Timestamp(d).toordinal() for d in table.index])
    at = np.searchsorted(known, ordinals, side="right") - 1
    inside = (at >= 0) & (np.asarray(ordinals) <= known[-1])
    out[inside] = table.to_numpy(dtype=float)[at[inside]]
    return out


def people_by_place(baseline: Baseline) -> dict[str, float]:
    """Pre-war people by governorate from a mapping or a table with `pcode` and `people`.

    Raises:
        ValueError: when a governorate is missing or has no people.
    """
    if isinstance(baseline, pd.DataFrame):
        baseline = dict(zip(baseline["pcode"], baseline["people"].astype(float), strict=True))
    missing = [a for a in priors.AREAS if not float(baseline.get(a, 0.0)) > 0.0]
    if missing:
        raise ValueError(f"the baseline has no people for {', '.join(missing)}")
    return {a: float(baseline[a]) for a in priors.AREAS}


def strip_total(estimates: pd.DataFrame) -> float | None:
    """The published population of the Strip nearest before the first day, or None."""
    if not {"measure", "destination_pcodes", "as_of", "value"} <= set(estimates.columns):
        return None
    wanted = set(priors.AREAS)
    whole = estimates["destination_pcodes"].map(lambda t: set(str(t).split()) == wanted)
    rows = estimates[
        (estimates["measure"] == "people_present")
        & (estimates["unit"] == "people")
        & whole.astype(bool)
        & (estimates["repeats"] == "")
        & estimates["value"].notna()
        & (estimates["as_of"] <= priors.FIRST_DAY)
        & (estimates["as_of"] >= priors.FIRST_DAY - pd.Timedelta(days=priors.TOTAL_DAYS))
    ]
    return float(rows.sort_values("as_of")["value"].iloc[-1]) if len(rows) else None


def make(
    estimates: pd.DataFrame,
    known: Known,
) -> Inputs:
    """The setting of a table; governorates are scaled to the Strip's total, if it has one."""
    people = people_by_place(known.baseline)
    total = strip_total(estimates) or sum(people.values())
    if not 1 / priors.ABSURD < total / sum(people.values()) < priors.ABSURD:
        total = sum(people.values())
    factor = total / sum(people.values())
    scaled = {a: v * factor for a, v in people.items()}
    return Inputs(
        scaled,
        total,
        known.km2,
        known.ordered,
        known.zones,
        read_closures(known.closures),
    )
