"""Movement records that were made up, small enough to be counted by hand in pandas."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.records.mapping import Mapping, Place, Source, Time

FIRST, LAST = date(2025, 6, 1), date(2025, 6, 5)


def records(rows: int = 4000, seed: int = 3) -> pd.DataFrame:
    """Return movements between governorates in a few days, some pairs of them seldom."""
    rng = np.random.default_rng(seed)
    days = (LAST - FIRST).days + 1
    seconds = pd.Timestamp(FIRST).timestamp() + rng.uniform(3 * 3600, 20 * 3600, rows)
    seconds += rng.integers(0, days, rows) * 86_400
    share = [0.4, 0.3, 0.2, 0.09, 0.01]
    return pd.DataFrame(
        {
            "at": pd.to_datetime(np.sort(seconds).astype("int64"), unit="s"),
            "origin": rng.choice(pc.GOVERNORATES, rows, p=share),
            "destination": rng.choice(pc.GOVERNORATES, rows, p=share[::-1]),
        }
    )


def mapping_of(folder: Path, frame: pd.DataFrame | None = None) -> Mapping:
    """Write records to a file in a folder, and return the mapping that describes them."""
    write(folder / "records.parquet", records() if frame is None else frame)
    return mapping_in(folder)


def write(path: Path, frame: pd.DataFrame) -> None:
    """Write records to a Parquet file, in groups that tell from when to when they reach."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    pq.write_table(table, path, row_group_size=200)


def mapping_in(folder: Path) -> Mapping:
    """Return the mapping of records that lie in a folder."""
    return Mapping(
        file=folder / "records.yaml",
        name="made-up",
        publisher="A made-up operator",
        title="Made-up movements",
        kind="movement",
        source=Source((folder / "records.parquet",), "parquet", partitions=False),
        time=Time("at", zone="UTC"),
        origin=Place("pcode", "origin"),
        place=Place("pcode", "destination"),
        first=FIRST,
        last=LAST,
    )
