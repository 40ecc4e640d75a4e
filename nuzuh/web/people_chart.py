"""People present over time: reconstructed lines with bands, and published figures as marks.

A mark leads to its source.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd

from nuzuh.scene.series import Curve
from nuzuh.scene.translator import Translator
from nuzuh.web.chart import count_axis, layered, reconstructed, side_colour, side_shape, time_of

_STEP_OF_ALL, _STEP_OF_ONE = 500_000, 100_000
"""What the tops of the scales are multiples of."""
_NUMBERS = {"number": "people", "low": "low", "high": "high"}
"""Columns of a reconstruction's days, and what of a curve they hold."""


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
    _, scaled = _axes(_top([told], _STEP_OF_ONE), alt.Axis(), count_axis())
    chart = _chart(told, day, (time_of(period, t), scaled), t, theme, over)
    return chart.properties(width="container", height=300)


def _days(told: Curve) -> pd.DataFrame:
    numbers = {
        column: pd.Series(getattr(told, part), dtype=float) for column, part in _NUMBERS.items()
    }
    days = pd.Series(told.days, dtype="datetime64[s]")
    return pd.DataFrame({"date": days, "pcode": _area(told), **numbers})


def _marks(told: Curve) -> pd.DataFrame:
    parts = {
        "number": "people",
        "told": "told",
        "publisher": "name",
        "side": "side",
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
        alt.Y("number:Q", title=None, scale=alt.Scale(domain=[0, top]), axis=people),
    )


def _chart(
    told: Curve,
    day: date,
    axes: tuple[alt.X, alt.Y],
    t: Translator,
    theme: str,
    over: Sequence[alt.Chart] = (),
) -> alt.LayerChart:
    time, people = axes
    band, line = reconstructed(_days(told), axes, t, theme)
    figures = (
        alt.Chart(_marks(told))
        .mark_point(size=48, filled=True, opacity=0.95)
        .encode(
            x=time,
            y=people,
            color=side_colour(theme),
            shape=side_shape(),
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
