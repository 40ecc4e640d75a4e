"""One table in every format that tables come in, for the tests of a reader's own data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from tests.loaders.user_files import workbook, zipped

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"

Rows = Sequence[Sequence[object]]


def text(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A text file; cells hold neither the delimiter nor quotation marks."""
    lines = [delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return ("\n".join(lines) + "\n").encode(encoding)


def cell(value: object, attributes: str = "") -> str:
    """A cell of an OpenDocument sheet."""
    if value is None:
        return f"<table:table-cell {attributes}/>"
    if isinstance(value, (int, float)):
        said = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, date):
        said = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        said = 'office:value-type="string"'
    shown = escape(str(value))
    return f"<table:table-cell {said} {attributes}><text:p>{shown}</text:p></table:table-cell>"


def ods_row(*cells: str, attributes: str = "") -> str:
    """A row of cells of an OpenDocument sheet."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_of(*sheets: str, before: str = "", **members: bytes) -> bytes:
    """A workbook of sheets as they stand in its content."""
    body = f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
    content = f"<office:document-content {_SPACES}>{before}{body}</office:document-content>"
    return zipped(mimetype=ODS, content_DOT_xml=content.encode(), **members)


def ods(rows: Rows, name: str = "figures") -> bytes:
    """A workbook of one sheet."""
    inside = "".join(ods_row(*map(cell, row)) for row in rows)
    return ods_of(f'<table:table table:name="{name}">{inside}</table:table>')


FORMATS = {
    "comma.csv": text,
    "semicolon.csv": lambda rows: text(rows, ";"),
    "tab.txt": lambda rows: text(rows, "\t", "utf-16"),
    "pipe.txt": lambda rows: text(rows, "|", "utf-8-sig"),
    "book.xlsx": lambda rows: workbook(*map(list, rows)),
    "book.ods": ods,
}
"""How to write the same rows, by the name of the file."""
