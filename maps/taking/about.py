"""What a file says about itself: what, when, how, whose, under which terms."""

from __future__ import annotations

from loaders.areas import load_boundaries
from loaders.estimates import load_estimates
from loaders.orders import load_orders
from maps.labels import own_note
from maps.reconstruction import view_name
from maps.taking.citation import citation_text
from maps.taking.request import VERSION, Taking
from maps.words import Words


def about_rows(taking: Taking) -> list[tuple[str, str]]:
    """Return what a file says about itself as pairs: a name in English, a text in the language."""
    words = taking.words
    rows = [
        ("title", taking.title),
        ("where_and_when", words("snapshot.where", date=taking.when)),
        ("unit", words(f"layer.{taking.view.layer}.unit")),
        ("method", _method(taking, words)),
        ("adding_up", words("taking.adds_up")),
        ("missing", words("taking.missing")),
        ("data_version", taking.data),
        ("software", f"nuzuh {VERSION}"),
        ("link", taking.link),
        ("citation", citation_text(taking)),
        ("licence_of_figures", _licence(taking)),
        ("licence_of_outlines", load_boundaries().provenance.licence),
        ("attribution", words("map.attribution")),
        ("disclaimer", words("map.disclaimer")),
    ]
    if taking.own is not None:
        rows.insert(4, ("own_rows", own_note(taking.own, words)))
    return [(name, text) for name, text in rows if text]


def _licence(taking: Taking) -> str:
    table = load_orders() if taking.view.layer == "orders" else load_estimates()
    return table.provenance.licence


def _method(taking: Taking, words: Words) -> str:
    if taking.view.layer == "orders":
        return words("legend.orders")
    if taking.view.reconstructed:
        told = words("snapshot.reconstructed", view=view_name(taking.view.view, words))
        return f"{told} {words('legend.reconstructed')}"
    return words("snapshot.as_published")
