"""Dates as people write them into files, links and commands: ISO, and nothing else."""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def iso_day(text: str) -> date | None:
    """Return the day written YYYY-MM-DD in Latin digits, or None for anything else.

    >>> iso_day("2025-10-05"), iso_day("2025-W40-7"), iso_day("2025-02-30")
    (datetime.date(2025, 10, 5), None, None)
    """
    if not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
