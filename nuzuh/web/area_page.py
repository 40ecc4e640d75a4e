"""The page of one governorate as HTML: sentences, who came and went, figures, orders."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from nuzuh.scene.area_orders import AreaOrders
from nuzuh.scene.area_words import Sentence
from nuzuh.scene.claims import Claim
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator
from nuzuh.web.templates import render

SHOWN = 12
"""Figures shown before the rest is folded away."""
ORDERS_SHOWN = 4
"""Orders shown beside those behind the share before the rest is folded away."""


def sentences_html(published: Sequence[Sentence], reconstructed: Sequence[str] = ()) -> Markup:
    """Return the sentences on people present, published ones each with its source."""
    return render("area_sentences", published=published, reconstructed=reconstructed)


def movements_html(movements: Sequence[TextTable]) -> Markup:
    """Return arrivals and departures of the period told."""
    ways = zip(("arrivals", "departures"), movements, strict=True)
    return render("area_movements", ways=ways)


def figures_html(named: Sequence[Claim], of_all: Sequence[Claim], t: Translator) -> Markup:
    """Return the phase's published figures, those for the whole Strip folded.

    Args:
        named: figures that name the governorate.
        of_all: figures for the whole Strip.
        t: the reader's language.
    """
    head = [t(f"area.column.{column}") for column in ("figure", "what", "who", "source")]
    return render("area_figures", head=head, named=named, of_all=of_all, shown=SHOWN, t=t)


def orders_html(orders: AreaOrders, t: Translator) -> Markup:
    """Return the sentence on the least share under orders, and the orders in force.

    Args:
        orders: what is said of them.
        t: the reader's language.
    """
    head = [t(f"area.column.{column}") for column in ("order", "areas", "km2")]
    return render("area_orders", head=head, orders=orders, shown=ORDERS_SHOWN, t=t)
