"""Small tables on a sheet: words at the start of a column, numbers at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nuzuh.draw.box import Box
from nuzuh.draw.sheets.sheet import Sheet

_SIZE = 6.8


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        title: its heading.
        share: its part of the table's width.
        number: its cells are numbers, which stand at the end of the column.
    """

    title: str
    share: float
    number: bool = False


def draw_table(
    sheet: Sheet,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    size: float = _SIZE,
    most: int = 3,
) -> float:
    """Draw a table at the top of a box, as many rows as fit; return where it ends.

    The count of rows that found no room is said below the last one.

    Args:
        sheet: the sheet.
        box: where there is room.
        columns: from the first in the direction of reading.
        rows: a text for each column.
        size: of the type, in points.
        most: lines of a cell.
    """
    y = _row(
        sheet, box, box.top, columns, [column.title for column in columns], size, most, head=True
    )
    _line(sheet, box, y, 0.7)
    for number, row in enumerate(rows):
        height = _height(sheet, box, columns, row, size, most)
        left = len(rows) - number
        spare = sheet.leading(size) if left > 1 else 0.0
        if y + height + spare > box.bottom:
            more = sheet.t("panel.more", n=sheet.t.number(left))
            return sheet.paragraph(sheet.start(box), y + sheet.span(0.6), box.width, more, size)
        y = _row(sheet, box, y, columns, row, size, most)
        _line(sheet, box, y, 0.3)
    return y


def table_height(
    sheet: Sheet,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    size: float = _SIZE,
    most: int = 3,
) -> float:
    """Return how high a table with all its rows is; see :func:`draw_table`."""
    head = [column.title for column in columns]
    return sum(_height(sheet, box, columns, row, size, most) for row in (head, *rows))


def _line(sheet: Sheet, box: Box, y: float, width: float) -> None:
    sheet.stroke([[(box.left, y), (box.right, y)]], sheet.palette.quiet, width, opacity=0.6)


def _cells(
    sheet: Sheet,
    box: Box,
    columns: Sequence[Column],
    row: Sequence[str],
    size: float,
    most: int,
    *,
    bold: bool,
) -> list[list[str]]:
    whole = sum(column.share for column in columns)
    gap = sheet.span(2)
    return [
        sheet.lines(text, box.width * column.share / whole - gap, size, bold=bold, most=most)
        for column, text in zip(columns, row, strict=True)
    ]


def _height(
    sheet: Sheet, box: Box, columns: Sequence[Column], row: Sequence[str], size: float, most: int
) -> float:
    cells = _cells(sheet, box, columns, row, size, most, bold=False)
    return max(len(lines) for lines in cells) * sheet.leading(size) + sheet.span(1.5)


def _row(
    sheet: Sheet,
    box: Box,
    top: float,
    columns: Sequence[Column],
    row: Sequence[str],
    size: float,
    most: int,
    *,
    head: bool = False,
) -> float:
    cells = _cells(sheet, box, columns, row, size, most, bold=head)
    whole = sum(column.share for column in columns)
    x = sheet.start(box)
    colour = sheet.palette.quiet if head else sheet.palette.ink
    for column, lines in zip(columns, cells, strict=True):
        wide = box.width * column.share / whole
        place = sheet.along(x, wide - sheet.span(2)) if column.number else x
        y = top + sheet.span(0.7) + sheet.rise(size)
        for line in lines:
            align = "end" if column.number else "start"
            sheet.text(place, y, line, size, bold=head, colour=colour, align=align)  # type: ignore[arg-type]
            y += sheet.leading(size)
        x = sheet.along(x, wide)
    tallest = max(len(lines) for lines in cells)
    return top + tallest * sheet.leading(size) + sheet.span(1.5)
