"""Checks shared by every table: parse cells, hold a pandera schema against them, say what broke.

A table is refused whole at the first rule it breaks; the sentence names the
file, the row as a spreadsheet numbers it (the header is row 1) and the column.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrors

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.dates import iso_day
from nuzuh.loaders.errors import DataError

HEADER_ROWS = 2
"""Index 0 of a frame is row 2 of its file."""

LARGEST = 10**12
"""Every figure is below this, and finite: a count of people is never so large."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,6})?")
"""What has more digits is a slip of the keyboard."""


def read_csv(content: bytes, file: str, columns: Iterable[str]) -> pd.DataFrame:
    """Return a CSV's cells as stripped text, one column for each of ``columns``.

    Other columns are dropped; a missing one, a row of another length or text
    that is not UTF-8 is refused.

    Raises:
        DataError: naming the file and the row.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise DataError(file, "is not UTF-8 text", row=row) from error
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise DataError(file, f"is not CSV ({error})", row=text.count("\n") + 1) from error
    if not rows:
        raise DataError(file, "is empty: the first row must hold the column names")
    header = [name.strip() for name in rows[0]]
    twice = [name for name in columns if header.count(name) > 1]
    if twice:
        raise DataError(file, f"the column {twice[0]!r} occurs more than once", row=1)
    missing = [name for name in columns if name not in header]
    if missing:
        raise DataError(file, f"the column {missing[0]!r} is missing", row=1)
    if len(rows) == 1:
        raise DataError(file, "holds no rows below the column names", row=1)
    for number, cells in enumerate(rows, start=1):
        if len(cells) != len(header):
            raise DataError(
                file, f"has {len(cells)} cells where the header has {len(header)}", row=number
            )
    frame = pd.DataFrame(rows[1:], columns=header, dtype="object")
    return frame[list(columns)].apply(lambda column: column.str.strip())


def to_dates(frame: pd.DataFrame, columns: Iterable[str], file: str) -> pd.DataFrame:
    """Return the frame with ISO dates parsed; an empty cell becomes NaT, anything else is refused.

    Raises:
        DataError: naming the row and the column.
    """
    parsed = frame.copy()
    for column in columns:
        dates = []
        for index, cell in enumerate(frame[column]):
            day = _timestamp(cell)
            if day is None:
                raise DataError(
                    file,
                    f"{cell[:40]!r} is not a date written YYYY-MM-DD",
                    row=index + HEADER_ROWS,
                    column=column,
                )
            dates.append(day)
        parsed[column] = pd.Series(dates, index=frame.index, dtype="datetime64[s]")
    return parsed


def _timestamp(cell: str) -> pd.Timestamp | None:
    """The day in a cell, NaT for an empty one, None for what is no date."""
    day = iso_day(cell)
    return pd.NaT if not cell else None if day is None else pd.Timestamp(day)


def to_numbers(frame: pd.DataFrame, columns: Iterable[str], file: str) -> pd.DataFrame:
    """Return the frame with numbers parsed; an empty cell stays missing and never becomes zero.

    Raises:
        DataError: naming the row and the column.
    """
    parsed = frame.copy()
    for column in columns:
        numbers = []
        for index, cell in enumerate(frame[column]):
            if cell and not _NUMBER.fullmatch(cell):
                raise DataError(
                    file,
                    f"{cell[:40]!r} is not a plain number (no separators, no words)",
                    row=index + HEADER_ROWS,
                    column=column,
                )
            numbers.append(float(cell) if cell else math.nan)
        parsed[column] = np.array(numbers, dtype="float64")
    return parsed


def known_pcodes(cell: str) -> bool:
    """Whether every P-code of a space-separated cell is one of the Strip's, or ``EXT``."""
    return pc.split(cell) <= pc.KNOWN


def web_address(cell: str) -> bool:
    """Whether a cell is empty or an http(s) address, so that a link can never run a script."""
    return not cell or re.fullmatch(r"https?://[^\s<>\"]+", cell) is not None


def column_rule(test: Callable[..., Any], message: str) -> pa.Check:
    """A pandera check of each cell of a column, with a message for readers."""
    return pa.Check(test, element_wise=True, error=message)


def row_rule(test: Callable[..., Any], message: str, *, column: str) -> pa.Check:
    """A pandera check of whole rows; ``column`` is the one that the message points at."""
    return pa.Check(test, error=message, name=column)


def hold(schema: pa.DataFrameSchema, frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return the frame when it keeps every rule of the schema.

    Raises:
        DataError: for the first rule broken, in row order, with the number of others.
    """
    try:
        checked: pd.DataFrame = schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        raise _first_breach(errors, file) from None
    return checked


def breaches(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[tuple[int, str, str]]:
    """Return every breach of a schema: index of the row (-1 for the table), column, rule."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return _breaches(errors)
    return []


def _breaches(errors: SchemaErrors) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    for error in errors.schema_errors:
        rule, column = _rule_of(error)
        cases = error.failure_cases
        indexes = sorted(set(cases["index"].dropna())) if isinstance(cases, pd.DataFrame) else []
        found += [(int(index), column, rule) for index in indexes]
        if not indexes:
            found.append((-1, column, rule))
    return found


def _first_breach(errors: SchemaErrors, file: str) -> DataError:
    found = _breaches(errors)
    index, column, rule = min(found)
    others = len({(i, c) for i, c, _ in found}) - 1
    if others:
        rule += f" (and {others} more like it or other)"
    return DataError(
        file, rule, row=None if index < 0 else index + HEADER_ROWS, column=column or None
    )


def _rule_of(error: SchemaError) -> tuple[str, str]:
    check = error.check
    if isinstance(check, pa.Check):
        on_column = isinstance(error.schema, pa.Column)
        return str(check.error), str(error.schema.name if on_column else check.name or "")
    name = getattr(error.schema, "name", None) or ""
    rules = {
        "not_nullable": "a value is missing",
        "field_uniqueness": "must not occur twice",
    }
    return rules.get(str(check), f"breaks the rule {check}"), str(name)
