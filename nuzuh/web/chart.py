"""What all charts over time share: days, numbers, sides, the reconstruction, the frame."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
from babel.dates import get_day_names, get_month_names

from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES, PALETTES
from nuzuh.scene.translator import Translator

_SHORT_DAYS = 150
"""A period shorter than this has days on its axis, a longer one months."""
MARGIN = 74
"""Pixels to the left of charts that stand one under the other, so that their days do too."""
CLOSE = "T23:59"
"""Time of day at which a last day ends."""
_DAY_LAYER = 1
"""Which layer of a chart is the line of the day shown."""


def time_of(period: tuple[date, date], t: Translator) -> alt.X:
    """Return time from a first to a last day, the same for all charts of a period.

    Args:
        period: both days.
        t: the reader's language.
    """
    first, last = period
    is_short = (last - first).days < _SHORT_DAYS
    scale = alt.Scale(domain=[first.isoformat(), last.isoformat() + CLOSE])
    return alt.X("date:T", title=None, axis=time_axis(t, days=is_short), scale=scale)


def time_axis(t: Translator, *, days: bool = False) -> alt.Axis:
    """Return the axis of time of a chart that is as wide as the page.

    Args:
        t: the reader's language.
        days: name days, as for a short period, and not months.
    """
    form = "%-d %b %Y" if days else "%b %Y"
    months = alt.TimeIntervalStep(interval="month", step=3)
    return alt.Axis(
        # A picture runs from left to right: its dates keep the direction of their own language.
        format=f"\u2067{form}\u2069" if t.right_to_left else form,
        tickCount=8 if days else months,
        labelOverlap="greedy",
        labelSeparation=14,
        # A label at the end of the axis would stick out of a narrow page.
        labelFlush=40,
    )


def count_axis() -> alt.Axis:
    """Return the axis of a number of people of charts that stand one under the other."""
    return alt.Axis(format=",.0f", tickCount=5, minExtent=MARGIN, maxExtent=MARGIN)


def side_colour(theme: str) -> alt.Color:
    """Return the colour of published figures by the column ``side``.

    Args:
        theme: ``light`` or ``dark``.
    """
    colours = GROUP_COLOURS[theme]
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color("side:N", legend=None, scale=scale)


def side_shape() -> alt.Shape:
    """Return the shape of published figures by the column ``side``."""
    scale = alt.Scale(domain=list(GROUP_SHAPES), range=list(GROUP_SHAPES.values()))
    return alt.Shape("side:N", legend=None, scale=scale)


def reconstructed(
    data: alt.InlineData | pd.DataFrame, axes: tuple[alt.X, alt.Y], t: Translator, theme: str
) -> tuple[alt.Chart, alt.Chart]:
    """Return a reconstruction over time: its band, and the dashed line that lies over it.

    Ink and grey belong to nobody: a publisher's colour would make the line look like its claim.

    Args:
        data: ``date``, ``number``, ``low`` and ``high`` of each day.
        axes: time, and the number.
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    palette, (time, number) = PALETTES[theme], axes
    base = alt.Chart(data).encode(x=time)
    band = base.mark_area(opacity=0.22, color=palette.quiet).encode(
        y=alt.Y("low:Q", title=None), y2="high:Q"
    )
    line = base.mark_line(color=palette.ink, strokeWidth=1.7, strokeDash=[5, 2]).encode(
        y=number,
        tooltip=[
            alt.Tooltip("date:T", format="%-d %B %Y", title=t("table.as_of")),
            alt.Tooltip("number:Q", format=",.2r", title=t("recon.mark")),
            alt.Tooltip("low:Q", format=",.2r", title=t("chart.low")),
            alt.Tooltip("high:Q", format=",.2r", title=t("chart.high")),
        ],
    )
    return band, line


def layered(
    band: alt.Chart, day: date, *over: alt.Chart, about: str, t: Translator, theme: str
) -> alt.LayerChart:
    """Return a chart over time with the upright line of a day, which :func:`on_day` moves.

    Args:
        band: what lies below the line.
        day: the day shown.
        over: what lies above it.
        about: what the chart is, for whoever cannot see it.
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    now = (
        alt.Chart(pd.DataFrame({"date": [pd.Timestamp(day)]}))
        .mark_rule(color=PALETTES[theme].accent, strokeWidth=2)
        .encode(x="date:T")
    )
    return framed([band, now, *over], about=about, t=t)


def framed(layers: Sequence[alt.Chart], *, about: str, t: Translator) -> alt.LayerChart:
    """Return a chart over time with what all share: its links, its months, what it is in words.

    Args:
        layers: the lowest first.
        about: what the chart is, for whoever cannot see it.
        t: the reader's language.
    """
    return (
        alt.layer(*layers)
        .properties(
            usermeta={"embedOptions": {"loader": {"target": "_blank"}, "actions": False}},
            description=about,
        )
        .configure_view(strokeWidth=0)
        # Vega's own words for what cannot see are English: the description and the list say more.
        .configure(
            aria=False,
            mark=alt.MarkConfig(aria=False),
            locale=alt.Locale(time=alt.TimeLocale(**_calendar(t.lang))),
        )
    )


def spec_of(chart: alt.LayerChart) -> str:
    """Return a chart as JSON in the language of Vega-Lite, which is slow to make: keep it."""
    return json.dumps(chart.to_dict())


def on_day(spec: str, day: date) -> dict[str, Any]:
    """Return a chart kept by :func:`spec_of` with its upright line on another day."""
    drawn: dict[str, Any] = json.loads(spec)
    drawn["layer"][_DAY_LAYER]["data"] = {"values": [{"date": day.isoformat()}]}
    return drawn


@cache
def _calendar(lang: str) -> dict[str, Any]:
    """Names of months and days in the form in which Vega takes them."""
    months = {wide: get_month_names(wide, locale=lang) for wide in ("wide", "abbreviated")}
    weekdays = {wide: get_day_names(wide, locale=lang) for wide in ("wide", "abbreviated")}
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    return {
        "dateTime": "%Y-%m-%d",
        "date": "%Y-%m-%d",
        "time": "%H:%M",
        "periods": ["", ""],
        "days": [weekdays["wide"][day] for day in sunday_first],
        "shortDays": [weekdays["abbreviated"][day] for day in sunday_first],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
    }
