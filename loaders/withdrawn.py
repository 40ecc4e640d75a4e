"""Figures that an earlier version of the data held: links and citations still name them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.schema import HEADER_ROWS, column_rule, hold, read_csv, row_rule, to_dates
from nuzuh.loaders.table import Table

WITHDRAWN_BY = "withdrawn by IDMC by"
"""What is added to the note of a figure that its publisher withdrew, while the ledger keeps it."""

_DATES = ("withdrawn_on",)
_REASONS = ("reason_en", "reason_ar", "reason_he")
_COLUMNS = ("id", *_DATES, "held_in", *_REASONS, "see")

_SCHEMA = pa.DataFrameSchema(
    {
        "id": pa.Column(str, column_rule(bool, "a withdrawn figure has an id"), unique=True),
        "held_in": pa.Column(
            str, column_rule(bool, "the last data version that held it must be named")
        ),
        **{
            name: pa.Column(str, column_rule(bool, "a withdrawn figure tells why"))
            for name in _REASONS
        },
        "see": pa.Column(str, column_rule(bool, "a figure to look at instead must be named")),
    },
    checks=row_rule(
        lambda f: f["withdrawn_on"].notna(), "the day is missing", column="withdrawn_on"
    ),
)


def read_withdrawn(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``withdrawn.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    return hold(_SCHEMA, to_dates(read_csv(content, file, _COLUMNS), _DATES, file), file)


def hold_withdrawn(withdrawn: pd.DataFrame, estimates: pd.DataFrame, file: str) -> None:
    """Refuse a withdrawn figure that is still in the ledger, or that points to none there.

    Raises:
        DataError: naming the row.
    """
    ids = set(estimates["id"])
    rows = zip(withdrawn["id"], withdrawn["see"], strict=True)
    for row, (figure, see) in enumerate(rows, start=HEADER_ROWS):
        if figure in ids:
            raise DataError(file, f"{figure} is in the estimates", row=row, column="id")
        missing = [other for other in see.split() if other not in ids]
        if missing:
            rule = f"{missing[0]} is not in the estimates"
            raise DataError(file, rule, row=row, column="see")


def is_noted_withdrawn(note: str) -> bool:
    """Whether the note of a figure that is still in the ledger says that it was withdrawn.

    >>> is_noted_withdrawn(f"a count; {WITHDRAWN_BY} 2026-10-01, hence weak")
    True
    """
    return f"; {WITHDRAWN_BY} " in note


@lru_cache(maxsize=1)
def load_withdrawn() -> Table[pd.DataFrame]:
    """Return one row a figure that was withdrawn: when, why in each language, where to look.

    ``held_in`` is the last data version that held it; ``see`` names figures of
    the same publisher on the same event, apart by spaces.

    Raises:
        DataError: when the file is not the published one or breaks a rule.

    Example:
        >>> load_withdrawn().frame.set_index("id").loc["GD0422", "see"]
        'GD0421'
    """
    frame = read_withdrawn(read_bytes("withdrawn"), "withdrawn.csv")
    return Table(frame, provenance("withdrawn", len(frame)))
