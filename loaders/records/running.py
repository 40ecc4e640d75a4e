"""Count records day by day, and go on where a run before was cut off."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from nuzuh.loaders.records.asked_again import AskedAgain
from nuzuh.loaders.records.columns import typed
from nuzuh.loaders.records.counting import beside, has_moments
from nuzuh.loaders.records.counts import COLUMNS, OUT, Counts, counts_of, faults
from nuzuh.loaders.records.engine import Engine
from nuzuh.loaders.records.engine_errors import speaking
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.gaza_day import day_since_1970, days_since_1970
from nuzuh.loaders.records.inspecting import Inspected, inspect
from nuzuh.loaders.records.kept_days import KeptDays, Say, one_run
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.parts import plan
from nuzuh.loaders.records.place_lookup import Lookup, lookup_in
from nuzuh.loaders.records.withholding import Question, question

Progress = Callable[[date, int, int], None]
"""Told the day that is done, how many are, and of how many."""

_MADE_UP = re.compile(r"ibis_[a-z_]+_[a-z0-9]{26}")
"""Names that Ibis gives to what it reads: others in every run."""
_COUNTING = (
    *("kind", "counting", "source", "time", "place", "origin", "amount", "privacy"),
    *("stays", "outside"),
)
"""What of a mapping decides what is counted."""


def count_records(
    mapping: Mapping,
    engine: Engine,
    state: Path | None = None,
    progress: Progress | None = None,
    say: Say | None = None,
    days_at_a_time: int | None = None,
) -> Counts:
    """Count the records of a mapping, some days at a time.

    A run that was stopped, killed or refused half way leaves the days that are done in
    ``state``, and the next run with the same mapping, files, engine and question goes on there;
    its counts are those of a run that was never stopped.

    Args:
        mapping: what the records are.
        engine: what counts.
        state: folder of the days that are done, one a set of records; None keeps none.
        progress: told of each day that is done.
        say: told, in sentences without their ends, how the records are read, and which days of
            an earlier run are used or cannot be.
        days_at_a_time: days that one question is about, and the most that a kill loses. When
            None, as few as do not make the engine read records again and again, and no fewer
            than its own number.

    Raises:
        RecordsError: when the records are not what the mapping says, or the engine goes away.
        RefusedError: when another run is counting the same records, or a day cannot be kept.
    """
    with one_run(state):
        say = say or _nobody
        inspected = inspect(mapping, engine, plan(mapping))
        for note in inspected.notes:
            say(note)
        all_days = len(inspected.plan.days)
        usual = max(engine.days_at_a_time, inspected.plan.days_at_a_time)
        asking = _Asking.of(inspected, engine, min(days_at_a_time or usual, all_days))
        return _counted(asking, state, progress or _nobody, say)


def _counted(asking: _Asking, state: Path | None, progress: Progress, say: Say) -> Counts:
    inspected = asking.inspected
    days = inspected.plan.days
    files = {day: _state_of(inspected, day) for day in days}
    kept = KeptDays(state, asking.stands_for(), files, say)
    open_ = [day for day in days if day not in kept]
    done = len(days) - len(open_)
    if done:
        say(f"{done} of {len(days)} days were counted by an earlier run, and are taken from it")
    for span in _spans(open_, asking.days):
        for day, content in asking.ask(span).items():
            kept.put(day, content)
            done += 1
            progress(day, done, len(days))
    others = asking.beside(days)
    if {day: _state_of(inspected, day) for day in days} != files:
        raise RecordsError(
            inspected.mapping.file.name,
            "files of the records changed while they were counted: run it again when nobody "
            "writes to them any more",
        )
    return _put_together(asking, {day: kept[day] for day in days}, others)


@dataclass(frozen=True)
class _Asking:
    """What is asked of the engine, some days at a time.

    A question is built once, and asked of other days and files with the same columns.

    Attributes:
        inspected: the records.
        engine: what is asked.
        records: all of them, in the types of counting.
        origin, destination: where places lie.
        days: how many are asked about at a time.
        last_read: the files that were read last, as a table.
        again: the last question that was built, where it can be asked of other days.
    """

    inspected: Inspected
    engine: Engine
    records: ir.Table
    origin: Lookup | None
    destination: Lookup
    days: int
    last_read: dict[tuple[Path, ...], ir.Table] = field(default_factory=dict)
    again: list[AskedAgain] = field(default_factory=list)

    @classmethod
    def of(cls, inspected: Inspected, engine: Engine, days: int) -> _Asking:
        """Look up where the places of the records lie."""
        mapping, paths = inspected.mapping, inspected.plan.paths
        records = typed(engine.read(mapping.source, paths), mapping, inspected.kinds)
        with speaking(engine.name, paths):
            origin = lookup_in(records, mapping.origin) if mapping.origin else None
            destination = lookup_in(records, mapping.place)
        return cls(inspected, engine, records, origin, destination, days)

    def ask(self, span: Sequence[date]) -> dict[date, dict[str, Any]]:
        """Return what was counted of each of some days that follow each other."""
        plan_, mapping = self.inspected.plan, self.inspected.mapping
        # A day that no file holds has its cells too: of none, which look like few.
        paths = tuple(plan_.parts_of(span[0], span[-1]) or plan_.paths[:1])
        ends = days_since_1970(span[0]), days_since_1970(span[-1])
        answer = self._answer(paths, *ends)
        days = [day_since_1970(number) for number in answer["day"]]
        if wrong := faults(pd.DataFrame({name: answer[name] for name in COLUMNS})):
            raise RecordsError(
                mapping.file.name,
                f"among the records of {span[0]} to {span[-1]} is a count {wrong[0]}: correct it, "
                "or leave it out",
                column=mapping.amount.column,
            )
        rows = zip(answer["origin"], answer["destination"], answer["amount"], strict=True)
        found: dict[date, dict[str, Any]] = {day: {"rows": []} for day in span}
        for day, row in sorted(zip(days, rows, strict=True), key=lambda told: told[1][:2]):
            found[day]["rows"].append(list(row))
        return found

    def _answer(self, paths: tuple[Path, ...], first: int, last: int) -> dict[str, list[Any]]:
        read = self._read(paths)
        if self.again and self.again[-1].fits(read):
            return dict(self.again[-1].ask(read, first, last, paths).to_pydict())
        asked = self._question(read, self.days)
        answer = self.engine.ask(asked.answer, paths, asked.params(first, last)).to_pydict()
        if AskedAgain.can_be(self.engine, read):
            self.again[:] = [AskedAgain(self.engine, asked, read)]
        return dict(answer)

    def _read(self, paths: tuple[Path, ...]) -> ir.Table:
        if paths not in self.last_read:
            # Days are asked about in order: files of earlier ones are not read again.
            self.last_read.clear()
            self.last_read[paths] = self.engine.read(self.inspected.mapping.source, paths)
        return self.last_read[paths]

    def _question(self, read: ir.Table, days: int) -> Question:
        mapping = self.inspected.mapping
        records = typed(read, mapping, self.inspected.kinds)
        return question(records, mapping, self.origin, self.destination, days)

    def beside(self, days: Sequence[date]) -> pd.DataFrame:
        """Return how many records are of no day, or of none of those that are counted."""
        ends = days_since_1970(days[0]), days_since_1970(days[-1])
        asked = beside(self.records, self.inspected.mapping, *ends)
        answer: pd.DataFrame = self.engine.ask(asked, self.inspected.plan.paths).to_pandas()
        return answer

    def stands_for(self) -> dict[str, str]:
        """Return a digest of each thing of which a change makes other counts."""
        mapping = self.inspected.mapping
        first = self._question(self._read(tuple(self.inspected.plan.paths[:1])), 1)
        text = self.engine.backend.compile(first.answer, params=first.params(0, 0))
        told = hashlib.sha256(_MADE_UP.sub("table", str(text)).encode())
        for node in first.answer.op().find(ops.InMemoryTable):
            told.update(_bytes(node.data.to_pyarrow(node.schema)))
        return {
            "the mapping": _digest(*(repr(getattr(mapping, name)) for name in _COUNTING)),
            "the engine": _digest(self.engine.backend.name, self.engine.name),
            "the way of counting": told.hexdigest(),
        }


def _bytes(table: pa.Table) -> bytes:
    # What an engine told of different values is in another order in every run.
    table = table.sort_by([(name, "ascending") for name in table.column_names]).combine_chunks()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _put_together(
    asking: _Asking, kept: dict[date, dict[str, Any]], others: pd.DataFrame
) -> Counts:
    mapping = asking.inspected.mapping
    rows = [(day, *row) for day, content in kept.items() for row in content["rows"]]
    told = [day for day, origin, _, amount in rows if origin != OUT and amount is not None]
    if not told:
        moments = (
            ". Of a day the fullest moment is taken, since amounts at several moments may be of "
            "the same people; where each row is of others, give time a column of days (kind: day)"
        )
        raise RecordsError(
            f"the records of {mapping.file.name}",
            "leave nothing that may be shown: no count of an area and a day is of "
            f"{mapping.privacy.threshold} persons or more{moments * has_moments(mapping)}",
        )
    # On the days that the records begin and end on there may be few, or one.
    first, last = min(told), max(told)
    taken = [row for row in rows if row[1] == OUT or first <= row[0] <= last]
    answer = pd.DataFrame(taken, columns=list(COLUMNS)).astype({"amount": "Int64"})
    return counts_of([answer], asking.engine.name, others)


def _spans(days: Sequence[date], most: int) -> Iterator[list[date]]:
    """Days that follow each other, so many at a time at most."""
    for _, following in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        run = [day for _, day in following]
        for start in range(0, len(run), most):
            yield run[start : start + most]


def _nobody(*_told: object) -> None:
    """Nobody is told."""


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _state_of(inspected: Inspected, day: date) -> str:
    """What tells that the records of a day are no longer the same: size and moment of files.

    Of a table of a database no more is known than how many records it has.
    """
    if inspected.mapping.source.table:
        return _digest(str(inspected.rows))
    told = list[str]()
    for path in inspected.plan.parts_of(day, day):
        try:
            state = path.stat()
        except OSError as error:
            raise RecordsError(path.name, f"cannot be read ({error.strerror})") from error
        told.append(f"{path}\0{state.st_size}\0{state.st_mtime_ns}")
    return _digest(*told)
