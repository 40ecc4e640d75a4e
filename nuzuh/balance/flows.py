"""What moves between places: the layout of pairs, their prior cost and speed, a solution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nuzuh.balance import priors
from nuzuh.balance.grid import PAIRS, PLACE_INDEX

Floats = npt.NDArray[np.float64]
THOUSAND = 1000.0
ORIGIN = np.array([PLACE_INDEX[a] for a, _ in PAIRS])
TARGET = np.array([PLACE_INDEX[b] for _, b in PAIRS])
CROSSES = ORIGIN != TARGET
INTO = np.array([(i == TARGET) & CROSSES for i in range(len(priors.PLACES))], dtype=float)
OUT_OF = np.array([(i == ORIGIN) & CROSSES for i in range(len(priors.PLACES))], dtype=float)


class BalanceError(RuntimeError):
    """The balance has no usable solution; no map may be drawn from it."""


@dataclass(frozen=True)
class Solution:
    """People present (knots, places), flows (knots - 1, pairs), in people; the raw vector."""

    present: Floats
    flows: Floats
    vector: Floats
    seconds: float


def pair_priors(home: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Linear cost and speed (per square root of a day) of each pair, in thousands of people."""
    mean = sum(home.values()) / len(home)
    cost, speed = [], []
    for a, b in PAIRS:
        if a == b:
            cost.append(priors.COST_WITHIN)
            speed.append(priors.SPEED_WITHIN)
        elif priors.OUTSIDE in (a, b):
            cost.append(priors.COST_OUTSIDE)
            speed.append(priors.SPEED_OUTSIDE)
        else:
            size = float(np.sqrt(home[a] * home[b]) / mean)
            cost.append(priors.COST_CROSSING)
            speed.append(priors.SPEED_CROSSING * np.sqrt(size))
    return np.array(cost), np.array(speed)
