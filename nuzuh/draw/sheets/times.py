"""The map of how often land was ordered out in a period."""

from __future__ import annotations

from nuzuh.draw.areas import draw_borders
from nuzuh.draw.basemap import (
    draw_furniture,
    draw_land_and_sea,
    draw_names,
    draw_surroundings,
    fit_map,
    fit_part,
)
from nuzuh.draw.box import Box
from nuzuh.draw.legend import draw_legend
from nuzuh.draw.part import draw_places
from nuzuh.draw.sheets.area_names import draw_area_names, draw_inner_names
from nuzuh.draw.sheets.day_map import draw_reading, panel_columns, place_locator, split
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.times_ordered import draw_times
from nuzuh.scene.geometry import GOVERNORATES
from nuzuh.scene.times_map import TimesMap


def draw_times_map(sheet: Sheet, shown: TimesMap) -> None:
    """Draw how often land was ordered out in a period."""
    body = draw_frame(sheet, shown.notes)
    picture, panel = split(sheet, body)
    whole, extent = fit_map(sheet, picture, label=0), shown.extent
    frame = whole if extent is None else fit_part(sheet, picture, extent, label=0)
    draw_land_and_sea(sheet, frame)
    draw_times(sheet, frame, shown)
    draw_surroundings(sheet, frame)
    draw_borders(sheet, frame, [(pcode,) for pcode in GOVERNORATES])
    if extent is None:
        draw_area_names(sheet, frame)
    else:
        draw_inner_names(sheet, frame, extent)
    draw_furniture(sheet, frame, measured=not sheet.paper.brief)
    if extent is not None:
        draw_places(sheet, frame, whole)
    draw_names(sheet, frame, part=extent is not None)
    columns = panel_columns(sheet, panel, 3)
    end = draw_legend(sheet, columns[0], shown.unit, shown.legend)
    if len(columns) == 1:
        end = draw_reading(sheet, panel, end, shown.reading)
        high = min(sheet.span(36), panel.bottom - end - sheet.span(2))
        foot = Box(panel.left, panel.bottom - high, panel.right, panel.bottom)
        place_locator(sheet, foot, extent, frame)
        return
    draw_reading(sheet, columns[1], columns[1].top, shown.reading)
    place_locator(sheet, columns[2], extent, frame)
