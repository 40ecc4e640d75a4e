"""People in an area over time as a static drawing: it needs no script, and has no network.

The curve lies in a box that stretches with the page; what must not be stretched with it, signs and
letters, is placed over it by percentages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from nuzuh.scene.area_over_time import KeyDate
from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES
from nuzuh.scene.series import Curve
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.web.legend import SIGNS
from nuzuh.web.templates import render

HEIGHT = 1000
"""Of the box of the curve, in units of its own; it is as many wide as there are days."""
_STEPS = (1, 2, 2.5, 5, 10)
_LINES = 5
"""Lines of the scale, at most."""


@dataclass(frozen=True)
class _Line:
    """A line of the scale: its number, and how far down it lies, in percent."""

    text: str
    down: float


def people_chart(
    curve: Curve,
    day: date,
    t: Translator,
    *,
    phases: Sequence[KeyDate] = (),
    top: float = 0.0,
    small: bool = False,
) -> Markup:
    """Return people present in an area: the reconstruction as a line with its range, and figures.

    Figures as published stand beside it, each by itself: no line joins them.

    Args:
        curve: people present over time.
        day: the day shown, marked by a line.
        t: the reader's language.
        phases: phases that begin, numbered in this order.
        top: the number of people that the scale reaches at least.
        small: one of several that stand beside each other.
    """
    span = load_timeline()
    days = (span.last - span.first).days
    step = _step(max(curve.top, top, 1.0))
    full = step * -(-max(curve.top, top, 1.0) // step)
    band, line = _paths(curve.days, curve.people, curve.low, curve.high, full)

    def across(one: date) -> float:
        return round(100 * (one - span.first).days / days, 2)

    return render(
        "site_chart",
        about=t("chart.about", title=t("chart.title"), name=curve.name),
        box=f"0 0 {days} {HEIGHT}",
        band=band,
        line=line,
        lines=[
            _Line(t.number(step * n), round(100 - 100 * step * n / full, 2))
            for n in range(round(full / step))
        ],
        years=[
            (year, across(date(year, 1, 1)))
            for year in range(span.first.year + 1, span.last.year + 1)
        ],
        phases=[(at, across(one.start)) for at, one in enumerate(phases, start=1)],
        day=across(day),
        marks=[
            (
                one.side,
                GROUP_SHAPES[one.side],
                across(one.day),
                round(100 - 100 * one.people / full, 2),
                t("list.comma").join((one.told, one.name, t.day(one.day, short=True))),
            )
            for one in curve.points
            if span.first <= one.day <= span.last
        ],
        small=small,
    )


def sides_legend(t: Translator) -> Markup:
    """Return what the signs of the figures mean: one for each group of publishers.

    Args:
        t: the reader's language.
    """
    groups = [
        (side, SIGNS[GROUP_SHAPES[side]], t(f"group.{side}")) for side in GROUP_COLOURS["light"]
    ]
    return render("site_sides", groups=groups)


def _step(top: float) -> float:
    """The distance of the lines of a scale: a round number, of which few make up the whole."""
    power = 1.0
    while True:
        for step in _STEPS:
            if top <= step * power * _LINES:
                return step * power
        power *= 10


Numbers = tuple[float | None, ...]


@lru_cache(maxsize=64)
def _paths(
    days: tuple[date, ...], people: Numbers, low: Numbers, high: Numbers, full: float
) -> tuple[str, str]:
    """The band and the line in units of the box; each breaks off where nothing can be told."""
    first, last = load_timeline().first, load_timeline().last

    def at(day: date, number: float | None) -> str:
        assert number is not None
        return f"{(day - first).days} {round(HEIGHT - HEIGHT * number / full)}"

    rows = [row for row in zip(days, people, low, high, strict=True) if first <= row[0] <= last]
    lines, bands = [], []
    for told, run in groupby(rows, lambda row: row[1] is not None):
        if told:
            lines.append("M" + "L".join(at(day, number) for day, number, _, _ in run))
    for ranged, run in groupby(rows, lambda row: row[2] is not None and row[3] is not None):
        if ranged:
            listed = list(run)
            above = [at(day, most) for day, _, _, most in listed]
            below = [at(day, least) for day, _, least, _ in reversed(listed)]
            bands.append("M" + "L".join([*above, *below]) + "Z")
    return "".join(bands), "".join(lines)
