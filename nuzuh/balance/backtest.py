"""Leaving published figures out and predicting them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import house_effects, priors, report, series
from nuzuh.balance.baselines import middle, place_key, simple
from nuzuh.balance.ensemble import Member, draws, knot_draws
from nuzuh.balance.fit import Fit, Model, model
from nuzuh.balance.flows import THOUSAND
from nuzuh.balance.increments import expand
from nuzuh.balance.inputs import Inputs, Known, make
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.observations import read_all
from nuzuh.balance.processes import mapping
from nuzuh.balance.reconstruct import Prepared, prepare
from nuzuh.balance.report import BacktestReport
from nuzuh.balance.result import ends, moved_ends

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]
LeaveOut = Literal["publication", "side-week"]


def predictable(o: Observation) -> bool:
    """Whether the row says how many people or moves, not a bound on people of another kind."""
    return o.family != "bound" or o.unit_factor != 1.0


def kind(o: Observation) -> str:
    """What the line is about: stock, flow, or children reached by a campaign."""
    if o.family == "bound":
        return "children"
    return "flow" if o.point[0].what == "flow" else "stock"


def scope(o: Observation) -> str:
    """What a row is about.

    Returns:
        `places` or `strip` for people; for movement `between` places, `within` one, in the `whole`
        Strip, or `abroad`.
    """
    term = o.point[0]
    to, origin = set(term.destinations), set(term.origins)
    if priors.OUTSIDE in to | origin:
        return "abroad"
    everywhere = set(priors.AREAS)
    if term.what == "flow":
        if to == origin:
            return "whole" if to == everywhere else "within"
        return "between"
    return "strip" if to == everywhere else "places"


def bound(o: Observation) -> str:
    """Which side a row bounds: `at least`, `at most`, or "" for a figure or a range."""
    if o.tally or (not o.two_sided and o.high is None):
        return "at least"
    return "at most" if not o.two_sided else ""


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
    """Everything that predicts left-out rows of a model; its members went without them too."""

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
        shown = self._shown(indices)
        return [
            self._line(i, expected[i], house[i], mean[k], left[k], shown[:, k])
            for k, i in enumerate(indices)
        ]

    def _shown(self, indices: Sequence[int]) -> Floats:
        """What the map would give for rows, by member, with drift and stretch; people."""
        m = self.model
        weight = expand(self.active, m.weight, m.increments)
        people = knot_draws(m, self.fit, self.members, weight)
        vectors = np.array([member.vector for member in self.members])
        vectors[:, : m.grid.people_size] = people.reshape(len(people), -1) / THOUSAND
        return np.asarray(m.point[list(indices)] @ vectors.T).T * THOUSAND

    def _line(
        self, i: int, expected: float, house: float, mean: float, left: float, shown: Floats
    ) -> dict[str, object]:
        o, m = self.model.observations[i], self.model
        soft = priors.HABIT_SOFT
        if o.family == "bound":
            # Children reached: nearly all of those whom the picture has there.
            expected, mean = expected * priors.CHILDREN_REACHED, 0.0
            shown = shown * priors.CHILDREN_REACHED
        read = np.array([x.predicted[i] for x in self.members])
        number = max((expected + soft) * float(np.exp(mean)) - soft, 0.0)
        base = simple(o, self.rest, m.inputs)
        rng = np.random.default_rng(i)
        logs = np.log(read * house + soft)
        if o.family in {"moved", "counted"} and base.line is not None and base.line > 0.0:
            number = weighed(number, base.line, logs)
        spread = logs - np.median(logs)
        own = o.error**2 + priors.HABIT_SHARE * self.fit.scales.error_of(o) ** 2
        deviation = np.sqrt(left + max(own, priors.HABIT_NOISE**2))
        noise = deviation * rng.standard_normal((32, len(spread)))
        sample = np.log(number + soft) + spread[None, :] + priors.STRETCH[o.family] * noise
        low, high = ends(np.exp(sample).ravel() - soft, number)
        middle_shown = max(float(read.mean()), 0.0)
        ranged = ends if o.point[0].what == "people" else moved_ends
        shown_low, shown_high = ranged(np.maximum(shown, 0.0), middle_shown, few=True)
        f = o.unit_factor
        return report.line(
            id=o.id,
            publisher=o.publisher,
            kind=kind(o),
            family=o.family,
            scope=scope(o),
            exact=o.two_sided and not o.tally,
            bound=bound(o),
            published=(middle(o) or 0.0) / f,
            predicted=number / f,
            low=low / f,
            high=high / f,
            shown=middle_shown / f,
            shown_low=shown_low / f,
            shown_high=shown_high / f,
            picture=max(float(self.fit.predicted[i]), 0.0) / f,
            carried=None if base.carried is None else base.carried / f,
            line=None if base.line is None else base.line / f,
            horizon=self._horizon(o),
            contested=self._contested(o),
        )

    def _horizon(self, o: Observation) -> float | None:
        """Days from a row to the next figure of the same places."""
        same = [x for x in self.rest if x.two_sided and place_key(x) == place_key(o)]
        return min((float(abs(x.point[0].end - o.point[0].end)) for x in same), default=None)

    def _contested(self, o: Observation) -> bool:
        """Whether another side differs by much about the same places at nearly the same time."""
        said, side, m = middle(o) or 0.0, self.model.side_of(o), self.model
        for other in self.rest:
            told = middle(other) or 0.0
            if (
                other.two_sided
                and m.side_of(other) != side
                and place_key(other) == place_key(o)
                and abs(other.point[0].end - o.point[0].end) <= priors.CONTESTED_DAYS
                and abs(told - said) > priors.CONTESTED_SHARE * max(said, told)
            ):
                return True
        return False


@dataclass(frozen=True)
class Fold:
    """Rows that are predicted together, and the rows that go for it.

    Attributes:
        scored: positions of the rows that are predicted.
        out: positions of all rows that are left out, those among them.
    """

    scored: tuple[int, ...]
    out: tuple[int, ...]


def folds(m: Model, leave_out: LeaveOut) -> list[Fold]:
    """Return the folds of a backtest, those with a row that can be predicted.

    Args:
        m: the model.
        leave_out: ``publication``: all rows of one source on one day; ``side-week``: everything
            that one side said of a week, and of :data:`nuzuh.balance.priors.WEEK_MARGIN` days
            before and after it.
    """
    scored: dict[tuple[str, int], list[int]] = {}
    for i, o in enumerate(m.observations):
        if predictable(o):
            scored.setdefault(_fold_of(m, o, leave_out), []).append(i)
    return [Fold(tuple(rows), _out_of(m, key, leave_out)) for key, rows in scored.items()]


def _fold_of(m: Model, o: Observation, leave_out: LeaveOut) -> tuple[str, int]:
    if leave_out == "publication":
        return o.publication, 0
    return m.side_of(o), (o.point[0].end - 1) // 7


def _out_of(m: Model, key: tuple[str, int], leave_out: LeaveOut) -> tuple[int, ...]:
    name, week = key
    if leave_out == "publication":
        return tuple(i for i, o in enumerate(m.observations) if o.publication == name)
    first = 7 * week + 1 - priors.WEEK_MARGIN
    last = 7 * week + 7 + priors.WEEK_MARGIN
    return tuple(
        i
        for i, o in enumerate(m.observations)
        if m.side_of(o) == name and first <= o.point[0].end <= last
    )


def predict_fold(
    prepared: Prepared, described: house_effects.HouseEffects, members: int, fold: Fold
) -> list[dict[str, object]]:
    """The report lines of a fold: scales, picture and members are found anew without it."""
    m = prepared.model
    active = np.ones(len(m.observations))
    active[list(fold.out)] = 0.0
    fit = m.fit(active, houses=prepared.houses)
    found = draws(m, fit, members, held=active == 0.0)
    rest = [o for j, o in enumerate(m.observations) if active[j] > 0.0]
    return Trial(m, described, fit, active, found, rest).lines(fold.scored)


def backtest(
    estimates: pd.DataFrame,
    publishers: Mapping[str, str],
    *,
    known: Known,
    rows: pd.DataFrame | None = None,
    leave_out: LeaveOut = "side-week",
    members: int = 12,
    workers: int = 1,
    progress: Progress | None = None,
    every: int = 1,
) -> BacktestReport:
    """Predict left-out figures.

    Without `rows`, each fold (see :func:`folds`) is left out in turn; error scales, picture and
    ensemble are found anew without it.

    Args:
        estimates: the table.
        publishers: group of each publisher.
        known: what is known beside the figures.
        rows: a file in the same columns; none of its ids and no row that repeats them or that they
            repeat is fitted, and all are predicted at once.
        leave_out: what goes at a time, without `rows`.
        members: members of the ensemble of each fold.
        workers: processes.
        progress: called with steps done and steps in all.
        every: take every n-th fold, for a quick look.

    Raises:
        ValueError: for missing columns or a baseline without people.
        BalanceError: when the solver does not converge.
    """
    if rows is not None:
        unseen = estimates["id"].astype(str).isin(list(withheld(estimates, rows)))
        inputs = make(estimates[~unseen], known)
        return backtest_file(
            estimates, publishers, rows, inputs, members, workers=workers, progress=progress
        )
    prepared = prepare(estimates, publishers, known=known)
    described = house_effects.describe(prepared.model.observations, publishers)
    todo = folds(prepared.model, leave_out)[::every]
    predict = partial(predict_fold, prepared, described, members)
    lines: list[dict[str, object]] = []
    with mapping(workers) as each:
        for done, found in enumerate(each(predict, todo), 1):
            lines += found
            if progress is not None:
                progress(done, len(todo))
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
    found = draws(m, fit, members, held=active == 0.0, progress=progress, workers=workers)
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
            guess = series.predict(visible, row, out, people, inputs.residents)
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
