"""Puts a data version into the archive: once, whole, and never in place of what is there."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from nuzuh import __version__
from nuzuh.loaders.archive.entry import ESTIMATES, ORDERS, ArchivedVersion, packed, read_parts
from nuzuh.loaders.archive.shelf import entries, tables_from, versions
from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.estimates import COLUMNS as ESTIMATE_COLUMNS
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.live.settings import read_settings
from nuzuh.loaders.orders import COLUMNS as ORDER_COLUMNS
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.package import data_version, embedded_version, read_bytes
from nuzuh.loaders.records.note import is_records_row
from nuzuh.loaders.writing import write_whole


@dataclass(frozen=True)
class Added:
    """What came of adding a version.

    Attributes:
        version: as the archive has it now.
        path: of its entry.
        is_new: whether it was not there before.
        remark: what was decided on the way, in a sentence; "" for nothing.
    """

    version: ArchivedVersion
    path: Path
    is_new: bool
    remark: str = ""


def known_entry(id_: str) -> Added | None:
    """Return the entry of a version that is there and whole; None where there is none."""
    for path in entries(id_):
        try:
            return Added(read_parts(path)[0], path, is_new=False)
        except DataError:
            # A damaged one is as good as none: a whole one is put beside it, or in its place.
            continue
    return None


def add_entry(
    id_: str,
    parts: Mapping[str, bytes],
    today: date,
    published: date | None = None,
    *,
    software: str = __version__,
) -> Added:
    """Put a version into the operator's folder, unless it is in the archive.

    Args:
        id_: the data version.
        parts: content of each part of its entry, by name.
        today: what the clock says.
        published: day on which it was published; None for today, or where the clock is behind
            the version itself or the newest entry, the later of their days.
        software: version of the software that wrote the parts.

    Raises:
        DataError: when the parts are no whole version.
        RefusedError: when the entry cannot be written, or a day makes no sense; what is there
            stays as it is.
    """
    known = known_entry(id_)
    if known is not None:
        return known
    tables = tables_from(parts, today)
    estimates = tables["estimates"].frame
    if of_records := [one for one in estimates["id"] if is_records_row(one)]:
        raise DataError(
            id_,
            f"holds {of_records[0]}, a figure made of movement records on somebody's machine: the "
            "archive keeps published figures alone",
        )
    last: date = estimates["as_of"].max().date()
    day, remark = _published(today, published, last)
    version = ArchivedVersion(id_, last, day, len(estimates), len(tables["orders"].frame), software)
    path = read_settings().archive / f"{id_}.zip"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RefusedError(f"cannot make the folder {path.parent} ({error.strerror})") from error
    # Two at once write the same: each version is a file of its own, put there in one step.
    write_whole(path, packed(version, parts))
    return Added(version, path, is_new=True, remark=remark)


def _published(today: date, published: date | None, last: date) -> tuple[date, str]:
    if published is not None:
        if not last <= published <= max(today, last):
            raise RefusedError(
                f"a version whose last figure describes {last} was published between that day "
                f"and today, {today}; not on {published}"
            )
        return published, ""
    newest = max([last, *(one.published for one in versions())])
    if today >= newest:
        return today, ""
    return newest, (
        f"The clock says {today}, which lies before {newest}, the newest day in the archive or "
        f"in the figures: {newest} is put down as the day of publication."
    )


def tables_as_files() -> dict[str, bytes]:
    """Return the estimates and orders in use as the parts that keep them.

    Embedded tables are kept byte for byte; those that a refresh has changed are written in the
    same columns.
    """
    if data_version() == embedded_version():
        return {ESTIMATES: read_bytes("estimates"), ORDERS: read_bytes("orders")}
    return {
        ESTIMATES: _csv(load_estimates().frame, ESTIMATE_COLUMNS),
        ORDERS: _csv(load_orders().frame, ORDER_COLUMNS),
    }


def _csv(frame: pd.DataFrame, columns: tuple[str, ...]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(columns)
    cells = (frame[name].map(_cell) for name in columns)
    writer.writerows(zip(*cells, strict=True))
    return written.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    number = float(str(value))
    return str(int(number)) if number.is_integer() else repr(number)
