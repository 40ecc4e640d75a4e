"""Pages of the static site that are read from top to bottom: the sources, and what nuzuh says."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from nuzuh.scene.about import Section
from nuzuh.scene.provenance import PublisherRow, TableSource
from nuzuh.scene.translator import Translator
from nuzuh.web.sources import publishers_table, sources_table
from nuzuh.web.templates import render


def sources_html(
    about: Sequence[Section],
    publishers: Sequence[PublisherRow],
    sources: Sequence[TableSource],
    t: Translator,
) -> Markup:
    """Return the page of the sources.

    Args:
        about: how to read figures, and how to correct one.
        publishers: who published them.
        sources: the tables that all stands on.
        t: the reader's language.
    """
    return render(
        "site_sources",
        about=about,
        publishers=publishers_table(publishers, t),
        sources=sources_table(sources, t),
        t=t,
    )


def about_html(
    sections: Sequence[Section], methods: Sequence[tuple[str, str]], t: Translator
) -> Markup:
    """Return the page of what nuzuh says of itself.

    Args:
        sections: its parts.
        methods: names of what is shown, and how the numbers of each came about.
        t: the reader's language.
    """
    return render("site_about", sections=sections, methods=methods, t=t)
