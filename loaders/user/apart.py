"""The check of a reader's file in a process of its own, a few at once.

What a file of a few kilobytes can make a library do has no bound that one could see in it. So
no reader's file is opened in the process that serves everybody: :mod:`nuzuh.loaders.apart`
keeps the limits, which stand in :mod:`nuzuh.loaders.user.limits`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from nuzuh.loaders import current
from nuzuh.loaders.apart import EndedError, Limits, Reason, Turns, workers
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.table import Table
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.check import Checked, check
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.single_records import refuse_text

_Answer = TypeVar("_Answer")

PRELOAD = "nuzuh.loaders.user.warm"
"""What the processes that check are warm with."""

CHECK_LIMITS = Limits(
    memory=limits.CHECK_BYTES,
    processor=limits.CHECK_SECONDS,
    time=limits.CHECK_SECONDS * 2,
    answer=limits.ANSWER_BYTES,
)
_TURNS = Turns(limits.CHECKS_AT_ONCE)
_LOG = logging.getLogger(__name__)
_WHY: dict[Reason, str] = {
    "time": (
        f"takes longer to check than {limits.CHECK_SECONDS} seconds, and was left at that: "
        "simplify its outlines, or split it into smaller files"
    ),
    "memory": (
        f"needs more memory than the {limits.CHECK_BYTES // limits.MEGABYTE} MB that a check may "
        "take: save the one table or layer that you need as a new file, or split it"
    ),
    "answer": "comes to more than is kept of one file: split it into smaller files",
    "silence": (
        "cannot be checked, its reading broke off: "
        "open it in your own program and save it anew, tables as CSV, maps as GeoJSON"
    ),
}


def check_apart(
    content: bytes,
    file: str,
    kind: str | None = None,
    decisions: Decisions | None = None,
    *,
    waiting: Callable[[int], None] | None = None,
) -> Checked:
    """Read and check a reader's file as :func:`~nuzuh.loaders.user.check.check` does, but apart.

    Args:
        content: its bytes.
        file: its name.
        kind: as for ``check``.
        decisions: as for ``check``.
        waiting: called a few times a second until the answer is there: with the place in the
            queue, from 1, then with 0 while the file is checked. What it raises comes through,
            and the check is ended.

    Raises:
        SingleRecordsError: what ``check`` raises for such records, here and at once.
        DataError: what ``check`` raises, the same; or that the check took too long, needed too
            much memory, or broke off.

    Example:
        >>> from nuzuh.loaders.user.template import template
        >>> check_apart(template("estimates", "csv"), "mine.csv").areas
        ('Khan Younis',)
    """
    refuse_text(content, file)
    limits.within_bytes(content, file)
    told = waiting or _nobody
    with _TURNS.turn(told):
        work = partial(_check_beside, _tables_in_use(), content, file, kind, decisions)
        return within_limits(work, file, partial(told, 0))


def within_limits(
    work: Callable[[], _Answer], file: str, poll: Callable[[], None] | None = None
) -> _Answer:
    """Return what some work on a file answers, done apart and within the limits of a check.

    Args:
        work: something that can be pickled, as a :func:`functools.partial` of a function.
        file: the name of the file, for messages.
        poll: called a few times a second meanwhile; what it raises comes through.

    Raises:
        DataError: what the work raises, the same; or that it took too long, needed too much
            memory, or broke off.
    """
    try:
        return workers(PRELOAD).run(work, CHECK_LIMITS, poll)
    except EndedError as ended:
        raise DataError(file, _WHY[ended.reason]) from None
    except DataError:
        raise
    except Exception:  # noqa: BLE001 - told in the log
        # A mistake of ours: whoever runs nuzuh finds it in the log, its reader reads on.
        _LOG.exception("the check of a file failed")
        raise DataError(file, _WHY["silence"]) from None


def _tables_in_use() -> tuple[str, dict[str, Table[Any]]]:
    """Version and tables against which a file is held; none stands for the embedded ones."""
    in_use = current.current()
    return in_use.version, dict(in_use.tables)


def _check_beside(
    in_use: tuple[str, dict[str, Table[Any]]],
    content: bytes,
    file: str,
    kind: str | None,
    decisions: Decisions | None,
) -> Checked:
    """What runs apart: the check, against the tables that are in use where it was asked for."""
    current.put_in_use(current.InUse(*in_use))
    return check(content, file, kind, decisions)


def start() -> None:
    """Have the processes that check ready soon, without waiting for it."""
    workers(PRELOAD).start()


def _nobody(_: int) -> None:
    """Nobody is told, and nobody leaves."""
