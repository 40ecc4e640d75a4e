"""People present over time: reconstructed lines with bands, and published figures as marks.

A mark leads to its source.
"""

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
from nuzuh.scene.series import Curve
from nuzuh.scene.translator import Translator

_STEP_OF_ALL, _STEP_OF_ONE = 500_000, 100_000
"""What the tops of the scales are multiples of."""
_SHORT_DAYS = 150
"""A period shorter than this has days on its axis, a longer one months."""
MARGIN = 74
"""Pixels to the left of charts that stand one under the other, so that their days do too."""
CLOSE = "T23:59"
"""Time of day at which a last day ends."""
_DAY_LAYER = 1
"""Which layer of a chart is the line of the day shown."""
_NUMBERS = ("people", "low", "high")


def people_charts(
    told: Sequence[Curve], day: date, t: Translator, *, theme: str = "light"
) -> dict[str, alt.LayerChart]:
    """Return a small chart for each governorate: people present, range, published figures.

    All have the same scale, so that they can be compared.

    Args:
        told: people present over time in each governorate.
        day: the day shown, marked by a line.
        t: the reader's language.
        theme: ``light`` or ``dark``.

    Returns:
        A chart by P-code, in their order.
    """
    axes = _axes(
        _top(told, _STEP_OF_ALL),
        alt.Axis(format="%Y", tickCount="year"),
        alt.Axis(format="~s", tickCount=4),
    )
    return {
        _area(one): _chart(one, day, axes, t, theme).properties(
            title=alt.TitleParams(one.name, fontSize=13, anchor="start"), width=222, height=200
        )
        for one in told
    }


def people_chart(
    told: Curve,
    day: date,
    t: Translator,
    *,
    theme: str = "light",
    period: tuple[date, date],
    over: Sequence[alt.Chart] = (),
) -> alt.LayerChart:
    """Return the chart of people present in one area, as wide as the page.

    Its scale is the area's own.

    Args:
        told: people present over time.
        day: the day shown, marked by a line.
        t: the reader's language.
        theme: ``light`` or ``dark``.
        period: the first and the last day shown.
        over: what else lies over it.
    """
    told = told.between(*period)
    people = alt.Axis(format=",.0f", tickCount=5, minExtent=MARGIN, maxExtent=MARGIN)
    _, scaled = _axes(_top([told], _STEP_OF_ONE), alt.Axis(), people)
    chart = _chart(told, day, (time_of(period, t), scaled), t, theme, over)
    return chart.properties(width="container", height=300)


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


def _days(told: Curve) -> pd.DataFrame:
    numbers = {name: pd.Series(getattr(told, name), dtype=float) for name in _NUMBERS}
    days = pd.Series(told.days, dtype="datetime64[s]")
    return pd.DataFrame({"date": days, "pcode": _area(told), **numbers})


def _marks(told: Curve) -> pd.DataFrame:
    parts = {
        "people": "people",
        "told": "told",
        "publisher": "name",
        "group": "side",
        "source": "title",
        "url": "url",
    }
    days = pd.Series([point.day for point in told.points], dtype="datetime64[s]")
    named = {
        column: [getattr(point, part) for point in told.points] for column, part in parts.items()
    }
    return pd.DataFrame({"date": days, "pcode": _area(told), **named})


def _area(told: Curve) -> str:
    return " ".join(told.pcodes)


def _top(told: Sequence[Curve], step: int) -> float:
    return float((max(one.top for one in told) // step + 1) * step)


def _axes(top: float, time: alt.Axis, people: alt.Axis) -> tuple[alt.X, alt.Y]:
    return (
        alt.X("date:T", title=None, axis=time),
        alt.Y("people:Q", title=None, scale=alt.Scale(domain=[0, top]), axis=people),
    )


def _chart(
    told: Curve,
    day: date,
    axes: tuple[alt.X, alt.Y],
    t: Translator,
    theme: str,
    over: Sequence[alt.Chart] = (),
) -> alt.LayerChart:
    palette, colours = PALETTES[theme], GROUP_COLOURS[theme]
    time, people = axes
    base = alt.Chart(_days(told)).encode(x=time)
    # Ink and grey belong to nobody: a publisher's colour would make the line look like its claim.
    band = base.mark_area(opacity=0.22, color=palette.quiet).encode(
        y=alt.Y("low:Q", title=None), y2="high:Q"
    )
    line = base.mark_line(color=palette.ink, strokeWidth=1.7, strokeDash=[5, 2]).encode(
        y=people,
        tooltip=[
            alt.Tooltip("date:T", format="%-d %B %Y", title=t("table.as_of")),
            alt.Tooltip("people:Q", format=",.2r", title=t("recon.mark")),
            alt.Tooltip("low:Q", format=",.2r", title=t("chart.low")),
            alt.Tooltip("high:Q", format=",.2r", title=t("chart.high")),
        ],
    )
    kinds = list(colours)
    figures = (
        alt.Chart(_marks(told))
        .mark_point(size=48, filled=True, opacity=0.95)
        .encode(
            x=time,
            y=people,
            color=alt.Color(
                "group:N",
                legend=None,
                scale=alt.Scale(domain=kinds, range=list(colours.values())),
            ),
            shape=alt.Shape(
                "group:N",
                legend=None,
                scale=alt.Scale(domain=kinds, range=[GROUP_SHAPES[kind] for kind in kinds]),
            ),
            href="url:N",
            tooltip=[
                alt.Tooltip("publisher:N", title=t("table.publisher")),
                alt.Tooltip("told:N", title=t("table.figure")),
                alt.Tooltip("date:T", format="%-d %B %Y", title=t("table.as_of")),
                alt.Tooltip("source:N", title=t("panel.link")),
            ],
        )
    )
    about = t("chart.about", title=t("chart.title"), name=told.name)
    return layered(band, day, line, figures, *over, about=about, t=t, theme=theme)


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
