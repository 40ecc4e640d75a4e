"""What is said of evacuation orders in a governorate: the least share, and who ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from nuzuh.evidence.orders_in_force import Measured
from nuzuh.scene.area_told import AreaTold
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import layer_number, speaker_name
from nuzuh.scene.mark import Link
from nuzuh.scene.order_words import order_marks
from nuzuh.scene.words import Words


@dataclass(frozen=True)
class OrderRow:
    """An evacuation order in force.

    Attributes:
        name: issuer, day and id, with what is to be known of it.
        term: what its issuer calls it.
        areas: as the issuer named them.
        source: the page that it was seen on.
        size: its area, or that it is not known.
    """

    name: str
    term: str
    areas: str
    source: Link
    size: str


@dataclass(frozen=True)
class OrderGroup:
    """Orders that stand together.

    Attributes:
        role: ``bound`` for those that make the least share, ``beside`` for those
            that cannot be measured and may cover more, ``others``.
        title: the same in words.
        orders: the newest first.
    """

    role: Literal["bound", "beside", "others"]
    title: str
    orders: tuple[OrderRow, ...]


@dataclass(frozen=True)
class AreaOrders:
    """Evacuation orders in a governorate on a day.

    Attributes:
        sentence: on the least share under orders; that no order is on record is
            said as such: it is not a share of zero.
        groups: the orders in force, those that make the bound first.
    """

    sentence: str
    groups: tuple[OrderGroup, ...] = ()


def area_orders(told: AreaTold, words: Words) -> AreaOrders:
    """Return the least share of a governorate under orders, and the orders in force that name it.

    Args:
        told: what was published.
        words: the reader's language.
    """
    name, day = governorate_name(told.pcode, words.lang), words.day(told.day)
    if told.orders.empty:
        return AreaOrders(words("area.orders.none", name=name, date=day))
    measured = {order.id: order.measured for order in told.bound.behind}
    counted = told.orders["id"].isin(told.bound.orders)
    beside = told.orders["id"].isin(list(measured)) & ~counted
    key = "area.orders.share"
    if told.bound.is_open:
        key = "area.orders.unmeasured" if told.share.value is None else "area.orders.more"
    sentence = words(
        key,
        share=layer_number(told.share, "orders", words),
        name=name,
        date=day,
        total=words.number(len(told.orders)),
        n=words.number(int(counted.sum())),
        more=words.number(len(told.bound.unmeasured)),
    )
    parts: dict[Literal["bound", "beside", "others"], pd.DataFrame] = {
        "bound": told.orders[counted],
        "beside": told.orders[beside],
        "others": told.orders[~counted & ~beside],
    }
    groups = [
        OrderGroup(
            role,
            words(f"area.orders.{role}"),
            tuple(
                _row(order, measured.get(order["id"], "whole"), words)
                for _, order in rows.iterrows()
            ),
        )
        for role, rows in parts.items()
        if not rows.empty
    ]
    return AreaOrders(sentence, tuple(groups))


def _row(order: pd.Series, measured: Measured, words: Words) -> OrderRow:
    day = words.day(order["issued_on"].date(), short=True)
    size = order["area_km2"]
    marks = (order["id"], *order_marks(order["id"], measured, order["appeared"], words))
    unit, comma = words("unit.km2"), words("list.comma")
    known = words.number(size, decimals=1) if not pd.isna(size) else ""
    issuer = words.isolated(speaker_name(order["issuer"], words))
    return OrderRow(
        name=f"{issuer}{comma}{day} ({comma.join(marks)})",
        term=order["term"],
        areas=order["areas"],
        source=(order["source_title"], order["source_url"]),
        size=f"{known} {unit}" if known else f"{unit}: {words('legend.not_reported')}",
    )
