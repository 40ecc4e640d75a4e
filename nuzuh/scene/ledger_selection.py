"""The ledger of published figures: a selection in the reader's words, its records, one in full."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.matching import matching
from nuzuh.evidence.published import figure_of
from nuzuh.evidence.statements import question_of
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.tables import Tables
from nuzuh.scene.labels import area_name, publisher_name
from nuzuh.scene.measure_groups import people_first
from nuzuh.scene.record_words import (
    RecordCell,
    appeared_of,
    balance_words,
    record_cells,
    since_of,
)
from nuzuh.scene.regions import pcodes_of
from nuzuh.scene.statement_words import counted_text
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator

DERIVED_COLUMNS = ("kind", "basis", "weak")
"""Columns that the loader adds and that are worth passing on."""


@dataclass(frozen=True)
class Records:
    """Figures, or orders, in full, as text: ISO dates, plain numbers, "" for what is missing.

    Attributes:
        columns: those of the file, and of figures those worth passing on.
        rows: the cells of each row.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class LedgerLine:
    """A published figure as the ledger shows it, in the reader's words.

    Attributes:
        as_of: the day that it describes.
        since: first day of its period, and whether it is ours; "" for a single day.
        publisher: who says so, and whose figure it is where another's is passed on.
        figure: the number as worded.
        measure: what it counts.
        origin, area: where from, and the area or where to.
        source: title of the page that it was seen on.
        appeared: the date of the page, or why it has none.
        id: row of the table of figures.
    """

    as_of: date
    since: str
    publisher: str
    figure: str
    measure: str
    origin: str
    area: str
    source: str
    appeared: str
    id: str


@dataclass(frozen=True)
class LedgerSelection:
    """Published figures that match what a reader asks for.

    Attributes:
        lead: how many they are, of how many.
        titles: of the columns, in the order of :class:`LedgerLine`.
        lines: the figures, those of people first, the newest first.
        records: the same in full.
    """

    lead: str
    titles: tuple[str, ...]
    lines: tuple[LedgerLine, ...]
    records: Records


@dataclass(frozen=True)
class LedgerRecord:
    """One published figure in full, and what became of it in the balance.

    Attributes:
        cells: what it says, each thing with its name.
        balance: did it count, does it agree?
    """

    cells: tuple[RecordCell, ...]
    balance: TextTable


def ledger_selection(
    tables: Tables,
    t: Translator,
    *,
    measure: str | Collection[str] = "",
    publisher: str = "",
    first: date | None = None,
    last: date | None = None,
    text: str = "",
    area: str = "",
) -> LedgerSelection:
    """Return the figures that match every condition given; "" or None is none.

    Args:
        tables: what the figures are taken from.
        t: the reader's language.
        measure: exact name, or several.
        publisher: exact name.
        first: first day that a figure may describe.
        last: last day that a figure may describe.
        text: words, each of which must occur somewhere; case does not matter.
        area: of :data:`nuzuh.scene.regions.AREAS`, that a figure is for, from or to, in whole or part.
    """
    rows = matching(
        tables.estimates,
        measure=measure or None,
        publisher=publisher or None,
        first=first,
        last=last,
        text=text,
        area=pcodes_of(area) if area else (),
    ).pipe(people_first)
    total = t.number(len(tables.estimates))
    names = ("as_of", "since", "publisher", "figure", "measure", "from", "area")
    return LedgerSelection(
        lead=t("ledger.lead", n=t.number(len(rows)), total=total),
        titles=(
            *(t(f"ledger.{name}") for name in names),
            t("sources.source"),
            t("ledger.appeared"),
            t("ledger.id"),
        ),
        lines=tuple(ledger_line(row, t) for _, row in rows.iterrows()),
        records=records_of(rows),
    )


def ledger_line(row: pd.Series, t: Translator) -> LedgerLine:
    """Return a row of the table of figures as the ledger shows it."""
    figure = figure_of(row)
    return LedgerLine(
        as_of=figure.as_of,
        since=since_of(row, t),
        publisher=publisher_name(figure, t),
        figure=t.figure(figure),
        measure=counted_text(row["measure"], row["counting"], question_of(row) or "", t),
        origin=area_name(row["origin"], t),
        area=area_name(row["destination"], t),
        source=row["source_title"],
        appeared=appeared_of(row, t),
        id=row["id"],
    )


def records_of(
    rows: pd.DataFrame, columns: tuple[str, ...] = (*COLUMNS, *DERIVED_COLUMNS)
) -> Records:
    """Return rows in full; figures in the columns of their file and those worth passing on."""
    cells = [[cell_text(value) for value in rows[name]] for name in columns]
    return Records(columns, tuple(zip(*cells, strict=True)))


def ledger_record(tables: Tables, figure: str, t: Translator) -> LedgerRecord:
    """Return one published figure in full, and what became of it in the balance.

    Args:
        tables: what the figure is taken from.
        figure: its id.
        t: the reader's language.

    Raises:
        KeyError: for an unknown id.
        BalanceError: when the balance of published figures does not converge.
    """
    rows = tables.estimates[tables.estimates["id"] == figure]
    if rows.empty:
        raise KeyError(figure)
    row, line = rows.iloc[0], load_reconstruction(tables).row(figure)
    return LedgerRecord(record_cells(row, t), balance_words(row, line, t))


def cell_text(value: object) -> str:
    """Return a value as it stands in the data: ISO dates, plain numbers, "" for what is missing.

    >>> cell_text(900000.0), cell_text(float("nan")), cell_text(pd.Timestamp("2025-10-05"))
    ('900000', '', '2025-10-05')
    """
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if not isinstance(value, str) and pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
