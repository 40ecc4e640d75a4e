"""Under evacuation orders over time: bands from least to most, and published shares as marks.

A band breaks off where nothing is known. A mark leads to its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any

import altair as alt

from nuzuh.scene.orders_over_time import OrdersOverTime, Spell
from nuzuh.scene.scales import PALETTES, SHARE_SHAPES
from nuzuh.scene.translator import Translator
from nuzuh.web.chart import CLOSE, MARGIN, count_axis, layered, side_colour, time_axis

_STEP = 500_000
"""What the top of the scale of people is a multiple of."""


def people_under_orders_chart(
    told: OrdersOverTime, day: date, t: Translator, *, theme: str = "light"
) -> alt.LayerChart:
    """Return the chart of people on land under orders, from at least to at most.

    Args:
        told: under orders over time.
        day: the day shown, marked by a line.
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    top = max((spell.high for spell in told.people if spell.high is not None), default=0.0)
    scale = alt.Scale(domain=[0, (top // _STEP + 1) * _STEP])
    people = alt.Y("low:Q", title=None, scale=scale, axis=count_axis())
    title = t("over_time.people")
    return layered(
        band(told.people, people, theme, _time(t)),
        day,
        hints(told.people, title, t),
        about=t("over_time.people.about", title=title),
        t=t,
        theme=theme,
    ).properties(width="container", height=210)


def share_under_orders_chart(
    told: OrdersOverTime, day: date, t: Translator, *, theme: str = "light"
) -> alt.LayerChart:
    """Return the chart of the share of the Strip's land under orders, with published shares.

    Args:
        told: under orders over time.
        day: the day shown, marked by a line.
        t: the reader's language.
        theme: ``light`` or ``dark``.
    """
    percent = percent_of_land(t)
    title = t("over_time.share")
    return layered(
        band(told.shares, percent, theme, _time(t)),
        day,
        hints(told.shares, t("over_time.ours"), t),
        _marks(told, t, theme),
        about=t("over_time.share.about", title=title),
        t=t,
        theme=theme,
    ).properties(width="container", height=210)


def percent_of_land(t: Translator) -> alt.Y:
    """Return the scale of a share of land, from none to all of it."""
    axis = alt.Axis(
        labelExpr=f"datum.label + '{t('unit.percent')}'",
        tickCount=5,
        minExtent=MARGIN,
        maxExtent=MARGIN,
    )
    return alt.Y("low:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=axis)


def rows_of(spells: Sequence[Spell]) -> list[dict[str, Any]]:
    """Return spells as rows of a chart whose values hold from each row to the next.

    A gap is a row of its own, without values, and the spell before it has a second row at the
    end of its last day, so that it reaches there and is seen even where it is a single day.

    Args:
        spells: one after the other, without a day left out.

    >>> rows_of([Spell(date(2025, 6, 1), date(2025, 6, 2), 1, 4, "1 to 4")])
    [{'date': '2025-06-01', 'low': 1, 'high': 4}, {'date': '2025-06-02T23:59', 'low': 1, 'high': 4}]
    """
    rows: list[dict[str, Any]] = []
    for spell, after in pairwise([*spells, None]):
        assert spell is not None
        ends = {"low": _number(spell.low), "high": _number(spell.high)}
        rows.append({"date": spell.start.isoformat(), **ends})
        if spell.low is not None and (after is None or after.low is None):
            rows.append({"date": spell.end.isoformat() + CLOSE, **ends})
    return rows


def _number(value: float | None) -> float | None:
    """A number as short as it can be told from another in a picture."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 2 if value < 1_000 else 0)


def _time(t: Translator) -> alt.X:
    return alt.X("date:T", title=None, axis=time_axis(t))


def band(spells: Sequence[Spell], ends: alt.Y, theme: str, time: alt.X) -> alt.Chart:
    """Return a band from the least to the most of spells.

    Args:
        spells: one after the other.
        ends: the scale of its lower end.
        theme: ``light`` or ``dark``.
        time: the scale of time.
    """
    palette = PALETTES[theme]
    # The edge is seen where both ends are one number.
    return (
        alt.Chart(alt.InlineData(values=rows_of(spells)))
        .mark_area(
            interpolate="step-after",
            fill=palette.quiet,
            fillOpacity=0.3,
            stroke=palette.quiet,
            strokeWidth=1,
        )
        .encode(x=time, y=ends, y2="high:Q")
    )


def hints(spells: Iterable[Spell], title: str, t: Translator) -> alt.Chart:
    """Return what is told while a reader points at days: a strip for those with one number."""
    values = []
    for told, group in groupby(spells, lambda spell: spell.told):
        days = list(group)
        start, end = days[0].start, days[-1].end
        when = t.day(start, short=True)
        if start != end:
            when = t("relief.days", start=when, end=t.day(end, short=True))
        strip = {"date": start.isoformat(), "until": end.isoformat() + CLOSE}
        values.append({**strip, "when": when, "told": told or t("over_time.none")})
    return (
        alt.Chart(alt.InlineData(values=values))
        .mark_rect(opacity=0)
        .encode(
            x="date:T",
            x2="until:T",
            tooltip=[
                alt.Tooltip("when:N", title=t("table.as_of")),
                alt.Tooltip("told:N", title=title),
            ],
        )
    )


def _marks(told: OrdersOverTime, t: Translator, theme: str) -> alt.Chart:
    values = [
        {
            "date": one.day.isoformat(),
            "percent": one.percent,
            "counts": one.counts,
            "side": one.side,
            "publisher": one.name,
            "told": one.told,
            "what": one.what,
            "when": t.day(one.day),
            "source": one.source[0],
            "url": one.url,
        }
        for one in told.published
    ]
    return (
        alt.Chart(alt.InlineData(values=values))
        .mark_point(size=64, filled=True, stroke=PALETTES[theme].paper, strokeWidth=0.8)
        .encode(
            x="date:T",
            y="percent:Q",
            shape=alt.Shape(
                "counts:N",
                legend=None,
                scale=alt.Scale(domain=list(SHARE_SHAPES), range=list(SHARE_SHAPES.values())),
            ),
            color=side_colour(theme),
            href="url:N",
            tooltip=[
                alt.Tooltip("publisher:N", title=t("table.publisher")),
                alt.Tooltip("told:N", title=t("table.figure")),
                alt.Tooltip("what:N", title=t("over_time.counts")),
                alt.Tooltip("when:N", title=t("table.as_of")),
                alt.Tooltip("source:N", title=t("panel.link")),
            ],
        )
    )
