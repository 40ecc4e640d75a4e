"""The figures on a question over time, in panels that each count one thing.

People, counted movements and shares never share an axis, nor do running totals and the counts
of a day or a few days that are parts of them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nuzuh.balance.result import Reconstruction
from nuzuh.evidence.disagreement import ends
from nuzuh.evidence.statements import Statement, speaker_of
from nuzuh.loaders.territory import territory
from nuzuh.scene.claims import Claim, claim_of
from nuzuh.scene.disagreement import Disagreement
from nuzuh.scene.regions import REGIONS
from nuzuh.scene.statement_words import group_title, start_text
from nuzuh.scene.translator import Translator

PART_DAYS = 7
"""A count of at most so many days more than one is a part, unless a longer total has its start."""
_MOST_DAYS = 60
"""Days on which a reconstruction is told in a panel."""


@dataclass(frozen=True)
class PanelMark:
    """A figure in a panel.

    Attributes:
        claim: the figure in words.
        series: figures of one are joined by a line: of one speaker about one area, or from one
            first day; "" for one that no line goes through.
        low, high: its ends where it is a range; None where it is a number or open.
        open: 1 where it may be higher, -1 where it may be lower, 0 where it is not open.
    """

    claim: Claim
    series: str
    low: float | None
    high: float | None
    open: int


@dataclass(frozen=True)
class Panel:
    """Figures that share an axis.

    Attributes:
        unit: people, movements, percent, ...
        parts: they are counts of a day or a few days.
        title: what they count.
        marks: the figures, by day.
        days: days on which the reconstruction is told beside them; none without one.
        people, low, high: what it has on each; the ends None without a range.
        about: what line and band are, "" without any.
    """

    unit: str
    parts: bool
    title: str
    marks: tuple[PanelMark, ...]
    days: tuple[date, ...] = ()
    people: tuple[float, ...] = ()
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    about: str = ""

    @property
    def top(self) -> float:
        """The largest number in it."""
        told = [*self.people, *(n for n in self.high if n is not None)]
        for mark in self.marks:
            told += [mark.claim.central, *([mark.high] if mark.high is not None else [])]
        return max(told)


def panels_of(
    shown: Disagreement, reconstruction: Reconstruction | None, t: Translator
) -> tuple[Panel, ...]:
    """Return the figures on the chosen question over the period, people first.

    Args:
        shown: who disagrees in the period.
        reconstruction: what is told beside people; None for nothing.
        t: the reader's language.
    """
    claims = [one for group in shown.groups for one in group.measured.group.claims]
    running = {one.period_start for one in claims if one.days > PART_DAYS}
    kinds: dict[tuple[str, bool], list[Statement]] = {}
    for one in sorted(claims, key=lambda s: (s.figure.as_of, s.figure.id)):
        is_part = one.kind == "flow" and one.days <= PART_DAYS and one.period_start not in running
        kinds.setdefault((one.figure.unit, is_part), []).append(one)
    told = sorted(kinds.items(), key=lambda item: (item[0][0] != "people", item[0]))
    return tuple(
        _panel(shown, unit, statements, reconstruction, t, parts=parts)
        for (unit, parts), statements in told
    )


def _panel(
    shown: Disagreement,
    unit: str,
    statements: Sequence[Statement],
    reconstruction: Reconstruction | None,
    t: Translator,
    *,
    parts: bool,
) -> Panel:
    title = group_title((unit, False), t)
    if parts:
        title = t("disagreement.chart.of_days", counts=title)
    marks = tuple(_mark(one, shown.last, t, parts=parts) for one in statements)
    if reconstruction is None or unit != "people" or parts:
        return Panel(unit, parts, title, marks)
    return _with_course(Panel(unit, parts, title, marks), shown, statements, reconstruction, t)


def _mark(statement: Statement, day: date, t: Translator, *, parts: bool) -> PanelMark:
    claim = claim_of(statement, day, t)
    low, high = ends(statement.figure)
    is_floor = math.isinf(high)
    is_ceiling = statement.figure.value is None and statement.figure.low is None
    opened = 1 if is_floor else -1 if is_ceiling else 0
    ranged = not opened and low < high
    # A bound is no value that a line could go through, and parts are of days of their own.
    series = "" if opened or parts or statement.weak else _series_of(statement)
    return PanelMark(claim, series, low if ranged else None, high if ranged else None, opened)


def _series_of(statement: Statement) -> str:
    about = (
        statement.period_start if statement.kind == "flow" else statement.figure.area,
        *(sorted(end) for end in (statement.origins, statement.destinations)),
    )
    return f"{speaker_of(statement)} {about}"


def _with_course(
    panel: Panel,
    shown: Disagreement,
    statements: Sequence[Statement],
    reconstruction: Reconstruction,
    t: Translator,
) -> Panel:
    """The panel with the reconstruction of the same: people present, or moved since a day."""
    if not reconstruction.has_observations:
        return panel
    first = max(shown.first, reconstruction.days[0].date())
    last = min(shown.last, reconstruction.days[-1].date())
    what, _, side = shown.question.partition("_")
    sides = {one.id: one.pcodes for one in territory().sides}
    if what == "present" and side in REGIONS:
        places = REGIONS[side]
        days = [
            day
            for day in _sampled(first, last)
            if reconstruction.tells(day, places) and not reconstruction.has_data_gap(day)
        ]
        told = [reconstruction.group(day, places) for day in days]
        key, start, assumed = "disagreement.chart.line", None, False
    elif what == "moved" and side in sides:
        starts = Counter(
            (one.period_start, one.period_assumed) for one in statements if one.days > PART_DAYS
        )
        if not starts:
            return panel
        (start, assumed), _ = starts.most_common(1)[0]
        assert start is not None
        if start < reconstruction.days[0].date():
            return panel
        origin = next(pcodes for name, pcodes in sides.items() if name != side)
        days = [
            day for day in _sampled(max(first, start), last) if not reconstruction.has_data_gap(day)
        ]
        told = [reconstruction.moved(start, day, origin, sides[side]) for day in days]
        key = "disagreement.chart.since"
    else:
        return panel
    if not days:
        return panel
    numbers, low, high = zip(*told, strict=True)
    key += "" if not all(map(math.isnan, low)) else ".unranged"
    since = {} if start is None else {"start": start_text(start, t, assumed=assumed)}
    return Panel(
        panel.unit,
        panel.parts,
        panel.title,
        panel.marks,
        tuple(days),
        numbers,
        tuple(None if math.isnan(n) else n for n in low),
        tuple(None if math.isnan(n) else n for n in high),
        t(key, **since),
    )


def _sampled(first: date, last: date) -> list[date]:
    """Days of a period, the first and the last among them; none of one that ends before."""
    length = (last - first).days
    if length < 0:
        return []
    step = length // _MOST_DAYS + 1
    return [*(first + timedelta(days=n) for n in range(0, length, step)), last]
