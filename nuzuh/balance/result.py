"""What a reconstruction holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.marked import Marked, marked_days
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.told_apart import Joint, Pair, areas_told, joints

Floats = npt.NDArray[np.float64]
ROW_COLUMNS = (
    "id",
    "publisher",
    "treatment",
    "reason",
    "clauses",
    "published_low",
    "published_high",
    "predicted",
    "error",
    "residual",
    "weight",
)


class Notice(str):
    """A plain English sentence about the input, and what it takes to say it in other words.

    Attributes:
        key: which notice it is.
        parts: what it tells: numbers, names, days, ids of figures.
    """

    __slots__ = ("key", "parts")
    key: str
    parts: dict[str, Any]

    def __new__(cls, text: str, key: str = "", **parts: Any) -> Self:
        """Return the sentence with its key and parts."""
        made = super().__new__(cls, text)
        made.key, made.parts = key, parts
        return made


@dataclass(frozen=True)
class Reconstruction:
    """People present and movements by day, reconstructed from published figures.

    `days` ends of days, length T. `present` (T, 6), places in the order of `priors.PLACES`; the
    last
    column counts people who left the Strip since the first day. `flows` (T, 30) people who moved on
    the day, pairs in the order of `grid.CROSSING`; `births`, `deaths` (T, 6). On every day
    present[t] = present[t-1] + births[t] - deaths[t] + arrivals[t] - departures[t].
    `draws` (M, T, 6) and `flow_draws` (M, T, 30) cumulative flows of the ensemble, or None.
    `rows` one line per row of the table (`ROW_COLUMNS`; `reason` in plain English, `clauses` to say
    it otherwise, see `reasons.Reason`), `notices` plain sentences about the input.
    """

    view: str
    days: pd.DatetimeIndex
    present: Floats
    flows: Floats
    births: Floats
    deaths: Floats
    rows: pd.DataFrame
    notices: tuple[Notice, ...]
    scales: pd.DataFrame
    seconds: float
    draws: npt.NDArray[np.float32] | None = None
    flow_draws: npt.NDArray[np.float32] | Marked | None = None
    absent: tuple[tuple[pd.Timestamp, pd.Timestamp], ...] = field(default=())
    """Periods of over a year without any figure in the view: no range is given there."""
    last_told: Mapping[Pair, int] = field(default_factory=dict)
    """Last day (ordinal) on which a figure tells two neighbours apart."""
    read: Callable[[], Iterable[Observation]] = field(default=tuple, repr=False)
    """Gives the figures given to the solver."""
    left_out: Mapping[str, npt.NDArray[np.float32]] | None = None
    """By side: how people by day and place change when its figures are left out, shape (T, 6);
    None where it was not computed, empty where there is one side only."""
    told: Mapping[tuple[str, ...], tuple[Floats, Floats]] | None = field(default=None, repr=False)
    """Low and high of people by day for groups of places, of a picture that is kept without its
    ensemble; nan on days on which a group is not told. None where there is an ensemble, or none
    was computed."""

    @property
    def ranged(self) -> bool:
        """Whether people have likely ranges: by its ensemble, or as they were kept."""
        return self.draws is not None or self.told is not None

    @cached_property
    def _ends(self) -> tuple[int, int]:
        """Ordinals of the first and the last day."""
        return self.days[0].toordinal(), self.days[-1].toordinal()

    def _at(self, date: object) -> int:
        first, last = self._ends
        at = _ordinal(date)
        if not first <= at <= last:
            days = (pd.Timestamp.fromordinal(end).date() for end in (at, first, last))
            raise ValueError("{} is outside {} to {}".format(*days))
        return at - first

    def _period(self, start: object, end: object) -> tuple[int, int]:
        """The day before a period, as far as there is one, and its last day."""
        first, last = self._at(start), self._at(end)
        if last < first:
            raise ValueError("the period ends before it starts")
        return max(first - 1, 0), last

    @cached_property
    def totals(self) -> Floats:
        """People who moved up to each day, (T, 30): the browser adds up the same."""
        return np.cumsum(self.flows, axis=0)

    @cached_property
    def moving(self) -> Marked | None:
        """The ensemble's running totals of movements, from which every range of them is taken.

        They are kept on marked days and in steps of :data:`nuzuh.balance.marked.UNIT` people,
        so that a browser can be sent the very same.
        """
        draws = self.flow_draws
        if draws is None:
            return None
        if not isinstance(draws, Marked):
            at = marked_days(self.flows)
            draws = Marked(draws[:, at], at)
        return draws.stepped()

    @cached_property
    def has_observations(self) -> bool:
        """Whether any published figure of the view could be used."""
        return bool((self.rows["weight"] > 0).any())

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """The figures given to the solver: where and when each speaks, see :mod:`explain`."""
        return tuple(self.read())

    @cached_property
    def joints(self) -> tuple[Joint, ...]:
        """Neighbours that no figure tells apart any more, and from which day on."""
        if not self.has_observations:
            # Nothing is told of any area then.
            return ()
        first = self.days[0].toordinal()
        return joints(dict(self.last_told), first, self.present, self.flows)

    def areas_told(self, date: object) -> list[tuple[str, ...]]:
        """The areas that the figures tell apart on a day, north to south; see `told_apart`."""
        at = self._at(date)
        begun = sum(joint.since <= at for joint in self.joints)
        if begun not in self._areas_told:
            self._areas_told[begun] = areas_told(self.joints, at)
        return self._areas_told[begun]

    @cached_property
    def _areas_told(self) -> dict[int, list[tuple[str, ...]]]:
        """The areas told apart by how many joints have begun: once they have, joints stay."""
        return {}

    def tells(self, date: object, places: tuple[str, ...]) -> bool:
        """Whether the figures tell a group of areas apart from the others on a day."""
        group = set(places)
        return all(
            group.isdisjoint(area) or group.issuperset(area) for area in self.areas_told(date)
        )

    def has_data_gap(self, date: object) -> bool:
        """Whether a day lies in a period of over a year without any figure of the view."""
        day = _ordinal(date)
        return any(first < day < last for first, last in self._absent)

    @cached_property
    def _absent(self) -> tuple[tuple[int, int], ...]:
        return tuple((first.toordinal(), last.toordinal()) for first, last in self.absent)

    def has_range(self, date: object) -> bool:
        """Whether a range can be given on a day."""
        return self.ranged and not self.has_data_gap(date)

    def group(self, date: object, places: tuple[str, ...]) -> tuple[float, float, float]:
        """People in a group of places on a day: number, low, high (nan without a range)."""
        at = self._at(date)
        columns = [priors.PLACES.index(p) for p in places]
        number = float(self.present[at, columns].sum())
        if len(columns) == 1:
            low, high = (float(end[at, columns[0]]) for end in self.ends_by_place)
            return number, low, high
        low, high = (float(end[at]) for end in self._ends_of(places))
        return number, low, high

    def course(self, dates: Sequence[object], places: tuple[str, ...]) -> Floats:
        """People in a group of places on many days, as :meth:`group` of each; shape (days, 3)."""
        at = np.array([self._at(date) for date in dates], dtype=np.intp)
        columns = [priors.PLACES.index(p) for p in places]
        told = np.full((len(at), 3), np.nan)
        told[:, 0] = self.present[:, columns].sum(axis=1)[at]
        if not len(at):
            return told
        if self.draws is not None:
            summed = self.draws[:, :, columns].sum(axis=2)[:, at]
            low, high = np.quantile(summed, priors.RANGE, axis=0)
        elif self.told is not None and places in self.told:
            low, high = (end[at] for end in self.told[places])
        else:
            return told
        told[:, 1] = np.maximum(np.minimum(low, told[:, 0]), 0.0)
        told[:, 2] = np.maximum(high, told[:, 0])
        told[[not self.has_range(date) for date in dates], 1:] = np.nan
        return told

    def _ends_of(self, places: tuple[str, ...]) -> tuple[Floats, Floats]:
        """Low and high of people in a group of places by day, computed once for all days."""
        if places not in self._groups:
            told = self.course(self.days, places)
            self._groups[places] = told[:, 1], told[:, 2]
        return self._groups[places]

    @cached_property
    def _groups(self) -> dict[tuple[str, ...], tuple[Floats, Floats]]:
        return {}

    @cached_property
    def ends_by_place(self) -> tuple[Floats, Floats]:
        """Low and high of people by day and place, shape (T, 6) each; nan without a range."""
        if self.draws is None:
            told = [self.course(self.days, (place,)) for place in priors.PLACES]
            return np.stack([one[:, 1] for one in told], 1), np.stack(
                [one[:, 2] for one in told], 1
            )
        # A place at a time: all of them at once would copy the whole ensemble.
        low, high = (
            np.stack(side, axis=1).astype(np.float64)
            for side in zip(
                *(np.quantile(self.draws[:, :, i], priors.RANGE, axis=0) for i in range(6)),
                strict=True,
            )
        )
        given = np.array([self.has_range(day) for day in self.days])[:, None]
        low = np.where(given, np.maximum(np.minimum(low, self.present), 0.0), np.nan)
        return low, np.where(given, np.maximum(high, self.present), np.nan)

    def change(
        self, start: object, end: object, places: tuple[str, ...]
    ) -> tuple[float, float, float]:
        """Change of people in a group of places from one day to another: number, low, high.

        The range comes from each member's own change, for the ends of the two
        days' ranges say nothing about how the days hang together.
        """
        first, last = self._at(start), self._at(end)
        columns = [priors.PLACES.index(p) for p in places]
        number = float((self.present[last, columns] - self.present[first, columns]).sum())
        if self.draws is None or not (self.has_range(start) and self.has_range(end)):
            return number, float("nan"), float("nan")
        moved = self.draws[:, last][:, columns] - self.draws[:, first][:, columns]
        low, high = np.quantile(moved.sum(axis=1), priors.RANGE)
        return number, min(float(low), number), max(float(high), number)

    def people(self, date: object) -> pd.DataFrame:
        """People by place on a day: pcode, name, people, low, high; last outside and total."""
        lines = [(p, priors.NAMES[p], *self.group(date, (p,))) for p in priors.PLACES]
        lines.append(("total", "Gaza Strip", *self.group(date, priors.AREAS)))
        return pd.DataFrame(lines, columns=["pcode", "name", "people", "low", "high"])

    def movements(self, start: object, end: object) -> pd.DataFrame:
        """People moved between places from start to end, both days included; every pair.

        Raises ValueError when the period is reversed or outside the balance.
        """
        before, last = self._period(start, end)
        sums = self.totals[last] - self.totals[before]
        lines = []
        for i, (a, b) in enumerate(CROSSING):
            low = high = float("nan")
            if self.moving is not None and self.has_range(start) and self.has_range(end):
                low, high = moved_ends(
                    self.moving[:, last, i] - self.moving[:, before, i], float(sums[i])
                )
            lines.append((a, b, float(sums[i]), low, high))
        return pd.DataFrame(lines, columns=["origin", "destination", "people", "low", "high"])

    def moved(
        self, start: object, end: object, origins: tuple[str, ...], destinations: tuple[str, ...]
    ) -> tuple[float, float, float]:
        """People moved from a group of places to another in a period: number, low, high.

        The browser finds the same of each way (frontend/src/moving.ts). Raises ValueError when
        the period is reversed or outside the balance.
        """
        before, last = self._period(start, end)
        pairs = [i for i, (a, b) in enumerate(CROSSING) if a in origins and b in destinations]
        number = float((self.totals[last, pairs] - self.totals[before, pairs]).sum())
        if self.moving is None or not (self.has_range(start) and self.has_range(end)):
            return number, float("nan"), float("nan")
        difference = self.moving[:, last][:, pairs] - self.moving[:, before][:, pairs]
        return (number, *moved_ends(difference.sum(axis=1), number))

    def moved_alone(self, start: object, end: object, places: tuple[str, ...]) -> float:
        """People moved between any two of some places in a period, without a range.

        Raises ValueError when the period is reversed or outside the balance.
        """
        before, last = self._period(start, end)
        pairs = [i for i, (a, b) in enumerate(CROSSING) if a in places and b in places]
        return float((self.totals[last, pairs] - self.totals[before, pairs]).sum())

    def row(self, row_id: str) -> pd.Series:
        """The line about one published figure. Raises KeyError for an unknown id."""
        found = self.rows[self.rows["id"] == row_id]
        if found.empty:
            raise KeyError(row_id)
        return found.iloc[0]

    def daily(self) -> pd.DataFrame:
        """Long table: date, pcode, people, low, high."""
        low, high = self.ends_by_place
        frames = [
            pd.DataFrame(
                {
                    "date": self.days,
                    "pcode": place,
                    "people": self.present[:, i],
                    "low": low[:, i],
                    "high": high[:, i],
                }
            )
            for i, place in enumerate(priors.PLACES)
        ]
        return pd.concat(frames, ignore_index=True)

    def with_draws(
        self, draws: npt.NDArray[np.float32], flow_draws: npt.NDArray[np.float32] | Marked
    ) -> Reconstruction:
        """The same reconstruction with an ensemble."""
        return replace(self, draws=draws, flow_draws=flow_draws)


def _ordinal(day: object) -> int:
    """A day as a number; a balance is asked about thousands, so dates are not parsed for it."""
    return day.toordinal() if isinstance(day, date) else pd.Timestamp(str(day)).toordinal()


def ends(
    draws: npt.NDArray[np.floating], number: float, *, few: bool = False
) -> tuple[float, float]:
    """Low and high of draws, never on the wrong side of the number itself nor below zero.

    Args:
        draws: of people or moves.
        number: about which they are.
        few: read the ends so that the range of a dozen draws or two is as wide as that of many
            is. Drawn between the two nearest, as the browser does it for all, 36 draws give a
            range that is too narrow by a tenth, and twelve one that is by a quarter.
    """
    low, high = np.quantile(draws, priors.RANGE, method="median_unbiased" if few else "linear")
    return max(min(float(low), number), 0.0), max(float(high), number)


def moved_ends(
    draws: npt.NDArray[np.floating], number: float, *, few: bool = False
) -> tuple[float, float]:
    """Low and high of movements: of draws, and no nearer than counts are to each other.

    See :data:`nuzuh.balance.priors.MOVED_WITHIN` and, for `few`, :func:`ends`. The browser does
    the same.
    """
    low, high = ends(draws, number, few=few)
    return min(low, number / priors.MOVED_WITHIN), max(high, number * priors.MOVED_WITHIN)
