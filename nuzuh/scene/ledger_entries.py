"""The whole ledger for a page that is read from top to bottom: all that is known of each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nuzuh.evidence.published import figure_of
from nuzuh.evidence.statements import question_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.loaders.withdrawn import load_withdrawn
from nuzuh.scene.footnotes import footnotes
from nuzuh.scene.from_records import records_publishers
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.ledger_order import Compared, compared, ordered
from nuzuh.scene.mark import Link
from nuzuh.scene.record_words import (
    appeared_of,
    balance_words,
    kinds_text,
    place_of,
    seen_of,
    since_mark_of,
    spread_text,
)
from nuzuh.scene.statement_words import from_to, linked
from nuzuh.scene.translator import Translator
from nuzuh.scene.withdrawal import withdrawal_text


@dataclass(frozen=True)
class LedgerEntry:
    """All that is known of one published figure, in the reader's words.

    Attributes:
        id: row of the table of figures.
        number: as worded.
        kinds: what it counts, and what else to know: derived, planning figure, doubtful.
        where: the area, or where from and where to, with P-codes.
        publisher: who says so, and whose figure it is where another's is passed on.
        as_of, since: the day that it describes, and the first one of its period; "" for none.
        source: the page that it was seen on.
        appeared, seen: the date of that page, and what kind of page it is.
        note: what the ledger notes of it, in English.
        repeats: the figure that it repeats; "" for none.
        spread: how many publishers answer the same in the same days, from where to where.
        balance: what became of it in the reconstruction, each thing with its name.
        publisher_id, measure, pcodes: as in the table, to be found by.
    """

    id: str
    number: str
    kinds: str
    where: str
    publisher: str
    as_of: str
    since: str
    source: Link
    appeared: str
    seen: str
    note: str
    repeats: str
    spread: str
    balance: tuple[tuple[str, str], ...]
    publisher_id: str
    measure: str
    pcodes: tuple[str, ...]


@dataclass(frozen=True)
class WithdrawnEntry:
    """A figure that was withdrawn: its id, and when, why, and where to look instead."""

    id: str
    text: str


@dataclass(frozen=True)
class WholeLedger:
    """The whole ledger.

    Attributes:
        entries: every figure, those of people first, the newest first.
        notes: what marks in them mean.
        withdrawn: figures that are not in it any more.
        from_records: publishers whose figures are from records, as the table names them.
    """

    entries: tuple[LedgerEntry, ...]
    notes: tuple[str, ...]
    withdrawn: tuple[WithdrawnEntry, ...]
    from_records: frozenset[str] = frozenset()


def whole_ledger(tables: Tables, t: Translator) -> WholeLedger:
    """Return every published figure with all that is known of it.

    Args:
        tables: what the figures are taken from.
        t: the reader's language.
    """
    against = compared(tables)
    entries = tuple(_entry(row, against, t) for row in _rows(tables))
    withdrawn = tuple(
        WithdrawnEntry(figure, withdrawal_text(figure, t, key="ledger.was_withdrawn"))
        for figure in load_withdrawn().frame["id"]
    )
    return WholeLedger(
        entries,
        footnotes([one.since for one in entries], t),
        withdrawn,
        records_publishers(tables),
    )


@remembered(maxsize=1)
def _rows(tables: Tables) -> list[dict[str, Any]]:
    """The figures in the order in which the ledger opens, which is that of every language."""
    newest = tables.estimates.sort_values("as_of", ascending=False, kind="stable")
    return ordered(newest, "newest", compared(tables)).to_dict("records")


def _entry(row: Mapping[str, Any], against: Compared, t: Translator) -> LedgerEntry:
    figure = figure_of(row)
    line = against.balance.get(figure.id)
    told = balance_words(row, line, t).rows if line else ()
    ends = f"{row['origin_pcodes']} {row['destination_pcodes']}"
    return LedgerEntry(
        id=figure.id,
        number=t.figure(figure),
        kinds=kinds_text(row, question_of(row) or "", t),
        where=_where(row, t),
        publisher=publisher_name(figure, t),
        as_of=t.day(figure.as_of, short=True),
        since=since_mark_of(row, t),
        source=linked(row["source_title"], row["source_url"], t, of_records=figure.from_records),
        appeared=appeared_of(row, t),
        seen=seen_of(row, t),
        note=row["note"],
        repeats=row["repeats"],
        spread=spread_text(against.answers.get(figure.id, ()), t),
        balance=tuple((str(name), str(text)) for name, text in told),
        publisher_id=row["publisher"],
        measure=row["measure"],
        pcodes=tuple(sorted(pc.split(ends))),
    )


def _where(row: Mapping[str, Any], t: Translator) -> str:
    return from_to(place_of(row, "origin", t), place_of(row, "destination", t), t)
