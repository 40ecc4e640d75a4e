"""The days that can be shown, and the values of a layer on one of them, from tables.

The app, the command line and the pictures share these, so that they agree.
What is computed from tables is remembered with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.evidence.disagreement import RivalGroup
from nuzuh.evidence.from_records import without_records
from nuzuh.evidence.matching import matching
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.prepared_statements import PreparedStatements
from nuzuh.evidence.published import (
    AreaFigure,
    Figure,
    latest_for,
    latest_of,
    latest_of_by_day,
    status_of,
    totals_by_day,
)
from nuzuh.evidence.statements import Statement
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import areas_km2
from nuzuh.loaders.baseline import load_baseline
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.phases import load_phases
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene import layers
from nuzuh.scene.area_evidence import AreaEvidence
from nuzuh.scene.layers import (
    LayerValue,
    layer_values_by_day,
    reconstructed_values,
    share_value,
)
from nuzuh.scene.regions import STRIP, pcodes_of
from nuzuh.scene.statement_words import came_later
from nuzuh.scene.view import Phase, Timeline, View


@follows_data(maxsize=4)
def load_timeline() -> Timeline:
    """Return the days that can be shown, October 2023 to the last figure, and the phases."""
    phases = load_phases().frame
    return Timeline(
        first=phases["start"].min().date(),
        last=load_estimates().frame["as_of"].max().date(),
        phases=tuple(
            Phase(row.phase, row.start.date(), row.end.date(), row.preset.date())
            for row in phases.itertuples(index=False)
        ),
    )


def figures_per_week(estimates: pd.DataFrame, timeline: Timeline) -> list[int]:
    """Return how many published figures describe each week, from the first day of the timeline."""
    as_of = without_records(estimates)["as_of"]
    days = (as_of - pd.Timestamp(timeline.first)).dt.days
    inside = days[(days >= 0) & (as_of <= pd.Timestamp(timeline.last))]
    weeks = (timeline.last - timeline.first).days // 7 + 1
    counts = (inside // 7).value_counts()
    return [int(counts.get(week, 0)) for week in range(weeks)]


def phase_names(lang: str) -> dict[str, str]:
    """Return the name of each phase in a language."""
    frame = load_phases().frame
    return dict(zip(frame["phase"], frame[LANGUAGES[lang].name_column], strict=True))


def every_day() -> list[date]:
    """Return the days that can be shown, the first one first."""
    span = load_timeline()
    return [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]


@remembered(maxsize=16)
def values_by_day(tables: Tables, layer: str, *, later: bool) -> dict[date, list[LayerValue]]:
    """Return a layer's values on every day, see :func:`nuzuh.scene.layers.layer_values`."""
    span = load_timeline()
    return layer_values_by_day(
        layer,
        {day: span.phase_of(day).start for day in every_day()},
        estimates=tables.estimates,
        book=order_book(tables),
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
        later=later,
    )


def values_of(tables: Tables, layer: str, day: date, *, later: bool) -> list[LayerValue]:
    """Return the values of a layer on a day of the timeline."""
    return values_by_day(tables, layer, later=later)[day]


def reconstructed_by_day(
    tables: Tables, layer: str, view: str, days: Iterable[date] | None = None
) -> dict[date, list[LayerValue]]:
    """Return a layer's reconstructed values on some days; on every day when None.

    See :func:`nuzuh.scene.layers.reconstructed_values`.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    return layers.reconstructed_by_day(
        layer,
        every_day() if days is None else days,
        load_reconstruction(tables, view),
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
    )


def reconstructed_values_of(tables: Tables, layer: str, day: date, view: str) -> list[LayerValue]:
    """Return a layer's reconstructed values, see :func:`nuzuh.scene.layers.reconstructed_values`.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    return reconstructed_values(
        layer,
        day,
        load_reconstruction(tables, view),
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
    )


def reconstructions_of_all_sides(tables: Tables) -> dict[str, Reconstruction]:
    """Return the reconstruction of every named view that converges."""
    pictures = {}
    for view in NAMED_VIEWS:
        with suppress(BalanceError):
            pictures[view] = load_reconstruction(tables, view)
    return pictures


def shown_values(tables: Tables, view: View) -> list[LayerValue]:
    """Return what the map shows of a view: as published, or reconstructed.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    return shown_by_day(tables, view, [view.date])[view.date]


def shown_by_day(tables: Tables, view: View, days: Iterable[date]) -> dict[date, list[LayerValue]]:
    """Return :func:`shown_values` of some days; the view's own day does not matter.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    if view.reconstructed:
        return reconstructed_by_day(tables, view.layer, view.perspective, days)
    by_day = values_by_day(tables, view.layer, later=view.later)
    return {day: by_day[day] for day in days}


def total_of(tables: Tables, day: date, *, later: bool) -> Figure | None:
    """Return the Strip's latest total, see :func:`nuzuh.evidence.published.latest_total`."""
    return _totals(tables, later=later)[day]


@remembered(maxsize=2)
def _totals(tables: Tables, *, later: bool) -> dict[date, Figure | None]:
    return totals_by_day(tables.estimates, every_day(), later=later)


@remembered(maxsize=1)
def _statements(tables: Tables) -> PreparedStatements:
    return PreparedStatements(tables.estimates)


@remembered(maxsize=2400)
def statements_on(tables: Tables, day: date, *, later: bool) -> dict[str, list[Statement]]:
    """Return what is known of a day, see :meth:`PreparedStatements.published_by`."""
    start = load_timeline().phase_of(day).start
    return _statements(tables).published_by(day, phase_start=start, later=later)


def movements_within(
    tables: Tables, first: date, last: date, *, later: bool
) -> tuple[list[Statement], list[Statement]]:
    """Return the published movements of a period, see :meth:`PreparedStatements.moved_within`."""
    return _statements(tables).moved_within(first, last, later=later)


@remembered(maxsize=64)
def rivals_between(
    tables: Tables, first: date, last: date, *, later: bool
) -> tuple[RivalGroup, ...]:
    """Return the figures of a period held against each other.

    See :meth:`nuzuh.evidence.prepared_statements.PreparedStatements.rivals`.
    """
    return tuple(_statements(tables).rivals(first, last, later=later))


def left_out(tables: Tables, view: View) -> int:
    """Return how many figures a view leaves out because they came out after its day."""
    return 0 if view.later else came_later(statements_on(tables, view.date, later=True))


def out_by(estimates: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the figures without those whose page came out after a day."""
    later = (estimates["page"] == "dated") & (estimates["source_date"] > pd.Timestamp(day))
    return estimates[~later]


def published_for(tables: Tables, area: str, day: date, *, later: bool) -> AreaFigure:
    """Return the latest figure of people present for an area as a whole, and never a sum.

    Of the whole Strip it is the total that the sentence above the map cites.
    """
    return published_by_day(tables, area, later=later)[day]


@remembered(maxsize=16)
def published_by_day(tables: Tables, area: str, *, later: bool) -> dict[date, AreaFigure]:
    """Return :func:`published_for` of every day."""
    span = load_timeline()
    starts = {day: span.phase_of(day).start for day in every_day()}
    found = latest_of_by_day(tables.estimates, pcodes_of(area), starts, later=later)
    if area != STRIP:
        return found
    for day, start in starts.items():
        total = total_of(tables, day, later=later)
        if total is not None:
            found[day] = replace(
                found[day],
                figure=total,
                age_days=(day - total.as_of).days,
                status=status_of(total.as_of, day, start),
                appeared=total.appeared(day),
            )
    return found


@remembered(maxsize=256)
def evidence_about(tables: Tables, area: str, day: date, *, later: bool) -> AreaEvidence:
    """Return what is known about an area, one of :data:`nuzuh.scene.regions.AREAS`, by a day."""
    estimates, pcodes = tables.estimates, pcodes_of(area)
    start = load_timeline().phase_of(day).start
    when: Any = {"phase_start": start, "later": later}
    alone = published_for(tables, area, day, later=later)
    newest, on_map, doubtful = alone, None, estimates[estimates["weak"]]
    if len(pcodes) == 1:
        newest = latest_for(estimates, area, day, **when)
        on_map = value_of(area, values_of(tables, "people", day, later=later)).published
        weak = latest_for(doubtful, area, day, **when)
    else:
        weak = latest_of(doubtful, pcodes, day, **when)
    told = _statements(tables).about(pcodes, start, day, later=later)
    book = order_book(tables)
    inside = book.ground.governorates(pcodes)
    return AreaEvidence(
        area=area,
        day=day,
        phase_start=start,
        on_map=on_map,
        newest=newest,
        alone=alone,
        doubtful=weak,
        named=told.named,
        of_parts=told.of_parts,
        of_all=told.of_all,
        in_ledger=len(matching(estimates, area=pcodes)),
        share=share_value(book.under(day, later=later).share_of(pcodes), pcodes),
        orders=tuple(
            sorted(
                (
                    one
                    for one in book.in_force(day, later=later)
                    if one.cover.high[inside].any()
                    or not pc.split(one.row.pcodes).isdisjoint(pcodes)
                ),
                key=lambda one: (one.start, one.id),
                reverse=True,
            )
        ),
    )


def value_of(pcode: str, values: list[LayerValue]) -> LayerValue:
    """Return the value that a layer has for a governorate, be it for several together."""
    return next(value for value in values if pcode in value.pcodes)


def check_day(day: date) -> None:
    """Refuse a day outside the data.

    Raises:
        RefusedError: with both ends of the data.
    """
    span = load_timeline()
    if not span.first <= day <= span.last:
        message = f"the date {day} lies outside the data, {span.first} to {span.last}"
        raise RefusedError(message, "outside", day=day, first=span.first, last=span.last)


def check_days(view: View) -> None:
    """Refuse a view whose day, or the first day of whose period, cannot be shown.

    Raises:
        RefusedError: in one sentence.
    """
    check_day(view.date)
    if view.since is not None:
        if view.since > view.date:
            raise RefusedError(
                f"the period is empty: it begins on {view.since} and ends on {view.date}",
                "empty",
                first=view.since,
                last=view.date,
            )
        check_day(view.since)
