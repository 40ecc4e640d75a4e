"""The full list of sources of a page in one file: every figure and order with date and link."""

from __future__ import annotations

from html import escape

import pandas as pd

from balance.published import figure_of
from maps.html import Markup, anchor, table
from maps.panel import linked, measure_text, where_from_to
from maps.words import Words


def figures_list(estimates: pd.DataFrame, words: Words) -> Markup:
    """Return every published figure with the page it was seen on, the newest first.

    Args:
        estimates: the table of :func:`loaders.load_estimates`; a row that
            repeats another stands with it.
        words: the reader's language.
    """
    again: dict[str, list[Markup]] = {}
    for _, row in estimates[estimates["repeats"] != ""].iterrows():
        seen = anchor(row["source_url"], row["source_title"])
        again.setdefault(row["repeats"], []).append(seen)
    own = estimates[estimates["repeats"] == ""]
    rows = [
        [
            words.day(row["as_of"].date(), short=True),
            Markup(f"<bdi>{escape(row['publisher'])}</bdi>"),
            words.figure(figure_of(row)),
            _what(row, words),
            _seen(row, again.get(row["id"], []), words),
        ]
        for _, row in own.sort_values(["as_of", "id"], ascending=[False, True]).iterrows()
    ]
    keys = (
        "ledger.as_of",
        "table.publisher",
        "ledger.figure",
        "area.column.what",
        "sources.source",
    )
    title = words("onefile.figures", n=words.number(len(rows)))
    return _folded(title, [words(key) for key in keys], rows, "figures-list")


def orders_list(orders: pd.DataFrame, words: Words) -> Markup:
    """Return every evacuation order on record with the page it was seen on, the newest first.

    Args:
        orders: the table of :func:`loaders.load_orders`.
        words: the reader's language.
    """
    rows = [
        [
            words.day(row["issued_on"].date(), short=True),
            Markup(f"<bdi>{escape(row['issuer'])}</bdi>"),
            row["term"],
            row["areas"],
            _seen(row, [], words),
        ]
        for _, row in orders.sort_values(["issued_on", "id"], ascending=[False, True]).iterrows()
    ]
    keys = ("area.column.order", "table.publisher", "onefile.term", "ledger.area", "sources.source")
    title = words("onefile.orders", n=words.number(len(rows)))
    return _folded(title, [words(key) for key in keys], rows, "orders-list")


def _what(row: pd.Series, words: Words) -> str:
    what = measure_text(row["measure"], row["counting"], words)
    return f"{what} · {where_from_to(row['origin'], row['destination'], words)}"


def _seen(row: pd.Series, again: list[Markup], words: Words) -> Markup:
    """The page that a row was seen on, its date, the others that repeat it, and the row's id."""
    parts = [linked(row["source_title"], row["source_url"], words)]
    if not pd.isna(row["source_date"]):
        parts.append(Markup(escape(words.day(row["source_date"].date(), short=True))))
    if again:
        parts.append(Markup(f"{escape(words('panel.also'))} {', '.join(again)}"))
    return Markup(f"{' · '.join(parts)} <small>{escape(row['id'])}</small>")


def _folded(title: str, head: list[str], rows: list[list[str]], test_id: str) -> Markup:
    return Markup(
        f"<details><summary>{escape(title)}</summary>{table(head, rows, test_id=test_id)}</details>"
    )
