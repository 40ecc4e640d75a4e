"""Which evacuation orders were in force on a day, and the land that they cover together.

An order is taken to be in force from the day it takes effect (or was issued)
until its stated end, a rescission of all its land, or a ceasefire: OCHA too
starts its count of orders anew on 18 March 2025. A report of an order already counted
(``same_order_as``, ``repeats_order``) adds nothing, and orders overlap, so their
areas are never added: what they cover is the union of their blocks, each once.

That union has a low end, of what is sure, and a high end, of what is possible: an order
that names places or governorates and no blocks may cover any part of them, and so may what
is left of one of which a part that nobody named was given back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from nuzuh.evidence.ground import Bools, Cover, Floats, Ground, union
from nuzuh.evidence.order_areas import OrderArea, Outline, order_areas
from nuzuh.evidence.published import Appearance, appearance
from nuzuh.loaders import pcodes as pc

CEASEFIRES = (pd.Timestamp("2025-01-19"), pd.Timestamp("2025-10-10"))
"""First days of the ceasefires (estimate GD0336, order GO0201): earlier orders lapse."""

Measured = Literal["whole", "part", "none"]
"""How much of an order's area in a governorate is sure: all of it; some of it; nothing."""

_MAP = "map of ordered area"
"""Beginning of the term of a map on which the issuer shows again what was ordered before: its
land is under orders, and it counts as none."""

_BEST_KNOWN: tuple[Outline, ...] = ("given", "blocks", "places", "governorate", "none")

_LEAST_KM2 = 0.005
"""Land under half a hectare changes no share that is told."""


@dataclass(frozen=True, eq=False)
class Running:
    """An order in force on a day.

    Attributes:
        row: its row of the table of orders; of several reports that which tells best where
            it lies, and of these that with the largest area.
        area: where it lies by its own words.
        cover: what of that is in force, after what was given back.
        start: the day on which it took effect.
        appeared: whether its page had come out by the day asked about.
    """

    row: Any
    area: OrderArea
    cover: Cover
    start: date
    appeared: Appearance

    @property
    def id(self) -> str:
        """Row of the table of orders."""
        return str(self.row.id)

    @property
    def is_whole(self) -> bool:
        """Whether all that it ordered is in force, and nothing was given back."""
        own = self.area.cover
        return np.array_equal(self.cover.low, own.low) and np.array_equal(self.cover.high, own.high)

    @property
    def is_map(self) -> bool:
        """Whether it is a map that shows again what was ordered before, and no order of its own."""
        return self.row.kind == "zone"


@dataclass(frozen=True)
class OrderInForce:
    """An order in force behind the share of a governorate.

    Attributes:
        id: row of the orders table.
        issuer: who gave it.
        issued_on: the day it was issued.
        appeared: whether its page had come out by the day asked about.
        measured: how much of its area in the governorate is sure.
        outline: how its area is known.
        unknown: numbers that no block has, and names of no known place.
    """

    id: str
    issuer: str
    issued_on: date
    appeared: Appearance
    measured: Measured
    outline: Outline = "blocks"
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class OrderShare:
    """The share of a governorate, of several together, or of the Strip that was under orders.

    Attributes:
        pcode: the governorate, or several apart by spaces; "" for the Strip.
        low, high: percent of its land, at least and at most; None when no order is on
            record as in force there, which is not the same as 0.
        latest: start of the newest order behind it; None without one.
        behind: orders in force that cover it together: those of which some is sure, the
            largest first, then those that may cover more, the newest first. An order
            whose land lies within that of others is not among them.
        count: how many orders in force name it, or lie in it.
    """

    pcode: str
    low: float | None
    high: float | None
    latest: date | None
    behind: tuple[OrderInForce, ...]
    count: int = 0

    @property
    def orders(self) -> tuple[str, ...]:
        """Ids of the orders of whose land there some is sure."""
        return tuple(order.id for order in self.behind if order.measured != "none")

    @property
    def unmeasured(self) -> tuple[str, ...]:
        """Ids of the orders that may cover more there than is sure."""
        return tuple(order.id for order in self.behind if order.measured != "whole")

    @property
    def is_open(self) -> bool:
        """Whether an order behind it names land that is not known, so that it may be more."""
        return any(order.unknown for order in self.behind)


@dataclass(frozen=True, eq=False)
class UnderOrders:
    """The land under orders on a day.

    Attributes:
        ground: the blocks.
        running: the orders in force, as they stand in the table.
        cover: what they cover together.
    """

    ground: Ground
    running: tuple[Running, ...]
    cover: Cover

    @property
    def unplaced(self) -> tuple[Running, ...]:
        """The orders in force of which it is not known where they lie."""
        return tuple(one for one in self.running if not one.area.cover)

    @cached_property
    def shares(self) -> tuple[OrderShare, ...]:
        """The share of each governorate, north to south."""
        return tuple(self._share(pcode) for pcode in pc.GOVERNORATES)

    @cached_property
    def strip(self) -> OrderShare:
        """The share of the whole Strip."""
        return self._share("")

    def share_of(self, pcodes: tuple[str, ...]) -> OrderShare:
        """Return the share of some governorates together: of their land, not of their shares."""
        if len(pcodes) == len(pc.GOVERNORATES):
            return self.strip
        return self._share(*pcodes)

    def _share(self, *named: str) -> OrderShare:
        ground, pcode = self.ground, " ".join(named)
        asked = frozenset(pc.split(pcode))
        inside = ground.governorates(asked or pc.GOVERNORATES)
        here = [
            one
            for one in self.running
            if one.cover.high[inside].any() or asked & pc.split(one.row.pcodes)
        ]
        count = sum(not one.is_map for one in here)
        placed = [one for one in here if one.cover.high[inside].any()]
        if not placed:
            behind = tuple(order_in_force(one, "none") for one in here)
            return OrderShare(pcode, None, None, None, behind, count)
        low, high = ground.percent(self.cover, inside)
        sure, beside = _together(placed, inside, ground)
        told = [
            order_in_force(
                one, "whole" if (one.cover.low == one.cover.high)[inside].all() else "part"
            )
            for one in sure
        ] + [order_in_force(one, "none") for one in beside]
        return OrderShare(
            pcode, low, high, max(one.start for one in sure + beside), tuple(told), count
        )


def _together(
    placed: list[Running], inside: Bools, ground: Ground
) -> tuple[list[Running], list[Running]]:
    """The orders that make up the sure land, and those beside them that may cover more."""
    at = np.flatnonzero(inside)
    km2 = ground.km2[at]
    low, high = (
        np.array([cover[at] for cover in covers])
        for covers in ([one.cover.low for one in placed], [one.cover.high for one in placed])
    )
    least, most = low @ km2, high @ km2
    sure, covered, possible = list[int](), np.zeros(len(at)), np.zeros(len(at))
    ids = [one.id for one in placed]
    for one in sorted(range(len(placed)), key=lambda one: (-least[one], -most[one], ids[one])):
        more = np.maximum(covered, low[one])
        if km2 @ more > km2 @ covered + _LEAST_KM2:
            sure.append(one)
            covered, possible = more, np.minimum(possible + high[one], 1.0)
    beside = list[int]()
    rest = [one for one in range(len(placed)) if one not in sure]
    for one in sorted(rest, key=lambda one: (-most[one], ids[one])):
        more = np.minimum(possible + high[one], 1.0)
        if km2 @ more > km2 @ possible + _LEAST_KM2 or placed[one].area.unknown:
            beside.append(one)
            possible = more
    newest = sorted(
        (placed[one] for one in beside), key=lambda one: (one.start, one.id), reverse=True
    )
    return [placed[one] for one in sure], newest


def order_in_force(one: Running, measured: Measured | None = None) -> OrderInForce:
    """Return what is told of an order in force.

    Args:
        one: the order.
        measured: how much of its land is sure where it is told; of all of it when None.
    """
    row = one.row
    if measured is None:
        measured = "whole" if (one.cover.low == one.cover.high).all() else "part"
    return OrderInForce(
        row.id,
        row.issuer,
        row.issued_on.date(),
        one.appeared,
        measured,
        one.area.outline,
        one.area.unknown,
    )


class OrderBook:
    """Orders and rescissions with their land, prepared once for many days.

    Attributes:
        ground: the blocks.
        areas: where each order, rescission and zone lies, by its id.
        given_back: the rows of rescissions, with ``start``, and ``out``, the day of their page.
        zones: the rows of zones, the same; see :mod:`nuzuh.evidence.zones`.

    Example:
        >>> from nuzuh.evidence.order_places import named_land
        >>> from nuzuh.evidence.ground import ground_of
        >>> from nuzuh.loaders import load_orders
        >>> from nuzuh.loaders.block_map import load_block_map
        >>> blocks, orders = load_block_map().frame, load_orders().frame
        >>> book = OrderBook(orders, ground_of(blocks, orders, named_land(blocks)))
        >>> city = book.under(date(2025, 10, 5)).shares[1]
        >>> city.pcode, round(city.low), round(city.high)
        ('PS0260', 100, 100)
    """

    def __init__(
        self, orders: pd.DataFrame, ground: Ground, shapes: Mapping[str, Floats] | None = None
    ) -> None:
        """Prepare a table of orders.

        Args:
            orders: the table of :func:`nuzuh.loaders.load_orders`.
            ground: the blocks.
            shapes: the share of each block that a reader's outline covers, by the order's id.
        """
        self.ground = ground
        self.areas = order_areas(orders, ground, shapes)
        told = orders.assign(
            start=orders["effective_from"].fillna(orders["issued_on"]),
            out=orders["source_date"].where(orders["page"] == "dated"),
        ).sort_values("area_km2", ascending=False, kind="stable")
        is_map = told["term"].str.startswith(_MAP)
        issued = told[told["kind"].isin(["order", "expansion"]) | is_map]
        self._issued = sorted(
            issued.itertuples(), key=lambda row: _BEST_KNOWN.index(self.areas[row.id].outline)
        )
        self.given_back = list(told[told["kind"] == "rescission"].itertuples())
        self.zones = list(told[(told["kind"] == "zone") & ~is_map].itertuples())
        self._turns = _turning_days(orders)
        self._under: dict[tuple[int, bool, bool], UnderOrders] = {}

    def turning_days(self) -> list[date]:
        """Return the days on which what is in force, or what is known of it, may change."""
        return self._turns

    def under(self, day: date, *, later: bool = True, whole_areas: bool = True) -> UnderOrders:
        """Return the land under orders on a day; between two turning days it is one and the same.

        Args:
            day: the day asked about, itself included.
            later: use orders and rescissions whose page came out after the day, too.
            whole_areas: count orders for "all areas north of Wadi Gaza".
        """
        key = (bisect_right(self._turns, day), later, whole_areas)
        known = self._under.get(key)
        if known is None:
            running = tuple(
                one for one in self.in_force(day, later=later) if whole_areas or not one.area.whole
            )
            cover = union((one.cover for one in running), len(self.ground.blocks))
            known = self._under.setdefault(key, UnderOrders(self.ground, running, cover))
        return known

    def issued_between(self, first: date, last: date, *, later: bool = True) -> list[Running]:
        """Return the orders and expansions that took effect in a period, as in the table.

        An order counts once, on the day that the first report of it names, with the land of the
        report that tells it best; maps of what was ordered before are none.

        Args:
            first: first day.
            last: last day, itself included.
            later: use reports whose page came out after the last day, too.
        """
        known = self._known(last, later=later)
        issued = [row for row in known if row.kind != "zone"]
        starts: dict[str, date] = {}
        for row in issued:
            starts[row.order] = min(row.start.date(), starts.get(row.order, row.start.date()))
        best = {row.order: row for row in reversed(issued)}
        found = [
            Running(row, area := self.areas[row.id], area.cover, start, _appeared(row, start))
            for order, row in best.items()
            if first <= (start := starts[order]) <= last
        ]
        return sorted(found, key=lambda one: one.row.Index)

    def ever_ordered(self, first: date, last: date) -> Cover:
        """Return what orders that began between two days cover together, each once.

        What was given back since, or lapsed, counts too.

        Args:
            first: the first day, itself included.
            last: the last day, itself included.
        """
        began: dict[str, Cover] = {}
        for row in self._issued:
            if pd.Timestamp(first) <= row.start <= pd.Timestamp(last):
                began.setdefault(row.order, self.areas[row.id].cover)
        return union(began.values(), len(self.ground.blocks))

    def in_force(self, day: date, *, later: bool = True) -> list[Running]:
        """Return the orders and expansions in force on a day, one an order, as in the table.

        Args:
            day: the day asked about, itself included.
            later: use orders and rescissions whose page came out after the day, too.
        """
        at = pd.Timestamp(day)
        issued = self._known(day, later=later)
        back = [
            row for row in self.given_back if row.issued_on <= at and (later or not row.out > at)
        ]
        lapsed_before = max((c for c in CEASEFIRES if c <= at), default=pd.Timestamp.min)
        ends = _ends(issued)
        kept: dict[str, Any] = {}
        for row in issued:
            if not lapsed_before < row.start <= at or ends[row.Index] <= at:
                continue
            area = self.areas[row.id]
            cover = area.cover
            for taken in back:
                if taken.issued_on > row.issued_on:
                    cover = cover.less(self.areas[taken.id].cover)
            if cover or not area.cover:
                one = Running(row, area, cover, row.start.date(), _appeared(row, day))
                kept.setdefault(row.order, one)
        return sorted(kept.values(), key=lambda one: one.row.Index)

    def _known(self, day: date, *, later: bool) -> list[Any]:
        """The reports of orders, without those whose page came out after a day unless ``later``."""
        return [row for row in self._issued if later or not row.out > pd.Timestamp(day)]


def _appeared(row: Any, day: date) -> Appearance:
    page_date = None if pd.isna(row.source_date) else row.source_date.date()
    return appearance(row.page, page_date, day)


def _ends(issued: list[Any]) -> dict[Any, pd.Timestamp]:
    """The day on which each row's order ends; not a time where no report of it names one.

    One report of an order may name its end and another not; a repetition after
    that end is a new act and runs on.
    """
    named: dict[str, pd.Timestamp] = {}
    for row in issued:
        if not pd.isna(row.effective_to):
            named[row.order] = max(row.effective_to, named.get(row.order, row.effective_to))
    ends = {}
    for row in issued:
        end = named.get(row.order, pd.NaT)
        own = row.effective_to
        ends[row.Index] = end if pd.isna(own) and end > row.start else own
    return ends


def _turning_days(orders: pd.DataFrame) -> list[date]:
    named = [orders[name] for name in ("issued_on", "effective_from", "effective_to")]
    named.append(orders.loc[orders["page"] == "dated", "source_date"])
    return sorted({day.date() for day in (*pd.concat(named).dropna(), *CEASEFIRES)})
