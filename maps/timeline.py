"""The days that can be shown, and the values of a layer on one of them, from the embedded tables.

The app, the command line and the pictures share these, so that they agree.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

import pandas as pd

from balance import layers
from balance.layers import LayerValue, layer_values_by_day, reconstructed_values
from balance.orders_in_force import in_force
from balance.published import latest_for
from balance.result import Reconstruction
from balance.shipped import NAMED_VIEWS, load_reconstruction
from balance.solve import BalanceError
from balance.statements import Statement, published_by, statements_about
from loaders import pcodes as pc
from loaders.areas import areas_km2
from loaders.baseline import load_baseline
from loaders.estimates import load_estimates
from loaders.orders import load_orders
from loaders.phases import load_phases
from maps.area_page import AreaTold
from maps.ledger import matching
from maps.view import Phase, Timeline, View


@lru_cache(maxsize=1)
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


@lru_cache(maxsize=4)
def values_by_day(layer: str) -> dict[date, list[LayerValue]]:
    """Return a layer's values on every day, see :func:`balance.layers.layer_values`."""
    span = load_timeline()
    return layer_values_by_day(
        layer,
        {day: span.phase_of(day).start for day in every_day()},
        estimates=load_estimates().frame,
        orders=load_orders().frame,
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
    )


def values_of(layer: str, day: date) -> list[LayerValue]:
    """Return the values of a layer on a day of the timeline."""
    return values_by_day(layer)[day]


def reconstructed_by_day(layer: str, view: str) -> dict[date, list[LayerValue]]:
    """Return a layer's reconstructed values on every day.

    See :func:`balance.layers.reconstructed_values`.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    return layers.reconstructed_by_day(
        layer,
        every_day(),
        load_reconstruction(view),
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
    )


def reconstructed_values_of(layer: str, day: date, view: str) -> list[LayerValue]:
    """Return the reconstructed values of a layer, see :func:`balance.layers.reconstructed_values`.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    return reconstructed_values(
        layer,
        day,
        load_reconstruction(view),
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
    )


def pictures_of_all_sides() -> dict[str, Reconstruction]:
    """Return the reconstruction of every named view that converges."""
    pictures = {}
    for view in NAMED_VIEWS:
        with suppress(BalanceError):
            pictures[view] = load_reconstruction(view)
    return pictures


def shown_values(view: View) -> list[LayerValue]:
    """Return what the map shows of a view: as published, or reconstructed.

    Raises:
        BalanceError: when the solve for the view does not converge.
    """
    if view.reconstructed:
        return reconstructed_values_of(view.layer, view.date, view.view)
    return values_of(view.layer, view.date)


@lru_cache(maxsize=1024)
def told_by(day: date) -> dict[str, list[Statement]]:
    """Return what had been published by a day, see :func:`balance.statements.published_by`."""
    start = load_timeline().phase_of(day).start
    return published_by(load_estimates().frame, day, phase_start=start)


@lru_cache(maxsize=256)
def told_about(pcode: str, day: date) -> AreaTold:
    """Return what had been published about a governorate by a day."""
    estimates, orders = load_estimates().frame, load_orders().frame
    start = load_timeline().phase_of(day).start
    people = value_of(pcode, values_of("people", day)).published
    assert people is not None
    weak = estimates[estimates["weak"]]
    named, of_all = statements_about(estimates, pcode, start, day)
    running = in_force(orders, day).sort_values("start", ascending=False, kind="stable")
    return AreaTold(
        pcode=pcode,
        day=day,
        phase_start=start,
        on_map=people,
        newest=latest_for(estimates, pcode, day, phase_start=start),
        alone=latest_for(estimates, pcode, day, phase_start=start, alone=True),
        doubtful=latest_for(weak, pcode, day, phase_start=start),
        named=named,
        of_all=of_all,
        in_ledger=len(matching(estimates, area=pcode)),
        share=value_of(pcode, values_of("orders", day)),
        orders=running[[pcode in pc.split(cell) for cell in running["pcodes"]]],
    )


def value_of(pcode: str, values: list[LayerValue]) -> LayerValue:
    """Return the value that a layer has for a governorate, be it for several together."""
    return next(value for value in values if pcode in value.pcodes)
