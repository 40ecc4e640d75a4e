"""Gathers a whole site: each kind of page is made by a module of its own, language by language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nuzuh.export.site import about, areas, ledger, maps, sources
from nuzuh.export.site.gathered import Site
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import Tables
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SiteFrame, SitePage
from nuzuh.web.templates import sheets

Maker = Callable[[Site, Translator], Iterable[SitePage]]
"""Makes the pages of one kind in one language, and takes in what they load."""

MAKERS: tuple[Maker, ...] = (
    maps.pages,
    areas.pages,
    ledger.pages,
    sources.pages,
    about.pages,
)
PAGES = (
    ("", "page.map"),
    ("areas/", "page.areas"),
    ("estimates/", "page.estimates"),
    ("sources/", "page.sources"),
    ("about/", "page.about"),
)
"""Path and name of each page that the header leads to; the paths are those of the app."""


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
    styles = [
        site.asset("site.css", sheets("style.css", "pieces.css", "site/site.css", "site/pages.css"))
    ]
    for done, code in enumerate(LANGUAGES, start=1):
        t = Translator(code)
        frame = _frame(site, t, styles)
        for maker in MAKERS:
            for page in maker(site, t):
                site.page(page, frame)
        if progress is not None:
            progress(done, len(LANGUAGES))
    return site


def _frame(site: Site, t: Translator, styles: list[str]) -> SiteFrame:
    data, last = t.isolated(site.tables.version), t.day(load_timeline().last)
    return SiteFrame(
        t=t,
        folder="",
        styles=styles,
        pages=[(path, t(key)) for path, key in PAGES],
        notes=[
            t("map.disclaimer"),
            t("map.attribution"),
            t("footer.orders"),
            t("footer.data", data=data, last=last),
        ],
        address=site.address,
    )
