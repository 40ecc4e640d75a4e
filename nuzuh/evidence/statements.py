"""Published figures as statements: which question each answers, in which order they are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any

import pandas as pd

from nuzuh.evidence.published import Appearance, Figure
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.publishers import GROUPS, UNATTRIBUTED
from nuzuh.loaders.territory import territory

LEFT = {pcode: f"left_{pcode}" for pcode in pc.GOVERNORATES}
"""The question of who left a governorate for elsewhere in the Strip, by its P-code."""

_MOVED = tuple(f"moved_{side.id}" for side in reversed(territory().sides))
DIRECTIONS = (*_MOVED, *LEFT.values())
"""Questions of one direction: a speaker's figures on one are a series, whatever ends it names."""

QUESTIONS = (
    *(f"present_{side.id}" for side in territory().sides),
    "present_strip",
    *_MOVED,
    *LEFT.values(),
    "moved_other",
    "displaced",
    "sheltered",
    "affected",
    "under_orders",
    "orders_or_zones",
    "one_order",
    "ever_ordered",
    "control_zone",
)
"""The questions that published figures answer, in the order in which a reader asks them: how many
people are where comes before who moved. ``moved_other`` is in and out of the Strip, within an
area, or from several governorates to elsewhere."""

FRESH_DAYS = 21
"""A figure older than this is not news on the day."""

RECENT_DAYS = 60
"""Outside the current phase, how far back a figure still belongs on the panel."""


@dataclass(frozen=True)
class Statement:
    """A published figure with everything a reader needs to weigh and to cite it.

    Attributes:
        figure: the number as worded.
        question: one of :data:`QUESTIONS`, or "" where it answers none of them.
        measure, kind, counting: what is measured; stock, flow or state; whether
            people or movements are counted.
        origin: where from, for a flow; else "".
        period_start: first day of its period; None for a single day.
        period_assumed: the publisher named no start, this one is ours.
        basis: observed, derived, planning, home or projection; records for what is not published.
        weak: its date or author is doubtful.
        source_title, source_url, source_date: where it was seen; url may be "".
        note: what else is known of it.
        repeats: the same statement in other outlets, (title, url) each.
        standing: ``latest`` of its publisher on this, or ``before``: the figure
            with which the same publisher opened the phase.
        appeared: whether its page had come out by the day asked about.
        pcodes: the governorates that it speaks of, at either end of a flow.
        origins, destinations: those of each end.
        origin_coverage: how the name of where from relates to them (whole, city, part).
    """

    figure: Figure
    question: str
    measure: str
    kind: str
    counting: str
    origin: str
    period_start: date | None
    period_assumed: bool
    basis: str
    weak: bool
    source_title: str
    source_url: str
    source_date: date | None
    note: str
    repeats: tuple[tuple[str, str], ...]
    standing: str
    appeared: Appearance = "in_time"
    pcodes: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    destinations: frozenset[str] = frozenset()
    origin_coverage: str = ""

    @property
    def days(self) -> int:
        """How many days its period is longer than one; 0 for a single day and for a stock."""
        if self.kind != "flow" or self.period_start is None:
            return 0
        return (self.figure.as_of - self.period_start).days

    def covers(self, day: date) -> bool:
        """Whether it tells a total over several days that is still news on a day."""
        began = self.period_start is not None and self.period_start <= day
        return began and self.days > 0 and (day - self.figure.as_of).days <= FRESH_DAYS


def speaker_of(statement: Statement) -> str:
    """Return whose figure a statement tells, whoever passes it on."""
    figure = statement.figure
    return figure.publisher if figure.according_to in ("", UNATTRIBUTED) else figure.according_to


def question_of(row: pd.Series | Mapping[str, Any]) -> str | None:
    """Tell which question a row of the estimates table answers, or None for none of them.

    >>> import pandas as pd
    >>> question_of(pd.Series({"measure": "movement", "unit": "people", "origin": "Gaza City",
    ...     "origin_pcodes": "PS0260", "destination": "south of Wadi Gaza",
    ...     "destination_pcodes": "PS0265 PS0270 PS0275"}))
    'moved_south'
    """
    measure, unit = row["measure"], row["unit"]
    if measure == "movement" and unit != "percent":
        return _direction(row)
    if measure == "people_present" and unit == "people":
        return _whereabouts(row)
    if measure == "under_orders":
        return _BY_SCOPE.get(row["scope"]) if unit == "percent" else None
    return _BY_MEASURE.get(measure)


_BY_MEASURE = {
    "idps": "displaced",
    "sheltered": "sheltered",
    "affected": "affected",
    "control_zone": "control_zone",
}
_BY_SCOPE = {
    "orders": "under_orders",
    "orders or zones": "orders_or_zones",
    "ever ordered": "ever_ordered",
    "one order": "one_order",
    "zones": "control_zone",
}
"""What a published share counts: see the column ``scope`` in docs/data.md."""


def _direction(row: pd.Series | Mapping[str, Any]) -> str:
    origin = pc.split(row["origin_pcodes"]) & pc.STRIP
    destination = pc.split(row["destination_pcodes"]) & pc.STRIP
    if origin and destination:
        for here, there in permutations(territory().sides, 2):
            if origin.issubset(here.pcodes) and destination.issubset(there.pcodes):
                return f"moved_{there.id}"
        if len(origin) == 1 and destination != origin:
            return LEFT[next(iter(origin))]
    return "moved_other"


def largest_outflow(told: Mapping[str, list[Statement]], day: date) -> str | None:
    """Return the governorate that most people are said to have left for elsewhere, by its P-code.

    Only sound and published totals of people count whose period covers the day, see
    :meth:`Statement.covers`; movements are not people.

    Args:
        told: statements by question, as ``PreparedStatements.published_by`` gives them.
        day: the day shown.
    """
    totals = {
        pcode: max(
            (
                s.figure.central
                for s in told.get(question, ())
                if s.figure.unit == "people"
                and not s.weak
                and not s.figure.from_records
                and s.covers(day)
            ),
            default=0.0,
        )
        for pcode, question in LEFT.items()
    }
    largest = max(totals, key=lambda pcode: totals[pcode])
    return largest if totals[largest] else None


def _whereabouts(row: pd.Series | Mapping[str, Any]) -> str | None:
    area = pc.split(row["destination_pcodes"]) & pc.STRIP
    if area == pc.STRIP:
        return "present_strip"
    on = (side.id for side in territory().sides if area and area.issubset(side.pcodes))
    return next((f"present_{side}" for side in on), None)


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Return statements on one question in the order in which they are told.

    See :meth:`nuzuh.evidence.prepared_statements.PreparedStatements.published_by`.
    """
    listed = list(statements)

    def part(s: Statement) -> tuple[bool, bool]:
        return s.kind == "flow" and s.days == 0, s.figure.unit == "movements"

    lowest: dict[tuple[bool, bool, str], float] = {}
    for s in listed:
        claim = (*part(s), s.figure.party)
        lowest[claim] = min(s.figure.central, lowest.get(claim, s.figure.central))
    return sorted(
        listed,
        key=lambda s: (
            *part(s),
            s.figure.from_records,
            lowest[(*part(s), s.figure.party)],
            GROUPS.index(s.figure.side),
            s.figure.central,
            s.figure.as_of,
        ),
    )
