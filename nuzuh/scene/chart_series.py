"""People present over time: what is reconstructed for a governorate, and what was published."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.published import figure_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import WAR_BEGAN
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.tables import Tables
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.layers import NORTH_IS_ONE_AFTER
from nuzuh.scene.timeline import out_by
from nuzuh.scene.view import View
from nuzuh.scene.words import Words

_STEP_DAYS = 3
"""Every third day is drawn: a screen has fewer dots than the war has days."""


@dataclass(frozen=True)
class PublishedPoint:
    """A published figure of people present in a governorate.

    Attributes:
        day: the day that it describes.
        people: the number that it is drawn at: the value, else the range's middle or bound.
        told: the figure as worded.
        publisher: who says so, in the reader's language.
        group: the group of the publisher, see :data:`nuzuh.loaders.publishers.GROUPS`.
        source: title of the page that it was seen on.
        url: its address, "" for none.
    """

    day: date
    people: float
    told: str
    publisher: str
    group: str
    source: str
    url: str


@dataclass(frozen=True)
class PeopleOverTime:
    """People present in a governorate over time.

    Attributes:
        pcode: the governorate.
        name: in the reader's language.
        days: those that a number is reconstructed for, or could be.
        people, low, high: the number of each day and its likely range; None
            where the view's figures bear none.
        points: what was published.
    """

    pcode: str
    name: str
    days: tuple[date, ...]
    people: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    points: tuple[PublishedPoint, ...]


def people_over_time(
    picture: Reconstruction | None,
    view: View,
    tables: Tables,
    words: Words,
    *,
    pcodes: Sequence[str] = pc.GOVERNORATES,
) -> tuple[PeopleOverTime, ...]:
    """Return people present over time in governorates.

    Args:
        picture: the reconstruction of the view; None tells the published figures alone.
        view: whether what came out after its day is left out.
        tables: what the figures are taken from.
        words: the reader's language.
        pcodes: the governorates.
    """
    figures = tables.estimates if view.later else out_by(tables.estimates, view.date)
    points = _points(figures, words)
    days = _days(picture) if picture is not None else pd.DatetimeIndex([])
    told = []
    for pcode in pcodes:
        course = _course(picture, pcode, days) if picture is not None else ((), (), ())
        name = governorate_name(pcode, words.lang)
        told.append(
            PeopleOverTime(
                pcode, name, tuple(day.date() for day in days), *course, points.get(pcode, ())
            )
        )
    return tuple(told)


def _days(picture: Reconstruction) -> pd.DatetimeIndex:
    return picture.days[picture.days.day_of_year % _STEP_DAYS == 0]


def _course(
    picture: Reconstruction, pcode: str, days: pd.DatetimeIndex
) -> tuple[tuple[float | None, ...], ...]:
    """People and the ends of the range by day, without numbers where the figures bear none.

    That is where the view has no figure to reconstruct from, and in the north
    from the day on that no figure splits it.
    """
    told = picture.course(list(days), (pcode,))
    together_after = pd.Timestamp(NORTH_IS_ONE_AFTER) if pcode in pc.NORTH else picture.days[-1]
    told[
        [
            not picture.rests_on_figures or picture.silent(day) or day > together_after
            for day in days
        ]
    ] = math.nan
    return tuple(_known(told[:, column].tolist()) for column in range(3))


def _known(numbers: Iterable[float]) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(number) else number for number in numbers)


def _points(estimates: pd.DataFrame, words: Words) -> dict[str, tuple[PublishedPoint, ...]]:
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
    group_of = groups()
    points: dict[str, tuple[PublishedPoint, ...]] = {}
    for _, row in rows.iterrows():
        figure = figure_of(row)
        point = PublishedPoint(
            figure.as_of,
            figure.central,
            words.figure(figure),
            publisher_name(figure, words),
            group_of.get(figure.publisher, "other"),
            row["source_title"],
            row["source_url"],
        )
        pcode = row["destination_pcodes"]
        points[pcode] = (*points.get(pcode, ()), point)
    return points
