"""Counted records as arrays by day and place, with how much of them is withheld.

A cell that is withheld is not none: it holds anything from none to what fewer persons than the
threshold make, and no more than a total of its line leaves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors
from nuzuh.loaders.records.counts import ALL, COLUMNS
from nuzuh.loaders.records.mapping import Privacy

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_LINES = (*priors.PLACES, ALL)


@dataclass(frozen=True)
class Counted:
    """Records by day and place, in the order of ``priors.PLACES``; nan where not told.

    Attributes:
        days: without gaps, length T.
        there: records at each governorate, shape (T, 5): of movements, all that set out or stayed.
        unsure: half the width of what withheld cells may add to or take from it.
        moved: records from place to place, shape (T, 6, 6); nan for presence, and on days
            without any record. A withheld cell has half of what it may hold.
        held: half the width of a withheld cell, zero where a cell is told.
        outside: rows about people outside the Strip, who are not scaled.
    """

    days: pd.DatetimeIndex
    there: Floats
    unsure: Floats
    moved: Floats
    held: Floats
    outside: int = 0

    @property
    def is_withheld(self) -> Bools:
        """Whether a cell of movements is withheld, shape (T, 6, 6)."""
        withheld: Bools = self.held > 0
        return withheld


def counted(
    counts: pd.DataFrame, privacy: Privacy, days: pd.DatetimeIndex, person: float = 1.0
) -> Counted:
    """Return counts as arrays.

    Args:
        counts: in the columns of :mod:`nuzuh.loaders.records.counts`.
        privacy: what was withheld.
        days: the days that are asked about; counts of others are left alone.
        person: amount that one person makes, where weights are counted.

    Raises:
        ValueError: for a column that is missing, or a count below zero.
    """
    missing = [name for name in COLUMNS if name not in counts]
    if missing:
        raise ValueError(f"the counts lack the columns {', '.join(missing)}")
    amount = pd.to_numeric(counts["amount"]).astype("float64").to_numpy()
    if (amount < 0).any():
        raise ValueError("a count is never below zero")
    at = days.get_indexer(pd.DatetimeIndex(pd.to_datetime(counts["day"])))
    kept = (at >= 0) & counts["destination"].isin(_LINES).to_numpy()
    shape = (len(days), len(_LINES), len(_LINES))
    if (counts["origin"] == "").all():
        return _presence(counts[kept], at[kept], amount[kept], days)
    cells = np.full(shape, np.nan)
    rows, columns = (
        counts[end].map({code: i for i, code in enumerate(_LINES)}).to_numpy()[kept]
        for end in ("origin", "destination")
    )
    cells[at[kept], rows.astype(int), columns.astype(int)] = amount[kept]
    moved, held = _bounds(cells, privacy, person)
    inside = len(priors.AREAS)
    totals = cells[:, :inside, -1]
    diagonal = np.arange(inside)
    there = np.where(np.isnan(totals), moved[:, :inside].sum(axis=2), totals)
    unsure = np.where(np.isnan(totals), held[:, :inside].sum(axis=2), 0.0)
    stayed = ~np.isnan(cells[:, diagonal, diagonal]) | ~np.isnan(totals)
    nan = np.where(stayed, 0.0, np.nan)
    return Counted(days, there + nan, unsure, moved, held)


def _presence(
    counts: pd.DataFrame, at: npt.NDArray[np.intp], amount: Floats, days: pd.DatetimeIndex
) -> Counted:
    there = np.full((len(days), len(priors.PLACES)), np.nan)
    place = counts["destination"].map({code: i for i, code in enumerate(priors.PLACES)})
    known = place.notna().to_numpy()
    there[at[known], place[known].to_numpy().astype(int)] = amount[known]
    nowhere = np.full((len(days), len(priors.PLACES), len(priors.PLACES)), np.nan)
    inside = there[:, : len(priors.AREAS)]
    outside = int((counts["destination"] == priors.OUTSIDE).sum())
    return Counted(days, inside, np.zeros_like(inside), nowhere, np.zeros_like(nowhere), outside)


def _bounds(cells: Floats, privacy: Privacy, person: float) -> tuple[Floats, Floats]:
    """Middles and half widths of the cells of movements, shape (T, 6, 6)."""
    inner = cells[:, :-1, :-1].copy()
    told = ~np.isnan(inner)
    counted_that_day = told.any(axis=(1, 2))
    most: Floats = np.full_like(inner, (privacy.threshold - 1.0) * person)
    slack = privacy.rounded_to * np.sqrt(len(priors.PLACES))
    known = np.where(told, inner, 0.0)
    for axis, totals in ((2, cells[:, :-1, -1:]), (1, cells[:, -1:, :-1])):
        left = totals - known.sum(axis=axis, keepdims=True)
        most = np.fmin(most, np.maximum(left, 0.0) + slack)
    half = np.where(told, 0.0, most / 2.0)
    middle = np.where(told, inner, half)
    middle[~counted_that_day] = np.nan
    half[~counted_that_day] = 0.0
    return middle, half
