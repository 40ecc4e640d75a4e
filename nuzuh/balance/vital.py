"""Births and deaths of the Strip as a daily rate, from the table where it speaks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors

Floats = npt.NDArray[np.float64]


def beyond(estimates: pd.DataFrame, total: float) -> pd.Series:
    """Whether a row counts more deaths or births than a tenth of the people: refused as absurd."""
    vital = estimates["measure"].isin(["deaths", "births"])
    return vital & (estimates[["value", "low", "high"]].max(axis=1) > priors.ABSURD_VITAL * total)


def rates(estimates: pd.DataFrame, days: pd.DatetimeIndex, total: float) -> tuple[Floats, Floats]:
    """Births and deaths per person and day on each of `days`.

    Deaths are the slope of the running total of people killed (the largest value per day, made
    non-decreasing) plus the pre-war daily deaths. Births are the registered births where a row
    gives a period of less than a year within the balance, else the constants in `priors`. Both are
    divided by `total` people, so that they act on whoever is present and no area can go below zero.

    Returns two arrays as long as `days`.
    """
    estimates = estimates[~beyond(estimates, total)]
    killed = estimates[
        (estimates["measure"] == "deaths")
        & (estimates["as_of"] > priors.FIRST_DAY)
        & (estimates["repeats"] == "")
        & estimates["value"].notna()
    ]
    start = priors.FIRST_DAY.toordinal()
    ordinals = np.array([d.toordinal() for d in days], dtype=float)
    knots, totals = [float(start)], [0.0]
    for day, rows in killed.groupby("as_of", sort=True):
        knots.append(float(pd.Timestamp(str(day)).toordinal()))
        totals.append(max(totals[-1], float(rows["value"].max())))
    cumulative = np.interp(ordinals, knots, totals)
    direct = np.diff(cumulative, prepend=0.0)
    deaths = np.maximum(direct, 0.0) + priors.NATURAL_DEATHS

    births = np.full(len(days), priors.BIRTHS_DURING)
    # Children born in the first nine months were conceived before; the fall is gradual.
    fade = np.clip((ordinals - start) / 270.0, 0.0, 1.0)
    births = priors.BIRTHS_BEFORE + fade * (births - priors.BIRTHS_BEFORE)
    registered = estimates[
        (estimates["measure"] == "births")
        & estimates["value"].notna()
        & (estimates["repeats"] == "")
        & (estimates["period_start"] > priors.FIRST_DAY)
    ]
    for _, row in registered.iterrows():
        first, last = row["period_start"].toordinal(), row["as_of"].toordinal()
        if 27 <= last - first <= 366:
            inside = (ordinals >= first) & (ordinals <= last)
            births[inside] = float(row["value"]) / (last - first + 1)
    return births / total, deaths / total
