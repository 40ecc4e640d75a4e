"""People by counted records: numbers with ranges by day, and what has none and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Draws = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Scaled:
    """People by counted records.

    Attributes:
        kind: ``presence``, or ``movement``.
        against: ``balance`` or ``survey``.
        people: columns ``day, pcode, people, low, high``: people in each governorate on a day
            (of movements with stays, when it began); no row where there is no figure. Empty of
            movements without stays.
        moved: columns ``day, origin, destination, people, low, high``: people who moved between
            two places; empty of presence.
        penetration: columns ``pcode, low, middle, high, days``: records per person over the
            period, and the days that it was used on.
        by_day: the same by ``day``.
        lost: columns ``day, pcode, why``: days of an area without a figure, though there are
            records: ``given`` by the operator, ``lost`` signal, ``unclear`` (whether signal or
            people went), ``surplus`` (more records than people can have made), ``untold`` (what
            share of people is recorded is not known, or not within a factor of three).
        left_out: counts that were told and are not scaled, by reason: of ``days`` on which the
            reconstruction lacks people, or of people ``outside`` the Strip.
        days: the days scaled, without gaps.
        drawn: draws of people, shape (M, T, 5); nan where there is no figure.
        moved_drawn: draws of people who moved, shape (M, T, 6, 6).
        is_withheld: whether a cell of movements is withheld, shape (T, 6, 6).
    """

    kind: Literal["presence", "movement"]
    against: Literal["balance", "survey"]
    people: pd.DataFrame
    moved: pd.DataFrame
    penetration: pd.DataFrame
    by_day: pd.DataFrame
    lost: pd.DataFrame
    left_out: Mapping[str, int]
    days: pd.DatetimeIndex
    drawn: Draws = field(repr=False)
    moved_drawn: Draws = field(repr=False)
    is_withheld: Bools = field(repr=False)


def by_area(days: pd.DatetimeIndex, name: str, middle: Floats, drawn: Draws) -> pd.DataFrame:
    """Return numbers of areas with their ranges: ``day``, ``pcode``, the name, ``low``, ``high``.

    Args:
        days: length T.
        name: of the column of the number.
        middle: the number, shape (T, 5); nan where there is none.
        drawn: draws of it, shape (M, T, 5).
    """
    at, area = np.nonzero(np.isfinite(middle))
    low, high = _ends(drawn[:, at, area], middle[at, area])
    columns = {"day": days[at], "pcode": np.array(priors.AREAS)[area], name: middle[at, area]}
    return pd.DataFrame({**columns, "low": low, "high": high})


def by_way(days: pd.DatetimeIndex, middle: Floats, drawn: Draws) -> pd.DataFrame:
    """Return people who moved, with their ranges, by day, origin and destination.

    Args:
        days: length T.
        middle: the number, shape (T, 6, 6); nan where there is none.
        drawn: draws of it, shape (M, T, 6, 6).
    """
    at, a, b = np.nonzero(np.isfinite(middle))
    low, high = _ends(drawn[:, at, a, b], middle[at, a, b])
    places = np.array(priors.PLACES)
    ends = {"day": days[at], "origin": places[a], "destination": places[b]}
    return pd.DataFrame({**ends, "people": middle[at, a, b], "low": low, "high": high})


def over_period(middle: Floats, drawn: Draws) -> pd.DataFrame:
    """Return penetration over the period: the middle of the days, and ends that hold their ranges.

    Args:
        middle: penetration by day and area, shape (T, 5); nan where it is not used.
        drawn: draws of it, shape (M, T, 5).
    """
    rows = []
    for area, code in enumerate(priors.AREAS):
        here = np.isfinite(middle[:, area])
        if here.any():
            number = float(np.median(middle[here, area]))
            low, high = _ends(drawn[:, here, area].reshape(-1, 1), np.array([number]))
            rows.append((code, low[0], number, high[0], here.sum()))
    return pd.DataFrame(rows, columns=["pcode", "low", "middle", "high", "days"])


def without_figure(days: pd.DatetimeIndex, why: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return the days of areas without a figure, and why: ``day, pcode, why``."""
    at, area = np.nonzero(why != "")
    codes = np.array(priors.AREAS)[area]
    return pd.DataFrame({"day": days[at], "pcode": codes, "why": why[at, area]})


def _ends(drawn: Draws, middle: Floats) -> tuple[Floats, Floats]:
    if not drawn.size:
        return middle.copy(), middle.copy()
    low, high = np.quantile(drawn, priors.RANGE, axis=0)
    return np.minimum(low, middle).clip(min=0.0), np.maximum(high, middle)
