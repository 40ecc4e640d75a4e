"""The map's layers: one number an area, with the figure and the range that it comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from balance.orders_in_force import OrderShare, least_share
from balance.published import AreaFigure, latest_present
from balance.result import Reconstruction
from loaders import pcodes as pc

LAYERS = ("people", "change", "density", "orders")
"""Ids used in links and commands: people present, change against the pre-war
baseline (percent), density (people per km2), share under evacuation orders (percent)."""

RECONSTRUCTED_LAYERS = ("people", "change", "density")
"""Layers that the population balance can show."""


@dataclass(frozen=True)
class LayerValue:
    """What a layer shows for an area: one governorate, or several that one figure is for.

    Attributes:
        pcodes: the governorates, north to south.
        value: number to colour by, in the layer's unit; None when not reported.
        low, high: its range, as published; None where it is open.
        quantifier: part of the number.
        published: the figure of people behind it; None on the layer ``orders``.
        share: the orders behind it; None on the other layers.
        reconstructed: whether it comes from the population balance rather than
            from one published figure.
    """

    pcodes: tuple[str, ...]
    value: float | None
    low: float | None
    high: float | None
    quantifier: str
    published: AreaFigure | None = None
    share: OrderShare | None = None
    reconstructed: bool = False

    @property
    def stale(self) -> bool:
        """Whether the figure is old, or from before the current phase of the war."""
        return self.published is not None and self.published.stale


def layer_values(
    layer: str,
    day: date,
    *,
    estimates: pd.DataFrame,
    orders: pd.DataFrame,
    baseline: pd.DataFrame,
    areas_km2: dict[str, float],
    phase_start: date | None = None,
) -> list[LayerValue]:
    """Return a layer's values for a day: areas that cover the Strip once, north to south.

    Args:
        layer: one of :data:`LAYERS`.
        day: the day asked about.
        estimates: the table of :func:`loaders.load_estimates`.
        orders: the table of :func:`loaders.load_orders`.
        baseline: the table of :func:`loaders.load_baseline`.
        areas_km2: area of each governorate in km2.
        phase_start: first day of the phase of the war that the day lies in.

    Raises:
        ValueError: for an unknown layer.
    """
    if layer == "orders":
        shares = least_share(orders, areas_km2, day)
        return [
            LayerValue((s.pcode,), s.percent, s.percent, None, "at least", share=s) for s in shares
        ]
    published = latest_present(estimates, day, phase_start=phase_start)
    before = baseline.set_index("pcode")["people"]
    if layer == "people":
        return [_scaled(area, factor=1, offset=0) for area in published]
    if layer == "density":
        return [
            _scaled(area, factor=1 / sum(areas_km2[p] for p in area.pcodes), offset=0)
            for area in published
        ]
    if layer == "change":
        return [
            _scaled(area, factor=100 / before.loc[list(area.pcodes)].sum(), offset=-100)
            for area in published
        ]
    raise ValueError(f"unknown layer {layer!r}: choose one of {', '.join(LAYERS)}")


def _scaled(area: AreaFigure, *, factor: float, offset: float) -> LayerValue:
    """Carry a published figure, its range and its wording over to the layer's unit."""
    if area.figure is None:
        return LayerValue(area.pcodes, None, None, None, "", area)
    figure = area.figure
    return LayerValue(
        area.pcodes,
        figure.central * factor + offset,
        None if figure.low is None else figure.low * factor + offset,
        None if figure.high is None else figure.high * factor + offset,
        figure.quantifier,
        area,
    )


def reconstructed_values(
    layer: str,
    day: date,
    picture: Reconstruction,
    *,
    baseline: pd.DataFrame,
    areas_km2: dict[str, float],
) -> list[LayerValue]:
    """Return a layer's reconstructed values for a day, one governorate each, north to south.

    Where no figure of the view can be used, or none describes the year around
    the day, there is no value: people carried on unchanged are not a reconstruction.

    Args:
        layer: ``people``, ``change`` or ``density``.
        day: the day asked about.
        picture: the reconstruction of a view.
        baseline: the table of :func:`loaders.load_baseline`.
        areas_km2: area of each governorate in km2.

    Raises:
        ValueError: for a layer that is not reconstructed, or a day outside the picture.
    """
    if layer not in RECONSTRUCTED_LAYERS:
        raise ValueError(f"the layer {layer!r} is not reconstructed")
    if not picture.rests_on_figures or picture.silent(day):
        return [
            LayerValue((pcode,), None, None, None, "", reconstructed=True)
            for pcode in pc.GOVERNORATES
        ]
    before = baseline.set_index("pcode")["people"]
    values = []
    for pcode in pc.GOVERNORATES:
        factor, offset = 1.0, 0.0
        if layer == "density":
            factor = 1 / areas_km2[pcode]
        elif layer == "change":
            factor, offset = 100 / float(before[pcode]), -100.0
        number, low, high = picture.group(day, (pcode,))
        values.append(
            LayerValue(
                (pcode,),
                number * factor + offset,
                None if math.isnan(low) else low * factor + offset,
                None if math.isnan(high) else high * factor + offset,
                "approximately",
                reconstructed=True,
            )
        )
    return values
