"""Error scales of publishers and house effects, estimated from the figures' own disagreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nuzuh.balance import priors
from nuzuh.balance.observation_terms import Observation

Floats = npt.NDArray[np.float64]
START = {
    "total": priors.SCALE_TOTAL,
    "stock": priors.SCALE_STOCK,
    "moved": priors.SCALE_MOVED,
    "counted": priors.SCALE_COUNTED,
    "bound": 0.0,
}
HOUSES = ("moved", "counted")
"""Families whose publishers may stand off the rest on the whole."""


@dataclass(frozen=True)
class Scales:
    """Relative error by (publisher, family), and logarithmic house effects by publisher.

    A house effect is how far a publisher's figures of people moved stand from the picture on the
    whole: +0.4 means that it tends to publish exp(0.4) = 1.5 times what the balance holds.
    """

    error: dict[tuple[str, str], float] = field(default_factory=dict)
    house: dict[tuple[str, str], float] = field(default_factory=dict)

    def error_of(self, observation: Observation) -> float:
        """Relative error of a row: its publisher's scale and its own, in squares."""
        own = START[observation.scale_key[1]]
        return float(np.hypot(self.error.get(observation.scale_key, own), observation.error))

    def house_of(self, observation: Observation) -> float:
        """Logarithmic house effect that applies to a row."""
        return self.house.get(observation.scale_key, 0.0)

    def sigma(self, observations: Sequence[Observation], predicted: Floats | None = None) -> Floats:
        """Absolute errors in people.

        With predictions, the size of a figure becomes the geometric mean of figure and prediction:
        twice as much and half as much are then equally far.
        """
        out = np.empty(len(observations))
        for i, o in enumerate(observations):
            size = o.size
            if predicted is not None and o.family in ("stock", "moved", "counted"):
                size = float(np.sqrt(size * np.clip(predicted[i], size / 2.0, size * 2.0)))
            out[i] = np.hypot(self.error_of(o) * size, priors.SMALLEST_SCALE_PEOPLE)
        return out


def rivals(observations: Sequence[Observation]) -> list[list[int]]:
    """For each row, the rows of other publishers about the same quantity at nearly the same time.

    A picture that follows one of two rivals leaves that one no residual; its rival's distance must
    still count against both, or whoever is followed first would be trusted ever more.
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for i, o in enumerate(observations):
        if o.two_sided and o.family in START and o.family != "bound":
            term = o.point[0]
            key = (o.family, term.what, frozenset(term.origins), frozenset(term.destinations))
            groups.setdefault(key, []).append(i)
    out: list[list[int]] = [[] for _ in observations]
    for members in groups.values():
        for i in members:
            a = observations[i].point[0]
            for j in members:
                b = observations[j].point[0]
                near = abs(a.end - b.end) <= priors.RIVAL_DAYS and (
                    a.what != "flow" or abs(a.start - b.start) <= priors.RIVAL_DAYS
                )
                if near and observations[i].publisher != observations[j].publisher:
                    out[i].append(j)
    return out


def middle_log(o: Observation) -> float:
    """Logarithm of a two-sided figure's middle."""
    return float(np.log(((o.low or 0.0) + (o.high or 0.0)) / 2.0 + priors.SMALLEST_SCALE_PEOPLE))


def log_residuals(observations: Sequence[Observation], predicted: Floats) -> Floats:
    """log(published / predicted) per row; zero where a one-sided or ranged figure is satisfied."""
    out = np.zeros(len(observations))
    soft = priors.SMALLEST_SCALE_PEOPLE
    for i, o in enumerate(observations):
        if o.family == "bound":
            continue
        p = float(predicted[i])
        if o.low is not None and p < o.low:
            out[i] = np.log((o.low + soft) / (p + soft))
        elif o.high is not None and p > o.high:
            out[i] = np.log((o.high + soft) / (p + soft))
    return out


def distance_from_rivals(
    observations: Sequence[Observation], i: int, near: Sequence[int], weight: Floats
) -> float:
    """Logarithmic distance of a row from the median of its rivals that count, zero without any."""
    values = [middle_log(observations[j]) for j in near if weight[j] > 0]
    return middle_log(observations[i]) - float(np.median(values)) if values else 0.0


def estimate(
    observations: Sequence[Observation],
    residuals: Floats,
    weight: Floats,
    *,
    houses: bool,
    previous: Scales,
    near: Sequence[Sequence[int]],
) -> Scales:
    """Scales from residuals: squared residuals averaged with a prior, house effects shrunk to zero.

    A row's squared residual is at least half its squared distance from the middle of its `near`
    rivals (see `rivals`): two that disagree share the blame.

    `residuals` are log(published / predicted without house effect); rows of weight zero do not
    count.
    """
    rows: dict[tuple[str, str], list[int]] = {}
    for i, o in enumerate(observations):
        if o.family != "bound" and weight[i] > 0:
            rows.setdefault(o.scale_key, []).append(i)
    error: dict[tuple[str, str], float] = {}
    house: dict[tuple[str, str], float] = {}
    for key, indices in rows.items():
        w, r = weight[indices], np.clip(residuals[indices], -1.5, 1.5)
        two = np.array([observations[i].two_sided for i in indices])
        prior_error = START[key[1]]
        if houses and key[1] in HOUSES and two.any():
            precision = w[two] / np.maximum(previous.error.get(key, prior_error), 0.05) ** 2
            mean = float(
                (precision * r[two]).sum() / (precision.sum() + 1.0 / priors.HOUSE_PRIOR_SD**2)
            )
            house[key] = mean
            r = np.where(two, r - mean, r)
        own = np.array([observations[i].error for i in indices])
        apart = np.array([distance_from_rivals(observations, i, near[i], weight) for i in indices])
        squares = np.maximum(np.maximum((priors.LEVERAGE * r) ** 2, apart**2 / 2.0) - own**2, 0.0)
        # A satisfied bound says little about the spread; it counts for a quarter of a row.
        v = w * np.where(two, 1.0, 0.25)
        pooled = (priors.SCALE_PRIOR_ROWS * prior_error**2 + float((v * squares).sum())) / (
            priors.SCALE_PRIOR_ROWS + float(v.sum())
        )
        error[key] = float(np.clip(np.sqrt(pooled), priors.SCALE_SMALLEST, priors.SCALE_LARGEST))
    return Scales(error, house)
