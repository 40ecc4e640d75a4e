"""Puts a file in its place all at once: what fails leaves neither a half nor a harmed file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from nuzuh.loaders.errors import RefusedError


def write_whole(target: Path, content: bytes) -> None:
    """Write a file: to a draft in the same folder, to the disk, and only then to its name.

    Args:
        target: path of the file; an older one is replaced.
        content: all of it.

    Raises:
        RefusedError: when it cannot be written; an older file is as it was.
    """
    check_writable(target)
    draft = target.absolute().parent / f".nuzuh-{os.getpid()}.draft"
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            # A disk that is full, or across a network, may only say so now.
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise RefusedError(f"cannot write {target} ({error.strerror})") from error
    finally:
        # Whatever stopped the writing, be it the reader: no half of a file stays.
        with suppress(OSError):
            draft.unlink()


def check_writable(target: Path) -> None:
    """Refuse a path that can never be written, before work of minutes is done for it.

    Raises:
        RefusedError: for a folder, or a file in a folder that is not there.
    """
    try:
        if target.is_dir():
            raise RefusedError(f"cannot write {target} (it is a folder)")
        # Asks the system about the name, which tells one that is too long.
        target.exists()
        folder = target.absolute().parent
        if not folder.is_dir():
            raise RefusedError(f"cannot write {target} (there is no folder {folder})")
        if not os.access(folder, os.W_OK):
            raise RefusedError(f"cannot write {target} (the folder {folder} may not be written to)")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise RefusedError(f"cannot write {target} ({reason})") from error
