"""Four made-up files to try: as untidy as those that arrive, each in another format."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import lru_cache

from nuzuh.loaders.user.estimates.figures import EXAMPLE, EXAMPLE_AREA
from nuzuh.loaders.user.template import to_csv, to_xlsx


def _situation_report() -> bytes:
    """A table with a title, days day first, rows of the West Bank, a gap and a total."""
    return to_csv(
        [
            ["Displaced people by governorate (made-up figures)"],
            ["Organisation", "Report date", "Governorate", "IDPs", "Source"],
            [EXAMPLE, "05/09/2025", "Gaza", "about 300,000", "Example report 7"],
            [EXAMPLE, "25/09/2025", "North Gaza", "--", "Example report 8"],
            [EXAMPLE, "25/09/2025", "Gaza", "250,000", "Example report 8"],
            [EXAMPLE, "25/09/2025", "Khan Younis", "500,000", "Example report 8"],
            [EXAMPLE, "25/09/2025", "Jenin", "20,000", "Example report 8"],
            [EXAMPLE, "25/09/2025", "Total", "750,000", "Example report 8"],
        ]
    )


def _workbook() -> bytes:
    """A workbook that begins with a page of words, and has its areas across."""
    readme: list[list[object]] = [["Made-up figures to try"], ["The table is on the other sheet"]]
    matrix: list[list[object]] = [
        ["Population present", None, None, None, None],
        ["Organisation", "Week ending", "Gaza", "Deir al-Balah", "Total"],
        [EXAMPLE, "2025-09-07", 700_000, 400_000, 1_100_000],
        [EXAMPLE, "2025-09-14", 600_000, 450_000, 1_050_000],
    ]
    return to_xlsx({"README": readme, "Matrix": matrix})


def _areas() -> bytes:
    """Two areas and a pin in KML, as a map on the web saves them."""
    kml = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = ET.SubElement(kml, "Document")
    for x, y in ((34.30, 31.34), (34.33, 31.37)):
        corners = ((x, y), (x + 0.02, y), (x + 0.02, y + 0.02), (x, y + 0.02), (x, y))
        area = _placemark(document, EXAMPLE_AREA)
        for tag in ("Polygon", "outerBoundaryIs", "LinearRing", "coordinates"):
            area = ET.SubElement(area, tag)
        area.text = " ".join(f"{east:.2f},{north:.2f}" for east, north in corners)
    point = ET.SubElement(_placemark(document, "a pin"), "Point")
    ET.SubElement(point, "coordinates").text = "34.3,31.3"
    return ET.tostring(kml, encoding="utf-8", xml_declaration=True)


def _placemark(document: ET.Element, name: str) -> ET.Element:
    placemark = ET.SubElement(document, "Placemark")
    ET.SubElement(placemark, "name").text = name
    return placemark


def _orders() -> bytes:
    """Orders as a list of numbered blocks."""
    return to_csv(
        [
            ["Issued", "Authority", "Term", "Blocks", "Ended"],
            ["1 September 2025", EXAMPLE, "made-up order", "606, 607", "5 September 2025"],
            ["8 September 2025", EXAMPLE, "made-up order", "608", ""],
        ]
    )


_MADE: dict[str, Callable[[], bytes]] = {
    "example-report.csv": _situation_report,
    "example-matrix.xlsx": _workbook,
    "example-areas.kml": _areas,
    "example-orders.csv": _orders,
}
EXAMPLES = tuple(_MADE)
"""Names of the examples; the first is shown as it is read."""


@lru_cache(maxsize=len(EXAMPLES))
def example(name: str) -> bytes:
    """Return an example by its name, one of :data:`EXAMPLES`.

    >>> example("example-orders.csv").decode("utf-8-sig").splitlines()[0]
    'Issued,Authority,Term,Blocks,Ended'
    """
    return _MADE[name]()
