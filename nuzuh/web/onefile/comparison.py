"""A comparison as a page in one file: its maps move together there, too."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from nuzuh.scene.comparison import Comparison
from nuzuh.scene.provenance import TableSource
from nuzuh.scene.seen import SeenList
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.web.comparison import comparison_legends, comparison_table
from nuzuh.web.onefile.document import Contents, compose
from nuzuh.web.onefile.sources import seen_html, tables_html
from nuzuh.web.timemap.comparison import comparison_message
from nuzuh.web.timemap.payload import Payload, bundled


def comparison_file(
    shown: Comparison,
    payloads: Sequence[Payload],
    t: Translator,
    *,
    seen: Sequence[SeenList],
    tables: Sequence[TableSource],
    citation: str,
) -> bytes:
    """Return a comparison as one HTML file that needs no network.

    Args:
        shown: what is compared.
        payloads: its packed maps.
        t: the language of the page.
        seen: every figure and order with its page.
        tables: the tables that everything stands on.
        citation: how to cite it.

    Raises:
        ValueError: for a link that is not http(s).
    """
    notes = shown.notes
    if notes.link and urlsplit(notes.link).scheme not in ("http", "https"):
        raise ValueError("the link to the live view is not an http(s) address")
    whole, data = bundled(payloads), notes.version
    return compose(
        Contents(
            t=t,
            title=notes.what,
            day=shown.view.date,
            headline=" ".join(dict.fromkeys(side.lead for side in shown.sides)),
            footnotes=notes.footnotes,
            placed="",
            fit=(),
            payload=whole,
            message=comparison_message(shown, [one.signature for one in payloads]),
            still=comparison_legends(shown),
            evidence=Markup(""),
            sources=Markup().join([*(seen_html(one, t) for one in seen), tables_html(tables, t)]),
            method=(notes.method, shown.reading),
            licences=(t("map.attribution"), t("onefile.licence"), t("footer.orders")),
            citation=citation,
            version=[
                t("footer.data", data=data, last=t.day(load_timeline().last)),
                t("onefile.hash", hash=hashlib.sha256(whole).hexdigest()),
            ],
            link=notes.link,
            where=notes.title,
            table=comparison_table(shown, t),
        )
    )
