"""The columns of records in the types that counting works with, whatever they were stored as.

A moment may be stored as a timestamp, with or without a zone, as a text or as a number; a count
as a whole number, a decimal or a text. Each has one meaning here, given in expressions that
every engine computes alike; what has none becomes missing, and
:mod:`nuzuh.loaders.records.faults` tells it from what was missing already.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from typing import Literal

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.backends import BaseBackend
from ibis.common.exceptions import IbisError

from nuzuh.loaders.records.gaza_day import DAY as SECONDS_OF_A_DAY
from nuzuh.loaders.records.gaza_day import GAZA, changes, gaza_day
from nuzuh.loaders.records.mapping import Mapping, Place, Time

Kind = Literal["zoned", "naive", "date", "integer", "decimal", "text", "other"]
"""What a column is stored as: a moment with or without a zone, a date, a number, a text."""
Kinds = Dict[str, Kind]

DAY = "nuzuh_day"
"""The column that :func:`typed` adds: the day in Gaza, in days since 1970; missing without one."""
SECONDS = "nuzuh_seconds"
"""The column that :func:`dated` adds: seconds since 1970, or what a clock of a zone showed."""
PLAIN = "nuzuh_text"
"""The column that :func:`dated` adds to texts: those in the form that is asked for."""

NUMBER = "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOMENT = (
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]"
    "(:[0-5][0-9]([.,][0-9]+)?)?( ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?))?$"
)
ZONED = "(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)$"
LARGEST = 2.0**53
"""Whole numbers below this are exact in the decimals of every engine."""
UNITS = {"seconds": 1, "milliseconds": 1_000, "microseconds": 1_000_000}
"""How many make a second."""


def kind_of(dtype: dt.DataType) -> Kind:
    """Return what a column of an engine's table is stored as.

    >>> kind_of(dt.Timestamp(timezone="UTC")), kind_of(dt.float32)
    ('zoned', 'decimal')
    """
    if isinstance(dtype, dt.Timestamp):
        return "zoned" if dtype.timezone else "naive"
    if isinstance(dtype, dt.Date):
        return "date"
    if isinstance(dtype, dt.Integer):
        return "integer"
    if isinstance(dtype, (dt.Floating, dt.Decimal)):
        return "decimal"
    return "text" if isinstance(dtype, dt.String) else "other"


def text(column: ir.Column, kind: Kind) -> ir.StringValue:
    """Return a column as text without the blanks around it; missing where nothing is left.

    Numbers are written without a fraction, which codes of places have not.
    """
    if kind == "decimal":
        column = whole(column, kind)
    as_text: ir.StringValue = column if kind == "text" else column.cast("string")
    stripped: ir.StringValue = as_text.strip().nullif("")
    return stripped


def number(column: ir.Column, kind: Kind) -> ir.FloatingValue:
    """Return a column as a number; missing where it is none, or beyond :data:`LARGEST`."""
    if kind == "integer":
        return column.cast("float64")
    if kind == "text":
        plain = text(column, kind)
        value = plain.re_search(NUMBER).ifelse(plain, ibis.null("string")).try_cast("float64")
    else:
        value = column.cast("float64")
    # NaN is above all numbers to some engines and beside them to others.
    within = (value.abs() < LARGEST) & ~value.isnan()
    known: ir.FloatingValue = within.ifelse(value, ibis.null("float64"))
    return known


def whole(column: ir.Column, kind: Kind) -> ir.IntegerValue:
    """Return a column as a whole number; missing where it is none."""
    if kind == "integer":
        return column.cast("int64")
    value = number(column, kind)
    rounded: ir.IntegerValue = (value == value.floor()).ifelse(value.floor(), ibis.null("int64"))
    return rounded


def _seconds_of_texts(plain: ir.StringValue, time: Time) -> ir.IntegerValue:
    """Return seconds since 1970 of texts in ISO form, or a clock's reading where it has a zone.

    The fraction of a second is cut off: it is of the second in which it lies.
    """
    tail = plain[16:]
    seconds = tail.re_search("^:[0-5][0-9]").ifelse(tail[1:3], ibis.literal("00"))
    minute = plain[:10].concat(" ", plain[11:16], ":", seconds)
    clock = minute.try_cast("timestamp").epoch_seconds().cast("int64")
    if time.zone:
        return clock
    zone = tail.re_extract(ZONED, 0)
    digits = zone.re_replace("[^0-9]", "")
    hours = digits[:2].nullif("").cast("int64").coalesce(0)
    minutes = digits[2:4].nullif("").cast("int64").coalesce(0)
    sign = zone.startswith("-").ifelse(-1, 1)
    told: ir.IntegerValue = clock - sign * (hours * 3600 + minutes * 60)
    return told


def offset_of(plain: ir.StringValue) -> ir.StringValue:
    """Return the offset that ends each text in ISO form; "" without one."""
    offset: ir.StringValue = plain[16:].re_extract(ZONED, 0)
    return offset


def dated(records: ir.Table, time: Time, kind: Kind) -> ir.Table:
    """Return records with the day in Gaza of each, in steps that engines compute once.

    Args:
        records: as the engine read them.
        time: what the mapping says of their time.
        kind: what its column is stored as.

    Returns:
        The records with :data:`DAY` (missing where the column has no time, or none that can be
        read), and of texts with :data:`PLAIN` (those in the form that is asked for) and, of
        moments, :data:`SECONDS`.
    """
    column = records[time.column]
    if time.kind == "day":
        if kind != "text":
            return records.mutate(**{DAY: column.cast("date").epoch_days().cast("int32")})
        staged = _plain(records, column, DATE)
        dates = staged[PLAIN].try_cast("date")
        return staged.mutate(**{DAY: dates.epoch_days().cast("int32")})
    if time.kind == "moment" and kind == "text":
        staged = _plain(records, column, MOMENT)
        staged = staged.mutate(**{SECONDS: _seconds_of_texts(staged[PLAIN], time)})
        return staged.mutate(**{DAY: gaza_day(staged[SECONDS], time.zone or "UTC")})
    if time.kind == "moment":
        zone = (time.zone or GAZA) if kind == "naive" else "UTC"
        staged = records.mutate(**{SECONDS: _seconds(column, kind)})
        return staged.mutate(**{DAY: gaza_day(staged[SECONDS], zone)})
    value = number(column, kind) if kind != "integer" else column
    unit = UNITS[time.kind]
    seconds = value.floor() if unit == 1 else (value / unit).floor()
    staged = records.mutate(**{SECONDS: seconds})
    return staged.mutate(**{DAY: gaza_day(staged[SECONDS])})


@ibis.udf.scalar.builtin(name="epoch_us", signature=((dt.Timestamp(timezone="UTC"),), dt.int64))  # type: ignore[untyped-decorator] # Ibis has no types
def _microseconds(moment: ir.TimestampValue) -> ir.IntegerValue:
    """Return microseconds since 1970, in a word of DuckDB's."""


def _seconds(column: ir.Value, kind: Kind) -> ir.IntegerValue:
    """Return seconds since 1970 of moments, or what a clock showed where they have no zone."""
    engine = _engine_of(column)
    if kind == "zoned" and engine is not None and engine.name == "duckdb":
        # The words of Ibis turn each moment into one without a zone first: a third of all work.
        micros: ir.IntegerValue = _microseconds(column)
        return micros // 1_000_000
    return column.epoch_seconds()


def _engine_of(column: ir.Value) -> BaseBackend | None:
    """Return what will compute a column; None where that is not known yet."""
    try:
        return column.get_backend()
    except IbisError:
        return None


def _plain(records: ir.Table, column: ir.Value, form: str) -> ir.Table:
    staged = records.mutate(**{PLAIN: text(column, "text")})
    plain = staged[PLAIN]
    return staged.mutate(**{PLAIN: plain.re_search(form).ifelse(plain, ibis.null("string"))})


def about(
    column: ir.Value, time: Time, first: ir.IntegerValue | int, last: ir.IntegerValue | int
) -> ir.BooleanValue | None:
    """Return what holds of all records of some days and of few others; None where nothing does.

    It compares the column as it is stored with what does not change from record to record, so
    that engines leave out row groups and parts of tables whose bounds are elsewhere, and do not
    turn each moment into another, which takes many times as long.

    Args:
        column: of time, as it is stored or as :func:`typed` has it.
        time: what the mapping says of it.
        first: day in Gaza, in days since 1970; a parameter where one question is asked of many
            days.
        last: the same.
    """
    early, late = _room(column, time)
    return _between(column, time, (first, -late), (last + 1, -early))


def surely(column: ir.Value, time: Time, first: int, last: int) -> ir.BooleanValue | None:
    """Return what holds of no record but those of some days, most of them; None as :func:`about`.

    It is missing where the column is.

    Args:
        column: see :func:`about`, and so are the others.
        time: what the mapping says of it.
        first: day in Gaza, in days since 1970.
        last: the same.
    """
    early, late = _room(column, time)
    return _between(column, time, (first, -early), (last + 1, -late))


def _room(column: ir.Value, time: Time) -> tuple[int, int]:
    """Return the least and the most seconds that clocks in Gaza are ahead of what is stored."""
    kind = kind_of(column.type())
    if time.kind in UNITS or (kind == "zoned" and time.kind == "moment"):
        ahead = [seconds for _, seconds in changes(GAZA)]
        return min(ahead), max(ahead)
    # A day has room for every zone, and dates are compared as days.
    return -SECONDS_OF_A_DAY, SECONDS_OF_A_DAY


Edge = tuple[ir.IntegerValue | int, int]
"""A day since 1970, and seconds to add to its beginning."""


def _between(column: ir.Value, time: Time, start: Edge, end: Edge) -> ir.BooleanValue | None:
    kind = kind_of(column.type())
    numbered = kind == "integer" and time.kind in UNITS
    unit = UNITS[time.kind] if numbered else 1
    ends: list[ir.Value] = []
    for day, seconds in (start, end):
        since = _times(day, SECONDS_OF_A_DAY * unit) + seconds * unit
        if kind in ("date", "zoned", "naive"):
            moment = _moment(column, since)
            # Of the column's own type: no engine is to turn each moment into another.
            ends.append(moment.date() if kind == "date" else moment.cast(column.type()))
        elif numbered:
            ends.append(since)
        else:
            return None
    within: ir.BooleanValue = (column >= ends[0]) & (column < ends[1])
    return within


def _moment(column: ir.Value, seconds: ir.IntegerValue) -> ir.TimestampValue:
    """Return the moment of seconds since 1970, in what the engine of a column understands."""
    engine = _engine_of(column)
    if engine is not None and engine.has_operation(ops.TimestampFromUNIX):
        told: ir.TimestampValue = seconds.as_timestamp("s")
        return told
    kind = dt.Timestamp(timezone="UTC") if kind_of(column.type()) == "zoned" else dt.timestamp
    later: ir.TimestampValue = ibis.literal("1970-01-01 00:00:00").cast(kind) + seconds.as_interval(
        "s"
    )
    return later


def _times(day: ir.IntegerValue | int, unit: int) -> ir.IntegerValue:
    """Return a number of days in a unit: in decimals in between, which have room for it."""
    if isinstance(day, int):
        return ibis.literal(day * unit, "int64")
    product: ir.IntegerValue = (day.cast("float64") * float(unit)).cast("int64")
    return product


def _place(records: ir.Table, place: Place, kinds: Kinds) -> dict[str, ir.Value]:
    """Return the columns of a place: coordinates as numbers, H3 cells as they are, else texts."""
    if place.kind == "coordinates":
        names = (place.latitude, place.longitude)
        return {name: number(records[name], kinds[name]) for name in names}
    kind = kinds[place.column]
    if place.kind == "h3" and kind == "integer":
        return {place.column: records[place.column]}
    return {place.column: text(records[place.column], kind)}


def typed(
    records: ir.Table, mapping: Mapping, kinds: Kinds, days: tuple[int, int] | None = None
) -> ir.Table:
    """Return the columns that a mapping names, in the types that counting works with.

    Args:
        records: as the engine read them.
        mapping: what the columns are.
        kinds: what each is stored as.
        days: leave out what is sure to be of no day from a first to a last, in days since 1970.

    Returns:
        The columns of places under their names: texts, numbers of coordinates, or the whole
        numbers of H3 cells. That of counts and weights as numbers; of persons as it is. That of
        time, so that equal moments are equal, and :data:`DAY`.
    """
    time = mapping.time
    kind = kinds[time.column]
    if days is not None:
        near = about(records[time.column], time, *days)
        records = records if near is None else records.filter(near)
    records = dated(records, time, kind)
    columns: dict[str, ir.Value] = {DAY: records[DAY]}
    # One moment may be written with several offsets.
    moments = kind == "text" and time.kind == "moment"
    columns[time.column] = records[SECONDS] if moments else records[time.column]
    for place in (mapping.origin, mapping.place):
        if place is not None:
            columns |= _place(records, place, kinds)
    amount = mapping.amount
    if amount.column and kinds[amount.column] == "integer":
        columns[amount.column] = records[amount.column].cast("int64")
    elif amount.column:
        columns[amount.column] = number(records[amount.column], kinds[amount.column])
    if amount.person:
        columns[amount.person] = records[amount.person]
    return records.select(**columns)
