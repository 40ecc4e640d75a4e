"""Movement that nobody reported: how far people may have drifted from what the figures tell.

Between two figures people go and come back unseen. Such drift is no movement that could be
published, since nobody knows its direction; it widens the ranges of people present. Each pair of
governorates exchanges people at random, drawn to none in the long run; figures of people
present tie the exchange down where they stand, by their errors. All of it is Gaussian, so draws
given the figures are exact and cost one factorisation.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from nuzuh.balance import priors
from nuzuh.balance.fit import Fit, Model
from nuzuh.balance.grid import PAIR_INDEX
from nuzuh.balance.solve import THOUSAND

Floats = npt.NDArray[np.float64]
EDGES = tuple(combinations(range(len(priors.AREAS)), 2))


def exchange(m: Model, fit: Fit) -> Floats:
    """Return what one unit of each step's surprise adds to people by knot and place.

    A step lasts :data:`nuzuh.balance.priors.DRIFT_STEP` days. An exchange is as large as the
    emptier of its two places bears, and none begins where a way between them was shut.

    Returns:
        Shape (knots, places, steps x pairs of governorates), in thousands of people.
    """
    knots = np.array(m.grid.knots, dtype=float)
    nodes = np.append(np.arange(knots[0], knots[-1], priors.DRIFT_STEP), knots[-1])
    days = np.diff(nodes)
    # levels[k, s]: what is left at node k of the surprise of step s.
    levels = np.zeros((len(nodes), len(days)))
    for step, length in enumerate(days):
        keep = np.exp(-length / priors.DRIFT_MEMORY)
        levels[step + 1] = keep * levels[step]
        levels[step + 1, step] = priors.DRIFT * np.sqrt(priors.DRIFT_MEMORY / 2.0 * (1.0 - keep**2))
    at_knots = np.column_stack([np.interp(knots, nodes, column) for column in levels.T])
    open_for = _open_steps(m, nodes)
    mean = m.problem.baseline.mean() * THOUSAND
    size = np.sqrt(np.maximum(fit.solution.present[:, : len(priors.AREAS)], 0.0) / mean)
    people = np.zeros((m.grid.count, len(priors.PLACES), len(EDGES), len(days)))
    for edge, (i, j) in enumerate(EDGES):
        level = at_knots * np.minimum(size[:, i], size[:, j])[:, None] * open_for[edge]
        people[:, i, edge] -= level
        people[:, j, edge] += level
    return people.reshape(m.grid.count, len(priors.PLACES), -1)


def _open_steps(m: Model, nodes: Floats) -> Floats:
    """Whether a pair of governorates exchanges people in a step, 0 or 1, shape (pairs, steps)."""
    middle = (nodes[:-1] + nodes[1:]) / 2.0
    step_of = np.searchsorted(np.array(m.grid.knots), middle, side="left") - 1
    cells = m.problem.shut.cells[np.clip(step_of, 0, m.grid.count - 2)]
    return np.array(
        [
            1.0
            - np.maximum(
                cells[:, PAIR_INDEX[priors.AREAS[i], priors.AREAS[j]]],
                cells[:, PAIR_INDEX[priors.AREAS[j], priors.AREAS[i]]],
            )
            for i, j in EDGES
        ]
    )


def drifts(m: Model, fit: Fit, weight: Floats, members: int, rng: np.random.Generator) -> Floats:
    """Return draws of what drift adds to people, given the figures of people present.

    Args:
        m: the model.
        fit: its fit, with the errors of the figures.
        weight: weight of each row; one of weight zero ties nothing down.
        members: number of draws.
        rng: random numbers.

    Returns:
        Shape (members, knots, places), in people; the places of a draw add up to none.
    """
    adds = exchange(m, fit)
    flat = adds.reshape(-1, adds.shape[2])
    stocks = [
        i
        for i, o in enumerate(m.read)
        if weight[i] > 0.0 and o.family == "stock" and o.two_sided and o.point[0].what == "people"
    ]
    precision = np.eye(flat.shape[1])
    if stocks:
        seen = m.point[stocks][:, : m.grid.people_size] @ flat
        told = weight[stocks] / (fit.sigma[stocks] / THOUSAND) ** 2
        precision += seen.T @ (told[:, None] * seen)
    # Solving with the transposed factor of the precision gives draws of its inverse.
    factor = np.linalg.cholesky(precision)
    surprise = np.linalg.solve(factor.T, rng.standard_normal((flat.shape[1], members)))
    out: Floats = (flat @ surprise).T.reshape(members, *adds.shape[:2]) * THOUSAND
    return out
