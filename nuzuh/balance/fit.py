"""Solving and estimating error scales in turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import increments, priors, vital
from nuzuh.balance.closures import edge_days
from nuzuh.balance.grid import Grid, daily_index
from nuzuh.balance.increments import expand
from nuzuh.balance.inputs import Inputs
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.scales import Scales, estimate, log_residuals, rivals
from nuzuh.balance.solve import THOUSAND, TOLERANCE, Problem, Solution

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """A solution with the scales it was found under; arrays run over the observations."""

    solution: Solution
    scales: Scales
    sigma: Floats
    predicted: Floats
    """People that each row's own reading gives (no house effect)."""


class Model:
    """Everything that does not change between solves of one table: grid, readings, vital rates."""

    def __init__(
        self,
        observations: list[Observation],
        estimates: pd.DataFrame,
        last: int,
        inputs: Inputs,
        sides: Mapping[str, str],
        hidden: Collection[str] = (),
    ) -> None:
        self.inputs = inputs
        self._sides = sides
        self.observations = observations
        self.increments = increments.find(observations, sides, hidden)
        both = [*observations, *(x.observation for x in self.increments)]
        self.read = both
        self.grid = Grid.for_observations(both, last, hidden, edge_days(inputs.closures))
        first = self.grid.knots[0]
        days = daily_index(first, last)
        births, deaths = vital.rates(estimates, days, inputs.total)
        self.daily_births, self.daily_deaths = births, deaths
        edges = np.array(self.grid.knots[:-1]) - first
        # A day's births and deaths belong to the interval that ends with that day or later.
        sums = [
            np.add.reduceat(rate[1:], edges) if len(edges) else np.zeros(0)
            for rate in (births, deaths)
        ]
        self.problem = Problem(self.grid, both, sums[0], sums[1], inputs)
        self.point = self.problem.matrix([o.point for o in both])
        self.floor = self.problem.matrix([o.floor for o in both])
        self.ceiling = self.problem.matrix([o.ceiling for o in both])
        self.near = rivals(both)
        self.weight = np.array([o.weight for o in both], dtype=float)
        self.low = np.array([o.low if o.low is not None else 0.0 for o in both], dtype=float)
        self.high = np.array([o.high if o.high is not None else 0.0 for o in both], dtype=float)

    def side_of(self, o: Observation) -> str:
        """The group of a row's publisher; publishers of no group speak for themselves."""
        side = self._sides.get(o.publisher, "other")
        return o.publisher if side == "other" else side

    def predict(self, solution: Solution) -> Floats:
        """Each row's point reading of a solution, in people."""
        return np.asarray(self.point @ solution.vector) * THOUSAND

    def house(self, scales: Scales) -> Floats:
        """Factor by which each row's publisher overstates, 1 without a house effect."""
        return np.array([np.exp(scales.house_of(o)) for o in self.read], dtype=float)

    def solve(
        self,
        scales: Scales,
        active: Floats,
        *,
        sigma: Floats,
        low: Floats | None = None,
        high: Floats | None = None,
        baseline: Floats | None = None,
        before: Solution | None = None,
        tolerance: float = TOLERANCE,
    ) -> Solution:
        """One solve under given scales; `active` multiplies the weights (0 leaves a row out)."""
        factor = self.house(scales)
        return self.problem.solve(
            sigma,
            expand(active, self.weight, self.increments),
            (self.low / factor if low is None else low),
            (self.high / factor if high is None else high),
            baseline=baseline,
            before=before,
            tolerance=tolerance,
        )

    def fit(
        self, active: Floats, *, passes: int = 3, houses: bool = True, start: Fit | None = None
    ) -> Fit:
        """Alternate solves and scale estimates; `start` carries scales over from a similar fit."""
        scales = start.scales if start is not None else Scales()
        predicted = start.predicted if start is not None else None
        sigma = scales.sigma(self.read, predicted)
        solution = self.solve(scales, active, sigma=sigma, tolerance=priors.MEMBER_TOLERANCE)
        predicted = self.predict(solution)
        fit = Fit(solution, scales, sigma, predicted)
        for done in range(2, passes + 1):
            # Earlier passes only set scales and rates; the last one is the picture.
            tolerance = TOLERANCE if done == passes else priors.MEMBER_TOLERANCE
            fit = self.rescaled(fit, active, houses=houses)
            solution = self.solve(
                fit.scales, active, sigma=fit.sigma, before=fit.solution, tolerance=tolerance
            )
            fit = replace(fit, solution=solution, predicted=self.predict(solution))
        return fit

    def rescaled(self, fit: Fit, active: Floats, *, houses: bool) -> Fit:
        """The same picture with scales and errors estimated from how far rows are from it."""
        scales = estimate(
            self.read,
            log_residuals(self.read, fit.predicted),
            expand(active, self.weight, self.increments),
            houses=houses,
            previous=fit.scales,
            near=self.near,
        )
        return replace(fit, scales=scales, sigma=scales.sigma(self.read, fit.predicted))


def model(
    observations: list[Observation],
    estimates: pd.DataFrame,
    until: pd.Timestamp | None,
    inputs: Inputs,
    sides: Mapping[str, str],
    hidden: Collection[str] = (),
) -> Model:
    """A model whose last knot is the last observed day, or `until`."""
    ends = [t.end for o in observations for t in o.point]
    last = max([*ends, priors.FIRST_DAY.toordinal() + 1])
    if until is not None:
        last = max(until.toordinal(), priors.FIRST_DAY.toordinal() + 1)
    return Model(observations, estimates, last, inputs, sides, hidden)
