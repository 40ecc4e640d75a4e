"""The page of the areas as HTML: all at a glance; one with its sentences and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from nuzuh.scene.area_orders import AreaOrders
from nuzuh.scene.area_over_time import KeyDate
from nuzuh.scene.area_overview import AreaOverview, Told
from nuzuh.scene.area_words import Sentence
from nuzuh.scene.claims import Claim
from nuzuh.scene.explanation import CitedSentence
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


def explained_html(explained: Sequence[CitedSentence], t: Translator) -> Markup:
    """Return why a number is what it is, under a title to close it by; nothing for nothing.

    Args:
        explained: its sentences, each figure with its source.
        t: the reader's language.
    """
    if not explained:
        return Markup()
    return render("area_explained", explained=explained, title=t("why.title"))


def movements_html(movements: Sequence[TextTable]) -> Markup:
    """Return arrivals and departures of the period told."""
    ways = zip(("arrivals", "departures"), movements, strict=True)
    return render("area_movements", ways=ways)


def figures_html(
    named: Sequence[Claim],
    of_all: Sequence[Claim],
    t: Translator,
    of_parts: Sequence[Claim] = (),
    to_strip: str = "",
) -> Markup:
    """Return the phase's published figures, those for parts and for the whole Strip folded.

    Args:
        named: figures that name the area.
        of_all: figures for the whole Strip.
        t: the reader's language.
        of_parts: figures for parts of an area of several governorates.
        to_strip: where the figures for the whole Strip stand, if that is another page.
    """
    shown = {"named": named, "of_parts": of_parts, "of_all": of_all}
    head = [t(f"area.column.{column}") for column in ("figure", "what", "who", "source")]
    return render("area_figures", head=head, shown=SHOWN, to_strip=to_strip, t=t, **shown)


def dates_html(dates: Sequence[KeyDate], t: Translator) -> Markup:
    """Return the dates to know as lists: phases by their numbers in the charts, then closed ways.

    Args:
        dates: those of a period, the first one first.
        t: the reader's language.
    """
    phases = [one for one in dates if one.kind == "phase"]
    shut = [one for one in dates if one.kind == "closure"]
    return render("area_dates", phases=phases, shut=shut, t=t)


def orders_html(orders: AreaOrders, t: Translator) -> Markup:
    """Return the sentence on the share under orders, and the orders in force.

    Args:
        orders: what is said of them.
        t: the reader's language.
    """
    head = [t(f"area.column.{column}") for column in ("order", "areas", "km2")]
    return render("area_orders", head=head, orders=orders, shown=ORDERS_SHOWN, t=t)


def overview_html(
    overview: AreaOverview, caption: str, t: Translator, links: Mapping[str, str] | None = None
) -> Markup:
    """Return all areas at a glance; what is told of several governorates together stands once.

    Args:
        overview: what is said of them.
        caption: what the table is, which is read out.
        t: the reader's language.
        links: where the name of an area leads, if anywhere.
    """
    titles = overview.titles[1:]
    columns = [
        _spans([getattr(row, part) for row in overview.rows])
        for part in ("published", "reconstructed", "change", "orders")
    ]
    rows = [
        (row.name, [(*cell, title) for cell, title in zip(cells, titles, strict=True) if cell[1]])
        for row, *cells in zip(overview.rows, *columns, strict=True)
    ]
    regions = [
        (
            row.name,
            [
                (told, 1, title)
                for told, title in zip(
                    (row.published, row.reconstructed, row.change, row.orders), titles, strict=True
                )
            ],
        )
        for row in overview.regions
    ]
    parts = (rows, regions)
    return render(
        "area_overview", overview=overview, parts=parts, caption=caption, links=links or {}, t=t
    )


def quotes_html(quotes: Sequence[str], label: str, t: Translator) -> Markup:
    """Return sentences with a button each that copies it, see :mod:`nuzuh.ui.quoting`.

    Args:
        quotes: the sentences, each with its source.
        label: what they are, for whoever cannot see them.
        t: the reader's language.
    """
    return render("quotes", quotes=quotes, label=label, t=t)


def _spans(column: Sequence[Told]) -> list[tuple[Told, int]]:
    """Each cell with how many rows it spans; 0 where the one above it does."""
    spans: list[tuple[Told, int]] = []
    for told in column:
        first = next((place for place, (one, span) in enumerate(spans) if span and one == told), -1)
        joined = told.area and first >= 0 and first + spans[first][1] == len(spans)
        if joined:
            spans[first] = (told, spans[first][1] + 1)
        spans.append((told, 0 if joined else 1))
    return spans
