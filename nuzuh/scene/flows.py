"""The largest reconstructed movements of a period: which are drawn, and in which words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import TypeVar

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.precision import round_to_precision
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import reconstructed_people, reconstructed_range
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import Timeline, View

Movement = TypeVar("Movement")
MOST_DRAWN = 8
"""More arrows than that an eye does not tell apart; tables and evidence hold the rest."""
LEAST_SHARE = 1 / 50
"""An arrow below this share of the largest is a hair: it is not drawn."""


@dataclass(frozen=True)
class Flow:
    """People who moved from one governorate to another, with the likely range where there is one.

    Attributes:
        origins, destinations: P-codes; several where the balance cannot tell them apart.
        people: the number reconstructed.
        low, high: its likely range; None where none can be given.
    """

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    people: float
    low: float | None
    high: float | None

    @property
    def rounded(self) -> float:
        """The number rounded to what its range can bear, which is the one that is drawn."""
        return round_to_precision(self.people, self.low, self.high)

    @property
    def is_significant(self) -> bool:
        """Whether the number is large enough for the balance to tell it from none."""
        return self.rounded > 0

    def way(self, t: Translator) -> str:
        """Return from where to where, in words."""
        origin, destination = self.names(t)
        return t("arrow.way", origin=origin, destination=destination)

    def names(self, t: Translator) -> list[str]:
        """Return the names of where from and where to."""
        return [
            t.together(governorate_name(pcode, t.lang) for pcode in end)
            for end in (self.origins, self.destinations)
        ]

    def number(self, t: Translator) -> str:
        """Return how many, rounded to what the range can bear."""
        return reconstructed_people(self.people, self.low, self.high, t)

    def likely(self, t: Translator) -> str:
        """Return the likely range in words, or that there is none; "" where it says no more."""
        return reconstructed_range(self.low, self.high, t)


@dataclass(frozen=True)
class Flows:
    """The largest movements between governorates in a period.

    Attributes:
        start, end: the period, both days included.
        largest: the movements that are drawn, the largest first.
        share: what part of all people moved between governorates they hold.
    """

    start: date
    end: date
    largest: tuple[Flow, ...] = ()
    share: float = 0.0


def drawn(movements: Iterable[Movement], size: Callable[[Movement], float]) -> list[Movement]:
    """Return the movements that are drawn, the largest first: the one rule for every picture.

    Args:
        movements: published or reconstructed ones; those of equal size keep their order.
        size: how large each of them is.

    Returns:
        At most :data:`MOST_DRAWN`, none below :data:`LEAST_SHARE` of the largest.
    """
    ordered = sorted(movements, key=size, reverse=True)
    return [one for one in ordered if size(one) >= LEAST_SHARE * size(ordered[0])][:MOST_DRAWN]


def period_of(view: View, timeline: Timeline) -> tuple[date, date]:
    """Return the days whose movements a view shows: since its own first day, or in its phase.

    >>> from nuzuh.scene.timeline import load_timeline
    >>> period_of(View(date=date(2025, 10, 5)), load_timeline())
    (datetime.date(2025, 8, 14), datetime.date(2025, 10, 5))
    """
    start = view.since or timeline.phase_of(view.date).start
    return min(max(start, timeline.first), view.date), view.date


def largest_flows(reconstruction: Reconstruction, start: date, end: date) -> Flows:
    """Return the movements between governorates that are drawn for a period.

    They are at most :data:`MOST_DRAWN`, none below :data:`LEAST_SHARE` of the
    largest or too small for the balance to tell; movements in and out of the
    Strip are left out. A view whose figures are silent on the last day has none.

    Args:
        reconstruction: the reconstruction of a view.
        start: first day of the period.
        end: its last day.

    Raises:
        ValueError: when the period is reversed or outside the balance.
    """
    flows = flows_of(reconstruction, start, end)
    total = sum(flow.people for flow in flows)
    largest = drawn((flow for flow in flows if flow.is_significant), lambda flow: flow.rounded)
    held = sum(flow.people for flow in largest)
    return Flows(start, end, tuple(largest), held / total if total else 0.0)


def flows_of(reconstruction: Reconstruction, start: date, end: date) -> list[Flow]:
    """Return all movements between governorates in a period, the largest first.

    A view whose figures are silent on the last day has none.

    Args:
        reconstruction: the reconstruction of a view.
        start: first day of the period.
        end: its last day.

    Raises:
        ValueError: when the period is reversed or outside the balance.
    """
    if not reconstruction.has_observations or reconstruction.has_data_gap(end):
        return []
    marks = reconstruction.areas_told(end)
    flows = [
        Flow(origin, destination, people, _known(low), _known(high))
        for origin, destination in permutations(marks, 2)
        for people, low, high in [reconstruction.moved(start, end, origin, destination)]
    ]
    return sorted(flows, key=lambda flow: flow.people, reverse=True)


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number
