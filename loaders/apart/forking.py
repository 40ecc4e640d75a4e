"""A forked process: begun, told apart from its parent, ended and reaped."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import traceback
from collections.abc import Callable

_DIE_WITH_PARENT = 1
"""``PR_SET_PDEATHSIG`` of Linux."""


class Child:
    """A process forked from this one, which does one piece of work and is no more.

    It is reaped by :meth:`end` alone, so that its number stays its own until then.

    Args:
        work: what it does.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._code: int | None = None
        self._number = os.fork()
        if not self._number:
            _only(work)

    def end(self) -> int:
        """Kill it and what it started, and return its exit code, or below 0 the signal."""
        if self._code is None:
            for kill in (os.killpg, os.kill):
                with contextlib.suppress(ProcessLookupError):
                    kill(self._number, signal.SIGKILL)
            _, status = os.waitpid(self._number, 0)
            self._code = os.waitstatus_to_exitcode(status)
        return self._code


def _only(work: Callable[[], None]) -> None:
    """Do the work and end, whatever comes: never go on as a second parent."""
    code = 1
    try:
        os.setsid()
        # Should the parent be killed, nobody could end this one.
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        work()
        code = 0
    except Exception:  # noqa: BLE001 - told, since nobody else can
        traceback.print_exc()
    finally:
        os._exit(code)
