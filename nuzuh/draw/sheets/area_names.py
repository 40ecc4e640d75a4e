"""The names of the governorates on a map that has no numbers to stand beside them."""

from __future__ import annotations

import shapely

from nuzuh.draw.map_frame import MapFrame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.scene.extent import Extent
from nuzuh.scene.geometry import GOVERNORATES, governorate_name, middle_of, outline_of
from nuzuh.scene.territory import territory


def draw_inner_names(sheet: Sheet, frame: MapFrame, extent: Extent) -> None:
    """Write the name of each governorate of a part of the Strip on what its map shows of it."""
    for pcode in extent.pcodes:
        seen = frame.project(outline_of((pcode,)))
        x, y = shapely.maximum_inscribed_circle(seen, tolerance=0.5).coords[0]
        name, halo = governorate_name(pcode, sheet.t.lang), sheet.palette.halo
        sheet.text(x, y, name, 9.5, bold=True, align="middle", halo=halo)


def draw_area_names(sheet: Sheet, frame: MapFrame) -> None:
    """Write the name of each governorate beside it, in the sea where there is sea."""
    for pcode in GOVERNORATES:
        _, y = frame(*middle_of((pcode,)))
        row = frame.project(outline_of((pcode,))).bounds
        west = territory().area(pcode).name_side == "left"
        place = (row[0] - sheet.span(1) if west else row[2] + sheet.span(3), y)
        name = governorate_name(pcode, sheet.t.lang)
        least = frame.box.left + sheet.span(1.5) + sheet.width(name, 8, bold=True)
        shift = (row[2] - row[0]) * 0.28 if west else 0.0
        sheet.text(
            max(place[0] + shift, least) if west else place[0],
            y - (row[3] - row[1]) * (0.12 if west else -0.2),
            name,
            8,
            bold=True,
            align="right" if west else "left",
            halo=sheet.palette.sea if west else sheet.palette.land,
        )
