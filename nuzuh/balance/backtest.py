"""Leaving published figures out and predicting them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import house_effects, priors, report, series
from nuzuh.balance.baselines import middle, simple
from nuzuh.balance.ensemble import Member, draws
from nuzuh.balance.fit import Fit, Model, model
from nuzuh.balance.inputs import Baseline, Inputs, make
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.observations import read_all
from nuzuh.balance.reconstruct import prepare
from nuzuh.balance.report import BacktestReport
from nuzuh.balance.result import ends

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]


def predictable(o: Observation) -> bool:
    """Whether the row says how many people or moves, not a bound on people of another kind."""
    return o.family != "bound" or o.unit_factor != 1.0


def kind(o: Observation) -> str:
    """What the line is about: stock, flow, or children reached by a campaign."""
    if o.family == "bound":
        return "children"
    return "flow" if o.point[0].what == "flow" else "stock"


def weighed(number: float, line: float, logs: Floats) -> float:
    """The balance and a straight line through like figures, weighed by their variances.

    The picture says little about one day among days that it knows only in sum; the members, which
    then differ, say so themselves.

    Args:
        number: the balance's prediction, people.
        line: the straight line's, people.
        logs: logarithms of the members' predictions.
    """
    soft = priors.HABIT_SOFT
    low, high = np.quantile(logs, (0.16, 0.84))
    own, other = max((high - low) / 2.0, 1e-3) ** -2, priors.LINE_SPREAD**-2
    mix = (own * np.log(number + soft) + other * np.log(line + soft)) / (own + other)
    return max(float(np.exp(mix)) - soft, 0.0)


@dataclass(frozen=True)
class Trial:
    """Everything that predicts the left-out rows `indices` of a model."""

    model: Model
    house_effects: house_effects.HouseEffects
    fit: Fit
    active: Floats
    members: Sequence[Member]
    rest: Sequence[Observation]

    def lines(self, indices: Sequence[int]) -> list[dict[str, object]]:
        """The report lines of left-out rows."""
        m, fit = self.model, self.fit
        count = len(m.observations)
        house = m.house(fit.scales)[:count]
        expected = np.maximum(fit.predicted[:count], 0.0) * house
        scale = np.array([fit.scales.error_of(o) for o in m.observations])
        mean, left = house_effects.deviation(
            self.house_effects, expected, scale, self.active > 0.0, list(indices)
        )
        return [
            self._line(i, expected[i], house[i], mean[k], left[k]) for k, i in enumerate(indices)
        ]

    def _line(
        self, i: int, expected: float, house: float, mean: float, left: float
    ) -> dict[str, object]:
        o, m = self.model.observations[i], self.model
        soft = priors.HABIT_SOFT
        if o.family == "bound":
            # Children reached: nearly all of those whom the picture has there.
            expected, mean = expected * priors.CHILDREN_REACHED, 0.0
        outside = np.array([x.predicted[i] for x in self.members if not x.active[i]])
        number = max((expected + soft) * float(np.exp(mean)) - soft, 0.0)
        base = simple(o, self.rest, m.inputs)
        low = high = float("nan")
        if len(outside) >= priors.FEWEST_MEMBERS:
            rng = np.random.default_rng(i)
            logs = np.log(outside * house + soft)
            if o.family in {"moved", "counted"} and base.line is not None and base.line > 0.0:
                number = weighed(number, base.line, logs)
            spread = logs - np.median(logs)
            own = o.error**2 + priors.HABIT_SHARE * self.fit.scales.error_of(o) ** 2
            deviation = np.sqrt(left + max(own, priors.HABIT_NOISE**2))
            noise = deviation * rng.standard_normal((32, len(spread)))
            sample = np.log(number + soft) + spread[None, :] + priors.STRETCH[o.family] * noise
            low, high = ends(np.exp(sample).ravel() - soft, number)
        f = o.unit_factor
        return report.line(
            id=o.id,
            publisher=o.publisher,
            kind=kind(o),
            family=o.family,
            exact=o.two_sided and not o.tally,
            published=(middle(o) or 0.0) / f,
            predicted=number / f,
            low=low / f,
            high=high / f,
            picture=max(float(self.fit.predicted[i]), 0.0) / f,
            carried=None if base.carried is None else base.carried / f,
            line=None if base.line is None else base.line / f,
        )


def backtest(
    estimates: pd.DataFrame,
    publishers: Mapping[str, str],
    *,
    baseline: Baseline,
    km2: Mapping[str, float] | None = None,
    ordered: pd.DataFrame | None = None,
    rows: pd.DataFrame | None = None,
    members: int = 200,
    workers: int = 1,
    progress: Progress | None = None,
    every: int = 1,
) -> BacktestReport:
    """Predict left-out figures.

    Without `rows`, each publication (all rows of one source on one day) is left out in turn; error
    scales and picture are found anew without it, and the members of an ensemble that happened to go
    without it, with scales of their own, give the range.

    Args:
        estimates: the table.
        publishers: group of each publisher.
        baseline: pre-war people by governorate.
        km2: areas of governorates, for densities.
        ordered: share of land under orders by day and governorate.
        rows: a file in the same columns; none of its ids and no row that repeats them or that they
            repeat is fitted, and all are predicted at once.
        members: members of the ensemble.
        workers: processes.
        progress: called with steps done and steps in all.
        every: take every n-th publication, for a quick look.

    Raises:
        ValueError: for missing columns or a baseline without people.
        BalanceError: when the solver does not converge.
    """
    if rows is not None:
        unseen = estimates["id"].astype(str).isin(list(withheld(estimates, rows)))
        inputs = make(estimates[~unseen], baseline, km2, ordered)
        return backtest_file(
            estimates, publishers, rows, inputs, members, workers=workers, progress=progress
        )
    prepared = prepare(estimates, publishers, baseline=baseline, km2=km2, ordered=ordered)
    m = prepared.model
    described = house_effects.describe(m.observations, publishers)
    publications: dict[str, list[int]] = {}
    for i, o in enumerate(m.observations):
        publications.setdefault(o.publication, []).append(i)
    todo = [p for p in publications.values() if any(predictable(m.observations[i]) for i in p)]
    todo = todo[::every]
    steps = len(todo) + members

    def ensemble_progress(done: int, _: int) -> None:
        if progress is not None:
            progress(done, steps)

    found = draws(
        m, None, members, progress=ensemble_progress, workers=workers, houses=prepared.houses
    )
    lines: list[dict[str, object]] = []
    for done, indices in enumerate(todo, 1):
        active = np.ones(len(m.observations))
        active[indices] = 0.0
        fit = m.fit(active, houses=prepared.houses)
        rest = [o for j, o in enumerate(m.observations) if active[j] > 0]
        trial = Trial(m, described, fit, active, found, rest)
        lines += trial.lines([i for i in indices if predictable(m.observations[i])])
        if progress is not None:
            progress(members + done, steps)
    table = pd.DataFrame(lines, columns=list(report.COLUMNS))
    return BacktestReport(table, report.summarise(table), pd.DataFrame(columns=["id", "reason"]))


def withheld(estimates: pd.DataFrame, rows: pd.DataFrame) -> set[str]:
    """Ids that must not be fitted: those of the file, and the same statements elsewhere."""
    out = set(rows["id"].astype(str))
    pairs = [
        (str(a), str(b))
        for t in (estimates, rows)
        for a, b in zip(t["id"], t["repeats"], strict=True)
        if b
    ]
    while True:
        more = {x for a, b in pairs for x in (a, b) if (a in out) != (b in out)} - out
        if not more:
            return out
        out |= more


def backtest_file(
    estimates: pd.DataFrame,
    publishers: Mapping[str, str],
    rows: pd.DataFrame,
    inputs: Inputs,
    members: int,
    *,
    workers: int,
    progress: Progress | None,
) -> BacktestReport:
    """Predict the rows of a file without fitting any of them."""
    out = withheld(estimates, rows)
    visible = estimates[~estimates["id"].astype(str).isin(list(out))]
    asked = [
        series.complete({str(k): v for k, v in row.items()}, visible)
        for row in rows.to_dict("records")
    ]
    # A repeat has the figure of its original; here it is to be predicted like any other row.
    fresh = pd.DataFrame([{**row, "repeats": ""} for row in asked], columns=list(rows.columns))
    seen, _ = read_all(visible, inputs, publishers)
    held, refused = read_all(fresh, inputs, publishers)
    last = pd.Timestamp(max(estimates["as_of"].max(), rows["as_of"].max()))
    # The size of a row that is asked about must not even place a knot.
    hidden = {o.id for o in held}
    m = model([*seen, *held], visible, last, inputs, publishers, hidden)
    active = np.array([1.0] * len(seen) + [0.0] * len(held))
    houses = len({publishers.get(o.publisher, "other") for o in seen}) > 1
    fit = m.fit(active, houses=houses)
    found = draws(
        m, fit, members, held=active == 0.0, progress=progress, workers=workers, houses=houses
    )
    trial = Trial(m, house_effects.describe(m.observations, publishers), fit, active, found, seen)
    direct = [len(seen) + k for k, o in enumerate(held) if predictable(o)]
    lines = trial.lines(direct)

    def people(codes: tuple[str, ...], day: pd.Timestamp) -> float:
        at = m.grid.weights_at(day.toordinal(), day.toordinal())
        columns = [priors.PLACES.index(c) for c in codes]
        return float(sum(w * fit.solution.present[k, columns].sum() for k, w in at))

    done = {str(x["id"]) for x in lines}
    shares = {o.id: o for o in held if o.unit_share}
    reasons = {v.id: v.reason for v in refused} | {o.id: o.reason for o in held}
    at = {o.id: len(seen) + k for k, o in enumerate(held)}
    skipped: list[tuple[str, str]] = []
    for row in asked:
        name = str(row["id"])
        if name in done:
            continue
        if name in shares:
            line = report.share_line(m, found, fit, shares[name], row)
        else:
            guess = series.predict(visible, row, out, people)
            if guess is not None:
                line = report.series_line(row, guess)
            else:
                line = report.bound_line(m, found, fit, at.get(name), row)
        if line is None:
            skipped.append((name, f"{reasons.get(name, 'no figure')}; no comparable figure"))
        else:
            lines.append(line)
    order = {str(i): k for k, i in enumerate(rows["id"])}
    table = pd.DataFrame(lines, columns=list(report.COLUMNS))
    table = table.sort_values("id", key=lambda x: x.map(order), ignore_index=True)
    return BacktestReport(
        table, report.summarise(table), pd.DataFrame(skipped, columns=["id", "reason"])
    )


__all__ = ["BacktestReport", "backtest", "withheld"]
