"""What is said of evacuation orders in an area: share of its land, people there, who ordered."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from nuzuh.balance.people_there import PeopleThere
from nuzuh.evidence.orders_in_force import OrderInForce, Running, order_in_force
from nuzuh.scene.area_evidence import AreaEvidence
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.mark import Link
from nuzuh.scene.order_words import order_marks, share_text, term_text, unclear_orders
from nuzuh.scene.place_names import places_named
from nuzuh.scene.range_words import people_text
from nuzuh.scene.regions import area_in_words
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
        role: ``sure`` for those whose land makes the lower end of the share, ``beside``
            for those that may cover more, ``others``.
        title: the same in words.
        orders: the newest first.
    """

    role: Literal["sure", "beside", "others"]
    title: str
    orders: tuple[OrderRow, ...]


@dataclass(frozen=True)
class AreaOrders:
    """Evacuation orders in an area on a day.

    Attributes:
        sentence: on the share under orders; that no order is on record is said as
            such: it is not a share of zero.
        groups: the orders in force, those of sure land first.
        people: how many people are estimated on the land under orders; "" where that
            cannot be told.
    """

    sentence: str
    groups: tuple[OrderGroup, ...] = ()
    people: str = ""


def area_orders(
    evidence: AreaEvidence, t: Translator, people: PeopleThere | None = None
) -> AreaOrders:
    """Return the share of an area under orders, people there, and the orders in force.

    Args:
        evidence: what was published.
        t: the reader's language.
        people: those estimated on the land under orders; None where that is not asked.
    """
    name, day = area_in_words(evidence.area, t), t.day(evidence.day)
    if not evidence.orders:
        return AreaOrders(t("area.orders.none", name=name, date=day))
    behind = {order.id: order for order in evidence.of_orders.behind}
    sure = set(evidence.of_orders.orders)
    share = share_text(evidence.of_orders, t)
    sentence = t(
        "area.orders.share" if share else "area.orders.unmeasured",
        share=share,
        name=name,
        date=day,
        total=t.number(len(evidence.orders)),
    )
    unclear = dict.fromkeys(
        name for order in unclear_orders(evidence.of_orders) for name in order.unknown
    )
    parts: dict[Literal["sure", "beside", "others"], list[Running]] = {
        "sure": [one for one in evidence.orders if one.id in sure],
        "beside": [one for one in evidence.orders if one.id in behind.keys() - sure],
        "others": [one for one in evidence.orders if one.id not in behind],
    }
    groups = [
        OrderGroup(
            role,
            t(f"area.orders.{role}"),
            tuple(_row(order, behind.get(order.id, order_in_force(order)), t) for order in rows),
        )
        for role, rows in parts.items()
        if rows
    ]
    if unclear:
        names = t("list.comma").join(t.isolated(name) for name in unclear)
        sentence += " " + t("area.orders.unclear", names=names)
    told = people_text(people, t)
    return AreaOrders(sentence, tuple(groups), t("area.orders.people", people=told) if told else "")


def _row(order: Running, told: OrderInForce, t: Translator) -> OrderRow:
    row = order.row
    day = t.day(row.issued_on.date(), short=True)
    marks = (order.id, *order_marks(told, t))
    unit, comma, size = t("unit.km2"), t("list.comma"), row.area_km2
    known = "" if math.isnan(size) else t.number(size, decimals=1)
    issuer = t.isolated(speaker_name(row.issuer, t))
    return OrderRow(
        name=f"{issuer}{comma}{day} ({comma.join(marks)})",
        term=term_text(row.term, t),
        areas=places_named(row.areas, t),
        source=(row.source_title, row.source_url),
        size=f"{known} {unit}" if known else f"{unit}: {t('legend.not_reported')}",
    )
