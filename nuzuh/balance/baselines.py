"""The two simple methods that the balance is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nuzuh.balance import priors
from nuzuh.balance.inputs import Inputs
from nuzuh.balance.observation_terms import Observation


@dataclass(frozen=True)
class Simple:
    """Predictions of one row in people; None when no comparable figure remains."""

    carried: float | None
    line: float | None


def middle(o: Observation) -> float | None:
    """The published figure in people: the value, the middle of a range, or the bound itself."""
    ends = [v for v in (o.low, o.high) if v is not None]
    return sum(ends) / len(ends) if ends else None


def place_key(o: Observation) -> tuple[object, ...]:
    """Same places, same kind of quantity."""
    return tuple(
        (t.what, tuple(sorted(t.origins)), tuple(sorted(t.destinations))) for t in o.point[:1]
    )


def simple(target: Observation, rest: Sequence[Observation], inputs: Inputs) -> Simple:
    """Last figure carried forward and straight line between neighbours, from the remaining rows.

    Stocks compare with stocks of the same places, the pre-war population standing at the start.
    Movements compare with movements between the same places: running totals with the same start as
    totals, others as people per day times the days of the period.
    """
    same = [
        o for o in rest if place_key(o) == place_key(target) and o.two_sided and o.family != "bound"
    ]
    term = target.point[0]
    if term.what == "flow":
        return movement(target, same)
    points = [(priors.FIRST_DAY.toordinal(), inputs.residents(term.destinations))]
    points += [(o.point[0].end, float(middle(o) or 0.0)) for o in same]
    return Simple(*carry_and_line(points, term.end))


def carry_and_line(points: list[tuple[int, float]], day: int) -> tuple[float | None, float | None]:
    """Value of the last point up to a day, and the line between the points around it."""
    days: dict[int, list[float]] = {}
    for when, value in points:
        days.setdefault(when, []).append(value)
    known = sorted((when, float(np.mean(values))) for when, values in days.items())
    before = [v for when, v in known if when <= day]
    carried = before[-1] if before else None
    if not known:
        return None, None
    line = float(np.interp(day, [k for k, _ in known], [v for _, v in known]))
    return carried, line


def movement(target: Observation, same: Sequence[Observation]) -> Simple:
    """The two methods for a movement."""
    term = target.point[0]
    length = term.end - term.start + 1
    series = [o for o in same if o.point[0].start == term.start and o.point[0].end != term.end]
    if series:
        points = [(term.start - 1, 0.0)] + [
            (o.point[0].end, float(middle(o) or 0.0)) for o in series
        ]
        carried, line = carry_and_line(points, term.end)
        if any(o.point[0].end < term.end for o in series):
            return Simple(carried, line)
    rates = []
    for o in same:
        t = o.point[0]
        days = t.end - t.start + 1
        rates.append(((t.start + t.end) // 2, float(middle(o) or 0.0) / days))
    carried, line = carry_and_line(rates, (term.start + term.end) // 2)
    return Simple(
        None if carried is None else carried * length, None if line is None else line * length
    )
