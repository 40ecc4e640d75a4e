"""Count records day by day, and go on where a run before was cut off."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pandas as pd

from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.records.counting import cells
from nuzuh.loaders.records.counts import COLUMNS, Counts
from nuzuh.loaders.records.engine import Engine
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.kept_days import KeptDays, Say, one_run
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.place_lookup import lookup_of
from nuzuh.loaders.records.withholding import withheld

EPOCH = date(1970, 1, 1)
Progress = Callable[[date, int, int], None]
"""Told the day that is done, how many are, and of how many."""

_MADE_UP = re.compile(r"ibis_[a-z_]+_[a-z0-9]{26}")
"""Names that Ibis gives to what it reads: others in every run."""
_COUNTING = (
    *("kind", "counting", "source", "time", "place", "origin", "amount", "privacy"),
    *("stays", "outside", "first", "last"),
)
"""What of a mapping decides what is counted."""


def count_records(
    mapping: Mapping,
    engine: Engine,
    state: Path | None = None,
    progress: Progress | None = None,
    say: Say | None = None,
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
        say: told, in sentences without their ends, of days of an earlier run that are used or
            cannot be.

    Raises:
        RecordsError: when the records are not what the mapping says, or the engine goes away.
        RefusedError: when another run is counting the same records, or a day cannot be kept.
    """
    with one_run(state):
        return _counted(mapping, engine, state, progress or _nobody, say or _nobody)


@dataclass(frozen=True)
class _Question:
    """What is asked of the engine about some days: built once, and asked again and again."""

    engine: Engine
    found: ir.Table
    first: ir.IntegerScalar
    last: ir.IntegerScalar

    def ask(self, first: date, last: date) -> pd.DataFrame:
        told = {self.first: (first - EPOCH).days, self.last: (last - EPOCH).days}
        frame: pd.DataFrame = self.engine.backend.to_pyarrow(self.found, params=told).to_pandas()
        return frame

    def digest(self) -> str:
        """Return a digest of the question, with the tables that were made for it."""
        told = {self.first: 0, self.last: 0}
        text = _MADE_UP.sub("table", self.engine.backend.compile(self.found, params=told))
        digest = hashlib.sha256(text.encode())
        for node in self.found.op().find(ops.InMemoryTable):
            made = node.data.to_pyarrow(node.schema)
            digest.update(repr(made.to_pydict()).encode())
        return digest.hexdigest()


def _question(mapping: Mapping, engine: Engine) -> _Question:
    records = engine.read(mapping.source, mapping.source.paths)
    origin = lookup_of(mapping.origin, list) if mapping.origin else None
    destination = lookup_of(mapping.place, list)
    first, last = ibis.param("int32"), ibis.param("int32")
    found = withheld(cells(records, mapping, origin, destination, first, last), mapping.privacy)
    return _Question(engine, found, first, last)


def _counted(
    mapping: Mapping, engine: Engine, state: Path | None, progress: Progress, say: Say
) -> Counts:
    with _told_of_engine(mapping, engine, None, 0):
        question = _question(mapping, engine)
        digest = question.digest()
    days = _days(mapping)
    files = _state_of_files(mapping, engine)
    kept = KeptDays(
        state,
        {
            "the mapping": _digest(*(repr(getattr(mapping, name)) for name in _COUNTING)),
            "the files of the records": _digest(*files),
            "the engine": engine.name,
            "the way of counting": digest,
        },
        say,
    )
    open_ = [day for day in days if day not in kept]
    if state is not None and 0 < len(open_) < len(days):
        say(f"{len(days) - len(open_)} of {len(days)} days were counted by an earlier run")
    done = len(days) - len(open_)
    for span in _spans(open_, engine.days_at_a_time):
        with _told_of_engine(mapping, engine, span[0], done):
            frame = question.ask(span[0], span[-1])
        of_day = dict(tuple(frame.groupby("day")))
        for day in span:
            found = of_day.get((day - EPOCH).days)
            kept.put(day, {"cells": [] if found is None else _cells_of(found)})
            done += 1
            progress(day, done, len(days))
    if _state_of_files(mapping, engine) != files:
        raise RecordsError(
            mapping.file.name,
            "files of the records changed while they were counted: run it again when they are "
            "no longer written to",
        )
    return _put_together(kept, days, engine)


def _cells_of(found: pd.DataFrame) -> list[list[Any]]:
    """Cells of a day as JSON holds them: origin, destination, amount or None where withheld."""
    ordered = found.sort_values(["origin", "destination"])
    return [
        [origin, destination, None if pd.isna(amount) else int(amount)]
        for origin, destination, amount in zip(
            ordered["origin"], ordered["destination"], ordered["amount"], strict=True
        )
    ]


def _put_together(kept: KeptDays, days: Sequence[date], engine: Engine) -> Counts:
    rows = [(day, *cell) for day in days for cell in kept[day]["cells"]]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["amount"] = frame["amount"].astype("Int64")
    held = int(frame["amount"].isna().sum())
    return Counts(frame, engine.name, 0, held, len(frame))


def _days(mapping: Mapping) -> list[date]:
    assert mapping.first is not None
    assert mapping.last is not None
    count = (mapping.last - mapping.first).days + 1
    return [mapping.first + timedelta(number) for number in range(count)]


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


def _state_of_files(mapping: Mapping, engine: Engine) -> list[str]:
    """What tells that records are no longer the same: size and moment of each of their files."""
    source = mapping.source
    if source.table:
        return [f"{source.table}\0{engine.backend.table(source.table).count().execute()}"]
    files = list[str]()
    for path in source.paths:
        try:
            state = path.stat()
        except OSError as error:
            raise RecordsError(str(path), f"cannot be read ({error.strerror})") from error
        files.append(f"{path}\0{state.st_size}\0{state.st_mtime_ns}")
    return sorted(files)


@contextmanager
def _told_of_engine(
    mapping: Mapping, engine: Engine, day: date | None, done: int
) -> Iterator[None]:
    """Say in a sentence what an engine raises, which has an exception of its own for each thing."""
    try:
        yield
    except (DataError, RefusedError):
        raise
    except Exception as error:  # noqa: BLE001 - each engine raises its own
        kind = type(error).__name__
        at = f" while it counted {day}" if day else ""
        kept = f"; {done} days are done and kept: the same command goes on there" if done else ""
        hint = (
            "it ran out of memory: give it fewer days at a time, or an engine with more"
            if "memory" in kind.casefold() or isinstance(error, MemoryError)
            else "see whether the engine still runs and the files are whole"
        )
        # What an engine says may hold a value out of the records: neither that nor where it
        # comes from is handed on.
        raise RecordsError(
            mapping.file.name, f"{engine.name} stopped{at} ({kind}): {hint}{kept}"
        ) from None
