"""What was published by a day, rival figures side by side, grouped by the question they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from balance.published import Figure, figure_of
from loaders import pcodes as pc
from loaders.estimates import WAR_BEGAN

QUESTIONS = (
    "moved_south",
    "present_north",
    "moved_north",
    "present_south",
    "present_strip",
    "moved_other",
    "displaced",
    "sheltered",
    "under_orders",
    "control_zone",
)
"""The questions that published figures answer, in the order in which a reader asks them."""

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
    if measure == "under_orders" and unit != "percent":
        return None
    return _BY_MEASURE.get(measure)


_BY_MEASURE = {
    "idps": "displaced",
    "sheltered": "sheltered",
    "under_orders": "under_orders",
    "control_zone": "control_zone",
}


def _direction(row: pd.Series) -> str:
    origin = pc.split(row["origin_pcodes"]) & pc.STRIP
    destination = pc.split(row["destination_pcodes"]) & pc.STRIP
    if origin and destination:
        if origin <= pc.NORTH and destination <= pc.SOUTH:
            return "moved_south"
        if origin <= pc.SOUTH and destination <= pc.NORTH:
            return "moved_north"
    return "moved_other"


def _whereabouts(row: pd.Series) -> str | None:
    area = pc.split(row["destination_pcodes"]) & pc.STRIP
    if area == pc.STRIP:
        return "present_strip"
    if area and area <= pc.NORTH:
        return "present_north"
    return "present_south" if area and area <= pc.SOUTH else None


def published_by(
    estimates: pd.DataFrame, day: date, *, phase_start: date | None = None
) -> dict[str, list[Statement]]:
    """Return what had been published about each question by a day.

    Of each publisher's series (same question, unit, origin and destination)
    the latest figure is kept, and for people present also the figure with which
    the publisher opened the phase when it differs: "a million before, 600,000
    to 700,000 now". Several figures of one publisher for the same day all stay.

    Args:
        estimates: the table of :func:`loaders.load_estimates`.
        day: figures that describe a later day are left out.
        phase_start: first day of the current phase. Figures reach back to three
            weeks before it, or :data:`RECENT_DAYS` days where that is earlier.

    Returns:
        For each question that has figures, the statements: running totals and
        stocks before counts of a single day, the newest first, the larger first
        on the same day. ``repeats`` rows are folded into the
        statement that they repeat.
    """
    at = pd.Timestamp(day)
    since = at - pd.Timedelta(days=RECENT_DAYS)
    if phase_start is not None:
        since = min(since, pd.Timestamp(phase_start) - pd.Timedelta(days=21))
    if at >= WAR_BEGAN:
        since = max(since, WAR_BEGAN)
    rows = estimates[(estimates["as_of"] <= at) & (estimates["as_of"] >= since)]
    rows = rows.assign(question=[question_of(row) for _, row in rows.iterrows()])
    rows = rows[rows["question"].notna() & (rows["repeats"] == "")]
    if at >= WAR_BEGAN:
        rows = rows[~rows["basis"].isin(["home", "projection"])]
    told: dict[str, list[Statement]] = {}
    for question in QUESTIONS:
        group = rows[rows["question"] == question]
        kept = _latest_of_series(group)
        statements = [_statement(row, question, estimates, at, standing) for row, standing in kept]
        statements.sort(key=_prominence, reverse=True)
        if statements:
            told[question] = statements
    return told


def statements_about(
    estimates: pd.DataFrame, pcode: str, first: date, last: date
) -> tuple[list[Statement], list[Statement]]:
    """Return every published figure about a governorate that describes a day of a period.

    Args:
        estimates: the table of :func:`loaders.load_estimates`.
        pcode: the governorate.
        first: first day that a figure may describe.
        last: last day that a figure may describe.

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
            (named if particular else of_all).append(statement)
    return named, of_all


def _prominence(statement: Statement) -> tuple[bool, date, float]:
    figure = statement.figure
    single_day = statement.kind == "flow" and statement.period_start == figure.as_of
    return (not single_day, figure.as_of, figure.central)


def _latest_of_series(rows: pd.DataFrame) -> list[tuple[pd.Series, str]]:
    kept: list[tuple[pd.Series, str]] = []
    series = ["publisher", "unit", "origin", "destination_pcodes", "destination_coverage"]
    for _, group in rows.groupby(series, sort=False):
        last = group["as_of"].max()
        kept += [(row, "latest") for _, row in group[group["as_of"] == last].iterrows()]
        first = group[group["as_of"] == group["as_of"].min()]
        is_stock = group["measure"].iloc[0] == "people_present"
        if is_stock and first["as_of"].iloc[0] < last:
            kept.append((first.iloc[0], "before"))
    return kept


def _statement(
    row: pd.Series, question: str, estimates: pd.DataFrame, at: pd.Timestamp, standing: str
) -> Statement:
    again = estimates[(estimates["repeats"] == row["id"]) & (estimates["as_of"] <= at)]
    return Statement(
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
        repeats=tuple(zip(again["source_title"], again["source_url"], strict=True)),
        standing=standing,
    )


def _day(value: pd.Timestamp) -> date | None:
    return None if pd.isna(value) else value.date()
