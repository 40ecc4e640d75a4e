"""Holds records against their mapping before any is counted; what is wrong is refused whole.

Names and types of columns are told by the heads and footers of files, and so are most values
that no record may hold. Only what they leave open, and the days of records whose files do not
tell them, is asked of the engine, in one question over the columns in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import ibis.expr.types as ir
from rapidfuzz import fuzz, process

from nuzuh.loaders.records.columns import DAY, UNITS, Kind, Kinds, dated, kind_of, typed
from nuzuh.loaders.records.counting import has_moments
from nuzuh.loaders.records.csv_heads import head_of, hold_end
from nuzuh.loaders.records.engine import Engine
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.faults import Fault, any_of, faults_of, offsets_asked, offsets_told
from nuzuh.loaders.records.footers import footer_of
from nuzuh.loaders.records.gaza_day import GAZA, day_since_1970, days_since_1970
from nuzuh.loaders.records.mapping import Mapping, Time
from nuzuh.loaders.records.partitions import called, partitions_of
from nuzuh.loaders.records.parts import BEGINNING, Plan

ALIKE = 60
"""Names at least this alike (of 100) are proposed."""

ALL_AT_ONCE = (
    "Every file may hold every day, so that all days are counted in one pass, and a run that is "
    "stopped begins anew. Files in folders by day (day=2025-01-31), or Parquet files sorted by "
    "time, are counted day by day"
)
MOMENTS_OF_A_DAY = 1_440
"""Counts of everyone at a place are not taken more often than each minute."""

TOO_MANY_MOMENTS = (
    "holds more moments than a day has minutes. Of a day the fullest moment is counted, since "
    "amounts at several moments may be of the same people, and at moments that are all different "
    "hardly anyone is: give all amounts that were taken together one moment, such as the hour, or "
    "write kind: day with a column of days where each row is of other people"
)
_LEAST, _MOST = days_since_1970(date.min), days_since_1970(date.max)
SEVERAL_OFFSETS = "The moments have several offsets from UTC; each is taken with its own"

_STORED: dict[Kind, str] = {
    "zoned": "moments with a zone",
    "naive": "moments without a zone",
    "date": "dates",
    "integer": "whole numbers",
    "decimal": "decimals",
    "text": "texts",
    "other": "neither numbers, texts nor times",
}


@dataclass(frozen=True)
class Inspected:
    """Records that may be counted.

    Attributes:
        mapping: what they are.
        plan: what is read, with the days that the records have.
        kinds: what each column is stored as.
        rows: how many records; None where nobody counted them yet.
        notes: what a reader should know of how they are read, as sentences without their ends.
    """

    mapping: Mapping
    plan: Plan
    kinds: Kinds
    rows: int | None
    notes: tuple[str, ...] = ()

    def records(
        self, engine: Engine, first: date | None = None, last: date | None = None
    ) -> ir.Table | None:
        """Return all records, or those of some days and a few others, in the types of counting.

        Args:
            engine: what reads them.
            first: day in Gaza; None for all records, those without a time too.
            last: the same.

        Returns:
            Columns as :func:`nuzuh.loaders.records.columns.typed` has them; None where no file
            may hold any of these days.

        Raises:
            RecordsError: when the engine cannot read them.
        """
        source, plan = self.mapping.source, self.plan
        paths = plan.parts_of(first, last) if first and last else plan.paths
        if not paths and not source.table:
            return None
        days = (days_since_1970(first), days_since_1970(last)) if first and last else None
        return typed(engine.read(source, paths), self.mapping, self.kinds, days)


def inspect(mapping: Mapping, engine: Engine, plan: Plan, today: date | None = None) -> Inspected:
    """Hold records against their mapping.

    Args:
        mapping: what they should be.
        engine: what reads them.
        plan: which files they are in.
        today: the last day of which there can be records; today in Gaza when None.

    Raises:
        RecordsError: for the first thing that is wrong, with the file and the column.
    """
    today = today or datetime.now(ZoneInfo(GAZA)).date()
    kinds = _kinds(mapping, engine, plan)
    _hold_types(mapping, kinds, _named(mapping, plan))
    faults = _open_faults(mapping, engine, plan, kinds)
    text_moments = mapping.time.kind == "moment" and kinds[mapping.time.column] == "text"
    rows, notes = plan.rows, list[str]()
    if faults or text_moments or has_moments(mapping) or not plan.told or rows is None:
        records = _dated(mapping, engine, plan.paths, kinds)
        asked: dict[str, ir.Scalar] = {"rows": records.count(), **any_of(records, faults)}
        if text_moments:
            asked |= offsets_asked(records)
        asked |= _days_asked(records, mapping)
        [row] = engine.ask(records.aggregate(**asked), plan.paths).to_pylist()
        rows = int(row["rows"])
        for number, fault in enumerate(faults):
            if row[f"fault_{number}"]:
                where = _first_with(mapping, engine, plan.paths, kinds, fault)
                raise RecordsError(_named(mapping, plan, where), fault.rule, column=fault.column)
        if text_moments:
            notes += _hold_offsets(mapping, plan, row)
        plan = _narrowed(mapping, plan, row, today)
    else:
        first, last = _known_days(plan)
        _hold_days(mapping, plan, first, last, today)
        plan = replace(plan, first=max(first, plan.first), last=min(last, plan.last))
    if not rows:
        raise RecordsError(_named(mapping, plan), "has no record: name what holds some")
    if plan.first > plan.last:
        raise RecordsError(
            _named(mapping, plan),
            "has no record of the days that the mapping takes: look at its first and last",
            column=mapping.time.column,
        )
    if not plan.ordered and not mapping.source.table:
        notes.append(ALL_AT_ONCE)
    return Inspected(mapping, plan, kinds, rows, tuple(notes))


def _named(mapping: Mapping, plan: Plan, parts: Sequence[Path] = ()) -> str:
    """Return what to call the records: a table, a file, or the first of several and the others."""
    if mapping.source.table:
        return mapping.source.table
    paths = list(parts) or plan.paths
    if len(paths) == 1:
        return called(paths[0])
    return " and ".join(dict.fromkeys(path.name for path in mapping.source.paths))


def columns_of(mapping: Mapping) -> dict[str, str]:
    """Return the columns that a mapping names, and for what.

    Returns:
        By the name of the column, the key of the mapping.
    """
    found = {mapping.time.column: "time"}
    for key, place in (("origin", mapping.origin), ("place", mapping.place)):
        if place is None:
            continue
        shown = "destination" if key == "place" and mapping.origin else key
        for name in (place.column, place.latitude, place.longitude):
            if name:
                found.setdefault(name, shown)
    for name, key in (
        (mapping.amount.column, mapping.amount.kind),
        (mapping.amount.person, "person"),
    ):
        if name:
            found.setdefault(name, key)
    return found


def _kinds(mapping: Mapping, engine: Engine, plan: Plan) -> Kinds:
    """Return what the columns of a mapping are stored as, the same in every file."""
    wanted = columns_of(mapping)
    source = mapping.source
    if source.table:
        kinds = _table_kinds(mapping, engine)
        _hold_names(source.table, list(kinds), wanted)
        return {name: kinds[name] for name in wanted}
    found: dict[str, Kind] = {}
    header: tuple[str, ...] | None = None
    for path in plan.paths:
        folders = dict.fromkeys(partitions_of(path) if source.partitions else (), "text")
        if source.format == "csv":
            head = head_of(path)
            hold_end(path, head)
            told: dict[str, Kind] = dict.fromkeys(head.columns, "text")
            if header is not None and head.columns != header:
                raise RecordsError(
                    called(path),
                    f"has other columns than {called(plan.paths[0])}, or in another order: write "
                    "the same header in all",
                    line=1,
                )
            header = head.columns
        else:
            told = dict(footer_of(path).kinds)
        told |= folders  # type: ignore[arg-type]
        _hold_names(called(path), list(told), wanted)
        these = {name: told[name] for name in wanted}
        for name in wanted if found else ():
            if these[name] != found[name]:
                raise RecordsError(
                    called(path),
                    f"holds {_STORED[these[name]]}, and in {called(plan.paths[0])} "
                    f"{_STORED[found[name]]}: store the column alike in all files",
                    column=name,
                )
        found = found or these
    return found


def _table_kinds(mapping: Mapping, engine: Engine) -> dict[str, Kind]:
    schema = engine.read(mapping.source, ()).schema()
    kinds = {name: kind_of(dtype) for name, dtype in schema.items()}
    for name in engine.zoned(mapping.source) & set(kinds):
        kinds[name] = "zoned"
    return kinds


def _hold_names(file: str, there: list[str], wanted: dict[str, str]) -> None:
    missing = {name: key for name, key in wanted.items() if name not in there}
    if not missing:
        return
    listed = ", ".join(map(repr, there[:12])) + (" and others" if len(there) > 12 else "")
    meant = {name: _meant(name, there) for name in missing}
    first, *others = missing
    rule = f"there is none, and the mapping names it under {missing[first]}"
    rule += meant[first] or f"; there are {listed}"
    for name in others:
        rule += f"; nor is there {name!r}, under {missing[name]}{meant[name]}"
    raise RecordsError(file, rule, column=first)


def _meant(name: str, there: list[str]) -> str:
    near = process.extractOne(
        name, there, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=ALIKE
    )
    return f" (did you mean {near[0]!r}?)" if near else ""


def _hold_types(mapping: Mapping, kinds: Kinds, file: str) -> None:
    """Refuse columns that cannot hold what the mapping says."""
    _hold_time(mapping.time, kinds[mapping.time.column], file)
    numbers = ("integer", "decimal", "text")
    for place in (mapping.origin, mapping.place):
        if place is None:
            continue
        for name in (place.latitude, place.longitude):
            if name and kinds[name] not in numbers:
                raise _stored(file, name, kinds[name], "coordinates are numbers")
        if not place.column:
            continue
        codes = ("text", "integer") if place.kind == "h3" else numbers
        if kinds[place.column] not in codes:
            told = "H3 cells are texts or whole numbers" if place.kind == "h3" else "it names areas"
            raise _stored(file, place.column, kinds[place.column], told)
    name = mapping.amount.column
    if name and kinds[name] not in numbers:
        raise _stored(file, name, kinds[name], f"a {mapping.amount.kind} is a number")


def _stored(file: str, column: str, kind: Kind, rule: str) -> RecordsError:
    return RecordsError(
        file, f"holds {_STORED[kind]}, and {rule}: name another column", column=column
    )


def _hold_time(time: Time, kind: Kind, file: str) -> None:
    column = time.column
    advice = ""
    if kind == "other":
        advice = "name the column of the time"
    elif time.kind == "moment" and kind == "date":
        advice = "write kind: day, if they are days in Gaza"
    elif time.kind == "moment" and kind in ("integer", "decimal"):
        advice = "write kind: seconds, or milliseconds, since 1970"
    elif time.kind == "moment" and kind == "naive" and not time.zone:
        advice = "write the zone of the clocks that they were taken from, such as zone: UTC"
    elif time.kind == "moment" and kind == "zoned" and time.zone:
        advice = "leave the zone out of the mapping, since each moment has its own"
    elif time.kind == "day" and kind == "zoned":
        advice = "write kind: moment, and the day in Gaza is taken from each"
    elif time.kind == "day" and kind in ("integer", "decimal"):
        advice = "write kind: seconds, or milliseconds, since 1970, or store dates"
    elif time.kind in UNITS and kind in ("zoned", "naive", "date"):
        advice = f"they are no {time.kind} since 1970: write kind: " + (
            "day" if kind == "date" else "moment"
        )
    if advice:
        raise RecordsError(file, f"holds {_STORED[kind]}: {advice}", column=column)


def _open_faults(mapping: Mapping, engine: Engine, plan: Plan, kinds: Kinds) -> tuple[Fault, ...]:
    """Return the faults that footers do not rule out."""
    csv = mapping.source.format == "csv"
    faults = faults_of(mapping, kinds, replaced=csv and engine.spark)
    if mapping.source.format != "parquet":
        return faults
    groups = [group for path in plan.paths for group in footer_of(path).groups]
    return tuple(fault for fault in faults if not all(map(fault.settled, groups)))


def _dated(mapping: Mapping, engine: Engine, paths: Sequence[Path], kinds: Kinds) -> ir.Table:
    time = mapping.time
    return dated(engine.read(mapping.source, paths), time, kinds[time.column])


def _first_with(
    mapping: Mapping, engine: Engine, paths: Sequence[Path], kinds: Kinds, fault: Fault
) -> Sequence[Path]:
    """Return the first file with a fault, by halves: all that is read for it is read once more."""
    while len(paths) > 1:
        half = paths[: len(paths) // 2]
        records = _dated(mapping, engine, half, kinds)
        [row] = engine.ask(records.aggregate(**any_of(records, (fault,))), half).to_pylist()
        paths = half if row["fault_0"] else paths[len(half) :]
    return paths


def _hold_offsets(mapping: Mapping, plan: Plan, row: dict[str, Any]) -> list[str]:
    """Refuse moments of which nobody can tell the zone."""
    offsets, time = offsets_told(row), mapping.time
    rule = ""
    if offsets.some and offsets.none:
        rule = (
            "some moments carry an offset from UTC and some do not, so that their zones cannot be "
            "told: give all of them one, or none and name the zone in the mapping"
        )
    elif offsets.some and time.zone:
        rule = (
            "the moments carry an offset from UTC, and the mapping names a zone: leave the zone "
            "out of the mapping"
        )
    elif offsets.none and not time.zone:
        rule = (
            "the moments carry no offset from UTC: write the zone of the clocks that they were "
            "taken from in the mapping, such as zone: UTC"
        )
    if rule:
        raise RecordsError(_named(mapping, plan), rule, column=time.column)
    return [SEVERAL_OFFSETS] if offsets.several else []


def _known_days(plan: Plan) -> tuple[date, date]:
    days = [chunk.days for part in plan.parts for chunk in part.chunks if chunk.days]
    if not days:
        return plan.first, plan.last
    return min(first for first, _ in days), max(last for _, last in days)


def _days_asked(records: ir.Table, mapping: Mapping) -> dict[str, ir.Scalar]:
    """Return what to ask of records for :func:`_narrowed`."""
    day = records[DAY]
    asked: dict[str, ir.Scalar] = {"first": day.min(), "last": day.max()}
    if has_moments(mapping):
        asked |= {"days": day.nunique(), "moments": records[mapping.time.column].nunique()}
    return asked


def _narrowed(mapping: Mapping, plan: Plan, row: dict[str, Any], today: date) -> Plan:
    """Return a plan of the days that the records turned out to have."""
    if row["first"] is None:
        if not row["rows"]:
            return plan
        raise RecordsError(
            _named(mapping, plan), "no record has a time", column=mapping.time.column
        )
    least, most = int(row["first"]), int(row["last"])
    # Numbers that are milliseconds and taken for seconds are of years that no calendar has.
    first, last = (day_since_1970(min(max(day, _LEAST), _MOST)) for day in (least, most))
    _hold_days(mapping, plan, first, last, today)
    if has_moments(mapping) and row["moments"] > MOMENTS_OF_A_DAY * row["days"]:
        raise RecordsError(_named(mapping, plan), TOO_MANY_MOMENTS, column=mapping.time.column)
    return replace(
        plan,
        first=max(first, mapping.first or BEGINNING),
        last=min(last, mapping.last or today),
        told=True,
    )


def _hold_days(mapping: Mapping, plan: Plan, first: date, last: date, today: date) -> None:
    """Refuse records of days that nobody asked for, unless the mapping leaves them out."""
    time = mapping.time
    hint = ""
    if time.kind in UNITS:
        others = " or ".join(unit for unit in UNITS if unit != time.kind)
        hint = f"; or are they {others}, and no {time.kind}?"
    if mapping.first is None and first < BEGINNING:
        raise RecordsError(
            _named(mapping, plan),
            f"holds records from before {BEGINNING}: write the first day that is taken in the "
            f"mapping (first), and those before it are left out and counted{hint}",
            column=time.column,
        )
    if mapping.last is None and last > today:
        raise RecordsError(
            _named(mapping, plan),
            f"holds records from after today, {today}: write the last day that is taken in the "
            f"mapping (last), and those after it are left out and counted{hint}",
            column=time.column,
        )
