"""How often land was ordered out in a period: each order once, maps and zones never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from nuzuh.evidence.orders_in_force import OrderBook, Running

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class TimesOrdered:
    """How often each block was ordered out in a period.

    Attributes:
        first, last: the period, both days included.
        issued: the orders that took effect in it, as they stand in the table.
        least: for each block, in the order of the ground, how many of them name it whole.
        most: how many may cover it: by a part, a place or a governorate, too.
    """

    first: date
    last: date
    issued: tuple[Running, ...]
    least: Counts
    most: Counts


def times_ordered(book: OrderBook, first: date, last: date, *, later: bool = True) -> TimesOrdered:
    """Count the orders over each block that took effect in a period.

    What was given back since, or lapsed, counts too: it was ordered.

    Args:
        book: the orders with their land.
        first: the first day, itself included.
        last: the last day, itself included.
        later: use reports whose page came out after the last day, too.

    >>> from nuzuh.evidence.order_book import order_book
    >>> from nuzuh.loaders.tables import tables_in_use
    >>> book = order_book(tables_in_use())
    >>> told = times_ordered(book, date(2025, 8, 20), date(2025, 8, 20))
    >>> int(told.least.max()), int(told.most.max()) <= len(told.issued)
    (1, True)
    """
    issued = tuple(book.issued_between(first, last, later=later))
    least, most = (np.zeros(len(book.ground.blocks), dtype=np.int64) for _ in range(2))
    for one in issued:
        least += one.cover.sure
        most += one.cover.sure | one.cover.possible
    return TimesOrdered(first, last, issued, least, most)
