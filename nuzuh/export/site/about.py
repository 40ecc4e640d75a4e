"""The page of what nuzuh says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from nuzuh.export.site.gathered import Site
from nuzuh.scene.about import sections_of
from nuzuh.scene.opening import opening
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SitePage
from nuzuh.web.templates import element, render


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page.

    Args:
        site: takes in what the page loads.
        t: the language.
    """
    day = t.day(opening().view.date)
    sections = sections_of(t, data=site.tables.version, date=day, link=site.address)
    told = [element("h2", one.title) + render("about", section=one) for one in sections]
    yield SitePage(
        path="about/",
        title=t("about.title"),
        description=t("about.lead"),
        main=element("h1", t("about.title")) + element("p", t("about.lead")) + Markup().join(told),
    )
