"""How far publishers stand apart: figures of a period that can be held against each other.

Figures compare that answer one question of one area at one time, count the same (people,
movements, a share) and, of movements, largely the same days. Each publisher's standing figure is
held against the figure of every other publisher that is nearest in time; its distance is the
median of these. A bound disagrees only with what lies beyond it. Figures whose date or author is
doubtful are told and measured, and nothing else is measured by them.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from nuzuh.evidence.published import RIVAL_DAYS, Figure
from nuzuh.evidence.statements import DIRECTIONS, Statement, in_order, speaker_of
from nuzuh.loaders.territory import territory

SHARED_DAYS = 0.5
"""Two movements compare when they share at least this part of all days that either counts."""

UNLIKE = ("moved_other", "sheltered", "affected", "one_order")
"""Questions on which no two figures compare: which shelters, which hardship, which of several
orders, or whether patients or all who left are counted, only their notes tell."""

_CITY = territory().sides[0].pcodes
"""Where a publisher that says Gaza City may mean one governorate or both."""


Kind = tuple[str, bool]
"""What figures count that can be set against each other: their unit, and whether of one day."""


@dataclass(frozen=True)
class Gap:
    """How far a figure lies from another number.

    Attributes:
        amount: above it where positive, below where negative, in the figure's unit; 0 where the
            two do not contradict each other.
        times: the figure's nearer end over that number: above 1 where it is higher.
    """

    amount: float
    times: float

    @property
    def size(self) -> tuple[float, float]:
        """What figures are sorted by: how many times as high, then by how much.

        >>> Gap(-50.0, 0.5).size == Gap(50.0, 2.0).size
        True
        """
        apart = max(self.times, 1 / self.times) if self.times else math.inf
        return apart, abs(self.amount)


NO_GAP = Gap(0.0, 1.0)


@dataclass(frozen=True)
class Standing:
    """A publisher's figure that stands at the end of a period.

    Attributes:
        statement: the figure.
        others: of every other publisher the sound figure that compares with it and is nearest
            in time; none where nobody else spoke of the same.
        gap: how far it lies from the median of these; None without any.
    """

    statement: Statement
    others: tuple[Statement, ...]
    gap: Gap | None


@dataclass(frozen=True)
class Spread:
    """The two sound figures of different publishers that are furthest apart.

    One of the two stands and is held against the other, or each is the one of its publisher that
    is nearest in time to the other.

    Attributes:
        low, high: the figures.
        gap: from the higher to the lower.
    """

    low: Statement
    high: Statement
    gap: Gap


@dataclass(frozen=True)
class RivalGroup:
    """Figures of a period that answer a question and count the same.

    Attributes:
        question: one of :data:`nuzuh.evidence.statements.QUESTIONS`.
        unit: people, movements, percent, ...
        of_day: they are of one day alone, not totals over time.
        standing: each publisher's standing figures, the furthest from the others first.
        claims: every figure of the period, from the lowest to the highest by side.
        spread: the two that are furthest apart; None where no two compare.
    """

    question: str
    unit: str
    of_day: bool
    standing: tuple[Standing, ...]
    claims: tuple[Statement, ...]
    spread: Spread | None

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who has a figure in it, each once, in the order of the standing figures."""
        return tuple(dict.fromkeys(speaker_of(one.statement) for one in self.standing))

    @property
    def is_disputed(self) -> bool:
        """Whether any two figures that compare contradict each other."""
        return self.spread is not None and self.spread.gap.amount > 0


def by_disagreement(groups: Iterable[RivalGroup]) -> list[RivalGroup]:
    """Return groups with those first whose figures are furthest apart, see :attr:`Gap.size`.

    Groups in which no two figures compare stand last, those of more publishers first.
    """

    def key(group: RivalGroup) -> tuple[float, float, int, str, str]:
        apart, amount = group.spread.gap.size if group.spread else (0.0, 0.0)
        return (-apart, -amount, -len(group.speakers), group.question, group.unit)

    return sorted(groups, key=key)


def kind_of(statement: Statement) -> Kind:
    """Return what a figure counts, and whether it is of one day alone."""
    return statement.figure.unit, statement.kind == "flow" and not statement.days


def rival_group(claims: Sequence[Statement], standing: Iterable[Statement]) -> RivalGroup:
    """Return figures that answer one question and count the same, each held against the others.

    Args:
        claims: every figure of the period, at least one.
        standing: those among them that no later one of the same series replaces.
    """
    by_day = sorted(
        (one for one in claims if not one.weak), key=lambda s: (s.figure.as_of, s.figure.id)
    )
    days = [one.figure.as_of.toordinal() for one in by_day]

    def near(one: Statement) -> list[Statement]:
        on = one.figure.as_of.toordinal()
        return by_day[bisect_left(days, on - RIVAL_DAYS) : bisect_right(days, on + RIVAL_DAYS)]

    held = [_held(one, near(one)) for one in standing]
    held.sort(key=_furthest_first)
    told = tuple(in_order(claims))
    spread = _spread(held, [_held(one, near(one)) for one in by_day])
    return RivalGroup(claims[0].question, *kind_of(claims[0]), tuple(held), told, spread)


def _furthest_first(one: Standing) -> tuple[float, float, int, str]:
    apart, amount = one.gap.size if one.gap else (0.0, 0.0)
    figure = one.statement.figure
    return (-apart, -amount, -figure.as_of.toordinal(), figure.id)


def _held(statement: Statement, near: list[Statement]) -> Standing:
    """A figure held against the nearest one of each other publisher."""
    nearest: dict[str, tuple[tuple[object, ...], Statement]] = {}
    for other in near:
        who = speaker_of(other)
        if who == speaker_of(statement) or not comparable(statement, other):
            continue
        apart = abs((other.figure.as_of - statement.figure.as_of).days)
        # Of several on one day the one of the same area speaks, and of those the nearest.
        rank = (
            apart,
            not same_area(statement, other),
            abs(gap(statement.figure, other.figure).amount),
            other.figure.id,
        )
        if who not in nearest or rank < nearest[who][0]:
            nearest[who] = rank, other
    others = tuple(other for _, other in nearest.values())
    return Standing(statement, others, _from_median(statement.figure, others))


def _from_median(figure: Figure, others: Sequence[Statement]) -> Gap | None:
    if not others:
        return None
    amount = median(gap(figure, other.figure).amount for other in others)
    if not amount:
        return NO_GAP
    low, high = ends(figure)
    edge = low if amount > 0 else high
    return _gap(edge, edge - amount)


def _spread(standing: Sequence[Standing], sound: Sequence[Standing]) -> Spread | None:
    """The two furthest apart: of those that stand, and of all that are nearest to each other.

    A dispute in the middle of a period counts though both speakers have moved on since. Who
    spoke once in a time of quick change is no rival there of every later figure.
    """
    nearest = {(one.statement.figure.id, other.figure.id) for one in sound for other in one.others}
    held = [
        *((one.statement, other) for one in standing for other in one.others),
        *(
            (one.statement, other)
            for one in sound
            for other in one.others
            if (other.figure.id, one.statement.figure.id) in nearest
        ),
    ]
    pairs = [_between(one, other) for one, other in held if not one.weak]
    if not pairs:
        return None
    return max(pairs, key=lambda p: (*p.gap.size, p.high.figure.id, p.low.figure.id))


def _between(one: Statement, other: Statement) -> Spread:
    amount = gap(one.figure, other.figure).amount
    swap = amount < 0 or (not amount and one.figure.central < other.figure.central)
    high, low = (other, one) if swap else (one, other)
    return Spread(low, high, gap(high.figure, low.figure))


def comparable(one: Statement, other: Statement) -> bool:
    """Tell whether two figures on one question can be held against each other.

    They count the same, of the same area (Gaza City may be read as its governorate or as both
    northern ones), and describe days at most :data:`nuzuh.evidence.published.RIVAL_DAYS` apart;
    of movements they share at least :data:`SHARED_DAYS` of the days that either counts. On
    questions of :data:`UNLIKE` none do.
    """
    if one.question in UNLIKE:
        return False
    if one.figure.unit != other.figure.unit or one.question != other.question:
        return False
    if abs((one.figure.as_of - other.figure.as_of).days) > RIVAL_DAYS:
        return False
    return _share_area(one, other) and _share_days(one, other)


def same_area(one: Statement, other: Statement) -> bool:
    """Tell whether two figures are mapped to the very same places and name none of them a part."""
    ends_of = [
        (s.origins, s.destinations, s.origin_coverage, s.figure.coverage) for s in (one, other)
    ]
    return ends_of[0] == ends_of[1]


def _share_area(one: Statement, other: Statement) -> bool:
    if one.question in DIRECTIONS:
        # The question names where from and where to; who says less of the way says no less of it.
        return _one_place(
            (one.origins, one.origin_coverage, one.origin),
            (other.origins, other.origin_coverage, other.origin),
        )
    return _one_place(
        (one.origins, one.origin_coverage, one.origin),
        (other.origins, other.origin_coverage, other.origin),
    ) and _one_place(
        (one.destinations, one.figure.coverage, one.figure.area),
        (other.destinations, other.figure.coverage, other.figure.area),
    )


def _one_place(
    one: tuple[frozenset[str], str, str], other: tuple[frozenset[str], str, str]
) -> bool:
    (places, coverage, name), (others, other_coverage, other_name) = one, other
    if "part" in (coverage, other_coverage):
        return name == other_name
    if places == others:
        return True
    city = "city" in (coverage, other_coverage)
    return city and bool(places & others) and (places | others).issubset(_CITY)


def _share_days(one: Statement, other: Statement) -> bool:
    if one.kind != "flow":
        return other.kind != "flow"
    first, second = (_days(s) for s in (one, other))
    if first is None or second is None:
        return first == second
    shared = min(first[1], second[1]) - max(first[0], second[0]) + 1
    either = max(first[1], second[1]) - min(first[0], second[0]) + 1
    return shared >= SHARED_DAYS * either


def _days(statement: Statement) -> tuple[int, int] | None:
    if statement.period_start is None:
        return None
    return statement.period_start.toordinal(), statement.figure.as_of.toordinal()


def ends(figure: Figure) -> tuple[float, float]:
    """Return the lowest and the highest number that a figure allows; infinity for an open end.

    >>> from datetime import date
    >>> told = Figure("1", None, 900.0, None, "more than", "people", "", date(2025, 1, 1), "", "")
    >>> ends(told)
    (900.0, inf)
    """
    if figure.value is not None:
        low = figure.value if figure.low is None else figure.low
        return low, figure.value if figure.high is None else figure.high
    return figure.low or 0.0, math.inf if figure.high is None else figure.high


def gap(figure: Figure, other: Figure) -> Gap:
    """Return how far a figure lies from another; no distance where the two may both hold.

    >>> from datetime import date
    >>> def told(value, low=None):
    ...     return Figure("1", value, low, None, "", "people", "", date(2025, 1, 1), "", "")
    >>> gap(told(500.0), told(None, 900.0)).amount, gap(told(950.0), told(None, 900.0)).amount
    (-400.0, 0.0)
    """
    return gap_between(ends(figure), ends(other))


def gap_between(own: tuple[float, float], other: tuple[float, float]) -> Gap:
    """Return how far what lies between two ends is from what lies between two others."""
    if own[0] > other[1]:
        return _gap(own[0], other[1])
    if own[1] < other[0]:
        return _gap(own[1], other[0])
    return NO_GAP


def _gap(edge: float, level: float) -> Gap:
    return Gap(edge - level, edge / level if level else math.inf)
