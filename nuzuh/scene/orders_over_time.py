"""Under evacuation orders over time: people on that land, its share of the Strip, what others say.

Both are told with both of their ends, and not at all where no order is on record as in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from nuzuh.balance.people_under_orders import people_under_orders
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.orders_in_force import OrderBook, OrderShare
from nuzuh.evidence.published import figure_of
from nuzuh.evidence.statements import question_of
from nuzuh.evidence.zones import LandShare, orders_or_zones
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.mark import Link
from nuzuh.scene.order_list import ALL
from nuzuh.scene.order_words import share_text
from nuzuh.scene.range_words import people_text
from nuzuh.scene.scales import SHARE_SHAPES
from nuzuh.scene.statement_words import counted_text, linked
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.timeline import every_day, load_timeline, out_by
from nuzuh.scene.translator import Translator

COUNTS = tuple(SHARE_SHAPES)
"""What published shares beside ours count: see :func:`nuzuh.evidence.statements.question_of`.

Shares of all land that was ever ordered only ever grow: they are another series.
"""


@dataclass(frozen=True)
class Spell:
    """Days with one number that is known by its ends.

    Attributes:
        start, end: the first and the last day.
        low, high: the number, at least and at most; None where none is known.
        told: it in words; "" where none is known.
    """

    start: date
    end: date
    low: float | None = None
    high: float | None = None
    told: str = ""


@dataclass(frozen=True)
class PublishedShare:
    """A published share of the Strip's land under orders.

    Attributes:
        day: the day that it describes.
        percent: the number; the middle of a range, or a bound.
        counts: what it counts, one of :data:`COUNTS`.
        side: the side that speaks, one of :data:`nuzuh.loaders.publishers.GROUPS`.
        name: who says so, in the reader's language.
        told: the figure as worded.
        what: what it counts, in words.
        ours: the same as computed here, in words.
        url: address of its page, or "".
        source: title of the page, with its address where that is worth giving.
    """

    day: date
    percent: float
    counts: str
    side: str
    name: str
    told: str
    what: str
    ours: str
    url: str
    source: Link


@dataclass(frozen=True)
class OrdersOverTime:
    """Under orders on every day of the timeline.

    Attributes:
        people: people on land under orders, a spell for each day; none at all where the balance
            gives no range, or must not be asked.
        shares: percent of the Strip's land under orders, without a day left out.
        published: shares that others have published.
    """

    people: tuple[Spell, ...]
    shares: tuple[Spell, ...]
    published: tuple[PublishedShare, ...]


def orders_over_time(tables: Tables, t: Translator, *, until: date | None = None) -> OrdersOverTime:
    """Return people on land under orders and its share of the Strip over the whole time.

    Args:
        tables: what they are computed from.
        t: the reader's language.
        until: leave out what came out later: published shares after this day, and of orders on
            each day those whose page came out after that. The balance always knows what came
            out later, so nothing is told of people then.
    """
    book, later = order_book(tables), until is None
    return OrdersOverTime(
        people=_people(tables, t) if later else (),
        shares=tuple(_shares(book, t, later=later)),
        published=tuple(_published(tables, book, t, until)),
    )


def _people(tables: Tables, t: Translator) -> tuple[Spell, ...]:
    there = people_under_orders(tables, ALL)
    spells = []
    for day in every_day():
        one = there.on(day)
        spells.append(Spell(day, day, one.low, one.high, people_text(one, t)))
    return tuple(spells) if any(spell.told for spell in spells) else ()


def _shares(book: OrderBook, t: Translator, *, later: bool) -> Iterator[Spell]:
    span = load_timeline()
    turns = [day for day in book.turning_days() if span.first < day <= span.last]
    ends = [*(day - timedelta(days=1) for day in turns), span.last]
    for start, end in zip([span.first, *turns], ends, strict=True):
        share = book.under(start, later=later).strip
        told = share_text(share, t)
        yield Spell(start, end, share.low, share.high, told) if told else Spell(start, end)


def _published(
    tables: Tables, book: OrderBook, t: Translator, until: date | None
) -> list[PublishedShare]:
    """The published shares of the whole Strip that count what ours do, or zones besides."""
    figures = tables.estimates if until is None else out_by(tables.estimates, until)
    figures = figures[(figures["measure"] == "under_orders") & (figures["repeats"] == "")]
    span, found = load_timeline(), []
    for _, row in figures.sort_values(["as_of", "id"]).iterrows():
        counts, day = question_of(row), row["as_of"].date()
        whole = pc.split(row["origin_pcodes"]) == pc.STRIP
        if counts in COUNTS and whole and span.first <= day <= span.last:
            found.append(_published_share(row, counts, book, t, later=until is None))
    return found


def _published_share(
    row: pd.Series, counts: str, book: OrderBook, t: Translator, *, later: bool
) -> PublishedShare:
    figure = figure_of(row)
    ours: dict[str, Callable[[], OrderShare | LandShare]] = {
        "under_orders": lambda: book.under(figure.as_of, later=later).strip,
        "orders_or_zones": lambda: orders_or_zones(book, figure.as_of, later=later).strip,
    }
    return PublishedShare(
        day=figure.as_of,
        percent=figure.central,
        counts=counts,
        side=figure.side,
        name=publisher_name(figure, t),
        told=t.figure(figure),
        what=counted_text(row["measure"], "", counts, t),
        ours=share_text(ours[counts](), t) or t("over_time.unknown"),
        url=row["source_url"],
        source=linked(row["source_title"], row["source_url"], t),
    )


def shares_table(told: OrdersOverTime, t: Translator) -> TextTable:
    """Return the published shares, each beside the same as computed here.

    Args:
        told: under orders over time.
        t: the reader's language.
    """
    titles = ("table.as_of", "table.figure", "over_time.counts", "table.publisher")
    head = (*(t(key) for key in titles), t("over_time.ours"), t("area.column.source"))
    rows = tuple(
        (t.day(one.day), one.told, one.what, one.name, one.ours, (one.source,))
        for one in told.published
    )
    return TextTable(head, rows)
