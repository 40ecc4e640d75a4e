"""Rival figures of a day: each published statement by question, as a mark with its range.

Every question and unit has an axis of its own that says what it measures, so
that people and counts of movements never share one, nor totals over time and
counts of a single day.
"""

from __future__ import annotations

from dataclasses import dataclass

from nuzuh.draw.box import Box
from nuzuh.draw.sheets.errors import PrintError
from nuzuh.draw.sheets.facts import Facts
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.series import draw_groups, nice_top
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.sheets.signs import sign
from nuzuh.evidence.statements import Statement
from nuzuh.scene.labels import publisher_name
from nuzuh.scene.scales import GROUP_COLOURS, GROUP_SHAPES
from nuzuh.scene.statement_words import (
    Group,
    folded,
    group_title,
    groups_of,
    kinds_of,
    lead_of,
    mark_text,
    question_text,
    when_text,
    where_text,
)
from nuzuh.scene.timeline import left_out

_NAME, _SMALL = 7.0, 6.0
_HEAD = 8.4
_PLOT = (0.36, 0.68)
"""Where the axis begins and ends, as parts of a column's width."""


@dataclass(frozen=True)
class Section:
    """Figures that answer one question in one unit, over time or of a single day.

    Attributes:
        question: one of :data:`nuzuh.evidence.statements.QUESTIONS`.
        group: the unit, and whether they are of one day alone.
        statements: the figures, in the order in which they are told.
    """

    question: str
    group: Group
    statements: tuple[Statement, ...]


def draw_rivals(sheet: Sheet, facts: Facts) -> None:
    """Draw what had been published by the view's day.

    Raises:
        PrintError: for a day outside the data, or one about which nothing was published.
    """
    words = facts.words
    facts.check_day(facts.view.date)
    sections = sections_of(facts)
    if not sections:
        raise PrintError(f"nothing about the time of {facts.view.date} is in the data")
    listed = [s for section in sections for s in _shown(facts, section, _most(sheet))]
    later = lead_of(facts.told(), words, left_out(facts.tables, facts.view))
    notes = facts.notes(
        what=words("print.rivals"),
        sources=facts.sources_told(listed),
        method=" ".join([words("panel.lead"), *later, words("print.bounds")]),
        mapped=False,
    )
    body = draw_frame(sheet, notes)
    top = draw_groups(sheet, body, body.top + sheet.span(1.6))
    body = Box(body.left, top, body.right, body.bottom)
    columns = _columns(sheet, body)
    left = _fill(sheet, facts, columns, sections)
    if left:
        last = columns[-1]
        told = words("print.questions_left", n=words.number(left))
        y = last.bottom - sheet.span(0.6)
        sheet.text(sheet.start(last), y, told, _SMALL, colour=sheet.palette.quiet)


def sections_of(facts: Facts) -> list[Section]:
    """Return the figures of the day by question and unit, in the order in which a reader asks."""
    return [
        Section(question, group, tuple(rows))
        for question, statements in facts.told().items()
        for group, rows in groups_of(statements).items()
    ]


def _shown(facts: Facts, section: Section, most: int) -> list[Statement]:
    """The figures of a section that are drawn: never without the lowest and the highest."""
    away = folded(section.statements, facts.view.date, most)
    return [s for s in section.statements if s.figure.id not in away]


def _columns(sheet: Sheet, body: Box) -> list[Box]:
    if sheet.paper.stacked:
        return [body]
    return sheet.columns(body, 2, sheet.span(8))


@dataclass(frozen=True)
class _Row:
    """A statement as lines: who and when at the start, number and what at the end."""

    statement: Statement
    start: tuple[tuple[str, bool], ...]
    end: tuple[tuple[str, bool], ...]

    def height(self, sheet: Sheet) -> float:
        """Return how high it is, in mm."""
        sides = [
            sum(sheet.leading(_NAME if bold else _SMALL) for _, bold in side)
            for side in (self.start, self.end)
        ]
        return max(sides) + sheet.span(1.3)


def _rows(sheet: Sheet, statements: list[Statement], width: float) -> list[_Row]:
    words = sheet.words
    first, last = (share * width - sheet.span(3.5) for share in (_PLOT[0], 1 - _PLOT[1]))

    def lines(text: str, room: float, *, bold: bool, most: int) -> list[tuple[str, bool]]:
        size = _NAME if bold else _SMALL
        return [(line, bold) for line in sheet.lines(text, room, size, bold=bold, most=most)]

    rows = []
    for statement in statements:
        who = publisher_name(statement.figure, words)
        if statement.standing == "before":
            who = f"{who} ({words('panel.before')})"
        marked = mark_text(statement, words)
        kinds = [where_text(statement, words), *kinds_of(statement, words)[1:]]
        kinds += [marked] if marked else []
        number = words.figure(statement.figure, unit=False)
        rows.append(
            _Row(
                statement,
                (
                    *lines(who, first, bold=True, most=2),
                    *lines(when_text(statement, words), first, bold=False, most=2),
                ),
                (
                    *lines(number, last, bold=True, most=3),
                    *lines(words("list.sep").join(kinds), last, bold=False, most=2),
                ),
            )
        )
    return rows


def _most(sheet: Sheet) -> int:
    return 4 if sheet.paper.brief else 5 if sheet.paper.type < 1.2 else 6


def _fill(sheet: Sheet, facts: Facts, columns: list[Box], sections: list[Section]) -> int:
    """Put down as many sections as fit; return how many found no room."""
    at = 0
    y = columns[0].top
    for number, section in enumerate(sections):
        fitting = _that_fit(sheet, facts, columns[at], y, section)
        if not fitting:
            at += 1
            if at == len(columns):
                return len(sections) - number
            y = columns[at].top
            fitting = _that_fit(sheet, facts, columns[at], y, section)
        box = columns[at]
        y = _section(sheet, Box(box.left, y, box.right, box.bottom), section, fitting)
    return 0


def _that_fit(sheet: Sheet, facts: Facts, box: Box, top: float, section: Section) -> list[_Row]:
    """As many rows of a section as fit below a height; none where the two ends alone do not."""
    room = box.bottom - top
    room -= sheet.leading(_HEAD) + sheet.leading(_SMALL) * 2 + sheet.span(6.5)
    for most in range(_most(sheet), 1, -1):
        rows = _rows(sheet, _shown(facts, section, most), box.width)
        if sum(row.height(sheet) for row in rows) <= room:
            return rows
    return []


def _section(sheet: Sheet, box: Box, section: Section, rows: list[_Row]) -> float:
    words, palette = sheet.words, sheet.palette
    start = sheet.start(box)
    title = question_text(section.question, words)
    y = box.top + sheet.rise(_HEAD)
    head = sheet.text(start, y, title, _HEAD, bold=True)
    unit = group_title(section.group, words)
    place = sheet.along(start, head.width + sheet.span(2.5))
    if head.width + sheet.span(2.5) + sheet.width(unit, _NAME) > box.width:
        place, y = start, y + sheet.leading(_NAME)
    sheet.text(place, y, unit, _NAME, colour=palette.quiet)
    top = y + sheet.span(2)
    bottom = top + sum(row.height(sheet) for row in rows)
    near, far = (sheet.along(start, share * box.width) for share in _PLOT)
    plot = Box(min(near, far), top, max(near, far), bottom)
    scale = 100.0
    if section.group[0] != "percent":
        scale = nice_top(max(_reach(row.statement) for row in rows))
    _axis(sheet, plot, scale, section.group[0])
    y = top
    for row in rows:
        _draw_row(sheet, box, y, row)
        middle = y + sheet.leading(_NAME) * 0.6
        sheet.stroke(
            [[(plot.left, middle), (plot.right, middle)]], palette.quiet, 0.25, opacity=0.4
        )
        _mark(sheet, plot, middle, scale, row.statement)
        y += row.height(sheet)
    y = bottom + sheet.leading(_SMALL) + sheet.span(0.8)
    left = len(section.statements) - len(rows)
    if left:
        text = words("panel.more", n=words.number(left))
        sheet.text(start, y, text, _SMALL, colour=palette.quiet)
    return y + sheet.span(2.6)


def _draw_row(sheet: Sheet, box: Box, top: float, row: _Row) -> None:
    start = sheet.start(box)
    after = sheet.along(start, _PLOT[1] * box.width + sheet.span(3.5))
    for x, lines in ((start, row.start), (after, row.end)):
        y = top + sheet.rise(_NAME)
        for line, bold in lines:
            colour = sheet.palette.ink if bold else sheet.palette.quiet
            sheet.text(x, y, line, _NAME if bold else _SMALL, bold=bold, colour=colour)
            y += sheet.leading(_NAME if bold else _SMALL)


def _reach(statement: Statement) -> float:
    figure = statement.figure
    return max(n for n in (figure.value, figure.low, figure.high) if n is not None)


def _axis(sheet: Sheet, plot: Box, scale: float, unit: str) -> None:
    palette = sheet.palette
    steps = 4
    parts = 2 if sheet.width(sheet.words.number(scale), _SMALL) * 5.6 > plot.width else 1
    for step in range(0, steps + 1, parts):
        x = plot.left + plot.width * step / steps
        sheet.stroke([[(x, plot.top), (x, plot.bottom)]], palette.quiet, 0.3, opacity=0.5)
        number = sheet.words.number(scale * step / steps, decimals=1)
        told = number + ("%" if unit == "percent" else "")
        y = plot.bottom + sheet.rise(_SMALL) + sheet.span(0.4)
        sheet.text(x, y, told, _SMALL, align="middle", colour=palette.quiet, foreign=True)


def _mark(sheet: Sheet, plot: Box, y: float, scale: float, statement: Statement) -> None:
    """The number, its range, and an arrow at an end that is open."""
    figure = statement.figure
    group = figure.side
    colour = GROUP_COLOURS[sheet.theme][group]

    def at(number: float) -> float:
        return plot.left + min(number / scale, 1.0) * plot.width

    x = at(figure.central)
    if figure.low is not None and figure.high is not None:
        sheet.stroke([[(at(figure.low), y), (at(figure.high), y)]], colour, 1.8)
    else:
        tip = {
            "more than": 1,
            "at least": 1,
            "up to": -1,
            "less than": -1,
            "nearly": -1,
        }.get(figure.quantifier, 0)
        if tip:
            end = x + tip * sheet.span(4.2)
            wing = sheet.span(0.9)
            sheet.stroke([[(x, y), (end, y)]], colour, 1.0)
            head = [(end - tip * wing, y - wing), (end, y), (end - tip * wing, y + wing)]
            sheet.stroke([head], colour, 1.0)
    shape = sign(GROUP_SHAPES[group], x, y, sheet.span(1.15))
    weak = statement.weak
    fill = sheet.palette.paper if weak else colour
    sheet.fill(shape, fill, edge=colour if weak else sheet.palette.paper, width=0.7)
