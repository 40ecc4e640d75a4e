"""Some rival figures of a month, which no new fact changes."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache

from nuzuh.loaders.estimates import COLUMNS, read_estimates
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.tables import Tables

FIRST, LAST = date(2025, 9, 1), date(2025, 9, 30)
_SOUTH, _NORTH = "PS0265 PS0270 PS0275", "PS0255 PS0260"
_PLACES = {
    "north of Wadi Gaza": _NORTH,
    "North Gaza; Gaza": _NORTH,
    "Gaza City": "PS0260",
    "south of Wadi Gaza": _SOUTH,
    "outside Gaza City": _SOUTH,
    "Gaza Strip": f"{_NORTH} {_SOUTH}",
    "": "",
}
_MID_AUGUST = ("2025-08-14", "assumed")

ROWS = (
    # id, publisher, from, to, first day and whose it is, day, number, quantifier, unit
    (
        "G1",
        "Gaza Government Media Office",
        "Gaza City",
        "south of Wadi Gaza",
        *_MID_AUGUST,
        "2025-09-24",
        "335000",
        "approximately",
        "people",
    ),
    (
        "I1",
        "Israeli security source",
        "Gaza City",
        "south of Wadi Gaza",
        *_MID_AUGUST,
        "2025-09-24",
        "700000",
        "approximately",
        "people",
    ),
    (
        "I2",
        "IDF",
        "Gaza City",
        "outside Gaza City",
        *_MID_AUGUST,
        "2025-09-27",
        "800000",
        "approximately",
        "people",
    ),
    (
        "I3",
        "COGAT",
        "Gaza City",
        "south of Wadi Gaza",
        "2025-08-31",
        "stated",
        "2025-09-25",
        "640000",
        "more than",
        "people",
    ),
    (
        "O1",
        "OCHA",
        "North Gaza; Gaza",
        "south of Wadi Gaza",
        "2025-08-14",
        "stated",
        "2025-09-22",
        "321200",
        "more than",
        "movements",
    ),
    (
        "O2",
        "OCHA",
        "North Gaza; Gaza",
        "south of Wadi Gaza",
        "2025-09-28",
        "stated",
        "2025-09-28",
        "6900",
        "nearly",
        "movements",
    ),
    (
        "N1",
        "UN",
        "",
        "north of Wadi Gaza",
        "",
        "",
        "2025-09-09",
        "1000000",
        "approximately",
        "people",
    ),
    ("N2", "UNRWA", "", "Gaza City", "", "", "2025-09-28", "500000", "approximately", "people"),
    (
        "N3",
        "Gaza Government Media Office",
        "",
        "north of Wadi Gaza",
        "",
        "",
        "2025-09-24",
        "900000",
        "more than",
        "people",
    ),
)
"""Some of what was published in September 2025."""

_NAMES = (
    *("id", "publisher", "origin", "destination", "period_start", "period_basis"),
    *("as_of", "number", "quantifier", "unit"),
)


def tables_of(rows=ROWS, **changed: dict[str, str]) -> Tables:
    """The rows as tables, each of them changed as it is asked for by its id."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        cells = dict(zip(_NAMES, row, strict=True))
        number, is_floor = cells.pop("number"), cells["quantifier"] == "more than"
        moved = bool(cells["origin"])
        cells |= {
            "measure": "movement" if moved else "people_present",
            "counting": cells["unit"] if moved else "people",
            "origin_pcodes": _PLACES[cells["origin"]],
            "destination_pcodes": _PLACES[cells["destination"]],
            "low" if is_floor else "value": number,
            "source_title": f"Page of {cells['id']}",
            "source_url": f"https://example.org/{cells['id']}",
            "source_date": cells["as_of"],
            "seen": "primary",
        }
        writer.writerow(cells | changed.get(cells["id"], {}))
    estimates = read_estimates(text.getvalue().encode(), "september.csv")
    return Tables("september", estimates, load_orders().frame, LAST)


@cache
def september() -> Tables:
    """The month as it was."""
    return tables_of()
