"""People under evacuation orders: in the area of an order, in the Strip by day, and by phase.

All of it is land first: the union of what orders cover, each piece once, however many orders
lie on it; then the people on that land, see :mod:`nuzuh.balance.people_there`. Nobody counted
who left: people who stayed in an ordered area are under orders as long as the order stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import compress

import numpy as np
import numpy.typing as npt
import pandas as pd

from nuzuh.balance.people_there import (
    Ends,
    PeopleThere,
    Spreading,
    ends_or_none,
    held_at_most,
    people_on,
    spread_ends,
    summed_high,
)
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.ground import Cover, Floats, union
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.order_places import people_of_2017
from nuzuh.evidence.orders_in_force import OrderBook, Running
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.phases import load_phases
from nuzuh.loaders.tables import Tables, remembered


@dataclass(frozen=True, eq=False)
class PeopleUnderOrders:
    """People under orders in the whole Strip, day by day.

    Attributes:
        days: every day of the balance.
        low, high: people on all land under orders, at least and at most; nan where no order
            is on record as in force (``orders`` is 0), where it is not known where those in
            force lie, or where the balance gives no range. Nan is never the same as 0.
        orders: how many orders were in force; a map of what was ordered before is none.
        there: the same by day with the parts.
    """

    days: tuple[date, ...]
    low: Floats
    high: Floats
    orders: npt.NDArray[np.int64]
    there: tuple[PeopleThere, ...]

    def on(self, day: date) -> PeopleThere:
        """Return the people under orders on a day; nothing outside the balance."""
        at = (day - self.days[0]).days
        return self.there[at] if 0 <= at < len(self.days) else PeopleThere()


@dataclass(frozen=True)
class OrderedOut:
    """People who were ordered out in a phase of the war.

    Attributes:
        phase: its id.
        start, end: its first and its last day.
        orders: ids of the orders that took effect in it, each once.
        km2: the land of all of them together, at least and at most.
        people: people on that land. Its high end adds up the people of each block on the day
            before it was first ordered in the phase, so somebody who went from an ordered
            block to one that was ordered later is in it twice, and it is held at what the
            Strip held; its low end is the most that were ordered on one day, all of whom
            are different people.
    """

    phase: str
    start: date
    end: date
    orders: tuple[str, ...]
    km2: tuple[float, float]
    people: PeopleThere


def people_of_order(tables: Tables, view: str, order_id: str, day: date) -> PeopleThere:
    """Return the people estimated to be in the area of an order on a day.

    On a day on which the order is in force, the area is what of it is in force; on any other
    day, what it ordered. What it says of people affected counts on the days it speaks of: from
    the day on which it takes effect until it ends or some of its land is given back. Of several
    reports of one order that say it, the range holds all.

    Args:
        tables: figures and orders.
        view: whose figures the balance uses, see :func:`load_reconstruction`.
        order_id: row of the table of orders.
        day: the day.

    Raises:
        KeyError: for an order that the table does not hold.
    """
    return people_of_orders(tables, view, [(order_id, day)])[0]


def people_of_orders(
    tables: Tables, view: str, asked: Sequence[tuple[str, date]]
) -> list[PeopleThere]:
    """Return :func:`people_of_order` of many orders and days, computed together.

    Args:
        tables: figures and orders.
        view: whose figures the balance uses.
        asked: rows of the table of orders, each with a day.

    Raises:
        KeyError: for an order that the table does not hold.
    """
    book = order_book(tables)
    order_of = dict(zip(tables.orders["id"], tables.orders["order"], strict=True))
    covers, speaking = list[Cover](), list[Running | None]()
    for order_id, day in asked:
        running = book.under(day).running
        same = [one for one in running if one.row.order == order_of[order_id]]
        own = next((one for one in same if one.id == order_id), None)
        covers.append(own.cover if own else book.areas[order_id].cover)
        speaking.append(next(iter(same), None))
    return _people(tables, view, [day for _, day in asked], covers, speaking)


def people_of_running(
    tables: Tables, view: str, asked: Sequence[tuple[date, Running]]
) -> list[PeopleThere]:
    """Return the people in what is in force of orders, each on a day, see :func:`people_of_order`.

    Args:
        tables: figures and orders.
        view: whose figures the balance uses.
        asked: days, each with an order that was in force on it.
    """
    orders = [one for _, one in asked]
    return _people(tables, view, [day for day, _ in asked], [one.cover for one in orders], orders)


def _people(
    tables: Tables,
    view: str,
    days: Sequence[date],
    covers: Sequence[Cover],
    orders: Sequence[Running | None],
) -> list[PeopleThere]:
    balance = load_reconstruction(tables, view)
    said = _said(tables, balance, list(zip(days, orders, strict=True)))
    spread = people_on(balance, spreading(tables), days, covers)
    return [replace(there, said=ends) for there, ends in zip(spread, said, strict=True)]


def people_under_orders(tables: Tables, view: str) -> PeopleUnderOrders:
    """Return the people under orders in the whole Strip on every day of the balance.

    They are the people on the union of the land in force. What an order in force says of the
    people in its own area is said of a part of that land: it stands here (``said``) only where
    it is more than the balance has on all of it, and lifts the high end.

    Args:
        tables: figures and orders.
        view: whose figures the balance uses, see :func:`load_reconstruction`.

    Raises:
        ValueError: for an unknown view.
        BalanceError: when the solve does not converge.
    """
    return _under_orders(tables, view, has_ranges=_has_ranges(tables, view))


def people_under_orders_in(
    tables: Tables, view: str, pcodes: tuple[str, ...], day: date
) -> PeopleThere:
    """Return the people on the land under orders in some governorates on a day.

    In the whole Strip they are those of :func:`people_under_orders`. What an order says of people
    affected is said of all its area, and lifts no part of it here.

    Raises:
        ValueError: for an unknown view, or a day outside the balance.
        BalanceError: when the solve does not converge.
    """
    if len(pcodes) == len(pc.GOVERNORATES):
        return people_under_orders(tables, view).on(day)
    book, balance = order_book(tables), load_reconstruction(tables, view)
    inside = book.ground.governorates(pcodes)
    under = book.under(day).cover
    here = Cover.of(under.low * inside, under.high * inside)
    (there,) = people_on(balance, spreading(tables), [day], [here])
    most = float(np.nan_to_num(held_at_most(balance, [day], pcodes), nan=np.inf)[0])
    return replace(there, most=most) if there.land or there.census else there


def _has_ranges(tables: Tables, view: str) -> bool:
    """Whether a view has an ensemble by now: what was told without one is told anew then."""
    return load_reconstruction(tables, view).draws is not None


@remembered(maxsize=8)
def _under_orders(tables: Tables, view: str, *, has_ranges: bool) -> PeopleUnderOrders:
    del has_ranges
    book, balance = order_book(tables), load_reconstruction(tables, view)
    days = tuple(day.date() for day in balance.days)
    in_force = [book.under(day).running for day in days]
    # Between two turning days all days share one record of them.
    distinct = {id(orders): orders for orders in in_force}
    covers = {which: _together(book, orders) for which, orders in distinct.items()}
    spread = people_on(
        balance, spreading(tables), days, [covers[id(orders)] for orders in in_force]
    )
    pairs = [
        (at, one)
        for at, orders in enumerate(in_force)
        for one in orders
        if one.row.order in _stated(tables)
    ]
    said: list[list[Ends | None]] = [[] for _ in days]
    told = _said(tables, balance, [(days[at], one) for at, one in pairs])
    for (at, _), ends in zip(pairs, told, strict=True):
        said[at].append(ends)
    strip = np.nan_to_num(held_at_most(balance, days, ()), nan=np.inf)
    there = tuple(
        replace(_lifted(one, some), most=float(most)) if one.land or one.census else one
        for one, some, most in zip(spread, said, strip, strict=True)
    )
    return PeopleUnderOrders(
        days,
        np.array([np.nan if one.low is None else one.low for one in there]),
        np.array([np.nan if one.high is None else one.high for one in there]),
        np.array([sum(not one.is_map for one in orders) for orders in in_force]),
        there,
    )


def people_ordered_out(tables: Tables, view: str) -> tuple[OrderedOut, ...]:
    """Return the people ordered out in each phase of the war, see :class:`OrderedOut`.

    An order counts once, in the phase in which the first report of it took effect; maps of what
    was ordered before, and zones, never.

    Args:
        tables: figures and orders.
        view: whose figures the balance uses, see :func:`load_reconstruction`.

    Raises:
        ValueError: for an unknown view.
        BalanceError: when the solve does not converge.
    """
    return _ordered_out(tables, view, has_ranges=_has_ranges(tables, view))


@remembered(maxsize=8)
def _ordered_out(tables: Tables, view: str, *, has_ranges: bool) -> tuple[OrderedOut, ...]:
    del has_ranges
    book, balance = order_book(tables), load_reconstruction(tables, view)
    out = []
    for phase in load_phases().frame.itertuples(index=False):
        start, end = phase.start.date(), phase.end.date()
        orders = book.issued_between(start, end)
        said = _said(tables, balance, [(one.start, one) for one in orders])
        people = ordered_out_between(balance, spreading(tables), start, orders)
        km2 = book.ground.area(_together(book, orders))
        ids = tuple(one.id for one in orders)
        out.append(OrderedOut(phase.phase, start, end, ids, km2, _lifted(people, said)))
    return tuple(out)


def ordered_out_between(
    balance: Reconstruction, spreading: Spreading, start: date, orders: Sequence[Running]
) -> PeopleThere:
    """Return the people whom orders of a period ordered out, see :class:`OrderedOut`.

    Args:
        balance: people by governorate.
        spreading: over which blocks, and by what.
        start: the first day of the period: before it nobody is asked for.
        orders: the orders that took effect in it, each once.
    """
    count = len(spreading.ground.blocks)
    days, whole, new = list[date](), list[Cover](), list[Cover]()
    covered = spreading.ground.nothing
    for day in sorted({one.start for one in orders if one.cover}):
        of_day = union((one.cover for one in orders if one.start == day), count)
        more = union([covered, of_day], count)
        days.append(max(day - timedelta(days=1), start))
        whole.append(of_day)
        new.append(Cover.of(np.zeros(count), more.high - covered.high))
        covered = more
    if not days:
        return PeopleThere()
    strip = float(held_at_most(balance, days, ()).max())
    parts = []
    for weight in spreading.weights:
        on_a_day = spread_ends(balance, days, *spreading.shares(balance, days, whole, weight))
        _, shares = spreading.shares(balance, days, new, weight)
        # Land that was ordered before adds nobody; it is no land of which nothing is known.
        fresh = [bool(one) for one in new]
        added = summed_high(balance, list(compress(days, fresh)), shares[fresh])
        high = min(max(added, float(on_a_day[:, 1].max())), strip)
        parts.append(ends_or_none(float(on_a_day[:, 0].max()), high))
    return PeopleThere(*parts, most=math.inf if math.isnan(strip) else strip)


@remembered(maxsize=1)
def spreading(tables: Tables) -> Spreading:
    """Return by what people are spread over the blocks in use."""
    return Spreading(order_book(tables).ground, people_of_2017(load_block_map().frame))


def _together(book: OrderBook, orders: Iterable[Running]) -> Cover:
    return union((one.cover for one in orders), len(book.ground.blocks))


def _lifted(there: PeopleThere, said: Iterable[Ends | None]) -> PeopleThere:
    """People on land of which orders say something of parts: it counts where it is more."""
    most = max((ends.high for ends in said if ends), default=0.0)
    return replace(there, said=Ends(most, most)) if there.high and most > there.high else there


@remembered(maxsize=1)
def _stated(tables: Tables) -> Mapping[str, list[tuple[date, float, float]]]:
    """What reports of each order say of people affected, by order: day, at least, at most."""
    said = tables.orders[tables.orders["kind"] != "rescission"]
    said = said.dropna(subset=["people_affected_low", "people_affected_high"], how="all")
    found: dict[str, list[tuple[date, float, float]]] = {}
    for row in said.itertuples(index=False):
        start = row.issued_on if pd.isna(row.effective_from) else row.effective_from
        low = 0.0 if pd.isna(row.people_affected_low) else row.people_affected_low
        high = math.inf if pd.isna(row.people_affected_high) else row.people_affected_high
        found.setdefault(row.order, []).append((start.date(), low, high))
    return found


def _said(
    tables: Tables, balance: Reconstruction, asked: Sequence[tuple[date, Running | None]]
) -> list[Ends | None]:
    """What orders say of the people in their area, each on a day on which it is in force.

    It is no more than the balance has in the governorates of the order on the day, where it
    gives a range: an order stands for months after many of those whom it counted have left.
    """
    stated = _stated(tables)
    found = [_of_reports(stated, day, one) for day, one in asked]
    where = [
        _governorates(one) if one and ends else frozenset[str]()
        for (_, one), ends in zip(asked, found, strict=True)
    ]
    most = np.full(len(asked), np.nan)
    for pcodes in set(where):
        at = [
            i
            for i, (some, ends) in enumerate(zip(where, found, strict=True))
            if some == pcodes and ends
        ]
        if at:
            most[at] = held_at_most(balance, [asked[i][0] for i in at], pcodes)
    return [
        None if ends is None else _held(ends, float(cap))
        for ends, cap in zip(found, most, strict=True)
    ]


def _held(ends: Ends, most: float) -> Ends | None:
    """What an order says, and no more than there can be; None where neither tells a high end."""
    if math.isnan(most):
        return None if math.isinf(ends.high) else ends
    if ends.high <= most:
        return ends
    # The balance bears no more than two digits of what stands in its place.
    step = 10 ** max(len(str(int(most))) - 2, 0)
    cap = float(most // step * step)
    return Ends(min(ends.low, cap), cap)


def _of_reports(
    stated: Mapping[str, list[tuple[date, float, float]]], day: date, one: Running | None
) -> Ends | None:
    """What reports of an order say by a day; nothing once some of its land was given back."""
    if one is None or not one.is_whole:
        return None
    told = [(low, high) for since, low, high in stated.get(one.row.order, ()) if since <= day]
    return Ends(min(low for low, _ in told), max(high for _, high in told)) if told else None


def _governorates(one: Running) -> frozenset[str]:
    """The governorates that an order names, or lies in."""
    return frozenset(pc.split(one.row.pcodes))
