"""What ``nuzuh records add`` prints: what would be used of records, and what it would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd

from nuzuh.balance.records_made import Made
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.records.counts import Counts
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.records_preview import RecordsPreview

FIRST_FIGURES = 5
"""Figures that are shown before they are taken in."""

SPANS = 4
"""Stretches of days that are told of an area."""

_LEFT_OUT = {
    "incomplete": "without a moment, a place, a count or a person",
    "unplaced": "of places that lie in no known area",
    "outside": "of places outside the Strip",
    "within": "from an area to itself",
    "days": "of days that the mapping does not take",
}
_WITHOUT_FIGURE = {
    "few_days": "had fewer than three usable days",
    "withheld": "were withheld on most days",
    "too_few": "had too few people to be told",
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
    areas = [code for code in ends.unique() if code in pc.GOVERNORATES]
    yield f"{mapping.name}: {mapping.title} ({mapping.publisher})"
    yield (
        f"counted: {counts.first} to {counts.last}, {_several(days, 'day')}, "
        f"{_several(len(areas), 'area')}, {counts.records:,} records in the counts that are not "
        f"withheld; by {counts.engine}"
    )
    what = "a pair of areas" if mapping.kind == "movement" else "an area"
    yield (
        f"withheld: {counts.withheld:,} of {counts.cells:,} counts of {what} and a day, each of "
        f"nobody or of fewer than {mapping.privacy.threshold} persons"
    )
    left = [one for one in counts.left_out if one.records]
    yield "left out: " + (
        "; ".join(f"{one.records:,} records {_LEFT_OUT[one.why]}" for one in left)
        or f"nothing, or on each day fewer than {mapping.privacy.threshold} records"
    )


def scaled_lines(made: Made, mapping: Mapping) -> Iterator[str]:
    """Yield how many people a record stands for, where signal was lost, and the first figures."""
    against = "a survey" if made.scaled.against == "survey" else "the balance without records"
    yield f"share of the people of an area who are in the records (against {against}):"
    yield from _share_lines(made.scaled.penetration)
    for one in made.together:
        names = " and ".join(governorate_name(code, "en") for code in one.pcodes)
        alone = one.scaled.penetration[one.scaled.penetration["pcode"] == one.pcodes[0]]
        as_one = f"{names}, which the balance does not tell apart from {one.since.date()} on"
        yield from _share_lines(alone, as_one)
    yield from _lost_lines(made.scaled.lost)
    for why, number in made.scaled.left_out.items():
        yield f"not scaled: {_several(number, 'count')} {_NOT_SCALED[why]}"
    rows = made.weekly.rows
    yield f"figures: {len(rows)} of weeks; the first {min(len(rows), FIRST_FIGURES)}:"
    for row in rows.head(FIRST_FIGURES).to_dict("records"):
        yield f"  {figure_line(row)}"
    for reason, weeks in made.weekly.left_out.items():
        what = "a pair of areas" if mapping.kind == "movement" else "an area"
        yield f"  no figure of {_several(weeks, 'week')} of {what}, which {_WITHOUT_FIGURE[reason]}"


def _share_lines(penetration: pd.DataFrame, name: str = "") -> Iterator[str]:
    for row in penetration.itertuples():
        of, days = name or governorate_name(str(row.pcode), "en"), _several(int(row.days), "day")
        yield f"  {of}: {_share(row.low, row.middle, row.high)}, {days}"


def _lost_lines(lost: pd.DataFrame) -> Iterator[str]:
    if lost.empty:
        yield "lost signal: on no day"
        return
    yield "days without a figure though there are records:"
    for (pcode, why), of_area in lost.groupby(["pcode", "why"]):
        days = pd.to_datetime(of_area["day"]).dt.date
        name = governorate_name(str(pcode), "en")
        yield f"  {name}: {_several(len(days), 'day')} ({_spans(days)}): {_LOST[str(why)]}"


def _spans(days: Iterable[date]) -> str:
    """Name the first stretches of days that follow each other.

    >>> _spans([date(2025, 6, day) for day in (1, 2, 3, 9)])
    '2025-06-01 to 2025-06-03, 2025-06-09'
    """
    runs = list[list[date]]()
    for day in sorted(days):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    told = [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:SPANS]]
    more = [f"and {len(runs) - SPANS} stretches more"] if len(runs) > SPANS else []
    return ", ".join(told + more)


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


def _share(low: float, middle: float, high: float) -> str:
    """Tell a share with its range.

    >>> _share(0.048, 0.11, 0.22)
    '11% (4.8% to 22%)'
    >>> _share(0.97, 220.0, 56000.0)
    'more records than the people who are taken to be there, so that none can be told'
    """
    if middle > 1:
        return "more records than the people who are taken to be there, so that none can be told"
    return f"{_percent(middle)} ({_percent(low)} to {_percent(min(high, 1.0))})"


def _percent(share: float) -> str:
    return f"{100 * share:.2g}%"


def _several(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
