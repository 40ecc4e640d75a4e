"""The ledger of published figures: a selection in the reader's words, its records, one in full."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from nuzuh.balance.observation_terms import Treatment
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.matching import matching
from nuzuh.evidence.precision import round_to_precision
from nuzuh.evidence.published import figure_of
from nuzuh.evidence.statements import question_of, speaker_of
from nuzuh.loaders.cells import cell_text
from nuzuh.loaders.estimates import COLUMNS
from nuzuh.loaders.tables import Tables
from nuzuh.loaders.withdrawn import load_withdrawn
from nuzuh.scene.footnotes import footnotes
from nuzuh.scene.labels import published_area_name, publisher_name
from nuzuh.scene.ledger_order import NOTHING, Compared, ordered
from nuzuh.scene.record_words import (
    RecordCell,
    appeared_of,
    balance_words,
    distance_text,
    predicted_of,
    record_cells,
    since_mark_of,
    spread_text,
    treatment_text,
)
from nuzuh.scene.regions import pcodes_of
from nuzuh.scene.statement_words import counted_text, question_text
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator
from nuzuh.scene.withdrawal import withdrawal_text

DERIVED_COLUMNS = ("kind", "basis", "weak")
"""Columns that the loader adds and that are worth passing on."""


COMPARED = (
    *("same_question_publishers", "same_question_lowest", "same_question_highest"),
    *("reconstruction_treatment", "reconstruction_has", "reconstruction_errors_off"),
)
"""Columns of what figures are held against: how many publishers answer the same question in the
same days, ids of their lowest and highest figure, and what became of it in the reconstruction."""

TREATMENTS: tuple[Treatment, ...] = ("used", "down-weighted", "bounded", "ignored")
"""What becomes of a figure in the reconstruction of all publishers."""


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
        question: which question it answers; "" for none.
        spread: how many publishers answer the same in the same days, and from where to where.
        used: what became of it in the reconstruction.
        distance: how far it lies from the reconstruction; "" where it is not used.
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
    question: str
    spread: str
    used: str
    distance: str
    source: str
    appeared: str
    id: str


@dataclass(frozen=True)
class LedgerSelection:
    """Published figures that match what a reader asks for.

    Attributes:
        lead: how many they are, of how many.
        notes: what marks in the lines mean.
        titles: of the columns, in the order of :class:`LedgerLine`.
        lines: the figures, in the order asked for.
        records: the same in full, and what the reconstruction and other publishers say.
    """

    lead: str
    notes: tuple[str, ...]
    titles: tuple[str, ...]
    lines: tuple[LedgerLine, ...]
    records: Records


@dataclass(frozen=True)
class LedgerRecord:
    """One published figure in full, and what became of it in the balance.

    Attributes:
        cells: what it says, each thing with its name.
        balance: did it count, does it agree?
        withdrawn: of a former version, that it has been withdrawn since, and why; else "".
    """

    cells: tuple[RecordCell, ...]
    balance: TextTable
    withdrawn: str = ""


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
    used: str = "",
    order: str = "newest",
    against: Compared = NOTHING,
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
        area: of :data:`nuzuh.scene.regions.AREAS`, that a figure is for, from or to.
        used: what became of it in the reconstruction, of :data:`TREATMENTS`.
        order: one of :data:`ORDERS`.
        against: what they are held against.
    """
    rows = matching(
        tables.estimates,
        measure=measure or None,
        publisher=publisher or None,
        first=first,
        last=last,
        text=text,
        area=pcodes_of(area) if area else (),
    )
    if used:
        treatment = rows["id"].map(lambda name: against.balance.get(name, {}).get("treatment", ""))
        rows = rows[treatment == used]
    rows = ordered(rows, order, against)
    total = t.number(len(tables.estimates))
    names = [
        *("as_of", "since", "publisher", "figure", "measure", "from", "area"),
        *("question", "spread", "used", "distance"),
    ]
    lines = tuple(ledger_line(row, t, against) for _, row in rows.iterrows())
    return LedgerSelection(
        lead=t(f"ledger.lead.{order}", n=t.number(len(rows)), total=total),
        notes=footnotes([line.since for line in lines], t),
        titles=(
            *(t(f"ledger.{name}") for name in names),
            t("sources.source"),
            *(t(f"ledger.{name}") for name in ("appeared", "id")),
        ),
        lines=lines,
        records=_with_comparison(records_of(rows), against),
    )


def ledger_line(row: pd.Series, t: Translator, against: Compared = NOTHING) -> LedgerLine:
    """Return a row of the table of figures as the ledger shows it.

    Args:
        row: of the table of figures.
        t: the reader's language.
        against: what it is held against.
    """
    figure, question = figure_of(row), question_of(row) or ""
    line = against.balance.get(figure.id, {})
    return LedgerLine(
        as_of=figure.as_of,
        since=since_mark_of(row, t),
        publisher=publisher_name(figure, t),
        figure=t.figure(figure),
        measure=counted_text(row["measure"], row["counting"], question, t),
        origin=published_area_name(row["origin"], t),
        area=published_area_name(row["destination"], t),
        question=question_text(question, t) if question else "",
        spread=spread_text(against.answers.get(figure.id, ()), t),
        used=treatment_text(line["treatment"], t) if line else "",
        distance=distance_text(line["residual"], t) if line and line["weight"] > 0 else "",
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


def _with_comparison(records: Records, against: Compared) -> Records:
    """Records with the columns of :data:`COMPARED` behind their own."""
    at = records.columns.index("id")
    rows = tuple((*row, *_comparison(row[at], against)) for row in records.rows)
    return Records((*records.columns, *COMPARED), rows)


def _comparison(figure: str, against: Compared) -> tuple[str, ...]:
    sound = [one for one in against.answers.get(figure, ()) if not one.weak]
    speakers = len({speaker_of(one) for one in sound})
    # Ids lead to numbers as they were worded; a bound that stood here would be taken for a value.
    ends = [sound[0].figure.id, sound[-1].figure.id] if sound else ["", ""]
    line = against.balance.get(figure, {})
    used = bool(line) and line["weight"] > 0
    return (
        str(speakers or ""),
        *ends,
        line.get("treatment", ""),
        cell_text(round_to_precision(predicted_of(line))) if used else "",
        cell_text(round(-line["residual"], 2)) if used else "",
    )


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
    gone = figure in set(load_withdrawn().frame["id"])
    withdrawn = withdrawal_text(figure, t, key="ledger.was_withdrawn") if gone else ""
    return LedgerRecord(record_cells(row, t), balance_words(row, line, t), withdrawn)
