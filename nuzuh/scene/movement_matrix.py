"""Who went from where to where in a period, reconstructed: every way, and totals that hold.

Each total is computed as a total, from the same members of the ensemble as the ways it holds:
ranges are never added up. Numbers are rounded each to what its own range bears, so rounded ones
need not add up to the last digit; as they are computed, they do, and people are conserved: who
arrived less who left is the change of people present, less births, plus deaths.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from typing import Literal

import numpy as np

from nuzuh.balance import priors
from nuzuh.balance.closures import Closure, read_closures
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.result import Reconstruction, moved_ends
from nuzuh.evidence.precision import round_to_precision, told_range
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.closures import load_closures
from nuzuh.loaders.territory import territory
from nuzuh.scene.difference import Gap, gap_texts
from nuzuh.scene.labels import reconstructed_people, reconstructed_range
from nuzuh.scene.regions import place_name
from nuzuh.scene.translator import Translator

Group = tuple[str, ...]
OUTSIDE: Group = (pc.EXTERIOR,)
Shut = Literal["", "closed", "restricted", "partly"]


@dataclass(frozen=True)
class Amount:
    """A reconstructed number of people.

    Attributes:
        people: the number as it is computed.
        low, high: its likely range; None where none can be given.
        number: the number in words, rounded to what its range bears.
        likely: the range in words; "" where "fewer than" has said it all.
    """

    people: float
    low: float | None
    high: float | None
    number: str
    likely: str

    def span(self, t: Translator) -> str:
        """Return the number, and its range in brackets where a heading says what that is."""
        if not self.likely or self.low is None or self.high is None:
            return self.number
        low, high = map(t.number, told_range(self.low, self.high))
        return t("movements.ranged", number=self.number, likely=t("q.range", low=low, high=high))

    @property
    def rounded(self) -> float:
        """The number as it is told, which is the one that is drawn."""
        told = round_to_precision(abs(self.people), self.low, self.high)
        return math.copysign(told, self.people) if told else 0.0


@dataclass(frozen=True)
class Place:
    """A row and a column: governorates that are told as one, or what lies outside the Strip."""

    pcodes: Group
    name: str

    @property
    def key(self) -> str:
        """Its P-codes, apart by a space."""
        return " ".join(self.pcodes)


@dataclass(frozen=True)
class Passage:
    """People who went from one place to another.

    Attributes:
        origin, destination: where in the matrix's places they stand.
        moved: how many.
        shut: whether the way was ``closed`` or ``restricted`` on every day of the
            period, or ``partly`` on some; "" where it was open.
        sentence: all of it in one sentence that can be quoted.
    """

    origin: int
    destination: int
    moved: Amount
    shut: Shut
    sentence: str


@dataclass(frozen=True)
class Total:
    """All who left a place and all who came to it, whatever the other end.

    Attributes:
        left, came: people counted at each move between places.
        net: who came less who left.
        births, deaths: in the place, in the same period.
        change: of people present, which is ``net`` and births less deaths.
    """

    left: Amount
    came: Amount
    net: Amount
    births: float
    deaths: float
    change: float


@dataclass(frozen=True)
class MovementMatrix:
    """Who went from where to where in a period.

    Attributes:
        start, end: its first and last day.
        places: north to south, last what lies outside the Strip.
        passages: every way from one place to another, row by row.
        totals: of each place.
        whole: of all ways.
    """

    start: date
    end: date
    places: tuple[Place, ...]
    passages: tuple[Passage, ...]
    totals: tuple[Total, ...]
    whole: Amount

    def passage(self, origin: int, destination: int) -> Passage:
        """Return the way from one place to another."""
        return next(
            one for one in self.passages if (one.origin, one.destination) == (origin, destination)
        )


def matrix_of(
    reconstruction: Reconstruction, period: tuple[date, date], t: Translator, whose: str
) -> MovementMatrix:
    """Return the movements of a period between the areas that the figures tell apart.

    Args:
        reconstruction: the reconstruction of a view.
        period: its first and last day, as far as it can tell movements; see
            :func:`nuzuh.scene.area_words.period_with_data`.
        t: the reader's language.
        whose: the publishers that it stands on, in words.

    Raises:
        ValueError: when the period is reversed or outside the balance.
    """
    groups = [*reconstruction.areas_told(period[1]), OUTSIDE]
    return matrix_between(groups, reconstruction, period, t, whose)


def sides_of(
    reconstruction: Reconstruction, period: tuple[date, date], t: Translator, whose: str
) -> MovementMatrix:
    """Return the movements between the two sides of Wadi Gaza and outside; see `matrix_of`."""
    groups = [*(side.pcodes for side in territory().sides), OUTSIDE]
    return matrix_between(groups, reconstruction, period, t, whose)


def matrix_between(
    groups: Sequence[Group],
    reconstruction: Reconstruction,
    period: tuple[date, date],
    t: Translator,
    whose: str,
) -> MovementMatrix:
    """Return the movements between groups of places, of which each place is in one.

    Moves within a group are none; see :func:`matrix_of`.
    """
    return _Matrix(reconstruction, period, t, whose).of(groups)


class _Matrix:
    """What is asked of a reconstruction for a period."""

    def __init__(
        self, reconstruction: Reconstruction, period: tuple[date, date], t: Translator, whose: str
    ) -> None:
        self._reconstruction, self._t, self._whose = reconstruction, t, whose
        self._first, self._last = period
        if self._last < self._first:
            raise ValueError("the period ends before it starts")
        opening = reconstruction.days[0].date()
        # The balance tells people at the end of each day; nobody has moved by its first one.
        self._before = max(self._first - timedelta(days=1), opening)
        self._closures = read_closures(load_closures().frame)

    def of(self, groups: Sequence[Group]) -> MovementMatrix:
        """The matrix of some groups of places, which hold every place once."""
        t = self._t
        places = tuple(Place(group, place_name(group, t)) for group in groups)
        passages = tuple(
            self._passage(places, a, b) for a, b in permutations(range(len(places)), 2)
        )
        return MovementMatrix(
            self._first,
            self._last,
            places,
            passages,
            tuple(self._total(group, groups) for group in groups),
            self._moved(permutations(groups, 2)),
        )

    def _passage(self, places: Sequence[Place], a: int, b: int) -> Passage:
        t, origin, destination = self._t, places[a], places[b]
        shut = self._shut(origin.pcodes, destination.pcodes)
        moved = self._moved([(origin.pcodes, destination.pcodes)])
        if shut == "closed" and moved.people < 1.0:
            nobody = t("movements.nobody")
            moved = Amount(moved.people, moved.low, moved.high, nobody, "")
        told = [moved.number, *filter(None, [moved.likely])]
        sentence = t(
            "movements.sentence",
            way=t("arrow.way", origin=origin.name, destination=destination.name),
            start=t.day(self._first),
            end=t.day(self._last),
            number=t("list.comma").join(told),
            whose=self._whose,
        )
        if shut:
            sentence += " " + t(f"movements.shut.{shut}")
        return Passage(a, b, moved, shut, sentence)

    def _total(self, group: Group, groups: Sequence[Group]) -> Total:
        r = self._reconstruction
        others = [other for other in groups if other != group]
        left = self._moved((group, other) for other in others)
        came = self._moved((other, group) for other in others)
        columns = [priors.PLACES.index(place) for place in group]
        before, last = ((day - r.days[0].date()).days for day in (self._before, self._last))
        births, deaths = (
            float(of_day[before + 1 : last + 1, columns].sum()) for of_day in (r.births, r.deaths)
        )
        change, low, high = r.change(self._before, self._last, group)
        grown = births - deaths
        return Total(
            left,
            came,
            self._signed(came.people - left.people, low - grown, high - grown),
            births,
            deaths,
            change,
        )

    def _moved(self, ways: Iterable[tuple[Group, Group]]) -> Amount:
        """People who took any of some ways: the number and its range, of all together."""
        r = self._reconstruction
        between = [(set(a), set(b)) for a, b in ways]
        pairs = [
            at
            for at, (a, b) in enumerate(CROSSING)
            if any(a in origins and b in destinations for origins, destinations in between)
        ]
        before, last = ((day - r.days[0].date()).days for day in (self._before, self._last))
        people = float((r.totals[last, pairs] - r.totals[before, pairs]).sum())
        low = high = math.nan
        if r.moving is not None and r.has_range(self._first) and r.has_range(self._last):
            members = r.moving[:, last][:, pairs] - r.moving[:, before][:, pairs]
            low, high = moved_ends(np.asarray(members).sum(axis=1), people)
        told = reconstructed_people(people, low, high, self._t)
        likely = reconstructed_range(low, high, self._t)
        return Amount(people, _known(low), _known(high), told, likely)

    def _signed(self, people: float, low: float, high: float) -> Amount:
        """A number of people more or fewer, in words with its sign."""
        if not math.isnan(low):
            low, high = min(low, people), max(high, people)
        ends = _known(low), _known(high)
        return Amount(people, *ends, *gap_texts(Gap(people, *ends), self._t))

    def _shut(self, origins: Group, destinations: Group) -> Shut:
        """Whether nobody, or few, could go from any of some places to any of others."""
        ways = {(a, b) for a in origins for b in destinations}
        days = range(self._first.toordinal(), self._last.toordinal() + 1)

        def held(closures: Iterable[Closure]) -> set[int]:
            on = []
            for way in ways:
                of_way: set[int] = set()
                for one in closures:
                    if way[0] in one.origins and way[1] in one.destinations:
                        of_way.update(range(max(one.first, days[0]), min(one.last, days[-1]) + 1))
                on.append(of_way)
            return set.intersection(*on)

        if len(held([one for one in self._closures if not one.restricted])) == len(days):
            return "closed"
        shut = held(self._closures)
        if len(shut) == len(days):
            return "restricted"
        return "partly" if shut else ""


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number
