"""The full list of sources of a page in one file: every figure and order with date and link."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from nuzuh.scene.provenance import TableSource
from nuzuh.scene.seen import SeenList
from nuzuh.scene.words import Words
from nuzuh.web.sources import sources_table
from nuzuh.web.templates import render


def seen_html(listed: SeenList, words: Words) -> Markup:
    """Return a list of figures or orders with the page each was seen on, folded."""
    test_id = f"{listed.name}-list"
    return render("seen", listed=listed, test_id=test_id, words=words)


def tables_html(sources: Sequence[TableSource], words: Words) -> Markup:
    """Return the tables that the app stands on, folded."""
    content = sources_table(sources, words)
    return render("folded", title=words("sources.title"), content=content)
