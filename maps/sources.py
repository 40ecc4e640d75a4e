"""The tables of the page on sources."""

from __future__ import annotations

from html import escape

import pandas as pd

from loaders.catalogue import all_sources
from loaders.publishers import load_publishers
from maps.html import Markup, anchor, table
from maps.words import Words


def sources_table(words: Words) -> str:
    """Return what the app stands on, a row a table: source, licence, dates, rows, status."""
    rows = []
    for source in all_sources():
        links = ", ".join(anchor(url, url.split("/")[2]) for url in source.source_links)
        told = Markup(escape(source.source) + (f" ({links})" if links else ""))
        rows.append(
            [
                source.title,
                told,
                source.licence,
                source.as_of,
                source.retrieved_at,
                words.number(source.rows),
                words(f"status.{source.status}"),
            ]
        )
    keys = ("table", "source", "licence", "as_of", "retrieved", "rows", "status")
    return table([words(f"sources.{key}") for key in keys], rows, test_id="sources-table")


def publishers_table(estimates: pd.DataFrame, words: Words) -> str:
    """Return every publisher with its group and how many figures it has in the data, most first."""
    counts = estimates["publisher"].value_counts()
    publishers = load_publishers().frame.set_index("publisher")
    rows = [
        [
            name,
            publishers.loc[name, "full_name"],
            words(f"group.{publishers.loc[name, 'group']}"),
            publishers.loc[name, "note"],
            words.number(count),
        ]
        for name, count in counts.items()
    ]
    head = [words("table.publisher"), "", words("sources.group"), "", words("sources.figures")]
    return table(head, rows, test_id="publishers-table")
