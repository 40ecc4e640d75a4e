"""Why a figure is read as it is: clauses that have a key, and plain English of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

Clause = tuple[str, dict[str, Any]]
"""Key of :data:`CLAUSES`, and the numbers and ids that it tells."""

CLAUSES = {
    # Not given to the solver.
    "repeats": "repeats {id}: the same statement, counted once",
    "deaths": "enters through the rate of deaths, not as an observation",
    "births": "enters through the rate of births, not as an observation",
    "under_orders": "an area or people told to leave, not people who left",
    "control_zone": "an area behind a military line, not people",
    "control_zone_plan": "a plan",
    "affected": "people or households in places hit or exposed, not a count of people present",
    "abroad_registered_to_return": "a floor for people abroad by a semi-official list",
    "measure": "measure {measure} is not part of the balance",
    "no_day": "no date",
    "before": "before the balance begins; the pre-war population enters as a prior",
    "late": "after the chosen last day",
    "home": "people by home, not people present",
    "slip": "a slip of its publisher, by its other reports",
    "projection": "a projection or plan, not an observation",
    "no_figure": "no figure",
    "negative": "a negative count",
    "nowhere": "the place is no governorate or group of governorates",
    "absurd": "more people than the Strip had before the war by over a quarter",
    "no_base": "the base of the percentage is not stated",
    "households": "households, not people",
    "not_in_view": "whose figure it is is not in this view",
    "part_at_most": "an upper bound for a part of a governorate bounds nothing",
    "idps_at_most": "an upper bound on displaced people does not bound people present",
    "idps_strip": "at least so many displaced in the Strip bounds no governorate",
    "sheltered_at_most": "an upper bound on shelters does not bound people present",
    "sheltered_strip": "people in shelters of the whole Strip bound no governorate",
    "children_at_most": "an upper bound on children reached bounds nothing",
    "leavers_at_most": "an upper bound for some of those who left bounds nothing",
    "density_unknown": "density of a place whose area is not known here",
    "change_open": "a change without a start or without both ends",
    "no_way": "origin or destination is no governorate, group of them, or outside",
    "no_start": "no start of the period is given",
    "backwards": "the period ends before it starts",
    "remainder": "the remainder of a total by direction, without its directions",
    # How it is read.
    "present": "people present in the named places",
    "city": "Gaza City: read as Gaza governorate or as both northern governorates",
    "part": "a place smaller than the governorates named: at least so many",
    "idps": "displaced people are a part of those present: at least so many",
    "idps_excess": "people above the pre-war residents cannot exceed the displaced",
    "idps_between": "between the displaced alone and the displaced with all residents",
    "idps_left": "displaced: a floor there, and at most the other residents here",
    "sheltered": "people in shelters are a part of those present: at least so many",
    "children_reached": "children reached, at {share:.0%} of people: at least so many",
    "children_unreached": "children not reached, at {share:.0%} of people: at least so many",
    "children": "children, at {share:.0%} of people, with the error of that share",
    "density": "density times {km2:.0f} square kilometres",
    "change": "people at the end less people at the start",
    "share": "share of {base:,.0f} people",
    "share_noted": "a share of the base that the note names",
    "moved": "people moved",
    "counted": "moves counted",
    "leavers": "some of those who left the Strip: at least so many",
    "arrivals": "arrivals counted in part, from anywhere",
    # What is to be known of that reading.
    "tally": "a tally rounded down",
    "city_moves": "Gaza City read as Gaza governorate or as both northern governorates",
    "within": "with or without moves inside the governorate",
    "one_sided": "one-sided",
    "planning": "a planning figure, equal to a population",
    # What became of it.
    "far": "{errors:.1f} errors away, counted linearly",
    "added": "read as what it adds to the total before it in the same count",
    "weight": "weight {weight:.2f}, the same side says it repeatedly within two weeks",
    "house": "read with a house effect of {factor:.2f}",
}
"""Every clause in plain English; readers are told them in the words of their language."""


class Reason(str):
    """Why a figure is read as it is, in plain English, and what it takes to say it otherwise.

    Attributes:
        clauses: of :data:`CLAUSES`, in the order in which they are said.

    >>> Reason("moved").and_("one_sided").and_("weight", weight=0.5).clauses[0]
    ('moved', {})
    """

    __slots__ = ("clauses",)
    clauses: tuple[Clause, ...]

    def __new__(cls, key: str, **parts: Any) -> Self:
        """Return the reason of one clause.

        Raises:
            KeyError: for an unknown key, or when a part is missing.
        """
        made = super().__new__(cls, CLAUSES[key].format(**parts))
        made.clauses = ((key, parts),)
        return made

    @classmethod
    def of(cls, clauses: Iterable[Clause]) -> Reason:
        """Return the reason that some clauses make; those that are known no more are left out."""
        known = tuple((key, parts) for key, parts in clauses if key in CLAUSES)
        return cls._again("; ".join(CLAUSES[key].format(**parts) for key, parts in known), known)

    @classmethod
    def _again(cls, text: str, clauses: tuple[Clause, ...]) -> Self:
        made = super().__new__(cls, text)
        made.clauses = clauses
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Reasons go to other processes with the rows that they belong to."""
        return self._again, (str(self), self.clauses)

    def and_(self, key: str, **parts: Any) -> Self:
        """Return the reason with one more clause."""
        more = type(self)(key, **parts)
        return self._again(f"{self}; {more}", self.clauses + more.clauses)
