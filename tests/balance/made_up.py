"""A made-up balance: so many people in each governorate on every day, and how unsure that is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.result import Reconstruction

MEMBERS = (0.8, 0.9, 1.0, 1.0, 1.0, 1.1, 1.2)
"""Draws as parts of the number: all governorates together more, or all fewer."""


def made_up(people, *, start="2025-06-01", days=30, members=MEMBERS, moving=0.0, gap=()):
    """Return a balance with the same people on every day.

    Args:
        people: by governorate, or shape (days, 5).
        start: the first day.
        days: how many.
        members: draws as parts of the number; None for a balance without ranges.
        moving: people a day who go from Gaza to Rafah; no figure tells neighbours apart then.
        gap: a period without figures.
    """
    present = np.zeros((days, 6))
    present[:, :5] = people
    flows = np.zeros((days, len(CROSSING)))
    flows[:, CROSSING.index(("PS0260", "PS0275"))] = moving
    spread = None if members is None else np.array(members, dtype=np.float32)[:, None, None]
    return Reconstruction(
        view="all",
        days=pd.date_range(start, periods=days, freq="D"),
        present=present,
        flows=flows,
        births=np.zeros((days, 6)),
        deaths=np.zeros((days, 6)),
        rows=pd.DataFrame({"id": ["T1"], "weight": [1.0]}),
        notices=(),
        scales=pd.DataFrame(),
        seconds=0.0,
        draws=None if spread is None else (present[None] * spread).astype(np.float32),
        absent=tuple(gap),
        last_told={} if moving else dict.fromkeys(_pairs(), pd.Timestamp("2030-01-01").toordinal()),
    )


def _pairs():
    return [(a, b) for a in priors.AREAS for b in priors.AREAS if a < b]
