"""The page of the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nuzuh.export.site.gathered import Site
from nuzuh.scene.opening import opening
from nuzuh.scene.scene import scene
from nuzuh.scene.translator import Translator
from nuzuh.web.legend import legend_html, table_html
from nuzuh.web.site.document import SitePage
from nuzuh.web.templates import element


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page of the map on the day on which the app opens.

    Args:
        site: takes in what the page loads.
        t: the language.
    """
    view = replace(opening().view, lang=t.lang)
    shown = scene(view, site.tables, t)
    yield SitePage(
        path="",
        title=t("page.map"),
        description=shown.notes.lead,
        main=element("h1", shown.notes.lead)
        + legend_html(shown.legend, shown.legend_unit, shown.reading)
        + table_html(shown.columns, shown.marks, t),
        when=t.day(view.date),
    )
