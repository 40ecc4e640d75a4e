"""Every figure and order with the page that it was seen on, worded once for lists of sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from nuzuh.evidence.published import figure_of
from nuzuh.loaders.records.note import is_records_row
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.labels import publisher_name, speaker_name
from nuzuh.scene.mark import Link
from nuzuh.scene.order_words import term_text
from nuzuh.scene.place_names import places_named
from nuzuh.scene.statement_words import linked, measure_text, where_from_to
from nuzuh.scene.translator import Translator


@dataclass(frozen=True)
class Seen:
    """A figure or an order with the page that it was seen on.

    Attributes:
        id: row of the table of figures or orders.
        day: the day that it describes, or on which the order was issued.
        who: who says so.
        told: what: number and kind of a figure; term and areas of an order.
        source: title and address of the page.
        seen: date of the page; "" where it is not known.
        again: the pages of rows that repeat it.
    """

    id: str
    day: str
    who: str
    told: tuple[str, ...]
    source: Link
    seen: str
    again: tuple[Link, ...] = ()


@dataclass(frozen=True)
class SeenList:
    """A list of figures, or of orders.

    Attributes:
        name: ``figures`` or ``orders``.
        title: what it lists, and how many.
        columns: titles of its columns.
        rows: the newest first.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Seen, ...]


@remembered(maxsize=8)
def seen_lists_of(tables: Tables, lang: str, *, orders: bool) -> tuple[SeenList, ...]:
    """Return every source behind tables, a reader's own rows among them.

    Args:
        tables: the figures and orders.
        lang: the reader's language.
        orders: list the orders too.
    """
    t = Translator(lang)
    lists = [figures_seen(tables.estimates, t)]
    return (*lists, orders_seen(tables.orders, t)) if orders else (*lists,)


def figures_seen(estimates: pd.DataFrame, t: Translator) -> SeenList:
    """Return every published figure with the page it was seen on, the newest first.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`; a row that
            repeats another stands with it.
        t: the reader's language.
    """
    again: dict[str, list[Link]] = {}
    repeats = dict(zip(estimates["id"], estimates["repeats"], strict=True))
    for _, row in estimates[estimates["repeats"] != ""].iterrows():
        first = row["repeats"]
        while repeats[first]:  # a repetition may name another one
            first = repeats[first]
        again.setdefault(first, []).append((row["source_title"], row["source_url"]))
    rows = []
    told = estimates[estimates["repeats"] == ""]
    for _, row in told.sort_values(["as_of", "id"], ascending=[False, True]).iterrows():
        figure = figure_of(row)
        who, number = publisher_name(figure, t), t.figure(figure)
        others = again.get(row["id"], [])
        rows.append(_seen(row, "as_of", who, (number, _what(row, t)), t, others))
    return SeenList(
        "figures",
        t("onefile.figures", n=t.number(len(rows))),
        _columns(t, "ledger.as_of", "ledger.figure", "area.column.what"),
        tuple(rows),
    )


def orders_seen(orders: pd.DataFrame, t: Translator) -> SeenList:
    """Return every evacuation order on record with the page it was seen on, the newest first.

    Args:
        orders: the table of :func:`nuzuh.loaders.load_orders`.
        t: the reader's language.
    """
    rows = tuple(
        _seen(row, "issued_on", _issuer(row, t), _ordered(row, t), t)
        for _, row in orders.sort_values(["issued_on", "id"], ascending=[False, True]).iterrows()
    )
    return SeenList(
        "orders",
        t("onefile.orders", n=t.number(len(rows))),
        _columns(t, "area.column.order", "onefile.term", "ledger.area"),
        rows,
    )


def _columns(t: Translator, day: str, *told: str) -> tuple[str, ...]:
    return tuple(t(key) for key in (day, "table.publisher", *told, "sources.source"))


def _seen(
    row: pd.Series,
    day: str,
    who: str,
    told: tuple[str, ...],
    t: Translator,
    again: Sequence[Link] = (),
) -> Seen:
    seen = row["source_date"]
    return Seen(
        id=row["id"],
        day=t.day(row[day].date(), short=True),
        who=who,
        told=told,
        source=linked(
            row["source_title"], row["source_url"], t, of_records=is_records_row(row["id"])
        ),
        seen="" if pd.isna(seen) else t.day(seen.date(), short=True),
        again=tuple(again),
    )


def _issuer(row: pd.Series, t: Translator) -> str:
    name = speaker_name(row["issuer"], t)
    return f"{name} ({t('own.mark')})" if is_user_row(row["id"]) else name


def _ordered(row: pd.Series, t: Translator) -> tuple[str, str]:
    return term_text(row["term"], t), places_named(row["areas"], t)


def _what(row: pd.Series, t: Translator) -> str:
    what = measure_text(row["measure"], row["counting"], t)
    return f"{what} · {where_from_to(row['origin'], row['destination'], t)}"
