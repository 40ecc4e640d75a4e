"""What every sheet carries around its picture: title, sources, method, disclaimer, link."""

from __future__ import annotations

import segno
import shapely

from nuzuh.draw.box import Box
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.scene.notes import Notes
from nuzuh.scene.view import short_link

SMALL = 6.6
"""Size of the notes, in points on A4."""
_NAME = "nuzuh \u2068نزوح\u2069"


def draw_frame(sheet: Sheet, notes: Notes) -> Box:
    """Draw title and notes, and return the room that is left for the picture."""
    inside = sheet.inside
    sheet.title = f"{notes.title} · {notes.what}"
    top = _title(sheet, notes, inside)
    bottom = _footer(sheet, notes, inside)
    gap = sheet.span(2.6)
    return Box(inside.left, top + gap, inside.right, bottom - gap)


def _title(sheet: Sheet, notes: Notes, inside: Box) -> float:
    start = sheet.start(inside)
    end = sheet.end(inside)
    size = 16.0
    baseline = inside.top + sheet.rise(size) * 0.82
    name = sheet.text(end, baseline, _NAME, 11, align="end", bold=True, colour=sheet.palette.accent)
    room = inside.width - name.width - sheet.span(6)
    (title,) = sheet.lines(notes.title, room, size, bold=True, most=1)
    sheet.text(start, baseline, title, size, bold=True)
    y = baseline + sheet.span(1.9)
    y = sheet.paragraph(start, y, inside.width, notes.what, 10.2, most=2)
    if notes.lead:
        most = 2 if sheet.paper.brief else 4
        if len(sheet.lines(notes.lead, inside.width, 8)) <= most:
            y += sheet.span(0.5)
            quiet = sheet.palette.quiet
            y = sheet.paragraph(start, y, inside.width, notes.lead, 8, colour=quiet)
    if notes.placed:
        y += sheet.span(0.5)
        y = sheet.paragraph(start, y, inside.width, notes.placed, 8)
    y += sheet.span(0.6)
    sheet.rule(inside, y)
    return y


def _footer(sheet: Sheet, notes: Notes, inside: Box) -> float:
    """Draw the notes from the bottom up, and return where they begin."""
    code = _code_size(sheet) if notes.link else 0.0
    gap = sheet.span(4) if code else 0.0
    width = inside.width - code - gap
    x = sheet.start(inside)
    paragraphs = [
        (" ".join([notes.method, *notes.footnotes]), sheet.palette.ink),
        (_sources(sheet, notes, width), sheet.palette.quiet),
        (" ".join(notes.credits), sheet.palette.quiet),
    ]
    blocks = [
        (line, colour)
        for text, colour in paragraphs
        if text
        for line in sheet.lines(text, width, SMALL)
    ]
    leading = sheet.leading(SMALL)
    rows = len(blocks) + 2
    height = max(rows * leading, code) + sheet.span(1.2)
    top = inside.bottom - height
    sheet.rule(inside, top)
    y = top + sheet.span(1.2) + sheet.rise(SMALL)
    for line, colour in blocks:
        sheet.text(x, y, line, SMALL, colour=colour)
        y += leading
    data = sheet.t("snapshot.data", data=notes.version)
    (line,) = sheet.lines(data, width, SMALL, bold=True, most=1)
    sheet.text(x, y, line, SMALL, bold=True)
    _link(sheet, notes, x, y + leading, width)
    if code:
        left = inside.left if sheet.right_to_left else inside.right - code
        _code(sheet, notes.link, Box(left, inside.bottom - code, left + code, inside.bottom))
    return top


def _sources(sheet: Sheet, notes: Notes, width: float) -> str:
    """The sources, as many as fit, and how many more there are and where they are listed."""
    t = sheet.t
    most = 2 if sheet.paper.brief else 4
    listed = list(dict.fromkeys(notes.sources))

    def told(kept: int) -> str:
        parts = listed[:kept]
        if kept < len(listed):
            parts.append(t("print.rest", n=t.number(len(listed) - kept)))
        return f"{t('snapshot.sources')}: {t('list.sep').join(parts) or '–'}"

    return sheet.first_fitting(map(told, range(len(listed), -1, -1)), width, SMALL, most)


def _link(sheet: Sheet, notes: Notes, x: float, y: float, width: float) -> None:
    accent = sheet.palette.accent
    if not notes.link:
        text = sheet.t("print.nolink", query=sheet.t.isolated(notes.query))
        (line,) = sheet.lines(text, width, SMALL, most=1)
        sheet.text(x, y, line, SMALL, colour=accent)
        return
    (line,) = sheet.lines(short_link(notes.link), width, SMALL, most=1)
    sheet.text(x, y, line, SMALL, colour=accent, foreign=True)


def _code_size(sheet: Sheet) -> float:
    return sheet.span(21.0)


def _code(sheet: Sheet, link: str, box: Box) -> None:
    """A QR code of the whole link, dark on light in both themes, as readers need it."""
    rows = [bytes(row) for row in segno.make(link, error="l", micro=False).matrix]
    quiet = 2
    unit = box.width / (len(rows) + 2 * quiet)
    sheet.fill(box.shape, "#ffffff")
    dark = []
    over = unit * 0.02  # rows overlap by a hair, so that no seam shows between them
    for y, row in enumerate(rows):
        run = 0
        for x, module in enumerate([*row, 0]):
            if module:
                run += 1
            elif run:
                left = box.left + (x - run + quiet) * unit
                top = box.top + (y + quiet) * unit
                dark.append(shapely.box(left, top - over, left + run * unit, top + unit + over))
                run = 0
    sheet.fill(shapely.MultiPolygon(dark), "#000000")
