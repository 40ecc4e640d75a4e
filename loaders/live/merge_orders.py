"""Live orders and zones take their place among the embedded ones, and none is counted twice."""

from __future__ import annotations

from typing import Any

import pandas as pd

from nuzuh.loaders.areas import load_boundaries
from nuzuh.loaders.live.merged import Changes, Merged, Row, csv_of, rows_of
from nuzuh.loaders.live.orders import blocks_in, record_of
from nuzuh.loaders.live.shapes import STRIP_KM2
from nuzuh.loaders.orders import COLUMNS, read_orders
from nuzuh.loaders.package import read_bytes

IN_COMMON = 0.8
"""Share of an order's blocks that another one of its day has to name to be the same order."""
_SAME_AREA = 0.005
"""Square kilometres by which an area may differ and be the same: upstream rounds to 0.01."""


def merged_orders(orders: pd.DataFrame) -> Merged:
    """Return the embedded orders with the live ones put in.

    A live row is known by the number of its record and its kind, since one
    record may hold an order and a zone; or else, because an embedded order may
    cite an outlet instead of the record, by its day and its blocks. Only a row
    that cites the record takes its area. What is known is never added again.

    Raises:
        DataError: when the result breaks a rule of the table.

    Example:
        >>> from nuzuh.loaders.live.orders import COLUMNS
        >>> import pandas as pd
        >>> merged_orders(pd.DataFrame(columns=COLUMNS)).new
        ()
    """
    rows = rows_of(read_bytes("orders"))
    cited = {(n, row["kind"]): row for row in rows if (n := record_of(row["source_url"]))}
    known = [(row, frozenset(blocks_in(row["blocks"]))) for row in rows]
    changed = Changes()
    # In the order of their days, so that of two maps of one order the first one is the order.
    for order in orders.sort_values(["issued_on", "record"], kind="stable").itertuples(index=False):
        row = cited.get((order.record, order.kind))
        area = "" if pd.isna(order.area_km2) else f"{order.area_km2:.2f}"
        if row is not None:
            if area and row["area_km2"] and abs(float(row["area_km2"]) - float(area)) > _SAME_AREA:
                _revise(row, area)
                changed.revised.append(row["id"])
            continue
        day, blocks = str(order.issued_on.date()), frozenset(blocks_in(order.blocks))
        if order.kind == "zone":
            there = _zone_is_known(known, day, blocks)
        else:
            there = any(_common(blocks, of) >= IN_COMMON for row, of in known if _acts(row, day))
        if not there:
            rows.append(_new_row(order, area))
            known.append((rows[-1], blocks))
            changed.new.append(rows[-1]["id"])
    frame = read_orders(csv_of(rows, COLUMNS), "orders.csv with live orders")
    return changed.merged(frame, rows)


def _revise(row: Row, area: str) -> None:
    row["note"] = f"{row['note']}; area revised from {row['area_km2']} km2".strip("; ")
    row["area_km2"] = area
    if row["share_of_strip_percent"]:
        row["share_of_strip_percent"] = f"{float(area) / STRIP_KM2:.1%}".removesuffix("%")


def _acts(row: Row, day: str) -> bool:
    """Whether a row may be the order of a map of that day: some maps are told as zones."""
    return row["issued_on"] == day and row["kind"] != "rescission"


def _common(blocks: frozenset[str], of: frozenset[str]) -> float:
    """The share of some blocks that another order names.

    An order that was published as several maps stands in the table as one, so
    what counts is that its blocks are named, not that no other block is.
    """
    return len(blocks & of) / len(blocks)


def _zone_is_known(
    known: list[tuple[Row, frozenset[str]]], day: str, blocks: frozenset[str]
) -> bool:
    """Whether a zone stands in the table: that of the day, or one that is drawn again unchanged."""
    before = [
        (row["issued_on"], of)
        for row, of in known
        if row["kind"] == "zone" and row["issued_on"] <= day and 2 * len(blocks & of) > len(of)
    ]
    if not before:
        return False
    latest, of = max(before, key=lambda zone: zone[0])
    return of == blocks or (latest == day and _common(blocks, of) >= IN_COMMON)


_WORDS = {
    "order": (
        "evacuation order or warning (map)",
        "Block map of the day; areas are those of the governorates its blocks lie in",
    ),
    "zone": (
        "humanitarian zone (map)",
        "Area labelled safe on the map of the day; areas are those of its blocks' governorates",
    ),
}


def _new_row(order: Any, area: str) -> Row:
    outlines = load_boundaries().frame
    names = dict(zip(outlines["pcode"], outlines["name_en"], strict=True))
    term, note = _WORDS[order.kind]
    if order.unplaced:
        note += f"; {order.unplaced:.0f} of its blocks have no known place"
    return dict.fromkeys(COLUMNS, "") | {
        "id": f"GM-{order.record}" if order.kind == "order" else f"GM-{order.record}-{order.kind}",
        "kind": order.kind,
        "term": term,
        "issuer": "IDF",
        "issued_on": str(order.issued_on.date()),
        "areas": "; ".join(names[code] for code in order.pcodes.split()),
        "pcodes": order.pcodes,
        "blocks": order.blocks,
        "area_km2": area,
        "source_title": f"gazamaps.com displacement record {order.record}",
        "source_url": order.url,
        "seen": "primary",
        "note": note,
    }
