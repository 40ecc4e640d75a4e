"""The page of what nuzuh says of itself, and of how the numbers of each picture come about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nuzuh.export.site.gathered import Site
from nuzuh.scene.about import sections_of
from nuzuh.scene.labels import title_of
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.method import method_text
from nuzuh.scene.opening import opening
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import SHOWS
from nuzuh.web.site.document import SitePage
from nuzuh.web.site.reading import about_html


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page.

    Args:
        site: takes in what the page loads.
        t: the language.
    """
    view = opening().view
    day, data = t.day(view.date), site.tables.version
    sections = sections_of(t, data=data, date=day, link=site.address)
    views = (replace(view, layer=layer, mode=mode) for mode in SHOWS for layer in LAYERS)
    methods = {
        method_text(one, t): title_of(one.layer, t, reconstructed=one.reconstructed)
        for one in views
        if one.reconstructed == (one.mode == "reconstructed")
    }
    yield SitePage(
        path="about/",
        title=t("about.title"),
        description=t("about.lead"),
        main=about_html(sections, [(name, text) for text, name in methods.items()], t),
    )
