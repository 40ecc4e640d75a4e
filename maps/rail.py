"""The rail of time above the slider: phases, turning points, how much was published a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from html import escape

import pandas as pd

from maps.scales import PALETTES
from maps.view import Timeline
from maps.words import Words

_ROOM = 9
"""Percent of the rail's width that a phase's name needs."""


def figures_per_week(estimates: pd.DataFrame, timeline: Timeline) -> list[int]:
    """Return how many published figures describe each week, from the first day of the timeline."""
    days = (estimates["as_of"] - pd.Timestamp(timeline.first)).dt.days
    inside = days[(days >= 0) & (estimates["as_of"] <= pd.Timestamp(timeline.last))]
    weeks = (timeline.last - timeline.first).days // 7 + 1
    counts = (inside // 7).value_counts()
    return [int(counts.get(week, 0)) for week in range(weeks)]


def rail_html(
    timeline: Timeline,
    day: date,
    weeks: list[int],
    names: Mapping[str, str],
    words: Words,
    *,
    theme: str = "light",
) -> str:
    """Return the rail; it spans the same width as the slider below it, oldest at the left.

    Args:
        timeline: days and phases.
        day: the day shown.
        weeks: figures per week, see :func:`figures_per_week`.
        names: the name of each phase in the reader's language.
        words: the reader's language.
        theme: ``light`` or ``dark``.
    """
    palette = PALETTES[theme]
    span = (timeline.last - timeline.first).days

    def at(moment: date) -> float:
        return 100 * min(max((moment - timeline.first).days / span, 0), 1)

    tallest = max(weeks, default=0) or 1
    bars = "".join(
        f'<i style="left:{at(timeline.first + timedelta(days=7 * week)):.2f}%;'
        f'width:{100 * 6 / span:.2f}%;height:{max(100 * count / tallest, 4):.0f}%"></i>'
        for week, count in enumerate(weeks)
        if count
    )
    bands, covered = "", False
    for phase in timeline.phases:
        now, width = phase.start <= day <= phase.end, at(phase.end) - at(phase.start)
        name = escape(names[phase.id])
        # A name needs room: its own band, or the next one's when it is the current phase.
        shown = name if now or (width >= _ROOM and not covered) else ""
        covered = now and width < 2 * _ROOM
        bands += (
            f'<span class="{"nz-now" if now else ""}" style="left:{at(phase.start):.2f}%;'
            f'width:{width:.2f}%" title="{name}, {escape(words.day(phase.start, short=True))}">'
            f'<em style="background:{palette.paper if now else "none"}">{shown}</em></span>'
        )
    years = "".join(
        f'<b style="left:{at(date(year, 1, 1)):.2f}%">{year}</b>'
        for year in range(timeline.first.year + 1, timeline.last.year + 1)
    )
    return (
        f'<div class="nz-rail" dir="ltr" aria-hidden="true" '
        f'title="{escape(words("rail.bars"))}"><div class="nz-bands">{bands}</div>'
        f'<div class="nz-bars">{bars}'
        f'<u style="left:{at(day):.2f}%;background:{palette.accent}"></u></div>'
        f'<div class="nz-years">{years}</div></div>'
    )
