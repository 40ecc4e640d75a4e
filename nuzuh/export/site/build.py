"""Gathers a whole site: each kind of page is made by a module of its own, language by language."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from nuzuh.export.site import (
    about,
    areas,
    changes,
    compare,
    data,
    days,
    ledger,
    maps,
    orders,
    sources,
    stories,
)
from nuzuh.export.site.gathered import Site
from nuzuh.export.site.previews import preview_of
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import Tables
from nuzuh.scene.opening import opening
from nuzuh.scene.scene import scene
from nuzuh.scene.story import story_views
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SiteFrame, SitePage, missing
from nuzuh.web.site.scripts import script
from nuzuh.web.templates import sheets

Maker = Callable[[Site, Translator], Iterable[SitePage]]
"""Makes the pages of one kind in one language, and takes in what they load."""

MAKERS: tuple[Maker, ...] = (
    maps.pages,
    orders.pages,
    compare.pages,
    stories.pages,
    days.pages,
    areas.pages,
    ledger.pages,
    sources.pages,
    changes.pages,
    data.pages,
    about.pages,
)
PAGES = (
    ("", "page.map"),
    ("stories/", "page.stories"),
    ("compare/", "page.compare"),
    ("orders/", "page.orders"),
    ("areas/", "page.areas"),
    ("estimates/", "page.estimates"),
    ("sources/", "page.sources"),
    ("changes/", "changes.title"),
    ("data/", "data_page.title"),
    ("about/", "page.about"),
)
"""Path and name of each page that the header leads to; the paths are those of the app."""

STYLES = (
    "style.css",
    "pieces.css",
    "alone.css",
    "site/site.css",
    "site/pages.css",
    "site/data.css",
)


def build_site(
    tables: Tables, address: str = "", progress: Callable[[int, int], None] | None = None
) -> Site:
    """Return every file of a site.

    Args:
        tables: what it is computed from.
        address: where it will stand; "" where that is not known.
        progress: told how many languages are done, of how many.
    """
    site = Site(tables, f"{address.rstrip('/')}/" if address else "")
    add_pages(site, progress)
    site.files["404.html"] = missing(site.address)
    return site


def add_pages(site: Site, progress: Callable[[int, int], None] | None = None) -> None:
    """Add the pages of one version of the data in every language, and what they load.

    Args:
        site: takes them in; the tables in use are its own.
        progress: told how many languages are done, of how many.
    """
    styles = [site.asset("site.css", sheets(*STYLES))]
    scripts = [site.asset("site.js", script("site.js"))]
    icon = site.asset("icon.svg", sheets("icon.svg"))
    with _garbage_kept():
        for done, code in enumerate(LANGUAGES, start=1):
            t = Translator(code)
            frame = _frame(site, t, styles, scripts, icon)
            for maker in MAKERS:
                for page in maker(site, t):
                    site.page(page, frame)
            if progress is not None:
                progress(done, len(LANGUAGES))


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """Look for no garbage meanwhile.

    Nearly all that is made is remembered or written, so there is hardly any (26 MB of 560), and
    to walk through all of it again and again is a tenth of the work.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _frame(
    site: Site, t: Translator, styles: list[str], scripts: list[str], icon: str
) -> SiteFrame:
    version, last = t.isolated(site.tables.version), t.day(load_timeline().last)
    return SiteFrame(
        t=t,
        folder=site.folder,
        styles=styles,
        pages=[(path, t(key)) for path, key in PAGES],
        preview=preview_of(site, scene(replace(opening().view, lang=t.lang), site.tables, t), t),
        notes=[
            t("map.disclaimer"),
            t("map.attribution"),
            t("footer.orders"),
            t("footer.data", data=version, last=last),
        ],
        address=site.address,
        scripts=scripts,
        icon=icon,
        told={
            "data": site.tables.version,
            "newest": site.newest or site.tables.version,
            "versions": list(site.versions),
            "unknown": t("site.no_version", data=t.isolated(site.newest or site.tables.version)),
            "stories": list(story_views()),
            "gone": t("notice.bad_story"),
        },
    )
