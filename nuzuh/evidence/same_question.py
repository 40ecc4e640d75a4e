"""Which figures answer the same question in the same days, so that they can be held together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from nuzuh.evidence.disagreement import comparable, kind_of
from nuzuh.evidence.prepared_statements import statement_of
from nuzuh.evidence.statements import Statement, speaker_of
from nuzuh.loaders.table import rows_of
from nuzuh.loaders.tables import Tables, remembered

SAME_DAYS = 3
"""Figures that describe days no further apart are of the same days."""


@remembered(maxsize=2)
def same_answers(tables: Tables) -> Mapping[str, tuple[Statement, ...]]:
    """Return :func:`answers` of the figures in use."""
    told = tables.estimates[tables.estimates["repeats"] == ""]
    return answers(statement_of(row, row["as_of"].date()) for row in rows_of(told))


def answers(statements: Iterable[Statement]) -> dict[str, tuple[Statement, ...]]:
    """Return the figures that answer the same question in the same days, itself among them, by id.

    They compare, see :func:`nuzuh.evidence.disagreement.comparable`, and describe days no
    further apart than :data:`SAME_DAYS`. Doubtful figures are told apart by ``weak``.

    Args:
        statements: each told once, however many outlets repeat it.

    Returns:
        The lowest first; nothing for a figure that answers none of the questions, or one on
        which no figures compare.
    """
    asked: dict[tuple[object, ...], list[Statement]] = {}
    for one in statements:
        if one.question:
            asked.setdefault((one.question, one.counting, *kind_of(one)), []).append(one)
    found = {
        one.figure.id: tuple(sorted((o for o in rivals if _same(one, o)), key=_size))
        for rivals in asked.values()
        for one in rivals
    }
    return {name: same for name, same in found.items() if same}


def _same(one: Statement, other: Statement) -> bool:
    apart = abs((one.figure.as_of - other.figure.as_of).days)
    return apart <= SAME_DAYS and comparable(one, other)


def _size(one: Statement) -> tuple[float, str]:
    return one.figure.central, one.figure.id


def of_others(one: Statement, same: Sequence[Statement]) -> list[Statement]:
    """Return the sound figures of other speakers among those that answer the same."""
    who = speaker_of(one)
    return [other for other in same if speaker_of(other) != who and not other.weak]
