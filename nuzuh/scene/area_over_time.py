"""One area over time: people there, who came and went, land under orders, and dates to know.

Each is another kind of number: they share their days and never a scale. What cannot be told of a
week is left out, and is never a zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.precision import round_to_precision, told_range
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables
from nuzuh.scene.area_words import ranged_texts
from nuzuh.scene.closure_words import Cited, closures_in_words
from nuzuh.scene.order_words import share_text
from nuzuh.scene.orders_over_time import Spell
from nuzuh.scene.regions import area_name, pcodes_of
from nuzuh.scene.series import Curve, people_over_time
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.timeline import load_timeline, phase_names
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Number:
    """A reconstructed number of people, rounded to what it can bear.

    Attributes:
        people, low, high: the number and its likely range, None without one.
        told: the same in words.
    """

    people: float
    low: float | None
    high: float | None
    told: str


@dataclass(frozen=True)
class Week:
    """A week of an area, reconstructed.

    Attributes:
        start, end: its first and its last day.
        people: present on its last day; None where nothing can be told.
        arrived, left: who came from elsewhere and who went, from or to abroad too.
    """

    start: date
    end: date
    people: Number | None = None
    arrived: Number | None = None
    left: Number | None = None


@dataclass(frozen=True)
class KeyDate:
    """A date, or days, to know when looking at an area over time.

    Attributes:
        start, end: the first and the last day.
        kind: ``phase`` of the war that begins, or ``closure`` of a way into or out of the area.
        text: which, in words.
        figures: the published figures that show it.
    """

    start: date
    end: date
    kind: str
    text: str
    figures: tuple[Cited, ...] = ()


@dataclass(frozen=True)
class AreaOverTime:
    """One area over time.

    Attributes:
        area, name: the area.
        first, last: the period, both days included.
        curve: people present, reconstructed and as published.
        weeks: the weeks of the period, reconstructed; none without a reconstruction.
        shares: percent of its land under orders, without a day left out.
        dates: dates to know, the first one first.
    """

    area: str
    name: str
    first: date
    last: date
    curve: Curve
    weeks: tuple[Week, ...]
    shares: tuple[Spell, ...]
    dates: tuple[KeyDate, ...]

    def between(self, first: date, last: date) -> AreaOverTime:
        """Return the part of it from a first to a last day."""
        return replace(
            self,
            first=first,
            last=last,
            curve=self.curve.between(first, last),
            weeks=tuple(week for week in self.weeks if first <= week.end and week.start <= last),
            shares=tuple(
                replace(one, start=max(one.start, first), end=min(one.end, last))
                for one in self.shares
                if first <= one.end and one.start <= last
            ),
            dates=tuple(one for one in self.dates if first <= one.end and one.start <= last),
        )


def area_over_time(
    reconstruction: Reconstruction | None, view: View, area: str, tables: Tables, t: Translator
) -> AreaOverTime:
    """Return one area over the whole time.

    Args:
        reconstruction: the reconstruction of the view; None tells what is published alone.
        view: whether what came out after its day is left out.
        area: one of :data:`nuzuh.scene.regions.AREAS`.
        tables: what it is computed from.
        t: the reader's language.
    """
    (curve,) = people_over_time(reconstruction, view, tables, t, areas=[area])
    span = load_timeline()
    return AreaOverTime(
        area=area,
        name=area_name(area, t),
        first=span.first,
        last=span.last,
        curve=curve,
        weeks=() if reconstruction is None else tuple(_weeks(reconstruction, area, t)),
        shares=tuple(_shares(tables, area, t, later=view.later)),
        dates=key_dates(tables, area, t),
    )


def _weeks(reconstruction: Reconstruction, area: str, t: Translator) -> Iterator[Week]:
    here, span = pcodes_of(area), load_timeline()
    others = tuple(place for place in (*pc.GOVERNORATES, pc.EXTERIOR) if place not in here)
    start = max(span.first, reconstruction.days[0].date()) + timedelta(days=1)
    last = min(span.last, reconstruction.days[-1].date())
    while start <= last:
        end = min(start + _WEEK - timedelta(days=1), last)
        if (
            not reconstruction.has_observations
            or any(reconstruction.has_data_gap(day) for day in (start, end))
            or not reconstruction.tells(end, here)
        ):
            yield Week(start, end)
        else:
            yield Week(
                start,
                end,
                _number(reconstruction.group(end, here), t),
                _number(reconstruction.moved(start, end, others, here), t),
                _number(reconstruction.moved(start, end, here, others), t),
            )
        start = end + timedelta(days=1)


def _number(ranged: tuple[float, float, float], t: Translator) -> Number:
    number, low, high = ranged
    told = t("list.comma").join(filter(None, ranged_texts(number, low, high, t)))
    if math.isnan(low) or math.isnan(high):
        return Number(max(round_to_precision(number), 0.0), None, None, told)
    return Number(max(round_to_precision(number, low, high), 0.0), *told_range(low, high), told)


def _shares(tables: Tables, area: str, t: Translator, *, later: bool) -> Iterator[Spell]:
    span, book = load_timeline(), order_book(tables)
    turns = [day for day in book.turning_days() if span.first < day <= span.last]
    ends = [*(day - timedelta(days=1) for day in turns), span.last]
    for start, end in zip([span.first, *turns], ends, strict=True):
        share = book.under(start, later=later).share_of(pcodes_of(area))
        told = share_text(share, t)
        yield Spell(start, end, share.low, share.high, told) if told else Spell(start, end)


def key_dates(tables: Tables, area: str, t: Translator) -> tuple[KeyDate, ...]:
    """Return the dates to know when looking at an area over time, the first one first.

    Args:
        tables: what they are taken from.
        area: one of :data:`nuzuh.scene.regions.AREAS`.
        t: the reader's language.
    """
    return tuple(sorted(_dates(tables, area, t), key=lambda one: (one.start, one.kind)))


def _dates(tables: Tables, area: str, t: Translator) -> Iterator[KeyDate]:
    span, names, here = load_timeline(), phase_names(t.lang), set(pcodes_of(area))
    for phase in span.phases:
        yield KeyDate(phase.start, phase.start, "phase", names[phase.id])
    for one in closures_in_words(tables, t):
        # A way is one into or out of the area where it leads over its edge.
        ends = (set(one.origins), set(one.destinations))
        if any(end & here for end in ends) and any(end - here for end in ends):
            last = min(one.last, span.last)
            yield KeyDate(one.first, last, "closure", one.text, one.figures)


def weeks_table(told: AreaOverTime, t: Translator) -> TextTable:
    """Return an area over time as a table, a row a week, for whoever cannot see the charts.

    Args:
        told: the area over time.
        t: the reader's language.
    """
    columns = ("week", "people", "published", "arrived", "left", "orders")
    rows = []
    for week in told.weeks or _weeks_of(told.first, told.last):
        points = [p for p in told.curve.points if week.start <= p.day <= week.end]
        links = tuple(
            (t("list.comma").join((p.told, p.name, t.day(p.day, short=True))), p.url)
            for p in points
        )
        share = next((one for one in told.shares if one.start <= week.end <= one.end), None)
        rows.append(
            (
                t("relief.days", start=t.day(week.start), end=t.day(week.end)),
                _told(week.people),
                links or "–",
                _told(week.arrived),
                _told(week.left),
                share.told if share and share.told else t("over_time.unknown"),
            )
        )
    return TextTable(tuple(t(f"area.week.{column}") for column in columns), tuple(rows))


def _weeks_of(first: date, last: date) -> Iterator[Week]:
    while first <= last:
        yield Week(first, min(first + _WEEK - timedelta(days=1), last))
        first += _WEEK


def _told(number: Number | None) -> str:
    return number.told if number else "–"
