"""What was made of movement records on this machine, kept for whoever runs nuzuh here.

Each set of records has a folder of its name, with its mapping, the counts that left the
engine, the figures that were made of them, and a manifest, written last, which names the
three by their hashes. Whoever is killed while an entry is replaced leaves the old one. An
entry that is cut or altered is never used, and is told of.

Nothing here needs an engine: what lies on the shelf is read by every command and by the app.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import filelock
import pandas as pd

from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.estimates import read_estimates
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.records.counts import LeftOut
from nuzuh.loaders.schema import HEADER_ROWS
from nuzuh.loaders.writing import replace_with

MANIFEST = "manifest.json"
FORMAT = 1
NAME = re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""What a name looks like: it is that of a folder, and part of the ids of figures."""
MEASURES = ("people_present", "movement")
"""What figures of records may measure."""

_KINDS = {"mapping": "yaml", "counts": "csv", "figures": "csv"}
_GAZA = ZoneInfo("Asia/Gaza")
_LARGEST = 100_000_000
_PATIENCE = 60.0


@dataclass(frozen=True)
class Entry:
    """One set of records, as it lies on the shelf.

    Attributes:
        name: what ``nuzuh records list`` and ``remove`` know it by.
        publisher: whose records they are, as the mapping has it.
        title: what they are, as a source is cited.
        kind: ``movement`` or ``presence``.
        counted_at: moment at which they were counted, ISO with zone.
        engine: the engine that counted, with its version.
        threshold: fewest persons that a count was of.
        rounded_to: counts are multiples of this.
        against: what they were scaled against: ``balance`` or ``survey``.
        data_version: of the published figures beside which they were scaled.
        first, last: days of which counts are given.
        records: what is in the counts of areas that are given.
        withheld: cells of areas and days that are withheld, of ``cells``.
        cells: all cells of areas and days.
        left_out: records that are in no count.
        rows: number of figures.
        mapping: the mapping file.
        counts: CSV of what left the engine: day, origin, destination, amount.
        figures: CSV in the columns of ``estimates.csv``.
    """

    name: str
    publisher: str
    title: str
    kind: str
    counted_at: str
    engine: str
    threshold: int
    rounded_to: int
    against: str
    data_version: str
    first: date
    last: date
    records: int
    withheld: int
    cells: int
    left_out: tuple[LeftOut, ...]
    rows: int
    mapping: bytes = field(repr=False)
    counts: bytes = field(repr=False)
    figures: bytes = field(repr=False)

    @property
    def moment(self) -> datetime:
        """When they were counted, in UTC."""
        moment = datetime.fromisoformat(self.counted_at)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)

    @property
    def counted(self) -> date:
        """The day on which they were counted, in Gaza as the days of records are."""
        return self.moment.astimezone(_GAZA).date()

    def __str__(self) -> str:
        """Say which records they are, and of when."""
        return f"{self.name}, counted {self.counted}"


def id_prefix(name: str) -> str:
    """Return what the ids of the figures of a set of records begin with.

    >>> id_prefix("operator-a")
    'REC-OPERATOR-A-'
    """
    return f"REC-{name.upper()}-"


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a set of records.

    Raises:
        RefusedError: saying what a name is.
    """
    if not NAME.fullmatch(name):
        raise RefusedError(
            f"{name[:60]!r} is no name of records: at most 40 small letters, digits and single "
            "hyphens, with a letter first"
        )


def check_publisher(publisher: str) -> None:
    """Refuse a publisher whose own figures are in the ledger.

    What is scaled here was never published by them, and would be weighed as if it were.

    Raises:
        RefusedError: naming the publisher.

    Example:
        >>> check_publisher("A mobile operator")
        >>> check_publisher("OCHA")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        nuzuh.loaders.errors.RefusedError: 'OCHA' publishes figures itself, ...
    """
    if publisher in groups():
        raise RefusedError(
            f"{publisher!r} publishes figures itself, and what comes of records is none of them: "
            f"name the publisher of the records otherwise, such as '{publisher} (records)'"
        )


def figures_of(entry: Entry) -> pd.DataFrame:
    """Return the figures of an entry, in the form of :func:`nuzuh.loaders.read_estimates`.

    Raises:
        DataError: when one breaks a rule of estimates, or is not of these records.
    """
    return _figures(entry.name, entry.publisher, entry.counted, entry.figures)


@lru_cache(maxsize=16)
def _figures(name: str, publisher: str, counted: date, content: bytes) -> pd.DataFrame:
    file = f"{name}/figures.csv"
    frame = read_estimates(content, file)
    own_id = re.compile(re.escape(id_prefix(name)) + r"\d+")
    rules = (
        ("id", frame["id"].map(lambda cell: own_id.fullmatch(cell) is not None), "is of others"),
        ("publisher", frame["publisher"].eq(publisher), "is not the publisher of the records"),
        ("according_to", frame["according_to"].eq(""), "figures of records are of their publisher"),
        ("measure", frame["measure"].isin(MEASURES), "records tell of presence and of movement"),
        ("repeats", frame["repeats"].eq(""), "figures of records repeat no other"),
        ("as_of", frame["as_of"].le(pd.Timestamp(counted)), "lies after the day of the count"),
    )
    for column, kept, rule in rules:
        if not kept.all():
            row = int((~kept).to_numpy().argmax()) + HEADER_ROWS
            raise DataError(file, rule, row=row, column=column)
    try:
        check_publisher(publisher)
    except RefusedError as error:
        raise DataError(file, str(error), row=HEADER_ROWS, column="publisher") from error
    return frame


class Shelf:
    """The folder of all sets of records.

    Args:
        folder: made when the first entry is put there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Return the names of all entries, sound or not."""
        with suppress(OSError):
            return sorted(
                path.name
                for path in self.folder.iterdir()
                if NAME.fullmatch(path.name) and path.is_dir()
            )
        return []

    def entries(self) -> list[Entry]:
        """Return every entry that is whole, by name."""
        return [found for _, found in self._read_all() if isinstance(found, Entry)]

    def damaged(self) -> dict[str, str]:
        """Return why an entry cannot be used, in a sentence without its end, by name."""
        return {
            name: str(found).rstrip(".")
            for name, found in self._read_all()
            if isinstance(found, DataError)
        }

    def entry(self, name: str) -> Entry:
        """Return an entry.

        Raises:
            RefusedError: when there is none of that name.
            DataError: when it is damaged.
        """
        self._check_there(name)
        return self._read(name)

    def put(self, entry: Entry) -> None:
        """Put an entry on the shelf, in the place of an older one of its name.

        Raises:
            DataError: when its figures break a rule.
            RefusedError: when the folder cannot be written, or somebody else is at the entry.
        """
        check_name(entry.name)
        figures_of(entry)
        files = files_of(entry)
        with self.locked(entry.name):
            folder = self.folder / entry.name
            try:
                folder.mkdir(exist_ok=True, mode=0o700)
                for name, content in files.items():
                    replace_with(folder / name, content)
                    _to_disk(folder)
            except OSError as error:
                raise RefusedError(f"cannot write {folder} ({error.strerror})") from error
            _tidy(folder, files)

    def remove(self, name: str) -> None:
        """Take an entry off the shelf, a damaged one too; its figures are used no longer.

        Raises:
            RefusedError: when there is none of that name, or the folder cannot be written.
        """
        self._check_there(name)
        with self.locked(name):
            folder = self.folder / name
            try:
                # What no manifest names is used by nobody.
                (folder / MANIFEST).unlink(missing_ok=True)
                for path in folder.iterdir():
                    path.unlink()
                folder.rmdir()
            except OSError as error:
                raise RefusedError(f"cannot remove {folder} ({error.strerror})") from error

    def stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Return a mark that changes when any entry does; cheap enough to look at often."""
        marks = list[tuple[str, int, int]]()
        for name in self.names():
            with suppress(OSError):
                state = (self.folder / name / MANIFEST).stat()
                marks.append((name, state.st_mtime_ns, state.st_ino))
        return tuple(marks)

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Let one process at a time write an entry.

        Raises:
            RefusedError: when another one is at it for too long, or the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = filelock.FileLock(self.folder / f".{name}.lock", timeout=_PATIENCE)
            lock.acquire()
        except filelock.Timeout as error:
            raise RefusedError(f"another process is writing the records {name}") from error
        except (OSError, NotImplementedError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise RefusedError(f"cannot write {self.folder} ({reason})") from error
        try:
            yield
        finally:
            lock.release()

    def _check_there(self, name: str) -> None:
        known = self.names()
        if name not in known:
            there = f"there are {', '.join(known)}" if known else "there are none"
            raise RefusedError(f"there are no records named {name[:60]!r}; {there}")

    def _read_all(self) -> Iterator[tuple[str, Entry | DataError]]:
        for name in self.names():
            try:
                yield name, self._read(name)
            except DataError as error:
                yield name, error

    def _read(self, name: str) -> Entry:
        try:
            return entry_of(name, _read_all(self.folder / name))
        except DataError:
            # A writer may have replaced it between the read of one file and of the next.
            return entry_of(name, _read_all(self.folder / name))


def files_of(entry: Entry) -> dict[str, bytes]:
    """Return the files of an entry by name, its manifest last."""
    contents: dict[str, bytes] = {kind: getattr(entry, kind) for kind in _KINDS}
    hashes = {kind: hashlib.sha256(content).hexdigest() for kind, content in contents.items()}
    told = {key: value for key, value in asdict(entry).items() if key not in _KINDS}
    told |= {"first": str(entry.first), "last": str(entry.last), "files": hashes}
    text = json.dumps({"format": FORMAT, **told}, ensure_ascii=False, indent=1) + "\n"
    named = {_file(kind, hashes[kind]): content for kind, content in contents.items()}
    return {**named, MANIFEST: text.encode()}


def entry_of(name: str, files: Mapping[str, bytes]) -> Entry:
    """Return the entry that files hold.

    Args:
        name: of the entry.
        files: content by name; those that the manifest does not name are left aside.

    Raises:
        DataError: saying why they hold none.
    """
    where = f"records/{name}"
    if MANIFEST not in files:
        raise DataError(where, f"holds no {MANIFEST}: what put it there was stopped before its end")
    try:
        told: Any = json.loads(files[MANIFEST])
        form, hashes = told.pop("format"), dict(told.pop("files"))
        named = {kind: _file(kind, str(hashes[kind])) for kind in _KINDS}
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(where, f"is damaged: its {MANIFEST} cannot be read") from error
    if form != FORMAT:
        raise DataError(
            where, f"is in the form {str(form)[:20]}, and this version of nuzuh reads {FORMAT}"
        )
    for kind, file in named.items():
        if file not in files:
            raise DataError(where, f"is damaged: {file} is missing")
        if hashlib.sha256(files[file]).hexdigest() != hashes[kind]:
            raise DataError(where, f"is damaged: {file} does not match its SHA-256")
    try:
        entry = _built({**told, **{kind: files[file] for kind, file in named.items()}})
    except (LookupError, ValueError, TypeError, OverflowError) as error:
        raise DataError(where, f"is damaged: its {MANIFEST} says not what belongs there") from error
    if entry.name != name:
        raise DataError(where, f"is damaged: its {MANIFEST} is of {entry.name[:40]}")
    return entry


def _built(told: dict[str, Any]) -> Entry:
    """An entry of the cells of its manifest, each of its type."""
    left_out = tuple(LeftOut(str(one["why"]), _whole(one["records"])) for one in told["left_out"])
    days = {name: date.fromisoformat(told[name]) for name in ("first", "last")}
    entry = Entry(**{**told, **days, "left_out": left_out})
    # What cannot be read as a moment or a version is found out here.
    _ = entry.moment, date.fromisoformat(entry.data_version[:10])
    for one in fields(Entry):
        kind = {"str": str, "int": int, "bytes": bytes}.get(str(one.type))
        if kind is not None and type(getattr(entry, one.name)) is not kind:
            raise TypeError(one.name)
    return entry


def _whole(number: object) -> int | None:
    if number is not None and type(number) is not int:
        raise TypeError(number)
    return number


def _file(kind: str, digest: str) -> str:
    return f"{kind}-{digest[:16]}.{_KINDS[kind]}"


def _read_all(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, by name; what cannot be read, or is too large, is as good as none."""
    found = dict[str, bytes]()
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError):
                if path.is_file() and path.stat().st_size <= _LARGEST:
                    found[path.name] = path.read_bytes()
    return found


def _to_disk(folder: Path) -> None:
    """Have the new names in a folder on the disk before the next step relies on them."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _tidy(folder: Path, named: Mapping[str, bytes]) -> None:
    """Remove what no manifest names, and drafts that a killed writer left."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name not in named:
                with suppress(OSError):
                    path.unlink()
