"""What is said of evacuation orders in a governorate: the least share, and who ordered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from nuzuh.evidence.orders_in_force import Measured, Running
from nuzuh.scene.area_evidence import AreaEvidence
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import layer_number, speaker_name
from nuzuh.scene.mark import Link
from nuzuh.scene.order_words import order_marks, term_text
from nuzuh.scene.place_names import places_named
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class OrderRow:
    """An evacuation order in force.

    Attributes:
        name: issuer, day and id, with what is to be known of it.
        term: what its issuer calls it.
        areas: those that the issuer named.
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


def area_orders(evidence: AreaEvidence, t: Translator) -> AreaOrders:
    """Return the least share of a governorate under orders, and the orders in force that name it.

    Args:
        evidence: what was published.
        t: the reader's language.
    """
    name, day = governorate_name(evidence.pcode, t.lang), t.day(evidence.day)
    if not evidence.orders:
        return AreaOrders(t("area.orders.none", name=name, date=day))
    measured = {order.id: order.measured for order in evidence.bound.behind}
    counted = {order for order, known in measured.items() if known != "none"}
    key = "area.orders.share"
    if evidence.bound.is_open:
        key = "area.orders.unmeasured" if evidence.share.value is None else "area.orders.more"
    sentence = t(
        key,
        share=layer_number(evidence.share, "orders", t),
        name=name,
        date=day,
        total=t.number(len(evidence.orders)),
        n=t.number(len(counted)),
        more=t.number(len(evidence.bound.unmeasured)),
    )
    parts: dict[Literal["bound", "beside", "others"], list[Running]] = {
        "bound": [one for one in evidence.orders if one.id in counted],
        "beside": [one for one in evidence.orders if one.id in measured.keys() - counted],
        "others": [one for one in evidence.orders if one.id not in measured],
    }
    groups = [
        OrderGroup(
            role,
            t(f"area.orders.{role}"),
            tuple(_row(order, measured.get(order.id, "whole"), t) for order in rows),
        )
        for role, rows in parts.items()
        if rows
    ]
    return AreaOrders(sentence, tuple(groups))


def _row(order: Running, measured: Measured, t: Translator) -> OrderRow:
    row = order.row
    day = t.day(row.issued_on.date(), short=True)
    size = row.area_km2
    marks = (order.id, *order_marks(order.id, measured, order.appeared, t))
    unit, comma = t("unit.km2"), t("list.comma")
    known = "" if math.isnan(size) else t.number(size, decimals=1)
    issuer = t.isolated(speaker_name(row.issuer, t))
    return OrderRow(
        name=f"{issuer}{comma}{day} ({comma.join(marks)})",
        term=term_text(row.term, t),
        areas=places_named(row.areas, t),
        source=(row.source_title, row.source_url),
        size=f"{known} {unit}" if known else f"{unit}: {t('legend.not_reported')}",
    )
