"""What the page of one governorate says of evacuation orders: the least share, and who ordered."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from nuzuh.evidence.orders_in_force import Measured
from nuzuh.scene.area_told import AreaTold
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import layer_number, speaker_name
from nuzuh.scene.order_words import order_marks
from nuzuh.scene.words import Words
from nuzuh.web.templates import element, render

SHOWN = 4
"""Orders shown beside those behind the share before the rest is folded away."""


def orders_html(told: AreaTold, words: Words) -> Markup:
    """Return the least share of a governorate under orders, and the orders in force that name it.

    The orders that make the bound come first; then those that cannot be measured
    and may cover more; then the others. That no order is on record is said as
    such: it is not a share of zero.

    Args:
        told: what was published, see :class:`nuzuh.scene.area_told.AreaTold`.
        words: the reader's language.
    """
    name, day = governorate_name(told.pcode, words.lang), words.day(told.day)
    if told.orders.empty:
        return element("p", words("area.orders.none", name=name, date=day))
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
    groups = [
        {
            "rows": [
                _row(order, measured.get(order["id"], "whole"), words)
                for _, order in rows.iterrows()
            ],
            "shown": shown,
            "more": words("panel.more", n=words.number(len(rows) - shown)),
            "test_id": test_id,
            "caption": words(caption),
        }
        for rows, shown, caption, test_id in (
            (told.orders[counted], len(told.orders), "area.orders.bound", "orders-bound"),
            (told.orders[beside], len(told.orders), "area.orders.beside", "orders-beside"),
            (told.orders[~counted & ~beside], SHOWN, "area.orders.others", "orders-others"),
        )
        if not rows.empty
    ]
    return render(
        "area_orders",
        sentence=sentence,
        head=[words(f"area.column.{column}") for column in ("order", "areas", "km2")],
        groups=groups,
    )


def _row(order: pd.Series, measured: Measured, words: Words) -> dict[str, Any]:
    day = words.day(order["issued_on"].date(), short=True)
    size = order["area_km2"]
    marks = (order["id"], *order_marks(order["id"], measured, order["appeared"], words))
    unit, comma = words("unit.km2"), words("list.comma")
    known = words.number(size, decimals=1) if not pd.isna(size) else ""
    issuer = words.isolated(speaker_name(order["issuer"], words))
    return {
        "name": f"{issuer}{comma}{day} ({comma.join(marks)})",
        "term": order["term"],
        "areas": order["areas"],
        "source": (order["source_title"], order["source_url"]),
        "size": f"{known} {unit}" if known else f"{unit}: {words('legend.not_reported')}",
    }
