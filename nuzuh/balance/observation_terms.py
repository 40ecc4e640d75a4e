"""What a published figure observes: sums of people present and of movements.

A *reading* is a linear combination of the unknowns. A figure may be read in more than one way (a
city for its governorate or for both northern ones, departures that may or may not stay inside the
governorate); then its largest reading must reach the low end and its smallest must not pass the
high end, and `point` is the reading used to say what the picture expects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nuzuh.balance import priors
from nuzuh.balance.reasons import Reason

What = Literal["people", "flow", "excess"]
Treatment = Literal["used", "bounded", "down-weighted", "ignored", "not in view"]
Family = Literal["stock", "moved", "counted", "bound"]

NORTH = ("PS0255", "PS0260")
SOUTH = ("PS0265", "PS0270", "PS0275")
STRIP = priors.AREAS


@dataclass(frozen=True)
class Term:
    """One sum of unknowns, times `factor`.

    `people`: people in `destinations`, averaged over the days `start` to `end` (ordinals).
    `flow`: moves from `origins` to `destinations` on the days `start` to `end` inclusive; moves
    inside a governorate count when `within` is true.
    `excess`: sum over `destinations` of people above the pre-war population, never below zero, at
    the end of day `end`.
    """

    what: What
    destinations: tuple[str, ...]
    start: int
    end: int
    origins: tuple[str, ...] = ()
    within: bool = True
    factor: float = 1.0


Terms = tuple[Term, ...]


@dataclass(frozen=True)
class Observation:
    """A figure ready for the solver. `low` and `high` are people; None means no such side."""

    id: str
    publisher: str
    family: Family
    low: float | None
    high: float | None
    floor: Terms
    ceiling: Terms
    point: Terms
    error: float
    publication: str
    treatment: Treatment
    reason: Reason
    weight: float = 1.0
    unit_factor: float = 1.0
    """People per published unit (children, share): published = people / factor."""
    unit_share: float = 0.0
    """For a percentage of moves or people: the share of the base that was published, else zero."""
    tally: bool = False
    """A count given as "more than": read with both sides, but not a figure to be hit."""

    @property
    def size(self) -> float:
        """The magnitude that relative errors refer to."""
        ends = [abs(v) for v in (self.low, self.high) if v is not None]
        return max(sum(ends) / len(ends), 1.0) if ends else 1.0

    @property
    def two_sided(self) -> bool:
        """Whether the figure says how many, not just at least or at most how many."""
        return self.low is not None and self.high is not None

    @property
    def scale_key(self) -> tuple[str, str]:
        """Publisher and family: what an error scale is estimated for.

        People of the whole Strip are a family of their own, `total`: everybody knows them well,
        and who tells them says nothing yet of how well places are known.
        """
        total = self.family == "stock" and self.point[0].destinations == STRIP
        return (self.publisher, "total" if total else self.family)


def people(places: tuple[str, ...], start: int, end: int, factor: float = 1.0) -> Terms:
    """People in `places`, averaged from day `start` to day `end`."""
    return (Term("people", places, start, end, factor=factor),)


def flow(
    origins: tuple[str, ...],
    destinations: tuple[str, ...],
    start: int,
    end: int,
    *,
    within: bool = True,
) -> Terms:
    """Moves from `origins` to `destinations` on the days `start` to `end`."""
    return (Term("flow", destinations, start, end, origins, within),)


def days_of(reading: Terms) -> set[int]:
    """Days whose end must be a knot of the balance for `reading` to be exact."""
    days: set[int] = set()
    for term in reading:
        days.add(term.end)
        days.add(term.start - 1 if term.what == "flow" else term.start)
    return days
