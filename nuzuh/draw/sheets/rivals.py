"""Rival figures of a day: each published statement by question, as a mark with its range.

Every question and unit has an axis of its own that says what it measures, so
that people and counts of movements never share one, nor totals over time and
counts of a single day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from nuzuh.draw.box import Box
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.series import draw_groups, nice_top
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.sheets.signs import sign
from nuzuh.scene.claims import Claim, ClaimGroup, folded
from nuzuh.scene.rivals import Rivals, cited
from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES

NAME, SMALL = 7.0, 6.0
HEAD = 8.4
PLOT = (0.36, 0.68)
"""Where the axis begins and ends, as parts of a column's width."""


@dataclass(frozen=True)
class _Section:
    """Claims that answer one question in one unit, over time or of a single day."""

    title: str
    group: ClaimGroup
    day: date

    def shown(self, most: int) -> list[Claim]:
        """The claims that are drawn: never without the lowest and the highest."""
        away = folded(self.group.claims, self.day, most)
        return [claim for claim in self.group.claims if claim.id not in away]


def draw_rivals(sheet: Sheet, shown: Rivals) -> None:
    """Draw what had been published by a day."""
    t = sheet.t
    sections = [
        _Section(question.text, group, shown.day)
        for question in shown.questions
        for group in question.groups
    ]
    listed = [claim for section in sections for claim in section.shown(_most(sheet))]
    sources = dict.fromkeys(cited(claim, t) for claim in listed)
    body = draw_frame(sheet, replace(shown.notes, sources=tuple(sources)))
    top = draw_groups(sheet, body, body.top + sheet.span(1.6))
    body = Box(body.left, top, body.right, body.bottom)
    columns = _columns(sheet, body)
    left = _fill(sheet, columns, sections)
    if left:
        last = columns[-1]
        told = t("print.questions_left", n=t.number(left))
        y = last.bottom - sheet.span(0.6)
        sheet.text(sheet.start(last), y, told, SMALL, colour=sheet.palette.quiet)


def _columns(sheet: Sheet, body: Box) -> list[Box]:
    if sheet.paper.stacked:
        return [body]
    return sheet.columns(body, 2, sheet.span(8))


@dataclass(frozen=True)
class ClaimRow:
    """A claim as lines: who and when at the start, number and what at the end."""

    claim: Claim
    start: tuple[tuple[str, bool], ...]
    end: tuple[tuple[str, bool], ...]

    def height(self, sheet: Sheet) -> float:
        """Return how high it is, in mm."""
        sides = [
            sum(sheet.leading(NAME if bold else SMALL) for _, bold in side)
            for side in (self.start, self.end)
        ]
        return max(sides) + sheet.span(1.3)


def _rows(sheet: Sheet, claims: Sequence[Claim], width: float) -> list[ClaimRow]:
    t = sheet.t
    first, last = (share * width - sheet.span(3.5) for share in (PLOT[0], 1 - PLOT[1]))

    def lines(text: str, room: float, *, bold: bool, most: int) -> list[tuple[str, bool]]:
        size = NAME if bold else SMALL
        return [(line, bold) for line in sheet.lines(text, room, size, bold=bold, most=most)]

    rows = []
    for claim in claims:
        who = claim.publisher
        if claim.standing == "before":
            who = f"{who} ({t('panel.before')})"
        kinds = [claim.where, *claim.kinds[1:], *([claim.came_out] if claim.came_out else ())]
        rows.append(
            ClaimRow(
                claim,
                (
                    *lines(who, first, bold=True, most=2),
                    *lines(claim.when, first, bold=False, most=2),
                ),
                (
                    *lines(claim.bare, last, bold=True, most=3),
                    *lines(t("list.sep").join(kinds), last, bold=False, most=2),
                ),
            )
        )
    return rows


def _most(sheet: Sheet) -> int:
    return 4 if sheet.paper.brief else 5 if sheet.paper.type < 1.2 else 6


def _fill(sheet: Sheet, columns: list[Box], sections: list[_Section]) -> int:
    """Put down as many sections as fit; return how many found no room."""
    at = 0
    y = columns[0].top
    for number, section in enumerate(sections):
        fitting = _that_fit(sheet, columns[at], y, section)
        if not fitting:
            at += 1
            if at == len(columns):
                return len(sections) - number
            y = columns[at].top
            fitting = _that_fit(sheet, columns[at], y, section)
        box = columns[at]
        y = _section(sheet, Box(box.left, y, box.right, box.bottom), section, fitting)
    return 0


def _that_fit(sheet: Sheet, box: Box, top: float, section: _Section) -> list[ClaimRow]:
    """As many rows of a section as fit below a height; none where the two ends alone do not."""
    room = box.bottom - top
    room -= sheet.leading(HEAD) + sheet.leading(SMALL) * 2 + sheet.span(6.5)
    for most in range(_most(sheet), 1, -1):
        rows = _rows(sheet, section.shown(most), box.width)
        if sum(row.height(sheet) for row in rows) <= room:
            return rows
    return []


def _section(sheet: Sheet, box: Box, section: _Section, rows: list[ClaimRow]) -> float:
    t, palette = sheet.t, sheet.palette
    start = sheet.start(box)
    y = box.top + sheet.rise(HEAD)
    head = sheet.text(start, y, section.title, HEAD, bold=True)
    unit = section.group.title
    place = sheet.along(start, head.width + sheet.span(2.5))
    if head.width + sheet.span(2.5) + sheet.width(unit, NAME) > box.width:
        place, y = start, y + sheet.leading(NAME)
    sheet.text(place, y, unit, NAME, colour=palette.quiet)
    top = y + sheet.span(2)
    bottom = top + sum(row.height(sheet) for row in rows)
    near, far = (sheet.along(start, share * box.width) for share in PLOT)
    plot = Box(min(near, far), top, max(near, far), bottom)
    scale = 100.0
    if section.group.unit != "percent":
        scale = nice_top(max(reach(row.claim) for row in rows))
    draw_axis(sheet, plot, scale, section.group.unit)
    y = top
    for row in rows:
        draw_row(sheet, box, y, row)
        middle = y + sheet.leading(NAME) * 0.6
        sheet.stroke(
            [[(plot.left, middle), (plot.right, middle)]], palette.quiet, 0.25, opacity=0.4
        )
        draw_mark(sheet, plot, middle, scale, row.claim)
        y += row.height(sheet)
    y = bottom + sheet.leading(SMALL) + sheet.span(0.8)
    left = len(section.group.claims) - len(rows)
    if left:
        text = t("panel.more", n=t.number(left))
        sheet.text(start, y, text, SMALL, colour=palette.quiet)
    return y + sheet.span(2.6)


def draw_row(sheet: Sheet, box: Box, top: float, row: ClaimRow) -> None:
    """Write the lines of a claim on both sides of its axis."""
    start = sheet.start(box)
    after = sheet.along(start, PLOT[1] * box.width + sheet.span(3.5))
    for x, lines in ((start, row.start), (after, row.end)):
        y = top + sheet.rise(NAME)
        for line, bold in lines:
            colour = sheet.palette.ink if bold else sheet.palette.quiet
            sheet.text(x, y, line, NAME if bold else SMALL, bold=bold, colour=colour)
            y += sheet.leading(NAME if bold else SMALL)


def reach(claim: Claim) -> float:
    """Return the largest number of a claim, which an axis has to reach."""
    return max(n for n in (claim.value, claim.low, claim.high) if n is not None)


def draw_axis(sheet: Sheet, plot: Box, scale: float, unit: str) -> None:
    """Draw the lines of an axis that runs from none to ``scale``, and their numbers below."""
    palette = sheet.palette
    steps = 4
    parts = 2 if sheet.width(sheet.t.number(scale), SMALL) * 5.6 > plot.width else 1
    for step in range(0, steps + 1, parts):
        x = plot.left + plot.width * step / steps
        sheet.stroke([[(x, plot.top), (x, plot.bottom)]], palette.quiet, 0.3, opacity=0.5)
        number = sheet.t.number(scale * step / steps, decimals=1)
        told = number + ("%" if unit == "percent" else "")
        y = plot.bottom + sheet.rise(SMALL) + sheet.span(0.4)
        sheet.text(x, y, told, SMALL, align="middle", colour=palette.quiet, foreign=True)


def draw_mark(sheet: Sheet, plot: Box, y: float, scale: float, claim: Claim) -> None:
    """Draw the number, its range, and an arrow at an end that is open."""
    colour = GROUP_COLOURS[sheet.theme][claim.side]

    def at(number: float) -> float:
        return plot.left + min(number / scale, 1.0) * plot.width

    x = at(claim.central)
    if claim.low is not None and claim.high is not None:
        sheet.stroke([[(at(claim.low), y), (at(claim.high), y)]], colour, 1.8)
    else:
        tip = {
            "more than": 1,
            "at least": 1,
            "up to": -1,
            "less than": -1,
            "nearly": -1,
        }.get(claim.quantifier, 0)
        if tip:
            end = x + tip * sheet.span(4.2)
            wing = sheet.span(0.9)
            sheet.stroke([[(x, y), (end, y)]], colour, 1.0)
            head = [(end - tip * wing, y - wing), (end, y), (end - tip * wing, y + wing)]
            sheet.stroke([head], colour, 1.0)
    shape = sign(GROUP_SHAPES[claim.side], x, y, sheet.span(1.15))
    fill = sheet.palette.paper if claim.weak else colour
    sheet.fill(shape, fill, edge=colour if claim.weak else sheet.palette.paper, width=0.7)
