"""The numbered blocks of the Israeli army's evacuation map, as centres with areas."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import inside_strip
from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.schema import column_rule, hold, read_csv, row_rule, to_numbers
from nuzuh.loaders.table import Table

_NUMBERS = ("longitude", "latitude", "area_km2", "behind_yellow_line_2025_10")
_COLUMNS = ("block", "pcode", *_NUMBERS)

_SCHEMA = pa.DataFrameSchema(
    {
        "block": pa.Column(
            str,
            column_rule(lambda cell: cell.isascii() and cell.isdigit(), "a block is a number"),
            unique=True,
        ),
        "pcode": pa.Column(
            str, column_rule(pc.STRIP.__contains__, "a block lies in one governorate")
        ),
    },
    checks=[
        row_rule(inside_strip, "lies outside the Gaza Strip", column="latitude"),
        row_rule(lambda f: f["area_km2"] > 0, "a block has an area", column="area_km2"),
        row_rule(
            lambda f: f["behind_yellow_line_2025_10"].between(0, 1),
            "a share is from 0 to 1",
            column="behind_yellow_line_2025_10",
        ),
    ],
)


def read_blocks(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``blocks.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    frame = to_numbers(read_csv(content, file, _COLUMNS), _NUMBERS, file)
    return hold(_SCHEMA, frame, file)


@lru_cache(maxsize=1)
def load_blocks() -> Table[pd.DataFrame]:
    """Return one row a block: number, governorate, centre to about 100 m, area in km2.

    ``behind_yellow_line_2025_10`` is the share of it (0 to 1) behind the line
    of 19 October 2025. There are no outlines: none came with clear terms.

    Raises:
        DataError: when the file is not the published one or breaks a rule.

    Example:
        >>> blocks = load_blocks().frame
        >>> bool(350 < blocks["area_km2"].sum() < 370)
        True
    """
    frame = read_blocks(read_bytes("blocks"), "blocks.csv")
    return Table(frame, provenance("blocks", len(frame)))
