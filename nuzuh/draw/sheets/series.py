"""People present over time: reconstructed lines with their ranges, published figures as marks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import shapely

from nuzuh.draw.box import Box, Point
from nuzuh.draw.legend import ROW
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.sheets.signs import sign
from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES
from nuzuh.scene.series import Curve, Series

_TICK = 6.2
_Place = Callable[[date, float], Point]
"""Where a number of people on a day stands."""


def draw_series(sheet: Sheet, shown: Series) -> None:
    """Draw people present over time, areas of a kind on one scale."""
    body = draw_frame(sheet, shown.notes)
    top = _legend(sheet, body)
    curves = shown.curves
    boxes = _boxes(sheet, Box(body.left, top, body.right, body.bottom), len(curves))
    # The two sides of the Wadi have one scale, and the governorates another.
    for part in (slice(0, 2), slice(2, None)):
        scale = nice_top(max((curve.top for curve in curves[part]), default=0.0))
        for box, curve in zip(boxes[part], curves[part], strict=True):
            _plot(sheet, box, curve, (shown.first, shown.last), scale, shown.day)


def _legend(sheet: Sheet, body: Box) -> float:
    """One line or two: what line, band and marks are."""
    band = [("band", sheet.t("print.line"))]
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
    groups = [(group, sheet.t(f"group.{group}")) for group in GROUP_COLOURS[sheet.theme]]
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
    palette, t = sheet.palette, sheet.t
    head = sheet.leading(8.4)
    sheet.text(
        sheet.start(box),
        box.top + sheet.rise(8.4) * 0.85,
        curve.name,
        8.4,
        bold=True,
    )
    scale_width = sheet.width(t.number(scale), _TICK) + sheet.span(1.5)
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
        told = t.number(scale * step / 4)
        x = area.left - sheet.span(1)
        sheet.text(x, y + drop, told, _TICK, align="right", colour=palette.quiet, foreign=True)
    _months(sheet, area, first, last, at)
    for run in _runs([k for k, n in enumerate(curve.people) if n is not None]):
        band = _points(curve.days, curve.high, run, at) + _points(
            curve.days, curve.low, run[::-1], at
        )
        if len(band) > 3:
            shape = shapely.Polygon(band).buffer(0)
            sheet.fill(shapely.intersection(shape, area.shape), palette.quiet, opacity=0.25)
        line = _points(curve.days, curve.people, run, at)
        sheet.stroke([line], palette.ink, 1.1, dashes=(3.4, 1.2))
    if first < now < last:
        x, _ = at(now, 0)
        sheet.stroke([[(x, area.top), (x, area.bottom)]], palette.accent, 0.9)
        told = t.day(now, short=True)
        half = sheet.width(told, _TICK) / 2
        place = min(max(x, area.left + half), area.right - half)
        y = area.top - sheet.span(0.5)
        sheet.text(place, y, told, _TICK, align="middle", colour=palette.accent)
    for point in curve.points:
        x, y = at(point.day, point.people)
        colour = GROUP_COLOURS[sheet.theme][point.side]
        shape = sign(GROUP_SHAPES[point.side], x, y, sheet.span(0.85))
        sheet.fill(shape, colour, edge=palette.paper, width=0.3)


def _points(
    days: Sequence[date], numbers: Sequence[float | None], run: Sequence[int], at: _Place
) -> list[Point]:
    """Where a line goes on some days, but for those on which nothing can be told."""
    told = ((days[k], numbers[k]) for k in run)
    return [at(day, number) for day, number in told if number is not None]


def _runs(known: Sequence[int]) -> list[list[int]]:
    """Parts without a gap."""
    runs: list[list[int]] = []
    for k in known:
        if runs and runs[-1][-1] == k - 1:
            runs[-1].append(k)
        else:
            runs.append([k])
    return [run for run in runs if len(run) > 1]


def _months(sheet: Sheet, area: Box, first: date, last: date, at: _Place) -> None:
    """Ticks at the first of months, as many names as there is room for."""
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
        told = sheet.t.month(month.date())
        sheet.stroke(
            [[(x, area.bottom), (x, area.bottom + sheet.span(0.8))]], sheet.palette.ink, 0.5
        )
        half = sheet.width(told, _TICK) / 2
        if area.left - sheet.span(3) <= x - half and x + half <= area.right + sheet.span(1):
            sheet.text(x, y, told, _TICK, align="middle", colour=sheet.palette.quiet)
