"""The page of one governorate as HTML: sentences, who came and went, figures, orders."""

from __future__ import annotations

from markupsafe import Markup

from nuzuh.scene.area_profile import AreaProfile
from nuzuh.scene.words import Words
from nuzuh.web.templates import render

SHOWN = 12
"""Figures shown before the rest is folded away."""
ORDERS_SHOWN = 4
"""Orders shown beside those behind the share before the rest is folded away."""


def sentences_html(profile: AreaProfile) -> Markup:
    """Return the sentences on people present, published ones each with its source."""
    return render(
        "area_sentences", published=profile.published, reconstructed=profile.reconstructed
    )


def movements_html(profile: AreaProfile) -> Markup:
    """Return arrivals and departures of the period told."""
    ways = zip(("arrivals", "departures"), profile.movements, strict=True)
    return render("area_movements", ways=ways)


def figures_html(profile: AreaProfile, words: Words) -> Markup:
    """Return the phase's published figures, those for the whole Strip folded.

    Args:
        profile: what the page says.
        words: the reader's language.
    """
    head = [words(f"area.column.{column}") for column in ("figure", "what", "who", "source")]
    return render("area_figures", head=head, profile=profile, shown=SHOWN, words=words)


def orders_html(profile: AreaProfile, words: Words) -> Markup:
    """Return the sentence on the least share under orders, and the orders in force.

    Args:
        profile: what the page says.
        words: the reader's language.
    """
    head = [words(f"area.column.{column}") for column in ("order", "areas", "km2")]
    return render("area_orders", head=head, orders=profile.orders, shown=ORDERS_SHOWN, words=words)
