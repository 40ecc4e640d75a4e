"""The page of what is new, revised or withdrawn, and the feed that tells the same."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from nuzuh.export.site.gathered import Site
from nuzuh.files.feed import PATH, feed_xml
from nuzuh.loaders.errors import DataError
from nuzuh.scene.data_versions import versions_in_order
from nuzuh.scene.feed import VERSIONS, feed_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.what_is_new import (
    RECENT_DAYS,
    ChangeLine,
    WhatIsNew,
    new_by_page,
    new_since_version,
    recent,
)
from nuzuh.web.changes import changes_html
from nuzuh.web.site.document import SitePage
from nuzuh.web.templates import element, marked

FOLDER = "changes/"


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page, and once for all languages the feed.

    Args:
        site: takes in the feed.
        t: the language.
    """
    if PATH not in site.files:
        site.files[PATH] = feed_xml(feed_of(site.tables), site.address)
    up = "../" if t.lang == "en" else "../../"
    feed = element("a", t("changes.feed"), href=f"{up}{PATH}", type="application/atom+xml")
    yield SitePage(
        path=FOLDER,
        title=t("changes.title"),
        description=t("changes.lead"),
        main=element(
            "div",
            element("h1", t("changes.title"))
            + element("p", t("changes.lead"))
            + element("p", feed)
            + Markup().join(_sections(site, t)),
            class_="si-data",
        ),
    )


def _sections(site: Site, t: Translator) -> Iterator[Markup]:
    """Since each of the last versions, the nearest one first, and by the date of the page."""
    former = versions_in_order()[1:]
    for place, version in enumerate(former[:VERSIONS]):
        try:
            new = new_since_version(version, t)
        except DataError:
            yield element("p", marked(t("changes.damaged", data=t.isolated(version.id))))
            continue
        yield _section(new, t, folded=place > 0)
    if not former:
        yield element("p", t("changes.only", days=RECENT_DAYS))
    yield _section(new_by_page(site.tables, recent(site.tables), t), t, folded=bool(former))


def _section(new: WhatIsNew, t: Translator, *, folded: bool) -> Markup:
    return element("h2", marked(new.title)) + changes_html(new, t, _record, folded=folded)


def _record(line: ChangeLine) -> str:
    """The record's place from this page, in the same language."""
    return f"../{line.page}/?{line.query}"
