"""Which files the records of a mapping lie in, and which days in Gaza each of them may hold.

A day's records are looked for in few files where the folders are named after days
(``day=2025-01-01``, ``year=2025/month=01/day=01``), or where Parquet files tell from when to
when they reach. A file that tells nothing may hold any day: where all do, the days cannot be
counted one by one without reading everything again for each, and all are counted in one pass.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.records.csv_heads import head_of
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.footers import footer_of, moment_of
from nuzuh.loaders.records.gaza_day import GAZA
from nuzuh.loaders.records.mapping import Mapping, Source, Time
from nuzuh.loaders.records.partitions import days_of, partitions_of

BEGINNING = date(2023, 10, 1)
"""First day that the picture has, and the earliest of which records are taken."""

ENDINGS = {
    "parquet": (".parquet", ".parq", ".pq"),
    "csv": (".csv", ".tsv", ".csv.gz", ".tsv.gz"),
}
MOST_AGAIN = 2.0
"""How often, on average, each record may be read where not all days are one question."""
STEPS = (1, 2, 3, 5, 7, 14, 31)
"""Days that a question may be about, where records of a day lie with those of others."""
_DAY = timedelta(1)
_LONGEST_CHANGE = timedelta(hours=2)
"""By which clocks are put forward or back at most (Troll, in Antarctica)."""

Span = tuple[date, date]


@dataclass(frozen=True)
class Chunk:
    """Records that are read or left together: a row group of Parquet, or a whole file.

    Attributes:
        rows: how many; 1 where that is not known.
        days: first and last day in Gaza that it may hold; None where it may be any.
    """

    rows: int
    days: Span | None

    def may_hold(self, first: date, last: date) -> bool:
        """Return whether a record of some days may be in it."""
        return self.days is None or (self.days[0] <= last and first <= self.days[1])


@dataclass(frozen=True)
class Part:
    """A file of records.

    Attributes:
        path: of the file.
        chunks: what of it is read or left together.
    """

    path: Path
    chunks: tuple[Chunk, ...]

    def may_hold(self, first: date, last: date) -> bool:
        """Return whether a record of some days may be in it."""
        return any(chunk.may_hold(first, last) for chunk in self.chunks)


@dataclass(frozen=True)
class Plan:
    """What is read, and of which days.

    Attributes:
        first, last: days that are counted: those of the mapping, else those of the records as
            far as they are known, else all that the picture has.
        parts: the files; none of a table.
        step: the fewest days that a question may be about without reading records again and
            again; None where each question reads all records, whatever days it is about.
        rows: records in all files; None where only reading them tells.
        told: whether the records' own days are known, so that ``first`` and ``last`` are
            theirs within a day, or those of the mapping.
    """

    first: date
    last: date
    parts: tuple[Part, ...]
    step: int | None
    rows: int | None
    told: bool

    @property
    def ordered(self) -> bool:
        """Whether the days can be counted some at a time."""
        return self.step is not None

    @property
    def days_at_a_time(self) -> int:
        """Days that a question had better be about: all where they are not ordered."""
        return self.step or max((self.last - self.first).days + 1, 1)

    @property
    def paths(self) -> list[Path]:
        """Every file."""
        return [part.path for part in self.parts]

    @property
    def days(self) -> list[date]:
        """Every day that is counted, in order."""
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]

    def parts_of(self, first: date, last: date) -> list[Path]:
        """Return the files that records of some days may be in; none for a table."""
        return [part.path for part in self.parts if part.may_hold(first, last)]


def plan(mapping: Mapping, today: date | None = None) -> Plan:
    """Return what is read for a mapping, and of which days.

    Nothing is read but names of files, heads of CSV files and footers of Parquet files.

    Args:
        mapping: what the records are.
        today: the last day of which there can be records; today in Gaza when None.

    Raises:
        RecordsError: when there are no such files, or one is empty, cut, or has other columns.
    """
    today = today or datetime.now(ZoneInfo(GAZA)).date()
    source = mapping.source
    if source.table:
        first, last = mapping.first or BEGINNING, min(mapping.last or today, today)
        told = mapping.first is not None and mapping.last is not None
        return Plan(first, last, (), None, None, told)
    parts = tuple(_part(path, mapping) for path in files_of(source))
    chunks = [chunk for part in parts for chunk in part.chunks]
    known = [chunk.days for chunk in chunks if chunk.days]
    whole = bool(known) and len(known) == len(chunks)
    first = mapping.first or (min(days[0] for days in known) if whole else BEGINNING)
    last = mapping.last or (max(days[1] for days in known) if whole else today)
    told = whole or (mapping.first is not None and mapping.last is not None)
    parquet = source.format == "parquet"
    rows = sum(chunk.rows for chunk in chunks) if parquet else None
    step = next((n for n in STEPS if _times_read(chunks, first, last, n) <= MOST_AGAIN), None)
    return Plan(first, last, parts, step if whole else None, rows, told)


def _times_read(chunks: Iterable[Chunk], first: date, last: date, step: int) -> float:
    """Return how often a record is read, on average, with some days a question."""
    read, rows = 0, 0
    for chunk in chunks:
        if chunk.days is None or not chunk.may_hold(first, last):
            continue
        begins, ends = max(chunk.days[0], first), min(chunk.days[1], last)
        rows += chunk.rows
        questions = (ends - first).days // step - (begins - first).days // step + 1
        read += chunk.rows * questions
    return read / rows if rows else 1.0


def files_of(source: Source) -> list[Path]:
    """Return the files of a source, each once whatever links lead to it, in order of their names.

    Of a folder, all files at any depth whose names end as its format has it; what begins with
    ``_`` or ``.`` is not of the records.

    Raises:
        RecordsError: for a path at which nothing is, or nothing of the format.
    """
    found = dict[Path, Path]()
    for path in source.paths:
        these = sorted(_files_at(path, source.format))
        if not these:
            ending = ENDINGS[source.format][0]
            raise RecordsError(
                str(path.name),
                f"holds no file of records: put files that end in {ending} there, or name another "
                "format in the mapping",
            )
        for file in these:
            # By two names its records would be there twice, and five persons pass for ten.
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _files_at(path: Path, kind: str) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    if path.is_dir():
        yield from _inside(path, kind)
        return
    pattern = str(path)
    if not glob.has_magic(pattern):
        raise RecordsError(path.name, f"is not there: nothing is at {path}")
    hits = [Path(hit) for hit in glob.glob(pattern, recursive=True)]  # noqa: PTH207
    if not hits:
        raise RecordsError(path.name, f"matches nothing: no file is named like {path}")
    fixed = [name for name in path.parts if not glob.has_magic(name)]
    for hit in hits:
        if any(name.startswith(("_", ".")) and name not in fixed for name in hit.parts):
            continue
        if hit.is_dir():
            yield from _inside(hit, kind)
        elif hit.is_file():
            yield hit


def _inside(folder: Path, kind: str) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inner = path.relative_to(folder).parts
        if any(name.startswith(("_", ".")) for name in inner):
            continue
        if path.name.lower().endswith(ENDINGS[kind]) and path.is_file():
            yield path


def _part(path: Path, mapping: Mapping) -> Part:
    """Return a file with the days that it may hold."""
    source, time = mapping.source, mapping.time
    named = _named_days(path, source, time)
    if source.format == "csv":
        head_of(path)
        return Part(path, (Chunk(1, named),))
    footer = footer_of(path)
    chunks = []
    for group in footer.groups:
        days = named
        kind = footer.kinds.get(time.column)
        if kind is not None and time.column in group.least:
            ends = (group.least[time.column], group.most[time.column])
            days = _span(ends, kind, time) or named
        elif kind is not None and group.missing.get(time.column) == group.rows:
            # Nothing in it has a moment: it is looked at with the days that its name tells.
            days = named
        chunks.append(Chunk(group.rows, days))
    return Part(path, tuple(chunks))


def _named_days(path: Path, source: Source, time: Time) -> Span | None:
    """Return the days that the folders of a file tell, in Gaza; None where they tell none."""
    if not source.partitions:
        return None
    days = days_of(path)
    if days is None:
        return None
    if time.kind == "day" and time.column in partitions_of(path):
        return days
    # Whose days they are is not told: those of UTC, of Gaza or of the operator's own zone.
    return days[0] - _DAY, days[1] + _DAY


def _span(ends: tuple[object, object], kind: str, time: Time) -> Span | None:
    """Return the days in Gaza that values from a least to a greatest may be of."""
    if kind == "text":
        days = [iso_day(str(end).strip()[:10]) for end in ends]
        if days[0] is None or days[1] is None:
            return None
        if time.kind == "day":
            return days[0], days[1]
        return days[0] - _DAY, days[1] + _DAY
    unit = time.kind if time.kind not in ("moment", "day") else ""
    found = []
    for end, spare in zip(ends, (-_LONGEST_CHANGE, _LONGEST_CHANGE), strict=True):
        moment = moment_of(end, kind, unit)  # type: ignore[arg-type]
        if moment is None:
            return None
        if not isinstance(moment, datetime):
            found.append(moment)
        elif time.kind == "day":
            found.append(moment.date())
        elif moment.tzinfo is None and not time.zone:
            # Refused before it is counted, and named with the days that its clocks showed.
            found.append(moment.date())
        else:
            if moment.tzinfo is None:
                # Clocks that are put back show the least and the greatest reading out of order.
                moment = (moment + spare).replace(tzinfo=ZoneInfo(time.zone))
            found.append(moment.astimezone(ZoneInfo(GAZA)).date())
    return found[0], found[1]
