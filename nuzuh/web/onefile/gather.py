"""Gathers what a page in one file says: the same words and numbers as the page of the app."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from nuzuh import loaders
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.statements import Statement
from nuzuh.loaders.baseline import people_before_the_war
from nuzuh.loaders.tables import NO_USER, Tables, UserData, remembered
from nuzuh.scene.completeness import completeness
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.headline import headline
from nuzuh.scene.labels import own_note, title_of
from nuzuh.scene.layers import LAYERS, RECONSTRUCTED_LAYERS
from nuzuh.scene.method import method_text, reading_note
from nuzuh.scene.reconstruction import how_figures_fit, reconstructed_headline
from nuzuh.scene.timeline import load_timeline, shown_values, told_by, total_of
from nuzuh.scene.view import View
from nuzuh.scene.words import Words
from nuzuh.web.legend import legend_html, table_html
from nuzuh.web.onefile.document import Contents, compose
from nuzuh.web.onefile.sources import figures_list, orders_list, tables_list
from nuzuh.web.panel import panel_html
from nuzuh.web.timemap.gaza import gaza_time_map, period_arrows
from nuzuh.web.timemap.message import MapView, view_message
from nuzuh.web.timemap.payload import Payload, build_payload


def one_file(
    view: View,
    *,
    words: Words,
    tables: Tables,
    link: str,
    citation: str = "",
    payload: Payload | None = None,
) -> bytes:
    """Return a view as one HTML file that needs no network: the same view gives the same bytes.

    Args:
        view: what is shown when the file opens; its movements, if it has a period.
        words: the language of the page.
        tables: what it is computed from; a reader's own rows are marked.
        link: absolute address of the live view; "" when there is none.
        citation: how to cite the view; a sentence of our own when "".
        payload: the packed map of this view, language and data where the caller has it.

    Raises:
        ValueError: for a day outside the data, or a link that is not http(s).
        BalanceError: when the solve for the view does not converge.
        TimeMapError: when the map cannot be drawn.
    """
    span, data = load_timeline(), tables.version
    if not span.first <= view.date <= span.last:
        raise ValueError(f"the date {view.date} lies outside the data, {span.first} to {span.last}")
    if link and urlsplit(link).scheme not in ("http", "https"):
        raise ValueError("the link to the live view is not an http(s) address")
    packed = payload or _packed(
        tables, words.lang, view.view, reconstructed=view.reconstructed, later=view.later
    )
    title = title_of(view.layer, words, reconstructed=view.reconstructed)
    return compose(
        Contents(
            words=words,
            title=title,
            day=view.date,
            first=span.first,
            last=span.last,
            headline=_headline(view, words, tables),
            placed=_placed(view, words, tables),
            fit=_fit(view, words, tables),
            layers=[(layer, words(f"layer.{layer}")) for layer in _layers(view)],
            layer=view.layer,
            payload=packed.data,
            message=_message(view, packed, words, link, tables),
            still=_still(view, words, tables),
            evidence=panel_html(_told(view, tables), view.date, words),
            sources=_sources(tables, words.lang, orders="orders" in _layers(view)),
            method=[*_method(view, words), *filter(None, [own_note(tables.user, words)])],
            licences=[words("map.attribution"), words("onefile.licence"), words("footer.orders")],
            citation=citation or _citation(title, view, link, words),
            version=[
                words("footer.data", data=words.isolated(data), last=words.day(span.last)),
                words("onefile.hash", hash=hashlib.sha256(packed.data).hexdigest()),
            ],
            link=link,
        )
    )


def one_file_name(view: View, user: UserData = NO_USER) -> str:
    """Return the file name of a view's page.

    >>> one_file_name(View())
    'nuzuh-2025-10-05-people-published-all-en.html'
    """
    return f"{file_stem(view, user=user.digest)}.html"


@remembered(maxsize=8)
def _packed(tables: Tables, lang: str, view: str, *, reconstructed: bool, later: bool) -> Payload:
    """The packed map, which takes a second or two to gather."""
    words = Words(lang)
    drawn = gaza_time_map(tables, words, reconstructed=reconstructed, view=view, later=later)
    return build_payload(drawn, words)


def _layers(view: View) -> tuple[str, ...]:
    return RECONSTRUCTED_LAYERS if view.reconstructed else LAYERS


def _told(view: View, tables: Tables) -> dict[str, list[Statement]]:
    return told_by(tables, view.date, later=view.later)


def _placed(view: View, words: Words, tables: Tables) -> str:
    """What the figures of the day come to; the map moves on to other days, so it says of which."""
    total = total_of(tables, view.date, later=view.later)
    told = completeness(shown_values(tables, view), total, words)
    return f"{words.day(view.date)}: {told}" if told else ""


def _headline(view: View, words: Words, tables: Tables) -> str:
    if view.reconstructed:
        picture = load_reconstruction(tables, view.view)
        total = total_of(tables, view.date, later=view.later)
        return reconstructed_headline(picture, view.view, view.date, words, total=total)
    return headline(_told(view, tables), view.date, words, layer=view.layer)


def _fit(view: View, words: Words, tables: Tables) -> list[str]:
    if not view.reconstructed:
        return []
    return how_figures_fit(
        load_reconstruction(tables, view.view), _told(view, tables), view.date, words
    )


def _message(
    view: View, payload: Payload, words: Words, link: str, tables: Tables
) -> dict[str, Any]:
    """What the time map is told to show, as ``frontend/src/contract.ts`` describes it."""
    arrows = None
    if view.reconstructed and view.since is not None:
        arrows = period_arrows(tables, view.view, view.since, view.date, words)
    shown = MapView(
        day=view.date,
        layer=view.layer,
        since=view.since,
        area=view.area,
        arrows=arrows,
        link=link,
        stem=file_stem(view, user=tables.user.digest, moving=True),
    )
    return view_message(payload.signature, shown)


def _still(view: View, words: Words, tables: Tables) -> Markup:
    """Legend and table of the day, which the moving map takes the place of."""
    values = shown_values(tables, view)
    table = table_html(values, view.layer, words, people_before_the_war(), tables.orders)
    return legend_html(values, view.layer, words) + table


@remembered(maxsize=8)
def _sources(tables: Tables, lang: str, *, orders: bool) -> Markup:
    """Every source behind the file, a reader's own rows among them."""
    words = Words(lang)
    parts = [figures_list(tables.estimates, words)]
    if orders:
        parts.append(orders_list(tables.orders, words))
    return Markup().join([*parts, tables_list(words)])


def _method(view: View, words: Words) -> list[str]:
    """How the numbers of every layer that the page can show came about, and are to be read."""
    told = [
        text
        for layer in _layers(view)
        for text in (
            method_text(replace(view, layer=layer), words),
            reading_note(layer, words, reconstructed=view.reconstructed),
        )
    ]
    return list(dict.fromkeys(told))


def _citation(title: str, view: View, link: str, words: Words) -> str:
    told = words(
        "onefile.citation",
        title=title,
        date=words.day(view.date),
        data=words.isolated(loaders.data_version()),
    )
    return f"{told} {words.isolated(link)}" if link else told
