"""Reads a file that somebody named: only a file, and never more of it than anyone wants."""

from __future__ import annotations

from pathlib import Path

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.writing import irregular


def read_named(path: Path, most: int, name: str = "") -> bytes:
    """Return the content of a file, or as much of it as tells that it is too large.

    Args:
        path: of the file; a link is followed.
        most: bytes that are wanted at most; one more is read.
        name: what to call it in messages; the file's own name when "".

    Raises:
        DataError: when it cannot be read, or is no file: a pipe may keep silent for ever.
    """
    name = name or path.name or str(path)
    try:
        kind = irregular(path.stat().st_mode)
        if kind:
            raise DataError(name, f"cannot be read (it is {kind}): name a file")
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        reason = error.strerror if isinstance(error, OSError) else error
        raise DataError(name, f"cannot be read ({reason})") from error
