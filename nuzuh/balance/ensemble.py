"""Ranges: reconstructions from resampled publishers, perturbed figures, unreported drift."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, repeat

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.fit import Fit, Model
from nuzuh.balance.grid import PAIR_INDEX
from nuzuh.balance.inputs import Baseline
from nuzuh.balance.reconstruct import assemble, daily, fitted, prepare
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.solve import THOUSAND, BalanceError, Solution

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]
EDGES = tuple(combinations(range(len(priors.AREAS)), 2))


@dataclass(frozen=True)
class Member:
    """One draw: people by day (T, 6), cumulative crossings (T, 30), readings, rows used."""

    present: npt.NDArray[np.float32]
    moved: npt.NDArray[np.float32]
    predicted: Floats
    active: npt.NDArray[np.bool_]
    vector: Floats


def drift(m: Model, fit: Fit, rng: np.random.Generator) -> Floats:
    """Unreported net transfers by knot and pair of governorates, shape (K, 10), in thousands.

    A transfer wanders about none: drawn every `DRIFT_STEP` days and even between. It is as large as
    the emptier of the two places bears: nobody comes unreported from where nobody is.
    """
    knots = np.array(m.grid.knots, dtype=float)
    nodes = np.append(np.arange(knots[0], knots[-1], priors.DRIFT_STEP), knots[-1])
    level = np.zeros((len(nodes), len(EDGES)))
    for step, days in enumerate(np.diff(nodes)):
        keep = np.exp(-days / priors.DRIFT_MEMORY)
        spread = priors.DRIFT * np.sqrt(priors.DRIFT_MEMORY / 2.0 * (1.0 - keep**2))
        level[step + 1] = keep * level[step] + spread * rng.standard_normal(len(EDGES))
    mean = m.problem.baseline.mean() * THOUSAND
    size = np.sqrt(np.maximum(fit.solution.present[:, : len(priors.AREAS)], 0.0) / mean)
    return np.column_stack(
        [
            np.interp(knots, nodes, level[:, e]) * np.minimum(size[:, i], size[:, j])
            for e, (i, j) in enumerate(EDGES)
        ]
    )


def displaced(m: Model, level: Floats) -> Floats:
    """People by knot that transfers add to each place, shape (K, 6), zero-sum."""
    people = np.zeros((m.grid.count, len(priors.PLACES)))
    for edge, (i, j) in enumerate(EDGES):
        people[:, i] -= level[:, edge]
        people[:, j] += level[:, edge]
    return people


def carried(m: Model, solution: Solution, level: Floats) -> Solution:
    """A solution whose flows include the transfers: people stay conserved and none are negative."""
    flows = solution.flows / THOUSAND
    for edge, (i, j) in enumerate(EDGES):
        there = PAIR_INDEX[priors.AREAS[i], priors.AREAS[j]]
        back = PAIR_INDEX[priors.AREAS[j], priors.AREAS[i]]
        moved = np.diff(level[:, edge])
        # A transfer first cancels reported movement the other way, so that it adds no journeys.
        for gain, loss, amount in (
            (there, back, np.maximum(moved, 0.0)),
            (back, there, np.maximum(-moved, 0.0)),
        ):
            cancelled = np.minimum(flows[:, loss], amount)
            flows[:, loss] -= cancelled
            flows[:, gain] += amount - cancelled
    start = solution.present[0, : len(priors.AREAS)] / THOUSAND
    return m.problem.settle(start, flows, solution.vector)[0]


def draw(
    m: Model,
    fit: Fit | None,
    seed: int,
    held: npt.NDArray[np.bool_] | None = None,
    *,
    houses: bool = True,
) -> Member:
    """One member of the ensemble; `held` rows are never given to it.

    Publications drop out at random, the rest of a publisher's rows share a random weight, every
    figure moves by its own error, and the picture is carried over an unreported drift. Without a
    `fit` the member finds error scales from its own rows: nothing left out then tells it anything.
    """
    rng = np.random.default_rng(seed)
    observations = m.observations
    publications = sorted({o.publication for o in observations})
    out = (
        set(np.array(publications)[rng.random(len(publications)) < priors.DROP])
        if publications
        else set()
    )
    shared = {p: rng.gamma(2.0, 0.5) for p in sorted({o.publisher for o in observations})}
    active = np.array([o.publication not in out for o in observations], dtype=bool)
    if held is not None:
        active &= ~held
    weight = (
        np.array([shared[o.publisher] for o in observations]) * active
        if observations
        else np.zeros(0)
    )
    if fit is None:
        fit = m.fit(active.astype(float), passes=1, houses=houses)
        fit = m.rescaled(fit, active.astype(float), houses=houses)
    # Moving a bound both ways would only ever tighten it on balance, so bounds stay where they are.
    relative = np.array([fit.scales.error_of(o) if o.two_sided else 0.0 for o in m.read])
    noise = np.exp(np.clip(relative * rng.standard_normal(len(m.read)), -1.0, 1.0))
    house = m.house(fit.scales)
    level = drift(m, fit, rng)
    vector = np.zeros(m.problem.width)
    vector[: m.grid.people_size] = displaced(m, level).ravel()
    shift_low = np.asarray(m.floor @ vector) * THOUSAND
    shift_high = np.asarray(m.ceiling @ vector) * THOUSAND
    spread = priors.BASELINE_ERROR * rng.standard_normal(len(priors.AREAS))
    solution = m.solve(
        fit.scales,
        weight,
        sigma=fit.sigma,
        low=m.low / house * noise - shift_low,
        high=m.high / house * noise - shift_high,
        baseline=m.problem.baseline * np.exp(spread),
        before=fit.solution,
        tolerance=priors.MEMBER_TOLERANCE,
    )
    solution = carried(m, solution, level)
    present, daily_flows, _, _ = daily(m, solution)
    return Member(
        np.maximum(present, 0.0).astype(np.float32),
        np.cumsum(daily_flows, axis=0).astype(np.float32),
        np.maximum(m.predict(solution), 0.0),
        active,
        solution.vector,
    )


def attempt(
    m: Model, fit: Fit | None, seed: int, held: npt.NDArray[np.bool_] | None, *, houses: bool
) -> Member | None:
    """A member, or None when its solve does not converge."""
    try:
        return draw(m, fit, seed, held, houses=houses)
    except BalanceError:
        return None


def draws(
    m: Model,
    fit: Fit | None,
    members: int,
    *,
    houses: bool = True,
    seed: int = 0,
    held: npt.NDArray[np.bool_] | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> list[Member]:
    """The members that converged. Raises BalanceError when fewer than two thirds did."""
    out: list[Member] = []
    seeds = [seed * 1_000_003 + i for i in range(members)]
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            found = pool.map(
                partial(attempt, houses=houses),
                repeat(m),
                repeat(fit),
                seeds,
                repeat(held),
                chunksize=8,
            )
            for done, member in enumerate(found, 1):
                out += [member] if member is not None else []
                if progress is not None:
                    progress(done, members)
    else:
        for done, one in enumerate(seeds, 1):
            member = attempt(m, fit, one, held, houses=houses)
            out += [member] if member is not None else []
            if progress is not None:
                progress(done, members)
    if len(out) < 2 * members / 3:
        raise BalanceError(f"only {len(out)} of {members} members of the ensemble converged")
    return out


def centre(m: Model, fit: Fit, found: list[Member]) -> Fit:
    """The mean of the members. Every member conserves people, so their mean does."""
    vector = np.mean([x.vector for x in found], axis=0)
    present = vector[: m.grid.people_size].reshape(m.grid.count, -1) * THOUSAND
    flows = vector[m.problem.flow_slice].reshape(m.grid.count - 1, -1) * THOUSAND
    solution = Solution(present, flows, vector, fit.solution.seconds)
    return replace(fit, solution=solution, predicted=m.predict(solution))


def with_ranges(
    estimates: pd.DataFrame,
    publishers: Mapping[str, str],
    *,
    view: str | Collection[str] = "all",
    until: object | None = None,
    baseline: Baseline,
    km2: Mapping[str, float] | None = None,
    ordered: pd.DataFrame | None = None,
    members: int = 200,
    seed: int = 0,
    progress: Progress | None = None,
    workers: int = 1,
) -> Reconstruction:
    """`reconstruct` with ranges; the number is the mean of the members, which conserves people.

    Args:
        estimates: as for `reconstruct`, like the next six.
        publishers: group of each publisher.
        view: whose figures count.
        until: last day.
        baseline: pre-war people by governorate.
        km2: areas of governorates.
        ordered: share of land closed, by day and governorate.
        members: members of the ensemble.
        seed: of the random numbers.
        progress: called with members done and members in all.
        workers: processes.

    Raises:
        ValueError: as for `reconstruct`.
        BalanceError: when fewer than two thirds of the members converge.
    """
    begin = time.perf_counter()
    last = None if until is None else pd.Timestamp(str(until)).normalize()
    prepared = prepare(
        estimates, publishers, view=view, until=last, baseline=baseline, km2=km2, ordered=ordered
    )
    fit = fitted(prepared)
    found = draws(
        prepared.model,
        fit,
        members,
        seed=seed,
        progress=progress,
        workers=workers,
        houses=prepared.houses,
    )
    base = assemble(prepared, centre(prepared.model, fit, found), time.perf_counter() - begin)
    return base.with_draws(np.stack([f.present for f in found]), np.stack([f.moved for f in found]))
