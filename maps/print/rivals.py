"""Rival figures of a day: each published statement by question, as a mark with its range.

Every question and unit has an axis of its own that says what it measures, so
that people and counts of movements never share one.
"""

from __future__ import annotations

from dataclasses import dataclass

from balance.statements import Statement
from maps.panel import kinds_of, when_text, where_text
from maps.print.errors import PrintError
from maps.print.facts import Facts
from maps.print.frame import draw_frame
from maps.print.papers import MM_PER_POINT, Box
from maps.print.series import key, nice_top
from maps.print.sheet import Sheet, sign
from maps.scales import GROUP_COLOURS, GROUP_SHAPES

_NAME, _SMALL = 7.0, 6.0
_MOST = 7
"""Figures of one question on a sheet; the rest is counted."""


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
    listed = [s for section in sections for s in section.statements[:_MOST]]
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


def _fill(sheet: Sheet, facts: Facts, columns: list[Box], sections: list[Section]) -> int:
    """Put down as many sections as fit; return how many found no room."""
    at = 0
    y = columns[0].top
    for number, section in enumerate(sections):
        rows = _rows_that_fit(sheet, section, columns[at].bottom - y)
        if rows < min(2, len(section.statements)):
            at += 1
            if at == len(columns):
                return len(sections) - number
            y = columns[at].top
            rows = _rows_that_fit(sheet, section, columns[at].bottom - y)
        box = columns[at]
        y = _section(sheet, facts, Box(box.left, y, box.right, box.bottom), section, rows)
    return 0


def _row_height(sheet: Sheet) -> float:
    return sheet.leading(_NAME) + sheet.leading(_SMALL) + sheet.span(1.1)


def _rows_that_fit(sheet: Sheet, section: Section, room: float) -> int:
    fixed = sheet.leading(8.4) + sheet.leading(_SMALL) * 2 + sheet.span(6.5)
    return max(min(int((room - fixed) / _row_height(sheet)), len(section.statements), _MOST), 0)


def _section(sheet: Sheet, facts: Facts, box: Box, section: Section, rows: int) -> float:
    words, palette = sheet.words, sheet.palette
    start = sheet.start(box)
    title = words(f"question.{section.question}")
    y = box.top + sheet.size(8.4) * MM_PER_POINT
    head = sheet.text(start, y, title, 8.4, bold=True)
    unit = words(f"print.axis.{section.unit}") if words.has(f"print.axis.{section.unit}") else section.unit
    sheet.text(
        sheet.along(start, head.width + sheet.span(2.5)), y, unit, _NAME, colour=palette.quiet
    )
    top = y + sheet.span(2)
    told = section.statements[:rows]
    bottom = top + rows * _row_height(sheet)
    part = 0.38 * box.width
    far = sheet.along(start, part)
    end = sheet.along(start, 0.72 * box.width)
    plot = Box(min(far, end), top, max(far, end), bottom)
    scale = nice_top(max(_reach(statement) for statement in told)) if section.unit != "percent" else 100.0
    _axis(sheet, plot, scale, section.unit)
    for place, statement in enumerate(told):
        row = Box(box.left, top + place * _row_height(sheet), box.right, bottom)
        _row(sheet, facts, row, plot, scale, statement)
    y = bottom + sheet.leading(_SMALL) + sheet.span(0.8)
    left = len(section.statements) - rows
    if left:
        text = words("panel.more", n=words.number(left))
        sheet.text(start, y, text, _SMALL, colour=palette.quiet)
    return y + sheet.span(2.6)


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


def _row(
    sheet: Sheet, facts: Facts, row: Box, plot: Box, scale: float, statement: Statement
) -> None:
    words, palette = sheet.words, sheet.palette
    figure = statement.figure
    first = row.top + sheet.size(_NAME) * MM_PER_POINT
    second = first + sheet.leading(_SMALL)
    start = sheet.start(row)
    room = 0.38 * row.width - sheet.span(3.5)
    who = words.isolated(figure.publisher)
    if statement.standing == "before":
        who = f"{who} ({words('panel.before')})"
    (name,) = sheet.lines(who, room, _NAME, bold=True, most=1)
    sheet.text(start, first, name, _NAME, bold=True)
    (when,) = sheet.lines(when_text(statement, words), room, _SMALL, most=1)
    sheet.text(start, second, when, _SMALL, colour=palette.quiet)
    after = sheet.along(start, 0.72 * row.width + sheet.span(3.5))
    rest = 0.28 * row.width - sheet.span(3.5)
    (number,) = sheet.lines(words.figure(figure, unit=False), rest, _NAME, bold=True, most=1)
    sheet.text(after, first, number, _NAME, bold=True)
    kinds = words("list.sep").join([where_text(statement, words), *kinds_of(statement, words)[1:]])
    (kind,) = sheet.lines(kinds, rest, _SMALL, most=1)
    sheet.text(after, second, kind, _SMALL, colour=palette.quiet)
    y = row.top + _row_height(sheet) / 2
    sheet.stroke([[(plot.left, y), (plot.right, y)]], palette.quiet, 0.25, opacity=0.4)
    _mark(sheet, facts, plot, y, scale, statement)


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
