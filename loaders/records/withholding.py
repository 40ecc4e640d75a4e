"""Counts of few are withheld on the engine, and so many others that no total gives them back."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from nuzuh.loaders.records.mapping import Privacy

ROUNDS = 2


def withheld(cells: ir.Table, privacy: Privacy) -> ir.Table:
    """Return what may leave the engine of cells.

    Args:
        cells: of whole days, see :func:`nuzuh.loaders.records.counting.cells`.
        privacy: the mapping's.

    Returns:
        Columns as in :mod:`nuzuh.loaders.records.counts`, with totals, the day in days since 1970.
    """
    held = cells.mutate(held=cells.persons < privacy.threshold)
    for line in ("origin", "destination") * ROUNDS:
        whole = ibis.window(group_by=["day", line])
        in_order = ibis.window(
            group_by=["day", line],
            order_by=[held.held.desc(), held.persons, held.origin, held.destination],
        )
        any_held = held.held.cast("int8").sum().over(whole) > 0
        rank = ibis.row_number().over(in_order)
        held = held.mutate(held=held.held | (any_held & (rank < 2)))
    step = privacy.rounded_to
    rounded = ((held.amount + step // 2) / step).floor().cast("int64") * step
    return held.select(
        "day", "origin", "destination", amount=held.held.ifelse(ibis.null("int64"), rounded)
    )
