"""People present over time: reconstructed curves with their ranges, and figures as published."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.published import figure_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.estimates import WAR_BEGAN
from nuzuh.loaders.tables import Tables
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import publisher_name, speaker_name
from nuzuh.scene.method import method_beside
from nuzuh.scene.notes import Notes, notes_of, publishers_of_balance
from nuzuh.scene.regions import area_name, pcodes_of
from nuzuh.scene.solving import solved
from nuzuh.scene.territory import territory
from nuzuh.scene.timeline import check_day, check_days, load_timeline, out_by
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

_STEP = 3
"""Every third day is told: paper and screens have fewer dots than the war has days."""


@dataclass(frozen=True)
class PublishedPoint:
    """A published figure of people present in an area.

    Attributes:
        day: the day that it describes.
        people: the number; the middle of a range, or a bound.
        side: the side that speaks, one of :data:`nuzuh.loaders.publishers.GROUPS`.
        publisher: who published it, as they name themselves.
        name: who says so, in the reader's language.
        told: the figure as worded.
        title, url: of the page that it was seen on.
    """

    day: date
    people: float
    side: str
    publisher: str
    name: str
    told: str
    title: str
    url: str


@dataclass(frozen=True)
class Curve:
    """People present in an area over time.

    Attributes:
        name: of the area.
        pcodes: the governorates that it is made of.
        days: days told.
        people, low, high: reconstructed, for each day; None where nothing can be told.
        points: figures as published.
    """

    name: str
    pcodes: tuple[str, ...]
    days: tuple[date, ...]
    people: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    points: tuple[PublishedPoint, ...]

    @property
    def top(self) -> float:
        """The largest number in it."""
        told = [n for n in (*self.people, *self.high) if n is not None]
        return max([*told, *(point.people for point in self.points)], default=0.0)

    def between(self, first: date, last: date) -> Curve:
        """Return the part of it from a first to a last day."""
        kept = [place for place, day in enumerate(self.days) if first <= day <= last]
        return replace(
            self,
            days=tuple(self.days[place] for place in kept),
            people=tuple(self.people[place] for place in kept),
            low=tuple(self.low[place] for place in kept),
            high=tuple(self.high[place] for place in kept),
            points=tuple(point for point in self.points if first <= point.day <= last),
        )


@dataclass(frozen=True)
class Series:
    """People present over a period.

    Attributes:
        notes: the words around the picture.
        curves: north and south of Wadi Gaza and then each governorate, or one area's alone.
        first, last: the period, both days included.
        day: the view's own day, which is marked.
    """

    notes: Notes
    curves: tuple[Curve, ...]
    first: date
    last: date
    day: date


def series_of(view: View, tables: Tables, t: Translator, link: str = "") -> Series:
    """Return people present over a view's period, or over the whole time without one.

    Args:
        view: what is looked at; of one with an area only that is told.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: for an empty period, a day outside the data, an area without
            figures, or a balance that does not converge.
    """
    check_day(view.date)
    if not view.later:
        raise RefusedError(
            "a series cannot leave out what came out later: its lines are reconstructed from "
            "every figure",
            "series_later",
        )
    first, last = _period(view)
    reconstruction = solved(view.perspective, tables)
    within = tables.estimates["as_of"].between(pd.Timestamp(first), pd.Timestamp(last))
    points = _points(tables.estimates[within], t)
    sampled = _days_between(
        max(first, reconstruction.days[0].date()), min(last, reconstruction.days[-1].date())
    )
    curves = tuple(
        _curve(name, pcodes, reconstruction, sampled, points.get(frozenset(pcodes), ()))
        for name, pcodes in _areas(view, t)
    )
    if all(curve.top <= 0 for curve in curves):
        where = t("list.comma").join(curve.name for curve in curves)
        message = f"no figure of people present is known for {where} in this period"
        raise RefusedError(message, "no_figure", where=where)
    counts = Counter(point.publisher for curve in curves for point in curve.points)
    named = [
        f"{t.isolated(speaker_name(name, t))} ({t.number(n)})"
        for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    days = t("relief.days", start=t.day(first), end=t.day(last))
    notes = notes_of(
        view,
        tables,
        t,
        link,
        what=t("print.series"),
        title=t("print.where", days=days),
        sources=named or publishers_of_balance(reconstruction, tables, t),
        method=method_beside(view, t, t("print.marks")),
        mapped=False,
    )
    return Series(notes, curves, first, last, view.date)


def _period(view: View) -> tuple[date, date]:
    if view.since is None:
        span = load_timeline()
        return span.first, span.last
    check_days(view)
    if view.since == view.date:
        message = f"the period is empty: {view.since} is its first and its last day"
        raise RefusedError(message, "empty", first=view.since, last=view.date)
    return view.since, view.date


def _areas(view: View, t: Translator) -> list[tuple[str, tuple[str, ...]]]:
    """Each area that has a curve: its name, and the governorates that it is made of."""
    if view.area:
        return [(area_name(view.area, t), pcodes_of(view.area))]
    return [
        *((t(f"region.{side.id}"), side.pcodes) for side in territory().sides),
        *((governorate_name(pcode, t.lang), (pcode,)) for pcode in pc.GOVERNORATES),
    ]


def people_over_time(
    reconstruction: Reconstruction | None,
    view: View,
    tables: Tables,
    t: Translator,
    *,
    pcodes: Sequence[str] = pc.GOVERNORATES,
) -> tuple[Curve, ...]:
    """Return people present in governorates over the whole time, for the page.

    Args:
        reconstruction: the reconstruction of the view; None tells the published figures alone.
        view: whether what came out after its day is left out.
        tables: what the figures are taken from.
        t: the reader's language.
        pcodes: the governorates.
    """
    figures = tables.estimates if view.later else out_by(tables.estimates, view.date)
    points = _points(figures, t)
    days: list[date] = []
    if reconstruction is not None:
        days = [day.date() for day in reconstruction.days if day.day_of_year % _STEP == 0]
    return tuple(
        _curve(
            governorate_name(pcode, t.lang),
            (pcode,),
            reconstruction,
            days,
            points.get(frozenset([pcode]), ()),
        )
        for pcode in pcodes
    )


def _days_between(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, _STEP)]
    if days and days[-1] != last:
        days.append(last)
    return days


def _curve(
    name: str,
    pcodes: tuple[str, ...],
    reconstruction: Reconstruction | None,
    days: list[date],
    points: tuple[PublishedPoint, ...],
) -> Curve:
    if reconstruction is None:
        return Curve(name, pcodes, (), (), (), (), points)
    told = reconstruction.course(days, pcodes)
    has_nothing = not reconstruction.has_observations
    silent = [
        has_nothing or reconstruction.has_data_gap(day) or not reconstruction.tells(day, pcodes)
        for day in days
    ]
    told[silent] = math.nan
    people, low, high = (_known(told[:, k]) for k in range(3))
    return Curve(name, pcodes, tuple(days), people, low, high, points)


def _known(numbers: npt.NDArray[np.float64]) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(number) else number for number in map(float, numbers))


def _points(rows: pd.DataFrame, t: Translator) -> dict[frozenset[str], tuple[PublishedPoint, ...]]:
    """Published figures of people present by the area that they are for, since the war began."""
    rows = rows[
        (rows["measure"] == "people_present")
        & (rows["unit"] == "people")
        & (rows["repeats"] == "")
        & rows["basis"].isin(["observed", "derived", "planning"])
        & rows["destination_coverage"].isin(["whole", "city"])
        & (rows["as_of"] >= WAR_BEGAN)
    ]
    points: dict[frozenset[str], tuple[PublishedPoint, ...]] = {}
    for _, row in rows.iterrows():
        figure, area = figure_of(row), frozenset(pc.split(row["destination_pcodes"]))
        point = PublishedPoint(
            figure.as_of,
            figure.central,
            figure.side,
            figure.publisher,
            publisher_name(figure, t),
            t.figure(figure),
            row["source_title"],
            row["source_url"],
        )
        points[area] = (*points.get(area, ()), point)
    return points
