"""The map of a day: areas, labels, legend, and arrows where the view has a period."""

from __future__ import annotations

from collections.abc import Sequence

from nuzuh.draw.areas import draw_areas, draw_circles
from nuzuh.draw.arrows import draw_arrows, draw_numbers
from nuzuh.draw.basemap import (
    draw_furniture,
    draw_land_and_sea,
    draw_names,
    draw_surroundings,
    fit_map,
    fit_part,
)
from nuzuh.draw.box import Box
from nuzuh.draw.legend import NOTE, draw_circle_key, draw_legend, heading, note
from nuzuh.draw.locator import draw_locator
from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.order_land import draw_order_land
from nuzuh.draw.part import Part, draw_inset, draw_places, draw_rest, draw_whereabouts
from nuzuh.draw.sheets.callouts import draw_inner_labels, draw_labels
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.scene.arrows import Arrow
from nuzuh.scene.comparison import Comparison
from nuzuh.scene.extent import Extent
from nuzuh.scene.legend_rows import class_colours
from nuzuh.scene.pairs import Difference, Side
from nuzuh.scene.scene import Scene


def draw_day_map(sheet: Sheet, shown: Scene) -> None:
    """Draw the map of a day."""
    body = draw_frame(sheet, shown.notes)
    picture, panel = split(sheet, body)
    whole = fit_map(sheet, picture)
    frame = whole if shown.extent is None else fit_part(sheet, picture, shown.extent)
    part = None if shown.extent is None else Part(shown.extent, whole)
    draw_map(sheet, frame, shown, shown, shown.arrows, faint=shown.is_faint, part=part)
    columns = panel_columns(sheet, panel, 3)
    end = explain(sheet, columns[0], shown, faint=shown.is_faint)
    if len(columns) == 1:
        if shown.circles:
            end = draw_circle_key(sheet, panel, end + sheet.span(2), whole)
        rest = Box(panel.left, end + sheet.span(3), panel.right, panel.bottom)
        _below_legend(sheet, rest, shown, frame)
        return
    if shown.circles:
        draw_circle_key(sheet, columns[1], panel.top, whole)
    list_movements(sheet, columns[1], shown.arrows)
    place_locator(sheet, columns[2], shown.extent, frame)


def draw_map(
    sheet: Sheet,
    frame: MapFrame,
    shown: Scene | Comparison | Difference,
    day: Scene | Side | Difference,
    arrows: Sequence[Arrow] = (),
    *,
    faint: bool = False,
    roomy: bool = True,
    part: Part | None = None,
) -> None:
    """Draw a map with everything on it.

    Args:
        sheet: the sheet.
        frame: the map.
        shown: whose classes the colours are, and whether circles are drawn.
        day: what is shown on a day: areas that cover the Strip once, and land under orders.
        arrows: the largest first.
        faint: with the classes' colours paler, as below arrows and land under orders.
        roomy: with the notes of labels and the names of crossings.
        part: the part of the Strip that it shows; None for all of it.
    """
    draw_land_and_sea(sheet, frame)
    if part is not None:
        draw_rest(sheet, frame)
    draw_areas(sheet, frame, day.areas, class_colours(shown.legend), faint=faint)
    if day.order_land is not None:
        draw_order_land(sheet, frame, day.order_land)
    draw_surroundings(sheet, frame)
    if shown.circles:
        draw_circles(sheet, frame, day.marks, part.whole if part else None)
    middles = draw_arrows(sheet, frame, arrows)
    if part is None or part.extent.area:
        draw_labels(sheet, frame, day.marks, notes=roomy)
    else:
        circles = part.whole if shown.circles else None
        draw_inner_labels(sheet, frame, day.marks, circles, notes=roomy)
    if part is not None and part.inset:
        draw_inset(sheet, frame, part.extent)
    draw_furniture(sheet, frame, measured=not sheet.paper.brief)
    draw_numbers(sheet, frame, arrows, middles)
    if part is not None:
        draw_places(sheet, frame, part.whole)
    draw_names(sheet, frame, crossings=roomy, part=part is not None)


def explain(sheet: Sheet, box: Box, shown: Scene, *, faint: bool = False) -> float:
    """Draw a legend and how its numbers are to be read; return where that ends.

    Args:
        sheet: the sheet.
        box: where there is room.
        shown: what is explained.
        faint: with the classes' colours paler, as below arrows.
    """
    end = draw_legend(sheet, box, shown.legend_unit, shown.legend, faint=faint)
    return draw_reading(sheet, box, end, shown.reading)


def draw_reading(sheet: Sheet, box: Box, top: float, text: str) -> float:
    """Write how numbers are to be read below a legend, as far as there is room."""
    y = top + sheet.span(0.8)
    most = max(int((box.bottom - y) / sheet.leading(NOTE)), 0)
    return note(sheet, box, y, text, most=most) if most else y


def split(sheet: Sheet, body: Box, share: float = 1.0) -> tuple[Box, Box]:
    """Part a sheet's room into the picture and what explains it, beside or below.

    Args:
        sheet: the sheet.
        body: the room between title and notes.
        share: factor of the usual width or height of what explains.
    """
    gap = sheet.span(4.5)
    if sheet.paper.stacked:
        high = sheet.span(58) * share
        edge = body.bottom - high
        return (
            Box(body.left, body.top, body.right, edge - gap),
            Box(body.left, edge, body.right, body.bottom),
        )
    wide = sheet.span(54) * share
    if sheet.right_to_left:
        edge = body.left + wide
        picture = Box(edge + gap, body.top, body.right, body.bottom)
        return picture, Box(body.left, body.top, edge, body.bottom)
    edge = body.right - wide
    picture = Box(body.left, body.top, edge - gap, body.bottom)
    return picture, Box(edge, body.top, body.right, body.bottom)


def panel_columns(sheet: Sheet, panel: Box, count: int = 2) -> list[Box]:
    """Return the columns of what explains a picture, in the order of reading."""
    if not sheet.paper.stacked:
        return [panel]
    return sheet.columns(panel, count, sheet.span(6))


def _below_legend(sheet: Sheet, box: Box, shown: Scene, frame: MapFrame) -> None:
    """Below the legend: the movements in words, and where the Strip lies."""
    end = list_movements(sheet, box, shown.arrows)
    rest = Box(box.left, end + sheet.span(2), box.right, box.bottom)
    high = min(sheet.span(30 if shown.arrows else 36), rest.height)
    foot = Box(rest.left, rest.bottom - high, rest.right, rest.bottom)
    place_locator(sheet, foot, shown.extent, frame)


def place_locator(
    sheet: Sheet, box: Box, extent: Extent | None = None, frame: MapFrame | None = None
) -> None:
    """Draw a small map as large as a box allows, at its foot: where the Strip lies, or its part.

    Where there is no room, a part is found in a corner of its own map.

    Args:
        sheet: the sheet.
        box: where there is room.
        extent: the part of the Strip that is shown; None for all of it.
        frame: its map.
    """
    high = min(sheet.span(36), box.height, box.width / 1.4)
    if high < sheet.span(18):
        if extent is not None and frame is not None:
            draw_inset(sheet, frame, extent)
        return
    wide = min(box.width, high * 1.5)
    left = box.right - wide if sheet.right_to_left == (not sheet.paper.stacked) else box.left
    if sheet.paper.stacked:
        left = box.left if sheet.right_to_left else box.right - wide
    top = box.top if sheet.paper.stacked else box.bottom - high
    place = Box(left, top, left + wide, top + high)
    if extent is None or frame is None:
        draw_locator(sheet, place)
    else:
        draw_whereabouts(sheet, place, extent, frame)


_Line = tuple[str, float, bool]
"""A line of a list: what it says, its size, whether it is bold."""


def list_movements(sheet: Sheet, box: Box, arrows: Sequence[Arrow]) -> float:
    """Write each arrow's way and its figures with who says so; return where the list ends.

    Where not all of that has room, the smaller movements are told in short, and
    how many are left out at all.
    """
    if not arrows:
        return box.top
    key = "print.reconstructed_moves" if arrows[0].reconstructed else "print.published_moves"
    y = heading(sheet, box, box.top, sheet.t(key))
    room = box.bottom - y
    told = [_in_short(sheet, box, arrow) for arrow in arrows]
    while told and _height(sheet, told) > room - sheet.leading(6.2) * (len(told) < len(arrows)):
        told.pop()
    for place, arrow in enumerate(arrows[: len(told)]):
        longer = [*told[:place], _in_full(sheet, box, arrow), *told[place + 1 :]]
        if _height(sheet, longer) <= room - sheet.leading(6.2) * (len(told) < len(arrows)):
            told = longer
    for lines in told:
        for line, size, bold in lines:
            y = sheet.paragraph(sheet.start(box), y, box.width + 1, line, size, bold=bold)
        y += sheet.span(_BETWEEN)
    if len(told) < len(arrows):
        rest = sheet.t("panel.more", n=sheet.t.number(len(arrows) - len(told)))
        y = sheet.paragraph(sheet.start(box), y, box.width, rest, 6.2)
    return y


_BETWEEN = 0.8
"""Space between two movements of a list, in mm on A4."""


def _height(sheet: Sheet, told: list[list[_Line]]) -> float:
    lines = sum(sheet.leading(size) for lines in told for _, size, _ in lines)
    return lines + len(told) * sheet.span(_BETWEEN)


def _in_short(sheet: Sheet, box: Box, arrow: Arrow) -> list[_Line]:
    text = f"{arrow.way}: {arrow.number}"
    return [(line, 6.2, False) for line in sheet.lines(text, box.width, 6.2)]


def _in_full(sheet: Sheet, box: Box, arrow: Arrow) -> list[_Line]:
    way = sheet.lines(arrow.way, box.width, 6.8, bold=True)
    told = [line for text in arrow.lines for line in sheet.lines(text, box.width, 6.2)]
    return [*((line, 6.8, True) for line in way), *((line, 6.2, False) for line in told)]
