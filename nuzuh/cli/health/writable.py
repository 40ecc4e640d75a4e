"""Whether nuzuh can write where it has to, and nobody stands in the way."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from nuzuh.cli.health.finding import Finding, Level, age, moment, size
from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.live.store import FOLDER, Store

LEAST_SPACE = 500_000_000
"""Bytes below which somebody should make room: a refresh keeps old and new beside each other."""
NO_SPACE = 20_000_000
LONGEST_TURN = timedelta(minutes=15)
"""How long one table takes at most, with every upstream slow and asked again."""
_PEEK = 0.2


def writable(settings: Settings, now: datetime) -> list[Finding]:
    """Return what is found of the folders, of the room in them, and of locks."""
    level: Level = "ok" if settings.offline else "broken"
    return [
        _folder("cache folder", settings.cache, "NUZUH_CACHE", level),
        _space(settings.cache),
        *_locks(settings, now),
        _folder("archive folder", settings.archive, "NUZUH_ARCHIVE", "look"),
        _folder("records folder", settings.records, "NUZUH_RECORDS", "look"),
        _temporary(),
    ]


def _folder(what: str, folder: Path, variable: str, level: Level) -> Finding:
    do = f"let nuzuh write there, or name another folder with {variable}"
    if not folder.exists():
        parent = _nearest(folder)
        if parent.is_dir() and os.access(parent, os.W_OK | os.X_OK):
            return Finding("writable", what, f"{folder}: not there yet, and can be made")
        found = f"{folder}: not there, and cannot be made"
        return Finding("writable", what, found, level, do if level != "ok" else "")
    try:
        _try(folder)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        found = f"{folder}: cannot be written ({reason})"
        return Finding("writable", what, found, level, do if level != "ok" else "")
    return Finding("writable", what, f"{folder}: can be written")


def _temporary() -> Finding:
    what, variable = "temporary folder", "TMPDIR"
    try:
        folder = Path(tempfile.gettempdir())
    except FileNotFoundError:
        do = f"name a folder with {variable} that nuzuh can write to"
        return Finding("writable", what, "none can be written", "broken", do)
    return _folder(what, folder, variable, "broken")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest of those that hold it that is there."""
    return next((path for path in (folder, *folder.parents) if path.exists()), folder)


def _try(folder: Path) -> None:
    """Write a small file to the disk, and take it away again."""
    draft = folder / f".nuzuh-{secrets.token_hex(8)}.draft"
    try:
        with draft.open("xb") as file:
            file.write(b"nuzuh")
            file.flush()
            os.fsync(file.fileno())
    finally:
        with suppress(OSError):
            draft.unlink()


def _space(folder: Path) -> Finding:
    what = "free space"
    try:
        free = shutil.disk_usage(_nearest(folder)).free
    except OSError as error:
        return Finding("writable", what, f"cannot be told ({error.strerror})", "look")
    found = f"{size(free)} where the cache folder is"
    if free >= LEAST_SPACE:
        return Finding("writable", what, found)
    level: Level = "broken" if free < NO_SPACE else "look"
    do = f"make room: {size(LEAST_SPACE)} let every table be kept twice"
    return Finding("writable", what, found, level, do)


def _locks(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether a table waits for somebody: a process that hangs keeps its lock until it ends."""
    what = "locks"
    if not (settings.cache / FOLDER).is_dir():
        yield Finding("writable", what, "none: no table was ever kept")
        return
    store, held = Store(settings.cache), 0
    for source in SOURCES:
        if not store.lock_of(source).exists():
            continue
        # Asked before the look, which takes the turn itself where it can.
        holder = store.holder(source)
        try:
            with store.locked(source, patience=_PEEK):
                continue
        except FetchError as error:
            held += 1
            found = f"{source}: {error}"
        if holder is None:
            yield Finding("writable", what, found)
            continue
        process, since = holder
        found += f", by process {process} since {moment(since)} ({age(now - since)})"
        if now - since <= LONGEST_TURN:
            yield Finding("writable", what, found)
        else:
            do = f"look at process {process}; when it hangs, end it: the lock goes with it"
            yield Finding("writable", what, found, "look", do)
    if not held:
        yield Finding("writable", what, "nobody holds one")
