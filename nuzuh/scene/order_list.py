"""The words of every order, said once, and what each day comes to: beside the map of orders.

A browser that has them follows the reader's finger: which cards stand on a day, and what is over
a block, it tells from the days on which each order holds (:mod:`nuzuh.scene.land`).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

import numpy as np

from nuzuh.evidence.ground import blocks_named
from nuzuh.evidence.order_areas import OrderArea
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.order_places import plain_name
from nuzuh.evidence.orders_in_force import OrderBook, OrderShare, UnderOrders
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.gazetteer import places_of
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.mark import Link
from nuzuh.scene.order_words import term_text
from nuzuh.scene.place_names import places_named
from nuzuh.scene.time_map import Place
from nuzuh.scene.timeline import every_day, load_timeline
from nuzuh.scene.title_language import title_language
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

Packed = TypeVar("Packed")

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
        shares: what of the land of an area is under orders, each text once.
        share_on: for the Strip, then for each governorate north to south, for each day which
            of them.
        places: for each place that a reader can look for the blocks that it covers; none
            where that is not known.
    """

    cards: tuple[OrderCard, ...]
    answers: tuple[str, ...]
    answer_on: tuple[int, ...]
    shares: tuple[str, ...]
    share_on: tuple[tuple[int, ...], ...]
    places: tuple[tuple[int, ...], ...]


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
    return cast("Packed", _packed(tables, pack, t.lang, later=view.later))


@remembered(maxsize=8)
def _packed(
    tables: Tables, pack: Callable[[OrderList, date, Translator], Any], lang: str, *, later: bool
) -> Any:
    t = Translator(lang)
    return pack(order_list(tables, t, later=later), load_timeline().first, t)


def order_list(tables: Tables, t: Translator, *, later: bool = True) -> OrderList:
    """Return the words of every order, and of every day of the timeline.

    Args:
        tables: what they are computed from.
        t: the reader's language.
        later: count orders whose page came out after the day shown, too.
    """
    book = order_book(tables)
    answers, shares = dict[str, int](), dict[str, int]()
    turns = book.turning_days()
    told = [book.under(day, later=later) for day in turns]
    answer_on, share_on = list[int](), list[list[int]]()
    for day in every_day():
        at = bisect_right(turns, day) - 1
        under = told[at] if at >= 0 else None
        answer_on.append(answers.setdefault(answer_text(under, turns[0], t), len(answers)))
        texts = _share_texts(under, t)
        share_on.append([shares.setdefault(text, len(shares)) for text in texts])
    return OrderList(
        cards=tuple(order_card(row, book, t) for row in tables.orders.itertuples(index=False)),
        answers=tuple(answers),
        answer_on=tuple(answer_on),
        shares=tuple(shares),
        share_on=tuple(zip(*share_on, strict=True)),
        places=tuple(_blocks_of(place, book) for place in places_of(t)),
    )


def answer_text(under: UnderOrders | None, first: date, t: Translator) -> str:
    """Return the sentence on a day: how much land was under orders, and how many there were.

    Args:
        under: what was under orders; None before the first day on record.
        first: that day.
        t: the reader's language.
    """
    if under is None:
        return t("ordered.answer.before", date=DATE, first=t.day(first))
    strip = under.strip
    orders = sum(not one.is_map for one in under.running)
    if not under.running:
        return t("ordered.answer.none", date=DATE)
    share = share_of(strip, t)
    if not share:
        return t("ordered.answer.unplaced", date=DATE, n=t.number(orders))
    key = "ordered.answer.open" if strip.is_open or under.unplaced else "ordered.answer"
    return t(key, date=DATE, share=share, n=t.number(orders))


def share_of(share: OrderShare, t: Translator) -> str:
    """Return a share under orders in words, at least and at most; "" where none is known.

    Its ends are rounded away from each other, so that they never say more than is known.
    """
    if share.low is None or share.high is None:
        return ""
    low, high, unit = math.floor(share.low), math.ceil(share.high), t("unit.percent")
    if low == high:
        return f"{t.number(low)}{unit}"
    if low == 0:
        return t("q.up to", n=f"{t.number(high)}{unit}")
    return t("q.range", low=t.number(low), high=f"{t.number(high)}{unit}")


def _share_texts(under: UnderOrders | None, t: Translator) -> list[str]:
    if under is None:
        return [""] * (1 + len(pc.GOVERNORATES))
    return [
        "" if not share.count and share.high is None else _area_text(share, t)
        for share in (under.strip, *under.shares)
    ]


def _area_text(share: OrderShare, t: Translator) -> str:
    told = share_of(share, t)
    name = governorate_name(share.pcode, t.lang) if share.pcode else t("ordered.everywhere")
    if not told:
        return t("ordered.area.unplaced", name=name)
    return t("ordered.area.open" if share.is_open else "ordered.area", name=name, share=told)


def order_card(row: Any, book: OrderBook, t: Translator) -> OrderCard:
    """Return a row of the table of orders in words.

    Args:
        row: the row.
        book: the orders with their land.
        t: the reader's language.
    """
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
        source=(row.source_title, row.source_url),
        lang=title_language(row.source_title),
        came=came,
        mark=t(f"panel.{row.page}")
        if came is None
        else t("panel.later", date=t.day(came, short=True)),
        user=t("own.mark") if is_user_row(row.id) else "",
    )


def _when(row: Any, t: Translator) -> str:
    issued, start, end = row.issued_on, row.effective_from, row.effective_to
    told = [t.day(issued.date(), short=True)]
    if start == start and start != issued:
        told.append(t("ordered.from", date=t.day(start.date(), short=True)))
    if end == end:
        told.append(t("ordered.until", date=t.day(end.date(), short=True)))
    return t("list.comma").join(told)


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
        ends = (None if math.isnan(end) else end for end in (low, high))
        number = t.quantified(None, *ends, quantifier, decimals=decimals)
    return t(f"ordered.{what}", n=number)


def _measured(area: OrderArea, t: Translator) -> str:
    """An order's area as we measure it, in tenths of a km2; "" where it has no place."""
    low, high = math.floor(area.km2[0] * 10) / 10, math.ceil(area.km2[1] * 10) / 10
    if not high:
        return ""
    if round(area.km2[0], 1) == round(area.km2[1], 1):
        told = t.number(round(area.km2[0], 1), decimals=1)
    elif not low:
        told = t("q.up to", n=t.number(high, decimals=1))
    else:
        told = t("q.range", low=t.number(low, decimals=1), high=t.number(high, decimals=1))
    return t("ordered.measured", n=told)


def _blocks_of(place: Place, book: OrderBook) -> tuple[int, ...]:
    """The blocks that a place covers, by any of its names."""
    known = book.ground.places
    for name in (place.name, *place.others):
        land = known.get(plain_name(name))
        if land is not None and place.area in {book.ground.pcodes[at] for at in np.flatnonzero(land)}:
            return tuple(int(at) for at in np.flatnonzero(land))
    return ()
