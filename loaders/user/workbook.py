"""The cells of an XLSX workbook, as values: no macros, no links, no entities, no formula run."""

from __future__ import annotations

import io
import warnings
from contextlib import closing
from itertools import islice, zip_longest
from typing import Any

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.archives import read_archive
from nuzuh.loaders.user.notes import Note, note
from nuzuh.loaders.user.refusal import Problem, UserDataError

_BLANK_ROWS = 20 * limits.ROWS
"""Formatted rows below a table are passed over up to here."""


def read_workbook(
    content: bytes, file: str, sheet: str | None = None
) -> tuple[list[list[object]], list[Note]]:
    """Return the cells of one sheet, row by row from the first, and notes on how it was read.

    Args:
        content: bytes of the workbook.
        file: the name to use in messages.
        sheet: name of the sheet; the first visible one with content when None.

    Raises:
        DataError: when it is not a plain XLSX workbook, or a cell holds an
            error or a formula whose result was not saved.
    """
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError(file, "is an old or encrypted workbook: save it as XLSX without a password")
    _refuse_active(read_archive(content, file), file)
    try:
        with warnings.catch_warnings():
            # The library warns of features that it drops, none of which is a value.
            warnings.simplefilter("ignore")
            with closing(_open(content, values=True)) as book:
                grid, chosen, others = _first_filled(book, file, sheet)
            with closing(_open(content, values=False)) as book:
                _refuse_unsaved(book[chosen], grid, file)
    except DataError:
        raise
    except Exception as error:  # a damaged workbook makes the library stumble in many ways
        raise DataError(
            file, "cannot be read as a workbook: open it and save it anew as XLSX"
        ) from error
    left = ", ".join(others[:8])
    return grid, [note("sheet", chosen=chosen, others=left)] if others else []


def _open(content: bytes, *, values: bool) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)


def _refuse_active(members: dict[str, bytes], file: str) -> None:
    if "[Content_Types].xml" not in members:
        raise DataError(file, "is not an XLSX workbook: save it as XLSX or as CSV")
    macros = any("vbaproject" in name.casefold() for name in members)
    if macros or b"macroEnabled" in members["[Content_Types].xml"]:
        raise DataError(file, "holds macros, which are not read: save it as XLSX without macros")
    for name, text in members.items():
        # Without its zero bytes UTF-16 reads like ASCII here.
        plain = text.replace(b"\x00", b"")
        if name.casefold().endswith((".xml", ".rels", ".vml")) and (
            b"<!DOCTYPE" in plain or b"<!ENTITY" in plain
        ):
            raise DataError(file, "declares entities, which no spreadsheet program writes")


def _first_filled(
    book: Any, file: str, wanted: str | None
) -> tuple[list[list[object]], str, list[str]]:
    """The cells of the sheet to read, its name, and other visible sheets with content."""
    visible = [s for s in book.worksheets if getattr(s, "sheet_state", "visible") == "visible"]
    names = [sheet.title for sheet in visible]
    if wanted is not None and wanted not in names:
        raise DataError(file, f"has no visible sheet {wanted[:40]!r}, but {', '.join(names)[:200]}")
    found: list[list[object]] | None = None
    chosen, others = "", []
    for sheet in visible:
        if wanted is not None and sheet.title != wanted:
            continue
        if found is None:
            grid = _values(sheet, file)
            if grid:
                found, chosen = grid, sheet.title
        elif any(any(row) for row in islice(sheet.iter_rows(values_only=True), 20)):
            others.append(sheet.title)
    if found is None:
        raise DataError(file, "holds no visible sheet with cells")
    return found, chosen, others


def _values(sheet: Any, file: str) -> list[list[object]]:
    # The size that a sheet claims is a claim: only cells that exist are read.
    sheet.reset_dimensions()
    grid: list[list[object]] = []
    problems: list[Problem] = []
    last = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_shown(cell) for cell in row]
        if any(value is not None for value in cells):
            last = number
        elif number > _BLANK_ROWS:
            break
        if last > limits.ROWS * 2:
            most = f"{limits.ROWS:,}"
            raise DataError(file, f"has more than {most} rows, which is not read: split it")
        problems += [
            Problem(number, cell.column_letter, f"holds the error {str(cell.value)[:20]}: mend it")
            for cell in row
            if cell.data_type == "e"
        ]
        grid.append(_trimmed(cells))
    if problems:
        raise UserDataError(file, problems)
    return grid[:last]


def _shown(cell: Any) -> object:
    """The value of a cell; of a share as its reader sees it: 0.35 shown as 35% is 35 percent."""
    value: object = cell.value
    if isinstance(value, float | int) and "%" in (getattr(cell, "number_format", "") or ""):
        return f"{value * 100:.10g}%"
    return value


def _trimmed(cells: list[object]) -> list[object]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _refuse_unsaved(sheet: Any, grid: list[list[object]], file: str) -> None:
    """Refuse formulas without a saved result: read as they are, they would look not reported."""
    sheet.reset_dimensions()
    problems = []
    rows = sheet.iter_rows(max_row=max(len(grid), 1))
    for number, (row, values) in enumerate(zip_longest(rows, grid, fillvalue=()), start=1):
        for place, cell in enumerate(row):
            if cell.data_type == "f" and (place >= len(values) or values[place] is None):
                rule = "holds a formula without its result: open the file, save it, send it again"
                problems.append(Problem(number, cell.column_letter, rule))
    if problems:
        raise UserDataError(file, problems)
