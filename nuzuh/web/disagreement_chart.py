"""The figures on a question over time: rival series, ranges and bounds, and the reconstruction.

A mark leads to its source.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import altair as alt

from nuzuh.scene.disagreement_panels import Panel
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.translator import Translator
from nuzuh.web.chart import framed, reconstructed, side_colour, side_shape, time_of

_TIP = 0.07
"""Length of the arrow of an open end, as a part of the scale."""


def panel_chart(
    panel: Panel,
    period: tuple[date, date],
    title: str,
    t: Translator,
    *,
    theme: str = "light",
) -> alt.LayerChart:
    """Return the chart of one panel, as wide as the page.

    Args:
        panel: the figures.
        period: the first and the last day shown.
        title: the question, for whoever cannot see the chart.
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    top = panel.top * 1.12 or 1.0
    time = time_of(period, t)
    axis = alt.Axis(format=",.0f", tickCount=5)
    number = alt.Y("number:Q", title=None, scale=alt.Scale(domain=[0, top]), axis=axis)
    about = t("disagreement.chart.about", title=f"{title}{t('list.comma')}{panel.title}")
    layers = [*_course(panel, time, number, t, theme), *_marks(panel, time, number, t, theme)]
    return framed(layers, about=about, t=t).properties(width="container", height=280)


def _course(panel: Panel, time: alt.X, number: alt.Y, t: Translator, theme: str) -> list[alt.Chart]:
    """The reconstruction: a dashed line in ink, with its band."""
    if not panel.days:
        return []
    values = [
        {"date": day.isoformat(), "number": people, "low": low, "high": high}
        for day, people, low, high in zip(
            panel.days, panel.people, panel.low, panel.high, strict=True
        )
    ]
    return list(reconstructed(alt.InlineData(values=values), (time, number), t, theme))


def _marks(panel: Panel, time: alt.X, number: alt.Y, t: Translator, theme: str) -> list[alt.Chart]:
    tip = panel.top * _TIP
    often = Counter(mark.series for mark in panel.marks)
    values = [
        {
            "date": mark.claim.as_of.isoformat(),
            "number": mark.claim.central,
            "low": mark.low,
            "high": mark.high,
            "tip": max(mark.claim.central + mark.open * tip, 0.0),
            "open": mark.open,
            "side": mark.claim.side,
            "weak": mark.claim.weak,
            "joined": bool(mark.series) and often[mark.series] > 1,
            "series": mark.series,
            "publisher": mark.claim.publisher,
            "told": mark.claim.number,
            "where": mark.claim.where,
            "when": mark.claim.when,
            "source": mark.claim.title,
            "url": mark.claim.source[1],
        }
        for mark in panel.marks
    ]
    colour, shape = side_colour(theme), side_shape()
    base = alt.Chart(alt.InlineData(values=values)).encode(x=time, color=colour)
    lines = (
        base.transform_filter("datum.joined")
        .mark_line(strokeWidth=1, opacity=0.55)
        .encode(y=number, detail="series:N")
    )
    ranges = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=3, opacity=0.7)
        .encode(y=alt.Y("low:Q", title=None), y2="high:Q")
    )
    opened = base.transform_filter("datum.open != 0")
    arrows = opened.mark_rule(strokeWidth=1.5).encode(y=number, y2="tip:Q")
    heads = [
        opened.transform_filter(f"datum.open == {way}")
        .mark_point(size=26, filled=True, shape=head)
        .encode(y=alt.Y("tip:Q", title=None))
        for way, head in ((1, "triangle-up"), (-1, "triangle-down"))
    ]
    figures = [
        base.transform_filter("datum.weak" if weak else "!datum.weak")
        .mark_point(
            size=58,
            filled=not weak,
            strokeWidth=1.6,
            fill=PALETTES[theme].paper if weak else alt.Undefined,
        )
        .encode(
            y=number,
            shape=shape,
            href="url:N",
            tooltip=[
                alt.Tooltip("publisher:N", title=t("table.publisher")),
                alt.Tooltip("told:N", title=t("table.figure")),
                alt.Tooltip("where:N", title=t("table.area")),
                alt.Tooltip("when:N", title=t("table.as_of")),
                alt.Tooltip("source:N", title=t("panel.link")),
            ],
        )
        for weak in (True, False)
    ]
    return [lines, ranges, arrows, *heads, *figures]
