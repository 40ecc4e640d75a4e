"""What was published by a day, rival figures side by side, of statements prepared once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from nuzuh.evidence.disagreement import RivalGroup, by_disagreement, kind_of, rival_group
from nuzuh.evidence.published import figure_of, status_of
from nuzuh.evidence.statements import (
    DIRECTIONS,
    QUESTIONS,
    RECENT_DAYS,
    Statement,
    in_order,
    question_of,
)
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import WAR_BEGAN
from nuzuh.loaders.table import rows_of

_WAR_BEGAN = WAR_BEGAN.date()
_BEFORE_PHASE = timedelta(days=21)
_BEFORE_WAR = ("home", "projection")

Link = tuple[str, str]


@dataclass(frozen=True)
class _Row:
    """A row of the table of estimates, as far as no day changes it.

    Attributes:
        at: its place in the table.
        statement: in time, without the outlets that repeat it.
        series: speaker, unit and, but for movements in one direction, area.
        ends: where from and where to, in P-codes of the Strip.
        repeats: the same statement in other outlets, each with the day that it names.
    """

    at: int
    statement: Statement
    series: tuple[str, ...]
    ends: tuple[frozenset[str], frozenset[str]]
    repeats: tuple[tuple[date, Link], ...]
    _told: dict[object, Statement] = field(default_factory=dict)

    @property
    def as_of(self) -> date:
        return self.statement.figure.as_of

    def names(self, area: frozenset[str]) -> bool:
        """Whether it is about an area in particular, see :class:`About`."""
        if len(area) == 1:
            return any(area <= end and end != pc.STRIP for end in self.ends)
        origin, destination = self.ends
        into = bool(origin and destination) and (
            (origin <= area and not destination & area)
            or (destination <= area and not origin & area)
        )
        return into or area in self.ends

    def told(self, day: date, standing: str) -> Statement:
        """The statement as it is told on a day; the same one on all days that tell it alike."""
        links = tuple(link for as_of, link in self.repeats if as_of <= day)
        appeared = self.statement.figure.appeared(day)
        key = standing, appeared, links
        if key not in self._told:
            self._told[key] = replace(
                self.statement, standing=standing, appeared=appeared, repeats=links
            )
        return self._told[key]


class About(NamedTuple):
    """Published figures about an area, those of each list with the newest first.

    ``repeats`` rows are folded into the statement that they repeat.

    Attributes:
        named: figures that name a governorate as where from or where to, alone or with
            others; of an area of several, figures for all of it together, and for people
            who went into it or out of it.
        of_parts: of an area of several, figures for some of it.
        of_all: figures for the whole Strip, which say nothing of a part in particular.
    """

    named: list[Statement]
    of_parts: list[Statement]
    of_all: list[Statement]


class PreparedStatements:
    """The statements of a table, prepared once for any number of days.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.

    Example:
        >>> from nuzuh.loaders import load_estimates
        >>> statements = PreparedStatements(load_estimates().frame)
        >>> told = statements.published_by(date(2025, 10, 5), phase_start=date(2025, 8, 14))
        >>> max(s.figure.central for s in told["moved_south"])
        900000.0
    """

    def __init__(self, estimates: pd.DataFrame) -> None:
        repeats: dict[str, list[tuple[date, Link]]] = {}
        again = estimates[estimates["repeats"] != ""]
        for row in rows_of(again):
            link = row["source_title"], row["source_url"]
            repeats.setdefault(row["repeats"], []).append((row["as_of"].date(), link))
        told = estimates[estimates["repeats"] == ""]
        rows = [
            _row(at, row, tuple(repeats.get(row["id"], ()))) for at, row in enumerate(rows_of(told))
        ]
        self._rows = sorted(rows, key=lambda row: row.as_of)
        self._days = [row.as_of for row in self._rows]
        # From one day to the next hardly anything changes: what is the same is not made anew.
        self._kept: dict[str, tuple[list[int], list[tuple[_Row, str]]]] = {}
        self._told: dict[str, tuple[list[Statement], list[Statement]]] = {}

    def published_by(
        self, day: date, *, phase_start: date | None = None, later: bool = True
    ) -> dict[str, list[Statement]]:
        """Return what is known about each question of a day.

        Of each speaker's series (same question and unit; but for movements in one
        direction also the same area) the latest figure is kept, and for people
        present also the figure with which the speaker opened the phase when it
        differs: "a million before, 600,000 to 700,000 now". Several figures of one
        speaker for the same day all stay.
        A movement gives way only to a later one whose period is at least as long:
        a day's count never hides a running total.

        Args:
            day: figures that describe a later day are left out.
            phase_start: first day of the current phase. Figures reach back to three
                weeks before it, or :data:`RECENT_DAYS` days where that is earlier.
            later: tell figures whose page came out after the day, too.

        Returns:
            For each question that has figures, the statements: running totals and
            stocks before counts of a single day and before counts of movements, by
            side, the side with the lowest figure first, and within a side from the
            lowest to the highest; last what is from records and published nowhere.
            ``repeats`` rows are folded into the statement that they repeat.
        """
        in_war = day >= _WAR_BEGAN
        since = day - timedelta(days=RECENT_DAYS)
        if phase_start is not None:
            since = min(since, phase_start - _BEFORE_PHASE)
        if in_war:
            since = max(since, _WAR_BEGAN)
        asked: dict[str, list[_Row]] = {}
        for row in self._within(since, day):
            said = row.statement
            if not said.question or (in_war and said.basis in _BEFORE_WAR):
                continue
            if status_of(row.as_of, day, phase_start) == "too_old":
                continue
            if not later and said.figure.appeared(day) == "later":
                continue
            asked.setdefault(said.question, []).append(row)
        return {
            question: self._in_order(
                question, [row.told(day, standing) for row, standing in self._of(question, rows)]
            )
            for question, rows in ((question, asked.get(question)) for question in QUESTIONS)
            if rows
        }

    def _of(self, question: str, rows: list[_Row]) -> list[tuple[_Row, str]]:
        """What is kept of the rows on a question, each with its standing."""
        places = [row.at for row in rows]
        last = self._kept.get(question)
        if last is not None and last[0] == places:
            return last[1]
        kept = _of_series(rows, question)
        self._kept[question] = places, kept
        return kept

    def _in_order(self, question: str, statements: list[Statement]) -> list[Statement]:
        last = self._told.get(question)
        if (
            last is None
            or len(last[0]) != len(statements)
            or any(one is not other for one, other in zip(last[0], statements, strict=True))
        ):
            last = self._told[question] = statements, in_order(statements)
        return list(last[1])

    def about(
        self, pcodes: Collection[str], first: date, last: date, *, later: bool = True
    ) -> About:
        """Return every published figure about an area that describes a day of a period.

        Args:
            pcodes: the governorate, or those of an area of several; all for the whole Strip.
            first: first day that a figure may describe.
            last: last day that a figure may describe.
            later: tell figures whose page came out after the last day, too.
        """
        area = frozenset(pcodes)
        told = About([], [], [])
        for row in _newest_first(self._within(first, last)):
            if not any(area & end for end in row.ends):
                continue
            statement = row.told(last, "latest")
            if statement.appeared == "later" and not later:
                continue
            if row.names(area):
                told.named.append(statement)
            elif any(area & end and end != pc.STRIP for end in row.ends):
                told.of_parts.append(statement)
            else:
                told.of_all.append(statement)
        return told

    def moved_within(
        self, first: date, last: date, *, later: bool = True
    ) -> tuple[list[Statement], list[Statement]]:
        """Return every published figure of movements that ends in a period.

        Args:
            first: first day of the period.
            last: its last day.
            later: tell figures whose page came out after the last day, too.

        Returns:
            The figures whose own period lies within, or that name no first day; and those
            that began before, of which nobody can tell how many moved in the period alone.
        """
        told: tuple[list[Statement], list[Statement]] = [], []
        for row in self._within(first, last):
            statement = row.told(last, "latest")
            start = statement.period_start
            if statement.measure != "movement" or (statement.appeared == "later" and not later):
                continue
            told[start is not None and start < first].append(statement)
        return told

    def rivals(self, first: date, last: date, *, later: bool = True) -> list[RivalGroup]:
        """Return the figures of a period that can be held against each other.

        Args:
            first: first day that a figure may describe.
            last: last day that a figure may describe.
            later: tell figures whose page came out after the last day, too.

        Returns:
            A group for each question and what is counted, those with the figures furthest
            apart first; see :mod:`nuzuh.evidence.disagreement`. Of the time of the war, people
            by home and projections are left out, as on the panel.
        """
        asked: dict[tuple[str, str, bool], list[_Row]] = {}
        for row in self._within(first, last):
            said = row.statement
            before_war = row.as_of >= _WAR_BEGAN and said.basis in _BEFORE_WAR
            if not said.question or before_war:
                continue
            if not later and said.figure.appeared(last) == "later":
                continue
            asked.setdefault((said.question, *kind_of(said)), []).append(row)
        return by_disagreement(
            rival_group(
                [row.told(last, "latest") for row in rows],
                [row.told(last, "latest") for row in _latest(rows, question)],
            )
            for (question, *_), rows in asked.items()
        )

    def _within(self, first: date, last: date) -> list[_Row]:
        """The rows that describe a day of a period, in the order of the table."""
        inside = self._rows[bisect_left(self._days, first) : bisect_right(self._days, last)]
        return sorted(inside, key=lambda row: row.at)


def statement_of(row: Mapping[str, Any], day: date) -> Statement:
    """Return one row of the table of estimates as a statement, without the outlets that repeat it.

    Args:
        row: its cells by column.
        day: the day shown, by which its page was out or not.
    """
    statement = _row(0, row, ()).statement
    return replace(statement, appeared=statement.figure.appeared(day))


def _row(at: int, row: Mapping[str, Any], repeats: tuple[tuple[date, Link], ...]) -> _Row:
    question = question_of(row) or ""
    area = ("origin", "destination_pcodes", "destination_coverage")
    named = ("speaker", "unit", *(() if question in DIRECTIONS else area))
    origin, destination = (
        pc.split(row[f"{end}_pcodes"]) & pc.STRIP for end in ("origin", "destination")
    )
    statement = Statement(
        figure=figure_of(row),
        question=question,
        measure=row["measure"],
        kind=row["kind"],
        counting=row["counting"],
        origin=row["origin"],
        period_start=_day(row["period_start"]),
        period_assumed=row["period_basis"] == "assumed",
        basis=row["basis"],
        weak=bool(row["weak"]),
        source_title=row["source_title"],
        source_url=row["source_url"],
        source_date=_day(row["source_date"]),
        note=row["note"],
        repeats=(),
        standing="latest",
        pcodes=origin | destination,
        origins=frozenset(origin),
        destinations=frozenset(destination),
        origin_coverage=row["origin_coverage"],
    )
    return _Row(at, statement, tuple(row[name] for name in named), (origin, destination), repeats)


def _day(value: pd.Timestamp) -> date | None:
    return None if pd.isna(value) else value.date()


def _newest_first(rows: Iterable[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: row.as_of, reverse=True)


def _of_series(rows: list[_Row], question: str) -> list[tuple[_Row, str]]:
    """What is kept of rows on a question, series by series."""
    series: dict[tuple[str, ...], list[_Row]] = {}
    for row in rows:
        series.setdefault(row.series, []).append(row)
    return [told for of_one in series.values() for told in _kept(of_one, question)]


def _latest(rows: list[_Row], question: str) -> list[_Row]:
    """The rows that no later one of their series replaces."""
    return [row for row, standing in _of_series(rows, question) if standing == "latest"]


def _kept(series: list[_Row], question: str) -> list[tuple[_Row, str]]:
    """The rows of a series that are told, each with its standing."""
    if question in (*DIRECTIONS, "moved_other"):
        return [(row, "latest") for row in _not_hidden(series)]
    last = max(row.as_of for row in series)
    kept = [(row, "latest") for row in series if row.as_of == last]
    first = min(series, key=lambda row: row.as_of)
    if first.statement.measure == "people_present" and first.as_of < last:
        kept.append((first, "before"))
    return kept


def _not_hidden(movements: list[_Row]) -> list[_Row]:
    """The movements of a series that no later sound one of at least their length replaces."""
    kept: list[_Row] = []
    # A doubtful figure replaces none: shorter than any other, it hides nothing.
    hiding = reach = -1
    day: date | None = None
    for row in _newest_first(movements):
        if row.as_of != day:
            day, hiding = row.as_of, reach
        said = row.statement
        if said.days > hiding:
            kept.append(row)
        if not said.weak:
            reach = max(reach, said.days)
    return kept
