"""The tables of the page on sources."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from nuzuh.scene.provenance import Badge, PublisherRow, TableSource
from nuzuh.scene.translator import Translator
from nuzuh.web.templates import element, render

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


def badge_html(badge: Badge) -> Markup:
    """Return the quiet badge of the map: whether live figures are in use, and of when they are."""
    return element(
        "span",
        badge.text,
        class_="nz-badge",
        data_testid="badge",
        data_status="live" if badge.live else "embedded",
        title=badge.title,
    )


def publishers_table(publishers: Sequence[PublisherRow], t: Translator) -> Markup:
    """Return every publisher with its group, its figures in the data, and how these lie."""
    head = [
        t("table.publisher"),
        *(t(f"sources.{part}") for part in ("group", "figures", "house", "note")),
    ]
    return render("publishers", head=head, rows=publishers)
