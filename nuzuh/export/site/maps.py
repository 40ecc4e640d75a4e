"""The page of the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nuzuh.export.site.days import day_html, links_to_days
from nuzuh.export.site.gathered import Site
from nuzuh.export.site.moving import map_kinds, place_html, told_map
from nuzuh.export.site.previews import preview_of
from nuzuh.scene.opening import opening
from nuzuh.scene.scene import scene
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SitePage
from nuzuh.web.still import still_of


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page of the map on the day on which the app opens.

    Args:
        site: takes in what the page loads.
        t: the language.
    """
    view = replace(opening().view, lang=t.lang)
    shown = scene(view, site.tables, t)
    told = told_map(site, t, view, map_kinds(site, t))
    yield SitePage(
        path="",
        title=t("page.map"),
        description=shown.notes.lead,
        main=day_html(shown, t, place=place_html(still_of(shown, t).map, t), days=links_to_days(t)),
        preloads=(told["code"],),
        told=told,
        preview=preview_of(site, shown, t),
        when=t.day(view.date),
    )
