"""Gathers a whole site: each kind of page is made by a module of its own, language by language."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

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
from nuzuh.export.site.gathered import Maker, Site
from nuzuh.export.site.previews import preview_of
from nuzuh.loaders.archive import unreadable
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import Tables
from nuzuh.scene.data_versions import former_ids, former_text, shown_again
from nuzuh.scene.from_records import records_note, version_text
from nuzuh.scene.opening import opening
from nuzuh.scene.scene import scene
from nuzuh.scene.story import story_views
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SiteFrame, folder_of
from nuzuh.web.site.scripts import script
from nuzuh.web.templates import sheets

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""

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
FORMER_MAKERS: tuple[Maker, ...] = (
    maps.pages,
    orders.pages,
    days.pages,
    ledger.pages,
)
"""Of a former version: what a link of then leads to, and what its numbers stand in. Two days are
not compared: the ranges of changes, and of areas together, come from ensembles, which the archive
does not keep."""

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

FORMER_PAGES = ("", "orders/", "estimates/", "data/", "about/")
"""What the header of a former version leads to: its own pages, and those that tell of every one."""

STYLES = (
    "style.css",
    "pieces.css",
    "alone.css",
    "site/site.css",
    "site/pages.css",
    "site/data.css",
)


def build_site(
    tables: Tables,
    address: str = "",
    progress: Progress | None = None,
    *,
    archived: Collection[str] | None = None,
    standing: Mapping[str, Collection[str]] | None = None,
) -> Site:
    """Return every file of a site.

    A former version that cannot be shown is left out, and named in ``Site.damaged``.

    Args:
        tables: what it is computed from.
        address: where it will stand; "" where that is not known.
        progress: told how many languages of how many versions are done, of how many.
        archived: ids of the former versions that get pages; None for all that there are.
        standing: paths of the pages of former versions, by their id, that stand already where
            the site will be written, and stay.
    """
    known = former_ids()
    wanted = known if archived is None else [one for one in known if one in archived]
    steps = _Steps(progress, len(LANGUAGES) * (len(wanted) + 1))
    site = Site(tables, f"{address.rstrip('/')}/" if address else "")
    site.damaged = unreadable()
    built = []
    for version in wanted:
        try:
            with shown_again(version) as tables_then:
                old = Site(tables_then, site.address, folder_of(version, tables.version))
                add_pages(old, tables.version, steps.step)
        except (DataError, RefusedError) as damage:
            site.damaged |= {version: str(damage)}
            continue
        built.append(version)
        site.files |= old.files
        site.pages += old.pages
    add_pages(site, tables.version, steps.step)
    site.write(
        {one: paths for one, paths in (standing or {}).items() if one not in built},
        {
            one: "tables" if data.has_tables(site, one) else "damaged"
            for one in (*known, *site.damaged)
        },
    )
    return site


@dataclass
class _Steps:
    """Tells how many languages of how many versions are done."""

    progress: Progress | None
    total: int
    done: int = 0

    def step(self) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.total)


def add_pages(site: Site, newest: str, done: Callable[[], None] = lambda: None) -> None:
    """Add the pages of one version of the data in every language, and what they load.

    Args:
        site: takes them in; the tables in use are its own.
        newest: the newest version.
        done: called after each language.
    """
    styles = [site.asset("site.css", sheets(*STYLES))]
    scripts = [site.asset("site.js", script("site.js"))]
    icon = site.asset("icon.svg", sheets("icon.svg"))
    with _garbage_kept():
        for code in LANGUAGES:
            t = Translator(code)
            frame = _frame(site, newest, t, styles, scripts, icon)
            for maker in FORMER_MAKERS if site.folder else MAKERS:
                for page in maker(site, t):
                    site.page(page, frame)
            done()


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
    site: Site, newest: str, t: Translator, styles: list[str], scripts: list[str], icon: str
) -> SiteFrame:
    last = t.day(load_timeline().last)
    latest = scene(replace(opening().view, lang=t.lang), site.tables, t)
    shown = t.isolated(newest)
    return SiteFrame(
        t=t,
        version=site.tables.version,
        newest=newest,
        styles=styles,
        pages=[(path, t(key)) for path, key in PAGES if not site.folder or path in FORMER_PAGES],
        preview=preview_of(site, latest, t),
        notes=[
            t("map.disclaimer"),
            t("map.attribution"),
            t("footer.orders"),
            t("footer.data", data=version_text(site.tables, t), last=last),
            *filter(None, [records_note(site.tables, t)]),
        ],
        notice=former_text(t) if site.folder else "",
        address=site.address,
        scripts=scripts,
        icon=icon,
        told={
            "unknown": t("site.no_version", data=shown),
            "without": {
                "map": [t("site.version_page", data=shown), t("site.version_map")],
                "tables": [t("site.version_tables", data=shown), t("data_page.title")],
                "damaged": [t("notice.damaged_version", data=shown), ""],
            },
            "stories": list(story_views()),
            "gone": t("notice.bad_story"),
        },
    )
