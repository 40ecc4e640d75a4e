"""What no record may hold, as conditions that an engine looks for in all of them at once.

Footers of Parquet files settle most of it before: a column whose least value is above zero
holds nothing negative. What they leave open is asked in one question over the columns in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from nuzuh.loaders.areas import BOUNDS
from nuzuh.loaders.records.columns import (
    DAY,
    LARGEST,
    PLAIN,
    SECONDS,
    UNITS,
    Kind,
    Kinds,
    number,
    offset_of,
    text,
)
from nuzuh.loaders.records.coordinate_cells import not_degrees, swapped
from nuzuh.loaders.records.engine_errors import NOT_UTF8
from nuzuh.loaders.records.footers import Group
from nuzuh.loaders.records.h3_cells import resolves
from nuzuh.loaders.records.mapping import Mapping, Place, Time

SECONDS_OF_A_DAY = 86_400


def _never(_group: Group) -> bool:
    return False


@dataclass(frozen=True)
class Fault:
    """Something that no record may hold.

    Attributes:
        column: where it would stand.
        rule: what is wrong, and what to do.
        found: of records that are :func:`~nuzuh.loaders.records.columns.dated`, whether each has
            it.
        settled: whether a row group's statistics tell that it has none.
    """

    column: str
    rule: str
    found: Callable[[ir.Table], ir.BooleanValue]
    settled: Callable[[Group], bool] = _never


def faults_of(mapping: Mapping, kinds: Kinds, *, replaced: bool = False) -> tuple[Fault, ...]:
    """Return what may be wrong with records of such columns.

    Args:
        mapping: what the columns are.
        kinds: what each is stored as.
        replaced: whether the engine puts a sign in place of what is not in UTF-8.
    """
    found = [*_of_time(mapping.time, kinds[mapping.time.column])]
    for place in (mapping.origin, mapping.place):
        if place is not None:
            found += _of_place(place, kinds)
    if mapping.amount.column:
        found += _of_amount(mapping, kinds[mapping.amount.column])
    if replaced:
        texts = {fault_column for fault_column in _texts(mapping) if kinds[fault_column] == "text"}
        found += [_replaced(column) for column in sorted(texts)]
    return tuple(found)


def _texts(mapping: Mapping) -> Iterator[str]:
    for place in (mapping.origin, mapping.place):
        if place is not None and place.column:
            yield place.column


def _replaced(column: str) -> Fault:
    return Fault(column, NOT_UTF8, lambda records: records[column].contains("\ufffd"))


def _no_number(column: str, kind: Kind, what: str) -> Iterator[Fault]:
    """What is there, and is no number: never said of a missing one, which NaN is too."""
    if kind == "text":
        yield Fault(
            column,
            f"holds texts that are no {what}: write numbers such as 12 or 0.5, without signs "
            "between thousands, and nothing where one is missing",
            lambda records: (
                text(records[column], kind).notnull() & number(records[column], kind).isnull()
            ),
        )
    elif kind == "decimal":
        yield Fault(
            column,
            f"holds numbers that are no {what}, being infinite or beyond 9,007,199,254,740,992",
            lambda records: (
                records[column].notnull()
                & ~records[column].cast("float64").isnan()
                & number(records[column], kind).isnull()
            ),
            _between(column, -LARGEST, LARGEST),
        )


def _between(column: str, least: float, most: float) -> Callable[[Group], bool]:
    """Return whether a row group tells that a column is nowhere outside two bounds."""

    def settled(group: Group) -> bool:
        if group.missing.get(column) == group.rows:
            return True
        ends = _ends(group, column)
        return ends is not None and least <= ends[0] and ends[1] <= most

    return settled


def _ends(group: Group, column: str) -> tuple[Any, Any] | None:
    if column not in group.least or isinstance(group.least[column], str | bytes):
        return None
    return group.least[column], group.most[column]


def _of_time(time: Time, kind: Kind) -> Iterator[Fault]:
    column = time.column
    if time.kind in UNITS:
        yield from _no_number(column, kind, f"{time.kind} since 1970")
    elif time.kind == "moment" and kind == "text":
        yield Fault(
            column,
            "holds texts that are no moments in ISO form: write them like 2025-01-31T14:05:00Z or "
            "2025-01-31 14:05:00+02:00",
            lambda records: text(records[column], kind).notnull() & records[SECONDS].isnull(),
        )
    elif time.kind == "day" and kind == "text":
        yield Fault(
            column,
            "holds texts that are no days: write them like 2025-01-31",
            lambda records: text(records[column], kind).notnull() & records[DAY].isnull(),
        )
    elif time.kind == "day" and kind == "naive":
        yield Fault(
            column,
            "holds hours, and the mapping takes it for days: write kind: moment with the zone of "
            "its clocks, or leave the hours out of the records",
            lambda records: (records[column].epoch_seconds().cast("int64") % SECONDS_OF_A_DAY) != 0,
        )


def _of_amount(mapping: Mapping, kind: Kind) -> Iterator[Fault]:
    amount = mapping.amount
    column = amount.column
    what = "counts" if amount.kind == "count" else "weights"
    yield from _no_number(column, kind, what)
    yield Fault(
        column,
        f"holds {what} below zero: correct them, or leave those records out",
        lambda records: number(records[column], kind) < 0,
        _between(column, 0, float("inf")),
    )
    if amount.kind == "count" and kind != "integer":
        yield Fault(
            column,
            "holds counts with a fraction: if they are weights, write weight: {column: "
            "COLUMN, of_a_person: NUMBER} in the mapping instead of count",
            lambda records: number(records[column], kind) != number(records[column], kind).floor(),
        )


def _of_place(place: Place, kinds: Kinds) -> Iterator[Fault]:
    if place.kind == "h3":
        yield _of_h3(place, kinds[place.column])
    if place.kind != "coordinates":
        return
    latitude, longitude = place.latitude, place.longitude
    for column in (latitude, longitude):
        yield from _no_number(column, kinds[column], "coordinates")

    def point(records: ir.Table) -> tuple[ir.FloatingValue, ir.FloatingValue]:
        return (
            number(records[longitude], kinds[longitude]),
            number(records[latitude], kinds[latitude]),
        )

    def nowhere_swapped(group: Group) -> bool:
        across, up = _ends(group, longitude), _ends(group, latitude)
        if across is None or up is None:
            return False
        west, south, east, north = BOUNDS
        return across[1] < south or across[0] > north or up[1] < west or up[0] > east

    def in_degrees(group: Group) -> bool:
        return _between(longitude, -180, 180)(group) and _between(latitude, -90, 90)(group)

    yield Fault(
        latitude,
        f"holds longitudes, and {longitude!r} latitudes: exchange the two names in the mapping, "
        "or in the records where only some are the wrong way round",
        lambda records: swapped(*point(records)),
        nowhere_swapped,
    )
    yield Fault(
        latitude,
        f"with {longitude!r} holds what are no degrees of latitude and longitude: give "
        "coordinates in WGS 84",
        lambda records: not_degrees(*point(records)),
        in_degrees,
    )


def _of_h3(place: Place, kind: Kind) -> Fault:
    assert place.resolution is not None
    column, resolution = place.column, place.resolution

    def other(records: ir.Table) -> ir.BooleanValue:
        cells = text(records[column], kind) if kind == "text" else records[column].cast("int64")
        wrong: ir.BooleanValue = cells.notnull() & ~resolves(cells, resolution)
        return wrong

    return Fault(
        column,
        f"holds what are no H3 cells of resolution {resolution}, which the mapping names: write "
        "the resolution that the cells have, one for all",
        other,
    )


@dataclass(frozen=True)
class Offsets:
    """How texts of moments tell their zone.

    Attributes:
        some: whether any has an offset.
        none: whether any has none.
        several: whether there are different ones.
    """

    some: bool
    none: bool
    several: bool


def offsets_asked(records: ir.Table) -> dict[str, ir.Scalar]:
    """Return what to ask of texts of moments that are dated, for :func:`offsets_told`."""
    offset = offset_of(records[PLAIN])
    given = offset.nullif("")
    return {
        "least_offset": given.min(),
        "most_offset": given.max(),
        "without_offset": (offset == "").any().fill_null(False),
    }


def offsets_told(row: dict[str, Any]) -> Offsets:
    """Return how texts of moments tell their zone, from the answer to what was asked."""
    some = row["least_offset"] is not None
    return Offsets(some, bool(row["without_offset"]), row["least_offset"] != row["most_offset"])


def any_of(records: ir.Table, faults: tuple[Fault, ...]) -> dict[str, ir.BooleanScalar]:
    """Return what to ask of records: of each fault, by its number, whether there is any."""
    return {
        f"fault_{number}": fault.found(records).fill_null(ibis.literal(False)).any()
        for number, fault in enumerate(faults)
    }
