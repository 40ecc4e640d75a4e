"""A table that comes as JSON: a list of records, as the services of HDX, IOM and IDMC answer."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.notes import Note
from nuzuh.loaders.user.sheets.cells import Cell, Sheet, clean

_LARGEST = 10**15
"""Whole numbers of more digits are no counts: they are told as they are written."""


def sheet_of(
    records: Sequence[Mapping[str, Any]], file: str, notes: tuple[Note, ...] = ()
) -> Sheet:
    """Return a list of records as a table. A record's number is its place in the list, from 1.

    Args:
        records: values by the names of their columns.
        file: its name, for messages only.
        notes: what the file says of itself.

    Raises:
        DataError: for more rows or columns than are read.

    >>> sheet = sheet_of([{"date": "2025-10-05", "idps": 5}], "a.json")
    >>> sheet.header, sheet.rows
    (('date', 'idps'), ((1, ('2025-10-05', 5.0)),))
    """
    if len(records) > limits.ROWS:
        most = f"{limits.ROWS:,}"
        raise DataError(file, f"has {len(records):,} rows where at most {most} are read: split it")
    header = tuple(dict.fromkeys(str(name) for record in records for name in record))
    if len(header) > limits.COLUMNS:
        raise DataError(file, f"has more than {limits.COLUMNS} columns: leave some out")
    rows = tuple(
        (number, tuple(_cell(record.get(name)) for name in header))
        for number, record in enumerate(records, start=1)
    )
    names = tuple(clean(name)[:200] for name in header)
    return Sheet(file, names, ("",) * len(names), rows, 0, notes)


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        whole = isinstance(value, float) or abs(value) < _LARGEST
        return float(value) if whole and math.isfinite(value) else str(value)[:40]
    if isinstance(value, str):
        return clean(value)[: limits.CELL_LENGTH] or None
    return None if value is None else json.dumps(value, ensure_ascii=False)[:200]
