"""People present over time: reconstructed lines with their ranges, published figures as marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import shapely
from babel.dates import format_date

from nuzuh.balance.result import Reconstruction
from nuzuh.draw.box import Box
from nuzuh.draw.legend import ROW
from nuzuh.draw.sheets.errors import PrintError
from nuzuh.draw.sheets.facts import Facts
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.sheets.signs import sign
from nuzuh.evidence.published import figure_of
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import WAR_BEGAN
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.layers import marks_on
from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES
from nuzuh.scene.territory import territory
from nuzuh.scene.words import Words

_STEP = 3
"""Every third day is drawn: paper has fewer dots than the war has days."""
_TICK = 6.2


@dataclass(frozen=True)
class Mark:
    """A published figure of people present in an area."""

    day: date
    people: float
    group: str
    source: str


@dataclass(frozen=True)
class Curve:
    """People present in an area over time.

    Attributes:
        name: of the area.
        days: days drawn.
        people, low, high: reconstructed, nan where nothing can be told.
        marks: figures as published.
    """

    name: str
    days: list[date]
    people: list[float]
    low: list[float]
    high: list[float]
    marks: list[Mark]

    @property
    def top(self) -> float:
        """The largest number in it."""
        told = [n for n in (*self.people, *self.high) if not math.isnan(n)]
        return max([*told, *(mark.people for mark in self.marks)], default=0.0)


def draw_series(sheet: Sheet, facts: Facts) -> None:
    """Draw people present over the view's period, or over the whole time without one.

    Drawn are north and south of Wadi Gaza and each governorate, all on one
    scale; of a view with an area only that.

    Raises:
        PrintError: for an empty period, a day outside the data, or an area
            without figures.
    """
    view, words = facts.view, facts.words
    facts.check_day(view.date)
    if not view.later:
        raise PrintError(
            "a series cannot leave out what came out later: its lines are reconstructed from "
            "every figure"
        )
    since, until = _period(facts)
    curves = curves_of(facts, since, until)
    if all(curve.top <= 0 for curve in curves):
        where = ", ".join(curve.name for curve in curves)
        raise PrintError(f"no figure of people present is known for {where} in this period")
    days = words("relief.days", start=words.day(since), end=words.day(until))
    publishers = [mark.source for curve in curves for mark in curve.marks]
    counts = pd.Series(publishers, dtype=str).value_counts()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    notes = facts.notes(
        what=words("print.series"),
        title=words("print.where", days=days),
        sources=[
            f"{words.isolated(speaker_name(str(name), words))} ({words.number(n)})"
            for name, n in ordered
        ]
        or facts.publishers_of_balance(),
        method=facts.method(beside=words("print.marks")),
        mapped=False,
    )
    body = draw_frame(sheet, notes)
    top = _legend(sheet, body)
    boxes = _boxes(sheet, Box(body.left, top, body.right, body.bottom), len(curves))
    # The two sides of the Wadi have one scale, and the governorates another.
    for part in (slice(0, 2), slice(2, None)):
        scale = nice_top(max((curve.top for curve in curves[part]), default=0.0))
        for box, curve in zip(boxes[part], curves[part], strict=True):
            _plot(sheet, box, curve, (since, until), scale, view.date)


def _period(facts: Facts) -> tuple[date, date]:
    if facts.view.since is not None:
        since, until = facts.period()
        if since == until:
            raise PrintError(f"the period is empty: {since} is its first and its last day")
        return since, until
    return facts.timeline.first, facts.timeline.last


def curves_of(facts: Facts, since: date, until: date) -> list[Curve]:
    """Return the curves of a view: an area's own, or both sides and the five governorates."""
    words, picture = facts.words, facts.picture()
    groups: list[tuple[str, tuple[str, ...]]]
    if facts.view.area:
        groups = [(governorate_name(facts.view.area, words.lang), (facts.view.area,))]
    else:
        groups = [(words(f"print.side.{side.id}"), side.pcodes) for side in territory().sides]
        groups += [(governorate_name(p, words.lang), (p,)) for p in pc.GOVERNORATES]
    marks = _marks(facts, since, until)
    return [
        _curve(name, pcodes, picture, (since, until), marks.get(frozenset(pcodes), []))
        for name, pcodes in groups
    ]


def _curve(
    name: str,
    pcodes: tuple[str, ...],
    picture: Reconstruction,
    period: tuple[date, date],
    marks: list[Mark],
) -> Curve:
    first = max(period[0], picture.days[0].date())
    last = min(period[1], picture.days[-1].date())
    days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, _STEP)]
    if days and days[-1] != last:
        days.append(last)
    told = picture.course(days, pcodes)
    silent = [
        not picture.rests_on_figures or picture.silent(day) or not _is_told(pcodes, day)
        for day in days
    ]
    told[silent] = math.nan
    people, low, high = (list(map(float, told[:, k])) for k in range(3))
    return Curve(name, days, people, low, high, marks)


def _is_told(pcodes: tuple[str, ...], day: date) -> bool:
    """Whether the balance tells an area apart from others on a day."""
    area = set(pcodes)
    return all(area.isdisjoint(mark) or area.issuperset(mark) for mark in marks_on(day))


def _marks(facts: Facts, since: date, until: date) -> dict[frozenset[str], list[Mark]]:
    """Published figures of people present by the area that they are for, since the war began."""
    rows = facts.tables.estimates
    start = max(pd.Timestamp(since), WAR_BEGAN)
    rows = rows[
        (rows["measure"] == "people_present")
        & (rows["unit"] == "people")
        & (rows["repeats"] == "")
        & rows["basis"].isin(["observed", "derived", "planning"])
        & rows["destination_coverage"].isin(["whole", "city"])
        & rows["as_of"].between(start, pd.Timestamp(until))
    ]
    marks: dict[frozenset[str], list[Mark]] = {}
    for _, row in rows.iterrows():
        figure = figure_of(row)
        mark = Mark(figure.as_of, figure.central, figure.side, figure.publisher)
        marks.setdefault(frozenset(pc.split(row["destination_pcodes"])), []).append(mark)
    return marks


def _legend(sheet: Sheet, body: Box) -> float:
    """One line or two: what line, band and marks are."""
    band = [("band", sheet.words("print.line"))]
    return draw_groups(sheet, body, body.top + sheet.span(2.2), band, gap=1)


def draw_groups(
    sheet: Sheet,
    body: Box,
    middle: float,
    before: Sequence[tuple[str, str]] = (),
    *,
    gap: float = 0.8,
) -> float:
    """Draw the signs of the groups of publishers in lines from a height on; return their end.

    Args:
        sheet: the sheet.
        body: its room, as wide as the lines may be.
        middle: of the first line.
        before: other signs that stand before them, with their words.
        gap: between a sign and its words, in mm on A4.
    """
    x, y = sheet.start(body), middle
    groups = [(group, sheet.words(f"group.{group}")) for group in GROUP_COLOURS[sheet.theme]]
    for form, text in (*before, *groups):
        wide = sheet.span(8) if form == "band" else sheet.span(3.2)
        need = wide + sheet.width(text, ROW) + sheet.span(6)
        if abs(sheet.along(x, need) - sheet.start(body)) > body.width + sheet.span(5):
            x, y = sheet.start(body), y + sheet.leading(ROW) + sheet.span(0.8)
        _key(sheet, form, x, y, wide)
        sheet.text(sheet.along(x, wide + sheet.span(gap)), y + sheet.drop(ROW), text, ROW)
        x = sheet.along(x, need)
    return y + sheet.span(4)


def _key(sheet: Sheet, form: str, x: float, y: float, wide: float) -> None:
    """Draw the sign of a line of the legend: a band with its line, or a group's mark."""
    palette = sheet.palette
    if form == "band":
        left, right = sorted((x, sheet.along(x, wide)))
        sheet.fill(
            shapely.box(left, y - sheet.span(1.3), right, y + sheet.span(1.3)),
            palette.quiet,
            opacity=0.25,
        )
        sheet.stroke([[(left, y), (right, y)]], palette.ink, 1.1, dashes=(3.4, 1.2))
        return
    colour = GROUP_COLOURS[sheet.theme][form]
    middle = sheet.along(x, wide / 2)
    sheet.fill(sign(GROUP_SHAPES[form], middle, y, sheet.span(1.05)), colour)


def _boxes(sheet: Sheet, body: Box, count: int) -> list[Box]:
    """Places of the curves: the two sides large, the governorates small below."""
    gap = sheet.span(5)
    if count == 1:
        return [body]
    if sheet.paper.stacked:
        rows = [1, 1, 2, 2, 1]
        shares = [1.25, 1.25, 1, 1, 1]
    else:
        rows, shares = [2, 5], [1.25, 1]
    whole = body.height - gap * (len(rows) - 1)
    boxes, top = [], body.top
    for number, share in zip(rows, shares, strict=True):
        high = whole * share / sum(shares)
        row = Box(body.left, top, body.right, top + high)
        boxes += sheet.columns(row, number, gap)
        top += high + gap
    return boxes


def nice_top(top: float) -> float:
    """The top of the scale: a round number that four steps part evenly."""
    for step in (10_000, 20_000, 25_000, 50_000, 100_000, 200_000, 250_000, 400_000, 500_000):
        if top <= 4 * step:
            return 4 * step
    return math.ceil(top / 1_000_000) * 1_000_000


def _plot(
    sheet: Sheet,
    box: Box,
    curve: Curve,
    period: tuple[date, date],
    scale: float,
    now: date,
) -> None:
    """One area: time runs from left to right in every language, as it does on calendars here."""
    palette, words = sheet.palette, sheet.words
    head = sheet.leading(8.4)
    sheet.text(
        sheet.start(box),
        box.top + sheet.rise(8.4) * 0.85,
        curve.name,
        8.4,
        bold=True,
    )
    scale_width = sheet.width(words.number(scale), _TICK) + sheet.span(1.5)
    area = Box(
        box.left + scale_width,
        box.top + head + sheet.span(1),
        box.right - sheet.span(1),
        box.bottom - sheet.leading(_TICK) - sheet.span(1),
    )
    first, last = period
    days = max((last - first).days, 1)

    def at(day: date, people: float) -> tuple[float, float]:
        x = area.left + (day - first).days / days * area.width
        return x, area.bottom - people / scale * area.height

    for step in range(5):
        _, y = at(first, scale * step / 4)
        sheet.stroke([[(area.left, y), (area.right, y)]], palette.quiet, 0.3, opacity=0.45)
        drop = sheet.drop(_TICK)
        told = words.number(scale * step / 4)
        x = area.left - sheet.span(1)
        sheet.text(x, y + drop, told, _TICK, align="right", colour=palette.quiet, foreign=True)
    _months(sheet, area, first, last, at)
    known = [k for k, n in enumerate(curve.people) if not math.isnan(n)]
    for run in _runs(known):
        band = [at(curve.days[k], curve.high[k]) for k in run if not math.isnan(curve.high[k])]
        band += [at(curve.days[k], curve.low[k]) for k in run[::-1] if not math.isnan(curve.low[k])]
        if len(band) > 3:
            shape = shapely.Polygon(band).buffer(0)
            sheet.fill(shapely.intersection(shape, area.shape), palette.quiet, opacity=0.25)
        line = [at(curve.days[k], curve.people[k]) for k in run]
        sheet.stroke([line], palette.ink, 1.1, dashes=(3.4, 1.2))
    if first < now < last:
        x, _ = at(now, 0)
        sheet.stroke([[(x, area.top), (x, area.bottom)]], palette.accent, 0.9)
        told = words.day(now, short=True)
        half = sheet.width(told, _TICK) / 2
        place = min(max(x, area.left + half), area.right - half)
        y = area.top - sheet.span(0.5)
        sheet.text(place, y, told, _TICK, align="middle", colour=palette.accent)
    for mark in curve.marks:
        x, y = at(mark.day, mark.people)
        colour = GROUP_COLOURS[sheet.theme][mark.group]
        shape = sign(GROUP_SHAPES[mark.group], x, y, sheet.span(0.85))
        sheet.fill(shape, colour, edge=palette.paper, width=0.3)


def _runs(known: Sequence[int]) -> list[list[int]]:
    """Parts without a gap."""
    runs: list[list[int]] = []
    for k in known:
        if runs and runs[-1][-1] == k - 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    return [run for run in runs if len(run) > 1]


def _months(sheet: Sheet, area: Box, first: date, last: date, at: object) -> None:
    """Ticks at the first of months, as many names as there is room for."""
    assert callable(at)
    months = pd.date_range(first, last, freq="MS")
    every = next(
        n for n in (1, 2, 3, 6, 12, 24) if len(months) / n * sheet.span(17) <= area.width or n == 24
    )
    y = area.bottom + sheet.rise(_TICK) + sheet.span(0.8)
    sheet.stroke([[(area.left, area.bottom), (area.right, area.bottom)]], sheet.palette.ink, 0.6)
    for month in months:
        if (month.month - 1) % every or (every == 24 and month.year % 2):
            continue
        x, _ = at(month.date(), 0)
        told = month_name(month.date(), sheet.words)
        sheet.stroke(
            [[(x, area.bottom), (x, area.bottom + sheet.span(0.8))]], sheet.palette.ink, 0.5
        )
        half = sheet.width(told, _TICK) / 2
        if area.left - sheet.span(3) <= x - half and x + half <= area.right + sheet.span(1):
            sheet.text(x, y, told, _TICK, align="middle", colour=sheet.palette.quiet)


def month_name(day: date, words: Words) -> str:
    """Return a month with its year, short.

    >>> month_name(date(2025, 10, 1), Words("en"))
    'Oct 2025'
    """
    return str(
        format_date(day, "LLL y", locale={"en": "en_GB", "ar": "ar", "he": "he"}[words.lang])
    )
