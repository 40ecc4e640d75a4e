"""What was published by a day, rival figures side by side, grouped by the question they answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations

import pandas as pd

from nuzuh.evidence.published import Appearance, Figure, figure_of, status_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import WAR_BEGAN
from nuzuh.loaders.publishers import GROUPS
from nuzuh.loaders.territory import territory

LEFT = {pcode: f"left_{pcode}" for pcode in pc.GOVERNORATES}
"""The question of who left a governorate for elsewhere in the Strip, by its P-code."""

_MOVED = tuple(f"moved_{side.id}" for side in reversed(territory().sides))
_DIRECTIONS = (*_MOVED, *LEFT.values())
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
        basis: observed, derived, planning, home or projection.
        weak: its date or author is doubtful.
        source_title, source_url, source_date: where it was seen; url may be "".
        note: what else is known of it.
        repeats: the same statement in other outlets, (title, url) each.
        standing: ``latest`` of its publisher on this, or ``before``: the figure
            with which the same publisher opened the phase.
        appeared: whether its page had come out by the day asked about.
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


def question_of(row: pd.Series) -> str | None:
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


def _direction(row: pd.Series) -> str:
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

    Only sound totals of people count whose period covers the day, see
    :meth:`Statement.covers`; movements are not people.

    Args:
        told: statements by question, see :func:`published_by`.
        day: the day shown.
    """
    totals = {
        pcode: max(
            (
                s.figure.central
                for s in told.get(question, ())
                if s.figure.unit == "people" and not s.weak and s.covers(day)
            ),
            default=0.0,
        )
        for pcode, question in LEFT.items()
    }
    largest = max(totals, key=lambda pcode: totals[pcode])
    return largest if totals[largest] else None


def _whereabouts(row: pd.Series) -> str | None:
    area = pc.split(row["destination_pcodes"]) & pc.STRIP
    if area == pc.STRIP:
        return "present_strip"
    on = (side.id for side in territory().sides if area and area.issubset(side.pcodes))
    return next((f"present_{side}" for side in on), None)


def published_by(
    estimates: pd.DataFrame,
    day: date,
    *,
    phase_start: date | None = None,
    later: bool = True,
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
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        day: figures that describe a later day are left out.
        phase_start: first day of the current phase. Figures reach back to three
            weeks before it, or :data:`RECENT_DAYS` days where that is earlier.
        later: tell figures whose page came out after the day, too.

    Returns:
        For each question that has figures, the statements: running totals and
        stocks before counts of a single day and before counts of movements, by
        side, the side with the lowest figure first, and within a side from the
        lowest to the highest. ``repeats`` rows are folded into the statement
        that they repeat.
    """
    at = pd.Timestamp(day)
    since = at - pd.Timedelta(days=RECENT_DAYS)
    if phase_start is not None:
        since = min(since, pd.Timestamp(phase_start) - pd.Timedelta(days=21))
    if at >= WAR_BEGAN:
        since = max(since, WAR_BEGAN)
    rows = estimates[(estimates["as_of"] <= at) & (estimates["as_of"] >= since)]
    fits = [status_of(then.date(), day, phase_start) != "too_old" for then in rows["as_of"]]
    rows = rows.loc[fits]
    rows = rows.assign(question=[question_of(row) for _, row in rows.iterrows()])
    rows = rows[rows["question"].notna() & (rows["repeats"] == "")]
    if at >= WAR_BEGAN:
        rows = rows[~rows["basis"].isin(["home", "projection"])]
    if not later:
        rows = rows.loc[[figure_of(row).appeared(day) != "later" for _, row in rows.iterrows()]]
    told: dict[str, list[Statement]] = {}
    for question in QUESTIONS:
        group = rows[rows["question"] == question]
        kept = _latest_of_series(group, question)
        statements = [_statement(row, question, estimates, at, standing) for row, standing in kept]
        if statements:
            told[question] = in_order(statements)
    return told


def in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Return statements on one question as they are told, see :func:`published_by`."""
    listed = list(statements)

    def part(s: Statement) -> tuple[bool, bool]:
        return s.kind == "flow" and s.days == 0, s.figure.unit == "movements"

    lowest: dict[tuple[bool, bool, str], float] = {}
    for s in listed:
        claim = (*part(s), s.figure.side)
        lowest[claim] = min(s.figure.central, lowest.get(claim, s.figure.central))
    return sorted(
        listed,
        key=lambda s: (
            *part(s),
            lowest[(*part(s), s.figure.side)],
            GROUPS.index(s.figure.side),
            s.figure.central,
            s.figure.as_of,
        ),
    )


def statements_about(
    estimates: pd.DataFrame, pcode: str, first: date, last: date, *, later: bool = True
) -> tuple[list[Statement], list[Statement]]:
    """Return every published figure about a governorate that describes a day of a period.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        pcode: the governorate.
        first: first day that a figure may describe.
        last: last day that a figure may describe.
        later: tell figures whose page came out after the last day, too.

    Returns:
        The figures that name it as where from or where to, alone or with
        others; and the figures for the whole Strip, which say nothing of it in
        particular. Both newest first. ``repeats`` rows are folded into the
        statement that they repeat.
    """
    at = pd.Timestamp(last)
    rows = estimates[estimates["as_of"].between(pd.Timestamp(first), at)]
    rows = rows[rows["repeats"] == ""].sort_values("as_of", ascending=False, kind="stable")
    named: list[Statement] = []
    of_all: list[Statement] = []
    for _, row in rows.iterrows():
        ends = [pc.split(row[f"{end}_pcodes"]) & pc.STRIP for end in ("origin", "destination")]
        if any(pcode in end for end in ends):
            particular = any(pcode in end and end != pc.STRIP for end in ends)
            statement = _statement(row, question_of(row) or "", estimates, at, "latest")
            if statement.appeared == "later" and not later:
                continue
            (named if particular else of_all).append(statement)
    return named, of_all


def _latest_of_series(rows: pd.DataFrame, question: str) -> list[tuple[pd.Series, str]]:
    kept: list[tuple[pd.Series, str]] = []
    is_flow = question in _DIRECTIONS
    ends = [] if is_flow else ["origin", "destination_pcodes", "destination_coverage"]
    for _, group in rows.groupby(["speaker", "unit", *ends], sort=False):
        if question in (*_DIRECTIONS, "moved_other"):
            kept += [(row, "latest") for _, row in _not_hidden(group).iterrows()]
            continue
        last = group["as_of"].max()
        kept += [(row, "latest") for _, row in group[group["as_of"] == last].iterrows()]
        first = group[group["as_of"] == group["as_of"].min()]
        is_stock = group["measure"].iloc[0] == "people_present"
        if is_stock and first["as_of"].iloc[0] < last:
            kept.append((first.iloc[0], "before"))
    return kept


def _not_hidden(movements: pd.DataFrame) -> pd.DataFrame:
    """The movements of a series that no later sound one of at least their length replaces."""
    length = movements["as_of"] - movements["period_start"].fillna(movements["as_of"])
    newest_first = movements.assign(length=length).sort_values(
        "as_of", ascending=False, kind="stable"
    )
    # A doubtful figure replaces none: shorter than any other, it hides nothing.
    reach = newest_first["length"].mask(newest_first["weak"], pd.Timedelta(days=-1))
    longest = reach.groupby(newest_first["as_of"], sort=False).max().cummax().shift()
    hiding = newest_first["as_of"].map(longest)
    return newest_first[hiding.isna() | (newest_first["length"] > hiding)]


def _statement(
    row: pd.Series, question: str, estimates: pd.DataFrame, at: pd.Timestamp, standing: str
) -> Statement:
    again = estimates[(estimates["repeats"] == row["id"]) & (estimates["as_of"] <= at)]
    figure = figure_of(row)
    return Statement(
        figure=figure,
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
        repeats=tuple(zip(again["source_title"], again["source_url"], strict=True)),
        standing=standing,
        appeared=figure.appeared(at.date()),
    )


def _day(value: pd.Timestamp) -> date | None:
    return None if pd.isna(value) else value.date()
