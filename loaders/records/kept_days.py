"""The days of a count that are done: kept as they come, so that a kill loses the last at most.

What is kept are counts that have left the engine, withheld where few. They hold for one mapping,
one state of the files and one question; when any of these is another, all days are counted anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import filelock

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.writing import replace_with

OF = "of.json"
"""What the days in a folder are of."""

Say = Callable[[str], None]
"""Told a sentence, without its end, of what happens on the way."""


class KeptDays:
    """The days that are done.

    Args:
        folder: where they are kept; None keeps them in memory alone.
        of: what they are of: a digest of each thing that must be the same, by its name in a
            sentence.
        say: told when days that were kept are of something else.

    Raises:
        RefusedError: when the folder cannot be written.
    """

    def __init__(self, folder: Path | None, of: Mapping[str, str], say: Say) -> None:
        self._folder = folder
        self._days: dict[date, dict[str, Any]] = {}
        if folder is None:
            return
        before = _json(folder / OF)
        found = {day: content for path in _files(folder) for day, content in _day_of(path)}
        if before == dict(of):
            self._days = found
            return
        if found:
            names = sorted(of.keys() | (before or {}).keys())
            other = [name for name in names if (before or {}).get(name) != of.get(name)]
            say(
                f"{_counted(len(found))} that an earlier run had counted cannot be used, since "
                f"{' and '.join(other)} changed: all are counted anew"
            )
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for path in (folder / OF, *_files(folder)):
                path.unlink(missing_ok=True)
            replace_with(folder / OF, _text(dict(of)))
        except OSError as error:
            raise _unwritable(folder, error) from error

    def __contains__(self, day: date) -> bool:
        """Whether a day is done."""
        return day in self._days

    def __getitem__(self, day: date) -> dict[str, Any]:
        """Return what was counted of a day."""
        return self._days[day]

    def put(self, day: date, content: dict[str, Any]) -> None:
        """Keep a day: whole, or not at all.

        Args:
            day: that was counted.
            content: what was counted, as JSON can hold it.

        Raises:
            RefusedError: when it cannot be written.
        """
        if self._folder is not None:
            text = _text(content)
            named = _text({"sha256": hashlib.sha256(text).hexdigest(), "counted": content})
            try:
                replace_with(self._folder / f"{day}.json", named)
            except OSError as error:
                raise _unwritable(self._folder, error) from error
        self._days[day] = content


@contextmanager
def one_run(folder: Path | None) -> Iterator[None]:
    """Let one process at a time count into a folder.

    Raises:
        RefusedError: when another one does, or the folder cannot be written.
    """
    if folder is None:
        yield
        return
    try:
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = filelock.FileLock(folder.with_name(f".{folder.name}.lock"), timeout=0)
        lock.acquire()
    except filelock.Timeout as error:
        raise RefusedError(
            f"the records {folder.name} are being counted by another run: wait for it, or stop it"
        ) from error
    except (OSError, NotImplementedError) as error:
        raise _unwritable(folder.parent, error) from error
    try:
        yield
    finally:
        lock.release()


def forget(folder: Path) -> None:
    """Remove the days that are kept in a folder; what cannot be removed stays."""
    with suppress(OSError):
        for path in (folder / OF, *_files(folder)):
            path.unlink(missing_ok=True)
        folder.rmdir()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("????-??-??.json"))


def _day_of(path: Path) -> Iterator[tuple[date, dict[str, Any]]]:
    """A day that is kept whole; one that is torn or altered is as good as none."""
    told = _json(path)
    try:
        day, content = date.fromisoformat(path.stem), told["counted"]
        whole = told["sha256"] == hashlib.sha256(_text(content)).hexdigest()
    except (KeyError, TypeError, ValueError):
        return
    if whole and isinstance(content, dict):
        yield day, content


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _text(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _unwritable(folder: Path, error: Exception) -> RefusedError:
    reason = error.strerror if isinstance(error, OSError) else error
    return RefusedError(
        f"cannot write {folder} ({reason}): the days that are done could not be kept there"
    )


def _counted(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
