"""The full list of sources of a page in one file: every figure and order with date and link."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from nuzuh.scene.provenance import TableSource
from nuzuh.scene.seen import SeenList
from nuzuh.scene.translator import Translator
from nuzuh.web.sources import sources_table
from nuzuh.web.templates import render


def seen_html(listed: SeenList, t: Translator) -> Markup:
    """Return a list of figures or orders with the page each was seen on, folded."""
    test_id = f"{listed.name}-list"
    return render("seen", listed=listed, test_id=test_id, t=t)


def tables_html(sources: Sequence[TableSource], t: Translator) -> Markup:
    """Return the tables that the app stands on, folded."""
    content = sources_table(sources, t)
    return render("folded", title=t("sources.title"), content=content)
