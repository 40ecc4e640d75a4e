"""Put a backup back: all of it or nothing, and nothing newer is lost unknowingly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from nuzuh.loaders.backup.held import Backup, Kept, all_locked, copies_in
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.store import MANIFEST, Store
from nuzuh.loaders.records.shelf import Entry, Shelf, files_of
from nuzuh.loaders.writing import write_all


@dataclass(frozen=True)
class Restored:
    """What became of a backup.

    Attributes:
        written: what took its place.
        same: what was there already.
    """

    written: Backup
    same: Backup


def restore(
    held: Backup, name: str, settings: Settings, *, replace_newer: bool = False
) -> Restored:
    """Put what a backup holds in its place: all of it, or nothing.

    What the backup does not hold stays as it is.

    Args:
        held: what :func:`unpack` returned.
        name: what to call the backup in messages.
        settings: for the folders.
        replace_newer: put it there although what is there is newer, or another file of the
            same version.

    Raises:
        RefusedError: when what is there is newer, and when a folder cannot be written or
            locked; what was there is as it was.
    """
    store, shelf = Store(settings.cache), Shelf(settings.records)
    with all_locked(store, settings), ExitStack() as locks:
        for entry in held.records:
            locks.enter_context(shelf.locked(entry.name))
        copies, against = _to_write(held, store)
        same = tuple(copy for copy in held.copies if copy not in copies)
        versions = dict[str, bytes]()
        for id_, content in held.versions.items():
            there = _bytes(settings.archive / f"{id_}.zip")
            if there != content:
                versions[id_] = content
            if there not in (None, content):
                against.append(f"data version {id_} (another file of that name)")
        records, newer = _records_to_write(held, shelf)
        against += newer
        if against and not replace_newer:
            raise RefusedError(
                f"{name} is older than what is here: {'; '.join(against)}; nothing was written; "
                "--replace puts the backup in its place"
            )
        places = _places(store, copies, settings.archive, versions)
        _write(_manifests_last({**places, **_places_of(records, shelf)}))
    kept_versions = {id_: c for id_, c in held.versions.items() if id_ not in versions}
    kept_records = tuple(entry for entry in held.records if entry not in records)
    return Restored(
        Backup(copies, versions, records=records),
        Backup(same, kept_versions, records=kept_records),
    )


def _to_write(held: Backup, store: Store) -> tuple[tuple[Kept, ...], list[str]]:
    """The copies that differ from those that are there, and which of those are newer."""
    here = {copy.source: copy for copy in copies_in(store)}
    copies, newer = list[Kept](), list[str]()
    for copy in held.copies:
        there = here.get(copy.source)
        if there is not None and there.manifest.sha256 == copy.manifest.sha256:
            continue
        copies.append(copy)
        if there is not None and _is_newer(there, copy):
            newer.append(f"{there} (that of the backup {copy.retrieved:%Y-%m-%d %H:%M})")
    return tuple(copies), newer


def _records_to_write(held: Backup, shelf: Shelf) -> tuple[tuple[Entry, ...], list[str]]:
    """The records that differ from those that are there, and which of those are newer."""
    here = {entry.name: entry for entry in shelf.entries()}
    records, newer = list[Entry](), list[str]()
    for entry in held.records:
        there = here.get(entry.name)
        if there == entry:
            continue
        records.append(entry)
        if there is not None and there.moment >= entry.moment:
            newer.append(f"records {there} (those of the backup {entry.counted})")
    return tuple(records), newer


def _places_of(records: Iterable[Entry], shelf: Shelf) -> dict[Path, bytes]:
    return {
        shelf.folder / entry.name / name: content
        for entry in records
        for name, content in files_of(entry).items()
    }


def _is_newer(there: Kept, copy: Kept) -> bool:
    """Whether what is there is of a later moment or day: a clock that was set back hides one."""
    return there.retrieved > copy.retrieved or there.manifest.as_of > copy.manifest.as_of


def _places(
    store: Store, copies: Iterable[Kept], archive: Path, versions: Mapping[str, bytes]
) -> dict[Path, bytes]:
    """What is written where."""
    files = [
        (store.folder(copy.source) / name, content)
        for copy in copies
        for name, content in copy.files.items()
    ]
    files += [(archive / f"{id_}.zip", content) for id_, content in versions.items()]
    return dict(files)


def _manifests_last(files: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Files in the order in which they are written: a manifest comes after what it names.

    Whoever is killed in between leaves copies that are whole, each the old or the new one.
    """
    return dict(sorted(files.items(), key=lambda file: file[0].name == MANIFEST))


def _write(contents: Mapping[Path, bytes]) -> None:
    with ExitStack() as undone:
        for folder in dict.fromkeys(path.parent for path in contents):
            if not folder.exists():
                try:
                    folder.mkdir(parents=True, mode=0o700)
                except OSError as error:
                    raise RefusedError(f"cannot write {folder} ({error.strerror})") from error
                undone.callback(_remove, folder)
        write_all(contents)
        undone.pop_all()


def _remove(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
