"""A survey of how many people are in records: shares by area and day, with their ranges."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.schema import column_rule, hold, read_csv, row_rule, to_dates, to_numbers

COLUMNS = ("area", "day", "share", "low", "high")
_NUMBERS = ("share", "low", "high")

_SCHEMA = pa.DataFrameSchema(
    {
        "area": pa.Column(
            str,
            column_rule(pc.STRIP.__contains__, f"an area is one of {', '.join(pc.GOVERNORATES)}"),
        ),
        "day": pa.Column(
            "datetime64[s]",
            pa.Check(lambda s: s.notna(), error="a share is of a day", ignore_na=False),
            nullable=True,
        ),
        **{
            name: pa.Column(
                float,
                pa.Check(
                    lambda s: s.notna() & (s > 0),
                    error="a share has its range: share, low and high are all above zero",
                    ignore_na=False,
                ),
                nullable=True,
            )
            for name in _NUMBERS
        },
    },
    checks=[
        row_rule(
            lambda f: (f["low"] <= f["share"]) & (f["share"] <= f["high"]),
            "the share lies between low and high",
            column="share",
        ),
        row_rule(
            lambda f: ~f.duplicated(["area", "day"]),
            "an area has one share a day",
            column="area",
        ),
    ],
)


def read_survey(path: Path) -> pd.DataFrame:
    """Return a survey: columns ``area`` (P-code), ``day``, ``share``, ``low``, ``high``.

    A share is of the people in an area (0.2: one in five), or records that one person makes
    where rows are counted; its range holds four times in five.

    Args:
        path: CSV in UTF-8 with these columns.

    Raises:
        RecordsError: when it cannot be read.
        DataError: for the first rule that a row breaks.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RecordsError(path.name, f"cannot be read ({error.strerror})") from error
    frame = read_csv(content, path.name, COLUMNS)
    frame = to_numbers(to_dates(frame, ("day",), path.name), _NUMBERS, path.name)
    return hold(_SCHEMA, frame, path.name)
