"""The table that says the same as the map: its columns, and an area's row in words."""

from __future__ import annotations

import pandas as pd

from nuzuh.scene.labels import publisher_name
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.mark import Mark
from nuzuh.scene.order_words import order_name
from nuzuh.scene.statement_words import Link
from nuzuh.scene.words import Words


def table_columns(layer: str, words: Words, *, reconstructed: bool) -> tuple[str, ...]:
    """Return the titles of the columns of a layer's table."""
    keys = ["table.area", "table.figure"]
    if layer == "orders":
        keys += ["table.orders"]
    elif reconstructed:
        keys += ["table.range", "table.baseline"]
    else:
        keys += ["table.publisher", "table.as_of", "table.age", "table.baseline"]
    return tuple(words(key) for key in keys)


def table_cells(
    value: LayerValue,
    label: Mark,
    words: Words,
    baseline: dict[str, float],
    orders: pd.DataFrame,
    *,
    age: str | None = None,
) -> list[str | tuple[Link, ...]]:
    """Return an area's row of the table: texts, and for orders the links to where each was seen.

    A number that is too old for the map stands in the table with its status.

    Args:
        value: the area's value.
        label: its label on the map.
        words: the reader's language.
        baseline: people before the war by P-code.
        orders: the table of orders that the values come from.
        age: what stands in the place of the figure's age; the age itself when None.
    """
    cells: list[str | tuple[Link, ...]] = [label.name, label.table_number]
    if value.share is not None:
        return [*cells, _orders(value, words, orders)]
    cells += [*label.notes[-1:], ""][:1] if value.reconstructed else _who(value, words, age)
    return [*cells, words.number(sum(baseline[pcode] for pcode in value.pcodes))]


def _orders(value: LayerValue, words: Words, orders: pd.DataFrame) -> tuple[Link, ...]:
    """The orders behind a share, those not measured marked so, linked to where each was seen."""
    seen = orders.set_index("id")["source_url"]
    behind = value.share.behind if value.share else ()
    return tuple((order_name(order, words), seen[order.id]) for order in behind)


def _who(value: LayerValue, words: Words, age: str | None) -> list[str]:
    area = value.published
    if area is None or area.figure is None or area.age_days is None:
        return ["", "", ""]
    how_old = words.age(area.age_days) if age is None else age
    if area.status != "current":
        how_old += words("list.sep") + words(f"status.{area.status}")
    return [
        publisher_name(area.figure, words),
        words.day(area.figure.as_of, short=True),
        how_old,
    ]
