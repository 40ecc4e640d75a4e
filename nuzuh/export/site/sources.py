"""The page of the sources: who published the figures, and the tables that all stands on."""

from __future__ import annotations

from collections.abc import Iterator

from nuzuh.export.site.gathered import Site
from nuzuh.scene.about import sections_of
from nuzuh.scene.opening import opening
from nuzuh.scene.provenance import publishers_of, sources_of
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SitePage
from nuzuh.web.site.reading import sources_html


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page.

    Args:
        site: takes in what the page loads.
        t: the language.
    """
    day, data = t.day(opening().view.date), site.tables.version
    yield SitePage(
        path="sources/",
        title=t("page.sources"),
        description=t("sources.lead"),
        main=sources_html(
            sections_of(t, "kinds", "correct", data=data, date=day, link=site.address),
            publishers_of(site.tables, t),
            sources_of(t),
            t,
        ),
    )
