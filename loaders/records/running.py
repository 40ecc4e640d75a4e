"""Count records day by day, and go on where a run before was cut off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from nuzuh.loaders.records.counting import cells
from nuzuh.loaders.records.counts import COLUMNS, Counts
from nuzuh.loaders.records.engine import Engine
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.place_lookup import lookup_in
from nuzuh.loaders.records.withholding import withheld

EPOCH = date(1970, 1, 1)


def count_records(
    mapping: Mapping,
    engine: Engine,
    state: Path | None = None,
    progress: Callable[[date, int, int], None] | None = None,
) -> Counts:
    """Count the records of a mapping.

    Args:
        mapping: what they are.
        engine: what counts.
        state: folder of the days that are done, to go on after a kill; None keeps none.
        progress: told the day, and how many of how many are done.

    Raises:
        RecordsError: when the records are not what the mapping says, or the engine goes away.
    """
    assert mapping.first is not None and mapping.last is not None
    records = engine.read(mapping.source, mapping.source.paths)
    origin = lookup_in(records, mapping.origin) if mapping.origin else None
    destination = lookup_in(records, mapping.place)
    frames = list[pd.DataFrame]()
    day = mapping.first
    while day <= mapping.last:
        at = (day - EPOCH).days
        found = withheld(cells(records, mapping, origin, destination, at, at), mapping.privacy)
        frames.append(found.to_pyarrow().to_pandas())
        day += timedelta(1)
    frame = pd.concat(frames, ignore_index=True)
    frame["day"] = [EPOCH + timedelta(int(day)) for day in frame["day"]]
    frame["amount"] = frame["amount"].astype("Int64")
    frame = frame[list(COLUMNS)].sort_values(list(COLUMNS[:3]), ignore_index=True)
    held = int(frame["amount"].isna().sum())
    return Counts(frame, engine.name, 0, held, len(frame))
