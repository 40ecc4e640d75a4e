"""What a reconstruction would be without a side: its people by day and place, as a difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nuzuh.balance.fit import Fit
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.reconstruct import Prepared, daily
from nuzuh.balance.solve import BalanceError
from nuzuh.balance.views import GROUPS, OTHER

Shifts = dict[str, npt.NDArray[np.float32]]
"""By side: people by day and place without its figures, less those with them; shape (T, 6)."""


@dataclass(frozen=True)
class Sides:
    """Which side each figure of a model is from.

    Attributes:
        of: the side of each observation: un, israel, palestine, or other for everybody else.
        given: those that have any figure, in that order.
    """

    of: tuple[str, ...]
    given: tuple[str, ...]


def sides(observations: list[Observation], publishers: Mapping[str, str]) -> Sides:
    """Return the side of each observation; publishers of no group are one side, the others.

    Args:
        observations: of a model.
        publishers: group of each publisher.
    """
    groups = [publishers.get(o.publisher, OTHER) for o in observations]
    of = tuple(group if group in GROUPS else OTHER for group in groups)
    return Sides(of, tuple(side for side in (*GROUPS, OTHER) if side in of))


def shifts_without_sides(
    prepared: Prepared, fit: Fit, publishers: Mapping[str, str], passes: int = 3
) -> Shifts:
    """Return how people present change when all figures of one side are left out.

    The balance is fitted anew without them, error scales and habits included; both pictures are
    single solutions. Births and deaths stay, whoever counts them.

    Args:
        prepared: a table read for a view.
        fit: the fit of all its figures.
        publishers: group of each publisher.
        passes: as for :meth:`nuzuh.balance.fit.Model.fit`.

    Returns:
        Nothing for a view of one side. A side without which no solution is found is missing.
    """
    model = prepared.model
    known = sides(model.observations, publishers)
    if len(known.given) < 2:
        return {}
    everybody = daily(model, fit.solution)[0]
    found: Shifts = {}
    for side in known.given:
        active = np.array([float(one != side) for one in known.of])
        try:
            without = model.fit(active, passes=passes, houses=len(known.given) > 2)
        except BalanceError:
            continue
        found[side] = (daily(model, without.solution)[0] - everybody).astype(np.float32)
    return found
