"""The tables of the page on sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import pandas as pd

from loaders.catalogue import all_sources
from loaders.estimates import load_estimates
from loaders.live import live_sources
from loaders.publishers import load_publishers
from loaders.table import Provenance
from maps.html import Markup, anchor, table
from maps.words import Words


def sources_table(words: Words) -> str:
    """Return what the app stands on, a row a table: source, licence, dates, rows, status."""
    return _table(all_sources(), words, "sources-table")


def live_table(words: Words) -> str:
    """Return the live sources, with the status of each and why it is not live."""
    return _table(live_sources(), words, "live-table")


def badge_html(words: Words) -> str:
    """Return the quiet badge of the map: whether live figures are in use, and of when they are."""
    estimates = load_estimates().provenance
    live = estimates.status != "embedded"
    day = words.day(date.fromisoformat(estimates.retrieved_at[:10]))
    text = words("badge.live" if live else "badge.embedded", day=day)
    kind = "live" if live else "embedded"
    return (
        f'<span class="nz-badge" data-testid="badge" data-status="{kind}" '
        f'title="{escape(estimates.note or estimates.reason)}">{escape(text)}</span>'
    )


def _table(sources: Sequence[Provenance], words: Words, test_id: str) -> str:
    rows = []
    for source in sources:
        links = ", ".join(anchor(url, url.split("/")[2]) for url in source.source_links)
        told = Markup(escape(source.source) + (f" ({links})" if links else ""))
        rows.append(
            [
                source.title,
                told,
                source.licence,
                source.as_of,
                source.retrieved_at[:16].replace("T", " "),
                words.number(source.rows),
                _status(source, words),
            ]
        )
    keys = ("table", "source", "licence", "as_of", "retrieved", "rows", "status")
    return table([words(f"sources.{key}") for key in keys], rows, test_id=test_id)


def _status(source: Provenance, words: Words) -> Markup:
    """The status, and under it why it is not live."""
    told = escape(words(f"status.{source.status.replace(' ', '_')}"))
    # Reasons come from the loaders in English, in any language of the page.
    notes = [text for text in (source.reason, source.note) if text]
    small = "".join(f'<br><small dir="ltr" lang="en">{escape(text)}</small>' for text in notes)
    return Markup(told + small)


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
