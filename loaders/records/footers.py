"""What Parquet files tell of themselves at their ends: columns, rows, and from when to when.

Reading it costs a millisecond a file, however many records it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from nuzuh.loaders.records.columns import UNITS, Kind
from nuzuh.loaders.records.engine_errors import DAMAGED
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.partitions import called

_KINDS: tuple[tuple[Callable[[pa.DataType], bool], Kind], ...] = (
    (pa.types.is_date, "date"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "decimal"),
    (pa.types.is_decimal, "decimal"),
    (pa.types.is_string, "text"),
    (pa.types.is_large_string, "text"),
    (pa.types.is_string_view, "text"),
)


@dataclass(frozen=True)
class Group:
    """A row group.

    Attributes:
        rows: how many.
        least, most: of the columns that have statistics: the least and the greatest value.
        missing: of those that tell it: how many values are missing.
    """

    rows: int
    least: dict[str, Any]
    most: dict[str, Any]
    missing: dict[str, int]


@dataclass(frozen=True)
class Footer:
    """What the end of a Parquet file tells.

    Attributes:
        kinds: what each column is stored as.
        types: the same in the words of Parquet, for who is told of a difference.
        odd: columns of moments that not every engine reads alike, see :func:`odd_moments`.
        groups: the row groups.
    """

    kinds: dict[str, Kind]
    types: dict[str, str]
    odd: dict[str, str]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return sum(group.rows for group in self.groups)


def kind_of(kind: pa.DataType) -> Kind:
    """Return what a column of a Parquet file is stored as.

    >>> kind_of(pa.timestamp("us", "UTC")), kind_of(pa.large_string())
    ('zoned', 'text')
    """
    if pa.types.is_dictionary(kind):
        return kind_of(kind.value_type)
    if pa.types.is_timestamp(kind):
        return "zoned" if kind.tz else "naive"
    return next((name for holds, name in _KINDS if holds(kind)), "other")


def footer_of(path: Path) -> Footer:
    """Return what the end of a Parquet file tells.

    Args:
        path: of the file.

    Raises:
        RecordsError: when it is empty, cut, or no Parquet file.
    """
    try:
        state = path.stat()
    except OSError as error:
        raise RecordsError(called(path), f"cannot be read ({error.strerror})") from error
    return _footer_of(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=20_000)
def _footer_of(path: Path, _changed: int, size: int) -> Footer:
    if size == 0:
        raise RecordsError(called(path), "is empty: leave it out, or copy it anew")
    try:
        told = pq.read_metadata(path)
        schema = told.schema.to_arrow_schema()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise RecordsError(called(path), DAMAGED) from error
    physical = {
        told.schema.column(at).path: told.schema.column(at).physical_type
        for at in range(told.num_columns)
    }
    odd = dict[str, str]()
    for field in schema:
        if not pa.types.is_timestamp(field.type):
            continue
        if physical.get(field.name) == "INT96":
            odd[field.name] = "int96"
        elif field.type.unit == "ns":
            odd[field.name] = "ns zoned" if field.type.tz else "ns"
    return Footer(
        {field.name: kind_of(field.type) for field in schema},
        {field.name: str(field.type) for field in schema},
        odd,
        tuple(_group(told.row_group(at)) for at in range(told.num_row_groups)),
    )


def _group(told: Any) -> Group:
    """Return what a footer tells of a row group; nothing of columns within columns."""
    least, most, missing = dict[str, Any](), dict[str, Any](), dict[str, int]()
    for number in range(told.num_columns):
        column = told.column(number)
        known, name = column.statistics, column.path_in_schema
        if known is None or "." in name:
            continue
        if known.has_null_count:
            missing[name] = known.null_count
        if known.has_min_max:
            least[name], most[name] = known.min, known.max
    return Group(told.num_rows, least, most, missing)


def odd_moments(path: Path) -> dict[str, str]:
    """Return the columns of moments that Spark reads otherwise than DuckDB, and why.

    ``ns`` and ``ns zoned``: nanoseconds, which Spark has not; ``int96``: an old form without a
    word of zones, which is taken for a clock's reading like any other without one.
    """
    return footer_of(path).odd


def moment_of(value: Any, kind: Kind, unit: str) -> date | datetime | None:
    """Return what a value of a column of time stands for; None where that is not known.

    Args:
        value: as the statistics have it.
        kind: what the column is stored as.
        unit: of numbers: ``seconds``, ``milliseconds`` or ``microseconds``; "" for all else.

    Returns:
        A date, a moment with a zone, or without one where the column has none.

    >>> moment_of(1735689600, "integer", "seconds")
    datetime.datetime(2025, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    if kind == "zoned" and isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if kind == "naive" and isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if kind == "date" and isinstance(value, date):
        return value
    if kind in ("integer", "decimal") and unit in UNITS and isinstance(value, int | float):
        try:
            return datetime.fromtimestamp(value // UNITS[unit], UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return None
