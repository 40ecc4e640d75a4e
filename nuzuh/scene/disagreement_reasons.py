"""Why a figure stands apart, as far as that can be computed: ids and numbers, no words.

A reason is given only where it follows from the figures themselves or from the
reconstruction, and then with its size: how many people came or went in the days between two
figures, how far the same publisher's other figures lie to those of all others.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

import numpy as np

from nuzuh.balance import house_effects
from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.disagreement import Gap, Standing, ends, gap_between, same_area
from nuzuh.evidence.published import Figure
from nuzuh.evidence.statements import Statement
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.records.note import BASIS
from nuzuh.loaders.territory import territory

_SHARE = 0.1
"""What explains less of a distance than this part is no reason for it."""
_LIKELY = 1.2816
"""Deviations from the middle to the ends of a range of 80 %."""
_NORTH = frozenset(territory().sides[0].pcodes)
_CITY = frozenset(pc.split("PS0260"))
_BASES = ("planning", "projection", "derived", BASIS)

Size = float | int | str | date | bool | None


@dataclass(frozen=True)
class Reason:
    """Why a figure stands apart.

    Attributes:
        id: which reason, the end of its key in the catalogue.
        size: what it takes to say it: numbers, names as the tables have them, days.
    """

    id: str
    size: Mapping[str, Size] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Reconstructed:
    """What a reconstruction has for what a figure counts.

    Attributes:
        number, low, high: people; the ends None where there is no range.
        start, end: the days, the same for people present.
        gap: how far the figure lies from the number.
        within: ``inside`` its range, ``above`` or ``below`` it, ``unknown`` without a range.
    """

    number: float
    low: float | None
    high: float | None
    start: date
    end: date
    gap: Gap
    within: str


class Comparer:
    """Holds figures against one reconstruction.

    Args:
        reconstruction: of a view; None where none can be had.
    """

    def __init__(self, reconstruction: Reconstruction | None) -> None:
        told = reconstruction is not None and reconstruction.has_observations
        self._of = reconstruction if told else None
        self._houses = _Houses(reconstruction) if reconstruction is not None and told else None

    def reconstructed(self, statement: Statement) -> Reconstructed | None:
        """Return what the reconstruction has for a figure; None where it says nothing.

        It speaks of people present in governorates, and of people who moved between north and
        south of Wadi Gaza in the same days: never of movements counted.
        """
        if statement.figure.unit != "people" or statement.figure.coverage == "part":
            return None
        day = statement.figure.as_of
        if statement.measure == "people_present":
            places = self._places(statement)
            return self._told(self._people(day, places), statement.figure, day, day)
        start = statement.period_start
        if not statement.question.startswith("moved_") or start is None or not statement.days:
            return None
        return self._told(self._moved(statement, start, day), statement.figure, start, day)

    def reasons(self, standing: Standing, *, of_people: int = 0) -> tuple[Reason, ...]:
        """Return why a figure stands apart, as far as that can be computed.

        Args:
            standing: the figure and those that it is held against.
            of_people: how many figures of people answer the same question; they are
                compared with no count of movements.
        """
        return tuple(self._reasons(standing, of_people))

    def _reasons(self, standing: Standing, of_people: int) -> Iterator[Reason]:
        one, others, gap = standing.statement, standing.others, standing.gap
        if one.figure.unit == "movements" and of_people:
            yield Reason("movements", {"figures": of_people})
        if gap is None or not gap.amount:
            return
        yield from self._area(one, others)
        yield from self._start(one, others)
        yield from self._day(one, others, gap)
        low, high = ends(one.figure)
        if math.isinf(high):
            yield Reason("floor", {"people": low})
        elif one.figure.value is None and one.figure.low is None:
            yield Reason("ceiling", {"people": high})
        if one.basis in _BASES:
            yield Reason(one.basis)
        if self._houses is not None:
            yield from self._houses.reason(one, gap)
        if one.weak:
            yield Reason("weak")
        page = one.source_date
        if one.appeared == "later" and page is not None and not one.figure.from_records:
            yield Reason("later", {"days": (page - one.figure.as_of).days})

    def _area(self, one: Statement, others: tuple[Statement, ...]) -> Iterator[Reason]:
        differ = [other for other in others if not same_area(one, other)]
        if not differ:
            return
        named = Counter((other.origin, other.figure.area) for other in differ)
        origin, area = max(named, key=lambda pair: (named[pair], pair))
        other = next(o for o in differ if (o.origin, o.figure.area) == (origin, area))
        size: dict[str, Size] = {
            "figures": len(differ),
            "of": len(others),
            "origin": origin,
            "area": area,
        }
        if one.measure == "people_present":
            areas = [self._places(s) for s in (one, other)]
            both = [self._people(one.figure.as_of, places) for places in areas]
            if both[0] is not None and both[1] is not None and areas[0] != areas[1]:
                size["people"] = abs(both[0][0] - both[1][0])
        yield Reason("city" if _reads_city(one, other) else "area", size)

    def _start(self, one: Statement, others: tuple[Statement, ...]) -> Iterator[Reason]:
        starts = [other for other in others if other.period_start is not None]
        if one.period_start is None or one.kind != "flow" or not starts:
            return
        first = one.period_start
        days = [(first - other.period_start).days for other in starts if other.period_start]
        if not any(days):
            return
        usual = median(days)
        if not usual:
            return
        apart = round(usual)
        assumed = one.period_assumed or all(other.period_assumed for other in starts)
        size: dict[str, Size] = {"days": apart, "assumed": assumed}
        a, b = sorted((first, first - timedelta(days=apart)))
        moved = self._moved(one, a, b - timedelta(days=1))
        if moved is not None:
            size["people"] = moved[0]
        yield Reason("start", size)

    def _day(self, one: Statement, others: tuple[Statement, ...], gap: Gap) -> Iterator[Reason]:
        day = one.figure.as_of
        apart = round(median((day - other.figure.as_of).days for other in others))
        if not apart or one.figure.unit != "people":
            return
        then = day - timedelta(days=apart)
        a, b = sorted((day, then))
        if one.measure == "people_present":
            places = self._places(one)
            now, before = self._people(day, places), self._people(then, places)
            if now is None or before is None:
                return
            change = now[0] - before[0]
        else:
            moved = self._moved(one, a + timedelta(days=1), b)
            if moved is None or not one.question.startswith("moved_"):
                return
            change = math.copysign(moved[0], apart)
        if change * gap.amount > 0 and abs(change) >= _SHARE * abs(gap.amount):
            yield Reason("day", {"days": apart, "people": change})

    def _places(self, statement: Statement) -> tuple[str, ...]:
        """Where a figure's people are, if the reconstruction tells that apart; none if not."""
        places = pc.ordered(statement.destinations)
        day = statement.figure.as_of
        told = self._of is not None and self._covers(day) and self._of.tells(day, places)
        return places if told else ()

    def _covers(self, day: date) -> bool:
        assert self._of is not None
        inside = self._of.days[0].date() <= day <= self._of.days[-1].date()
        return inside and not self._of.has_data_gap(day)

    def _people(self, day: date, places: tuple[str, ...]) -> tuple[float, float, float] | None:
        if self._of is None or not places or not self._covers(day):
            return None
        return self._of.group(day, places) if self._of.tells(day, places) else None

    def _moved(
        self, statement: Statement, first: date, last: date
    ) -> tuple[float, float, float] | None:
        """People who moved between north and south; None where a figure counts other ways."""
        sides = {side.id: frozenset(side.pcodes) for side in territory().sides}
        to = statement.question.removeprefix("moved_")
        if self._of is None or statement.figure.unit != "people" or to not in sides:
            return None
        start = next(name for name in sides if name != to)
        ways = (
            (statement.origins, statement.origin_coverage, sides[start]),
            (statement.destinations, statement.figure.coverage, sides[to]),
        )
        # Who says Gaza City of those who left it means the north: the rest of it had emptied.
        if any(
            places != side and not (coverage == "city" and _CITY <= places <= side)
            for places, coverage, side in ways
        ):
            return None
        if first > last or not (self._covers(first) and self._covers(last)):
            return None
        return self._of.moved(first, last, tuple(sides[start]), tuple(sides[to]))

    @staticmethod
    def _told(
        numbers: tuple[float, float, float] | None, figure: Figure, start: date, end: date
    ) -> Reconstructed | None:
        if numbers is None:
            return None
        number, low, high = numbers
        gap = gap_between(ends(figure), (number, number))
        if math.isnan(low) or math.isnan(high):
            return Reconstructed(number, None, None, start, end, gap, "unknown")
        beyond = gap_between(ends(figure), (low, high)).amount
        within = "above" if beyond > 0 else "below" if beyond < 0 else "inside"
        return Reconstructed(number, low, high, start, end, gap, within)


def _reads_city(one: Statement, other: Statement) -> bool:
    """Whether two figures differ in how they are mapped where one of them says Gaza City."""
    ends_of = (
        (one.origins, other.origins, (one.origin_coverage, other.origin_coverage)),
        (one.destinations, other.destinations, (one.figure.coverage, other.figure.coverage)),
    )
    return any(
        "city" in coverage and places != others and (places | others) <= _NORTH
        for places, others, coverage in ends_of
    )


class _Houses:
    """How a publisher's other figures near a place and a time lie to the reconstruction."""

    def __init__(self, reconstruction: Reconstruction) -> None:
        self._from = reconstruction
        self._ready: tuple[house_effects.HouseEffects, _Floats, _Floats, dict[str, int]] | None
        self._ready = None

    def reason(self, statement: Statement, gap: Gap) -> Iterator[Reason]:
        """The house effect on a figure, where it is sure of its sign and goes the same way."""
        if self._ready is None:
            self._ready = self._prepared()
        described, predicted, scale, at = self._ready
        place = at.get(statement.figure.id)
        if place is None:
            return
        known = np.isfinite(predicted)
        # Only its own figures say how a publisher counts.
        own = described.publisher == described.publisher[place]
        mean, left = house_effects.deviation(
            described, np.nan_to_num(predicted), scale, known & own, [place]
        )
        middle, wide = float(mean[0]), _LIKELY * math.sqrt(float(left[0]))
        if middle * gap.amount <= 0 or abs(middle) <= wide:
            return
        factor, low, high = (math.exp(middle + k * wide) for k in (0, -1, 1))
        yield Reason("house", {"factor": factor, "low": low, "high": high})

    def _prepared(
        self,
    ) -> tuple[house_effects.HouseEffects, _Floats, _Floats, dict[str, int]]:
        rows = self._from.rows.set_index("id")["predicted"]
        errors = {
            (row.publisher, row.family): row.error
            for row in self._from.scales.itertuples(index=False)
        }
        found = self._from.observations
        return (
            house_effects.describe(found, groups()),
            np.array([float(rows[o.id]) * o.unit_factor for o in found]),
            np.array([float(errors.get(o.scale_key, math.nan)) for o in found]),
            {o.id: place for place, o in enumerate(found)},
        )


_Floats = house_effects.Floats
