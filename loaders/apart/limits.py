"""How much a piece of work may take, and how it ended when it took more."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Reason = Literal["memory", "time", "answer", "silence"]
"""Why work ended: too much memory or time, too large an answer, or no answer at all."""

EVERY = 0.2
"""Seconds between two looks at whether whoever asked is still there."""

_NICER = 5
"""The pages of other readers come first."""


@dataclass(frozen=True)
class Limits:
    """What one piece of work may take.

    Attributes:
        memory: bytes beyond what its process maps before it begins.
        processor: seconds of computing.
        time: seconds by the clock, from when it is asked for.
        answer: bytes of its pickled answer.
        file: bytes that any file may come to that it writes; by default it writes none.
    """

    memory: int
    processor: int
    time: float
    answer: int
    file: int = 0


class EndedError(Exception):
    """Work ended without an answer.

    Attributes:
        reason: why.
    """

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(f"work apart ended for want of {reason}")


def hold(limits: Limits) -> None:
    """Lay limits on this very process, for good. Only Linux keeps them.

    It leaves no core behind either, and is the first to go where the whole machine runs out of
    memory.
    """
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 (Windows has none)

    os.nice(_NICER)
    with contextlib.suppress(OSError):  # some containers close this file
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    # A second clock, should whoever watches it be gone.
    signal.alarm(math.ceil(limits.time) + 1)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_CPU, math.ceil(time.process_time()) + limits.processor),
        (resource.RLIMIT_AS, pages * resource.getpagesize() + limits.memory),
    ):
        _, hard = resource.getrlimit(kind)
        lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # At a soft limit of time it gets a signal of its own, at a hard one it is killed.
        resource.setrlimit(kind, (lower, hard if kind == resource.RLIMIT_CPU else lower))


def ended_by(code: int) -> Reason:
    """Return why a process ended that gave no answer, from its exit code (below 0: a signal)."""
    # Whoever else kills it is the system, which is short of memory.
    return _ENDS.get(-code, "silence")


def is_want_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or what it came of, is that memory could not be had.

    Libraries in C say so in words of their own, and readers of files may have turned that
    into another error.

    >>> is_want_of_memory(MemoryError()), is_want_of_memory(ValueError("std::bad_alloc"))
    (True, True)
    >>> is_want_of_memory(ValueError("no date")), is_want_of_memory(None)
    (False, False)
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        told = str(error).casefold()
        if isinstance(error, MemoryError) or any(word in told for word in _NO_MEMORY):
            return True
        error = error.__cause__ or error.__context__
    return False


_SIGNALS: tuple[tuple[str, Reason], ...] = (
    ("SIGKILL", "memory"),
    ("SIGXCPU", "time"),
    ("SIGALRM", "time"),
)
_ENDS = {getattr(signal, name): why for name, why in _SIGNALS if hasattr(signal, name)}
_NO_MEMORY = ("bad_alloc", "out of memory", "cannot allocate memory", "unable to allocate")
