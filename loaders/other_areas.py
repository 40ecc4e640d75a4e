"""Areas that a file may name beside the five: what lies outside the Strip, and what holds it."""

from __future__ import annotations

import re
from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.schema import column_rule, hold, read_csv
from nuzuh.loaders.table import Table

_COLUMNS = ("code", "reach", "name_en", "name_ar", "name_he", "also")
_REACHES = ("outside", "wider", "whole")

_SCHEMA = pa.DataFrameSchema(
    {
        "code": pa.Column(
            str,
            [
                column_rule(
                    lambda cell: re.fullmatch(r"[A-Z]{2}\d*", cell) is not None,
                    "a code is two letters and digits",
                ),
                column_rule(lambda cell: cell not in pc.KNOWN, "is the code of an area inside"),
            ],
            unique=True,
        ),
        "reach": pa.Column(
            str, column_rule(_REACHES.__contains__, "an area is outside, wider or whole")
        ),
        **{
            name: pa.Column(str, column_rule(bool, "an area has a name in every language"))
            for name in ("name_en", "name_ar", "name_he")
        },
    }
)


def read_other_areas(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``other_areas.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    return hold(_SCHEMA, read_csv(content, file, _COLUMNS), file)


@lru_cache(maxsize=1)
def load_other_areas() -> Table[pd.DataFrame]:
    """Return the areas that tables name beside the five, by the codes of COD-AB and ISO 3166.

    ``reach`` is *outside* the Strip, *wider* than it, or the *whole* of it; ``also`` holds
    other spellings and the main towns of the area, apart by semicolons.

    Raises:
        DataError: when the file is not the published one or breaks a rule.

    Example:
        >>> load_other_areas().frame.set_index("code").loc["PS0101", "name_en"]
        'Jenin'
    """
    frame = read_other_areas(read_bytes("other_areas"), "other_areas.csv")
    return Table(frame, provenance("other_areas", len(frame)))
