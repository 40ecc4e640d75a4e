"""Files made in processes of their own: a few at once, the others in a queue that has an end.

Drawing, encoding and packing hold Python's lock for seconds, and in the process that serves
everybody each of them would stop all readers for as long. So what a page offers is made here,
by :mod:`nuzuh.loaders.apart`: this is the one place that says how many are made at once, how many
may wait, and what each may take. The command line has no other readers, and makes its files itself.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal, TypeVar

from nuzuh.export.pictures import Progress
from nuzuh.loaders import current
from nuzuh.loaders.apart import EndedError, FullError, Limits, Reason, Turns, workers
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.table import Table
from nuzuh.loaders.tables import Tables, tables_in_use
from nuzuh.scene.solving import Ranged, ranged_of, take_ranged

Work = Callable[[Tables, Progress], bytes]
"""Makes a file from tables, and says how far it is. It goes to another process, so it can be
pickled: a :func:`functools.partial` of a function with a name."""

PRELOAD = "nuzuh.export.warm"
"""What the processes are warm with."""

MEGABYTE = 1_000_000
Pace = Literal["short", "long"]
"""Files of a few seconds, and those of up to minutes: nobody waits for a clip to get a table."""


@dataclass(frozen=True)
class Lane:
    """A queue of its own.

    Attributes:
        turns: who is next.
        limits: what one file may take.
    """

    turns: Turns
    limits: Limits


MOST_WAITING = 20
"""Who comes later is asked to come again: they would wait longer than anybody does."""


def _lane(at_once: int, seconds: int) -> Lane:
    # What is mapped counts, and each thread of an encoder maps far more than it uses.
    limits = Limits(
        memory=2_000 * MEGABYTE,
        processor=seconds,
        time=2 * seconds,
        answer=100 * MEGABYTE,
        file=100 * MEGABYTE,
    )
    return Lane(Turns(at_once, MOST_WAITING), limits)


LANES: Mapping[Pace, Lane] = {
    # One core is the readers'.
    "short": _lane(min(max((os.cpu_count() or 1) - 1, 1), 4), seconds=60),
    "long": _lane(1, seconds=300),
}

_WHY: dict[Reason, tuple[str, str]] = {
    "time": ("it takes too long, and was left at that", "took_long"),
    "memory": ("it takes more memory than one file may", "took_memory"),
    "answer": ("it comes to more than one file may", "too_large"),
    "silence": ("its making broke off", "broke_off"),
}
_T = TypeVar("_T")


def start() -> None:
    """Have the processes that make files ready soon, without waiting for it."""
    workers(PRELOAD).start()


def make(
    work: Work,
    tables: Tables,
    pace: Pace = "short",
    *,
    waiting: Callable[[int], None] | None = None,
    progress: Progress | None = None,
) -> bytes:
    """Return a file, made in a process of its own when its turn has come.

    Args:
        work: makes it.
        tables: what it is made from; a reader's own rows go along.
        pace: how long it takes, so whom it waits behind.
        waiting: called a few times a second until the file is there: with the place in the
            queue, from 1, then with 0 while it is made. What it raises comes through; the place
            is given up then, or the process killed.
        progress: called with the steps done and the steps to do.

    Raises:
        RefusedError: what the work refuses, the same; or that too many wait already, or that it
            took too long, took too much memory, became too large or broke off.
    """
    lane, told = LANES[pace], waiting or _nobody
    mine = None if tables is tables_in_use() else tables
    asked = _Asked(_carried(current.newest()), _carried(current.current()), mine, ranged_of(tables))
    try:
        with lane.turns.turn(told), _scratch() as folder:
            given = partial(_made, asked, work, folder)
            return _apart(given, lane.limits, progress or _no_progress, partial(told, 0))
    except FullError as full:
        raise RefusedError(
            f"{full.waiting} others wait for files already; try again in some minutes",
            "busy",
            n=full.waiting,
        ) from None


def run(work: Callable[[Progress], _T], progress: Progress) -> _T:
    """Do work of up to minutes in a process of its own, which whoever asks for has a queue for.

    Args:
        work: does it; it can be pickled.
        progress: called with the steps done and the steps to do. What it raises comes through,
            and the process is killed.

    Raises:
        RefusedError: when it took more than it may, or broke off.
    """
    return _apart(work, LANES["long"].limits, progress, None)


def _apart(
    work: Callable[[Progress], _T],
    limits: Limits,
    progress: Progress,
    poll: Callable[[], None] | None,
) -> _T:
    try:
        return workers(PRELOAD).run(work, limits, poll, hear=progress)
    except EndedError as ended:
        why, key = _WHY[ended.reason]
        raise RefusedError(f"this cannot be made: {why}", key) from None


_Carried = tuple[str, dict[str, Table[Any]], date | None, dict[str, bytes]]
"""The fields of :class:`nuzuh.loaders.current.InUse`, as they go to another process."""


def _carried(in_use: current.InUse) -> _Carried:
    return in_use.version, dict(in_use.tables), in_use.published, dict(in_use.parts)


@dataclass(frozen=True)
class _Asked:
    """What a process that remembers nothing has to be told.

    Attributes:
        newest, in_use: the tables that are the newest, and those that were drawn from.
        mine: the tables that the file is made from, where they are others.
        ranged: reconstructions of them whose ranges were computed here.
    """

    newest: _Carried
    in_use: _Carried
    mine: Tables | None
    ranged: Ranged


def _made(asked: _Asked, work: Work, folder: str, tell: Progress) -> bytes:
    """What runs apart: the work, from the tables that are in use where it was asked for."""
    tempfile.tempdir = folder or None
    current.put_in_use(current.InUse(*asked.newest))
    current.pin_tables(current.InUse(*asked.in_use))
    tables = tables_in_use() if asked.mine is None else asked.mine
    take_ranged(tables, asked.ranged)
    return work(tables, tell)


@contextmanager
def _scratch() -> Iterator[str]:
    """A folder for a file on its way: a process that is killed leaves it to whoever asked."""
    with ExitStack() as stack:
        folder = ""
        # Only some formats need it; where nothing can be written, the others are made.
        with suppress(OSError):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="nuzuh-"))
        yield folder


def _nobody(_: int) -> None:
    """Nobody is told, and nobody leaves."""


def _no_progress(_done: int, _total: int) -> None:
    """Nobody is told."""
