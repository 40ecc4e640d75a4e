"""What ``nuzuh records add`` prints: what would be used of records, and what it would change."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from nuzuh.balance.records_made import Made
from nuzuh.loaders.records.counts import ALL, Counts
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.records_preview import RecordsPreview

FIRST_FIGURES = 5
"""Figures that are shown before they are taken in."""

_LEFT_OUT = {
    "incomplete": "without a moment, a place, a count or a person",
    "unplaced": "of places that lie in no known area",
    "outside": "of places outside the Strip",
    "within": "from an area to itself",
    "days": "of days that the mapping does not take",
}
_WITHOUT_FIGURE = {
    "few_days": "fewer than three usable days in the week",
    "withheld": "withheld on most days",
    "too_few": "too few people to be told",
}
_LOST = {
    "given": "named by the mapping",
    "lost": "no signal",
    "unclear": "signal or people gone, which cannot be told apart",
    "surplus": "more records than people can have made",
    "untold": "the share of people who are in the records is not known, or too loosely",
}
_NOT_SCALED = {
    "days": "of days on which the balance has no people",
    "outside": "of people outside the Strip, of whom no share is known",
}


def counted_lines(counts: Counts, mapping: Mapping) -> Iterator[str]:
    """Yield what was counted, withheld and left out."""
    days = (counts.last - counts.first).days + 1
    ends = pd.concat([counts.frame["origin"], counts.frame["destination"]])
    areas = [code for code in ends.unique() if code not in ("", ALL)]
    yield f"{mapping.name}: {mapping.title} ({mapping.publisher})"
    yield (
        f"counted: {counts.first} to {counts.last}, {_several(days, 'day')}, "
        f"{_several(len(areas), 'area')}, {counts.records:,} records in counts that are given; "
        f"by {counts.engine}"
    )
    what = "a pair of areas" if mapping.kind == "movement" else "an area"
    yield (
        f"withheld: {counts.withheld:,} of {counts.cells:,} counts of {what} and a day, none or of "
        f"fewer than {mapping.privacy.threshold} persons"
    )
    left = [one for one in counts.left_out if one.records]
    yield "left out: " + (
        "; ".join(f"{one.records:,} records {_LEFT_OUT[one.why]}" for one in left)
        or f"nothing, or on each day fewer than {mapping.privacy.threshold} records"
    )


def scaled_lines(made: Made, mapping: Mapping) -> Iterator[str]:
    """Yield how many people a record stands for, where signal was lost, and the first figures."""
    against = "a survey" if made.scaled.against == "survey" else "the balance without records"
    yield f"in the records, of the people of an area (against {against}):"
    for row in made.scaled.penetration.itertuples():
        yield (
            f"  {governorate_name(str(row.pcode), 'en')}: {_percent(row.middle)} "
            f"({_percent(row.low)} to {_percent(row.high)}), {_several(int(row.days), 'day')}"
        )
    yield from _lost_lines(made.scaled.lost)
    for why, number in made.scaled.left_out.items():
        yield f"not scaled: {_several(number, 'count')} {_NOT_SCALED[why]}"
    rows = made.weekly.rows
    yield f"figures: {len(rows)} of weeks; the first {min(len(rows), FIRST_FIGURES)}:"
    for row in rows.head(FIRST_FIGURES).to_dict("records"):
        yield f"  {figure_line(row)}"
    for reason, weeks in made.weekly.left_out.items():
        what = "way" if mapping.kind == "movement" else "area"
        yield f"  none of {_several(weeks, 'week')} by {what}: {_WITHOUT_FIGURE[reason]}"


def _lost_lines(lost: pd.DataFrame) -> Iterator[str]:
    if lost.empty:
        yield "lost signal: on no day"
        return
    yield "days without a figure though there are records:"
    for (pcode, why), of_area in lost.groupby(["pcode", "why"]):
        days = pd.to_datetime(of_area["day"]).dt.date
        span = f"{days.min()} to {days.max()}" if len(days) > 1 else f"{days.min()}"
        name = governorate_name(str(pcode), "en")
        yield f"  {name}: {_several(len(days), 'day')}, {span}: {_LOST[str(why)]}"


def figure_line(row: dict[str, str]) -> str:
    """Return a figure in a line.

    >>> row = {"id": "REC-A-1", "period_start": "2025-06-02", "as_of": "2025-06-08", "origin": ""}
    >>> numbers = {"value": "84000", "low": "70000", "high": "110000", "unit": "people"}
    >>> figure_line({**row, **numbers, "destination": "Rafah"})
    'REC-A-1: 2025-06-02 to 2025-06-08, Rafah: 84,000 people (70,000 to 110,000)'
    """
    where = f"{row['origin']} to {row['destination']}" if row["origin"] else row["destination"]
    value, low, high = (f"{float(row[name]):,.0f}" for name in ("value", "low", "high"))
    return (
        f"{row['id']}: {row['period_start']} to {row['as_of']}, {where}: "
        f"{value} {row['unit']} ({low} to {high})"
    )


def change_lines(preview: RecordsPreview) -> Iterator[str]:
    """Yield which numbers of the reconstruction become others."""
    yield f"the balance uses {preview.used} of these {_several(preview.figures, 'figure')}"
    if preview.day is None:
        yield "the reconstruction has none of the days that they describe"
    elif not preview.people.rows:
        yield "no rounded number of the reconstruction becomes another on a day they describe"
    else:
        yield (
            f"the reconstruction of {preview.day}, on which they change it most, without them and "
            "with them:"
        )
        for name, before, after in preview.people.rows:
            yield f"  {name}: {before} -> {after}"


def _percent(share: float) -> str:
    return f"{100 * share:.2g}%"


def _several(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
