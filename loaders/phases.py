"""Phases of the war: named spans of time that readers can jump to, each resting on a cited row."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.schema import column_rule, hold, read_csv, row_rule, to_dates
from nuzuh.loaders.table import Table

_DATES = ("start", "end", "preset")


def _in_a_row(frame: pd.DataFrame) -> pd.Series:
    follows = frame["start"].shift(-1).isna() | (
        frame["start"].shift(-1) == frame["end"] + pd.Timedelta(days=1)
    )
    return follows & (frame["start"] <= frame["end"])


_SCHEMA = pa.DataFrameSchema(
    {
        "phase": pa.Column(str, column_rule(bool, "an id is missing"), unique=True),
        "evidence": pa.Column(str, column_rule(bool, "a phase must rest on a cited row")),
    },
    checks=[
        row_rule(_in_a_row, "phases follow one another without a gap", column="start"),
        row_rule(
            lambda f: (f["start"] <= f["preset"]) & (f["preset"] <= f["end"]),
            "the preset day lies outside its phase",
            column="preset",
        ),
    ],
)


def read_phases(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``phases.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    columns = ("phase", *_DATES, "name_en", "name_ar", "name_he", "evidence")
    frame = to_dates(read_csv(content, file, columns), _DATES, file)
    return hold(_SCHEMA, frame, file)


@lru_cache(maxsize=1)
def load_phases() -> Table[pd.DataFrame]:
    """Return the phases in order: id, start, end, preset day, names, id of the row they rest on.

    Raises:
        DataError: when the file is not the published one, or phases overlap or leave a gap.
    """
    frame = read_phases(read_bytes("phases"), "phases.csv")
    return Table(frame, provenance("phases", len(frame)))
