"""How people estimated on ordered land lie to what orders say, and how many were ordered out.

``python -m benchmarks.people_under_orders`` prints the tables that stand in ``docs/orders.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pandas as pd

from nuzuh.balance.people_there import Ends, PeopleThere, told_range
from nuzuh.balance.people_under_orders import people_of_order, people_ordered_out
from nuzuh.evidence.order_book import order_book
from nuzuh.loaders.tables import Tables, tables_in_use

VIEW = "all"


def _range(part: Ends | None) -> str:
    if part is None:
        return "not stated"
    low, high = told_range(part.low, part.high)
    return f"{low:,.0f} to {high:,.0f}"


def _holds(there: PeopleThere, low: float, high: float) -> bool:
    """Whether what an order says meets the two ways of spreading, from low to high of both."""
    parts = [part for part in (there.land, there.census) if part]
    return bool(parts) and min(p.low for p in parts) <= high and low <= max(p.high for p in parts)


def said_told(tables: Tables) -> str:
    """Return the people that orders name beside those estimated on their land on their day."""
    rows = list(_said(tables))
    lead = (
        f"{len(rows)} orders with known land say how many people they concern. "
        f"{sum(held for _, held in rows)} of these numbers lie between the ends of the other two "
        "estimates."
    )
    lines = [
        lead,
        "",
        "| id | day | the order says | by land | by the census | between |",
        "|---|---|---|---|---|---|",
        *(line for line, _ in rows),
    ]
    return "\n".join(lines)


def _said(tables: Tables) -> Iterator[tuple[str, bool]]:
    book = order_book(tables)
    for row in tables.orders.dropna(subset=["people_affected_high"]).itertuples(index=False):
        if not book.areas[row.id].cover:
            continue
        day = row.issued_on if pd.isna(row.effective_from) else row.effective_from
        there = people_of_order(tables, VIEW, row.id, day.date())
        low, high = row.people_affected_low, row.people_affected_high
        held = _holds(there, low, high)
        said = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
        cells = (row.id, day.date(), said, _range(there.land), _range(there.census))
        yield "| " + " | ".join(map(str, cells)) + f" | {'yes' if held else 'no'} |", held


def phases_told(tables: Tables) -> str:
    """Return how many people were ordered out in each phase of the war."""
    lines = ["| phase | orders | land, km2 | people |", "|---|---|---|---|"]
    for phase in people_ordered_out(tables, VIEW):
        if not phase.orders:
            lines.append(f"| {phase.phase} | 0 | no order | no order |")
            continue
        low, high = phase.km2
        told = phase.people.told
        people = "not stated" if told is None else "{:,.0f} to {:,.0f}".format(*told)
        lines.append(
            f"| {phase.phase} | {len(phase.orders)} | {low:.0f} to {high:.0f} | {people} |"
        )
    return "\n".join(lines)


def told() -> str:
    """Return everything that ``docs/orders.md`` holds of this."""
    tables = tables_in_use()
    return "\n\n".join((said_told(tables), phases_told(tables))) + "\n"


if __name__ == "__main__":
    sys.stdout.write(told())
