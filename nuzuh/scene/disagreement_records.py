"""Who disagrees in a period as rows of numbers: for files, and for whoever computes on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from nuzuh.evidence.disagreement import ends
from nuzuh.evidence.statements import Statement, speaker_of
from nuzuh.scene.disagreement_measured import Measured, MeasuredGroup
from nuzuh.scene.disagreement_reasons import Reason
from nuzuh.scene.ledger_selection import Records

Row = dict[str, object]
"""A row by column: numbers, text, lists; None for what is not known."""

QUESTION_COLUMNS: tuple[str, ...] = (
    *("question", "unit", "of_day", "first", "last", "publishers", "figures"),
    *("low_id", "low_publisher", "low_number", "low_as_of"),
    *("high_id", "high_publisher", "high_number", "high_as_of"),
    *("times", "apart", "reconstructed", "reconstructed_low", "reconstructed_high"),
    *("view", "data_version"),
)
"""Columns of the questions of a period."""

FIGURE_COLUMNS: tuple[str, ...] = (
    *("question", "unit", "of_day", "standing", "id", "publisher", "side", "quantifier"),
    *("value", "low", "high", "origin", "area", "since", "since_assumed", "as_of", "basis", "weak"),
    *("compared", "median_of_others", "times", "apart"),
    *("reconstructed", "reconstructed_low", "reconstructed_high", "within"),
    *("reasons", "source_title", "source_url", "view", "data_version"),
)
"""Columns of the figures on a question."""


def question_rows(
    found: Sequence[MeasuredGroup], period: tuple[date, date], view: str, version: str
) -> list[Row]:
    """Return a row for each question and what is counted, the most disputed first.

    Args:
        found: as :func:`nuzuh.scene.disagreement_measured.measured_of` gives them.
        period: its first and last day.
        view: whose figures the reconstruction uses.
        version: of the data.
    """
    rows = []
    for one in found:
        group, spread, recon = one.group, one.group.spread, one.reconstructed
        low = _end("low", spread.low, high=True) if spread else _NO_END["low"]
        high = _end("high", spread.high, high=False) if spread else _NO_END["high"]
        rows.append(
            {
                "question": group.question,
                "unit": group.unit,
                "of_day": group.of_day,
                "first": period[0].isoformat(),
                "last": period[1].isoformat(),
                "publishers": len(group.speakers),
                "figures": len(group.claims),
                **low,
                **high,
                "times": _ratio(spread.gap.size[0]) if spread else None,
                "apart": _number(spread.gap.amount) if spread else None,
                "reconstructed": recon and _people(recon.number),
                "reconstructed_low": recon and _people(recon.low),
                "reconstructed_high": recon and _people(recon.high),
                "view": view,
                "data_version": version,
            }
        )
    return rows


def figure_rows(found: Sequence[MeasuredGroup], view: str, version: str) -> list[Row]:
    """Return a row for each figure: first those that stand, the furthest from others on top.

    Args:
        found: the groups of a question.
        view: whose figures the reconstruction uses.
        version: of the data.
    """
    rows = []
    for one in found:
        shown = {row.standing.statement.figure.id for row in one.rows}
        rows += [_figure(one, row.standing.statement, row) for row in one.rows]
        rows += [
            _figure(one, claim, None) for claim in one.group.claims if claim.figure.id not in shown
        ]
    return [{**row, "view": view, "data_version": version} for row in rows]


def records_of_rows(columns: Sequence[str], rows: Sequence[Row]) -> Records:
    """Return rows as text for a file of one table: "" for what is not known.

    >>> records_of_rows(("of_day", "times"), [{"of_day": True, "times": None}]).rows
    (('yes', ''),)
    """
    return Records(
        tuple(columns), tuple(tuple(_text(row[column]) for column in columns) for row in rows)
    )


def _end(name: str, statement: Statement, *, high: bool) -> Row:
    """The end of a figure that the distance is measured from."""
    figure = statement.figure
    number = ends(figure)[1 if high else 0]
    if math.isinf(number):
        number = figure.central
    return {
        f"{name}_id": figure.id,
        f"{name}_publisher": speaker_of(statement),
        f"{name}_number": _number(number),
        f"{name}_as_of": figure.as_of.isoformat(),
    }


_NO_END = {
    name: {f"{name}_{part}": None for part in ("id", "publisher", "number", "as_of")}
    for name in ("low", "high")
}


def _figure(one: MeasuredGroup, statement: Statement, row: Measured | None) -> Row:
    figure, group = statement.figure, one.group
    gap = row.standing.gap if row else None
    recon = row.reconstructed if row else None
    low, high = ends(figure)
    level = None
    if gap is not None and gap.amount:
        level = _number((low if gap.amount > 0 else high) - gap.amount)
    start = statement.period_start
    return {
        "question": group.question,
        "unit": group.unit,
        "of_day": group.of_day,
        "standing": row is not None,
        "id": figure.id,
        "publisher": speaker_of(statement),
        "side": figure.side,
        "quantifier": figure.quantifier,
        "value": _number(figure.value),
        "low": _number(figure.low),
        "high": _number(figure.high),
        "origin": statement.origin or None,
        "area": figure.area,
        "since": start.isoformat() if start else None,
        "since_assumed": statement.period_assumed,
        "as_of": figure.as_of.isoformat(),
        "basis": statement.basis,
        "weak": statement.weak,
        "compared": [other.figure.id for other in row.standing.others] if row else None,
        "median_of_others": level,
        "times": _ratio(gap.times) if gap else None,
        "apart": _number(gap.amount) if gap else None,
        "reconstructed": recon and _people(recon.number),
        "reconstructed_low": recon and _people(recon.low),
        "reconstructed_high": recon and _people(recon.high),
        "within": recon and recon.within,
        "reasons": [_reason(reason) for reason in row.reasons] if row else None,
        "source_title": statement.source_title,
        "source_url": statement.source_url or None,
    }


def _reason(reason: Reason) -> Row:
    sizes = {name: _size(name, size) for name, size in reason.size.items()}
    return {"id": reason.id, **sizes}


def _size(name: str, size: object) -> object:
    """A number of people whole, a factor to two digits."""
    if isinstance(size, float):
        return round(size) if name == "people" else round(size, 2)
    return size


def _number(number: float | None) -> float | int | None:
    """A number of people whole, one of another unit as it is."""
    if number is None:
        return None
    rounded = round(number, 1)
    return int(rounded) if rounded.is_integer() else rounded


def _people(number: float | None) -> int | None:
    return None if number is None else round(number)


def _ratio(times: float) -> float | None:
    return None if math.isinf(times) else round(times, 3)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, list):
        return "; ".join(map(_text, cell))
    if isinstance(cell, dict):
        sizes = [f"{name}={_text(size)}" for name, size in cell.items() if name != "id"]
        return f"{cell['id']} ({', '.join(sizes)})" if sizes else str(cell["id"])
    return str(cell)
