"""The page of the ledger: every published figure with its source."""

from __future__ import annotations

from collections.abc import Iterator

from nuzuh.export.site.gathered import Site
from nuzuh.scene.ledger_entries import whole_ledger
from nuzuh.scene.translator import Translator
from nuzuh.web.site.document import SitePage
from nuzuh.web.site.ledger import ledger_html, ledger_told
from nuzuh.web.site.scripts import script


def pages(site: Site, t: Translator) -> Iterator[SitePage]:
    """Make the page.

    Args:
        site: takes in what the page loads.
        t: the language.
    """
    ledger = whole_ledger(site.tables, t)
    total = t.number(len(ledger.entries))
    lead = t("ledger.lead.newest", n=total, total=total)
    yield SitePage(
        path="estimates/",
        title=t("page.estimates"),
        description=lead,
        main=ledger_html(ledger, lead, t),
        scripts=(site.asset("ledger.js", script("ledger.js")),),
        told=ledger_told(ledger, t),
    )
