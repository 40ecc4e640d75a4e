"""A table that comes as JSON: a list of records, as the services of HDX, IOM and IDMC answer."""

from __future__ import annotations

import json
import math
from typing import Any

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.headers.columns import match_columns
from nuzuh.loaders.user.headers.layouts import layout_of
from nuzuh.loaders.user.sheets.cells import Cell, Sheet, clean

_HOLDERS = ("data", "result", "results", "records", "items", "value")
"""What services call the list of records in their answer."""

_DEEP = 5
"""In so many answers within each other the list is looked for."""

_SHAPES = (b'"features"', b'"geometry"', b'"coordinates"', b'"rings"')
"""Names that only a map has."""


def read_records(content: bytes, file: str) -> Sheet | None:
    """Return the table of figures that JSON holds; None where it holds none that is known.

    A record's number is its place in the list, from 1.

    Args:
        content: bytes of the file.
        file: its name, for messages only.

    Raises:
        DataError: for more rows or columns than are read.

    >>> sheet = read_records(b'{"data": [{"date": "2025-10-05", "idps": 5}]}', "a.json")
    >>> sheet.header, sheet.rows
    (('date', 'idps'), ((1, ('2025-10-05', 5.0)),))
    >>> read_records(b'{"type": "FeatureCollection", "features": []}', "a.json") is None
    True
    """
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"[", b"{"):
        return None
    if any(name in content for name in _SHAPES):
        return None
    try:
        found = _list_in(json.loads(content.decode("utf-8-sig")))
    except (ValueError, RecursionError):
        # Whoever reads maps says what is wrong with it.
        return None
    if not found:
        return None
    header = tuple(dict.fromkeys(key for record in found for key in record))
    names, tags = [clean(name)[:200] for name in header], ("",) * len(header)
    if not _of_figures(names):
        return None
    if len(found) > limits.ROWS:
        most = f"{limits.ROWS:,}"
        raise DataError(file, f"has {len(found):,} rows where at most {most} are read: split it")
    if len(header) > limits.COLUMNS:
        raise DataError(file, f"has more than {limits.COLUMNS} columns: leave some out")
    rows = tuple(
        (number, tuple(_cell(record.get(name)) for name in header))
        for number, record in enumerate(found, start=1)
    )
    return Sheet(file, tuple(names), tags, rows, 0)


def _list_in(document: Any) -> list[dict[str, Any]]:
    """The list of records, however deep an answer packs it; empty where there is none."""
    for _ in range(_DEEP):
        if isinstance(document, list):
            return document if all(isinstance(record, dict) for record in document) else []
        if not isinstance(document, dict):
            return []
        document = next((document[name] for name in _HOLDERS if name in document), None)
    return []


def _of_figures(names: list[str]) -> bool:
    tags = [""] * len(names)
    found = match_columns(names, tags, "estimates", {}).place_of.keys()
    return layout_of(names, tags) is not None or {"as_of", "value"} <= found


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        # What is no number or has more digits than a count is told as it is written.
        whole = isinstance(value, float) or abs(value) < 10**15
        return float(value) if whole and math.isfinite(value) else str(value)[:40]
    if isinstance(value, str):
        return clean(value)[: limits.CELL_LENGTH] or None
    return None if value is None else json.dumps(value, ensure_ascii=False)[:200]
