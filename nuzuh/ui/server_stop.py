"""How the server ends when it is told to: readers who wait for a file still get it.

A service manager says SIGTERM. From then on ``/readyz`` answers 503, so that a proxy sends
nobody new; files in the making are finished, for a bounded time; then the server closes.
The process ends with code 0, as one that did what it was told.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

from nuzuh.export.making import under_way, wait_for_files
from nuzuh.loaders.events import tell
from nuzuh.ui.readiness import Readiness

_FETCH = 2.0
"""Seconds in which a browser fetches a file that has just been made."""
_CLOSE = 3.0
"""Seconds in which connections are closed and threads come to an end; then they are cut off."""


class GracefulStop:
    """Takes SIGTERM in the place of Uvicorn, whose process would end as one that was killed.

    Args:
        readiness: turned to ``ending`` at once.
        grace: seconds that files in the making may take.
        leave: ends the process without waiting for anything.
    """

    def __init__(
        self, readiness: Readiness, grace: float, leave: Callable[[int], object] = os._exit
    ) -> None:
        self._readiness, self._grace, self._leave = readiness, grace, leave
        self._close: Callable[[], object] | None = None

    def install(self) -> bool:
        """Take SIGTERM, where a Uvicorn runs in this thread; say whether it does."""
        if threading.current_thread() is not threading.main_thread():
            return False
        server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
        if not hasattr(server, "should_exit"):
            return False
        loop = asyncio.get_running_loop()

        def close() -> None:
            loop.call_soon_threadsafe(setattr, server, "should_exit", True)

        self._close = close
        signal.signal(signal.SIGTERM, self._told)
        return True

    def _told(self, _signal: int, _frame: FrameType | None) -> None:
        if self._readiness.state == "ending":
            return
        self._readiness.turn("ending")
        threading.Thread(target=self._end, name="ending", daemon=True).start()

    def _end(self) -> None:
        began = time.monotonic()
        files = under_way()
        tell("ending", files=files)
        if files and wait_for_files(self._grace):
            # It has still to be fetched, over a connection that may not be there yet.
            time.sleep(_FETCH)
        if self._close is not None:
            self._close()
        tell("closing", unfinished=under_way(), seconds=round(time.monotonic() - began, 2))
        # Whoever computes or listens on after that is not waited for.
        time.sleep(_CLOSE)
        self._leave(0)
