"""What the page of one governorate says of evacuation orders: the least share, and who ordered."""

from __future__ import annotations

from html import escape

import pandas as pd

from maps.area_page import AreaTold
from maps.geometry import governorate_name
from maps.html import Markup, anchor, folding_table
from maps.labels import layer_number
from maps.words import Words

SHOWN = 4
"""Orders shown beside those of the bound before the rest is folded away."""


def orders_html(told: AreaTold, words: Words) -> str:
    """Return the least share of a governorate under orders, and the orders in force that name it.

    The orders that make the bound come first, the others newest first. That no
    order is on record is said as such: it is not a share of zero.

    Args:
        told: what was published, see :class:`maps.area_page.AreaTold`.
        words: the reader's language.
    """
    name, day = governorate_name(told.pcode, words.lang), words.day(told.day)
    if told.orders.empty:
        return f"<p>{escape(words('area.orders.none', name=name, date=day))}</p>"
    behind = told.orders["id"].isin(told.bound.orders)
    share = layer_number(told.share, "orders", words)
    key = "area.orders.unmeasured" if told.share.value is None else "area.orders.share"
    total, n = words.number(len(told.orders)), words.number(int(behind.sum()))
    sentence = words(key, share=share, name=name, date=day, total=total, n=n)
    parts = [f"<p>{escape(sentence)}</p>"]
    for rows, shown, caption, test_id in (
        (told.orders[behind], len(told.orders), "area.orders.bound", "orders-bound"),
        (told.orders[~behind], SHOWN, "area.orders.others", "orders-others"),
    ):
        if not rows.empty:
            parts.append(
                folding_table(
                    [words(f"area.column.{column}") for column in ("order", "areas", "km2")],
                    [_row(order, words) for _, order in rows.iterrows()],
                    shown=shown,
                    more=words("panel.more", n=words.number(len(rows) - shown)),
                    test_id=test_id,
                    caption=words(caption),
                )
            )
    return f'<div class="nz-stack">{"".join(parts)}</div>'


def _row(order: pd.Series, words: Words) -> list[str]:
    issued = words.day(order["issued_on"].date(), short=True)
    size = order["area_km2"]
    who = f"<bdi>{escape(order['issuer'])}</bdi>"
    link = anchor(order["source_url"], order["source_title"])
    unit = words("unit.km2")
    known = words.number(size, decimals=1) if not pd.isna(size) else ""
    return [
        Markup(f"{who}{words('list.comma')}{escape(issued)}<br><bdi>{escape(order['term'])}</bdi>"),
        Markup(f"<bdi>{escape(order['areas'])}</bdi><br>{link}"),
        f"{known} {unit}" if known else f"{unit}: {words('legend.not_reported')}",
    ]
