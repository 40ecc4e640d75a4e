"""Why a number is what it is: the figures that carry it, those that contradict it, and the sides.

Numbers and ids only; :mod:`nuzuh.scene.explanation` has the words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.observation_terms import Observation, Term
from nuzuh.balance.result import Reconstruction

CARRIERS = 3
CONTRADICTIONS = 2
"""At most so many figures are named."""


@dataclass(frozen=True)
class Carrier:
    """A figure that a number rests on.

    Attributes:
        id: row of the table of figures.
        days: from its day to the day asked for: negative for an earlier figure, 0 inside its
            period.
        worth: how many independent figures of 100 % error it is worth, faded by its distance
            in days; only to be compared with others.
    """

    id: str
    days: int
    worth: float


@dataclass(frozen=True)
class Contradiction:
    """A figure that the reconstruction is far from.

    Attributes:
        id: row of the table of figures.
        days: as for :class:`Carrier`.
        people: the figure less what the reconstruction has for the same places and days, people.
        errors: the same in errors of the figure, as the balance estimates them.
    """

    id: str
    days: int
    people: float
    errors: float


@dataclass(frozen=True)
class Explanation:
    """Why the number of people in some places on a day is what it is.

    Attributes:
        places: P-codes, or those of all governorates.
        day: the day.
        number, low, high: people, and the ends of their range, nan without one.
        carried: the figures that carry it, the most telling first.
        contradicted: the figures that contradict it most.
        without: by side, how the number changes when all its figures are left out; empty where
            there is one side only, None where it was not computed.
        births, deaths: in these places since the first day of the balance, people.
        abroad: people of the whole Strip outside it on the day: number, low, high.
    """

    places: tuple[str, ...]
    day: date
    number: float
    low: float
    high: float
    carried: tuple[Carrier, ...]
    contradicted: tuple[Contradiction, ...]
    without: Mapping[str, float] | None = field(hash=False)
    births: float
    deaths: float
    abroad: tuple[float, float, float]


def explain(
    reconstruction: Reconstruction, day: object, places: tuple[str, ...]
) -> Explanation | None:
    """Return why the number of people in a group of governorates is what it is on a day.

    Args:
        reconstruction: with ranges it also tells what moves the number if a side is left out.
        day: inside the reconstruction.
        places: P-codes of governorates, a group that the figures tell apart on that day.

    Returns:
        None where nothing is reconstructed: without figures, in a silence of over a year, and
        where the group is not told apart from other areas.

    Raises:
        ValueError: for a day outside the reconstruction.
    """
    number, low, high = reconstruction.group(day, places)
    if (
        not reconstruction.has_observations
        or reconstruction.has_data_gap(day)
        or not reconstruction.tells(day, places)
    ):
        return None
    stamp = pd.Timestamp(str(day)).normalize()
    at = int((stamp - reconstruction.days[0]).days)
    columns = [priors.PLACES.index(place) for place in places]
    against = _against(reconstruction, stamp, places, number)
    shifts = reconstruction.left_out
    return Explanation(
        places=places,
        day=stamp.date(),
        number=number,
        low=low,
        high=high,
        carried=tuple(against.carriers()[:CARRIERS]),
        contradicted=tuple(against.contradictions()[:CONTRADICTIONS]),
        without=None
        if shifts is None
        else {side: float(shift[at, columns].sum()) for side, shift in shifts.items()},
        births=float(reconstruction.births[: at + 1, columns].sum()),
        deaths=float(reconstruction.deaths[: at + 1, columns].sum()),
        abroad=reconstruction.group(day, (priors.OUTSIDE,)),
    )


@dataclass(frozen=True)
class _Held:
    """A figure held against the number.

    `part` of what it counts concerns the number (0 to 1), `rest` are people whom only one of the
    two counts, `changed` those by whom its own places differ between its days and the day asked
    for, all in people.
    """

    observation: Observation
    part: float
    rest: float
    changed: float
    days: int
    off: float
    errors: float
    touched: bool
    error: float
    predicted: float

    @property
    def near(self) -> float:
        return math.exp(-abs(self.days) / priors.EXPLAINED_DAYS)


@dataclass(frozen=True)
class _Against:
    """All figures that speak of a number."""

    number: float
    held: tuple[_Held, ...]

    def carriers(self) -> list[Carrier]:
        """The figures that carry the number, one for each question of a publisher."""
        worth = [
            (one, self._worth(one))
            for one in self.held
            if not self._contradicts(one) and (one.observation.two_sided or one.touched)
        ]
        ranked = sorted(worth, key=lambda pair: (-pair[1], pair[0].observation.id))
        asked: set[tuple[object, ...]] = set()
        found = []
        for one, value in ranked:
            o = one.observation
            question = (o.publisher, *((t.what, t.origins, t.destinations) for t in o.point))
            if value > 0.0 and question not in asked:
                asked.add(question)
                found.append(Carrier(o.id, one.days, value))
        return found

    def _worth(self, one: _Held) -> float:
        o = one.observation
        if _is_movement(o):
            # A movement tells what came or went: it carries as much of a number as it makes up.
            moved = o.size * one.part
            worth = (moved / one.error) ** 2 * min(moved / max(self.number, 1.0), 1.0)
        else:
            # Whoever is elsewhere, or came and went in between, is known from other figures.
            error = math.hypot(
                one.error, priors.EXPLAINED_REST * one.rest, priors.SCALE_MOVED * one.changed
            )
            worth = (self.number / error) ** 2
        return o.weight * worth * one.near

    def contradictions(self) -> list[Contradiction]:
        """The figures of the days around that the reconstruction is furthest from."""
        far = [
            one
            for one in self.held
            if self._contradicts(one) and abs(one.days) <= priors.CONTESTED_DAYS
        ]
        far.sort(key=lambda one: (-abs(one.off) * one.part * one.near, one.observation.id))
        return [Contradiction(one.observation.id, one.days, one.off, one.errors) for one in far]

    def _contradicts(self, one: _Held) -> bool:
        share = priors.CONTESTED_SHARE * min(one.observation.size, one.predicted)
        off = abs(one.off)
        many = off * one.part >= priors.EXPLAINED_LEAST * max(self.number, 1.0)
        return many and (abs(one.errors) > priors.HUBER or off > share)


def _against(
    reconstruction: Reconstruction, day: pd.Timestamp, places: tuple[str, ...], number: float
) -> _Against:
    """The figures that speak of some places, held against their number on a day."""
    on = day.toordinal()
    people = dict(
        zip(priors.PLACES, reconstruction.present[(day - reconstruction.days[0]).days], strict=True)
    )
    rows = reconstruction.rows.set_index("id")[["predicted", "residual", "error"]]
    lines = rows[rows["predicted"].notna()].to_dict("index")
    held = []
    for o in reconstruction.observations:
        part, rest, there = _part(o, set(places), people)
        if part < priors.EXPLAINED_PART or o.weight <= 0.0 or o.id not in lines:
            continue
        line = lines[o.id]
        error = float(line["error"]) * o.unit_factor
        errors = -float(line["residual"])
        bound = o.low if o.low is not None else o.high
        predicted = float(line["predicted"]) * o.unit_factor
        held.append(
            _Held(
                observation=o,
                part=part,
                rest=rest,
                changed=there - predicted,
                days=_apart(o, on),
                off=errors * error,
                errors=errors,
                touched=errors != 0.0 or abs(predicted - (bound or 0.0)) <= error,
                error=max(error, 1.0),
                predicted=predicted,
            )
        )
    return _Against(number, tuple(held))


def _is_movement(o: Observation) -> bool:
    """Whether a figure tells a change, of which way ever, and no number of people."""
    return any(term.what == "flow" or term.factor < 0.0 for term in o.point)


def _apart(o: Observation, on: int) -> int:
    """Days from a day to those of a figure; 0 inside them, negative before the day."""
    first = min(term.start for term in o.point)
    last = max(term.end for term in o.point)
    return min(last - on, 0) if last < on else max(first - on, 0)


def _part(
    o: Observation, asked: set[str], people: Mapping[str, float]
) -> tuple[float, float, float]:
    """Share of what a figure counts that concerns some places, and two numbers of people.

    Of people present: those in both over those in either, the people that only one has, and those
    that its own places have. Of a movement: its ways over the edge of the places, as a share of
    all its ways; none where it stays inside or outside.
    """
    parts = [_part_of(term, asked, people) for term in o.point]
    part, rest, there = (sum(values) / len(values) for values in zip(*parts, strict=True))
    return part, rest, there


def _part_of(
    term: Term, asked: set[str], people: Mapping[str, float]
) -> tuple[float, float, float]:
    there = set(term.destinations)
    if term.what == "flow":
        ways = [(a, b) for a in term.origins for b in term.destinations if a != b or term.within]
        over = [(a, b) for a, b in ways if (a in asked) != (b in asked)]
        return (len(over) / len(ways) if ways else 0.0), 0.0, 0.0
    # A place that nobody is left in still is the place that a figure speaks of.
    both, either, own = (
        sum(people[place] + 1.0 for place in group)
        for group in (there & asked, there | asked, there)
    )
    return both / either, either - both, own
