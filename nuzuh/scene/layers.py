"""The map's layers: one number an area, with the figure and the range that it comes from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import permutations

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.orders_in_force import OrderBook, OrderShare, UnderOrders
from nuzuh.evidence.published import AreaFigure, Status, present_by_day
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.layer import RECORDS, layer_of
from nuzuh.scene.order_words import told_share

LAYERS = tuple(RECORDS)
"""Ids of the layers, used in links and commands."""

RECONSTRUCTED_LAYERS = tuple(layer.id for layer in RECORDS.values() if layer.is_reconstructed)
"""Layers that the population balance can show."""


def people_apart(reconstruction: Reconstruction, day: date) -> pd.DataFrame:
    """Return people by area on a day as :meth:`Reconstruction.people`, of areas told apart.

    Areas told together are one row, their P-codes apart by a space.
    """
    people = reconstruction.people(day).set_index("pcode")
    rows = []
    for mark in [*reconstruction.areas_told(day), (pc.EXTERIOR,), ("total",)]:
        name = " + ".join(people.loc[list(mark), "name"])
        number, low, high = people.loc[mark[0], ["people", "low", "high"]]
        if len(mark) > 1:
            number, low, high = reconstruction.group(day, mark)
        rows.append((" ".join(mark), name, float(number), float(low), float(high)))
    return pd.DataFrame(rows, columns=["pcode", "name", "people", "low", "high"])


def movements_apart(reconstruction: Reconstruction, first: date, last: date) -> pd.DataFrame:
    """Return movements of a period as :meth:`Reconstruction.movements`, of areas told apart.

    Areas told together are one origin or destination, their P-codes apart by a space.

    Raises:
        ValueError: when the period is reversed or outside the balance.
    """
    ends = [*reconstruction.areas_told(last), (pc.EXTERIOR,)]
    return pd.DataFrame(
        [
            (
                " ".join(origin),
                " ".join(destination),
                *reconstruction.moved(first, last, origin, destination),
            )
            for origin, destination in permutations(ends, 2)
        ],
        columns=["origin", "destination", "people", "low", "high"],
    )


@dataclass(frozen=True)
class LayerValue:
    """What a layer shows for an area: one governorate, or several that one figure is for.

    Attributes:
        pcodes: the governorates, north to south.
        value: number to colour by, in the layer's unit; None when not reported, and of
            a share of land, which is a range.
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
    def status(self) -> Status:
        """How far the number still speaks for the day: see :class:`AreaFigure`."""
        return "current" if self.published is None else self.published.status


def layer_values(
    layer: str,
    day: date,
    *,
    estimates: pd.DataFrame,
    book: OrderBook,
    baseline: pd.DataFrame,
    areas_km2: dict[str, float],
    phase_start: date | None = None,
    later: bool = True,
) -> list[LayerValue]:
    """Return a layer's values for a day: areas that cover the Strip once, north to south.

    Args:
        layer: one of :data:`LAYERS`.
        day: the day asked about.
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        book: the orders with their land, see :func:`nuzuh.evidence.order_book.order_book`.
        baseline: the table of :func:`nuzuh.loaders.load_baseline`.
        areas_km2: area of each governorate in km2.
        phase_start: first day of the phase of the war that the day lies in.
        later: use figures whose page came out after the day, too.

    Raises:
        ValueError: for an unknown layer.
    """
    return layer_values_by_day(
        layer,
        {day: phase_start},
        estimates=estimates,
        book=book,
        baseline=baseline,
        areas_km2=areas_km2,
        later=later,
    )[day]


def layer_values_by_day(
    layer: str,
    days: Mapping[date, date | None],
    *,
    estimates: pd.DataFrame,
    book: OrderBook,
    baseline: pd.DataFrame,
    areas_km2: dict[str, float],
    later: bool = True,
) -> dict[date, list[LayerValue]]:
    """Return :func:`layer_values` of many days; the tables are prepared once for all of them.

    Args:
        layer: one of :data:`LAYERS`.
        days: the days asked about, each with the first day of its phase of the war.
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        book: the orders with their land, see :func:`nuzuh.evidence.order_book.order_book`.
        baseline: the table of :func:`nuzuh.loaders.load_baseline`.
        areas_km2: area of each governorate in km2.
        later: use figures whose page came out after the day, too.

    Raises:
        ValueError: for an unknown layer.
    """
    if layer_of(layer).evidence == "orders":
        return {day: _order_values(book.under(day, later=later)) for day in days}
    scale = _scale(layer, baseline, areas_km2)
    return {
        day: [_scaled(area, *scale(area.pcodes)) for area in areas]
        for day, areas in present_by_day(estimates, days, later=later).items()
    }


def _scale(
    layer: str, baseline: pd.DataFrame, areas_km2: dict[str, float]
) -> Callable[[tuple[str, ...]], tuple[float, float]]:
    """Factor and offset that carry people over to a layer's unit, by area."""
    before = baseline.set_index("pcode")["people"]
    record = layer_of(layer)
    divisors: dict[str, Callable[[tuple[str, ...]], float]] = {
        "": lambda _: 1.0,
        "km2": lambda pcodes: sum(areas_km2[p] for p in pcodes),
        "people before the war": lambda pcodes: float(before.loc[list(pcodes)].sum()),
    }
    divisor = divisors[record.per]
    return cache(lambda pcodes: (record.times / divisor(pcodes), record.plus))


def _order_values(under: UnderOrders) -> list[LayerValue]:
    return [share_value(share, (share.pcode,)) for share in under.shares]


def share_value(share: OrderShare, pcodes: tuple[str, ...]) -> LayerValue:
    """Return the share of some governorates' land under orders as a layer shows it."""
    told = told_share(share.low, share.high)
    # What is sure of nothing is no count of zero: the lower end stays open.
    low, high = (
        None if end is None else known
        for end, known in ((told.low, share.low), (told.high, share.high))
    )
    return LayerValue(pcodes, None, low, high, told.quantifier, share=share)


def people_value(area: AreaFigure) -> LayerValue:
    """Return a published figure of people present as the layer of people shows it."""
    return _scaled(area, 1.0, 0.0)


def people_reconstructed(
    reconstruction: Reconstruction, day: date, pcodes: tuple[str, ...]
) -> LayerValue:
    """Return people in some governorates together, from the ensemble as one group.

    Where the view has no figures then, or they do not tell the group apart from other areas,
    there is no value.
    """
    if (
        not reconstruction.has_observations
        or reconstruction.has_data_gap(day)
        or not reconstruction.tells(day, pcodes)
    ):
        return LayerValue(pcodes, None, None, None, "", reconstructed=True)
    return _reconstructed(pcodes, reconstruction.group(day, pcodes), 1.0, 0.0)


def _scaled(area: AreaFigure, factor: float, offset: float) -> LayerValue:
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
    reconstruction: Reconstruction,
    *,
    baseline: pd.DataFrame,
    areas_km2: dict[str, float],
) -> list[LayerValue]:
    """Return a layer's reconstructed values for a day, north to south, of areas told apart.

    Where no figure of the view can be used, or none describes the year around
    the day, there is no value: people carried on unchanged are not a reconstruction.

    Args:
        layer: ``people``, ``change`` or ``density``.
        day: the day asked about.
        reconstruction: the reconstruction of a view.
        baseline: the table of :func:`nuzuh.loaders.load_baseline`.
        areas_km2: area of each governorate in km2.

    Raises:
        ValueError: for a layer that is not reconstructed, or a day outside the picture.
    """
    by_day = reconstructed_by_day(
        layer, [day], reconstruction, baseline=baseline, areas_km2=areas_km2
    )
    return by_day[day]


def reconstructed_by_day(
    layer: str,
    days: Iterable[date],
    reconstruction: Reconstruction,
    *,
    baseline: pd.DataFrame,
    areas_km2: dict[str, float],
) -> dict[date, list[LayerValue]]:
    """Return :func:`reconstructed_values` of many days."""
    if layer not in RECONSTRUCTED_LAYERS:
        raise ValueError(f"the layer {layer!r} is not reconstructed")
    scale = _scale(layer, baseline, areas_km2)
    values = {}
    for day in days:
        told = reconstruction.has_observations and not reconstruction.has_data_gap(day)
        values[day] = [
            _reconstructed(pcodes, reconstruction.group(day, pcodes), *scale(pcodes))
            if told
            else LayerValue(pcodes, None, None, None, "", reconstructed=True)
            for pcodes in reconstruction.areas_told(day)
        ]
    return values


def _reconstructed(
    pcodes: tuple[str, ...], people: tuple[float, float, float], factor: float, offset: float
) -> LayerValue:
    number, low, high = people
    return LayerValue(
        pcodes,
        number * factor + offset,
        None if math.isnan(low) else low * factor + offset,
        None if math.isnan(high) else high * factor + offset,
        "approximately",
        reconstructed=True,
    )
