"""Running totals of one count, read as a first total and what was added since.

Two totals of the same tally share nearly all their error, so their difference is known far better
than either. Read apart, each total would let the days between them stray by a share of the total.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nuzuh.balance import priors
from nuzuh.balance.observation_terms import Observation, Term, flow

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Increment:
    """What row `later` adds to row `earlier`, as an observation of its own."""

    earlier: int
    later: int
    observation: Observation


def middle(o: Observation) -> float:
    """The middle of a two-sided figure."""
    return ((o.low or 0.0) + (o.high or 0.0)) / 2.0


def same_tally(a: Term, b: Term) -> bool:
    """Whether two totals of one route count from the same start.

    Publishers name the first day of a long tally a day or two apart.
    """
    long = a.end - a.start >= priors.TALLY_DAYS
    return abs(a.start - b.start) <= (priors.TALLY_START if long else 0)


def find(
    observations: Sequence[Observation],
    sides: Mapping[str, str],
    hidden: Collection[str] = (),
) -> list[Increment]:
    """Increments between the rows of every tally; each row to its last few predecessors.

    Several predecessors are given so that leaving a row out leaves the chain whole.

    Args:
        observations: rows of the table.
        sides: group of each publisher; a tally belongs to a side.
        hidden: rows whose figures must not be known; they are in no tally.
    """
    tallies: dict[tuple[object, ...], list[int]] = {}
    for i, o in enumerate(observations):
        if o.id in hidden:
            continue
        if o.family == "counted" and o.two_sided and o.floor == o.ceiling == o.point:
            term, side = o.point[0], sides.get(o.publisher, "other")
            owner = o.publisher if side == "other" else side
            tallies.setdefault((owner, term.origins, term.destinations), []).append(i)
    out: list[Increment] = []
    for members in tallies.values():
        members.sort(key=lambda i: (observations[i].point[0].end, middle(observations[i])))
        for k, later in enumerate(members):
            b = observations[later]
            before = [
                i
                for i in members[:k]
                if same_tally(observations[i].point[0], b.point[0])
                and observations[i].point[0].end < b.point[0].end
                and middle(observations[i]) <= middle(b)
            ]
            ends = [observations[i].point[0].end for i in members]
            shared = sum(end == b.point[0].end for end in ends)
            out.extend(
                Increment(earlier, later, between(observations[earlier], b, 1.0 / shared))
                for earlier in before[-priors.TALLY_DEPTH :]
            )
    return out


def between(a: Observation, b: Observation, weight: float) -> Observation:
    """The observation of what `b` adds to `a`."""
    added = middle(b) - middle(a)
    rounded = math.hypot(a.error * a.size, b.error * b.size)
    term = b.point[0]
    reading = flow(
        term.origins, term.destinations, a.point[0].end + 1, term.end, within=term.within
    )
    return replace(
        b,
        low=added,
        high=added,
        floor=reading,
        ceiling=reading,
        point=reading,
        error=rounded / max(added, 1.0),
        weight=weight,
    )


def expand(active: Floats, weight: Floats, increments: Sequence[Increment]) -> Floats:
    """Weights of rows and increments: a row whose predecessor is active counts by its increment.

    Args:
        active: factor per row, zero when it is left out.
        weight: weights of rows, then of increments.
        increments: as `find` gives them, the nearest predecessor of a row last.
    """
    out = weight.copy()
    count = len(active)
    out[:count] *= active
    out[count:] = 0.0
    chosen: dict[int, int] = {}
    for k, increment in enumerate(increments):
        if active[increment.earlier] > 0.0 and active[increment.later] > 0.0:
            chosen[increment.later] = k
    for later, k in chosen.items():
        out[count + k] = weight[count + k] * active[later]
        out[later] = 0.0
    return out
