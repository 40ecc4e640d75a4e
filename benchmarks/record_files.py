"""Where made-up movement records lie: a folder a day in UTC, one Parquet file in each."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

FIRST = date(2025, 1, 1)
RESOLUTION = 8
"""Of the H3 cells in them: about 0.7 square kilometres each."""


def day_file(folder: Path, number: int) -> Path:
    """Return the file of a day, the first being 0."""
    return folder / f"day={FIRST + timedelta(number)}" / "part-0.parquet"
