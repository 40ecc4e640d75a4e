"""Counted records as arrays by day and place, with how much of them is withheld.

A cell that is withheld is not none: it holds anything from none to what fewer persons than the
threshold make, or to what is rounded to none where that is more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
        outside: counts of people outside the Strip, who are not scaled.
        person: amount that one person makes.
        step: what amounts are rounded to.
    """

    days: pd.DatetimeIndex
    there: Floats
    unsure: Floats
    moved: Floats
    held: Floats
    outside: int = 0
    person: float = 1.0
    step: float = 1.0

    def noise(self, amount: Floats) -> Floats:
        """Return the standard error of amounts: of counting so many persons, and of rounding."""
        noise: Floats = np.sqrt(self.person * np.maximum(amount, 0.0) + self.step**2 / 12.0)
        return noise

    @property
    def is_withheld(self) -> Bools:
        """Whether nothing of a cell of movements is told, shape (T, 6, 6)."""
        withheld: Bools = (self.held > 0) & (self.moved <= self.held)
        return withheld


def counted(
    counts: pd.DataFrame,
    privacy: Privacy,
    days: pd.DatetimeIndex,
    person: float = 1.0,
    together: Sequence[str] = (),
) -> Counted:
    """Return counts as arrays.

    Args:
        counts: in the columns of :mod:`nuzuh.loaders.records.counts`.
        privacy: what was withheld.
        days: the days that are asked about; counts of others are left alone.
        person: amount that one person makes, where weights are counted.
        together: P-codes of areas that are counted as one: the first stands for all of them,
            the others have no counts. A withheld count must be of few.

    Raises:
        ValueError: for a column that is missing, a count below zero, or two of one cell.
    """
    missing = [name for name in COLUMNS if name not in counts]
    if missing:
        raise ValueError(f"the counts lack the columns {', '.join(missing)}")
    amount = pd.to_numeric(counts["amount"]).astype("float64").to_numpy()
    if (amount < 0).any():
        raise ValueError("a count is never below zero")
    at = days.get_indexer(pd.DatetimeIndex(pd.to_datetime(counts["day"])))
    cell = pd.DataFrame(
        {"at": at, "origin": counts["origin"], "destination": counts["destination"]}
    )
    if cell[at >= 0].duplicated().any():
        raise ValueError("a day, origin and destination have one count")
    kept = (at >= 0) & counts["destination"].isin(_LINES).to_numpy()
    step = privacy.rounded_to * max(1, math.ceil(person))
    most = max(privacy.threshold * person, step / 2.0)
    if (counts["origin"] == "").all():
        there, outside = _presence(counts[kept], at[kept], amount[kept], len(days))
        nowhere = np.full((len(days), len(priors.PLACES), len(priors.PLACES)), np.nan)
        told, none = np.isfinite(there), np.zeros_like(nowhere)
        half = np.where(told, 0.0, most / 2.0)
        there, unsure = _there(np.where(told, there, half), half, told, together)
        return Counted(days, there, unsure, nowhere, none, outside, person, step)
    cells = np.full((len(days), len(_LINES), len(_LINES)), np.nan)
    rows, columns = (
        counts[end].map({code: i for i, code in enumerate(_LINES)}).to_numpy()[kept]
        for end in ("origin", "destination")
    )
    cells[at[kept], rows.astype(int), columns.astype(int)] = amount[kept]
    moved, held = _bounds(cells, most)
    inside = len(priors.AREAS)
    totals = cells[:, :inside, -1]
    diagonal = np.arange(inside)
    there = np.where(np.isnan(totals), moved[:, :inside].sum(axis=2), totals)
    unsure = np.where(np.isnan(totals), held[:, :inside].sum(axis=2), 0.0)
    stayed = ~np.isnan(cells[:, diagonal, diagonal]) | ~np.isnan(totals)
    there, unsure = _there(there, unsure, stayed, together)
    moved, held = (_as_one(_as_one(one, together, 1), together, 2) for one in (moved, held))
    return Counted(days, there, unsure, moved, held, 0, person, step)


def _there(
    there: Floats, unsure: Floats, told: Bools, together: Sequence[str]
) -> tuple[Floats, Floats]:
    """Records at each governorate and half the width of what of them is withheld.

    Of areas that are one, those are counted whose records are told on the day; the rest are few.
    """
    if len(together) > 1:
        at = [priors.AREAS.index(code) for code in together]
        told = told.copy()
        told[:, at[0]] = told[:, at].any(axis=1)
    there, unsure = (_as_one(one, together, 1) for one in (there, unsure))
    return np.where(told, there, np.nan), np.where(told, unsure, 0.0)


def _as_one(values: Floats, together: Sequence[str], axis: int) -> Floats:
    """Add up places that are one, in the line of the first; nan in those of the others."""
    if len(together) < 2:
        return values
    at = [priors.PLACES.index(code) for code in together]
    values = values.copy()
    lines = np.moveaxis(values, axis, 0)
    lines[at[0]] = lines[at].sum(axis=0)
    lines[at[1:]] = np.nan
    return values


def _presence(
    counts: pd.DataFrame, at: npt.NDArray[np.intp], amount: Floats, length: int
) -> tuple[Floats, int]:
    """Records in each governorate, shape (T, 5), and how many counts are of outside the Strip."""
    places = {code: i for i, code in enumerate(priors.AREAS)}
    inside = counts["destination"].isin(places).to_numpy()
    there = np.full((length, len(places)), np.nan)
    area = counts["destination"][inside].map(places).to_numpy(dtype=int)
    there[at[inside], area] = amount[inside]
    beyond = (counts["destination"] == priors.OUTSIDE).to_numpy() & ~np.isnan(amount)
    return there, int(beyond.sum())


def _bounds(cells: Floats, most: float) -> tuple[Floats, Floats]:
    """Middles and half widths of the cells of movements, shape (T, 6, 6).

    A total tells nothing of a withheld cell: it is given where none of its cells is withheld.
    """
    inner = cells[:, :-1, :-1]
    told = ~np.isnan(inner)
    counted_that_day = told.any(axis=(1, 2), keepdims=True)
    half = np.where(told | ~counted_that_day, 0.0, most / 2.0)
    middle = np.where(told, inner, np.where(counted_that_day, half, np.nan))
    return middle, half
