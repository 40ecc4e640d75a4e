"""Files of single records: of devices, persons or trips. They are refused before they are read.

Such records belong to ``nuzuh records``, which counts them where they lie and lets nothing out in
which a person can be found. What is uploaded has left that place already: so the file is let go
of at once, and neither a cell nor a name of it is kept or told.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user.headers.layouts import layout_of
from nuzuh.loaders.user.headers.vocabulary import exact, words_of
from nuzuh.loaders.user.sheets.cells import Cell, Sheet

_BEGINNING = 1 << 16
"""Bytes of a text by which it is judged, before anything opens it."""

_SAMPLE = 500
"""Rows by which a table is judged."""

_DEVICE = re.compile(
    r"imei|imsi|msisdn|iccid|maid|aaid|gaid|idfa|idfv|"
    r"(?:hashed |anonymous |pseudonymous )?(?:device|subscriber|handset|advertising|advertiser|"
    r"ad|mobile ad|mobile advertising|sim) ?(?:id|identifier|hash|key)|device|subscriber|handset|"
    r"mac address|معرف الجهاز|رقم الجهاز|מזהה מכשיר"
)
"""Names of columns that tell devices apart: of these one row is one too many."""

_PERSON = re.compile(
    r"(?:hashed |anonymous |pseudonymous )?(?:user|person|caller|callee|customer|client|"
    r"individual|respondent|panelist) ?(?:id|identifier|hash|key|number)?|"
    r"(?:phone|mobile)(?: number| no)?|uid|hash|رقم الهاتف|رقم الهويه|מספר טלפון"
)
"""Names of columns that may tell persons apart, or else name who filled in a form."""

_PLACE = re.compile(
    r"(?:(?:origin|destination|start|end|from|to|o|d|home|pickup|dropoff) )?"
    r"(?:lat|latitude|y|lon|long|lng|longitude|x|h3|h3 cell|h3 index|cell|cell id|cgi|lac|tower|"
    r"tower id|bts|antenna|geohash)"
)
_SITE = re.compile(r".*\b(?:site|camp|shelter|school)\b.*")
_CLOCK = re.compile(r"\d{1,2}:\d\d|^1[0-9]{9}(?:\.0+|[0-9]{3})?$")
"""A time of day, or seconds or milliseconds since 1970."""

_FEW_MOMENTS = 0.8
_AGGREGATED = 50
"""Numbers whose middle one is smaller are counts of single persons, not of a population."""

_TRIPS = 100
_POINTS = 200
_ALIKE = 5
_MANY = 1_000
"""So many rows of trips, of points, or of one day and place, are no figures of areas."""


class SingleRecordsError(DataError):
    """A file of single records was refused; it holds nothing of the file but its name."""

    def __init__(self, file: str) -> None:
        super().__init__(
            file,
            "is a table of single records, of devices, persons or trips: it must not be uploaded. "
            "Count it where it lies, with nuzuh records, and bring what that writes. Nothing of "
            "the file was read into any figure, and nothing of it is kept",
        )


def refuse_text(content: bytes, file: str) -> None:
    r"""Refuse a text in columns that holds single records, whatever its size.

    Args:
        content: its bytes; of anything but such a text nothing is said here.
        file: its name.

    Raises:
        SingleRecordsError: for single records.

    >>> try:
    ...     refuse_text(b"time,imei,lat,lon\n2025-07-20 08:12,35,31.5,34.4", "a.csv")
    ... except SingleRecordsError as refusal:
    ...     print(str(refusal)[:34])
    a.csv is a table of single records
    >>> refuse_text(b"date,area,people\n2025-07-20,Rafah,50000", "a.csv")
    """
    start = content[:_BEGINNING]
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in start and not wide:
        return
    text = start.decode("utf-16" if wide else "utf-8-sig", "replace")
    lines = text.splitlines()[: _SAMPLE + 1]
    if len(content) > _BEGINNING:
        lines = lines[:-1] if len(lines) <= _SAMPLE else lines
    if not lines or text[:1] in ("{", "[", "<"):
        return
    mark = max(",;\t|", key=lines[0].count)
    try:
        rows = [tuple(row) for row in csv.reader(lines, delimiter=mark)]
    except csv.Error:
        return
    lasting = content.count(b"\n") or len(rows)
    if len(rows) > 1 and is_single_records(rows[0], rows[1:], lasting):
        raise SingleRecordsError(file)


def refuse_sheet(sheet: Sheet) -> None:
    """Refuse a table that holds single records.

    Raises:
        SingleRecordsError: for single records.
    """
    rows = [cells for _, cells in sheet.rows[:_SAMPLE]]
    if is_single_records(sheet.header, rows, len(sheet.rows), sheet.tags):
        raise SingleRecordsError(sheet.file)


def refuse_features(features: Sequence[Mapping[str, Any]], file: str) -> None:
    """Refuse a map whose points are single records.

    Args:
        features: of GeoJSON, or of Esri's.
        file: its name.

    Raises:
        SingleRecordsError: for single records.
    """
    points, rows = 0, list[Mapping[str, Any]]()
    for one in features:
        shape = one.get("geometry")
        kind = shape.get("type") if isinstance(shape, Mapping) else None
        points += kind in ("Point", "MultiPoint") or (isinstance(shape, Mapping) and "x" in shape)
        told = one.get("properties") or one.get("attributes")
        if isinstance(told, Mapping) and len(rows) < _SAMPLE:
            rows.append(told)
    if not rows or points <= len(features) / 2:
        return
    header = tuple(dict.fromkeys(str(name) for row in rows for name in row))
    cells = [(*(_plain(row.get(name)) for name in header), "31.5") for row in rows]
    if is_single_records((*header, "latitude"), cells, len(features)):
        raise SingleRecordsError(file)


def _plain(value: object) -> Cell:
    return value if isinstance(value, str | float | int) else None


def is_single_records(
    header: Sequence[str], rows: Sequence[Sequence[Cell]], count: int, tags: Sequence[str] = ()
) -> bool:
    """Whether a table is one of single records: of devices, persons or trips.

    Args:
        header: the names of its columns.
        rows: some of its rows.
        count: how many it has.
        tags: the HXL tag of each column, "" without one; none for none.

    Example:
        >>> trips = [(f"2025-07-20 08:{n % 60:02}", "Gaza", "Rafah") for n in range(200)]
        >>> is_single_records(("time", "from", "to"), trips, 200)
        True
        >>> is_single_records(("day", "area", "people"), [("2025-07-20", "Gaza", "500000")], 1)
        False
    """
    named = [words_of(name) for name in header]
    columns = [[row[at] for row in rows if at < len(row)] for at in range(len(named))]
    ours = {found[0] for name in header if (found := exact(name, "estimates"))}
    placed = any(map(_PLACE.fullmatch, named)) or {"origin", "destination"} & ours
    clocked = any(map(_is_clock, columns))
    dated = clocked or "as_of" in ours or {"time", "timestamp", "ts", "datetime"} & set(named)
    layout = layout_of(header, tags or [""] * len(header))
    if layout is not None and not layout.refused:
        return False
    if any(map(_DEVICE.fullmatch, named)) and (dated or placed):
        return True
    if any(map(_SITE.fullmatch, named)) or _counts_many(header, columns):
        return False
    if not clocked:
        return count >= _MANY and "value" not in ours and _are_alike(header, columns)
    return (
        (any(map(_PERSON.fullmatch, named)) and bool(placed))
        or (any(map(_PLACE.fullmatch, named)) and count >= _POINTS)
        or ({"origin", "destination"} <= ours and count >= _TRIPS)
    )


def _is_clock(cells: Iterable[Cell]) -> bool:
    """Whether a column holds moments, and not days."""
    filled = [_text(cell) for cell in cells if cell not in (None, "")]
    told = sum(_CLOCK.search(text) is not None and "00:00:00" not in text for text in filled)
    return bool(filled) and told >= _FEW_MOMENTS * len(filled)


def _counts_many(header: Sequence[str], columns: Sequence[Sequence[Cell]]) -> bool:
    """Whether a column counts people by the many."""
    for name, cells in zip(header, columns, strict=True):
        found = exact(name, "estimates")
        if found is None or found[0] not in ("value", "low", "high"):
            continue
        numbers = [number for cell in cells if (number := _number(cell)) is not None]
        if numbers and median(numbers) >= _AGGREGATED:
            return True
    return False


def _are_alike(header: Sequence[str], columns: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows say nothing but a day and places, each of them many times over."""
    ends = ("as_of", "origin", "destination", "origin_pcodes", "destination_pcodes")
    keys = [
        cells
        for name, cells in zip(header, columns, strict=True)
        if (found := exact(name, "estimates")) and found[0] in ends
    ]
    if len(keys) < 2:
        return False
    rows = list(zip(*keys, strict=False))
    return len(rows) >= _ALIKE * len(set(rows))


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _number(cell: Cell) -> float | None:
    if isinstance(cell, float | int):
        return float(cell)
    try:
        return float(str(cell).replace(",", "").replace(" ", ""))
    except ValueError:
        return None
