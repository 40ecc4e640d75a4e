"""OCHA's neighbourhoods and localities of the Strip, as points."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import inside_strip
from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.schema import column_rule, hold, read_csv, row_rule, to_numbers
from nuzuh.loaders.table import Table

KINDS = ("neighbourhood", "locality")

_NUMBERS = ("longitude", "latitude", "people_2017")
_COLUMNS = ("kind", "name_en", "name_ar", "pcode", *_NUMBERS)

_SCHEMA = pa.DataFrameSchema(
    {
        "kind": pa.Column(
            str, column_rule(KINDS.__contains__, f"a kind is one of {', '.join(KINDS)}")
        ),
        "name_en": pa.Column(str, column_rule(bool, "a place must have an English name")),
        "pcode": pa.Column(
            str, column_rule(pc.STRIP.__contains__, "a place lies in one governorate")
        ),
        "people_2017": pa.Column(
            float, pa.Check.ge(0, error="a count is never negative"), nullable=True
        ),
    },
    checks=row_rule(inside_strip, "lies outside the Gaza Strip", column="latitude"),
)


def read_neighbourhoods(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``neighbourhoods.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    frame = to_numbers(read_csv(content, file, _COLUMNS), _NUMBERS, file)
    return hold(_SCHEMA, frame, file)


@lru_cache(maxsize=1)
def load_neighbourhoods() -> Table[pd.DataFrame]:
    """Return one row a neighbourhood or locality: names, governorate, a point in degrees.

    A name may occur more than once, in different places. ``people_2017`` is
    the census count of a locality, missing for neighbourhoods.

    Raises:
        DataError: when the file is not the published one or breaks a rule.

    Example:
        >>> sorted(load_neighbourhoods().frame["kind"].unique())
        ['locality', 'neighbourhood']
    """
    frame = read_neighbourhoods(read_bytes("neighbourhoods"), "neighbourhoods.csv")
    return Table(frame, provenance("neighbourhoods", len(frame)))
