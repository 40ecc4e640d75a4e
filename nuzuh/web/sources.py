"""The tables of the page on sources."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from nuzuh.scene.provenance import PublisherRow, TableSource
from nuzuh.scene.translator import Translator
from nuzuh.web.templates import render

_COLUMNS = ("table", "source", "licence", "as_of", "retrieved", "rows", "status")


def sources_table(
    sources: Sequence[TableSource], t: Translator, *, test_id: str = "sources-table"
) -> Markup:
    """Return tables that the app stands on as HTML, a row a table.

    Args:
        sources: where each table comes from.
        t: the reader's language.
        test_id: name by which tests find it.
    """
    head = [t(f"sources.{key}") for key in _COLUMNS]
    return render("sources", head=head, rows=sources, test_id=test_id, t=t)


def publishers_table(publishers: Sequence[PublisherRow], t: Translator) -> Markup:
    """Return every publisher with its group, its figures in the data, and how these lie."""
    parts = ("group", "figures", "doubts", "house", "balance", "others", "note")
    head = [t("table.publisher"), *(t(f"sources.{part}") for part in parts)]
    return render("publishers", head=head, rows=publishers, label=t("sources.publishers"))
