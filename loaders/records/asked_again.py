"""A question that is put into an engine's words once, and asked of other days and files.

To put an expression into words takes Ibis longer than an engine takes to count a day. Only the
numbers of the days and the name under which the files are read change from one day to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ibis.expr.operations as ops
import ibis.expr.schema as sch
import ibis.expr.types as ir
import pyarrow as pa

from nuzuh.loaders.records.engine import Engine
from nuzuh.loaders.records.withholding import Question

KEEPS_TABLES = ("duckdb", "pyspark")
"""Engines on which tables that were made for a question stay until it is forgotten."""

_FIRST, _LAST = 1_203_040_501, 1_203_040_507
"""Days that no calendar has, to be found again among the words."""


class AskedAgain:
    """A question, to be asked of other days and of other files with the same columns.

    The question itself must have been asked before: that brings its tables to the engine.

    Args:
        engine: what is asked.
        asked: the question.
        read: what it is asked of, as :meth:`~nuzuh.loaders.records.engine.Engine.read` has it.
    """

    def __init__(self, engine: Engine, asked: Question, read: ir.Table) -> None:
        self._engine, self._asked, self._columns = engine, asked, read.schema()
        days = {asked.first: _FIRST, asked.last: _LAST}
        self._words = str(engine.backend.compile(asked.answer, params=days))
        self._answer: sch.Schema = asked.answer.schema()
        self._name = _name_of(read)

    @staticmethod
    def can_be(engine: Engine, read: ir.Table) -> bool:
        """Return whether an engine can be asked in its own words."""
        return engine.backend.name in KEEPS_TABLES and bool(_name_of(read))

    def fits(self, read: ir.Table) -> bool:
        """Return whether other files can be asked the same."""
        return bool(read.schema() == self._columns) and bool(_name_of(read))

    def ask(self, read: ir.Table, first: int, last: int, parts: Sequence[Path]) -> pa.Table:
        """Return the answer about some days of some files.

        Args:
            read: see :meth:`fits`.
            first: in days since 1970.
            last: the same.
            parts: the files.

        Raises:
            RecordsError: when the engine gives up.
        """
        self._asked.params(first, last)
        words = self._words.replace(str(_FIRST), str(first)).replace(str(_LAST), str(last))
        words = words.replace(self._name, _name_of(read))
        return self._engine.ask_in_words(words, self._answer, parts)


def _name_of(read: ir.Table) -> str:
    """The name under which an engine has a table; "" for what is no table of its own."""
    node = read.op()
    return str(node.name) if isinstance(node, ops.DatabaseTable) else ""
