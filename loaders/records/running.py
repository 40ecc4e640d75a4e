"""Count records day by day, and go on where a run before was cut off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from nuzuh.loaders.records.counting import DAY
from nuzuh.loaders.records.counts import Counts, counts_of, faults
from nuzuh.loaders.records.engine import Engine
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.gaza_day import gaza_day
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.place_lookup import lookup_of
from nuzuh.loaders.records.withholding import question

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
    records = records.mutate(**{DAY: gaza_day(records[mapping.time.column].epoch_seconds())})
    origin = lookup_of(mapping.origin, list) if mapping.origin else None
    asked = question(records, mapping, origin, lookup_of(mapping.place, list))
    answers = list[pd.DataFrame]()
    day = mapping.first
    while day <= mapping.last:
        at = (day - EPOCH).days
        answer = engine.backend.to_pyarrow(asked.answer, params=asked.params(at, at)).to_pandas()
        if wrong := faults(answer):
            raise RecordsError(
                mapping.file.name, f"holds counts {wrong[0]}", column=mapping.amount.column
            )
        answers.append(answer.assign(day=[EPOCH + timedelta(int(day)) for day in answer["day"]]))
        day += timedelta(1)
    return counts_of(answers, engine.name)
