"""What comes of counted records: people by day, figures of weeks, and the tables with these."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pandas as pd

from nuzuh.balance.penetration import scale
from nuzuh.balance.people_known import people_of
from nuzuh.balance.records_figures import Together, WeeklyFigures, hides_many, weekly_figures
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.scaled import Scaled
from nuzuh.balance.shipped import compute_ranges, load_reconstruction
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.estimates import COLUMNS, read_estimates
from nuzuh.loaders.records.counts import Counts
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.survey import read_survey
from nuzuh.loaders.tables import Tables


@dataclass(frozen=True)
class Made:
    """What comes of counted records.

    Attributes:
        scaled: people by day, with penetration and lost signal.
        together: the same of areas that the balance tells as one on some of these days.
        weekly: figures of weeks, and why there are none of others.
        content: the figures as CSV in the columns of ``estimates.csv``.
        figures: the same, read back and checked.
    """

    scaled: Scaled
    together: Sequence[Together]
    weekly: WeeklyFigures
    content: bytes
    figures: pd.DataFrame


def made_of(
    counts: Counts,
    mapping: Mapping,
    tables: Tables,
    counted_on: date,
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Return what comes of counted records, scaled beside published figures.

    Args:
        counts: of the records.
        mapping: of the records.
        tables: the figures in use without any records, and in use where this is called (see
            :func:`nuzuh.loaders.current.using`).
        counted_on: the day on which they were counted.
        progress: told of the draws, where likely ranges of the reconstruction must be computed
            first.

    Raises:
        RecordsError: when the records cannot be scaled.
        RefusedError: when no figure comes of them.
        BalanceError: when the balance does not converge without them.
        DataError: when a figure breaks a rule of figures.
    """
    reconstruction = load_reconstruction(tables)
    if not reconstruction.ranged:
        reconstruction = compute_ranges(tables, "all", progress=progress)
    survey = mapping.scaling.survey
    scale_them = partial(
        scale,
        counts.frame,
        scaling=mapping.scaling,
        kind=mapping.kind,
        stays=mapping.stays,
        counting=mapping.counting,
        privacy=mapping.privacy,
        person=mapping.amount.weight_of_a_person or 1.0,
        survey=None if survey is None else read_survey(survey),
        file=mapping.file.name,
    )
    scaled = scale_them(people_of(reconstruction))
    together = [
        Together(pcodes, since, scale_them(people_of(reconstruction, pcodes), together=pcodes))
        for pcodes, since in _told_as_one(reconstruction, mapping, scaled.days)
    ]
    weekly = weekly_figures(
        scaled, mapping, counted_on=counted_on, data_version=tables.version, together=together
    )
    if weekly.rows.empty:
        raise RefusedError(
            "no figure comes of these records: no area and no way has three days of a week that "
            "can be used"
        )
    content = _csv(weekly.rows)
    return Made(
        scaled, together, weekly, content, read_estimates(content, f"{mapping.name}/figures.csv")
    )


def _told_as_one(
    reconstruction: Reconstruction, mapping: Mapping, days: pd.DatetimeIndex
) -> Iterator[tuple[tuple[str, ...], pd.Timestamp]]:
    """Areas that the balance tells as one, and the first of some days on which it does.

    None where a survey tells who is recorded of each area, nor where a withheld count may be of
    many, so that nobody knows what is in two of them together.
    """
    if mapping.scaling.against == "survey" or hides_many(mapping):
        return
    # Who moves on the day after the last was there on the last.
    told = [(day, reconstruction.areas_told(min(day, reconstruction.days[-1]))) for day in days]
    # Once areas are told as one they stay so.
    for pcodes in told[-1][1]:
        if len(pcodes) > 1:
            yield pcodes, next(day for day, areas in told if pcodes in areas)


def tables_with(tables: Tables, figures: pd.DataFrame) -> Tables:
    """Return tables with figures of records beside the published ones."""
    own = figures.reindex(columns=tables.estimates.columns)
    estimates = pd.concat([tables.estimates, own], ignore_index=True)
    last: date = max(tables.last, figures["as_of"].max().date())
    return replace(tables, estimates=estimates, last=last, _memory={})


def _csv(rows: pd.DataFrame) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows[list(COLUMNS)].to_numpy().tolist())
    return text.getvalue().encode()
