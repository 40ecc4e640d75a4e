"""Reconstructed movements as a browser needs them to find every number and range by itself.

With them the arrows of a period are computed in the browser on every day, as
:func:`nuzuh.scene.flows.largest_flows` computes them here: from the very same numbers, by the
same arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from nuzuh.balance.grid import CROSSING
from nuzuh.balance.marked import UNIT
from nuzuh.balance.priors import MOVED_WITHIN, RANGE
from nuzuh.balance.result import Reconstruction
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.solving import solved
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.view import View

Packed = TypeVar("Packed")

WAYS = tuple(
    (column, origin, destination)
    for column, (origin, destination) in enumerate(CROSSING)
    if origin in pc.STRIP and destination in pc.STRIP
)
"""Every way from one governorate to another: its column in the balance, from where, to where."""


@dataclass(frozen=True, eq=False)
class MovementEnsemble:
    """People who moved between governorates: reconstructed, and in each member of an ensemble.

    Days are counted from a first one.

    Attributes:
        changes: the days from which the next rates hold, the first one of the balance first.
        rates: people a day, shape (:data:`WAYS`, changes).
        at: the marked days of the members, between which their people move evenly.
        steps: running totals on those days in steps of ``unit`` people, shape (:data:`WAYS`,
            members, marked days); without members where no range is known.
        unit: people a step.
        range: the parts of the members that lie below the low and below the high end.
        within: a range reaches at least from the number divided by this to the number times this.
    """

    changes: npt.NDArray[np.int32]
    rates: npt.NDArray[np.float64]
    at: npt.NDArray[np.int32]
    steps: npt.NDArray[np.int32]
    unit: float = UNIT
    range: tuple[float, float] = RANGE
    within: float = MOVED_WITHIN


def shows_ensemble(view: View) -> bool:
    """Whether a view has reconstructed movements: not as published, nor without a period."""
    return view.reconstructed and view.since is not None


def ensemble_of(reconstruction: Reconstruction, first: date) -> MovementEnsemble:
    """Return the movements of a reconstruction and of its ensemble; nothing is rounded once more.

    Args:
        reconstruction: the reconstruction of a view.
        first: the day from which days are counted.
    """
    offset = (first - reconstruction.days[0].date()).days
    columns = [column for column, _, _ in WAYS]
    flows, moving = reconstruction.flows[:, columns], reconstruction.moving
    changed = (flows[1:] != flows[:-1]).any(axis=1)
    changes = np.concatenate([[0], 1 + np.flatnonzero(changed)])
    at, steps = np.zeros(0, np.int64), np.zeros((0, 0, len(CROSSING)), np.int32)
    if moving is not None and reconstruction.draws is not None:
        at, steps = moving.at - offset, moving.steps
    return MovementEnsemble(
        changes=(changes - offset).astype(np.int32),
        rates=np.ascontiguousarray(flows[changes].T),
        at=at.astype(np.int32),
        steps=np.ascontiguousarray(steps[:, :, columns].transpose(2, 0, 1), dtype=np.int32),
    )


def packed_ensemble(
    view: View, tables: Tables, pack: Callable[[MovementEnsemble], Packed]
) -> Packed | None:
    """Return the ensemble of a view's movements as it is sent, remembered in the tables.

    Args:
        view: what is looked at.
        tables: what it is computed from.
        pack: makes of an ensemble what is sent.

    Returns:
        None where a view does not show it, see :func:`shows_ensemble`.

    Raises:
        UnsolvedError: when the solve for the view does not converge.
    """
    if not shows_ensemble(view):
        return None
    # Ranges may have been computed meanwhile: they are what is sent.
    ranged = solved(view.perspective, tables).ranged
    return cast("Packed", _packed(tables, pack, view.perspective, ranged=ranged))


@remembered(maxsize=8)
def _packed(
    tables: Tables, pack: Callable[[MovementEnsemble], Any], whose: str, *, ranged: bool
) -> Any:
    del ranged
    return pack(ensemble_of(solved(whose, tables), load_timeline().first))
