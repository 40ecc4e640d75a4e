"""The full list of sources of a page in one file: every figure and order with date and link."""

from __future__ import annotations

from html import escape

import pandas as pd

from balance.published import figure_of
from loaders.own import is_theirs
from maps.html import Markup, anchor, table
from maps.labels import publisher_name, speaker_name
from maps.panel import linked
from maps.statement_words import measure_text, where_from_to
from maps.words import Words


def figures_list(estimates: pd.DataFrame, words: Words) -> Markup:
    """Return every published figure with the page it was seen on, the newest first.

    Args:
        estimates: the table of :func:`loaders.load_estimates`; a row that
            repeats another stands with it.
        words: the reader's language.
    """
    again: dict[str, list[Markup]] = {}
    repeats = dict(zip(estimates["id"], estimates["repeats"], strict=True))
    for _, row in estimates[estimates["repeats"] != ""].iterrows():
        seen = anchor(row["source_url"], row["source_title"])
        first = row["repeats"]
        while repeats[first]:  # a repetition may name another one
            first = repeats[first]
        again.setdefault(first, []).append(seen)
    told = estimates[estimates["repeats"] == ""]
    rows = [
        [
            words.day(row["as_of"].date(), short=True),
            Markup(f"<bdi>{escape(publisher_name(figure_of(row), words))}</bdi>"),
            words.figure(figure_of(row)),
            _what(row, words),
            _seen(row, again.get(row["id"], []), words),
        ]
        for _, row in told.sort_values(["as_of", "id"], ascending=[False, True]).iterrows()
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
            Markup(f"<bdi>{escape(_issuer(row, words))}</bdi>"),
            row["term"],
            row["areas"],
            _seen(row, [], words),
        ]
        for _, row in orders.sort_values(["issued_on", "id"], ascending=[False, True]).iterrows()
    ]
    keys = ("area.column.order", "table.publisher", "onefile.term", "ledger.area", "sources.source")
    title = words("onefile.orders", n=words.number(len(rows)))
    return _folded(title, [words(key) for key in keys], rows, "orders-list")


def _issuer(row: pd.Series, words: Words) -> str:
    name = speaker_name(row["issuer"], words)
    return f"{name} ({words('own.mark')})" if is_theirs(row["id"]) else name


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
