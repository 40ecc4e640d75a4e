"""Who publishes figures: the name as they name themselves, and the side they speak for."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from loaders.package import provenance, read_bytes
from loaders.schema import column_rule, hold, read_csv
from loaders.table import Table

GROUPS = ("un", "israel", "palestine", "other")
"""UN system; Israeli authorities; Palestinian authorities; everyone else."""

_SCHEMA = pa.DataFrameSchema(
    {
        "publisher": pa.Column(str, column_rule(bool, "a publisher is missing"), unique=True),
        "group": pa.Column(
            str, column_rule(GROUPS.__contains__, f"a group is one of {', '.join(GROUPS)}")
        ),
        "full_name": pa.Column(str, column_rule(bool, "a full name is missing")),
    }
)


@lru_cache(maxsize=1)
def load_publishers() -> Table[pd.DataFrame]:
    """Return one row a publisher: name as used in the estimates, group, full name, note.

    Raises:
        DataError: when the file is not the published one or breaks a rule.
    """
    file = "publishers.csv"
    columns = ("publisher", "group", "full_name", "note")
    frame = hold(_SCHEMA, read_csv(read_bytes("publishers"), file, columns), file)
    return Table(frame, provenance("publishers", len(frame)))


def groups() -> dict[str, str]:
    """Return the group of each publisher.

    >>> groups()["OCHA"], groups()["IDF"]
    ('un', 'israel')
    """
    frame = load_publishers().frame
    return dict(zip(frame["publisher"], frame["group"], strict=True))
