"""Rival figures of a day: each published statement by question, as a mark with its range.

Every question and unit has an axis of its own that says what it measures, so
that people and counts of movements never share one.
"""

from __future__ import annotations

from dataclasses import dataclass

from balance.statements import Statement
from maps.labels import publisher_name
from maps.panel import kinds_of, question_text, when_text, where_text
from maps.print.errors import PrintError
from maps.print.facts import Facts
from maps.print.frame import draw_frame
from maps.print.papers import MM_PER_POINT, Box
from maps.print.series import key, nice_top
from maps.print.sheet import Sheet, sign
from maps.scales import GROUP_COLOURS, GROUP_SHAPES

_NAME, _SMALL = 7.0, 6.0
_HEAD = 8.4
_PLOT = (0.36, 0.68)
"""Where the axis begins and ends, as parts of a column's width."""


@dataclass(frozen=True)
class Section:
    """Figures that answer one question in one unit, the most prominent first."""

    question: str
    unit: str
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
    listed = [s for section in sections for s in section.statements[: _most(sheet)]]
    notes = facts.notes(
        what=words("print.rivals"),
        sources=facts.sources_told(listed),
        method=f"{words('panel.lead')} {words('print.bounds')}",
        mapped=False,
    )
    body = draw_frame(sheet, notes)
    body = Box(body.left, _legend(sheet, body), body.right, body.bottom)
    columns = _columns(sheet, body)
    left = _fill(sheet, facts, columns, sections)
    if left:
        last = columns[-1]
        told = words("print.questions_left", n=words.number(left))
        y = last.bottom - sheet.span(0.6)
        sheet.text(sheet.start(last), y, told, _SMALL, colour=sheet.palette.quiet)


def sections_of(facts: Facts) -> list[Section]:
    """Return the figures of the day by question and unit, in the order in which a reader asks."""
    sections = []
    for question, statements in facts.told().items():
        units = dict.fromkeys(statement.figure.unit for statement in statements)
        sections += [
            Section(question, unit, tuple(s for s in statements if s.figure.unit == unit))
            for unit in units
        ]
    return sections


def _columns(sheet: Sheet, body: Box) -> list[Box]:
    if sheet.paper.stacked:
        return [body]
    gap = sheet.span(8)
    wide = (body.width - gap) / 2
    boxes = [
        Box(body.left, body.top, body.left + wide, body.bottom),
        Box(body.right - wide, body.top, body.right, body.bottom),
    ]
    return boxes[::-1] if sheet.right_to_left else boxes


def _legend(sheet: Sheet, body: Box) -> float:
    x, y = sheet.start(body), body.top + sheet.span(1.6)
    for group in GROUP_COLOURS[sheet.theme]:
        wide = sheet.span(3.2)
        key(sheet, group, x, y, wide)
        text = sheet.words(f"group.{group}")
        drop = sheet.size(_NAME) * MM_PER_POINT * 0.36
        sheet.text(sheet.along(x, wide + sheet.span(0.8)), y + drop, text, _NAME)
        x = sheet.along(x, wide + sheet.width(text, _NAME) + sheet.span(6))
    return y + sheet.span(4)


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


def _rows(sheet: Sheet, section: Section, width: float) -> list[_Row]:
    words = sheet.words
    first, last = (share * width - sheet.span(3.5) for share in (_PLOT[0], 1 - _PLOT[1]))

    def lines(text: str, room: float, *, bold: bool, most: int) -> list[tuple[str, bool]]:
        size = _NAME if bold else _SMALL
        return [(line, bold) for line in sheet.lines(text, room, size, bold=bold, most=most)]

    rows = []
    for statement in section.statements[: _most(sheet)]:
        who = publisher_name(statement.figure, words)
        if statement.standing == "before":
            who = f"{who} ({words('panel.before')})"
        kinds = [where_text(statement, words), *kinds_of(statement, words)[1:]]
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
        rows = _rows(sheet, section, columns[at].width)
        fitting = _that_fit(sheet, rows, columns[at].bottom - y)
        if len(fitting) < min(2, len(rows)):
            at += 1
            if at == len(columns):
                return len(sections) - number
            y = columns[at].top
            fitting = _that_fit(sheet, rows, columns[at].bottom - y)
        box = columns[at]
        y = _section(sheet, facts, Box(box.left, y, box.right, box.bottom), section, fitting)
    return 0


def _that_fit(sheet: Sheet, rows: list[_Row], room: float) -> list[_Row]:
    room -= sheet.leading(_HEAD) + sheet.leading(_SMALL) * 2 + sheet.span(6.5)
    fitting = []
    for row in rows:
        room -= row.height(sheet)
        if room < 0:
            break
        fitting.append(row)
    return fitting


def _section(sheet: Sheet, facts: Facts, box: Box, section: Section, rows: list[_Row]) -> float:
    words, palette = sheet.words, sheet.palette
    start = sheet.start(box)
    title = question_text(section.question, words)
    y = box.top + sheet.size(_HEAD) * MM_PER_POINT
    head = sheet.text(start, y, title, _HEAD, bold=True)
    key = f"print.axis.{section.unit}"
    unit = words(key) if words.has(key) else section.unit
    place = sheet.along(start, head.width + sheet.span(2.5))
    if head.width + sheet.span(2.5) + sheet.width(unit, _NAME) > box.width:
        place, y = start, y + sheet.leading(_NAME)
    sheet.text(place, y, unit, _NAME, colour=palette.quiet)
    top = y + sheet.span(2)
    bottom = top + sum(row.height(sheet) for row in rows)
    near, far = (sheet.along(start, share * box.width) for share in _PLOT)
    plot = Box(min(near, far), top, max(near, far), bottom)
    scale = 100.0
    if section.unit != "percent":
        scale = nice_top(max(_reach(row.statement) for row in rows))
    _axis(sheet, plot, scale, section.unit)
    y = top
    for row in rows:
        _draw_row(sheet, box, y, row)
        middle = y + sheet.leading(_NAME) * 0.6
        sheet.stroke(
            [[(plot.left, middle), (plot.right, middle)]], palette.quiet, 0.25, opacity=0.4
        )
        _mark(sheet, facts, plot, middle, scale, row.statement)
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
        y = top + sheet.size(_NAME) * MM_PER_POINT
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
        y = plot.bottom + sheet.size(_SMALL) * MM_PER_POINT + sheet.span(0.4)
        sheet.text(x, y, told, _SMALL, align="middle", colour=palette.quiet, foreign=True)


def _mark(
    sheet: Sheet, facts: Facts, plot: Box, y: float, scale: float, statement: Statement
) -> None:
    """The number, its range, and an arrow at an end that is open."""
    figure = statement.figure
    group = facts.groups.get(figure.publisher, "other")
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
