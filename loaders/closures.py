"""Ways that were shut: crossings and corridors that nobody, or few, could pass."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.schema import column_rule, hold, known_pcodes, read_csv, row_rule, to_dates
from nuzuh.loaders.table import Table

HOW = ("closed", "restricted")
"""Nobody could pass; few could."""

_DATES = ("first_day", "last_day")
_COLUMNS = ("id", "origins", "destinations", *_DATES, "how", "evidence", "note")


def _ends(cell: str) -> bool:
    return bool(cell) and known_pcodes(cell)


_SCHEMA = pa.DataFrameSchema(
    {
        "id": pa.Column(str, column_rule(bool, "a closure must have an id"), unique=True),
        "origins": pa.Column(str, column_rule(_ends, "an unknown or missing P-code")),
        "destinations": pa.Column(str, column_rule(_ends, "an unknown or missing P-code")),
        "how": pa.Column(
            str, column_rule(HOW.__contains__, f"a way is shut as one of {', '.join(HOW)}")
        ),
        "evidence": pa.Column(
            str, column_rule(bool, "a closure must name the figures that show it")
        ),
    },
    checks=[
        row_rule(
            lambda f: f["first_day"].notna() & f["last_day"].notna(),
            "a closure has a first and a last day",
            column="first_day",
        ),
        row_rule(
            lambda f: ~(f["first_day"] > f["last_day"]),
            "the closure ends before it starts",
            column="last_day",
        ),
    ],
)


def read_closures(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``closures.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    frame = to_dates(read_csv(content, file, _COLUMNS), _DATES, file)
    return hold(_SCHEMA, frame, file)


@lru_cache(maxsize=1)
def load_closures() -> Table[pd.DataFrame]:
    """Return one row a way that was shut, from its first to its last day, both included.

    ``origins`` and ``destinations`` are space-separated P-codes: the way is
    from any of the former to any of the latter. ``how`` is ``closed`` (nobody)
    or ``restricted`` (few); ``evidence`` names the estimates that show it.

    Raises:
        DataError: when the file is not the published one or breaks a rule.

    Example:
        >>> closures = load_closures().frame.set_index("id")
        >>> closures.loc["CL01", "how"], str(closures.loc["CL01", "last_day"].date())
        ('closed', '2025-01-26')
    """
    frame = read_closures(read_bytes("closures"), "closures.csv")
    return Table(frame, provenance("closures", len(frame)))
