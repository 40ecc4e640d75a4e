"""People present over time: reconstructed lines with bands, and published figures as marks.

A mark leads to its source.
"""

from __future__ import annotations

import math
from datetime import date
from html import escape

import altair as alt
import pandas as pd

from balance.published import figure_of
from balance.result import Reconstruction
from loaders import pcodes as pc
from loaders.estimates import WAR_BEGAN
from maps.geometry import governorate_name
from maps.labels import publisher_name
from maps.scales import PALETTES, Palette
from maps.words import Words

GROUP_COLOURS = {"un": "#0b6e8a", "israel": "#b35806", "palestine": "#542788", "other": "#6b6b6b"}
"""Colours of the publishers' groups: told apart by the colour-blind, and by the marks' shapes."""
_SHAPES = {"un": "circle", "israel": "square", "palestine": "triangle-up", "other": "diamond"}
_TICK = 500_000
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
        estimates: the table of :func:`loaders.load_estimates`.
        groups: the group of each publisher.
        day: the day shown, marked by a line.
        words: the reader's language.
        theme: ``light`` or ``dark``.

    Returns:
        A chart by P-code, north to south.
    """
    days = picture.daily()
    days = days[days["date"].dt.day_of_year % _STEP_DAYS == 0].copy()
    # Where a view has no figures for over a year the line breaks off.
    days.loc[[picture.silent(day) for day in days["date"]], "people"] = float("nan")
    marks = _marks(estimates, groups, words)
    tallest = max(days["people"].max(), days["high"].max(), marks["people"].max())
    top = float(math.ceil(tallest / _TICK) * _TICK)
    return {
        pcode: _chart(
            days[days["pcode"] == pcode],
            marks[marks["pcode"] == pcode],
            day,
            alt.TitleParams(governorate_name(pcode, words.lang), fontSize=13, anchor="start"),
            top,
            words,
            PALETTES[theme],
        )
        for pcode in pc.GOVERNORATES
    }


def _chart(
    days: pd.DataFrame,
    marks: pd.DataFrame,
    day: date,
    title: alt.TitleParams,
    top: float,
    words: Words,
    palette: Palette,
) -> alt.LayerChart:
    time = alt.X("date:T", title=None, axis=alt.Axis(format="%b %y", tickCount=4))
    scale = alt.Scale(domain=[0, top])
    axis = alt.Axis(format="~s", tickCount=4, title=None)
    people = alt.Y("people:Q", scale=scale, axis=axis)
    base = alt.Chart(days).encode(x=time)
    band = base.mark_area(opacity=0.3, color=palette.accent).encode(
        y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"
    )
    line = base.mark_line(color=palette.accent, strokeWidth=1.7, strokeDash=[5, 2]).encode(
        y=people,
        tooltip=[
            alt.Tooltip("date:T", format="%Y-%m-%d", title=" "),
            alt.Tooltip("people:Q", format=",.2r", title=words("recon.mark")),
            alt.Tooltip("low:Q", format=",.2r", title="≥"),
            alt.Tooltip("high:Q", format=",.2r", title="≤"),
        ],
    )
    kinds = list(GROUP_COLOURS)
    figures = (
        alt.Chart(marks)
        .mark_point(size=48, filled=True, opacity=0.95)
        .encode(
            x=time,
            y=people,
            color=alt.Color(
                "group:N",
                legend=None,
                scale=alt.Scale(domain=kinds, range=list(GROUP_COLOURS.values())),
            ),
            shape=alt.Shape(
                "group:N",
                legend=None,
                scale=alt.Scale(domain=kinds, range=[_SHAPES[kind] for kind in kinds]),
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
        .mark_rule(color=palette.ink, strokeDash=[4, 3])
        .encode(x="date:T")
    )
    return (
        alt.layer(band, line, figures, now)
        .properties(
            title=title,
            width=246,
            height=215,
            usermeta={"embedOptions": {"loader": {"target": "_blank"}}},
        )
        .configure_view(strokeWidth=0)
    )


def marks_legend(words: Words) -> str:
    """Return the legend of the marks as HTML: a colour and a shape for each group of publishers."""
    signs = {"circle": "●", "square": "■", "triangle-up": "▲", "diamond": "◆"}
    return "".join(
        f'<span class="nz-class"><b style="color:{colour}">{signs[_SHAPES[group]]}</b>'
        f"{escape(words(f'group.{group}'))}</span>"
        for group, colour in GROUP_COLOURS.items()
    )


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
