"""Movements in a period: arrows on the map, and who went where as a table with ranges.

Reconstructed movements are people; movements as published are listed apart,
each with its publisher, and never set against the reconstruction in one cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from nuzuh.draw.areas import draw_borders
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
from nuzuh.draw.legend import draw_rows, heading, note
from nuzuh.draw.part import draw_inset, draw_places
from nuzuh.draw.sheets.area_names import draw_area_names, draw_inner_names
from nuzuh.draw.sheets.day_map import list_movements, panel_columns, split
from nuzuh.draw.sheets.frame import draw_frame
from nuzuh.draw.sheets.sheet import Sheet
from nuzuh.draw.sheets.tables import Column, draw_table, table_height
from nuzuh.scene.geometry import GOVERNORATES, outline_of
from nuzuh.scene.legend_rows import LegendRow
from nuzuh.scene.movements import Movements

_SIZE = 6.0
"""Of the type of totals, in points."""
_SLIDE, _UPPER = 2.9, 0.67
"""What stands beside the map of a slide: its share of the usual width, and the tables' of its height."""


def draw_movements(sheet: Sheet, shown: Movements) -> None:
    """Draw the movements of a period."""
    body = draw_frame(sheet, shown.notes)
    is_wide = body.width > 1.5 * body.height
    if sheet.paper.brief and is_wide and shown.matrix is not None:
        _draw_slide(sheet, body, shown)
        return
    map_box, panel = split(sheet, body, 1.3 if sheet.paper.stacked else 2.0 if is_wide else 1.6)
    _map(sheet, map_box, shown)
    columns = panel_columns(sheet, panel)
    if shown.reconstructed is None:
        end = draw_rows(sheet, columns[0], columns[0].top, shown.legend)
        end += sheet.span(2)
        box = columns[1] if len(columns) > 1 else Box(panel.left, end, panel.right, panel.bottom)
        list_movements(sheet, box, shown.published)
        return
    if len(columns) > 1:
        _reconstructed(sheet, columns[0], shown.reconstructed, shown.legend)
        end = list_movements(sheet, columns[1], shown.published)
        _totals(sheet, _below(sheet, columns[1], end), shown)
        return
    share = 0.6 if shown.published else 1.0
    upper = Box(panel.left, panel.top, panel.right, panel.top + panel.height * share)
    end = _reconstructed(sheet, upper, shown.reconstructed, shown.legend)
    lower = _below(sheet, panel, end)
    _totals(sheet, _below(sheet, panel, list_movements(sheet, lower, shown.published)), shown)


def _draw_slide(sheet: Sheet, body: Box, shown: Movements) -> None:
    """A slide: a map no wider than the Strip needs, the ways beside the totals, rivals below both."""
    map_box, panel = split(sheet, body, _SLIDE)
    _map(sheet, map_box, shown)
    share = _UPPER if shown.published else 1.0
    upper = Box(panel.left, panel.top, panel.right, panel.top + panel.height * share)
    ways, totals = sheet.columns(upper, 2, sheet.span(5))
    end = _reconstructed(sheet, ways, shown.reconstructed or (), shown.legend)
    _totals(sheet, totals, shown)
    list_movements(sheet, _below(sheet, panel, max(end, upper.bottom)), shown.published)


def _below(sheet: Sheet, box: Box, end: float) -> Box:
    return Box(box.left, end + sheet.span(3), box.right, box.bottom)


def _totals(sheet: Sheet, box: Box, shown: Movements) -> None:
    """All who left each place and all who came to it, with ranges; nothing where there is no room.

    A table that is cut would not be one of totals.
    """
    matrix, t = shown.matrix, sheet.t
    if matrix is None:
        return
    rows = [
        (place.name, total.left.span(t), total.came.span(t))
        for place, total in zip(matrix.places, matrix.totals, strict=True)
    ]
    rows.append((t("area.all"), matrix.whole.span(t), ""))
    columns = [
        Column(t("table.area"), 1.0),
        Column(t("movements.left"), 1.3, number=True),
        Column(t("movements.came"), 1.3, number=True),
    ]
    title = 2 * sheet.leading(_SIZE) + sheet.span(1)
    if box.height < title + table_height(sheet, box, columns, rows, size=_SIZE, most=2):
        return
    y = heading(sheet, box, box.top, t("movements.totals"))
    draw_table(sheet, Box(box.left, y, box.right, box.bottom), columns, rows, size=_SIZE, most=2)


def _map(sheet: Sheet, box: Box, shown: Movements) -> None:
    arrows, extent = shown.arrows, shown.extent
    whole = fit_map(sheet, box, label=0)
    frame = whole if extent is None else fit_part(sheet, box, extent, label=0)
    draw_land_and_sea(sheet, frame)
    for pcode in GOVERNORATES:
        sheet.fill(frame.project(outline_of((pcode,))), sheet.palette.unknown)
    draw_surroundings(sheet, frame)
    draw_borders(sheet, frame, [(pcode,) for pcode in GOVERNORATES])
    middles = draw_arrows(sheet, frame, arrows)
    if extent is None:
        draw_area_names(sheet, frame)
    else:
        draw_inset(sheet, frame, extent)
        draw_inner_names(sheet, frame, extent)
    draw_furniture(sheet, frame, measured=not sheet.paper.brief)
    draw_numbers(sheet, frame, arrows, middles)
    if extent is not None:
        draw_places(sheet, frame, whole)
    draw_names(sheet, frame, part=extent is not None)


def _reconstructed(
    sheet: Sheet, box: Box, rows: Sequence[Sequence[str]], legend: Sequence[LegendRow]
) -> float:
    t = sheet.t
    y = draw_rows(sheet, box, box.top, legend) + sheet.span(1)
    y = heading(sheet, Box(box.left, y, box.right, box.bottom), y, t("print.reconstructed_moves"))
    if not rows:
        return note(sheet, box, y, t("print.no_reconstructed"))
    columns = [
        Column(t("relief.from"), 1.0),
        Column(t("relief.to"), 1.0),
        Column(t("relief.people"), 1.0, number=True),
        Column(t("table.range"), 1.5, number=True),
    ]
    low = box.bottom - 2.2 * sheet.leading(6.4)
    y = draw_table(sheet, Box(box.left, y, box.right, low), columns, rows, size=6.4, most=2)
    return note(sheet, box, y + sheet.span(0.8), t("print.people_not_moves"), most=2)
