"""A moving picture made beside the page: its reader can look on, go on reading, or stop it.

A page that made the picture itself would stand still meanwhile, and any other
click on it would throw the work away.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable

from nuzuh.draw.film.animation import Progress, ShouldStop
from nuzuh.draw.film.errors import StoppedError
from nuzuh.loaders.errors import RefusedError

AT_ONCE = 1
"""How many pictures one process makes at a time; others wait for their turn of some seconds."""
_TURNS = threading.BoundedSemaphore(AT_ONCE)

Make = Callable[[Progress, ShouldStop], bytes]
"""Makes the picture, telling how far it is and asking whether to stop."""


class Job:
    """One picture in the making, from the first moment on.

    Args:
        make: makes the picture.
        name: file name of the picture.
        mime: its type.
    """

    def __init__(self, make: Make, name: str, mime: str) -> None:
        self.name, self.mime = name, mime
        self._make = make
        self._stop = threading.Event()
        self._done = threading.Event()
        self._progress = (0, 0)
        self._picture: bytes | None = None
        self._error: Exception | None = None
        # A process that ends does not wait for a picture that nobody will see.
        threading.Thread(target=self._run, name="moving picture", daemon=True).start()

    def _run(self) -> None:
        try:
            while not _TURNS.acquire(timeout=0.1):
                if self._stop.is_set():
                    return
            try:
                self._picture = self._make(self._hear, self._stop.is_set)
            finally:
                _give_back_memory()
                _TURNS.release()
        except StoppedError:
            pass
        except Exception as error:  # noqa: BLE001 (told to the reader in their own thread)
            self._error = error
        finally:
            self._done.set()

    def _hear(self, done: int, total: int) -> None:
        self._progress = (done, total)

    def stop(self) -> None:
        """End the work before its next frame; nothing of it is kept."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the work has ended, and say whether it has."""
        return self._done.wait(seconds)

    @property
    def running(self) -> bool:
        """Whether the work goes on; one that is told to stop no longer counts."""
        return not self._done.is_set() and not self._stop.is_set()

    @property
    def progress(self) -> tuple[int, int]:
        """How many frames of how many are done; 0 of 0 before the first."""
        return self._progress

    @property
    def picture(self) -> bytes | None:
        """The picture, once it is there; none if the work was stopped."""
        return self._picture if self._done.is_set() and not self._stop.is_set() else None

    @property
    def refusal(self) -> str | None:
        """The sentence that says why there is no picture, if it was refused.

        Raises:
            Exception: what nobody foresaw, for the page's own handling of errors.
        """
        if self._error is None or self._stop.is_set():
            return None
        if isinstance(self._error, RefusedError):
            return str(self._error)
        raise self._error


def _give_back_memory() -> None:
    """Return to the system what frames and encoder have freed.

    glibc keeps it for this thread, which ends: measured at 73 MB a picture.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:  # other libraries of C have no such function, and keep less
            trim(0)
