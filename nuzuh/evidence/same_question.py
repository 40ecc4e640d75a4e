"""Which figures answer the same question in the same days, so that they can be held together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from nuzuh.evidence.published import Figure, figure_of
from nuzuh.evidence.statements import DIRECTIONS, question_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.table import rows_of
from nuzuh.loaders.tables import Tables, remembered

SAME_DAYS = 3
"""Figures that describe days no further apart are of the same days."""
SAME_START = 7
"""Running totals whose first days are no further apart are of the same period."""
_NAMED = ("sheltered", "affected")
"""Questions whose figures are of shelters, or of places, of a kind that their name tells."""


@dataclass(frozen=True)
class Answer:
    """A figure that answers a question.

    Attributes:
        figure: the figure.
        speaker: whose it is, whoever passes it on.
        start: first day of its period; None for a single day.
        weak: its date or author is doubtful.
    """

    figure: Figure
    speaker: str
    start: date | None
    weak: bool


@remembered(maxsize=2)
def same_answers(tables: Tables) -> Mapping[str, tuple[Answer, ...]]:
    """Return :func:`answers` of the figures in use."""
    return answers(tables.estimates)


def answers(estimates: pd.DataFrame) -> dict[str, tuple[Answer, ...]]:
    """Return the figures that answer the same question in the same days, itself among them, by id.

    The same question is one of the same unit, count and, but for movements in one direction,
    area. A running total is not held against a count of one day, nor against a total since
    another day. A repetition in another outlet is none of its own; doubtful figures
    are told apart by ``weak``.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.

    Returns:
        The lowest first; nothing for a figure that answers none of the questions.
    """
    series: dict[tuple[object, ...], list[Answer]] = {}
    for row in rows_of(estimates):
        question = question_of(row)
        if question and not row["repeats"]:
            series.setdefault(_series(question, row), []).append(_answer(row))
    found = {}
    for rivals in series.values():
        for one in rivals:
            same = (other for other in rivals if _near(one, other))
            found[one.figure.id] = tuple(
                sorted(same, key=lambda a: (a.figure.central, a.figure.id))
            )
    return found


def _series(question: str, row: Mapping[str, Any]) -> tuple[object, ...]:
    area = tuple(pc.split(row[f"{end}_pcodes"]) for end in ("origin", "destination"))
    of_day = row["kind"] == "flow" and _start(row) == row["as_of"].date()
    coverage = row["destination_coverage"]
    # Of a part of an area, and of shelters of some kind, only the name tells which.
    named = row["destination"] if coverage == "part" or question in _NAMED else ""
    where = () if question in DIRECTIONS else (*area, coverage, named)
    return (question, row["unit"], row["counting"], of_day, *where)


def _answer(row: Mapping[str, Any]) -> Answer:
    return Answer(figure_of(row), row["speaker"], _start(row), bool(row["weak"]))


def _start(row: Mapping[str, Any]) -> date | None:
    return None if pd.isna(row["period_start"]) else row["period_start"].date()


def _size(one: Answer) -> tuple[float, str]:
    return one.figure.central, one.figure.id


def _near(one: Answer, other: Answer) -> bool:
    if abs((one.figure.as_of - other.figure.as_of).days) > SAME_DAYS:
        return False
    if one.start is None or other.start is None:
        return one.start is other.start
    return abs((one.start - other.start).days) <= SAME_START


def of_others(one: Answer, same: Sequence[Answer]) -> list[Answer]:
    """Return the sound figures of other speakers among those that answer the same."""
    return [other for other in same if other.speaker != one.speaker and not other.weak]
