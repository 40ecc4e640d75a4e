"""The days that can be shown, and the values of a layer on one of them, from the embedded tables.

The app, the command line and the pictures share these, so that they agree. Each
takes a reader's own tables in place of the embedded ones; what is computed
from those is remembered with them and never for the whole process.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import lru_cache

import pandas as pd

from balance.layers import LayerValue, layer_values, reconstructed_values
from balance.result import Reconstruction
from balance.shipped import NAMED_VIEWS, load_reconstruction
from balance.solve import BalanceError
from balance.statements import Statement, published_by
from loaders.areas import areas_km2
from loaders.baseline import load_baseline
from loaders.estimates import load_estimates
from loaders.orders import load_orders
from loaders.own import OwnTables
from loaders.phases import load_phases
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


def phase_names(lang: str) -> dict[str, str]:
    """Return the name of each phase in a language."""
    frame = load_phases().frame
    return dict(zip(frame["phase"], frame[f"name_{lang}"], strict=True))


def values_of(layer: str, day: date, own: OwnTables | None = None) -> list[LayerValue]:
    """Return the values of a layer on a day, see :func:`balance.layers.layer_values`."""
    if own is None:
        return _values_of(layer, day)
    return own.remembered(
        ("values", layer, day), lambda: _values(layer, day, own.estimates, own.orders)
    )


@lru_cache(maxsize=1024)
def _values_of(layer: str, day: date) -> list[LayerValue]:
    return _values(layer, day, load_estimates().frame, load_orders().frame)


def _values(
    layer: str, day: date, estimates: pd.DataFrame, orders: pd.DataFrame
) -> list[LayerValue]:
    return layer_values(
        layer,
        day,
        estimates=estimates,
        orders=orders,
        baseline=load_baseline().frame,
        areas_km2=areas_km2(),
        phase_start=load_timeline().phase_of(day).start,
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
    return values_of(view.layer, view.date, own)


def told_by(day: date, own: OwnTables | None = None) -> dict[str, list[Statement]]:
    """Return what had been published by a day, see :func:`balance.statements.published_by`."""
    if own is None:
        return _told_by(day)
    return own.remembered(("told", day), lambda: _told(day, own.estimates))


@lru_cache(maxsize=1024)
def _told_by(day: date) -> dict[str, list[Statement]]:
    return _told(day, load_estimates().frame)


def _told(day: date, estimates: pd.DataFrame) -> dict[str, list[Statement]]:
    start = load_timeline().phase_of(day).start
    return published_by(estimates, day, phase_start=start)
