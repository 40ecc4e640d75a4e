"""Which areas the figures tell apart, and from which day on some are told together only.

How people are split between two neighbouring areas is known from figures that name one of them
without the other. After the last such figure the split is carried on, which holds as long as few
people come or go: once more than a tenth of those in both have, nothing bears it, and the two are
one area. A later figure bears a split too, since the balance runs up to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from nuzuh.balance import priors
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.observation_terms import NORTH, SOUTH, Observation

Floats = npt.NDArray[np.float64]
Pair = tuple[str, str]
NEIGHBOURS: tuple[Pair, ...] = tuple(
    pair for side in (NORTH, SOUTH) for pair in combinations(side, 2)
)
"""Pairs on one side of Wadi Gaza: every publisher tells the two sides apart."""


def separates(o: Observation, pair: Pair) -> bool:
    """Whether a figure says how many are in one of two areas, or came or left, without the other.

    Bounds and shares do not: at least so many in one says little of the other.
    """
    if o.family == "bound" or not o.two_sided or len(o.point) > 1:
        return False
    term = o.point[0]
    ends = [term.destinations] if term.what == "people" else [term.origins, term.destinations]
    return any((pair[0] in end) != (pair[1] in end) for end in ends)


def last_told(observations: Iterable[Observation]) -> dict[Pair, int]:
    """Return the last day (ordinal) on which a figure tells two neighbours apart.

    Pairs that no figure tells apart are missing.
    """
    out: dict[Pair, int] = {}
    for o in observations:
        for pair in NEIGHBOURS:
            if separates(o, pair):
                out[pair] = max(out.get(pair, 0), o.point[0].end)
    return out


@dataclass(frozen=True)
class Joint:
    """Areas that are told as one.

    Attributes:
        pcodes: north to south.
        since: the first day (counted from the first of the balance) on which they are.
    """

    pcodes: tuple[str, ...]
    since: int


def joints(last: dict[Pair, int], first: int, present: Floats, flows: Floats) -> tuple[Joint, ...]:
    """Return the neighbours that are told as one, each pair from its own day on.

    Args:
        last: see :func:`last_told`.
        first: the first day of the balance (ordinal).
        present: people by day and place.
        flows: people who moved by day and pair.
    """
    out = []
    for pair in NEIGHBOURS:
        day = max(last.get(pair, first) - first, 0)
        inside = [priors.PLACES.index(code) for code in pair]
        over_edge = [i for i, (a, b) in enumerate(CROSSING) if (a in pair) != (b in pair)]
        between = [i for i, (a, b) in enumerate(CROSSING) if a in pair and b in pair]
        passed = np.cumsum(flows[day + 1 :, over_edge + between].sum(axis=1))
        there = present[day + 1 :, inside].sum(axis=1)
        beyond = np.flatnonzero(passed > priors.SPLIT_CARRIED * np.maximum(there, 1.0))
        if len(beyond):
            out.append(Joint(pair, day + 1 + int(beyond[0])))
    return tuple(out)


def areas_told(found: Sequence[Joint], day: int) -> list[tuple[str, ...]]:
    """Return the areas that are told apart on a day, north to south; every governorate in one.

    >>> areas_told([Joint(("PS0255", "PS0260"), 5)], 5)[0]
    ('PS0255', 'PS0260')
    """
    of: dict[str, frozenset[str]] = {code: frozenset([code]) for code in priors.AREAS}
    for joint in found:
        if joint.since <= day:
            together = of[joint.pcodes[0]] | of[joint.pcodes[1]]
            of.update(dict.fromkeys(together, together))
    return list(
        dict.fromkeys(
            tuple(other for other in priors.AREAS if other in of[code]) for code in priors.AREAS
        )
    )
