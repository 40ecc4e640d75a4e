"""The tables of the page on sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
from markupsafe import Markup

from nuzuh.loaders.catalogue import all_sources
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.live import live_sources
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.table import Provenance
from nuzuh.scene.words import Words
from nuzuh.web.templates import element, render, table


def sources_table(words: Words) -> Markup:
    """Return what the app stands on, a row a table: source, licence, dates, rows, status."""
    return _table(all_sources(), words, "sources-table")


def live_table(words: Words) -> Markup:
    """Return the live sources, with the status of each and why it is not live."""
    return _table(live_sources(), words, "live-table")


def badge_html(words: Words) -> Markup:
    """Return the quiet badge of the map: whether live figures are in use, and of when they are."""
    estimates = load_estimates().provenance
    live = estimates.status != "embedded"
    day = words.day(date.fromisoformat(estimates.retrieved_at[:10]))
    text = words("badge.live" if live else "badge.embedded", day=day)
    return element(
        "span",
        text,
        class_="nz-badge",
        data_testid="badge",
        data_status="live" if live else "embedded",
        title=estimates.note or estimates.reason,
    )


def _table(sources: Sequence[Provenance], words: Words, test_id: str) -> Markup:
    keys = ("table", "source", "licence", "as_of", "retrieved", "rows", "status")
    rows = [
        {
            "title": source.title,
            "source": source.source,
            "links": [(url.split("/")[2], url) for url in source.source_links],
            "cells": [
                source.licence,
                source.as_of,
                source.retrieved_at[:16].replace("T", " "),
                words.number(source.rows),
            ],
            "status": words(f"status.{source.status.replace(' ', '_')}"),
            "notes": [text for text in (source.reason, source.note) if text],
        }
        for source in sources
    ]
    head = [words(f"sources.{key}") for key in keys]
    return render("sources", head=head, rows=rows, test_id=test_id)


def publishers_table(estimates: pd.DataFrame, words: Words) -> Markup:
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
