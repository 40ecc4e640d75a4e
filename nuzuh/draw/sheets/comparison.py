"""Two days beside each other: two maps of one layer, and a small table of what can be compared.

Figures as published stand side by side with their own dates and are never
subtracted: they are of different publishers, areas and meanings. Only the
reconstruction is one account of both days, so only there a change is told,
with the range of the ensemble's own changes.
"""

from __future__ import annotations

import math
from datetime import date

from nuzuh.draw.basemap import LABEL, SHORT_LABEL, fit_map
from nuzuh.draw.box import Box
from nuzuh.draw.legend import legend_height
from nuzuh.draw.sheets.day_map import draw_map, explain, place_locator
from nuzuh.draw.sheets.errors import PrintError
from nuzuh.draw.sheets.facts import Facts
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.sheets.tables import Column, draw_table
from nuzuh.evidence.precision import bearable
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import area_labels, title_of
from nuzuh.scene.legend_rows import legend_rows
from nuzuh.scene.mark import Mark
from nuzuh.scene.words import Words

_DAY, _PLACED = 9.5, 6.6
"""Sizes of the day above a map, and of what its figures come to."""
_LEGEND = 50.0
"""Width of the legend, in mm on A4."""


def draw_comparison(sheet: Sheet, facts: Facts, other: date | None) -> None:
    """Draw the view's layer on two days, the earlier first in the direction of reading.

    Raises:
        PrintError: without a second day, with the same one, or for a day
            outside the data.
    """
    view, words = facts.view, facts.words
    if other is None:
        raise PrintError("a comparison needs a second date")
    if other == view.date:
        raise PrintError(f"a comparison needs two different dates, not {other} twice")
    first, last = sorted((view.date, other))
    for day in (first, last):
        facts.check_day(day)
    values = {day: facts.values(day) for day in (first, last)}
    for day, shown in values.items():
        if view.reconstructed and all(value.value is None for value in shown):
            raise PrintError(f"nothing is reconstructed for {day} from these publishers' figures")
    labels = {day: area_labels(shown, view.layer, words) for day, shown in values.items()}
    unit = words(f"layer.{view.layer}.unit")
    what = f"{title_of(view.layer, words, reconstructed=view.reconstructed)} ({unit})"
    both = [*values[first], *values[last]]
    title = words("print.two", first=words.day(first), last=words.day(last))
    notes = facts.notes(
        what=what, title=title, sources=facts.sources_of(both) or ["–"], method=facts.method()
    )
    body = draw_frame(sheet, notes)
    rows = legend_rows([*labels[first], *labels[last]], view.layer, words)
    legend = legend_height(sheet, sheet.span(_LEGEND), unit, rows)
    maps, below = _parted(sheet, body, legend)
    placed = {day: facts.placed(shown, day) for day, shown in values.items()}
    # Both maps begin at one height, so that they have one scale.
    lines = max(
        len(sheet.lines(text, maps[0].width, _PLACED)) if text else 0 for text in placed.values()
    )
    for box, day in zip(maps, (first, last), strict=True):
        _heading(sheet, box, words.day(day), placed[day])
        top = box.top + sheet.leading(_DAY) + lines * sheet.leading(_PLACED)
        _map(sheet, Box(box.left, top, box.right, box.bottom), labels[day], view.layer)
    _below(sheet, facts, below, (first, last), labels)


def _parted(sheet: Sheet, body: Box, legend: float) -> tuple[list[Box], Box]:
    """The two maps, and the room for legend and table below them.

    The maps stand side by side or one above the other, whichever shows the
    Strip larger on this paper.
    """
    gap = sheet.span(4)
    narrow = body.width < sheet.span(200)
    low = body.bottom - max(sheet.span(57 if narrow else 48), legend)
    room = Box(body.left, body.top, body.right, low - gap)
    high = min(room.height, (room.width - gap) / 2 * 1.45)
    row = Box(room.left, room.top, room.right, room.top + high)
    beside = sheet.columns(row, 2, gap)
    tall = (room.height - gap) / 2
    above = [
        Box(room.left, room.top, room.right, room.top + tall),
        Box(room.left, room.bottom - tall, room.right, room.bottom),
    ]
    label = SHORT_LABEL if sheet.paper.brief else LABEL
    scales = [fit_map(sheet, boxes[0], label=label).denominator for boxes in (above, beside)]
    if scales[0] < scales[1]:
        return above, Box(body.left, low, body.right, body.bottom)
    below = Box(body.left, beside[0].bottom + gap, body.right, body.bottom)
    return beside, below


def _heading(sheet: Sheet, box: Box, day: str, placed: str) -> None:
    y = box.top + sheet.rise(_DAY) * 0.85
    sheet.text(sheet.start(box), y, day, _DAY, bold=True)
    if placed:
        top = box.top + sheet.leading(_DAY) - sheet.span(0.8)
        sheet.paragraph(sheet.start(box), top, box.width, placed, _PLACED)


def _map(sheet: Sheet, box: Box, labels: list[Mark], layer: str) -> None:
    roomy = not sheet.paper.brief and box.height > sheet.span(80)
    frame = fit_map(sheet, box, label=LABEL if roomy else SHORT_LABEL)
    draw_map(sheet, frame, labels, layer, roomy=roomy)


def _below(
    sheet: Sheet,
    facts: Facts,
    box: Box,
    days: tuple[date, date],
    labels: dict[date, list[Mark]],
) -> None:
    gap = sheet.span(6)
    wide = sheet.span(_LEGEND)
    side = box.width > sheet.span(230)
    place = sheet.span(46) if side else 0.0
    columns = [
        Box(box.left, box.top, box.left + wide, box.bottom),
        Box(box.left + wide + gap, box.top, box.right - place - (gap if side else 0), box.bottom),
        Box(box.right - place, box.top, box.right, box.bottom),
    ]
    if sheet.right_to_left:
        columns = [
            Box(box.left + box.right - c.right, c.top, box.left + box.right - c.left, c.bottom)
            for c in columns
        ]
    explain(sheet, columns[0], [one for day in days for one in labels[day]], facts.view.layer)
    table, rows = differences(facts, days, labels)
    end = draw_table(sheet, columns[1], table, rows, size=6.6, most=3)
    if side:
        place_locator(sheet, columns[2])
    elif columns[1].bottom - end > sheet.span(34):
        top = columns[1].bottom - sheet.span(32)
        place_locator(sheet, Box(columns[1].left, top, columns[1].right, columns[1].bottom))


def differences(
    facts: Facts, days: tuple[date, date], labels: dict[date, list[Mark]]
) -> tuple[list[Column], list[list[str]]]:
    """Return the table of two days: numbers, and for reconstructed people their change."""
    words, view = facts.words, facts.view
    told = {day: {pcode: label for label in labels[day] for pcode in label.pcodes} for day in days}
    columns = [
        Column(words("table.area"), 0.8),
        *(Column(words.day(day, short=True), 1.7) for day in days),
    ]
    changed = view.reconstructed and view.layer == "people"
    if changed:
        columns.append(Column(words("print.change"), 1.7))
    rows = []
    for pcode in pc.GOVERNORATES:
        row = [governorate_name(pcode, words.lang)]
        row += [_cell(told[day][pcode], words) for day in days]
        if changed:
            # Where one of the days tells areas only together, so does their change.
            areas = max((told[day][pcode].pcodes for day in days), key=len)
            row.append(_change(facts, areas, *days))
        rows.append(row)
    return columns, rows


def _cell(label: Mark, words: Words) -> str:
    who = [note for note in label.notes if note != words("recon.mark")][:1]
    together = [label.name] if len(label.pcodes) > 1 else []
    return words("list.comma").join([label.number, *together, *who])


def _change(facts: Facts, areas: tuple[str, ...], first: date, last: date) -> str:
    words = facts.words
    number, low, high = facts.picture().change(first, last, areas)

    span: tuple[float | None, float | None] = (None, None)

    def signed(people: float) -> str:
        told = bearable(abs(people), *span)
        sign = "" if told == 0 else "+" if people > 0 else "−"
        return f"\u2066{sign}{words.number(told)}\u2069"

    if math.isnan(low):
        likely = words("recon.norange")
    else:
        span = (low, high)
        likely = words("recon.likely", low=signed(low), high=signed(high))
    is_tellable = bearable(abs(number), *span) > 0
    told = words("recon.about", n=signed(number)) if is_tellable else words("print.no_change")
    names = [words.together(governorate_name(pcode, words.lang) for pcode in areas)]
    return words("list.comma").join([told, *(names if len(areas) > 1 else ()), likely])
