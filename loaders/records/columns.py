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
import ibis.expr.types as ir

from nuzuh.loaders.records.gaza_day import GAZA, gaza_day
from nuzuh.loaders.records.mapping import Mapping, Place, Time

Kind = Literal["zoned", "naive", "date", "integer", "decimal", "text", "other"]
"""What a column is stored as: a moment with or without a zone, a date, a number, a text."""
Kinds = Dict[str, Kind]

DAY = "nuzuh_day"
"""The column that :func:`typed` adds: the day in Gaza, in days since 1970; missing without one."""

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


def seconds_of_texts(column: ir.StringValue, time: Time) -> ir.IntegerValue:
    """Return seconds since 1970 of texts in ISO form, or a clock's reading where none has a zone.

    The fraction of a second is cut off: it is of the second in which it lies. Missing for what
    is no such text.
    """
    stripped = text(column, "text")
    plain = stripped.re_search(MOMENT).ifelse(stripped, ibis.null("string"))
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


def date_of_texts(column: ir.StringValue) -> ir.DateValue:
    """Return the dates of texts like ``2025-01-31``; missing for what is none."""
    plain = text(column, "text")
    dates: ir.DateValue = plain.re_search(DATE).ifelse(plain, ibis.null("string")).try_cast("date")
    return dates


def offset_of_texts(column: ir.StringValue) -> ir.StringValue:
    """Return the offset that ends each text in ISO form; "" without one, missing without a text."""
    stripped = text(column, "text")
    plain = stripped.re_search(MOMENT).ifelse(stripped, ibis.null("string"))
    offset: ir.StringValue = plain[16:].re_extract(ZONED, 0)
    return offset


def day(column: ir.Column, time: Time, kind: Kind) -> ir.IntegerValue:
    """Return the day in Gaza of a column of time, in days since 1970; missing where it has none.

    Args:
        column: as it is stored.
        time: what the mapping says of it.
        kind: what it is stored as.
    """
    if time.kind == "day":
        if kind == "text":
            return date_of_texts(column).epoch_days().cast("int32")
        return column.cast("date").epoch_days().cast("int32")
    if time.kind == "moment":
        if kind == "text":
            return gaza_day(seconds_of_texts(column, time), time.zone or "UTC")
        zone = (time.zone or GAZA) if kind == "naive" else "UTC"
        return gaza_day(column.epoch_seconds(), zone)
    value = number(column, kind) if kind != "integer" else column
    unit = UNITS[time.kind]
    return gaza_day(value.floor() if unit == 1 else (value / unit).floor())


def _place(records: ir.Table, place: Place, kinds: Kinds) -> dict[str, ir.Value]:
    """Return the columns of a place: coordinates as numbers, H3 cells as they are, else texts."""
    if place.kind == "coordinates":
        names = (place.latitude, place.longitude)
        return {name: number(records[name], kinds[name]) for name in names}
    kind = kinds[place.column]
    if place.kind == "h3" and kind == "integer":
        return {place.column: records[place.column]}
    return {place.column: text(records[place.column], kind)}


def typed(records: ir.Table, mapping: Mapping, kinds: Kinds) -> ir.Table:
    """Return the columns that a mapping names, in the types that counting works with.

    Args:
        records: as the engine read them.
        mapping: what the columns are.
        kinds: what each is stored as.

    Returns:
        The columns of places under their names: texts, numbers of coordinates, or the whole
        numbers of H3 cells. That of counts and weights as numbers; of persons as it is. That of
        time, so that equal moments are equal, and :data:`DAY`.
    """
    columns = _place(records, mapping.place, kinds)
    if mapping.origin:
        columns |= _place(records, mapping.origin, kinds)
    amount = mapping.amount
    if amount.column and kinds[amount.column] == "integer":
        columns[amount.column] = records[amount.column].cast("int64")
    elif amount.column:
        columns[amount.column] = number(records[amount.column], kinds[amount.column])
    if amount.person:
        columns[amount.person] = records[amount.person]
    time = mapping.time
    kind = kinds[time.column]
    columns[DAY] = day(records[time.column], time, kind)
    if kind == "text" and time.kind == "moment":
        # One moment may be written with several offsets.
        columns[time.column] = seconds_of_texts(records[time.column], time)
    else:
        columns[time.column] = records[time.column]
    return records.select(**columns)
