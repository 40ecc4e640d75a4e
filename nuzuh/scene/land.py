"""The land under orders on every day of the timeline, as a browser needs it to draw any of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from nuzuh.evidence.ground import Bools, Cover
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.orders_in_force import OrderBook, Running
from nuzuh.evidence.zones import ZoneInForce, zones_on
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.time_map import Land, LandBlock, LandOrder, LandRun
from nuzuh.scene.timeline import load_timeline

Blocks = tuple[int, ...]
Covered = tuple[Blocks, Blocks]
"""Indices of the blocks that are surely and that are possibly covered."""


@remembered(maxsize=2)
def land_of(tables: Tables, *, later: bool) -> Land:
    """Return the land under orders: blocks, orders, and what of each is in force from when to when.

    What is drawn on a day is what :meth:`OrderBook.under` and
    :func:`nuzuh.evidence.zones.zones_on` say of it.

    Args:
        tables: what is known.
        later: use orders and rescissions whose page came out after the day, too.
    """
    blocks = load_block_map().frame
    found = sorted(
        _runs(order_book(tables), later=later), key=lambda run: (run[2], run[0].id, run[3])
    )
    orders = list(dict.fromkeys(order for order, *_ in found))
    index = {order: place for place, order in enumerate(orders)}
    return Land(
        blocks=[
            LandBlock(number, pcode, shape, bool(given))
            for number, pcode, shape, given in zip(
                blocks["block"], blocks["pcode"], blocks.geometry, blocks["given"], strict=True
            )
        ],
        orders=orders,
        runs=[LandRun(index[order], start, end, *land) for order, land, start, end in found],
    )


def _runs(book: OrderBook, *, later: bool) -> Iterator[tuple[LandOrder, Covered, date, date]]:
    """Orders and zones with what of their land is in force, and the first and the last such day."""
    span = load_timeline()
    turns = {max(day, span.first) for day in book.turning_days() if day <= span.last}
    since: dict[tuple[LandOrder, Covered], date] = {}
    for day in sorted(turns | {span.first}):
        now = [_ordered(one) for one in book.in_force(day, later=later)]
        now += [_zoned(one) for one in zones_on(book, day, later=later)]
        for over in since.keys() - now:
            yield *over, since.pop(over), day - timedelta(days=1)
        for order, land in now:
            since.setdefault((order, land), day)
    for (order, land), start in since.items():
        yield order, land, start, span.last


def _ordered(one: Running) -> tuple[LandOrder, Covered]:
    kind = "map" if one.is_map else "order"
    order = LandOrder(one.id, one.row.order, kind, "", one.area.outline, start=one.start)
    return order, _covered(one.cover)


def _zoned(zone: ZoneInForce) -> tuple[LandOrder, Covered]:
    known_last = None if zone.course_known else zone.course_as_of
    return LandOrder(zone.id, zone.id, "zone", zone.kind, "", known_last), _covered(zone.cover)


def _covered(cover: Cover) -> Covered:
    return _indices(cover.sure), _indices(cover.possible)


def _indices(blocks: Bools) -> Blocks:
    return tuple(np.flatnonzero(blocks).tolist())
