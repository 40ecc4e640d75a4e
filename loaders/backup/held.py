"""What is worth keeping: read from its folders, all of one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from nuzuh.loaders.archive.entry import VERSION, read_parts
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.sources import SOURCES
from nuzuh.loaders.live.store import FOLDER, MANIFEST, Manifest, Store, manifest_of
from nuzuh.loaders.records.shelf import Entry, Shelf


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
class Backup:
    """What a backup holds.

    Attributes:
        copies: last good copies of live tables.
        versions: files of archived versions of the data, by their id.
        records: what was made of movement records.
        left_out: what lies there and is damaged, a sentence each.
    """

    copies: tuple[Kept, ...] = ()
    versions: Mapping[str, bytes] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    records: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        """Whether it holds anything."""
        return bool(self.copies or self.versions or self.records)

    def lines(self) -> list[str]:
        """Name what it holds, a line each."""
        return [
            *map(str, self.copies),
            *(f"data version {id_}" for id_ in self.versions),
            *(f"records {entry}" for entry in self.records),
        ]


def kept(settings: Settings) -> Backup:
    """Return what is worth keeping on this machine; the copies are all of one moment.

    No refresh replaces any while they are read: whoever is at it is waited for.

    Raises:
        RefusedError: when a refresh holds on to a table for too long, or the folder of the
            copies cannot be locked.
    """
    versions, left_out = _versions_in(settings.archive)
    shelf = Shelf(settings.records)
    records = tuple(shelf.entries())
    left_out += tuple(f"records {name}: {why}" for name, why in shelf.damaged().items())
    store = Store(settings.cache)
    if not (settings.cache / FOLDER).is_dir():
        return Backup((), versions, left_out, records)
    with all_locked(store, settings):
        copies = tuple(copies_in(store))
        known = {copy.source for copy in copies}
        torn = [name for name in SOURCES if name not in known and store.is_torn(name)]
    torn_copies = (f"the copy of {name} is damaged" for name in torn)
    return Backup(copies, versions, (*torn_copies, *left_out), records)


@contextmanager
def all_locked(store: Store, settings: Settings) -> Iterator[None]:
    """Hold every table at once, in one order: a refresh only ever holds one.

    Raises:
        RefusedError: when somebody else holds one for too long, or the folder cannot be written.
    """
    with ExitStack() as locks:
        try:
            for source in SOURCES:
                locks.enter_context(store.locked(source, patience=settings.total_seconds))
        except FetchError as error:
            raise RefusedError(f"{source}: {error}; nothing was done") from error
        yield


def copies_in(store: Store) -> Iterator[Kept]:
    """Yield the last good copies of a folder; call it while they are locked."""
    for source in SOURCES:
        files = store.files(source)
        manifest = manifest_of(files.get(MANIFEST))
        if manifest is not None and is_moment(manifest.retrieved_at):
            yield Kept(source, manifest, files)


def _versions_in(folder: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The operator's archived versions by id, and why some are left out."""
    found, left_out = dict[str, bytes](), list[str]()
    with suppress(OSError):
        for path in sorted(folder.glob("*.zip")):
            if not VERSION.fullmatch(path.stem):
                continue
            try:
                read_parts(path)
                found[path.stem] = path.read_bytes()
            except DataError as error:
                left_out.append(str(error).rstrip("."))
    return found, tuple(left_out)


def is_moment(text: str) -> bool:
    """Whether a text is a day or moment in ISO's form."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
