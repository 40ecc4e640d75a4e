"""A story on a sheet: all steps beside each other, each map over its sentences; or one step."""

from __future__ import annotations

from nuzuh.draw.areas import draw_areas
from nuzuh.draw.arrows import draw_arrows
from nuzuh.draw.basemap import (
    LABEL,
    SHORT_LABEL,
    draw_land_and_sea,
    draw_surroundings,
    fit_map,
)
from nuzuh.draw.box import Box
from nuzuh.draw.legend import draw_legend, legend_height
from nuzuh.draw.order_land import draw_order_land
from nuzuh.draw.sheets.day_map import draw_map, split
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.scene.legend_rows import class_colours
from nuzuh.scene.scene import Scene
from nuzuh.scene.story import ToldStep
from nuzuh.scene.story_picture import STEP_PAPERS, StoryPicture

_TITLE, _DAY = 9.0, 6.6
"""Sizes of the title of a step, and of its day."""
_SIZES = (9.0, 8.4, 7.8, 7.2, 6.7, 6.2, 5.7, 5.2)
"""Sizes of the sentences, of which the largest is taken that leaves the maps their room."""
_LEAST_MAP = 42.0
"""Height of a map at least, in mm on A4, while the sentences can be smaller."""
_LEGEND = 30.0
"""Width of the legend beside the steps, in mm on A4."""
_GAP = 4.0
_SHARES = (0.95, 0.85, 0.75, 0.65, 0.55)


def draw_story(sheet: Sheet, shown: StoryPicture) -> None:
    """Draw a story: all of its steps, or on paper for one step that one."""
    if sheet.paper.id in STEP_PAPERS:
        _draw_one(sheet, draw_frame(sheet, shown.notes_of_step), shown)
        return
    body = draw_frame(sheet, shown.notes)
    if sheet.paper.stacked:
        _draw_rows(sheet, body, shown)
    else:
        _draw_columns(sheet, body, shown)


def _draw_columns(sheet: Sheet, body: Box, shown: StoryPicture) -> None:
    steps, legend = _aside(sheet, body)
    boxes = sheet.columns(steps, len(shown.steps), sheet.span(_GAP))
    wide = boxes[0].width
    head = max(_head_height(sheet, step, wide) for step, _ in shown.steps)
    room = body.height - head - sheet.span(_LEAST_MAP + 2)
    size = _size(sheet, [(step, wide) for step, _ in shown.steps], room)
    text = max(_text_height(sheet, step, wide, size) for step, _ in shown.steps)
    # A map need not be much higher than the Strip is beside its labels.
    high = min(max(body.height - head - text - sheet.span(3), sheet.span(20)), wide * 1.3)
    for box, (step, of_day) in zip(boxes, shown.steps, strict=True):
        _head(sheet, box, step)
        top = box.top + head
        _map(sheet, Box(box.left, top, box.right, top + high), of_day)
        _text(sheet, Box(box.left, top + high + sheet.span(2), box.right, box.bottom), step, size)
    _legend(sheet, legend, shown)


def _draw_rows(sheet: Sheet, body: Box, shown: StoryPicture) -> None:
    steps, legend = _aside(sheet, body)
    gap, count = sheet.span(_GAP), len(shown.steps)
    high = (steps.height - gap * (count - 1)) / count
    wide = min(sheet.span(62), steps.width * 0.45)
    room = steps.width - wide - gap
    size = min(
        _size(sheet, [(step, room)], high - _head_height(sheet, step, room))
        for step, _ in shown.steps
    )
    for place, (step, of_day) in enumerate(shown.steps):
        top = steps.top + place * (high + gap)
        left, right = steps.left, steps.left + wide
        beside = Box(right + gap, top, steps.right, top + high)
        if sheet.right_to_left:
            left, right = steps.right - wide, steps.right
            beside = Box(steps.left, top, left - gap, top + high)
        _map(sheet, Box(left, top, right, top + high), of_day)
        below = _head(sheet, beside, step)
        _text(sheet, Box(beside.left, below, beside.right, beside.bottom), step, size)
    _legend(sheet, legend, shown)


def _draw_one(sheet: Sheet, body: Box, shown: StoryPicture) -> None:
    step, of_day = shown.steps[shown.shown]
    picture, panel = split(sheet, body, 1.0 if sheet.paper.stacked else 1.5)
    ground = fit_map(
        sheet, picture, label=LABEL if picture.width > sheet.span(110) else SHORT_LABEL
    )
    draw_map(sheet, ground, of_day, of_day, of_day.arrows, faint=of_day.is_faint)
    below = _head(sheet, panel, step)
    wide = panel.width
    least = legend_height(sheet, wide, of_day.legend_unit, of_day.legend, _SHARES[-1])
    size = _size(sheet, [(step, wide)], panel.bottom - below - least - sheet.span(3))
    end = _text(sheet, Box(panel.left, below, panel.right, panel.bottom), step, size)
    top = end + sheet.span(3)
    room = panel.bottom - top
    heights = {
        share: legend_height(sheet, wide, of_day.legend_unit, of_day.legend, share)
        for share in _SHARES
    }
    share = next((share for share in _SHARES if heights[share] <= room), None)
    if share is not None:
        box = Box(panel.left, top, panel.right, panel.bottom)
        faint = of_day.is_faint
        draw_legend(sheet, box, of_day.legend_unit, of_day.legend, faint=faint, share=share)


def _aside(sheet: Sheet, body: Box) -> tuple[Box, Box]:
    """The room for the steps, and that of the legend at the end of the line."""
    wide, gap = sheet.span(_LEGEND), sheet.span(_GAP)
    if sheet.right_to_left:
        edge = body.left + wide
        return (
            Box(edge + gap, body.top, body.right, body.bottom),
            Box(body.left, body.top, edge, body.bottom),
        )
    edge = body.right - wide
    return (
        Box(body.left, body.top, edge - gap, body.bottom),
        Box(edge, body.top, body.right, body.bottom),
    )


def _legend(sheet: Sheet, box: Box, shown: StoryPicture) -> None:
    unit, rows = shown.legend_unit, shown.legend
    share = next(
        (s for s in _SHARES if legend_height(sheet, box.width, unit, rows, s) <= box.height),
        _SHARES[-1],
    )
    draw_legend(sheet, box, unit, rows, share=share)


def _map(sheet: Sheet, box: Box, of_day: Scene) -> None:
    """A map without words: the sentences beside it have the numbers."""
    ground = fit_map(sheet, box, label=0)
    draw_land_and_sea(sheet, ground)
    colours = class_colours(of_day.legend)
    draw_areas(sheet, ground, of_day.areas, colours, faint=of_day.is_faint)
    if of_day.order_land is not None:
        draw_order_land(sheet, ground, of_day.order_land)
    draw_surroundings(sheet, ground)
    draw_arrows(sheet, ground, of_day.arrows)


def _named(step: ToldStep, sheet: Sheet) -> str:
    return f"{sheet.t.number(step.number)} · {step.title}"


def _head_height(sheet: Sheet, step: ToldStep, wide: float) -> float:
    lines = len(sheet.lines(_named(step, sheet), wide, _TITLE, bold=True))
    days = len(sheet.lines(step.day, wide, _DAY))
    return lines * sheet.leading(_TITLE) + days * sheet.leading(_DAY) + sheet.span(1)


def _head(sheet: Sheet, box: Box, step: ToldStep) -> float:
    x = sheet.start(box)
    y = sheet.paragraph(x, box.top, box.width, _named(step, sheet), _TITLE, bold=True)
    y = sheet.paragraph(x, y, box.width, step.day, _DAY, colour=sheet.palette.quiet)
    return y + sheet.span(1)


def _text_height(sheet: Sheet, step: ToldStep, wide: float, size: float) -> float:
    return sum(
        len(sheet.lines(text, wide, size)) * sheet.leading(size) + sheet.span(0.8)
        for text in step.paragraphs
    )


def _size(sheet: Sheet, texts: list[tuple[ToldStep, float]], room: float) -> float:
    """The largest size at which all of some texts fit a height; the smallest where none does."""
    return next(
        (
            size
            for size in _SIZES
            if all(_text_height(sheet, step, wide, size) <= room for step, wide in texts)
        ),
        _SIZES[-1],
    )


def _text(sheet: Sheet, box: Box, step: ToldStep, size: float) -> float:
    y = box.top
    for text in step.paragraphs:
        y = sheet.paragraph(sheet.start(box), y, box.width, text, size) + sheet.span(0.8)
    return y
