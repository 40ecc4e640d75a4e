"""The days of a count that are done: kept as they come, so that a kill loses the last at most.

What is kept are counts that have left the engine, withheld where few. They hold for one mapping
and one question; when either is another, all days are counted anew. When files are others, the
days that may lie in them are.
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


def state_of(cache: Path, name: str) -> Path:
    """Return the folder of the days of a set of records.

    >>> state_of(Path("cache"), "made-up").as_posix()
    'cache/records/made-up'
    """
    return cache / "records" / name


class KeptDays:
    """The days that are done.

    Args:
        folder: where they are kept; None keeps them in memory alone.
        of: what all of them are of: a digest of each thing that must be the same, by its name
            in a sentence.
        files: for each day that is counted, a digest of the files that it is counted from.
        say: told when days that were kept are of something else.

    Raises:
        RefusedError: when the folder cannot be written.
    """

    def __init__(
        self, folder: Path | None, of: Mapping[str, str], files: Mapping[date, str], say: Say
    ) -> None:
        self._folder, self._files = folder, files
        self._days: dict[date, dict[str, Any]] = {}
        if folder is None:
            return
        before = _json(folder / OF)
        kept = {day: told for path in _paths(folder) for day, told in _day_of(path)}
        changed = _changed(before, of)
        if not changed:
            asked = {day: told for day, told in kept.items() if day in files}
            self._days = {
                day: told["counted"] for day, told in asked.items() if told["files"] == files[day]
            }
            if len(asked) > len(self._days):
                say(_anew(len(asked) - len(self._days), "the files of the records"))
            return
        if kept:
            say(_anew(len(kept), " and ".join(changed)))
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for path in (folder / OF, *_paths(folder)):
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
            told = {"files": self._files[day], "counted": content}
            whole = {"sha256": hashlib.sha256(_text(told)).hexdigest(), **told}
            try:
                replace_with(self._folder / f"{day}.json", _text(whole))
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
        for path in (folder / OF, *_paths(folder)):
            path.unlink(missing_ok=True)
        folder.rmdir()


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("????-??-??.json"))


def _changed(before: Any, of: Mapping[str, str]) -> list[str]:
    """Names of what is no longer the same."""
    known = before if isinstance(before, dict) else {}
    return [name for name in of if known.get(name) != of[name]]


def _anew(number: int, changed: str) -> str:
    days = "1 day" if number == 1 else f"{number} days"
    return (
        f"{days} that an earlier run had counted cannot be used, since {changed} changed: "
        "counted anew"
    )


def _day_of(path: Path) -> Iterator[tuple[date, dict[str, Any]]]:
    """A day that is kept whole; one that is torn or altered is as good as none."""
    told = _json(path)
    try:
        day, digest = date.fromisoformat(path.stem), told.pop("sha256")
        whole = digest == hashlib.sha256(_text(told)).hexdigest()
        if whole and isinstance(told["counted"], dict) and isinstance(told["files"], str):
            yield day, told
    except (AttributeError, KeyError, TypeError, ValueError):
        return


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
