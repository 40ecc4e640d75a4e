"""The days that can be shown, and the values of a layer on one of them, from the embedded tables.

The app, the command line and the pictures share these, so that they agree. Each
takes a reader's own tables in place of the embedded ones; what is computed
from those is remembered with them and never for the whole process.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pandas as pd

from balance import layers
from balance.layers import LayerValue, layer_values_by_day, reconstructed_values
from balance.matching import matching
from balance.orders_in_force import in_force
from balance.published import AreaFigure, Figure, latest_for, totals_by_day
from balance.result import Reconstruction
from balance.shipped import NAMED_VIEWS, load_reconstruction
from balance.solve import BalanceError
from balance.statements import Statement, published_by, statements_about
from loaders import pcodes as pc
from loaders.areas import areas_km2
from loaders.baseline import load_baseline
from loaders.current import follows_data
from loaders.estimates import load_estimates
from loaders.orders import load_orders
from loaders.own import OwnTables
from loaders.phases import load_phases
from maps.area_told import AreaTold
from maps.statement_words import came_later
from maps.view import Phase, Timeline, View


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
    days = (estimates["as_of"] - pd.Timestamp(timeline.first)).dt.days
    inside = days[(days >= 0) & (estimates["as_of"] <= pd.Timestamp(timeline.last))]
    weeks = (timeline.last - timeline.first).days // 7 + 1
    counts = (inside // 7).value_counts()
    return [int(counts.get(week, 0)) for week in range(weeks)]


def phase_names(lang: str) -> dict[str, str]:
    """Return the name of each phase in a language."""
    frame = load_phases().frame
    return dict(zip(frame["phase"], frame[f"name_{lang}"], strict=True))


def every_day() -> list[date]:
    """Return the days that can be shown, the first one first."""
    span = load_timeline()
    return [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]


def values_by_day(
    layer: str, own: OwnTables | None = None, *, later: bool = True
) -> dict[date, list[LayerValue]]:
    """Return a layer's values on every day, see :func:`balance.layers.layer_values`."""
    if own is None:
        return _values_by_day(layer, later=later)
    return own.remembered(
        ("values", layer, later),
        lambda: _every_value(layer, own.estimates, own.orders, later=later),
    )


@follows_data(maxsize=16)
def _values_by_day(layer: str, *, later: bool) -> dict[date, list[LayerValue]]:
    return _every_value(layer, load_estimates().frame, load_orders().frame, later=later)


def _every_value(
    layer: str, estimates: pd.DataFrame, orders: pd.DataFrame, *, later: bool
) -> dict[date, list[LayerValue]]:
    span = load_timeline()
    return layer_values_by_day(
        layer,
        {day: span.phase_of(day).start for day in every_day()},
        estimates=estimates,
        orders=orders,
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
        later=later,
    )


def values_of(
    layer: str, day: date, own: OwnTables | None = None, *, later: bool = True
) -> list[LayerValue]:
    """Return the values of a layer on a day of the timeline."""
    return values_by_day(layer, own, later=later)[day]


def reconstructed_by_day(
    layer: str, view: str, own: OwnTables | None = None
) -> dict[date, list[LayerValue]]:
    """Return a layer's reconstructed values on every day.

    See :func:`balance.layers.reconstructed_values`.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    return layers.reconstructed_by_day(
        layer,
        every_day(),
        load_reconstruction(view, own),
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
    )


def reconstructed_values_of(
    layer: str, day: date, view: str, own: OwnTables | None = None
) -> list[LayerValue]:
    """Return the reconstructed values of a layer, see :func:`balance.layers.reconstructed_values`.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    return reconstructed_values(
        layer,
        day,
        load_reconstruction(view, own),
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
    )


def pictures_of_all_sides(own: OwnTables | None = None) -> dict[str, Reconstruction]:
    """Return the reconstruction of every named view that converges."""
    pictures = {}
    for view in NAMED_VIEWS:
        with suppress(BalanceError):
            pictures[view] = load_reconstruction(view, own)
    return pictures


def shown_values(view: View, own: OwnTables | None = None) -> list[LayerValue]:
    """Return what the map shows of a view: as published, or reconstructed.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    if view.reconstructed:
        return reconstructed_values_of(view.layer, view.date, view.view, own)
    return values_of(view.layer, view.date, own, later=view.later)


def total_of(day: date, own: OwnTables | None = None, *, later: bool = True) -> Figure | None:
    """Return the Strip's latest published total, see :func:`balance.published.latest_total`."""
    if own is None:
        return _totals(later=later)[day]
    totals: dict[date, Figure | None] = own.remembered(
        ("totals", later), lambda: totals_by_day(own.estimates, every_day(), later=later)
    )
    return totals[day]


@follows_data(maxsize=2)
def _totals(*, later: bool) -> dict[date, Figure | None]:
    return totals_by_day(load_estimates().frame, every_day(), later=later)


def told_by(
    day: date, own: OwnTables | None = None, *, later: bool = True
) -> dict[str, list[Statement]]:
    """Return what is known of a day, see :func:`balance.statements.published_by`."""
    if own is None:
        return _told_by(day, later=later)
    return own.remembered(("told", day, later), lambda: _told(day, own.estimates, later=later))


def out_by(estimates: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the figures without those whose page came out after a day."""
    later = (estimates["page"] == "dated") & (estimates["source_date"] > pd.Timestamp(day))
    return estimates[~later]


def left_out(view: View, own: OwnTables | None = None) -> int:
    """Return how many figures a view leaves out because they came out after its day."""
    return 0 if view.later else came_later(told_by(view.date, own))


@follows_data(maxsize=1024)
def _told_by(day: date, *, later: bool) -> dict[str, list[Statement]]:
    return _told(day, load_estimates().frame, later=later)


def _told(day: date, estimates: pd.DataFrame, *, later: bool) -> dict[str, list[Statement]]:
    start = load_timeline().phase_of(day).start
    return published_by(estimates, day, phase_start=start, later=later)


def told_about(
    pcode: str, day: date, own: OwnTables | None = None, *, later: bool = True
) -> AreaTold:
    """Return what is known about a governorate by a day."""
    if own is None:
        return _told_about(pcode, day, later=later)
    return own.remembered(
        ("told about", pcode, day, later), lambda: _about(pcode, day, own, later=later)
    )


@follows_data(maxsize=256)
def _told_about(pcode: str, day: date, *, later: bool) -> AreaTold:
    return _about(pcode, day, None, later=later)


def _about(pcode: str, day: date, own: OwnTables | None, *, later: bool) -> AreaTold:
    estimates = load_estimates().frame if own is None else own.estimates
    orders = load_orders().frame if own is None else own.orders
    start = load_timeline().phase_of(day).start
    people = value_of(pcode, values_of("people", day, own, later=later)).published
    assert people is not None

    def latest(of: pd.DataFrame, *, alone: bool = False) -> AreaFigure:
        return latest_for(of, pcode, day, phase_start=start, alone=alone, later=later)

    named, of_all = statements_about(estimates, pcode, start, day, later=later)
    running = in_force(orders, day, later=later).sort_values(
        "start", ascending=False, kind="stable"
    )
    return AreaTold(
        pcode=pcode,
        day=day,
        phase_start=start,
        on_map=people,
        newest=latest(estimates),
        alone=latest(estimates, alone=True),
        doubtful=latest(estimates[estimates["weak"]]),
        named=named,
        of_all=of_all,
        in_ledger=len(matching(estimates, area=pcode)),
        share=value_of(pcode, values_of("orders", day, own, later=later)),
        orders=running[[pcode in pc.split(cell) for cell in running["pcodes"]]],
    )


def value_of(pcode: str, values: list[LayerValue]) -> LayerValue:
    """Return the value that a layer has for a governorate, be it for several together."""
    return next(value for value in values if pcode in value.pcodes)
