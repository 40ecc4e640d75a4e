"""How a publisher's figures stand to the picture near a place, a day and a period.

The picture is one for all publishers; what one of them will publish also depends on how it counts.
Its other figures of the same time and place, and its side's, say how far it stands off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nuzuh.balance import priors
from nuzuh.balance.increments import middle
from nuzuh.balance.observation_terms import Observation

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class HouseEffects:
    """What is compared between rows: shapes (rows, places), (rows,)."""

    flow: npt.NDArray[np.bool_]
    fit: npt.NDArray[np.bool_]
    origins: Floats
    destinations: Floats
    start: Floats
    end: Floats
    publisher: npt.NDArray[np.str_]
    side: npt.NDArray[np.str_]
    noise: Floats
    published: Floats


def describe(observations: Sequence[Observation], sides: Mapping[str, str]) -> HouseEffects:
    """The parts of rows that decide how alike their deviations are."""
    terms = [o.point[0] for o in observations]

    def marks(codes: tuple[str, ...]) -> list[float]:
        return [float(p in codes) for p in priors.PLACES]

    groups = [sides.get(o.publisher, "other") for o in observations]
    return HouseEffects(
        flow=np.array([t.what == "flow" for t in terms], dtype=bool),
        fit=np.array([o.two_sided and o.family != "bound" for o in observations], dtype=bool),
        origins=np.array([marks(t.origins) for t in terms]).reshape(len(terms), -1),
        destinations=np.array([marks(t.destinations) for t in terms]).reshape(len(terms), -1),
        start=np.array([t.start for t in terms], dtype=float),
        end=np.array([t.end for t in terms], dtype=float),
        publisher=np.array([o.publisher for o in observations], dtype=str),
        side=np.array(
            [o.publisher if g == "other" else g for o, g in zip(observations, groups, strict=True)],
            dtype=str,
        ),
        noise=np.array([o.error for o in observations], dtype=float),
        published=np.array([middle(o) for o in observations], dtype=float),
    )


def overlap(a: Floats, b: Floats) -> Floats:
    """Shared places over all places of two rows, 1 when both name none."""
    both = np.minimum(a[:, None, :], b[None, :, :]).sum(axis=2)
    either = np.maximum(a[:, None, :], b[None, :, :]).sum(axis=2)
    return np.where(either > 0, both / np.maximum(either, 1.0), 1.0)


def likeness(h: HouseEffects, i: npt.NDArray[np.int64], j: npt.NDArray[np.int64]) -> Floats:
    """Prior covariance of the logarithmic deviations of rows `i` and `j`."""
    near = overlap(h.origins[i], h.origins[j]) * overlap(h.destinations[i], h.destinations[j])
    flow = h.flow[i][:, None]
    near = near * (flow == h.flow[j][None, :])
    apart = np.abs(h.end[i][:, None] - h.end[j][None, :])
    lag = np.where(flow, priors.HABIT_DAYS_FLOW, priors.HABIT_DAYS_STOCK)
    # Movements over overlapping periods share days; a stock has no period.
    shared = np.minimum(h.end[i][:, None], h.end[j][None, :]) - np.maximum(
        h.start[i][:, None], h.start[j][None, :]
    )
    union = np.maximum(h.end[i][:, None], h.end[j][None, :]) - np.minimum(
        h.start[i][:, None], h.start[j][None, :]
    )
    period = np.where(flow, np.clip((shared + 1.0) / (union + 1.0), 0.0, 1.0), 1.0)
    one = h.publisher[i][:, None] == h.publisher[j][None, :]
    side = h.side[i][:, None] == h.side[j][None, :]
    time = np.exp(-apart / lag)
    out: Floats = (
        near
        * time
        * (
            priors.HABIT_PUBLISHER**2 * one
            + priors.HABIT_SIDE**2 * side
            + priors.HABIT_SERIES**2 * side * period
        )
    )
    return out


def deviation(
    h: HouseEffects,
    predicted: Floats,
    scale: Floats,
    known: npt.NDArray[np.bool_],
    asked: Sequence[int],
) -> tuple[Floats, Floats]:
    """Expected logarithmic deviation of the asked rows from the picture, and its variance.

    Args:
        h: the rows.
        predicted: what the picture, with house effects, gives for each row, people.
        scale: relative error of each row.
        known: rows that may be used.
        asked: positions of the rows in question; never among the known.
    """
    soft = priors.HABIT_SOFT
    use = np.flatnonzero(known & h.fit & (h.published > 0))
    use = use[~np.isin(use, np.asarray(asked, dtype=np.int64))]
    at = np.asarray(asked, dtype=np.int64)
    if not len(at):
        return np.zeros(0), np.zeros(0)
    own = np.diag(likeness(h, at, at)).copy()
    if not len(use):
        return np.zeros(len(at)), own
    said = np.log(h.published[use] + soft)
    gap = np.clip(said - np.log(np.maximum(predicted[use], 0.0) + soft), -2.0, 2.0)
    inner = likeness(h, use, use)
    inner[np.diag_indices(len(use))] += (
        np.maximum(h.noise[use], priors.HABIT_NOISE) ** 2 + priors.HABIT_SHARE * scale[use] ** 2
    )
    cross = likeness(h, at, use)
    solved = np.linalg.solve(inner, np.column_stack([gap, cross.T]))
    mean: Floats = cross @ solved[:, 0]
    left: Floats = own - np.einsum("ij,ji->i", cross, solved[:, 1:])
    return mean, np.maximum(left, 0.0)
