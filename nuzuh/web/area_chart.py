"""One area over time in charts that stand one under the other, each with a scale of its own.

Their days are drawn at the same places: one kind of number is never drawn on the scale of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt

from nuzuh.scene.area_over_time import AreaOverTime, KeyDate, Number
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import Translator
from nuzuh.web.chart import CLOSE, MARGIN, layered, time_of
from nuzuh.web.order_chart import band, hints, percent_of_land
from nuzuh.web.people_chart import people_chart

PANELS = ("people", "moves", "orders", "dates")
"""The charts, from top to bottom."""
_BAR = 22
"""Pixels from one closed way to the next."""
_AXIS = 44
"""Pixels of the axis of time, which the height of a chart holds."""


def area_charts(
    told: AreaOverTime, day: date, t: Translator, *, theme: str = "light"
) -> dict[str, alt.LayerChart]:
    """Return the charts of an area over its period, by their names in :data:`PANELS`.

    Without a reconstruction nobody is told to have come or gone: there is no chart of it.

    Args:
        told: the area over time, see :meth:`AreaOverTime.between`.
        day: the day shown, marked by a line.
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    period = told.first, told.last
    dots = _phases(told.dates, theme)
    people = people_chart(told.curve, day, t, theme=theme, period=period, over=[dots])
    charts = {"people": people}
    if told.weeks:
        charts["moves"] = _moves(told, day, dots, t, theme)
    land = band(told.shares, percent_of_land(t), theme, time_of(period, t))
    tips = hints(told.shares, t("area.time.orders"), t)
    charts["orders"] = _panel(told, "orders", land, day, [dots, tips], t, theme, 160)
    charts["dates"] = _dates(told, day, dots, t, theme)
    return charts


def phases_of(dates: Sequence[KeyDate]) -> list[KeyDate]:
    """Return the phases that begin, in the order in which they are numbered."""
    return [one for one in dates if one.kind == "phase"]


def _panel(
    told: AreaOverTime,
    name: str,
    below: alt.Chart,
    day: date,
    over: Sequence[alt.Chart],
    t: Translator,
    theme: str,
    height: int,
) -> alt.LayerChart:
    about = t("area.time.about", title=t(f"area.time.{name}"), name=told.name)
    chart = layered(below, day, *over, about=about, t=t, theme=theme)
    return chart.properties(width="container", height=height)


def _phases(dates: Sequence[KeyDate], theme: str) -> alt.Chart:
    """A dotted line where each phase begins."""
    values = [{"date": one.start.isoformat()} for one in phases_of(dates)]
    return (
        alt.Chart(alt.InlineData(values=values))
        .mark_rule(color=PALETTES[theme].quiet, strokeDash=[1, 4], strokeWidth=1)
        .encode(x="date:T")
    )


def _moves(
    told: AreaOverTime, day: date, dots: alt.Chart, t: Translator, theme: str
) -> alt.LayerChart:
    """Who arrived above the line and who left below it, with their likely ranges."""
    palette = PALETTES[theme]
    bars = [
        _bar(week.start, week.end, way, number, t)
        for week in told.weeks
        for way, number in (("arrived", week.arrived), ("left", week.left))
        if number is not None
    ]
    data = alt.InlineData(values=bars)
    number = alt.Axis(
        labelExpr="format(abs(datum.value), ',.0f')",
        tickCount=5,
        minExtent=MARGIN,
        maxExtent=MARGIN,
    )
    drawn = (
        alt.Chart(data)
        .mark_rect(fillOpacity=0.55, stroke=palette.paper, strokeWidth=0.5, clip=True)
        .encode(
            x=time_of((told.first, told.last), t),
            x2="until:T",
            y=alt.Y("people:Q", title=None, axis=number),
            y2=alt.datum(0),
            color=alt.Color(
                "way:N",
                legend=None,
                scale=alt.Scale(domain=["arrived", "left"], range=[palette.ink, palette.quiet]),
            ),
            tooltip=[
                alt.Tooltip("when:N", title=t("area.week.week")),
                alt.Tooltip("told:N", title=t("recon.mark")),
            ],
        )
    )
    ends = (
        alt.Chart(data)
        .mark_rule(color=palette.ink, strokeWidth=1, clip=True)
        .encode(x="middle:T", y="low:Q", y2="high:Q")
    )
    return _panel(told, "moves", drawn, day, [ends, dots], t, theme, 190)


def _bar(start: date, end: date, way: str, number: Number, t: Translator) -> dict[str, object]:
    sign = 1 if way == "arrived" else -1
    span = {"date": start.isoformat(), "until": end.isoformat() + CLOSE}
    ends = {"low": number.low, "high": number.high}
    return {
        **span,
        "middle": (start + (end - start) / 2).isoformat() + "T12:00",
        "way": way,
        "people": sign * number.people,
        **{name: None if end is None else sign * end for name, end in ends.items()},
        "when": t("relief.days", start=t.day(start, short=True), end=t.day(end, short=True)),
        "told": f"{t(f'area.time.{way}')} {number.told}",
    }


def _dates(
    told: AreaOverTime, day: date, dots: alt.Chart, t: Translator, theme: str
) -> alt.LayerChart:
    """Closed ways as bars, and the numbers of the phases above them."""
    palette, period = PALETTES[theme], (told.first, told.last)
    shut = [one for one in told.dates if one.kind == "closure"]
    lanes = alt.Scale(domain=[0, len(shut) + 1])
    bars = [
        {
            "date": max(one.start, told.first).isoformat(),
            "until": min(one.end, told.last).isoformat() + CLOSE,
            "lane": len(shut) - at - 0.5,
            "text": one.text,
        }
        for at, one in enumerate(shut)
    ]
    lane = alt.Y(
        "lane:Q",
        title=None,
        scale=lanes,
        axis=alt.Axis(labels=False, ticks=False, grid=False, minExtent=MARGIN, maxExtent=MARGIN),
    )
    closed = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_bar(height=9, color=palette.quiet, opacity=0.7)
        .encode(
            x=time_of(period, t),
            x2="until:T",
            y=lane,
            tooltip=[alt.Tooltip("text:N", title=t("area.time.dates"))],
        )
    )
    starts = [
        {"date": one.start.isoformat(), "lane": len(shut) + 0.55, "n": str(at), "text": one.text}
        for at, one in enumerate(phases_of(told.dates), 1)
    ]
    numbers = (
        alt.Chart(alt.InlineData(values=starts))
        .mark_text(color=palette.ink, fontSize=12, fontWeight="bold", align="left", dx=3)
        .encode(
            x="date:T",
            y=alt.Y("lane:Q", scale=lanes),
            text="n:N",
            tooltip=[alt.Tooltip("text:N", title=t("area.time.dates"))],
        )
    )
    height = _BAR * (len(shut) + 1) + _AXIS
    return _panel(told, "dates", closed, day, [dots, numbers], t, theme, height)
