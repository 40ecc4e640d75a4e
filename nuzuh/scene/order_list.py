"""The words of every order, said once, and what each day comes to: beside the map of orders.

A browser that has them follows the reader's finger: which cards stand on a day, and what is over
a block, it tells from the days on which each order holds (:mod:`nuzuh.scene.land`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd

from nuzuh.balance.people_there import PeopleThere
from nuzuh.balance.people_under_orders import people_of_orders, people_under_orders
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.ground import blocks_named
from nuzuh.evidence.order_areas import OrderArea
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.orders_in_force import OrderBook, OrderShare, UnderOrders
from nuzuh.evidence.place_spelling import plain_name
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.gazetteer import place_keys, places_of
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.mark import Link
from nuzuh.scene.order_words import share_text, term_text
from nuzuh.scene.place_names import places_named
from nuzuh.scene.range_words import km2_text, people_text, range_text
from nuzuh.scene.time_map import Place
from nuzuh.scene.timeline import every_day, load_timeline
from nuzuh.scene.title_language import title_language
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

Packed = TypeVar("Packed")

ALL = "all"
"""Whose figures the people on land are estimated by: all publishers'."""

DATE = "{date}"
"""Stands in a sentence for the day shown, which the browser fills in."""


@dataclass(frozen=True)
class OrderCard:
    """A report of an order, a rescission or a zone in words, whatever the day shown.

    Attributes:
        id: row of the table of orders.
        order: the order that it is a report of; other reports of it have the same.
        kind: as in the table of orders.
        issued: the day on which it was issued.
        when: that day, and the days on which it takes effect and ends, where they are given.
        issuer: who gave it.
        term: what its issuer calls it.
        where: the areas that it names.
        pcodes: the governorates that it names or may cover, north to south.
        to: where people were told to go; "" where the report does not say so.
        blocks: the numbers that it names.
        unknown: those of its numbers that no block has, and names of no known place.
        named: how many blocks it names, or that it names none.
        published: its area by its report, or that it is not reported.
        measured: its area by what is known of where it lies, at least and at most.
        outline: how that is known.
        people: those whom it affects by its report, or that they are not reported.
        estimate: those estimated to be on its land on the day on which it takes effect; "" where
            nothing is known of them.
        parts: the statements on them in words: spread by land, by the census of 2017, and what
            reports of the order say; "" for one that is not stated; none without an estimate.
        source: title and address of the page that it was seen on; ``lang`` of that title.
        came: day of its page where that is known; else None.
        mark: what to say while ``came`` lies after the day shown; with ``came`` None, always.
        user: that it is from a reader's own file, in words; else "".
    """

    id: str
    order: str
    kind: str
    issued: date
    when: str
    issuer: str
    term: str
    where: str
    pcodes: tuple[str, ...]
    to: str
    blocks: tuple[str, ...]
    unknown: tuple[str, ...]
    named: str
    published: str
    measured: str
    outline: str
    people: str
    estimate: str
    parts: tuple[str, ...]
    source: Link
    lang: str
    came: date | None
    mark: str
    user: str


@dataclass(frozen=True)
class OrderList:
    """What is said beside the map of orders.

    Attributes:
        cards: every row of the table of orders, as it stands there.
        answers: sentences on a day, each once, with :data:`DATE` for the day.
        answer_on: for each day of the timeline which of them.
        people: sentences on people on the land of a day, each once; "" where nothing is known.
        people_on: for each day which of them.
        shares: what of the land of a governorate is under orders, each text once.
        share_on: for each governorate north to south for each day which of them.
        places: for each place that a reader can look for the blocks that it covers; none
            where that is not known.
        place_keys: how a link names each of these places.
    """

    cards: tuple[OrderCard, ...]
    answers: tuple[str, ...]
    answer_on: tuple[int, ...]
    people: tuple[str, ...]
    people_on: tuple[int, ...]
    shares: tuple[str, ...]
    share_on: tuple[tuple[int, ...], ...]
    places: tuple[tuple[int, ...], ...]
    place_keys: tuple[str, ...]


def packed_order_list(
    view: View, tables: Tables, t: Translator, pack: Callable[[OrderList, date, Translator], Packed]
) -> Packed:
    """Return the words of the orders as they are sent, remembered in the tables.

    Args:
        view: whether what came out later counts; the rest of it does not matter.
        tables: what they are computed from.
        t: the reader's language.
        pack: makes of them, the first day of the timeline and the language what is sent.
    """
    # Ranges may have been computed meanwhile: they are part of what is said.
    ranged = load_reconstruction(tables, ALL).draws is not None
    return cast("Packed", _packed(tables, pack, t.lang, later=view.later, ranged=ranged))


@remembered(maxsize=8)
def _packed(
    tables: Tables,
    pack: Callable[[OrderList, date, Translator], Any],
    lang: str,
    *,
    later: bool,
    ranged: bool,
) -> Any:
    del ranged
    t = Translator(lang)
    return pack(order_list(tables, t, later=later), load_timeline().first, t)


def order_list(tables: Tables, t: Translator, *, later: bool = True) -> OrderList:
    """Return the words of every order, and of every day of the timeline.

    Args:
        tables: what they are computed from.
        t: the reader's language.
        later: count orders whose page came out after the day shown, too. Without them nothing
            is told of people: the balance always knows what came out later.
    """
    book = order_book(tables)
    turns = book.turning_days()
    answers, people, shares = _Once(), _Once(), _Once()
    there = people_under_orders(tables, ALL) if later else None
    share_on = list[list[int]]()
    said: tuple[UnderOrders | None, str, list[str]] | None = None
    for day in every_day():
        under = book.under(day, later=later) if day >= turns[0] else None
        # Between two turning days it is one and the same.
        if said is None or said[0] is not under:
            said = under, answer_text(under, turns[0], t), _share_texts(under, t)
        answers.say(said[1])
        number = people_text(there.on(day), t) if there else ""
        people.say(t("ordered.answer.people", n=number) if number else "")
        share_on.append([shares.index(text) for text in said[2]])
    return OrderList(
        cards=_cards(tables, book, t),
        answers=tuple(answers.once),
        answer_on=tuple(answers.on),
        people=tuple(people.once),
        people_on=tuple(people.on),
        shares=tuple(shares.once),
        share_on=tuple(zip(*share_on, strict=True)),
        places=tuple(_blocks_of(place, book) for place in places_of(t)),
        place_keys=place_keys(),
    )


class _Once:
    """What is said, each once, and for each day which of it."""

    def __init__(self) -> None:
        self.once: dict[str, int] = {}
        self.on: list[int] = []

    def index(self, text: str) -> int:
        return self.once.setdefault(text, len(self.once))

    def say(self, text: str) -> None:
        self.on.append(self.index(text))


def _cards(tables: Tables, book: OrderBook, t: Translator) -> tuple[OrderCard, ...]:
    # Ranges may have been computed meanwhile: they are part of what is said.
    people = _people(tables, ranged=load_reconstruction(tables, ALL).draws is not None)
    rows = tables.orders.itertuples(index=False)
    return tuple(order_card(row, book, t, people.get(row.id)) for row in rows)


@remembered(maxsize=2)
def _people(tables: Tables, *, ranged: bool) -> dict[str, PeopleThere]:
    """People estimated to be on the land of each order on the day on which it takes effect."""
    del ranged
    rows = tables.orders.itertuples(index=False)
    days = [(row.id, _start(row)) for row in rows if row.kind in ("order", "expansion")]
    there = people_of_orders(tables, ALL, days)
    return {name: one for (name, _), one in zip(days, there, strict=True)}


def _start(row: Any) -> date:
    start: date = (row.issued_on if pd.isna(row.effective_from) else row.effective_from).date()
    return start


def answer_text(under: UnderOrders | None, first: date, t: Translator) -> str:
    """Return the sentence on a day: how much land was under orders, and how many there were.

    Args:
        under: what was under orders; None before the first day on record.
        first: that day.
        t: the reader's language.
    """
    if under is None:
        return t("ordered.answer.before", date=DATE, first=t.day(first))
    if not under.running:
        return t("ordered.answer.none", date=DATE)
    orders = t.number(sum(not one.is_map for one in under.running))
    if under.strip.high is None:
        return t("ordered.answer.unplaced", date=DATE, n=orders)
    return t("ordered.answer", date=DATE, share=share_text(under.strip, t), n=orders)


def _share_texts(under: UnderOrders | None, t: Translator) -> list[str]:
    shares = [] if under is None else under.shares
    return [_area_text(share, t) for share in shares] or [""] * len(pc.GOVERNORATES)


def _area_text(share: OrderShare, t: Translator) -> str:
    if share.high is None and not share.count:
        return ""
    name = governorate_name(share.pcode, t.lang)
    if share.high is None:
        return t("ordered.area.unplaced", name=name)
    return t("ordered.area", name=name, share=share_text(share, t))


def order_card(
    row: Any, book: OrderBook, t: Translator, there: PeopleThere | None = None
) -> OrderCard:
    """Return a row of the table of orders in words.

    Args:
        row: the row.
        book: the orders with their land.
        t: the reader's language.
        there: people estimated to be on its land on the day on which it takes effect.
    """
    # What the order itself says stands apart from what is estimated.
    spread = people_text(replace(there, said=None) if there else None, t)
    area = book.areas[row.id]
    named = blocks_named(row.blocks)
    came = row.source_date.date() if row.page == "dated" else None
    return OrderCard(
        id=row.id,
        order=row.order,
        kind=row.kind,
        issued=row.issued_on.date(),
        when=_when(row, t),
        issuer=t.isolated(speaker_name(row.issuer, t)),
        term=term_text(row.term, t),
        where=places_named(row.areas, t),
        pcodes=_pcodes(row, area, book),
        to=places_named(row.directed_to, t),
        blocks=named,
        unknown=area.unknown,
        named=t("ordered.blocks", n=t.number(len(named))) if named else t("ordered.blocks.none"),
        published=_told(row.area_km2, row.area_km2, "published", t, decimals=1),
        measured=_measured(area, t),
        outline=t(f"ordered.outline.{'whole' if area.whole else area.outline}"),
        people=_told(row.people_affected_low, row.people_affected_high, "people", t),
        estimate=t("ordered.estimate", date=t.day(_start(row), short=True), n=spread)
        if spread
        else "",
        parts=_parts(there, t) if there and spread else (),
        source=(row.source_title, row.source_url),
        lang=title_language(row.source_title),
        came=came,
        mark=t(f"panel.{row.page}")
        if came is None
        else t("panel.later", date=t.day(came, short=True)),
        user=t("own.mark") if is_user_row(row.id) else "",
    )


def _when(row: Any, t: Translator) -> str:
    issued, start = row.issued_on.date(), _start(row)
    told = [t.day(issued, short=True)]
    if start != issued:
        told.append(t("ordered.from", date=t.day(start, short=True)))
    if not pd.isna(row.effective_to):
        told.append(t("ordered.until", date=t.day(row.effective_to.date(), short=True)))
    return t("list.comma").join(told)


def _parts(there: PeopleThere, t: Translator) -> tuple[str, ...]:
    """The three statements on people on an order's land; what reports say stays as they say it."""
    said = range_text(there.said.low, there.said.high, t) if there.said else ""
    alone = (PeopleThere(land=there.land), PeopleThere(census=there.census))
    return (*(people_text(one, t) for one in alone), said)


def _pcodes(row: Any, area: OrderArea, book: OrderBook) -> tuple[str, ...]:
    named = pc.split(row.pcodes)
    covered = {
        pcode for pcode, inside in book.ground.within.items() if area.cover.high[inside].any()
    }
    return tuple(pcode for pcode in pc.GOVERNORATES if pcode in named or pcode in covered)


def _told(low: float, high: float, what: str, t: Translator, *, decimals: int = 0) -> str:
    """A published number or range, or that none is reported: never a zero."""
    if math.isnan(low) and math.isnan(high):
        return t(f"ordered.{what}.none")
    if low == high:
        number = t.number(low, decimals=decimals)
    else:
        quantifier = "up to" if math.isnan(low) else "at least" if math.isnan(high) else "range"
        least, most = (None if math.isnan(end) else end for end in (low, high))
        number = t.quantified(None, least, most, quantifier, decimals=decimals)
    return t(f"ordered.{what}", n=number)


def _measured(area: OrderArea, t: Translator) -> str:
    """An order's area as we measure it, in tenths of a km2; "" where it has no place."""
    told = km2_text(*area.km2, t)
    return t("ordered.measured", n=told) if told else ""


def _blocks_of(place: Place, book: OrderBook) -> tuple[int, ...]:
    """The blocks that a place covers in its governorate, by any of its names."""
    for name in (place.name, *place.others):
        land = book.ground.places.get(plain_name(name))
        blocks = [] if land is None else np.flatnonzero(land).tolist()
        if own := tuple(at for at in blocks if book.ground.pcodes[at] == place.area):
            return own
    return ()
