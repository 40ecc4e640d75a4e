"""Ranges: reconstructions from reweighed publishers and perturbed figures, and unreported drift."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.drift import drifts
from nuzuh.balance.fit import Fit, Model
from nuzuh.balance.increments import expand
from nuzuh.balance.inputs import Known
from nuzuh.balance.left_out import shifts_without_sides
from nuzuh.balance.processes import mapping
from nuzuh.balance.reconstruct import assemble, daily, fitted, prepare
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.solve import THOUSAND, BalanceError, Solution

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Member:
    """One draw, in which people are conserved.

    Attributes:
        present: people by day and place, shape (T, 6).
        moved: cumulative crossings by day and pair, shape (T, 30).
        predicted: the reading of each row, people.
        vector: all unknowns.
    """

    present: npt.NDArray[np.float32]
    moved: npt.NDArray[np.float32]
    predicted: Floats
    vector: Floats


def random_weights(m: Model, rng: np.random.Generator) -> Floats:
    """Weights of the rows of a member: a factor for each publisher and one for each publication.

    None is left out: a burst of movement that one publication alone reports would be missing
    from the members that go without it, and their mean would be too low.
    """
    speakers = sorted({o.publisher for o in m.observations})
    pages = sorted({o.publication for o in m.observations})
    by_speaker = dict(
        zip(speakers, _factors(rng, priors.WEIGHT_PUBLISHER, len(speakers)), strict=True)
    )
    by_page = dict(zip(pages, _factors(rng, priors.WEIGHT_PUBLICATION, len(pages)), strict=True))
    return np.array([by_speaker[o.publisher] * by_page[o.publication] for o in m.observations])


def _factors(rng: np.random.Generator, spread: float, count: int) -> Floats:
    """Random factors about one, with a standard deviation of `spread`."""
    return rng.gamma(spread**-2, spread**2, count)


def random_errors(m: Model, fit: Fit, rng: np.random.Generator) -> Floats:
    """Factors by which the figures of a member are off: an error of their own, and their side's.

    What one side says of a time rests on one count or one guess more often than not, so its
    figures are off together. Bounds stay: moving them both ways would only tighten them.
    """
    own = np.array([fit.scales.error_of(o) if o.two_sided else 0.0 for o in m.read])
    logs = np.clip(own * rng.standard_normal(len(m.read)), -1.0, 1.0)
    first, last = m.grid.knots[0], m.grid.knots[-1]
    nodes = np.arange(first, last + 2 * priors.SIDE_DAYS, priors.SIDE_DAYS)
    shared: dict[tuple[str, bool], Floats] = {}
    for i, o in enumerate(m.read):
        key = (m.side_of(o), o.family == "stock")
        if key not in shared:
            shared[key] = rng.standard_normal(len(nodes))
        if o.two_sided:
            logs[i] += priors.SIDE_ERROR * float(np.interp(o.point[0].end, nodes, shared[key]))
    out: Floats = np.exp(logs)
    return out


def draw(
    m: Model,
    fit: Fit,
    seed: int,
    held: npt.NDArray[np.bool_] | None = None,
) -> Member:
    """One member of the ensemble; `held` rows are never given to it.

    The rows have random weights, every figure moves by its own error and its side's, and the
    pre-war population is another one.
    """
    rng = np.random.default_rng(seed)
    weight = random_weights(m, rng)
    if held is not None:
        weight = np.where(held, 0.0, weight)
    noise = random_errors(m, fit, rng)
    house = m.house(fit.scales)
    spread = priors.BASELINE_ERROR * rng.standard_normal(len(priors.AREAS))
    solution = m.solve(
        fit.scales,
        weight,
        sigma=fit.sigma,
        low=m.low / house * noise,
        high=m.high / house * noise,
        baseline=m.problem.baseline * np.exp(spread),
        before=fit.solution,
        tolerance=priors.MEMBER_TOLERANCE,
    )
    present, daily_flows, _, _ = daily(m, solution)
    return Member(
        np.maximum(present, 0.0).astype(np.float32),
        np.cumsum(daily_flows, axis=0).astype(np.float32),
        np.maximum(m.predict(solution), 0.0),
        solution.vector,
    )


def attempt(m: Model, fit: Fit, held: npt.NDArray[np.bool_] | None, seed: int) -> Member | None:
    """A member, or None when its solve does not converge."""
    try:
        return draw(m, fit, seed, held)
    except BalanceError:
        return None


def draws(
    m: Model,
    fit: Fit,
    members: int,
    *,
    seed: int = 0,
    held: npt.NDArray[np.bool_] | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> list[Member]:
    """The members that converged. Raises BalanceError when fewer than two thirds did."""
    out: list[Member] = []
    seeds = [seed * 1_000_003 + i for i in range(members)]
    with mapping(workers, chunksize=8) as each:
        for done, member in enumerate(each(partial(attempt, m, fit, held), seeds), 1):
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
    known: Known,
    members: int = 200,
    seed: int = 0,
    progress: Progress | None = None,
    workers: int = 1,
) -> Reconstruction:
    """`reconstruct` with ranges; the number is the mean of the members, which conserves people.

    Args:
        estimates: as for `reconstruct`, like the next four.
        publishers: group of each publisher.
        view: whose figures count.
        until: last day.
        known: what is known beside the figures.
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
        estimates,
        publishers,
        view=view,
        until=last,
        known=known,
    )
    fit = fitted(prepared)
    found = draws(
        prepared.model,
        fit,
        members,
        seed=seed,
        progress=progress,
        workers=workers,
    )
    base = assemble(prepared, centre(prepared.model, fit, found), time.perf_counter() - begin)
    people = people_draws(prepared.model, fit, found, seed)
    ranged = base.with_draws(calibrated(people, base.present), np.stack([f.moved for f in found]))
    return replace(ranged, left_out=shifts_without_sides(prepared, fit, publishers))


def people_draws(m: Model, fit: Fit, found: list[Member], seed: int = 0) -> npt.NDArray[np.float32]:
    """People by member, day and place, with what unreported drift adds; shape (M, T, 6).

    Nobody is fewer than none, and the people of the Strip are those of the member.
    """
    weight = expand(np.ones(len(m.observations)), m.weight, m.increments)
    drift = drifts(m, fit, weight, len(found), np.random.default_rng([seed, len(found)]))
    days = np.arange(m.grid.knots[0], m.grid.knots[-1] + 1)
    return np.stack(
        [
            shifted(one.present, _by_day(added, m.grid.knots, days))
            for one, added in zip(found, drift, strict=True)
        ]
    )


def knot_draws(
    m: Model, fit: Fit, found: Sequence[Member], weight: Floats, seed: int = 0
) -> npt.NDArray[np.float32]:
    """People by member, knot and place, with drift and stretch as a range has them; (M, K, 6)."""
    at = m.grid.people_size
    people = np.array([one.vector[:at] for one in found]).reshape(len(found), m.grid.count, -1)
    people = (people * THOUSAND).astype(np.float32)
    added = drifts(m, fit, weight, len(found), np.random.default_rng([seed, len(found)]))
    moved = [shifted(one, drift) for one, drift in zip(people, added, strict=True)]
    return calibrated(np.stack(moved), people.mean(axis=0))


def _by_day(at_knots: Floats, knots: Sequence[int], days: npt.NDArray[np.int64]) -> Floats:
    return np.column_stack([np.interp(days, knots, column) for column in at_knots.T])


def shifted(present: npt.NDArray[np.float32], added: Floats) -> npt.NDArray[np.float32]:
    """People with others who come and go between places, none below zero, their sum unchanged."""
    areas = len(priors.AREAS)
    moved = np.maximum(present[:, :areas] + added[:, :areas], 0.0)
    total = present[:, :areas].sum(axis=1, keepdims=True)
    sums = moved.sum(axis=1, keepdims=True)
    out = present.copy()
    out[:, :areas] = moved * (total / np.maximum(sums, 1.0))
    return out


def calibrated(draws: npt.NDArray[np.float32], present: Floats) -> npt.NDArray[np.float32]:
    """Draws of people spread about the number so that 80 % ranges hold independent figures.

    The members share one structure and so are too much alike. Their deviations are stretched
    by a factor for the people of the Strip, by another for how these are spread over its places
    and by a third for people outside; they are what the backtest that leaves out a side's week
    asks for (:data:`nuzuh.balance.priors.STRETCH_STRIP` and kin, see ``docs/method.md``). Where the
    members are far apart already, less is added.

    Args:
        draws: shape (M, T, 6).
        present: the numbers about which they are spread, shape (T, 6).
    """
    areas = len(priors.AREAS)
    number = present[:, :areas]
    off = draws[:, :, :areas] - number[None]
    total = off.sum(axis=2, keepdims=True)
    share = (number / np.maximum(number.sum(axis=1, keepdims=True), 1.0))[None]
    common = share * total
    apart = off - common
    spread = np.maximum(apart.std(axis=0), 1.0)
    most = np.hypot(1.0, priors.STRETCH_MOST * number / spread)
    apart = apart * np.minimum(priors.STRETCH_PLACE, most)[None]
    # Who is more in one place is fewer elsewhere: the people of the Strip stay as they are.
    apart = apart - share * apart.sum(axis=2, keepdims=True)
    stretched = priors.STRETCH_STRIP * common + apart
    outside = draws[:, :, areas:] - present[None, :, areas:]
    return np.concatenate(
        [
            np.maximum(number[None] + stretched, 0.0),
            np.maximum(present[None, :, areas:] + priors.STRETCH_OUTSIDE * outside, 0.0),
        ],
        axis=2,
    ).astype(np.float32)
