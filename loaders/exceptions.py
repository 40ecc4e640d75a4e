"""Named exceptions: figures that may break a rule of the ledger, each with its reason."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.schema import column_rule, hold, read_csv, row_rule
from nuzuh.loaders.table import Table

_COLUMNS = ("id", "rule", "reason")

_SCHEMA = pa.DataFrameSchema(
    {
        "id": pa.Column(str, column_rule(bool, "an exception names a figure")),
        "rule": pa.Column(str, column_rule(bool, "an exception names a rule")),
        "reason": pa.Column(str, column_rule(bool, "an exception says why")),
    },
    checks=row_rule(lambda f: ~f.duplicated(["id", "rule"]), "must not occur twice", column="id"),
)


def read_exceptions(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``exceptions.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    return hold(_SCHEMA, read_csv(content, file, _COLUMNS), file)


@lru_cache(maxsize=1)
def load_exceptions() -> Table[pd.DataFrame]:
    """Return one row an exception: id of the figure, id of the rule, reason.

    :mod:`nuzuh.loaders.ledger` has the rules, and refuses an exception that excuses nothing.

    Raises:
        DataError: when the file is not the published one or breaks a rule.
    """
    frame = read_exceptions(read_bytes("exceptions"), "exceptions.csv")
    return Table(frame, provenance("exceptions", len(frame)))
