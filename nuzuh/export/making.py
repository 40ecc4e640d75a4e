"""Files in the making: how many there are, and what became of each."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.events import tell

_NO_FOLDER = (
    "this file passes through a folder for temporary files, and there is none that can be "
    "written: name one in TMPDIR"
)
_changed = threading.Condition()
_under_way = [0]


@contextmanager
def making(form: str) -> Iterator[None]:
    """Count a file while it is made, and tell what became of it (:mod:`nuzuh.loaders.events`).

    Args:
        form: the format, one of :data:`nuzuh.export.formats.FORMATS`.

    Raises:
        RefusedError: where a library that writes the file needs a folder for temporary files,
            and there is none.

    Example:
        >>> with making("csv"):
        ...     under_way()
        1
        >>> under_way()
        0
    """
    began = time.monotonic()
    outcome, why = "export", None
    with _changed:
        _under_way[0] += 1
    try:
        yield
    except RefusedError as refused:
        outcome, why = "refused", refused.key or type(refused).__name__
        raise
    except Exception as error:
        if isinstance(error, OSError) and not _has_folder():
            outcome, why = "refused", "no_folder"
            raise RefusedError(_NO_FOLDER, "no_folder") from error
        outcome, why = "failed", type(error).__name__
        raise
    except BaseException:
        # Whoever asked for it has left, or the server ends.
        outcome = "left"
        raise
    finally:
        seconds = round(time.monotonic() - began, 2)
        tell(outcome, format=form, seconds=seconds, **({"why": why} if why else {}))
        with _changed:
            _under_way[0] -= 1
            _changed.notify_all()


def _has_folder() -> bool:
    """Whether there is a folder for temporary files that can be written."""
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        return False
    return True


def under_way() -> int:
    """Return how many files are being made now."""
    return _under_way[0]


def wait_for_files(seconds: float) -> bool:
    """Wait until no file is being made, and say whether that is so.

    Args:
        seconds: how long at most.
    """
    with _changed:
        return _changed.wait_for(lambda: _under_way[0] == 0, seconds)
