"""Reconstructed people present as a browser needs them to compare any two days by itself.

With them the change of areas, and the people of areas together, are computed in the browser
from the very same numbers and by the same arithmetic as in
:class:`nuzuh.balance.result.Reconstruction`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from nuzuh.balance import priors
from nuzuh.balance.archive import kept_days
from nuzuh.balance.marked import MOST_DAYS, UNIT, Marked
from nuzuh.balance.priors import RANGE
from nuzuh.balance.result import Reconstruction
from nuzuh.loaders import pcodes as pc


@dataclass(frozen=True, eq=False)
class PeopleEnsemble:
    """People present in the governorates: reconstructed, and in each member of an ensemble.

    Days are counted from a first one.

    Attributes:
        start: the first day of the balance.
        present: people by day from then on, shape (governorates, days), north to south.
        at: the marked days of the members, between which their people change evenly.
        steps: people on those days in steps of ``unit``, shape (governorates, members, marked
            days); without members where no range is known.
        unit: people a step.
        range: the parts of the members that lie below the low and below the high end.
    """

    start: int
    present: npt.NDArray[np.float64]
    at: npt.NDArray[np.int32]
    steps: npt.NDArray[np.uint16]
    unit: float = UNIT
    range: tuple[float, float] = RANGE


def people_ensemble(reconstruction: Reconstruction, first: date) -> PeopleEnsemble:
    """Return the people of a reconstruction and of its ensemble.

    Of an ensemble that ships nothing is lost. One that was computed meanwhile is kept as it
    would be in a file: in steps, on the days on which movement changes or drift turns.

    Args:
        reconstruction: the reconstruction of a view.
        first: the day from which days are counted.
    """
    start = (reconstruction.days[0].date() - first).days
    columns = [priors.PLACES.index(pcode) for pcode in pc.GOVERNORATES]
    at, steps = np.zeros(0, np.int64), np.zeros((0, 0, len(columns)), np.float32)
    if reconstruction.draws is not None:
        moving = reconstruction.flow_draws
        at = moving.at if isinstance(moving, Marked) else kept_days(reconstruction, MOST_DAYS)
        steps = np.rint(reconstruction.draws[:, at][:, :, columns] / np.float32(UNIT))
    return PeopleEnsemble(
        start=start,
        present=np.ascontiguousarray(reconstruction.present[:, columns].T),
        at=(at + start).astype(np.int32),
        steps=np.ascontiguousarray(steps.transpose(2, 0, 1), dtype=np.uint16),
    )
