"""A file made beside the page: its reader can look on, go on reading, or stop it.

A page that made the file itself would stand still meanwhile, and any other
click on it would throw the work away.
"""

from __future__ import annotations

import contextvars
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from nuzuh.export import pool
from nuzuh.export.making import making
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables

_LOG = logging.getLogger(__name__)


class _LeftError(BaseException):
    """Nobody waits for the file any longer."""


@dataclass(frozen=True)
class Wanted:
    """A file that a reader asks for.

    Attributes:
        name: of the file.
        mime: its type.
        work: makes it.
        pace: how long it takes.
    """

    name: str
    mime: str
    work: pool.Work
    pace: pool.Pace = "short"


class Job:
    """One file in the making, from the first moment on.

    Args:
        wanted: what is made.
        tables: what it is made from.
        is_there: tells whether its reader still is, a few times a second.
    """

    def __init__(
        self, wanted: Wanted, tables: Tables, is_there: Callable[[], bool] = lambda: True
    ) -> None:
        self.wanted = wanted
        self._tables, self._is_there = tables, is_there
        self._stop = threading.Event()
        self._done = threading.Event()
        self._place = 0
        self._progress = (0, 0)
        self._content: bytes | None = None
        self._refusal: RefusedError | None = None
        # It is made from the tables that the page has pinned.
        run = contextvars.copy_context().run
        # A process that ends does not wait for a file that nobody will see.
        threading.Thread(target=run, args=(self._run,), name="file", daemon=True).start()

    def _run(self) -> None:
        try:
            with making(self.wanted.name.rpartition(".")[2]):
                self._content = pool.make(
                    self.wanted.work,
                    self._tables,
                    self.wanted.pace,
                    waiting=self._look,
                    progress=self._hear,
                )
        except _LeftError:
            pass
        except RefusedError as refusal:
            self._refusal = refusal
        except Exception:  # noqa: BLE001 - told in the log
            # A mistake of ours: whoever runs nuzuh finds it in the log, its reader reads on.
            _LOG.exception("the file %s could not be made", self.wanted.name)
            self._refusal = RefusedError("this cannot be made: its making broke off", "broke_off")
        finally:
            self._done.set()

    def _look(self, place: int) -> None:
        self._place = place
        if self._stop.is_set() or not self._is_there():
            raise _LeftError

    def _hear(self, done: int, total: int) -> None:
        self._progress = (done, total)

    def stop(self) -> None:
        """End the work; nothing of it is kept."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait until the work has ended, and say whether it has."""
        return self._done.wait(seconds)

    @property
    def running(self) -> bool:
        """Whether the work goes on; one that is told to stop no longer counts."""
        return not self._done.is_set() and not self._stop.is_set()

    @property
    def place(self) -> int:
        """The place in the queue, from 1; 0 while it is made."""
        return self._place

    @property
    def progress(self) -> tuple[int, int]:
        """How many steps of how many are done; 0 of 0 before the first."""
        return self._progress

    @property
    def content(self) -> bytes | None:
        """The file, once it is there; none if the work was stopped or refused."""
        return self._content if self._done.is_set() and not self._stop.is_set() else None

    @property
    def refusal(self) -> RefusedError | None:
        """Why there is no file, where it was refused."""
        return None if self._stop.is_set() else self._refusal
