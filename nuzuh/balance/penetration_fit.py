"""Penetration by area and day: what of the ratio of records to people changes slowly.

The logarithm of records over people of the reconstruction is the sum of the logarithm of
penetration and of the error of the reconstruction. The two are told apart by how they change:
penetration runs straight between nodes that lie as many days apart as the mapping says, and so
cannot step; an error of the reconstruction may step from a week to the next, wears off in months,
and leaves the people of the Strip as many as they are. So a sudden move that the reconstruction
lacks stays in the records' own number, and a level is never the records' own.

The unknowns are the nodes and a standing error for each area, a hundred and fifty in three years;
they are found by Gauss's and Newton's method, and drawn about the solution by its curvature.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nuzuh.balance import penetration_priors as constants
from nuzuh.balance.people_known import People

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_ROUNDS = 12
_SOFT = 0.2
"""Weight of the weak tie of every node to the median ratio: it makes the solution one where
nothing is told, and is ten thousand times weaker than a week of records."""


@dataclass(frozen=True)
class Fitted:
    """Penetration.

    Attributes:
        logs: its logarithm by day and area, shape (T, 5); nan where nothing tells it.
        draws: draws of the same, shape (M, T, 5).
    """

    logs: Floats
    draws: Floats


@dataclass(frozen=True)
class Nodes:
    """Where penetration may bend, and where it may step.

    Attributes:
        basis: by area, share of each node in each day, shape (T, K).
        steps: by area, spread of the change from each node to the next; infinite across a break.
    """

    basis: tuple[Floats, ...]
    steps: tuple[Floats, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return the number of nodes by area."""
        return tuple(basis.shape[1] for basis in self.basis)


def loosened(bends: Nodes, logs: Floats) -> Nodes:
    """Return nodes whose changes spread as widely as the widest that was found in their area.

    Args:
        bends: with which penetration was found.
        logs: its logarithm by day and area, shape (T, 5).
    """
    steps = []
    for area, spreads in enumerate(bends.steps):
        held, at = np.isfinite(spreads), bends.basis[area].argmax(axis=0)
        found = np.abs(np.diff(logs[at, area]))[held] / spreads[held]
        steps.append(spreads * max(1.0, float(np.nanmax(found, initial=0.0))))
    return Nodes(bends.basis, tuple(steps))


def nodes(length: int, apart: int, breaks: tuple[tuple[int, ...], ...]) -> Nodes:
    """Return nodes for each area.

    Args:
        length: days.
        apart: days between two nodes, about.
        breaks: by area, days on which another penetration begins.
    """
    bases, steps = [], []
    for own in breaks:
        edges = [0, *own, length]
        parts, spreads = list[Floats](), list[float]()
        for first, end in pairwise(edges):
            count = max(round((end - 1 - first) / apart), 1) + 1
            at = np.linspace(first, max(end - 1, first + 1), count)
            inside = np.arange(first, end)
            part = np.zeros((length, count))
            part[first:end] = np.column_stack(
                [np.interp(inside, at, column) for column in np.eye(count)]
            )
            parts.append(part)
            spreads += [np.inf] if len(parts) > 1 else []
            spreads += (constants.DRIFT_MONTH * np.sqrt(np.diff(at) / 30.0)).tolist()
        bases.append(np.hstack(parts))
        steps.append(np.array(spreads))
    return Nodes(tuple(bases), tuple(steps))


def fit_to_people(
    records: Floats, people: People, bends: Nodes, *, draws: int, rng: np.random.Generator
) -> Fitted:
    """Return penetration against the reconstruction.

    Args:
        records: by day and area, shape (T, 5); nan where there are none that can be used.
        people: of the reconstruction without these records.
        bends: where penetration may bend and step.
        draws: how many draws.
        rng: of the draws.
    """
    weeks = _weeks(records, people, bends)
    known: Bools = np.asarray(np.isfinite(weeks.ratio).any(axis=0))
    # Records of an area of whose penetration nothing is known say nothing of the sum either.
    weeks = replace(weeks, records=np.where(known, weeks.records, np.nan))
    sizes = bends.sizes
    first = np.cumsum([0, *sizes])
    count = int(first[-1]) + len(sizes)
    middle = np.array(
        [
            np.nanmedian(column) if ok else 0.0
            for column, ok in zip(weeks.ratio.T, known, strict=True)
        ]
    )
    start = np.concatenate([np.repeat(middle, sizes), np.zeros(len(sizes))])
    ties, wanted = _ties(bends, start, count)
    standing = np.eye(count)[first[-1] :]
    errors, from_errors = _errors(weeks, first, count)
    theta, curve = start, ties.T @ ties
    for _ in range(_ROUNDS):
        sums, from_sums = _sums(weeks, people, first, count, theta)
        pulled = [errors @ theta - from_errors, from_sums]
        blocks = [ties, standing, _softened(errors, pulled[0]), _softened(sums, from_sums)]
        left = [ties @ theta - wanted, standing @ theta]
        left += [_softened(one, one) for one in pulled]
        slope = np.vstack(blocks)
        curve = slope.T @ slope
        step = np.linalg.solve(curve, slope.T @ np.concatenate(left))
        theta = theta - np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-5:
            break
    return _drawn(theta, curve, bends, known, draws, rng)


def fit_to_survey(
    shares: tuple[tuple[Floats, Floats, Floats], ...],
    bends: Nodes,
    *,
    draws: int,
    rng: np.random.Generator,
) -> Fitted:
    """Return penetration as surveys have it: straight between them, and held outside of them.

    Args:
        shares: by area, the days (from 0), logarithms of shares and their standard errors.
        bends: where penetration may bend.
        draws: how many draws.
        rng: of the draws.
    """
    first = np.cumsum([0, *bends.sizes])
    count = int(first[-1]) + len(bends.sizes)
    known = np.array([len(days) > 0 for days, _, _ in shares])
    middle = [float(np.mean(logs)) if len(logs) else 0.0 for _, logs, _ in shares]
    start = np.concatenate([np.repeat(middle, bends.sizes), np.zeros(len(bends.sizes))])
    ties, wanted = _ties(bends, start, count)
    blocks, targets = [ties, np.eye(count)[first[-1] :]], [wanted, np.zeros(len(bends.sizes))]
    for area, (days, logs, errors) in enumerate(shares):
        rows = np.zeros((len(days), count))
        at = np.clip(np.round(days).astype(int), 0, len(bends.basis[area]) - 1)
        rows[:, first[area] : first[area + 1]] = bends.basis[area][at]
        blocks.append(rows / errors[:, None])
        targets.append(logs / errors)
    slope = np.vstack(blocks)
    curve = slope.T @ slope
    theta = np.linalg.solve(curve, slope.T @ np.concatenate(targets))
    return _drawn(theta, curve, bends, known, draws, rng)


@dataclass(frozen=True)
class _Weeks:
    """Means over the usable days of each week, shapes (W, 5); nan where there are too few.

    ``ratio`` is nan, too, where the reconstruction does not say how many are there; ``rows`` are
    the shares of nodes, by area.
    """

    day: Floats
    ratio: Floats
    records: Floats
    error: Floats
    people: Floats
    total: Floats
    rows: tuple[Floats, ...]


def _weeks(records: Floats, people: People, bends: Nodes) -> _Weeks:
    length = len(records)
    usable = records > 0
    week = np.arange(length) // constants.BIN_DAYS
    chosen = np.eye(int(week[-1]) + 1)[week].T
    days = chosen @ usable
    enough = days >= constants.BIN_LEAST
    each = np.where(enough, 1.0 / np.maximum(days, 1.0), np.nan)
    logs = np.log(np.where(usable, records, 1.0))
    base = np.log(np.maximum(people.middle, 1.0))

    def mean(values: Floats) -> Floats:
        summed: Floats = chosen @ np.where(usable, values, 0.0)
        return summed * each

    whole = chosen.sum(axis=1)
    rows = tuple(
        (chosen @ (basis * usable[:, [a]])) / np.maximum(days[:, [a]], 1.0)
        for a, basis in enumerate(bends.basis)
    )
    return _Weeks(
        day=(chosen @ np.arange(length, dtype=float)) / whole,
        ratio=np.where(chosen @ (usable & ~people.tells) > 0, np.nan, mean(logs - base)),
        records=mean(logs),
        error=mean(people.error),
        people=(chosen @ people.middle) / whole[:, None],
        total=(chosen @ people.total) / whole,
        rows=rows,
    )


def _ties(bends: Nodes, start: Floats, count: int) -> tuple[Floats, Floats]:
    """Rows that hold each node to the next and, weakly, to where the search begins."""
    at = 0
    rows = [_SOFT * np.eye(count)]
    for size, spreads in zip(bends.sizes, bends.steps, strict=True):
        steps = np.diff(np.eye(size), axis=0)[np.isfinite(spreads)]
        block = np.zeros((len(steps), count))
        block[:, at : at + size] = steps / spreads[np.isfinite(spreads)][:, None]
        rows.append(block)
        at += size
    wanted = np.zeros(sum(len(block) for block in rows))
    wanted[:count] = _SOFT * start
    return np.vstack(rows), wanted


def _errors(weeks: _Weeks, first: Floats, count: int) -> tuple[Floats, Floats]:
    """Rows of the errors of the reconstruction, from week to week, in their own spread."""
    own, standing = np.sqrt(1.0 - constants.STANDING), np.sqrt(constants.STANDING)
    rows, targets = [np.zeros((0, count))], [np.zeros(0)]
    for area, shares in enumerate(weeks.rows):
        told = np.flatnonzero(~np.isnan(weeks.ratio[:, area]))
        if not len(told):
            continue
        spread = weeks.error[told, area] * own
        block = np.zeros((len(told), count))
        block[:, first[area] : first[area + 1]] = shares[told] / spread[:, None]
        block[:, first[-1] + area] = standing / own
        target = weeks.ratio[told, area] / spread
        kept = np.exp(-np.diff(weeks.day[told]) / constants.MEMORY_DAYS)
        scale = np.sqrt(1.0 - kept**2)
        rows += [block[:1], (block[1:] - kept[:, None] * block[:-1]) / scale[:, None]]
        targets += [target[:1], (target[1:] - kept * target[:-1]) / scale]
    return np.vstack(rows), np.concatenate(targets)


def _sums(
    weeks: _Weeks, people: People, first: Floats, count: int, theta: Floats
) -> tuple[Floats, Floats]:
    """Slope of, and value of, what people by records lack of the people of the Strip, by week.

    By how much the sum varies from week to week is noise of the records; were it believed, areas
    whose records vary most would be taken to have the fewest people.
    """
    told = ~np.isnan(weeks.records)
    logs = np.column_stack(
        [rows @ theta[first[a] : first[a + 1]] for a, rows in enumerate(weeks.rows)]
    )
    by_records = np.where(told, np.exp(np.where(told, weeks.records, 0.0) - logs), 0.0)
    rest = np.where(told, 0.0, weeks.people)
    summed = (by_records + rest).sum(axis=1)
    unsure = rest.sum(axis=1) / np.maximum(weeks.total, 1.0)
    use = np.flatnonzero(told.any(axis=1) & (unsure < 0.5))
    slope = np.zeros((len(use), count))
    for area, rows in enumerate(weeks.rows):
        part = by_records[use, area] / summed[use]
        slope[:, first[area] : first[area + 1]] = -part[:, None] * rows[use]
    off = np.log(summed[use] / weeks.total[use])
    if not len(use):
        return slope, off
    kept = np.exp(-np.diff(weeks.day[use]) / constants.TOTAL_MEMORY)
    varies = 1.4826 * np.median(np.abs(np.diff(off))) / np.sqrt(2.0) if len(use) > 1 else 0.0
    noise = np.hypot(np.hypot(constants.TOTAL_NOISE, varies), 0.3 * unsure[use])
    scale = np.hypot(noise, np.r_[people.total_error, people.total_error * np.sqrt(1 - kept**2)])
    before = np.r_[0.0, kept * off[:-1]]
    slope_before = np.vstack([np.zeros((1, count)), kept[:, None] * slope[:-1]])
    return (slope - slope_before) / scale[:, None], (off - before) / scale


def _softened(rows: Floats, off: Floats) -> Floats:
    """Weigh rows as Student's t does, each by how far it is off in its own spread."""
    weight = np.sqrt((constants.JUMPS + 1.0) / (constants.JUMPS + off**2))
    return rows * (weight if rows.ndim == 1 else weight[:, None])


def _drawn(
    theta: Floats,
    curve: Floats,
    bends: Nodes,
    known: Bools,
    draws: int,
    rng: np.random.Generator,
) -> Fitted:
    first = np.cumsum([0, *bends.sizes])
    root = np.linalg.cholesky(curve)
    noise = np.linalg.solve(root.T, rng.standard_normal((len(theta), draws)))
    many = theta + constants.STRETCH * noise.T
    hide = np.where(known, 0.0, np.nan)
    logs = [
        np.stack(
            [many[:, first[a] : first[a + 1]] @ basis.T for a, basis in enumerate(bends.basis)]
        )
    ]
    middle = np.column_stack(
        [basis @ theta[first[a] : first[a + 1]] for a, basis in enumerate(bends.basis)]
    )
    return Fitted(middle + hide, np.moveaxis(logs[0], 0, 2) + hide)
