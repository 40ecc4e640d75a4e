"""The land under orders and in zones on a day, as it is told and drawn: shares, blocks, zones."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import get_args

import numpy as np

from nuzuh.evidence.ground import Bools, Ground
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.orders_in_force import OrderBook, OrderShare
from nuzuh.evidence.zones import ZoneInForce, ZoneKind, zones_on
from nuzuh.loaders.tables import Tables, remembered

ZONE_KINDS: tuple[ZoneKind, ...] = get_args(ZoneKind)
"""What zones there are, in the order of a legend."""

Blocks = tuple[str, ...]
"""Numbers of blocks, in the order of their map."""


@dataclass(frozen=True)
class ZoneLand:
    """A zone, or the land behind a line, that is drawn beside orders and is none.

    Attributes:
        id: its row of the table of orders.
        kind: what it is.
        blocks: those that lie in it by half of their land or more.
        since: the day from which it holds, or on which the line came to move.
        as_of: the day of the course that is drawn: an earlier one where the line has moved
            since without a course on record.
    """

    id: str
    kind: ZoneKind
    blocks: Blocks
    since: date
    as_of: date

    @property
    def is_known_last(self) -> bool:
        """Whether its course is that of an earlier day."""
        return self.as_of < self.since


@dataclass(frozen=True)
class OrderLand:
    """The land under orders on a day, in numbered blocks.

    Attributes:
        sure: blocks that orders name whole.
        possible: the others that orders may cover: by a part, a place or a governorate.
        given: which of both have an exact outline; those of the others are approximate.
        zones: of which a course is on record.
    """

    sure: Blocks = ()
    possible: Blocks = ()
    given: Blocks = ()
    zones: tuple[ZoneLand, ...] = ()


@dataclass(frozen=True)
class OrdersOfDay:
    """What is told of the orders in force on a day.

    Attributes:
        shares: the share of each governorate, north to south.
        strip: that of the whole Strip.
        land: where they lie.
    """

    shares: tuple[OrderShare, ...]
    strip: OrderShare
    land: OrderLand


def orders_of_day(tables: Tables, day: date, *, later: bool) -> OrdersOfDay:
    """Return the orders of a day; of days between two turning days it is one and the same."""
    turns = order_book(tables).turning_days()
    turn = bisect_right(turns, day)
    # A day before all orders stands for itself.
    return _since(tables, turns[turn - 1] if turn else day, later=later)


@remembered(maxsize=1024)
def _since(tables: Tables, turn: date, *, later: bool) -> OrdersOfDay:
    return orders_in(order_book(tables), turn, later=later)


def orders_in(book: OrderBook, day: date, *, later: bool) -> OrdersOfDay:
    """Return what is told of the orders of a day.

    Args:
        book: the orders with their land.
        day: the day asked about.
        later: use orders and rescissions whose page came out after the day, too.
    """
    under, ground = book.under(day, later=later), book.ground
    zones = (_zone(one, ground) for one in zones_on(book, day, later=later))
    land = OrderLand(
        sure=_numbers(ground, under.cover.sure),
        possible=_numbers(ground, under.cover.possible),
        given=_numbers(ground, ground.given & (under.cover.sure | under.cover.possible)),
        zones=tuple(zone for zone in zones if zone is not None),
    )
    return OrdersOfDay(under.shares, under.strip, land)


def _zone(zone: ZoneInForce, ground: Ground) -> ZoneLand | None:
    if zone.course_as_of is None or not zone.possible.any():
        return None
    return ZoneLand(
        zone.id, zone.kind, _numbers(ground, zone.possible), zone.since, zone.course_as_of
    )


def _numbers(ground: Ground, blocks: Bools) -> Blocks:
    return tuple(ground.blocks[place] for place in np.flatnonzero(blocks))
