"""How near land under orders, as it is computed, comes to what issuers and OCHA publish of it.

``python -m benchmarks.orders`` prints the tables that stand in ``docs/orders.md``;
with ``--areas`` every order's area beside its published one, as CSV.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.orders_in_force import OrderBook
from nuzuh.evidence.zones import orders_or_zones
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.block_cells import METRES, load_block_cells
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.tables import Tables, tables_in_use

NEAR = 0.1
"""Areas that are apart by no more than this share of the published one are near."""
FIRST_DAY = date(2023, 10, 7)
NEW_COUNT = date(2025, 3, 18)
"""From this day OCHA counts orders anew."""


def cells_told() -> str:
    """Return how the cells of blocks fit the Strip and their areas, in a sentence."""
    blocks, cells = load_blocks().frame, load_block_cells().frame.to_crs(METRES)
    off = abs(cells.area.to_numpy() / 1e6 / blocks["area_km2"].to_numpy() - 1)
    return (
        f"The {len(cells)} cells tile the Strip ({cells.area.sum() / 1e6:.1f} km2; the areas of "
        f"the blocks come to {blocks['area_km2'].sum():.1f}). {(off <= NEAR).sum()} of them have "
        f"their area to within 10 percent."
    )


def areas(tables: Tables, book: OrderBook) -> list[dict[str, Any]]:
    """Return every order, zone and map with blocks and a published area: both areas, in km2."""
    rows = []
    for row in tables.orders.itertuples():
        area = book.areas[row.id]
        if not row.blocks or not row.area_km2 > 0:
            continue
        low, high = area.km2
        rows.append(
            {
                "id": row.id,
                "published": row.area_km2,
                "low": round(low, 2),
                "high": round(high, 2),
                "outline": area.outline,
                "unknown": "; ".join(area.unknown),
            }
        )
    return rows


def _off(row: dict[str, Any]) -> float:
    """How far the published area lies outside what is computed, as a share of it."""
    gap = max(row["low"] - row["published"], row["published"] - row["high"], 0.0)
    return float(gap / row["published"])


def areas_told(rows: list[dict[str, Any]]) -> str:
    """Return how the areas fit, and a table of those that do not."""
    near = [row for row in rows if _off(row) <= NEAR]
    far = [row for row in rows if _off(row) > NEAR]
    lead = (
        f"{len(rows)} orders, zones and maps have blocks and a published area. {len(near)} hold it "
        f"between their ends, or miss it by at most 10 percent of it; {len(far)} do not:"
    )
    lines = [
        lead,
        "",
        "| id | published, km2 | ours, km2 | not known |",
        "|---|---|---|---|",
    ]
    for row in far:
        ends = f"{row['low']:.1f} to {row['high']:.1f}"
        ours = ends if row["low"] != row["high"] else f"{row['low']:.1f}"
        lines.append(f"| {row['id']} | {row['published']:.1f} | {ours} | {row['unknown']} |")
    return "\n".join(lines)


def published_shares(tables: Tables) -> Iterator[Any]:
    """Yield the figures of land under orders that are of the whole Strip."""
    frame = tables.estimates
    frame = frame[(frame["measure"] == "under_orders") & frame["unit"].isin(["percent", "km2"])]
    for row in frame.sort_values(["as_of", "id"]).itertuples():
        whole = pc.split(row.origin_pcodes) == pc.STRIP or row.scope == "ever ordered"
        if whole and row.scope in ("", "orders", "orders or zones", "ever ordered", "zones"):
            yield row


def computed(row: Any, book: OrderBook) -> tuple[str, float, float, bool]:
    """Return what a published figure counts, the same as computed, and whether that is open.

    Figures in km2 say no scope: since 18 March 2025 they count orders, before that all that was
    ever ordered.
    """
    day = row.as_of.date()
    start = FIRST_DAY if pd.isna(row.period_start) else row.period_start.date()
    scope = row.scope or ("orders" if start >= NEW_COUNT else "ever ordered")
    is_open = False
    if scope == "ever ordered":
        cover = book.ever_ordered(start, day)
    elif scope == "orders":
        under = book.under(day)
        cover, is_open = under.cover, under.strip.is_open
    else:
        both = orders_or_zones(book, day)
        cover, is_open = both.cover, both.strip.is_open
    tell = book.ground.percent if row.unit == "percent" else book.ground.area
    return scope, *tell(cover), is_open


def shares_told(tables: Tables, book: OrderBook) -> str:
    """Return a table of published shares of the Strip with the same as computed."""
    lines = [
        "| id | publisher | day | counts | published | ours |",
        "|---|---|---|---|---|---|",
    ]
    for row in published_shares(tables):
        scope, low, high, is_open = computed(row, book)
        unit = "%" if row.unit == "percent" else "km2"
        value = next(v for v in (row.value, row.low, row.high) if not pd.isna(v))
        word = "" if row.quantifier in ("approximately", "exact") else f"{row.quantifier} "
        more = ", open" if is_open else ""
        lines.append(
            f"| {row.id} | {row.publisher} | {row.as_of.date()} | {scope} | {word}{value:g} {unit} "
            f"| {low:.0f} to {high:.0f} {unit}{more} |"
        )
    return "\n".join(lines)


def told() -> str:
    """Return everything that ``docs/orders.md`` holds of this."""
    tables = tables_in_use()
    book = order_book(tables)
    parts = (cells_told(), areas_told(areas(tables, book)), shares_told(tables, book))
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Print the tables, or the areas of all orders."""
    if "--areas" not in sys.argv:
        sys.stdout.write(told())
        return
    tables = tables_in_use()
    rows = areas(tables, order_book(tables))
    writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main()
