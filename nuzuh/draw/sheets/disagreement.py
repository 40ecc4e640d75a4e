"""Who disagrees in a period: publishers by how far they stand from the others, with the reasons.

People, counted movements and shares have an axis each, and so have totals and counts of one day.
"""

from __future__ import annotations

from dataclasses import replace

from nuzuh.draw.box import Box
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.rivals import (
    HEAD,
    NAME,
    PLOT,
    SMALL,
    ClaimRow,
    draw_axis,
    draw_mark,
    draw_row,
    reach,
)
from nuzuh.draw.sheets.series import draw_groups, nice_top
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.scene.disagreement import Disagreement, DisagreementGroup, DisagreementRow
from nuzuh.scene.rivals import cited

_LEAST = 2
"""Of fewer rows a group is told on a sheet only where it has no more."""


def draw_disagreement(sheet: Sheet, shown: Disagreement) -> None:
    """Draw the publishers on the chosen question, the one furthest from the others first."""
    t = sheet.t
    most = 6 if sheet.paper.brief else 14
    listed = [row for group in shown.groups for row in group.rows[:most]]
    # The sheet lists fewer sources than the page: those of the figures that it shows.
    sources = dict.fromkeys(cited(row.claim, t) for row in listed)
    body = draw_frame(sheet, replace(shown.notes, sources=tuple(sources)))
    top = draw_groups(sheet, body, body.top + sheet.span(1.6))
    y = top
    for group in shown.groups:
        box = Box(body.left, y, body.right, body.bottom)
        rows = _that_fit(sheet, box, group)
        if len(rows) < min(_LEAST, len(group.rows)) or not rows:
            break
        y = _draw_group(sheet, box, group, rows)


def _row(sheet: Sheet, row: DisagreementRow, width: float) -> ClaimRow:
    first, last = (share * width - sheet.span(3.5) for share in (PLOT[0], 1 - PLOT[1]))

    def lines(text: str, room: float, *, bold: bool, most: int) -> list[tuple[str, bool]]:
        size = NAME if bold else SMALL
        return [(line, bold) for line in sheet.lines(text, room, size, bold=bold, most=most)]

    claim, t = row.claim, sheet.t
    who = t("list.sep").join([claim.when, claim.where, *claim.kinds[1:]])
    start = lines(claim.publisher, first, bold=True, most=1) + lines(who, first, bold=False, most=2)
    end = lines(claim.bare, last, bold=True, most=2)
    end += lines(row.to_others, last, bold=False, most=2)
    if not sheet.paper.brief:
        end += lines(row.to_reconstruction, last, bold=False, most=2)
        for reason in row.reasons:
            end += lines(reason, last, bold=False, most=3)
    return ClaimRow(claim, tuple(start), tuple(end))


def _that_fit(sheet: Sheet, box: Box, group: DisagreementGroup) -> list[ClaimRow]:
    room = box.height - sheet.leading(HEAD) - sheet.leading(SMALL) * 2 - sheet.span(7)
    fitting: list[ClaimRow] = []
    for row in group.rows:
        made = _row(sheet, row, box.width)
        room -= made.height(sheet)
        if room < 0:
            break
        fitting.append(made)
    return fitting


def _draw_group(sheet: Sheet, box: Box, group: DisagreementGroup, rows: list[ClaimRow]) -> float:
    t = sheet.t
    start = sheet.start(box)
    y = box.top + sheet.rise(HEAD)
    sheet.text(start, y, f"{group.title}{t('list.sep')}{group.apart}", HEAD, bold=True)
    top = y + sheet.span(2)
    bottom = top + sum(row.height(sheet) for row in rows)
    near, far = (sheet.along(start, share * box.width) for share in PLOT)
    plot = Box(min(near, far), top, max(near, far), bottom)
    unit = group.measured.group.unit
    scale = 100.0 if unit == "percent" else nice_top(max(reach(row.claim) for row in rows))
    draw_axis(sheet, plot, scale, unit)
    y = top
    for row in rows:
        draw_row(sheet, box, y, row)
        middle = y + sheet.leading(NAME) * 0.6
        line = [(plot.left, middle), (plot.right, middle)]
        sheet.stroke([line], sheet.palette.quiet, 0.25, opacity=0.4)
        draw_mark(sheet, plot, middle, scale, row.claim)
        y += row.height(sheet)
    y = bottom + sheet.leading(SMALL) + sheet.span(0.8)
    left = len(group.rows) - len(rows)
    if left:
        told = t("panel.more", n=t.number(left))
        sheet.text(start, y, told, SMALL, colour=sheet.palette.quiet)
    return y + sheet.span(2.6)
