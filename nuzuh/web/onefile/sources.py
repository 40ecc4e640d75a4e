"""The full list of sources of a page in one file: every figure and order with date and link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from nuzuh.evidence.published import figure_of
from nuzuh.loaders.own import is_theirs
from nuzuh.scene.labels import publisher_name, speaker_name
from nuzuh.scene.statement_words import Link, linked, measure_text, where_from_to
from nuzuh.scene.words import Words
from nuzuh.web.sources import sources_table
from nuzuh.web.templates import render


def figures_list(estimates: pd.DataFrame, words: Words) -> Markup:
    """Return every published figure with the page it was seen on, the newest first.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`; a row that
            repeats another stands with it.
        words: the reader's language.
    """
    again: dict[str, list[Link]] = {}
    repeats = dict(zip(estimates["id"], estimates["repeats"], strict=True))
    for _, row in estimates[estimates["repeats"] != ""].iterrows():
        seen = row["source_title"], row["source_url"]
        first = row["repeats"]
        while repeats[first]:  # a repetition may name another one
            first = repeats[first]
        again.setdefault(first, []).append(seen)
    told = estimates[estimates["repeats"] == ""]
    rows = [
        _seen(row, words, again.get(row["id"], []))
        | {
            "day": words.day(row["as_of"].date(), short=True),
            "who": publisher_name(figure_of(row), words),
            "told": [words.figure(figure_of(row)), _what(row, words)],
        }
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
    return _folded(title, keys, rows, "figures-list", words)


def orders_list(orders: pd.DataFrame, words: Words) -> Markup:
    """Return every evacuation order on record with the page it was seen on, the newest first.

    Args:
        orders: the table of :func:`nuzuh.loaders.load_orders`.
        words: the reader's language.
    """
    rows = [
        _seen(row, words)
        | {
            "day": words.day(row["issued_on"].date(), short=True),
            "who": _issuer(row, words),
            "told": [row["term"], row["areas"]],
        }
        for _, row in orders.sort_values(["issued_on", "id"], ascending=[False, True]).iterrows()
    ]
    keys = ("area.column.order", "table.publisher", "onefile.term", "ledger.area", "sources.source")
    title = words("onefile.orders", n=words.number(len(rows)))
    return _folded(title, keys, rows, "orders-list", words)


def tables_list(words: Words) -> Markup:
    """Return what the app stands on, see :func:`nuzuh.web.sources.sources_table`, folded."""
    return render("folded", title=words("sources.title"), content=sources_table(words))


def _issuer(row: pd.Series, words: Words) -> str:
    name = speaker_name(row["issuer"], words)
    return f"{name} ({words('own.mark')})" if is_theirs(row["id"]) else name


def _what(row: pd.Series, words: Words) -> str:
    what = measure_text(row["measure"], row["counting"], words)
    return f"{what} · {where_from_to(row['origin'], row['destination'], words)}"


def _seen(row: pd.Series, words: Words, again: Sequence[Link] = ()) -> dict[str, Any]:
    """The page that a row was seen on, its date, the others that repeat it, and the row's id."""
    seen = row["source_date"]
    return {
        "source": linked(row["source_title"], row["source_url"], words),
        "seen": "" if pd.isna(seen) else words.day(seen.date(), short=True),
        "again": again,
        "id": row["id"],
    }


def _folded(
    title: str, keys: Sequence[str], rows: list[dict[str, Any]], test_id: str, words: Words
) -> Markup:
    head = [words(key) for key in keys]
    return render("seen", title=title, head=head, rows=rows, test_id=test_id, words=words)
