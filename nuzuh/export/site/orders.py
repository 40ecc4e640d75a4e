"""The page of the orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nuzuh.export.site.days import day_html
from nuzuh.export.site.gathered import Site
from nuzuh.export.site.moving import order_kinds, place_html, told_map
from nuzuh.scene.opening import opening
from nuzuh.scene.scene import scene
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SitePage
from nuzuh.web.still import still_of


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page of the orders on the day on which the app opens.

    Args:
        site: takes in what the page loads.
        t: the language.
    """
    view = replace(opening().view, layer="orders", mode="published", lang=t.lang)
    shown = scene(view, site.tables, t)
    told = told_map(site, t, view, order_kinds(site, t))
    yield SitePage(
        path="orders/",
        title=t("page.orders"),
        description=shown.notes.lead,
        main=day_html(shown, t, place=place_html(still_of(shown, t).map, t)),
        preloads=(told["code"],),
        told=told,
        when=t.day(view.date),
    )
