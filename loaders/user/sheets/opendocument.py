"""The cells of an OpenDocument spreadsheet, as values; the same bounds as for XLSX."""

from __future__ import annotations

import re

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.sheets.cells import Fault, Grid, Merged
from nuzuh.loaders.user.sheets.markup import Budget, walk
from nuzuh.loaders.user.sheets.sheet_cells import Filling, Room
from nuzuh.loaders.user.sheets.workbook import UNSAVED, error_cell

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{_SPACE}{n}:1.0 " for n in ("table", "office", "text", "style"))
_ERROR_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
_ASIDES = (f"{_OFFICE}annotation", f"{_TABLE}shapes", f"{_TABLE}tracked-changes")
_LINES = (f"{_TEXT}p", f"{_TEXT}tab", f"{_TEXT}line-break")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def read_opendocument(members: dict[str, bytes], file: str) -> list[Grid]:
    """Return the visible sheets of an unpacked ODS workbook.

    Args:
        members: the files of the archive by name.
        file: the name to use in messages.

    Raises:
        DataError: when it is no plain ODS workbook.
    """
    if b"encryption-data" in members.get("META-INF/manifest.xml", b""):
        raise DataError(file, "is protected by a password: save it without one")
    if any(name.startswith(("Basic/", "Scripts/")) for name in members):
        raise DataError(file, "holds macros, which are not read: save it without macros")
    reader = _Reader(file)
    content = members.get("content.xml", b"")
    walk(content, file, reader.start, reader.end, reader.text, Budget(limits.ELEMENTS))
    return reader.grids


class _Reader:
    """Reads every visible sheet of ``content.xml``."""

    def __init__(self, file: str) -> None:
        self.file, self.room = file, Room()
        self.grids: list[Grid] = []
        self.style, self.hidden = "", set[str]()
        self.filling: Filling | None = None
        self.refusal: DataError | None = None
        self.tables = self.asides = 0
        self.number, self.repeated = 0, 1
        self.place = 0
        self.row: list[tuple[int, object]] = []
        self.cell: dict[str, str] | None = None
        self.parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_STYLE}style":
            self.style = attributes.get(f"{_STYLE}name", "")
        elif name == f"{_STYLE}table-properties":
            if attributes.get(f"{_TABLE}display") == "false":
                self.hidden.add(self.style)
        elif name == f"{_TABLE}table":
            self.tables += 1
            if self.tables == 1:
                self._begin_table(attributes)
        elif name in _ASIDES:
            self.asides += 1
        elif self.filling is not None and not self.asides and self.tables == 1:
            self._begin(name, attributes)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{_TABLE}table-row":
            self.row, self.place = [], 0
            self.repeated = _many(attributes.get(f"{_TABLE}number-rows-repeated"))
        elif name in _CELLS:
            self.cell, self.parts = attributes, []
        elif name == f"{_TEXT}s" or (name in _LINES and self.parts):
            self.parts.append(" ")

    def end(self, name: str) -> None:
        if name in _ASIDES:
            self.asides -= 1
        elif name == f"{_TABLE}table":
            self.tables -= 1
            if self.tables == 0 and self.filling is not None:
                self.grids.append(
                    self.filling.grid
                    if self.refusal is None
                    else Grid(self.filling.name, refusal=self.refusal)
                )
                self.filling = None
        elif self.filling is None or self.asides or self.tables > 1:
            return
        elif name in _CELLS:
            self._end_cell()
        elif name == f"{_TABLE}table-row":
            self._end_row(self.filling)

    def text(self, text: str) -> None:
        if self.cell is not None and not self.asides and len(self.parts) <= limits.CELL_LENGTH:
            self.parts.append(text[: limits.CELL_LENGTH + 1])

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self.number, self.refusal = 0, None
        if attributes.get(f"{_TABLE}style-name") not in self.hidden:
            self.filling = Filling(self.file, attributes.get(f"{_TABLE}name", ""), self.room)

    def _end_cell(self) -> None:
        cell = self.cell or {}
        self.cell = None
        times = _many(cell.get(f"{_TABLE}number-columns-repeated"))
        value = _value(cell, "".join(self.parts))
        wide = _many(cell.get(f"{_TABLE}number-columns-spanned"))
        deep = _many(cell.get(f"{_TABLE}number-rows-spanned"))
        if wide * deep > 1 and self.filling is not None and value is not None:
            top = self.number + 1
            self.filling.merge(Merged(top, self.place, top + deep - 1, self.place + wide - 1))
        if value is not None:
            # One more than there may be is enough to be refused.
            within = range(self.place, min(self.place + times, limits.COLUMNS + 1))
            self.row += [(place, value) for place in within] or [(self.place, value)]
        self.place += times

    def _end_row(self, filling: Filling) -> None:
        first, self.number = self.number + 1, self.number + self.repeated
        if not self.row or self.refusal is not None:
            return
        try:
            for number in range(first, self.number + 1):
                filling.add(number, self.row)
        except DataError as error:
            self.refusal = error


def _many(repeated: str | None) -> int:
    return max(int(repeated), 1) if repeated else 1


def _value(cell: dict[str, str], text: str) -> object:
    """The value of a cell by its attributes and its text."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    value: object = cell.get(f"{_OFFICE}string-value", text)
    if cell.get(_ERROR_TYPE) == "error":
        value = error_cell(text)
    elif kind in ("float", "currency"):
        value = float(cell[f"{_OFFICE}value"])
    elif kind == "percentage":
        value = f"{float(cell[f'{_OFFICE}value']) * 100:.10g}%"
    elif kind == "date":
        day, _, time = cell[f"{_OFFICE}date-value"].partition("T")
        value = f"{day} {time}" if time.strip("0:.") else day
        # Of a month only its first day is stored, which nobody meant.
        if day.endswith("-01") and text and not {"1", "01"} & set(re.findall(r"\d+", text)):
            value = text
    elif not kind and not text and f"{_TABLE}formula" in cell:
        value = Fault(UNSAVED, "=…")
    return value if value != "" else None
