"""The one folder worth keeping, in one file: the last good copies of the live tables.

The embedded data come with the program, and the cache of answers is a convenience. What nobody
gives back are the copies: an upstream may be gone tomorrow, and the revisions of its events stand
nowhere else.

A backup is a zip file with an index that names every file with its size and SHA-256. It holds no
moment of its making, so that a backup of the same copies is the same file.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nuzuh import __version__
from nuzuh.loaders.errors import DataError, RefusedError, one_line
from nuzuh.loaders.live.archives import members
from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.live.store import FOLDER, MANIFEST, Manifest, Store, manifest_of
from nuzuh.loaders.writing import write_all

INDEX = "nuzuh-backup.json"
FORMAT = 1
LARGEST = 2_000_000_000
"""Bytes of a backup, packed or unpacked: what is read into memory at most."""
MOST_FILES = 20_000
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a zip file can name: a backup says nothing of when it was made."""
_READABLE = 0o644 << 16
_UNIX = 3


@dataclass(frozen=True)
class Kept:
    """A copy that a backup holds.

    Attributes:
        source: id of its live source.
        manifest: what the copy is.
        files: its files by name, the manifest last.
    """

    source: str
    manifest: Manifest
    files: Mapping[str, bytes]

    @property
    def retrieved(self) -> datetime:
        """When the copy came over the network."""
        moment = datetime.fromisoformat(self.manifest.retrieved_at)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def __str__(self) -> str:
        """Say which table it is, and of when."""
        return f"{self.source}, retrieved {self.retrieved.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True)
class Restored:
    """What became of a backup.

    Attributes:
        written: the copies that took their place.
        same: those that were there already.
    """

    written: tuple[Kept, ...]
    same: tuple[Kept, ...]


def copies_kept(settings: Settings) -> tuple[Kept, ...]:
    """Return the last good copies of this machine, all of one moment.

    No refresh replaces any while they are read: whoever is at it is waited for.

    Raises:
        RefusedError: when a refresh holds on to a table for too long, or the folder of the
            copies cannot be locked.
    """
    store = Store(settings.cache)
    if not (settings.cache / FOLDER).is_dir():
        return ()
    with _all_locked(store, settings):
        return tuple(_kept(store))


def backup(copies: Iterable[Kept]) -> bytes:
    """Return copies as the bytes of a backup."""
    files = {
        f"{FOLDER}/{copy.source}/{name}": content
        for copy in copies
        for name, content in copy.files.items()
    }
    told = {
        "what": "nuzuh backup",
        "format": FORMAT,
        "software": f"nuzuh {__version__}",
        "files": [
            {
                "path": path,
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for path, content in files.items()
        ],
    }
    index = (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {INDEX: index, **files}.items():
            entry = zipfile.ZipInfo(path, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = _READABLE, _UNIX
            archive.writestr(entry, content)
    return packed.getvalue()


def read_backup(content: bytes, name: str, settings: Settings) -> tuple[Kept, ...]:
    """Return the copies in a backup, once every one of them is what it says.

    Nothing is unpacked to a disk. Each copy is held against the rules of its table, as one
    that comes over the network is.

    Args:
        content: the bytes of the backup.
        name: what to call it in messages.
        settings: for limits.

    Raises:
        DataError: for what is no backup, a damaged one, and one that holds anything else.
    """
    if len(content) > LARGEST:
        raise DataError(name, f"is larger than a backup can be ({LARGEST / 1e9:g} GB)")
    roomy = replace(settings, unpacked_bytes=LARGEST)
    held = members(content, name, roomy, most=MOST_FILES)
    listed = _index(held.pop(INDEX, None), name)
    for path, (size, digest) in listed.items():
        found = held.get(path)
        if found is None:
            raise DataError(name, f"lacks {path}, which its index names")
        if len(found) != size or hashlib.sha256(found).hexdigest() != digest:
            raise DataError(name, f"is damaged: {path} does not match its SHA-256")
    if unlisted := sorted(held.keys() - listed.keys()):
        raise DataError(name, f"holds {one_line(unlisted[0])[:80]}, which its index does not name")
    by_source: dict[str, dict[str, bytes]] = {}
    for path, found in held.items():
        folder, _, rest = path.partition("/")
        source, _, file = rest.partition("/")
        if folder != FOLDER or source not in SOURCES or not file or "/" in file or "\\" in file:
            raise DataError(name, f"holds {path[:80]}, which is no part of a backup")
        by_source.setdefault(source, {})[file] = found
    return tuple(
        _copy(source, by_source[source], name) for source in SOURCES if source in by_source
    )


def restore(
    copies: Iterable[Kept], name: str, settings: Settings, *, replace_newer: bool = False
) -> Restored:
    """Put the copies of a backup into the folder: all of them, or none.

    Copies of tables that the backup does not hold stay as they are.

    Args:
        copies: what :func:`read_backup` returned.
        name: what to call the backup in messages.
        settings: for the folder.
        replace_newer: put them there although what is there is newer.

    Raises:
        RefusedError: when a copy that is there is newer, and when the folder cannot be
            written or locked; what was there is as it was.
    """
    store = Store(settings.cache)
    with _all_locked(store, settings):
        here = {copy.source: copy for copy in _kept(store)}
        same, written, newer = list[Kept](), list[Kept](), list[str]()
        for copy in copies:
            there = here.get(copy.source)
            if there is not None and there.manifest.sha256 == copy.manifest.sha256:
                same.append(copy)
                continue
            written.append(copy)
            if there is not None and _is_newer(there, copy):
                newer.append(f"{there} (that of the backup {copy.retrieved:%Y-%m-%d %H:%M})")
        if newer and not replace_newer:
            raise RefusedError(
                f"{name} is older than what is here: {'; '.join(newer)}; nothing was written; "
                "--replace puts the backup in its place"
            )
        _write(store, written)
    return Restored(tuple(written), tuple(same))


def _is_newer(there: Kept, copy: Kept) -> bool:
    """Whether what is there is of a later moment or day: a clock that was set back hides one."""
    return there.retrieved > copy.retrieved or there.manifest.as_of > copy.manifest.as_of


def _write(store: Store, copies: Iterable[Kept]) -> None:
    contents, manifests = dict[Path, bytes](), dict[Path, bytes]()
    with ExitStack() as undone:
        for copy in copies:
            folder = store.folder(copy.source)
            if not folder.exists():
                try:
                    folder.mkdir(parents=True, mode=0o700)
                except OSError as error:
                    raise RefusedError(f"cannot write {folder} ({error.strerror})") from error
                undone.callback(_remove, folder)
            for name, content in copy.files.items():
                (manifests if name == MANIFEST else contents)[folder / name] = content
        # A manifest comes after what it names: whoever is killed in between leaves copies
        # that are whole, each the old or the new one.
        write_all(contents | manifests)
        undone.pop_all()


def _remove(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def _all_locked(store: Store, settings: Settings) -> Iterator[None]:
    """Hold every table at once, in one order: a refresh only ever holds one."""
    with ExitStack() as locks:
        try:
            for source in SOURCES:
                locks.enter_context(store.locked(source, patience=settings.total_seconds))
        except FetchError as error:
            raise RefusedError(f"{source}: {error}; nothing was done") from error
        yield


def _kept(store: Store) -> Iterator[Kept]:
    for source in SOURCES:
        files = store.files(source)
        manifest = manifest_of(files.get(MANIFEST))
        if manifest is not None and _is_moment(manifest.retrieved_at):
            yield Kept(source, manifest, files)


def _index(content: bytes | None, name: str) -> dict[str, tuple[int, str]]:
    """Size and hash of each file, as the index says."""
    if content is None:
        raise DataError(name, f"is no backup of nuzuh: it holds no {INDEX}")
    try:
        told: Any = json.loads(content)
        if told["what"] != "nuzuh backup":
            raise DataError(name, "is no backup of nuzuh")
        if told["format"] != FORMAT:
            raise DataError(
                name,
                f"is a backup in the form {str(told['format'])[:20]}, and this version reads "
                f"{FORMAT}: use the version that made it ({str(told.get('software'))[:40]})",
            )
        listed = {str(e["path"]): (int(e["bytes"]), str(e["sha256"])) for e in told["files"]}
    except DataError:
        raise
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise DataError(name, f"is damaged: its {INDEX} cannot be read") from error
    return listed


def _copy(source: str, files: Mapping[str, bytes], name: str) -> Kept:
    """A copy of one table, held against its manifest and the rules of the table."""
    manifest = manifest_of(files.get(MANIFEST))
    if manifest is None or set(files) != {manifest.file, MANIFEST}:
        raise DataError(name, f"is damaged: its copy of {source} is not a table with its manifest")
    content = files[manifest.file]
    if hashlib.sha256(content).hexdigest() != manifest.sha256:
        raise DataError(name, f"is damaged: its copy of {source} is not the one of its manifest")
    if manifest.file != f"{manifest.sha256[:16]}.{SOURCES[source].suffix}":
        raise DataError(name, f"is damaged: its copy of {source} has the name of something else")
    if not _is_moment(manifest.retrieved_at):
        raise DataError(name, f"is damaged: its copy of {source} does not say of when it is")
    SOURCES[source].read(content, f"{name}, {source}")
    return Kept(source, manifest, {manifest.file: content, MANIFEST: files[MANIFEST]})


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
