"""Knots of time and the layout of the unknowns.

Unknowns, in thousands of people: people present at each knot (six places), flows in each interval
between knots for every ordered pair of places, and moves inside each governorate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.observation_terms import Observation, Terms, days_of

Floats = npt.NDArray[np.float64]

CROSSING = tuple((a, b) for a in priors.PLACES for b in priors.PLACES if a != b)
WITHIN = tuple((a, a) for a in priors.AREAS)
PAIRS = CROSSING + WITHIN
PAIR_INDEX = {pair: i for i, pair in enumerate(PAIRS)}
PLACE_INDEX = {place: i for i, place in enumerate(priors.PLACES)}


@dataclass(frozen=True)
class Grid:
    """Days (ordinals, ascending) at whose end people present are unknowns."""

    knots: tuple[int, ...]

    @classmethod
    def for_observations(
        cls,
        observations: Iterable[Observation],
        last: int,
        hidden: Collection[str] = (),
        edges: Collection[int] = (),
    ) -> Grid:
        """The grid on which every stock and movement is exact, up to day `last`.

        Bounds (daily counts of the displaced and sheltered) are read between knots, which keeps the
        program small. Days in `edges` are knots whatever lies near them.
        """
        first = priors.FIRST_DAY.toordinal()
        days: set[int] = set()
        busy = np.zeros(max(last - first, 0) + 2)
        for observation in observations:
            if observation.family == "bound":
                continue
            for reading in (observation.point, observation.floor, observation.ceiling):
                days |= days_of(reading)
            term = observation.point[0]
            length = term.end - term.start + 1
            if (
                term.what == "flow"
                and 0 < length <= priors.BUSY_DAYS
                and observation.id not in hidden
            ):
                rate = min(observation.size / length, priors.BUSY_MOST)
                inside = slice(max(term.start - first, 0), max(term.end - first + 1, 0))
                busy[inside] = np.maximum(busy[inside], rate)
        kept = [first]
        for day in sorted(d for d in days.union(edges) if first < d < last):
            if day in edges:
                kept.append(day)
                continue
            moved = float(busy[kept[-1] - first + 1 : day - first + 1].sum())
            if moved >= priors.KNOT_PEOPLE or day - kept[-1] >= priors.KNOT_DAYS:
                kept.append(day)
        if last > first:
            kept.append(last)
        return cls(tuple(kept))

    @property
    def count(self) -> int:
        """Number of knots."""
        return len(self.knots)

    @cached_property
    def lengths(self) -> Floats:
        """Days in each interval, shape (knots - 1,)."""
        return np.diff(np.array(self.knots, dtype=float))

    @property
    def people_size(self) -> int:
        """Unknowns for people present."""
        return self.count * len(priors.PLACES)

    @property
    def flow_size(self) -> int:
        """Unknowns for flows."""
        return (self.count - 1) * len(PAIRS)

    def person(self, knot: int, place: str) -> int:
        """Column of people present."""
        return knot * len(priors.PLACES) + PLACE_INDEX[place]

    def move(self, step: int, pair: int) -> int:
        """Column of a flow."""
        return self.people_size + step * len(PAIRS) + pair

    def weights_at(self, start: int, end: int) -> list[tuple[int, float]]:
        """Knots and weights that average a piecewise linear series over the days start to end."""
        knots = np.array(self.knots, dtype=float)
        if start >= end:
            return self._interpolate(knots, float(end))
        days = np.arange(start, end + 1, max((end - start) // 30, 1), dtype=float)
        sums: dict[int, float] = {}
        for day in days:
            for knot, weight in self._interpolate(knots, float(day)):
                sums[knot] = sums.get(knot, 0.0) + weight / len(days)
        return sorted(sums.items())

    @staticmethod
    def _interpolate(knots: Floats, day: float) -> list[tuple[int, float]]:
        right = int(np.searchsorted(knots, day))
        if right >= len(knots):
            return [(len(knots) - 1, 1.0)]
        if knots[right] == day or right == 0:
            return [(right, 1.0)]
        share = (day - knots[right - 1]) / (knots[right] - knots[right - 1])
        return [(right - 1, 1.0 - share), (right, share)]

    def overlaps(self, start: int, end: int) -> list[tuple[int, float]]:
        """Intervals and the share of each that lies on the days start to end."""
        knots = np.array(self.knots, dtype=float)
        left, right = knots[:-1], knots[1:]
        shared = np.minimum(right, float(end)) - np.maximum(left, float(start - 1))
        return [
            (int(i), float(shared[i] / (right[i] - left[i]))) for i in np.flatnonzero(shared > 0)
        ]


def coefficients(grid: Grid, reading: Terms) -> tuple[dict[int, float], list[tuple[int, float]]]:
    """Columns of a reading and their factors; excess terms come apart as (knot, factor)."""
    columns: dict[int, float] = {}
    excess: list[tuple[int, float]] = []
    for term in reading:
        if term.what == "people":
            for knot, weight in grid.weights_at(term.start, term.end):
                for place in term.destinations:
                    column = grid.person(knot, place)
                    columns[column] = columns.get(column, 0.0) + weight * term.factor
        elif term.what == "excess":
            excess.append((grid.weights_at(term.end, term.end)[-1][0], term.factor))
        else:
            pairs = [
                PAIR_INDEX[a, b]
                for a in term.origins
                for b in term.destinations
                if (a, b) in PAIR_INDEX and (a != b or term.within)
            ]
            first = grid.people_size
            for step, share in grid.overlaps(term.start, term.end):
                base, weight = first + step * len(PAIRS), share * term.factor
                for pair in pairs:
                    columns[base + pair] = columns.get(base + pair, 0.0) + weight
    return columns, excess


def daily_index(first: int, last: int) -> pd.DatetimeIndex:
    """Days from `first` to `last`, both included."""
    return pd.date_range(pd.Timestamp.fromordinal(first), pd.Timestamp.fromordinal(last), freq="D")
