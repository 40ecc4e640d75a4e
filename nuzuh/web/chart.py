"""People present over time: reconstructed lines with bands, and published figures as marks.

A mark leads to its source.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
from babel.dates import get_day_names, get_month_names

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.published import figure_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import WAR_BEGAN
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES, PALETTES
from nuzuh.scene.territory import territory
from nuzuh.scene.words import Words

_STEP_OF_ALL, _STEP_OF_ONE = 500_000, 100_000
"""What the tops of the scales are multiples of."""
_STEP_DAYS = 3
"""Every third day is drawn: a screen has fewer dots than the war has days."""


def people_charts(
    picture: Reconstruction,
    estimates: pd.DataFrame,
    groups: dict[str, str],
    day: date,
    words: Words,
    *,
    theme: str = "light",
) -> dict[str, alt.LayerChart]:
    """Return a small chart for each governorate: people present, range, published figures.

    All have the same scale, so that they can be compared.

    Args:
        picture: the reconstruction of a view.
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        groups: the group of each publisher.
        day: the day shown, marked by a line.
        words: the reader's language.
        theme: ``light`` or ``dark``.

    Returns:
        A chart by P-code, north to south.
    """
    days = _days(picture)
    marks = _marks(estimates, groups, words)
    axes = _axes(
        _top(days, marks, _STEP_OF_ALL),
        alt.Axis(format="%b %y", tickCount=4),
        alt.Axis(format="~s", tickCount=4),
    )
    return {
        pcode: _chart(
            days[days["pcode"] == pcode], marks[marks["pcode"] == pcode], day, axes, words, theme
        ).properties(
            title=alt.TitleParams(governorate_name(pcode, words.lang), fontSize=13, anchor="start"),
            width=246,
            height=215,
        )
        for pcode in pc.GOVERNORATES
    }


def people_chart(
    picture: Reconstruction | None,
    estimates: pd.DataFrame,
    groups: dict[str, str],
    pcode: str,
    day: date,
    words: Words,
    *,
    theme: str = "light",
) -> alt.LayerChart:
    """Return the chart of one governorate, as wide as the page.

    Its scale is the governorate's own.

    Args:
        picture: the reconstruction of a view; None draws the published figures alone.
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        groups: the group of each publisher.
        pcode: the governorate.
        day: the day shown, marked by a line.
        words: the reader's language.
        theme: ``light`` or ``dark``.
    """
    marks = _marks(estimates, groups, words)
    marks = marks[marks["pcode"] == pcode]
    days = _NO_DAYS if picture is None else _days(picture)
    days = days[days["pcode"] == pcode]
    months = alt.TimeIntervalStep(interval="month", step=3)
    axes = _axes(
        _top(days, marks, _STEP_OF_ONE),
        alt.Axis(
            format="%b %Y",
            tickCount=months,
            labelOverlap="greedy",
            labelSeparation=14,
            # A label at the end of the axis would stick out of a narrow page.
            labelFlush=40,
        ),
        alt.Axis(format=",.0f", tickCount=5),
    )
    return _chart(days, marks, day, axes, words, theme).properties(width="container", height=330)


_NO_DAYS = pd.DataFrame(
    {
        "date": pd.Series(dtype="datetime64[ns]"),
        "pcode": pd.Series(dtype=str),
        **{name: pd.Series(dtype=float) for name in ("people", "low", "high")},
    }
)


def _days(picture: Reconstruction) -> pd.DataFrame:
    """People present by day, without numbers where the view's figures bear none.

    That is where it has no figure to reconstruct from, and in the north from the
    day on that no figure splits it.
    """
    days = picture.daily()
    days = days[days["date"].dt.day_of_year % _STEP_DAYS == 0].copy()
    silent = days["date"].map(lambda day: not picture.rests_on_figures or picture.silent(day))
    joint = territory().joint
    split = days["pcode"].isin(joint.pcodes) & (days["date"] > pd.Timestamp(joint.after))
    days.loc[silent | split, ["people", "low", "high"]] = float("nan")
    return days


def _top(days: pd.DataFrame, marks: pd.DataFrame, step: int) -> float:
    tallest = pd.concat([days["people"], days["high"], marks["people"]]).max()
    return float(step if pd.isna(tallest) else (tallest // step + 1) * step)


def _axes(top: float, time: alt.Axis, people: alt.Axis) -> tuple[alt.X, alt.Y]:
    return (
        alt.X("date:T", title=None, axis=time),
        alt.Y("people:Q", title=None, scale=alt.Scale(domain=[0, top]), axis=people),
    )


def _chart(
    days: pd.DataFrame,
    marks: pd.DataFrame,
    day: date,
    axes: tuple[alt.X, alt.Y],
    words: Words,
    theme: str,
) -> alt.LayerChart:
    palette, colours = PALETTES[theme], GROUP_COLOURS[theme]
    time, people = axes
    base = alt.Chart(days).encode(x=time)
    # Ink and grey belong to nobody: a publisher's colour would make the line look like its claim.
    band = base.mark_area(opacity=0.22, color=palette.quiet).encode(
        y=alt.Y("low:Q", title=None), y2="high:Q"
    )
    line = base.mark_line(color=palette.ink, strokeWidth=1.7, strokeDash=[5, 2]).encode(
        y=people,
        tooltip=[
            alt.Tooltip("date:T", format="%Y-%m-%d", title=" "),
            alt.Tooltip("people:Q", format=",.2r", title=words("recon.mark")),
            alt.Tooltip("low:Q", format=",.2r", title="≥"),
            alt.Tooltip("high:Q", format=",.2r", title="≤"),
        ],
    )
    kinds = list(colours)
    figures = (
        alt.Chart(marks)
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
                alt.Tooltip("publisher:N", title=words("table.publisher")),
                alt.Tooltip("told:N", title=words("table.figure")),
                alt.Tooltip("date:T", format="%Y-%m-%d", title=words("table.as_of")),
                alt.Tooltip("source:N", title=words("panel.link")),
            ],
        )
    )
    now = (
        alt.Chart(pd.DataFrame({"date": [pd.Timestamp(day)]}))
        .mark_rule(color=palette.accent, strokeWidth=2)
        .encode(x="date:T")
    )
    return (
        alt.layer(band, now, line, figures)
        .properties(usermeta={"embedOptions": {"loader": {"target": "_blank"}}})
        .configure_view(strokeWidth=0)
        .configure(locale=alt.Locale(time=alt.TimeLocale(**_calendar(words.lang))))
    )


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


def _marks(estimates: pd.DataFrame, groups: dict[str, str], words: Words) -> pd.DataFrame:
    """Published figures of people present for one whole governorate, since the war began."""
    rows = estimates[
        (estimates["measure"] == "people_present")
        & (estimates["unit"] == "people")
        & (estimates["repeats"] == "")
        & estimates["basis"].isin(["observed", "derived", "planning"])
        & estimates["destination_coverage"].isin(["whole", "city"])
        & estimates["destination_pcodes"].isin(pc.GOVERNORATES)
        & (estimates["as_of"] >= WAR_BEGAN)
    ]
    figures = [figure_of(row) for _, row in rows.iterrows()]
    return pd.DataFrame(
        {
            "date": rows["as_of"].to_numpy(),
            "pcode": rows["destination_pcodes"].to_numpy(),
            "people": [figure.central for figure in figures],
            "told": [words.figure(figure) for figure in figures],
            "publisher": [publisher_name(figure, words) for figure in figures],
            "group": [groups.get(figure.publisher, "other") for figure in figures],
            "source": rows["source_title"].to_numpy(),
            "url": rows["source_url"].to_numpy(),
        }
    )
