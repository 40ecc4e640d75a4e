"""Draws of people from counted records: what counting, rounding and withholding add to the range.

The error of the level lies in the draws of penetration; everything here is about a day's records.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nuzuh.balance import lost_signal, priors
from nuzuh.balance import penetration_priors as constants
from nuzuh.balance.record_counts import Counted

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Draws = npt.NDArray[np.float32]
_AREAS = len(priors.AREAS)


def people_drawn(
    there: Floats,
    cells: Counted,
    penetration: Draws,
    why: npt.NDArray[np.object_],
    rng: np.random.Generator,
) -> Draws:
    """Return draws of people in each area, shape (M, T, 5); nan where there are no records.

    Args:
        there: records that are used, shape (T, 5).
        cells: what they were counted from.
        penetration: draws of records per person, shape (M, T, 5).
        why: why an area has no figure on a day, shape (T, 5); "" where it has one.
        rng: of the draws.
    """
    count = np.maximum(there, 1.0)
    unsure = cells.unsure / np.sqrt(3.0)
    counting = (cells.noise(there) ** 2 + unsure**2) / count**2
    partly = np.isin(why, (lost_signal.LOST, lost_signal.UNCLEAR)).any(axis=1)
    beside = np.where(partly, constants.ROAMING, 0.0)[:, None]
    usual = lost_signal.day_noise(np.where(why == "", there, np.nan))
    spread = np.sqrt(counting + usual**2 + beside**2).astype(np.float32)
    noise = rng.standard_normal(penetration.shape, dtype=np.float32) * spread
    drawn: Draws = there.astype(np.float32) / penetration * np.exp(noise)
    return drawn


def moved_drawn(cells: Counted, penetration: Draws, rng: np.random.Generator) -> Draws:
    """Return draws of people who moved, shape (M, T, 6, 6); nan where there are no records.

    Args:
        cells: records from place to place.
        penetration: draws of records per person, shape (M, T, 5): of arrivals it is that of
            where they come to.
        rng: of the draws.
    """
    draws, length = penetration.shape[:2]
    out = np.full((draws, length, 6, 6), np.nan, dtype=np.float32)
    movers = rng.standard_normal((draws, 1)) * constants.MOVERS
    for a in range(6):
        for b in range(6):
            if a == b:
                continue
            middle, half = cells.moved[:, a, b], cells.held[:, a, b]
            # One draw for all days of a way: what is withheld on many days may be alike.
            count = middle + half * rng.uniform(-1.0, 1.0, (draws, 1))
            error = np.where(cells.is_withheld[:, a, b], 0.0, cells.noise(middle))
            count = np.maximum(count + error * rng.standard_normal((draws, length)), 0.0)
            arrivals = constants.ARRIVALS if a == _AREAS else 0.0
            apart = movers + arrivals * rng.standard_normal((draws, 1))
            out[:, :, a, b] = count / penetration[:, :, scaled_by(a, b)] * np.exp(apart)
    return out


def scaled_by(origin: int, destination: int) -> int:
    """Return by which area's penetration a way is scaled: the origin's, if that is in the Strip."""
    return origin if origin < _AREAS else destination
