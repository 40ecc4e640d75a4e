"""One published figure in full, in words, and what became of it in the reconstruction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from nuzuh.balance.reasons import Clause
from nuzuh.evidence.precision import round_to_precision
from nuzuh.evidence.published import figure_of
from nuzuh.evidence.statements import Statement, question_of, speaker_of
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.records.note import is_records_row
from nuzuh.scene.labels import published_area_name, publisher_name, speaker_name
from nuzuh.scene.statement_words import counted_text, start_text
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator

Row: TypeAlias = pd.Series | Mapping[str, Any]
"""A row of the table of figures, or of what became of each in the balance."""

_LITTLE = 0.3
"""A figure of less than this weight counts for little."""
_AGREES = 0.05
"""Nearer to the reconstruction than this, in errors, a figure agrees with it."""


@dataclass(frozen=True)
class RecordCell:
    """What a record says of one thing.

    Attributes:
        name: of what.
        text: in words.
        url: where it leads; "" for nowhere.
        published: it stands as it was published, in a language of its own.
    """

    name: str
    text: str
    url: str = ""
    published: bool = False


def record_cells(row: Row, t: Translator) -> tuple[RecordCell, ...]:
    """Return what a row of the table of figures holds, in words; what it does not hold is left out.

    Args:
        row: of :func:`nuzuh.loaders.load_estimates`.
        t: the reader's language.
    """
    return tuple(cell for cell in _cells(row, t) if cell.text)


def _cells(row: Row, t: Translator) -> Iterator[RecordCell]:
    def cell(key: str, text: str, url: str = "", *, published: bool = False) -> RecordCell:
        return RecordCell(t(key), text, url, published)

    figure = figure_of(row)
    yield cell("ledger.figure", t.figure(figure))
    yield cell("ledger.measure", kinds_text(row, question_of(row) or "", t))
    yield cell("ledger.publisher", publisher_name(figure, t))
    yield cell("ledger.from", place_of(row, "origin", t))
    yield cell("ledger.area", place_of(row, "destination", t))
    yield cell("ledger.since", since_of(row, t))
    yield cell("ledger.as_of", t.day(figure.as_of))
    yield cell("sources.source", row["source_title"], row["source_url"], published=True)
    yield cell("record.seen", seen_of(row, t))
    yield cell("ledger.appeared", appeared_of(row, t))
    yield cell("record.note", row["note"], published=True)
    yield cell("record.repeats", row["repeats"])
    yield cell("ledger.id", row["id"])


def kinds_text(row: Row, question: str, t: Translator) -> str:
    """Return what a figure counts, and what else to know: derived, planning figure, doubtful.

    Args:
        row: of the table of figures.
        question: the question that it answers, "" for none.
        t: the reader's language.
    """
    kinds = [counted_text(row["measure"], row["counting"], question, t)]
    kinds += [t(f"basis.{row['basis']}")] if t.has(f"basis.{row['basis']}") else []
    kinds += [t("panel.weak")] if row["weak"] else []
    return t("list.sep").join(kinds)


def place_of(row: Row, which: str, t: Translator) -> str:
    """Return an end of a figure with its P-codes; "" where it has none.

    Args:
        row: of the table of figures.
        which: ``origin`` or ``destination``.
        t: the reader's language.
    """
    name, pcodes = published_area_name(row[which], t), row[f"{which}_pcodes"]
    return f"{name} ({pcodes})" if name and pcodes else name


def since_of(row: Row, t: Translator) -> str:
    """Return the first day of a figure's period, and whether it is ours; "" without one."""
    if pd.isna(row["period_start"]):
        return ""
    day = t.day(row["period_start"].date(), short=True)
    return f"{day} ({t('recon.assumed')})" if row["period_basis"] == "assumed" else day


def since_mark_of(row: Row, t: Translator) -> str:
    """Return the first day of a figure's period, with a mark where it is ours; "" without one."""
    if pd.isna(row["period_start"]):
        return ""
    assumed = row["period_basis"] == "assumed"
    return start_text(row["period_start"].date(), t, assumed=assumed)


def spread_text(same: Sequence[Statement], t: Translator) -> str:
    """Return how many publishers answer a question in some days, and from where to where.

    Args:
        same: the figures that answer it, the lowest first; doubtful ones do not count.
        t: the reader's language.
    """
    sound = [one for one in same if not one.weak]
    speakers = {speaker_of(one) for one in sound}
    if len(speakers) < 2:
        return t("ledger.alone") if speakers else ""
    ends = (sound[0].figure, sound[-1].figure)
    low, high = (t.figure(figure, unit=figure.unit == "percent") for figure in ends)
    return t("ledger.spread.of", n=t.number(len(speakers)), low=low, high=high)


def treatment_text(treatment: str, t: Translator) -> str:
    """Return what became of a figure in the reconstruction."""
    return t(f"treatment.{treatment.replace(' ', '_')}")


def predicted_of(line: Mapping[str, Any]) -> float:
    """Return what the reconstruction has for a figure, without its publisher's own level.

    Args:
        line: of :attr:`nuzuh.balance.result.Reconstruction.rows`.
    """
    return float(line["predicted"]) / float(dict(line["clauses"]).get("house", {}).get("factor", 1))


def seen_of(row: Row, t: Translator) -> str:
    """Return what kind of page a figure was seen on; "" where that is not known, or it has none."""
    if is_records_row(row["id"]) or not row["seen"]:
        return ""
    return t(f"record.seen.{row['seen']}")


def appeared_of(row: Row, t: Translator) -> str:
    """Return the day on which the page of a figure came out, or why it has none.

    Of a figure from records it is the day on which these were counted.
    """
    if is_records_row(row["id"]) and not pd.isna(row["source_date"]):
        return t("records.counted", date=t.day(row["source_date"].date(), short=True))
    if row["page"] == "dated":
        return t.day(row["source_date"].date(), short=True)
    return t(f"panel.{row['page']}")


def balance_words(row: Row, line: Row, t: Translator) -> TextTable:
    """Return what became of a figure in the reconstruction.

    Args:
        row: the figure, of the table of figures.
        line: the same of :attr:`nuzuh.balance.result.Reconstruction.rows`.
        t: the reader's language.
    """
    treatment, of_records = treatment_text(line["treatment"], t), is_records_row(row["id"])
    reason = " ".join(
        clause_text(clause, row["speaker"], t, of_records=of_records) for clause in line["clauses"]
    )
    told = [(t("record.treatment"), treatment), (t("record.reason"), reason)]
    if line["weight"] > 0:
        number = t.number(round_to_precision(predicted_of(line)))
        unit = t(f"unit.{row['unit']}")
        space = "" if row["unit"] == "percent" else " "
        told.append((t("record.predicted"), f"{number}{space}{unit}"))
        told.append((t("record.residual"), _distance(line["residual"], t)))
    return TextTable(("", ""), tuple(told))


def distance_text(residual: float, t: Translator) -> str:
    """Return how far a figure lies from the reconstruction, in a few words for a table.

    Args:
        residual: in errors of such figures; of one above the reconstruction it is negative.
        t: the reader's language.
    """
    if abs(residual) < _AGREES:
        return t("record.agrees")
    key = "ledger.above" if residual < 0 else "ledger.below"
    return t(key, n=t.number(abs(residual), decimals=1))


def _distance(residual: float, t: Translator) -> str:
    """How far a figure lies from the reconstruction; one above it has a negative residual."""
    if abs(residual) < _AGREES:
        return t("record.agrees")
    key = "record.above" if residual < 0 else "record.below"
    return t(key, n=t.number(abs(residual), decimals=1))


def clause_text(clause: Clause, speaker: str, t: Translator, *, of_records: bool = False) -> str:
    """Return one clause of the reason for how a figure is read, as a sentence.

    Args:
        clause: of :data:`nuzuh.balance.reasons.CLAUSES`.
        speaker: whose figure it is, as the tables name them.
        t: the reader's language.
        of_records: it is a figure from records.
    """
    who = t.isolated(speaker_name(speaker, t))
    who += f" ({t('records.mark')})" if of_records else ""
    key, parts = clause
    told = {name: _part(name, value, t) for name, value in parts.items()}
    if key == "weight":
        group = groups().get(speaker, "other")
        side = who if group == "other" else t(f"group.{group}")
        key = "weight.little" if parts["weight"] < _LITTLE else "weight.less"
        return t(f"reason.{key}", side=side, **told)
    if key == "house":
        key = "house.high" if parts["factor"] > 1 else "house.low"
        return t(f"reason.{key}", who=who, **told)
    return t(f"reason.{key}", **told)


def _part(name: str, value: Any, t: Translator) -> str:
    """A number or name that a clause tells."""
    if name in ("id", "measure"):
        return t.isolated(str(value))
    if name == "share":
        return t.number(100 * value) + t("unit.percent")
    if name == "factor":
        return t.number(max(value, 1 / value), decimals=1)
    return t.number(value, decimals={"weight": 2, "errors": 1}.get(name, 0))
