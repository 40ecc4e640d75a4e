"""The last good copy of each live table: replaced in one step, or not at all.

A copy is a content file named after its hash, and a manifest that names it.
Both are written beside the old ones, flushed to the disk and then renamed, the
manifest last; whoever is killed in between leaves the old manifest, which names
the old content. The manifest before is kept too, in case a disk lies.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock

from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.writing import replace_with

MANIFEST = "manifest.json"
_BEFORE = "manifest-before.json"
_ATTEMPT = "attempt.json"
FOLDER = "good"
"""Of the copies, in the cache folder."""
_PATIENCE = 60.0
_LARGEST = 200_000_000


@dataclass(frozen=True)
class Manifest:
    """What a last good copy is.

    Attributes:
        file: name of the content file, which begins with its hash.
        sha256: hash of the content.
        rows: number of rows.
        as_of: last day that the content describes, ISO date.
        retrieved_at: moment it came over the network, ISO with zone.
        source, links, licence, note, modified: as the upstream states them, see Arrival.
    """

    file: str
    sha256: str
    rows: int
    as_of: str
    retrieved_at: str
    source: str
    links: tuple[str, ...]
    licence: str
    note: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Attempt:
    """The last time that someone tried to refresh a table, and why it failed ("" if it did not)."""

    at: str
    reason: str


class Store:
    """The folder of last good copies.

    Args:
        cache: the project's cache folder; made when the first copy is written.
    """

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self._folder = cache / FOLDER

    @contextmanager
    def locked(self, source: str, *, patience: float = _PATIENCE) -> Iterator[None]:
        """Let one process at a time replace the copy of a source.

        Raises:
            FetchError: when another one holds on for too long, or the folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = filelock.FileLock(self.lock_of(source), timeout=patience)
            lock.acquire()
        except filelock.Timeout as error:
            raise FetchError("another refresh of this table is under way") from error
        except (OSError, NotImplementedError) as error:
            raise FetchError(f"the cache folder cannot be written ({_words(error)})") from error
        turn = self._turn(source)
        with suppress(OSError):
            # For who looks why nothing moves; a full disk is no obstacle.
            turn.write_text(f"{os.getpid()} {_now()}", encoding="utf-8")
        try:
            yield
        finally:
            with suppress(OSError):
                turn.unlink(missing_ok=True)
            with suppress(OSError):
                lock.release()

    def write(self, source: str, content: bytes, manifest: Manifest, suffix: str) -> Manifest:
        """Replace the copy of a source; call it while the source is locked.

        Raises:
            FetchError: when the disk is full or cannot be written; the copy before stands then.
        """
        folder = self.folder(source)
        digest = hashlib.sha256(content).hexdigest()
        whole = replace(manifest, file=f"{digest[:16]}.{suffix}", sha256=digest)
        text = _text(whole)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _put(folder / whole.file, content)
            before = _bytes(folder / MANIFEST)
            if before is not None and before != text:
                _put(folder / _BEFORE, before)
            _put(folder / MANIFEST, text)
        except OSError as error:
            raise FetchError(f"the copy cannot be kept ({_words(error)})") from error
        self._tidy(folder)
        return whole

    def read(self, source: str) -> tuple[bytes, Manifest] | None:
        """Return the last good copy whose content hashes to its manifest, or None.

        Never raises for what it finds: a torn or altered copy is as good as none.
        """
        folder = self.folder(source)
        # A writer may have tidied the content away between the two reads: look again.
        for name in (MANIFEST, MANIFEST, _BEFORE):
            manifest = manifest_of(_bytes(folder / name))
            if manifest is None:
                continue
            content = _bytes(folder / manifest.file)
            if content is not None and hashlib.sha256(content).hexdigest() == manifest.sha256:
                return content, manifest
        return None

    def folder(self, source: str) -> Path:
        """Return where the copy of a source lies, and its manifest."""
        return self._folder / source

    def lock_of(self, source: str) -> Path:
        """Return the file by which processes take turns at the copy of a source."""
        return self._folder / f"{source}.lock"

    def _turn(self, source: str) -> Path:
        """Where whoever has the turn says so."""
        return self._folder / f"{source}.turn"

    def holder(self, source: str) -> tuple[int, datetime] | None:
        """Return which process took the turn at a source last, and when; None when none says so.

        One that was killed leaves its word behind: only a lock that is held makes it true.
        """
        try:
            number, at = (_bytes(self._turn(source)) or b"").decode().split()
            moment = datetime.fromisoformat(at)
            return int(number), moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except ValueError:
            return None

    def files(self, source: str) -> dict[str, bytes]:
        """Return the files of the last good copy by name, its manifest last; none without one.

        Call it while the source is locked: a writer replaces them one after the other.
        """
        kept = self.read(source)
        if kept is None:
            return {}
        content, manifest = kept
        return {manifest.file: content, MANIFEST: _text(manifest)}

    def is_torn(self, source: str) -> bool:
        """Whether a copy was kept and none can be read."""
        return (self.folder(source) / MANIFEST).exists() and self.read(source) is None

    def note_attempt(self, source: str, reason: str) -> None:
        """Remember when a refresh was tried and why it failed; a full disk is no obstacle."""
        attempt = Attempt(_now(), reason)
        with suppress(OSError):
            (self._folder / source).mkdir(parents=True, exist_ok=True, mode=0o700)
            _put(self._folder / source / _ATTEMPT, json.dumps(asdict(attempt)).encode())

    def attempt(self, source: str) -> Attempt | None:
        """Return the last attempt at a source, or None when there was none."""
        told = _json(_bytes(self._folder / source / _ATTEMPT))
        try:
            return Attempt(str(told["at"]), str(told["reason"]))
        except (KeyError, TypeError):
            return None

    def stamp(self) -> tuple[tuple[str, int], ...]:
        """Return a mark that changes when any copy does; cheap enough to look at often."""
        marks = list[tuple[str, int]]()
        with suppress(OSError):
            marks += [
                (path.parent.name, path.stat().st_mtime_ns)
                for path in sorted(self._folder.glob(f"*/{MANIFEST}"))
            ]
        return tuple(marks)

    def _tidy(self, folder: Path) -> None:
        """Remove contents that no manifest names, and drafts that a killed writer left."""
        named = {
            manifest.file
            for name in (MANIFEST, _BEFORE)
            if (manifest := manifest_of(_bytes(folder / name))) is not None
        }
        with suppress(OSError):
            for path in folder.iterdir():
                if path.name not in {*named, MANIFEST, _BEFORE, _ATTEMPT}:
                    with suppress(OSError):
                        path.unlink()


def _put(target: Path, content: bytes) -> None:
    """Write a file beside its target, flush it to the disk, and let it take the target's place."""
    replace_with(target, content)
    if os.name == "posix":
        # The new name, too, must be on the disk before the next step relies on it.
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _text(manifest: Manifest) -> bytes:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError:
        return None


def _json(content: bytes | None) -> Any:
    try:
        return json.loads(content or b"null")
    except (ValueError, RecursionError):
        return None


def manifest_of(content: bytes | None) -> Manifest | None:
    """Return what a manifest's bytes say, or None when they are none."""
    told = _json(content)
    if not isinstance(told, dict):
        return None
    try:
        manifest = Manifest(**{**told, "links": tuple(map(str, told["links"]))})
    except (KeyError, TypeError):
        return None
    texts = (
        manifest.file,
        manifest.sha256,
        manifest.as_of,
        manifest.retrieved_at,
        manifest.modified,
    )
    plain = all(isinstance(text, str) for text in texts) and isinstance(manifest.rows, int)
    # The name is that of a file beside the manifest, never a path.
    return manifest if plain and Path(manifest.file).name == manifest.file else None


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "unknown reason"
