"""Tables as CSV with a row of HXL tags, and as a workbook with typed cells and no formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from nuzuh.files.about import about_rows
from nuzuh.files.archive import fixed_zip, unzipped
from nuzuh.files.columns import COMPARED, VALUES, Column
from nuzuh.files.comparison import comparison_rows
from nuzuh.files.ledger import csv_file, csv_text, safe_cell
from nuzuh.files.sources import source_columns, source_rows
from nuzuh.files.values import Cell, Row, value_rows
from nuzuh.scene.export import ExportScene, Metadata

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LONGEST = 32_767
"""Signs that a cell of a workbook holds."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Signs that XML cannot hold."""
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def as_csv(export: ExportScene) -> bytes:
    """Return the values as CSV: names, HXL tags, then a row a day and governorate.

    A comparison that is asked for as one has a row an area, with both sides.
    """
    if export.comparison is not None and export.metadata.request.kind == "comparison":
        return table_csv(comparison_rows(export.comparison), COMPARED)
    return table_csv(value_rows(export), VALUES)


def table_csv(rows: Iterable[Row], columns: Sequence[Column]) -> bytes:
    """Return rows as a CSV file with a row of HXL tags under the names."""
    names, *told = table_cells(rows, columns)
    return csv_file(csv_text([names, [column.tag for column in columns], *told]))


def table_cells(rows: Iterable[Row], columns: Sequence[Column]) -> list[list[str]]:
    """Return the names of columns, and the cells of each row as text."""
    told = ([_text(row[column.name]) for column in columns] for row in rows)
    return [[column.name for column in columns], *told]


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, date):
        return cell.isoformat()
    return safe_cell(cell) if isinstance(cell, str) else str(cell)


def as_xlsx(export: ExportScene) -> bytes:
    """Return a workbook of sheets: values, what is compared, sources, about."""
    # openpyxl takes a quarter of a second to import, which only a workbook needs.
    from openpyxl import Workbook

    told = export.metadata
    book = Workbook()
    book.remove(book.active)
    sides = told.request.t.right_to_left
    _fill(book.create_sheet("values"), VALUES, value_rows(export), right_to_left=sides)
    if export.comparison is not None:
        rows = comparison_rows(export.comparison)
        _fill(book.create_sheet("comparison"), COMPARED, rows, right_to_left=sides)
    _fill(
        book.create_sheet("sources"),
        source_columns(export),
        source_rows(export),
        right_to_left=sides,
    )
    _about(book.create_sheet("about"), export)
    book.properties.creator = "nuzuh"
    book.properties.title = f"{told.title}, {told.when}"
    content = io.BytesIO()
    book.save(content)
    return _timeless(content.getvalue(), told)


def _fill(
    sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Row], *, right_to_left: bool
) -> None:
    from openpyxl.styles import Font

    sheet.append([column.name for column in columns])
    sheet.append([column.tag for column in columns])
    for number, row in enumerate(rows, start=3):
        for place, column in enumerate(columns, start=1):
            value = row[column.name]
            if value is None or value == "":
                continue
            cell = sheet.cell(number, place)
            _put(cell, value)
            if column.type == "date":
                cell.number_format = "yyyy-mm-dd"
            elif column.type == "number":
                cell.number_format = "#,##0" if isinstance(cell.value, int) else "0.0##"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cell in sheet[2]:
        cell.font = Font(color="808080", size=9)
    for place, column in enumerate(columns, start=1):
        letter = sheet.cell(1, place).column_letter
        sheet.column_dimensions[letter].width = 30 if column.type == "string" else 12
    sheet.freeze_panes = "C3"
    sheet.sheet_view.rightToLeft = right_to_left


def _put(cell: Any, value: Cell) -> None:
    """Put a value in a cell as what it is; a text is never taken for a formula."""
    if isinstance(value, str):
        cell.value = safe_cell(_CONTROL.sub(" ", value))[:_LONGEST]
        cell.data_type = "s"
    elif isinstance(value, float) and value.is_integer():
        cell.value = int(value)
    else:
        cell.value = value


def _about(sheet: Worksheet, export: ExportScene) -> None:
    """What the file says about itself, and what each column of it says."""
    from openpyxl.styles import Alignment, Font

    told = about_rows(export)
    compared = (("comparison", COMPARED),) if export.comparison is not None else ()
    for table, columns in (("values", VALUES), *compared, ("sources", source_columns(export))):
        told += [(f"{table}: {column.name}", column.about) for column in columns]
    for number, (name, text) in enumerate(told, start=1):
        _put(sheet.cell(number, 1), name)
        _put(sheet.cell(number, 2), text)
        sheet.cell(number, 1).font = Font(bold=True)
        sheet.cell(number, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 110


def _timeless(content: bytes, told: Metadata) -> bytes:
    """The workbook without the moment of its making: its date is that of the data."""
    stamp = rb"\g<1>" + f"{told.released}T00:00:00Z".encode() + rb"\g<2>"
    parts = unzipped(content)
    parts["docProps/core.xml"] = _MODIFIED.sub(stamp, parts["docProps/core.xml"])
    return fixed_zip(parts)
