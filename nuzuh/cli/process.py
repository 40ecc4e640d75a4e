"""The process of a command: its streams, its warnings, and Ctrl-C while it is still loading.

Nothing is imported here that takes time: until it is done, Ctrl-C is not ours to answer.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

STOPPED = 130
"""What a shell expects of a command that Ctrl-C has ended."""

SENTENCE = "\nstopped; nothing was written\n"


def take_streams() -> None:
    """Make standard output UTF-8, whatever the locale, and let closed streams be found out.

    What is printed is data, for a file or another program: its code must not depend
    on where it is run. A stream that was closed (``>&-``) refuses what is written
    to it as a full disk does, where Python would not even know it.
    """
    if sys.stdout is None:
        # Open to be read alone: each write fails, with a reason.
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def quiet_warnings() -> None:
    """Keep Python's warnings, which name paths and lines of libraries, from a reader.

    Whoever asks for them (``python -W``, ``PYTHONWARNINGS``) gets them.
    """
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


@contextmanager
def stopped_at_once(*, active: bool) -> Iterator[None]:
    """End the process at Ctrl-C with its sentence, while nothing has been written yet.

    An exception would do while modules are loaded, but for those that swallow
    it, or answer it with a sentence of their own.

    Args:
        active: whether the process is ours to end; nothing is done when not.
    """
    ours = (
        active
        and threading.current_thread() is threading.main_thread()
        # Whoever has set another answer, or none (``nohup``), keeps it.
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if not ours:
        yield
        return
    signal.signal(signal.SIGINT, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def end(code: int) -> int:
    """End the process at once where the reader has stopped it; else return its code.

    Python may otherwise end with the code of a signal nobody has answered, where a
    library was interrupted that runs code of its own.
    """
    if code == STOPPED:
        sys.stderr.flush()
        os._exit(code)
    return code


def _stop(_number: int, _frame: FrameType | None) -> None:
    with suppress(OSError):
        os.write(2, SENTENCE.encode())
    os._exit(STOPPED)


def let_go_of_output() -> None:
    """Forget what standard output could not take, or Python would complain at its end again."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
