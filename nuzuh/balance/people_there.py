"""How many people were on a piece of land on a day, from the balance's people of governorates.

The balance knows people by governorate, and nothing finer. So its people are spread over the
blocks in two ways that err apart: by land, as if they stood evenly, and by the census of 2017,
as if each block still held its part of the governorate. What an order itself says of the people
affected is a third statement. A range reaches from the smallest low to the largest high of the
statements that there are: it is never narrower than they are apart, and a statement that is
missing is missing, and no zero.

Where the figures tell governorates together only (see :mod:`nuzuh.balance.told_apart`), their
people and their land are taken together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from nuzuh.balance import priors
from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.ground import Cover, Floats, Ground
from nuzuh.evidence.precision import rounding_step

_AREAS = len(priors.AREAS)


@dataclass(frozen=True)
class Ends:
    """A number of people, at least and at most."""

    low: float
    high: float


@dataclass(frozen=True)
class PeopleThere:
    """People estimated to be on a piece of land on a day.

    Attributes:
        land: the balance's people of the governorates, spread by land; None where it is not
            known which land, or where the balance gives no range.
        census: the same, spread by the census of 2017.
        said: what the order itself says, on days of which it speaks (see
            :func:`nuzuh.balance.people_under_orders.people_of_order`), and no more than the
            balance has in its governorates; None where it says nothing.
        most: what the Strip held at most: no number is told above it.

    Example:
        >>> there = PeopleThere(Ends(12_300, 18_000), None, Ends(26_500, 26_500))
        >>> there.low, there.high, there.told
        (12300, 26500, (12000.0, 27000.0))
    """

    land: Ends | None = None
    census: Ends | None = None
    said: Ends | None = None
    most: float = field(default=math.inf, kw_only=True)

    @property
    def parts(self) -> dict[str, Ends | None]:
        """The three statements by name; None where one is not made."""
        return {"land": self.land, "census": self.census, "said": self.said}

    @property
    def low(self) -> float | None:
        """The smallest low of the parts; None where there is none."""
        return min((part.low for part in self.parts.values() if part), default=None)

    @property
    def high(self) -> float | None:
        """The largest high of the parts; None where there is none."""
        return max((part.high for part in self.parts.values() if part), default=None)

    @property
    def told(self) -> tuple[float, float] | None:
        """The range as it may be told, see :func:`told_range`; None where there is none."""
        low, high = self.low, self.high
        return None if low is None or high is None else told_range(low, high, self.most)


def told_range(low: float, high: float, most: float = math.inf) -> tuple[float, float]:
    """Return a range in steps that it can bear, its ends moved outward and never inward.

    So few people are never told as nobody: a high end is 0 only where nobody is. An end that
    this would move past all the people there are is told as these are, in three digits.

    Args:
        low: of the range.
        high: of the range.
        most: as many there were at most.

    >>> told_range(120, 340), told_range(381_234, 622_000)
    ((0.0, 1000.0), (380000.0, 630000.0))
    >>> told_range(283_607, 2_347_625), told_range(283_607, 2_347_625, most=2_347_625)
    ((200000.0, 2400000.0), (200000.0, 2340000.0))
    """
    step = rounding_step((low + high) / 2, low, high)
    least, top = math.floor(low / step) * step, math.ceil(high / step) * step
    if top > most:
        digits = 10.0 ** max(len(str(int(most))) - 3, 0)
        top = math.floor(most / digits) * digits
    return min(least, top), top


@dataclass(frozen=True, eq=False)
class Spreading:
    """By what people of a governorate are spread over its blocks.

    Attributes:
        ground: the blocks.
        people_2017: people of each in the census, see
            :func:`nuzuh.evidence.order_places.people_of_2017`.
    """

    ground: Ground
    people_2017: Floats

    @property
    def weights(self) -> tuple[Floats, Floats]:
        """What a block weighs in its governorate: by land, and by the census."""
        return self.ground.km2, self.people_2017

    def shares(
        self,
        balance: Reconstruction,
        days: Sequence[date],
        covers: Sequence[Cover],
        weight: Floats,
    ) -> tuple[Floats, Floats]:
        """Return the share of each governorate that covers hold, at least and at most, (n, 5).

        They are nan where nothing is covered, or the weights say nothing of what is.

        Args:
            balance: tells which governorates are one on a day.
            days: a day for each cover.
            covers: the pieces of land.
            weight: of each block, see :attr:`weights`.
        """
        low, high = np.array([c.low for c in covers]), np.array([c.high for c in covers])
        together = _told_together(balance, days)

        def by_area(blocks: Floats) -> Floats:
            summed: Floats = np.einsum("ng,ngh->nh", blocks @ self.inside, together)
            return summed

        whole = by_area(np.broadcast_to(weight, low.shape))
        nothing = (high.max(axis=1) <= 0)[:, None]
        unsaid = np.where(nothing | ((whole <= 0) & (by_area(high) > 0)), np.nan, 0.0)
        whole = np.where(whole > 0, whole, 1.0)
        least, most = (by_area(cover * weight) / whole + unsaid for cover in (low, high))
        return least, most

    @cached_property
    def inside(self) -> Floats:
        """1 where a block lies in a governorate, else 0; shape (blocks, 5)."""
        pcodes = np.array(self.ground.pcodes)
        return (pcodes[:, None] == np.array(priors.AREAS)[None]).astype(np.float64)


def people_on(
    balance: Reconstruction, spreading: Spreading, days: Sequence[date], covers: Sequence[Cover]
) -> list[PeopleThere]:
    """Return people on pieces of land, each on its day, by land and by the census.

    Every draw of the ensemble is spread, and the range is of what that comes to: people of
    several governorates hang together as they do in the balance.

    Args:
        balance: people by governorate; without an ensemble it says nothing here.
        spreading: over which blocks, and by what.
        days: a day for each cover.
        covers: the pieces of land. One that covers nothing has no number.
    """
    if not days:
        return []
    ends = [
        spread_ends(balance, days, *spreading.shares(balance, days, covers, weight))
        for weight in spreading.weights
    ]
    return [PeopleThere(*(ends_or_none(*one[at]) for one in ends)) for at in range(len(days))]


def spread_ends(balance: Reconstruction, days: Sequence[date], low: Floats, high: Floats) -> Floats:
    """Return low and high of shares of the governorates' people, each on its day, shape (n, 2).

    They are nan where a share is, or where the balance gives no range.

    Args:
        balance: people by governorate.
        days: a day for each row.
        low: the least share of each governorate, shape (n, 5).
        high: the largest.
    """
    told = np.full((len(days), 2), np.nan)
    given = ranged(balance, days)
    if given.any():
        known = [day for day, is_given in zip(days, given, strict=True) if is_given]
        for side, shares in enumerate((low[given], high[given])):
            told[given, side] = _end(side, *_spread(balance, known, shares))
    return told


def summed_high(balance: Reconstruction, days: Sequence[date], high: Floats) -> float:
    """Return the high end of shares of the governorates' people added up over days.

    Args:
        balance: people by governorate.
        days: a day for each row.
        high: the largest share of each governorate, shape (n, 5).
    """
    if not ranged(balance, days).all():
        return math.nan
    draws, number = _spread(balance, days, high)
    return float(_end(1, draws.sum(axis=1)[:, None], number.sum(keepdims=True))[0])


def ranged(balance: Reconstruction, days: Sequence[date]) -> npt.NDArray[np.bool_]:
    """Return on which days the balance gives a range."""
    first, last = balance.days[0].date(), balance.days[-1].date()
    gives = balance.draws is not None and balance.has_observations
    return np.array([gives and first <= d <= last and balance.has_range(d) for d in days], bool)


def _spread(balance: Reconstruction, days: Sequence[date], shares: Floats) -> tuple[Floats, Floats]:
    """Draws and number of people, shapes (M, n) and (n,), on days on which there is a range."""
    assert balance.draws is not None
    first = balance.days[0].date()
    at = np.array([(day - first).days for day in days], dtype=np.intp)
    draws = np.einsum("mng,ng->mn", balance.draws[:, at, :_AREAS], shares)
    return draws, (balance.present[at, :_AREAS] * shares).sum(axis=1)


def _end(side: int, draws: Floats, number: Floats) -> Floats:
    """Low (0) or high (1) end of draws, as of every range never on the wrong side of its number."""
    end = np.quantile(draws, priors.RANGE[side], axis=0)
    bound = np.maximum(end, number) if side else np.minimum(end, number).clip(min=0.0)
    return np.asarray(bound, dtype=np.float64)


def held_at_most(balance: Reconstruction, days: Sequence[date], pcodes: Iterable[str]) -> Floats:
    """Return how many people some governorates held at most on days; nan without a range.

    Args:
        balance: people by governorate.
        days: the days asked about.
        pcodes: the governorates; the whole Strip where none is named.
    """
    named = set(pcodes) & set(priors.AREAS) or set(priors.AREAS)
    inside = np.array([code in named for code in priors.AREAS], dtype=np.float64)
    shares = (np.einsum("g,ngh->nh", inside, _told_together(balance, days)) > 0).astype(float)
    return spread_ends(balance, days, shares, shares)[:, 1]


def ends_or_none(low: float, high: float) -> Ends | None:
    """Return ends of a number; None where one is nan."""
    return None if math.isnan(low) or math.isnan(high) else Ends(float(low), float(high))


def _told_together(balance: Reconstruction, days: Sequence[date]) -> Floats:
    """Whether two governorates are told as one on each day, shape (days, 5, 5)."""
    first, last = balance.days[0].date(), balance.days[-1].date()
    known: dict[tuple[tuple[str, ...], ...], npt.NDArray[np.float64]] = {}
    out = []
    for day in days:
        areas = tuple(balance.areas_told(min(max(day, first), last)))
        if areas not in known:
            of = {code: area for area in areas for code in area}
            known[areas] = np.array(
                [[float(of[a] == of[b]) for b in priors.AREAS] for a in priors.AREAS]
            )
        out.append(known[areas])
    return np.array(out)
