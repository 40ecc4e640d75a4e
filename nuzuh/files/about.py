"""What a file says about itself: what, when, how, whose, under which terms."""

from __future__ import annotations

from nuzuh import __version__
from nuzuh.files.citation import citation_text
from nuzuh.files.request import Taking
from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.orders import load_orders
from nuzuh.scene.completeness import completeness
from nuzuh.scene.labels import own_note
from nuzuh.scene.method import method_text, reading_note
from nuzuh.scene.timeline import shown_values, total_of


def about_rows(taking: Taking) -> list[tuple[str, str]]:
    """Return what a file says about itself as pairs: a name in English, a text in the language."""
    words, view = taking.words, taking.view
    rows = [
        ("title", taking.title),
        ("where_and_when", words("snapshot.where", date=taking.when)),
        ("unit", words(f"layer.{view.layer}.unit")),
        ("method", method_text(view, words)),
        ("reading", _reading(taking)),
        ("completeness", _completeness(taking)),
        ("adding_up", words("taking.adds_up")),
        ("missing", words("taking.missing")),
        ("data_version", taking.data),
        ("software", f"nuzuh {__version__}"),
        ("link", taking.link),
        ("citation", citation_text(taking)),
        ("licence_of_figures", _licence(taking)),
        ("licence_of_outlines", load_boundaries().provenance.licence),
        ("attribution", words("map.attribution")),
        ("disclaimer", words("map.disclaimer")),
    ]
    rows.insert(4, ("own_rows", own_note(taking.tables.user, words)))
    return [(name, text) for name, text in rows if text]


def _licence(taking: Taking) -> str:
    table = load_orders() if taking.view.layer == "orders" else load_estimates()
    return table.provenance.licence


def _reading(taking: Taking) -> str:
    view = taking.view
    if view.layer == "orders":
        return ""  # how the shares are to be read is their method
    return reading_note(view.layer, taking.words, reconstructed=view.reconstructed)


def _completeness(taking: Taking) -> str:
    """What the figures of each day come to; of a long period its first and its last day."""
    told = []
    for day in dict.fromkeys((taking.days[0], taking.days[-1])):
        values = shown_values(taking.tables, taking.of_day(day))
        total = total_of(taking.tables, day, later=taking.view.later)
        sentence = completeness(values, total, taking.words)
        if sentence:
            told.append(
                f"{taking.words.day(day)}: {sentence}" if len(taking.days) > 1 else sentence
            )
    return " ".join(told)
