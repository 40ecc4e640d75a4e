"""Gathers what a page in one file shows: the same words and numbers as the page of the app."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from nuzuh.scene.page import Page
from nuzuh.scene.story import ToldStory
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.onefile.document import Contents, compose
from nuzuh.web.onefile.sources import seen_html, tables_html
from nuzuh.web.still import still_of
from nuzuh.web.story import story_html
from nuzuh.web.timemap.message import OfKind, view_message
from nuzuh.web.timemap.payload import Payload, bundled


def one_file(
    page: Page,
    payloads: Sequence[Payload],
    t: Translator,
    ensemble: Payload | None = None,
    orders: Payload | None = None,
    *,
    story: ToldStory | None = None,
    kinds: Sequence[tuple[View, Sequence[Payload], Payload | None]] = (),
) -> bytes:
    """Return a page as one HTML file that needs no network: the same page gives the same bytes.

    Args:
        page: what it says.
        payloads: the packed map of the same view, language and tables, and the words of its phases.
        t: the language of the page.
        ensemble: of its reconstructed movements; None where it shows none.
        orders: the words of the orders, for a page of the map of orders; None for one of the map.
        story: what is told beside the map; None for nothing.
        kinds: the payloads of every kind of view that its steps show, with a view of each.

    Raises:
        ValueError: for a link that is not http(s).
    """
    shown = page.scene
    view, notes = shown.view, shown.notes
    if notes.link and urlsplit(notes.link).scheme not in ("http", "https"):
        raise ValueError("the link to the live view is not an http(s) address")
    still = still_of(shown, t)
    carried = [*payloads, *(one for one in (ensemble, orders) if one)]
    for _, of_kind, its_ensemble in kinds:
        carried += [*of_kind, *([its_ensemble] if its_ensemble else [])]
    whole = bundled({one.signature: one for one in carried}.values())
    sources = [*(seen_html(seen, t) for seen in page.seen), tables_html(page.tables, t)]
    return compose(
        Contents(
            t=t,
            title=story.title if story else page.title,
            day=view.date,
            headline=still.headline,
            footnotes=still.footnotes,
            placed=still.placed,
            fit=still.fit,
            payload=whole,
            message=view_message(
                view,
                t,
                signatures=[one.signature for one in payloads],
                data=notes.data,
                version=notes.version,
                ensemble=ensemble.signature if ensemble else "",
                orders=orders.signature if orders else "",
                address=notes.link,
                user=shown.user,
                story=story,
                others=[
                    OfKind(
                        of,
                        tuple(one.signature for one in its),
                        with_it.signature if with_it else "",
                    )
                    for of, its, with_it in kinds
                ],
            ),
            still=story_html(story, t) + still.map if story else still.map,
            evidence=still.evidence,
            sources=Markup().join(sources),
            method=page.method,
            licences=page.licences,
            citation=page.citation,
            version=[
                t("footer.data", data=notes.version, last=t.day(page.last)),
                t("onefile.hash", hash=hashlib.sha256(whole).hexdigest()),
            ],
            link=notes.link,
        )
    )
