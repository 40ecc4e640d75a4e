"""Files to start from: the columns that are read, their HXL tags, and one example."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.territory import territory
from nuzuh.loaders.user.estimates.figures import EXAMPLE, EXAMPLE_AREA

_PLACE = territory().area(territory().example)
_ESTIMATES = (
    ("publisher", "#org", EXAMPLE),
    ("measure", "#meta+measure", "people_present"),
    ("counting", "#meta+counting", "people"),
    ("origin", "#adm2+name+origin", ""),
    ("origin_pcodes", "#adm2+code+origin", ""),
    ("area", "#adm2+name", _PLACE.name),
    ("area_pcodes", "#adm2+code", _PLACE.pcode),
    ("period_start", "#date+start", ""),
    ("as_of", "#date", "2025-10-05"),
    ("value", "#affected", "about 400,000"),
    ("low", "#affected+min", ""),
    ("high", "#affected+max", ""),
    ("unit", "#meta+unit", "people"),
    ("source_title", "#meta+source", "Title of the report, page 3"),
    ("source_url", "#meta+source+url", "https://example.org/report"),
    ("source_date", "#meta+source+date", "2025-10-06"),
    ("note", "#meta+note", "An example: delete this row"),
)
"""Name, HXL tag and example of each column of a table of estimates."""

_SQUARE = [[34.3, 31.34], [34.33, 31.34], [34.33, 31.37], [34.3, 31.37], [34.3, 31.34]]
_AREA = {"name": EXAMPLE_AREA, "pcode": _PLACE.pcode, "note": ""}
_ORDER = {
    "name": EXAMPLE_AREA,
    "pcode": _PLACE.pcode,
    "issued": "2025-08-20",
    "effective_from": "2025-08-20",
    "ended": "2025-09-01",
    "issuer": EXAMPLE,
    "term": "evacuation order",
    "blocks": "",
    "source_title": "Title of the announcement",
    "source_url": "https://example.org/order",
    "note": "",
}
_FORMATS = {"estimates": ("csv", "xlsx"), "areas": ("geojson",), "orders": ("geojson",)}


def template_formats(kind: str) -> tuple[str, ...]:
    """Return the formats in which a template is made.

    >>> template_formats("estimates"), template_formats("orders")
    (('csv', 'xlsx'), ('geojson',))
    """
    return _FORMATS[kind]


def template(kind: str, form: str) -> bytes:
    """Return a file that the checks accept, with one example to replace.

    Args:
        kind: ``estimates``, ``areas`` or ``orders``.
        form: ``csv`` or ``xlsx`` for estimates, ``geojson`` for polygons.

    Raises:
        DataError: for a format that there is no template in.

    >>> template("estimates", "csv").decode("utf-8-sig").splitlines()[0][:30]
    'publisher,measure,counting,ori'
    """
    if form not in _FORMATS[kind]:
        forms = " or ".join(f".{known}" for known in _FORMATS[kind])
        raise DataError(f"a template for {kind}", f"is a file that ends in {forms}")
    if kind != "estimates":
        return _geojson(_ORDER if kind == "orders" else _AREA)
    rows = [list(row) for row in zip(*_ESTIMATES, strict=True)]
    return to_csv(rows) if form == "csv" else to_xlsx({"estimates": rows}, heading=2)


def _geojson(properties: dict[str, str]) -> bytes:
    geometry = {"type": "Polygon", "coordinates": [_SQUARE]}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    document = {"type": "FeatureCollection", "features": [feature]}
    return (json.dumps(document, indent=1) + "\n").encode()


def to_csv(rows: Sequence[Sequence[object]]) -> bytes:
    """Return rows as CSV that spreadsheet programs open as it is meant."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    # Without the mark Excel takes UTF-8 for an older code.
    return text.getvalue().encode("utf-8-sig")


def to_xlsx(sheets: Mapping[str, Sequence[Sequence[object]]], *, heading: int = 0) -> bytes:
    """Return sheets as a workbook.

    Args:
        sheets: rows of cells by the name of the sheet.
        heading: how many rows stay in sight; the first of them is bold.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if heading:
            for cell in sheet[1]:
                cell.font = Font(bold=True)
                sheet.column_dimensions[cell.column_letter].width = 18
            sheet.freeze_panes = f"A{heading + 1}"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
