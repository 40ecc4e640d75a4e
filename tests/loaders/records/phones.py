"""Three weeks of records of phones, and the mapping that describes them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from tests.loaders.records.made_up import write

MAPPING = """\
records: 1
name: phones
publisher: A made-up operator
title: Made-up handsets, June 2025
kind: presence
files: phones.parquet
time: {column: seen_at, zone: UTC}
place: {pcode: area}
"""
FIRST, DAYS = date(2025, 6, 2), 21
_SEEN = {"PS0255": 250, "PS0260": 1300, "PS0265": 700, "PS0270": 1100, "PS0275": 4}


def write_phones(folder: Path) -> None:
    """Write the records and their mapping into a folder."""
    rng = np.random.default_rng(5)
    parts = []
    for number in range(DAYS):
        start = pd.Timestamp(FIRST + timedelta(number))
        for area, seen in _SEEN.items():
            seconds = rng.integers(3 * 3600, 20 * 3600, int(seen * rng.uniform(0.97, 1.03)))
            at = start + pd.to_timedelta(seconds, unit="s")
            parts.append(pd.DataFrame({"seen_at": at, "area": area}))
    write(folder / "phones.parquet", pd.concat(parts).sort_values("seen_at"))
    (folder / "records.yaml").write_text(MAPPING, encoding="utf-8")
