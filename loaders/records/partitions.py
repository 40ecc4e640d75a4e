"""What the folders of a file say of it: ``day=2025-01-01`` and the like."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

from nuzuh.loaders.dates import iso_day

NONE = "__HIVE_DEFAULT_PARTITION__"
"""What stands for a missing value in the name of a folder."""


def partitions_of(path: Path) -> dict[str, str]:
    """Return the columns that the folders of a file give it, in order.

    >>> partitions_of(Path("/r/year=2025/month=01/part-0.parquet"))
    {'year': '2025', 'month': '01'}
    """
    found = dict[str, str]()
    for folder in path.parts[:-1]:
        name, stroke, value = folder.partition("=")
        if stroke and name:
            found[unquote(name)] = unquote(value)
    return found


def base_of(path: Path) -> Path:
    """Return the folder in which the partitions of a file begin.

    >>> base_of(Path("/r/year=2025/month=01/part-0.parquet")).as_posix()
    '/r'
    """
    for position, folder in enumerate(path.parts[:-1]):
        name, stroke, _ = folder.partition("=")
        if stroke and name:
            return Path(*path.parts[:position])
    return path.parent


def called(path: Path) -> str:
    """Return what to call a part in a sentence: its name, with the folders that are partitions.

    >>> called(Path("/r/day=2025-01-01/part-0.parquet"))
    'day=2025-01-01/part-0.parquet'
    """
    return path.relative_to(base_of(path)).as_posix()


def _number(text: str | None, least: int, most: int) -> int | None:
    if text is None or not text.isascii() or not text.isdecimal():
        return None
    return int(text) if least <= int(text) <= most else None


def days_of(path: Path) -> tuple[date, date] | None:
    """Return the first and last day that the folders of a file tell; None where they tell none.

    A column whose value is a day in ISO form (``day=``, ``date=``, ``dt=``, whatever its name),
    or ``year=``, with ``month=`` and ``day=`` where they are there.

    >>> days_of(Path("/r/year=2024/month=2/part-0.parquet"))
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    values = partitions_of(path)
    for value in values.values():
        day = iso_day(value[:10])
        if day is not None and value[10:11] in ("", " ", "T"):
            return day, day
    lower = {name.casefold(): value for name, value in values.items()}
    year = _number(lower.get("year"), 1970, 9998)
    if year is None:
        return None
    month = _number(lower.get("month"), 1, 12)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    number = _number(lower.get("day"), 1, 31)
    if number is None:
        after = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), after - timedelta(1)
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    return day, day
