"""The convex problem: assembled once for a grid, solved many times with other errors or figures.

minimise  sum of Huber(distance of each figure's reading from what it says, in its error)
        + cost and speed of movement + distance from the pre-war population
subject to  people at a knot = (people before)(1 + births - deaths) + in - out, nothing negative.

Solved as a quadratic program by Clarabel. Its structure depends on the grid and the readings
only, so
left-out rows and ensemble members change numbers, not the factorised pattern.
"""

from __future__ import annotations

from collections.abc import Sequence

import clarabel
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from nuzuh.balance import priors
from nuzuh.balance.closures import Shut
from nuzuh.balance.flows import (
    CROSSES,
    INTO,
    ORIGIN,
    OUT_OF,
    THOUSAND,
    BalanceError,
    Solution,
    pair_priors,
)
from nuzuh.balance.grid import PAIRS, PLACE_INDEX, Grid, coefficients
from nuzuh.balance.inputs import Inputs, share_on
from nuzuh.balance.observation_terms import Observation, Terms

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-5
SMALLEST_WEIGHT = 1e-6


class Problem:
    """The assembled program for a grid and its observations.

    `births` and `deaths` are rates per person and interval, shape (knots - 1,).
    """

    def __init__(
        self,
        grid: Grid,
        observations: Sequence[Observation],
        births: Floats,
        deaths: Floats,
        inputs: Inputs,
    ) -> None:
        self.grid, self.inputs = grid, inputs
        self.observations = list(observations)
        self.births, self.deaths = births, deaths
        self.baseline = np.array([inputs.baseline[a] for a in priors.AREAS]) / THOUSAND
        self.start_excess = grid.people_size + grid.flow_size
        excess = [
            r
            for o in self.observations
            for r in (o.floor, o.ceiling, o.point)
            if any(t.what == "excess" for t in r)
        ]
        knots = sorted({k for r in excess for k, _ in coefficients(grid, r)[1]})
        self.excess_knots = {knot: i for i, knot in enumerate(knots)}
        self.width = self.start_excess + len(knots) * len(priors.AREAS)
        self.shut = Shut(grid, inputs.closures, self.observations)
        self._costs()
        self._constraints()

    def _row(self, reading: Terms) -> dict[int, float]:
        columns, excess = coefficients(self.grid, reading)
        for knot, factor in excess:
            for i in range(len(priors.AREAS)):
                column = self.start_excess + self.excess_knots[knot] * len(priors.AREAS) + i
                columns[column] = columns.get(column, 0.0) + factor
        return columns

    def matrix(self, readings: Sequence[Terms]) -> sparse.csr_matrix:
        """Readings as rows over the unknowns (thousands of people)."""
        rows, cols, data = [], [], []
        for i, reading in enumerate(readings):
            for column, factor in self._row(reading).items():
                rows.append(i)
                cols.append(column)
                data.append(factor)
        return sparse.csr_matrix((data, (rows, cols)), shape=(len(readings), self.width))

    def _costs(self) -> None:
        grid = self.grid
        cost, speed = pair_priors(self.inputs.baseline)
        self.base_p = np.zeros(self.width)
        self.base_q = np.zeros(self.width)
        quadratic = 1.0 / (speed[None, :] ** 2 * grid.lengths[:, None])
        flows = slice(grid.people_size, grid.people_size + grid.flow_size)
        self.base_p[flows] = quadratic.ravel()
        self.base_q[flows] = np.tile(cost, grid.count - 1)
        self.flow_slice = flows
        self._smoothing()
        self.closed = self._closed(self.inputs.ordered)
        # People who stay in a closed zone weigh on the picture for as long as they stay. An order
        # to leave is not evidence that everyone left.
        stay = np.zeros((grid.count, len(priors.PLACES)))
        half = grid.lengths[:, None] / 2.0 * self._closed(self.inputs.zones)
        stay[:-1, : len(priors.AREAS)] += half
        stay[1:, : len(priors.AREAS)] += half
        self.base_q[: grid.people_size] += priors.ORDERED_COST * stay.ravel()
        error = priors.BASELINE_ERROR * self.baseline
        first = slice(0, len(priors.AREAS))
        self.base_p[first] = 1.0 / error**2
        self.base_q[first] += -self.baseline / error**2

    def _closed(self, shares: pd.DataFrame | None) -> Floats:
        """Part of each interval during which nearly all of a governorate has long been closed."""
        first, last = self.grid.knots[0], self.grid.knots[-1]
        share = share_on(shares, np.arange(first - priors.ORDERED_AFTER, last + 1))
        under = np.cumsum(np.asarray(share >= priors.ORDERED_SHARE, dtype=float), axis=0)
        long = np.asarray(under[priors.ORDERED_AFTER :] - under[: -priors.ORDERED_AFTER]) >= (
            priors.ORDERED_AFTER - 0.5
        )
        edges = np.array(self.grid.knots) - first
        sums = np.vstack([np.zeros((1, len(priors.AREAS))), np.cumsum(long[1:], axis=0)])
        out: Floats = np.diff(sums[edges], axis=0) / self.grid.lengths[:, None]
        return out

    def _smoothing(self) -> None:
        """Positions and gaps for the cost of changing daily rates between intervals."""
        grid = self.grid
        steps = max(grid.count - 2, 0)
        columns = grid.people_size + np.arange((grid.count - 1) * len(PAIRS)).reshape(
            -1, len(PAIRS)
        )
        self.inside = np.array([a == b for a, b in PAIRS])
        columns = columns[:, self.inside]
        self.left, self.right = columns[:steps].ravel(), columns[1 : steps + 1].ravel()
        lengths = grid.lengths
        self.gap = (lengths[:-1] + lengths[1:]) / 2.0

    def _gravity(self, p: Floats, present: Floats) -> Floats:
        """Speed of crossings by the people at both ends, `present` in people at the knots."""
        mean = float(self.baseline.mean()) * THOUSAND
        at = np.sqrt(np.maximum(present[:-1], 0.0) * np.maximum(present[1:], 0.0))
        at = np.maximum((at + present[:-1]) / 2.0 / mean, priors.SMALLEST_SOURCE)
        relative = np.ones((self.grid.count - 1, len(PAIRS)))
        for pair, (a, b) in enumerate(PAIRS):
            if a not in {b, priors.OUTSIDE}:
                relative[:, pair] = at[:, priors.PLACES.index(a)]
                if b != priors.OUTSIDE:
                    home = self.baseline[priors.AREAS.index(b)] * THOUSAND
                    there = np.maximum(present[1:, PLACE_INDEX[b]], priors.ATTRACTION * home)
                    open_share = 1.0 - self.closed[:, priors.AREAS.index(b)]
                    there = there * np.maximum(open_share, priors.ORDERED_ATTRACTION)
                    relative[:, pair] *= there / mean
        out = p.copy()
        out[self.flow_slice] /= relative.ravel()
        return out

    def _quadratic(self, p: Floats, rate: Floats | None) -> sparse.csc_matrix:
        """Upper triangle of the quadratic cost; `rate` is thousand a day per interval and pair."""
        lengths = self.grid.lengths
        if rate is None:
            rate = np.full((self.grid.count - 1, len(PAIRS)), priors.RATE_BROAD)
        rate = rate[:, self.inside]
        around = (rate[:-1] + rate[1:]) / 2.0 + priors.RATE_FLOOR
        stiff = 1.0 / (priors.VOLATILITY**2 * around**2 * self.gap[:, None])
        before, after = lengths[:-1, None], lengths[1:, None]
        p = p.copy()
        np.add.at(p, self.left, (stiff / before**2).ravel())
        np.add.at(p, self.right, (stiff / after**2).ravel())
        cross = -(stiff / (before * after)).ravel()
        diagonal = np.arange(self.width)
        return sparse.csc_matrix(
            (
                np.concatenate([p, cross]),
                (np.concatenate([diagonal, self.left]), np.concatenate([diagonal, self.right])),
            ),
            shape=(self.width, self.width),
        )

    def _constraints(self) -> None:
        """Conservation, readings of all rows, and the excess; a solve picks its rows."""
        grid = self.grid
        rows: list[int] = []
        cols: list[int] = []
        data: list[float] = []
        growth = self.births - self.deaths
        moves = [
            (pair, PLACE_INDEX[a], PLACE_INDEX[b]) for pair, (a, b) in enumerate(PAIRS) if a != b
        ]
        for step in range(grid.count - 1):
            base = step * len(priors.PLACES)
            for i, place in enumerate(priors.PLACES):
                stay = 1.0 + (growth[step] if place != priors.OUTSIDE else 0.0)
                rows += [base + i, base + i]
                cols += [grid.person(step + 1, place), grid.person(step, place)]
                data += [1.0, -stay]
            for pair, i, j in moves:
                rows += [base + i, base + j]
                cols += [grid.move(step, pair)] * 2
                data += [1.0, -1.0]
        last = (grid.count - 1) * len(priors.PLACES)
        rows.append(last)
        cols.append(grid.person(0, priors.OUTSIDE))
        data.append(1.0)
        width = self.width
        self.conserve = sparse.csr_matrix((data, (rows, cols)), shape=(last + 1, width))
        # One line per distinct reading: a figure with two ends and one reading needs only one.
        readings: list[Terms] = []
        lines: list[tuple[int, int, int]] = []
        for i, o in enumerate(self.observations):
            if o.low is not None:
                readings.append(o.floor)
                lines.append((i, -1, len(readings) - 1))
            if o.high is not None:
                if o.low is None or o.ceiling != o.floor:
                    readings.append(o.ceiling)
                lines.append((i, 1, len(readings) - 1))
        self.readings = self.matrix(readings)
        self.line_row = np.array([i for i, _, _ in lines], dtype=int)
        self.line_sign = np.array([s for _, s, _ in lines], dtype=float)
        self.line_reading = np.array([k for _, _, k in lines], dtype=int)
        r, c, d = [], [], []
        for knot, i in self.excess_knots.items():
            for j, place in enumerate(priors.AREAS):
                k = i * len(priors.AREAS) + j
                r += [k, k]
                c += [grid.person(knot, place), self.start_excess + k]
                d += [1.0, -1.0]
        self.excess = sparse.csr_matrix(
            (d, (r, c)), shape=(len(self.excess_knots) * len(priors.AREAS), width)
        )

    def _assemble(
        self, weight: Floats, low: Floats, high: Floats, sigma: Floats, allowed: Floats
    ) -> tuple[sparse.csc_matrix, Floats, int, Floats, Floats]:
        """Constraints over the rows with weight, their bounds, and the cost of their gaps.

        Besides the unknowns there are, per used reading, its value, and per used row a gap that
        costs its square and a gap that costs its size: the two halves of Huber.
        """
        lines = np.flatnonzero(weight[self.line_row] > SMALLEST_WEIGHT)
        used_rows, at_row = np.unique(self.line_row[lines], return_inverse=True)
        used_readings, at_reading = np.unique(self.line_reading[lines], return_inverse=True)
        n, m, width = len(used_readings), len(used_rows), self.width
        readings = self.readings[used_readings]
        sign, count = self.line_sign[lines], len(lines)
        identity = sparse.identity(n, format="csr")
        sides = sparse.csr_matrix((sign, (np.arange(count), at_reading)), shape=(count, n))
        gaps = sparse.csr_matrix((-np.ones(count), (np.arange(count), at_row)), shape=(count, m))
        bound = sparse.identity(width, format="csr")
        passing, most = self.shut.limits(allowed)
        held = sparse.csr_matrix(
            (passing.data, passing.indices, passing.indptr), shape=(len(most), width)
        )
        optional = [[block, None, None, None] for block in (self.excess, held) if block.shape[0]]
        gap_bound = sparse.identity(2 * m, format="csr")
        a = sparse.bmat(
            [
                [self.conserve, None, None, None],
                [readings, -identity, None, None],
                [None, sides, gaps, gaps],
                *optional,
                [-bound, None, None, None],
                [None, None, -gap_bound[:, :m], -gap_bound[:, m:]],
            ],
            format="csc",
        )
        row = self.line_row[lines]
        ends = np.where(sign < 0, -low[row], high[row]) / THOUSAND
        equal = self.conserve.shape[0] + n
        b = np.concatenate(
            [
                np.zeros(equal),
                ends,
                np.tile(self.baseline, len(self.excess_knots)),
                most,
                np.zeros(width + 2 * m),
            ]
        )
        s = np.maximum(sigma[used_rows] / THOUSAND, 1e-6)
        w = weight[used_rows]
        return (
            a,
            b,
            equal,
            np.concatenate([np.zeros(n), w / s**2, np.zeros(m)]),
            np.concatenate([np.zeros(n + m), w * priors.HUBER / s]),
        )

    def solve(
        self,
        sigma: Floats,
        weight: Floats,
        low: Floats,
        high: Floats,
        *,
        baseline: Floats | None = None,
        before: Solution | None = None,
        tolerance: float = TOLERANCE,
    ) -> Solution:
        """Solve for the given errors, weights and ends.

        Args:
            sigma: error of each row, people.
            weight: weight of each row; a row of weight zero is left out.
            low: low ends, people; unused where a row has none.
            high: high ends, people.
            baseline: another pre-war population, thousands.
            before: a solution whose rates and people present set how freely each flow may vary.
            tolerance: relative gap at which the solver stops.

        Raises:
            BalanceError: when the solver does not converge.
        """
        p, q = self.base_p.copy(), self.base_q.copy()
        if baseline is not None:
            first = slice(0, len(priors.AREAS))
            q[first] = -baseline * self.base_p[first]
        rate = None
        if before is not None:
            p = self._gravity(p, before.present)
            rate = before.flows / THOUSAND / self.grid.lengths[:, None]
        allowed = self.shut.allowed(weight)
        nobody = self.shut.nobody(allowed)
        p[self.flow_slice] /= np.where(nobody, priors.SPEED_CLOSED**2, 1.0).ravel()
        q[self.flow_slice] += priors.COST_CLOSED * nobody.ravel()
        quadratic = self._quadratic(p, rate)
        a, b, equal, gap_p, gap_q = self._assemble(weight, low, high, sigma, allowed)
        whole = sparse.block_diag([quadratic, sparse.diags(gap_p)], format="csc")
        settings = clarabel.DefaultSettings()
        settings.verbose = False
        settings.max_iter = 120
        settings.max_threads = 1
        settings.tol_gap_abs = settings.tol_gap_rel = tolerance
        settings.tol_feas = tolerance / 10.0
        cones = [clarabel.ZeroConeT(equal), clarabel.NonnegativeConeT(a.shape[0] - equal)]
        solver = clarabel.DefaultSolver(whole, np.concatenate([q, gap_q]), a, b, cones, settings)
        found = solver.solve()
        if str(found.status) not in ("Solved", "AlmostSolved"):
            raise BalanceError(f"the balance did not converge ({found.status})")
        x = np.asarray(found.x)[: self.width]
        if not np.all(np.isfinite(x)):
            raise BalanceError("the balance has a solution that is not finite")
        return self._repair(x, nobody, float(found.solve_time))

    def _repair(self, x: Floats, nobody: npt.NDArray[np.bool_], seconds: float) -> Solution:
        """Flows clipped at zero and people recomputed from them, so that the balance is exact."""
        flows = np.maximum(x[self.flow_slice].reshape(self.grid.count - 1, len(PAIRS)), 0.0)
        flows[nobody] = 0.0
        start = np.maximum(x[: len(priors.AREAS)], 0.0)
        solution, short = self.settle(start, flows, x, seconds)
        if short > 1.0:
            raise BalanceError("the balance has a solution with fewer than no people in a place")
        return solution

    def settle(
        self, start: Floats, flows: Floats, x: Floats, seconds: float = 0.0
    ) -> tuple[Solution, float]:
        """People that flows lead to; departures that a place cannot supply are scaled down.

        Args:
            start: people by governorate at the first knot, thousands.
            flows: flows by interval and pair, thousands, none negative; changed in place.
            x: other unknowns to keep.
            seconds: time of the solve.

        Returns:
            The solution, and the largest shortage that was scaled away, thousands.
        """
        grid, places = self.grid, len(priors.PLACES)
        growth = self.births - self.deaths
        present = np.zeros((grid.count, places))
        present[0, : len(priors.AREAS)] = start
        inside = np.arange(places) < len(priors.AREAS)
        short = 0.0
        for step in range(grid.count - 1):
            have = present[step] * np.where(inside, 1.0 + growth[step], 1.0)
            f = flows[step]
            after = have + INTO @ f - OUT_OF @ f
            for _ in range(places):
                if after.min() >= 0.0:
                    break
                short = max(short, -float(after.min()))
                # People may pass through a place within an interval; only what neither lives
                # there nor arrives cannot leave.
                gain, loss = INTO @ f, OUT_OF @ f
                supply = np.maximum(have + gain, 0.0) / np.maximum(loss, 1e-12)
                ratio = np.where(after < 0.0, supply, 1.0)
                f = np.where(CROSSES, f * ratio[ORIGIN], f)
                after = have + INTO @ f - OUT_OF @ f
            flows[step] = f
            present[step + 1] = np.maximum(after, 0.0)
        vector = x.copy()
        vector[: grid.people_size] = present.ravel()
        vector[self.flow_slice] = flows.ravel()
        return Solution(present * THOUSAND, flows * THOUSAND, vector, seconds), short


__all__ = ["THOUSAND", "TOLERANCE", "BalanceError", "Problem", "Solution"]
