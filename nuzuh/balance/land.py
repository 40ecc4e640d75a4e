"""Share of each governorate that was closed or under orders, day by day, for the balance."""

from __future__ import annotations

import pandas as pd

from nuzuh.balance import priors
from nuzuh.balance.ordered import combine, whole_governorates
from nuzuh.evidence.orders_in_force import OrderBook


def ordered_land(orders: pd.DataFrame, book: OrderBook, last: pd.Timestamp) -> pd.DataFrame:
    """Return the least share of each governorate that orders and closed zones cover.

    Args:
        orders: the table of :func:`nuzuh.loaders.load_orders`.
        book: the same orders with their land.
        last: last day wanted.

    Returns:
        A row a day from the first day of the balance, a column a governorate,
        values from 0 to 1. Where nothing is sure the share is 0: the
        balance then draws nothing from orders.
    """
    days = pd.date_range(priors.FIRST_DAY, last, freq="D")
    turns = [day for day in book.turning_days() if days[0].date() <= day <= days[-1].date()]
    # An order to leave everything is not evidence that everyone left: that of
    # October 2023 for the north stood for 15 months while hundreds of thousands stayed.
    ground, rows = book.ground, {}
    for day in sorted({days[0].date(), *turns}):
        cover = book.under(day, whole_areas=False).cover
        rows[pd.Timestamp(day)] = {
            pcode: ground.percent(cover, inside)[0] / 100 for pcode, inside in ground.within.items()
        }
    least = pd.DataFrame.from_dict(rows, orient="index").reindex(days, method="ffill")
    return combine(least, closed_zones(orders, last))


def closed_zones(orders: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """Return 1 for each governorate on each day on which a zone closes the whole of it, else 0.

    Args:
        orders: the table of :func:`nuzuh.loaders.load_orders`.
        last: last day wanted.
    """
    return whole_governorates(orders, pd.date_range(priors.FIRST_DAY, last, freq="D"))
