"""How much of each governorate was under evacuation orders on a day: at least this much.

The orders' outlines are not in the data, only their blocks, governorates and
areas. Orders overlap and are repeated, so their areas are never simply added.
What can be said safely is a lower bound, built from three facts:

* an order of area A that names several governorates covers at least
  A minus the area of the others in each of them;
* orders that share no block do not overlap (blocks partition the Strip), so
  their bounds may be added;
* a report of an order already counted (``same_order_as``, ``repeats_order``)
  adds nothing.

An order is taken to be in force from the day it takes effect (or was issued)
until its stated end, a rescission of all its blocks, or a ceasefire: OCHA too
starts its count of orders anew on 18 March 2025. An earlier order that shares a
block with a rescission, or that a rescission without named blocks may have
touched, gives no bound any more.

Such an order, one without an area, and one of whose area only a part must lie in
the governorate, may cover more of it than is counted. It stands beside the bound,
which then is "more than" and not "at least": unless its blocks all lie within
those of orders counted whole or of another one that stands there, or unless
nearly all of the governorate is counted anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from nuzuh.evidence.published import Appearance, appearance
from nuzuh.loaders import pcodes as pc

CEASEFIRES = (pd.Timestamp("2025-01-19"), pd.Timestamp("2025-10-10"))
"""First days of the ceasefires (estimate GD0336, order GO0201): earlier orders lapse."""


NEARLY_ALL = 90.0
"""From this percentage of a governorate on, what can't be measured changes nothing that is told."""

Measured = Literal["whole", "part", "none"]
"""How much of an order's area in a governorate is counted: all of it; the least that it must
cover there beside the other governorates that it names; nothing."""


@dataclass(frozen=True)
class OrderInForce:
    """An order in force behind the share of a governorate.

    Attributes:
        id: row of the orders table.
        issuer: who gave it.
        issued_on: the day it was issued.
        appeared: whether its page had come out by the day asked about.
        measured: how much of its area in the governorate is counted.
    """

    id: str
    issuer: str
    issued_on: date
    appeared: Appearance
    measured: Measured


@dataclass(frozen=True)
class OrderShare:
    """The least share of a governorate that was under orders.

    Attributes:
        pcode: the governorate.
        percent: lower bound in percent of its area; None when no order that
            can be measured is on record as in force, which is not the same as 0.
        latest: start of the newest order that makes the bound; None without one.
        behind: the orders in force that make the bound, then those that are not
            counted and may cover more of the governorate, the newest first.
    """

    pcode: str
    percent: float | None
    latest: date | None
    behind: tuple[OrderInForce, ...]

    @property
    def orders(self) -> tuple[str, ...]:
        """Ids of the orders that make the bound."""
        return tuple(order.id for order in self.behind if order.measured != "none")

    @property
    def unmeasured(self) -> tuple[str, ...]:
        """Ids of the orders that may cover more of the governorate than is counted of them."""
        return tuple(order.id for order in self.behind if order.measured != "whole")

    @property
    def is_open(self) -> bool:
        """Whether the share is "more than" the bound, or nothing of it can be measured."""
        return bool(self.unmeasured) and (self.percent is None or self.percent < NEARLY_ALL)


@lru_cache(maxsize=4096)
def _blocks(cell: str) -> frozenset[str]:
    """The blocks that a cell names: numbers, with a dot for a part of a block (89.2)."""
    return frozenset(part.strip() for part in cell.split(";") if part.strip())


def _whole(block: str) -> str:
    """The block that a part belongs to; a whole block itself."""
    return block.partition(".")[0]


@lru_cache(maxsize=4096)
def _wholes(blocks: frozenset[str]) -> frozenset[str]:
    """The blocks that blocks or parts of them belong to."""
    return frozenset(map(_whole, blocks))


def _share_ground(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sets of blocks overlap: in a block, or in a block and a part of it."""
    return bool(some & others or _wholes(some) & others or some & _wholes(others))


def _covers(given: frozenset[str], blocks: frozenset[str]) -> bool:
    """Whether every one of some blocks lies in the given ones."""
    return all(block in given or _whole(block) in given for block in blocks)


def in_force(orders: pd.DataFrame, day: date, *, later: bool = True) -> pd.DataFrame:
    """Return the orders and expansions in force on a day, one row an order.

    The added column ``start`` is the day on which the order took effect, ``appeared``
    whether its page had come out by the day.

    Args:
        orders: the table of :func:`nuzuh.loaders.load_orders`.
        day: the day asked about, itself included.
        later: use orders and rescissions whose page came out after the day, too.
    """
    running, _ = _Acts(orders).on(pd.Timestamp(day), later=later)
    return orders.loc[[row.Index for row in running]].assign(
        start=[row.start for row in running],
        appeared=[_appeared(row, day) for row in running],
    )


def _appeared(row: Any, day: date) -> Appearance:
    page_date = None if pd.isna(row.source_date) else row.source_date.date()
    return appearance(row.page, page_date, day)


class _Acts:
    """Orders and rescissions, prepared once for many days."""

    def __init__(self, orders: pd.DataFrame) -> None:
        told = orders.assign(
            start=orders["effective_from"].fillna(orders["issued_on"]),
            out=orders["source_date"].where(orders["page"] == "dated"),
        ).sort_values("area_km2", ascending=False, kind="stable")
        self._issued = list(told[told["kind"].isin(["order", "expansion"])].itertuples())
        self._back = list(told[told["kind"] == "rescission"].itertuples())

    def on(self, at: pd.Timestamp, *, later: bool) -> tuple[list[Any], list[_Rescission]]:
        """The orders in force on a day, one row an order as in the table, and what was given back.

        Of several reports of an order the one with the largest area stands for it.
        """
        issued = [row for row in self._issued if later or not row.out > at]
        back = [
            (row.issued_on, row.blocks, row.pcodes)
            for row in self._back
            if row.issued_on <= at and (later or not row.out > at)
        ]
        lapsed_before = max((c for c in CEASEFIRES if c <= at), default=pd.Timestamp.min)
        ends = _ends(issued)
        kept: dict[str, Any] = {}
        for row in issued:
            if not lapsed_before < row.start <= at or ends[row.Index] <= at:
                continue
            given = _given_back(row.issued_on, back) if row.blocks else frozenset[str]()
            if not row.blocks or not _covers(given, _blocks(row.blocks)):
                kept.setdefault(row.order, row)
        return sorted(kept.values(), key=lambda row: row.Index), back


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


_Rescission = tuple[pd.Timestamp, str, str]
"""Day, blocks and P-codes of a rescission."""


def _given_back(issued_on: pd.Timestamp, rescissions: list[_Rescission]) -> frozenset[str]:
    """The blocks that rescissions after an order give back."""
    later = (blocks for day, blocks, _ in rescissions if day > issued_on)
    return frozenset[str]().union(*map(_blocks, later))


def _unsure(issued_on: pd.Timestamp, blocks: str, rescissions: list[_Rescission]) -> frozenset[str]:
    """The governorates in which a later rescission leaves no sure bound of an order.

    Areas are told by order and not by block, so what is left of an order after
    part of it was given back cannot be measured; nor can it when the order or the
    rescission does not name its blocks.
    """
    ordered, unsure = _blocks(blocks), frozenset[str]()
    for day, named, pcodes in rescissions:
        given = _blocks(named)
        if day > issued_on and (not given or not ordered or _share_ground(given, ordered)):
            unsure |= pc.split(pcodes)
    return unsure


def least_share(
    orders: pd.DataFrame,
    governorate_km2: dict[str, float],
    day: date,
    *,
    whole_areas: bool = True,
    later: bool = True,
) -> list[OrderShare]:
    """Return the least share of each governorate under orders on a day, north to south.

    Args:
        orders: the table of :func:`nuzuh.loaders.load_orders`.
        governorate_km2: area of each governorate in km2.
        day: the day asked about.
        whole_areas: read an order for "all areas north of Wadi Gaza" that gives
            no area as one for all of its governorates.
        later: use orders and rescissions whose page came out after the day, too.

    Example:
        >>> from datetime import date
        >>> from nuzuh.loaders import load_boundaries, load_orders
        >>> areas = load_boundaries().frame.set_index("pcode")["area_km2"].to_dict()
        >>> city = least_share(load_orders().frame, areas, date(2025, 10, 5))[1]
        >>> city.pcode, round(city.percent), city.is_open
        ('PS0260', 95, False)
    """
    days = least_shares(orders, governorate_km2, [day], whole_areas=whole_areas, later=later)
    return days[day]


def least_shares(
    orders: pd.DataFrame,
    governorate_km2: dict[str, float],
    days: Iterable[date],
    *,
    whole_areas: bool = True,
    later: bool = True,
) -> dict[date, list[OrderShare]]:
    """Return :func:`least_share` of many days; the table is prepared once for all of them."""
    acts = _Acts(orders)
    shares: dict[date, list[OrderShare]] = {}
    for day in days:
        at = pd.Timestamp(day)
        running, back = acts.on(at, later=later)
        shares[day] = []
        for pcode in pc.GOVERNORATES:
            named = [
                _ordered(row, pcode, governorate_km2, back, whole_areas=whole_areas)
                for row in running
                if pcode in pc.split(row.pcodes)
            ]
            shares[day].append(_share_of(pcode, named, governorate_km2[pcode], at.date()))
    return shares


def turning_days(orders: pd.DataFrame, *, pages: bool = False) -> list[pd.Timestamp]:
    """Return the days on which what is in force may change: between them nothing does.

    Args:
        orders: the table of :func:`nuzuh.loaders.load_orders`.
        pages: the days on which pages came out, too: on them it may change what is
            in force without orders that came out later, and which of them are marked so.
    """
    named = [orders[name] for name in ("issued_on", "effective_from", "effective_to")]
    named += [orders.loc[orders["page"] == "dated", "source_date"]] if pages else []
    return sorted({*pd.concat(named).dropna(), *CEASEFIRES})


@dataclass(frozen=True, eq=False)
class _Ordered:
    """An order in one governorate: the least land that it covers there, and where it may lie."""

    row: Any
    km2: float
    whole: bool
    blocks: frozenset[str]
    """Where it lies; none when that is not known, or when a part may have been given back."""


def _ordered(
    row: Any,
    pcode: str,
    governorate_km2: dict[str, float],
    back: list[_Rescission],
    *,
    whole_areas: bool,
) -> _Ordered:
    blocks = _blocks(row.blocks)
    if pcode in _unsure(row.issued_on, row.blocks, back):
        return _Ordered(row, 0.0, whole=False, blocks=frozenset())
    whole_km2 = governorate_km2[pcode]
    if pd.isna(row.area_km2):
        covers_all = bool(whole_areas and _WHOLE_AREA.search(row.areas))
        return _Ordered(row, whole_km2 if covers_all else 0.0, covers_all, blocks)
    others = (pc.split(row.pcodes) & pc.STRIP) - {pcode}
    least = row.area_km2 - sum(governorate_km2[other] for other in others)
    return _Ordered(row, min(max(least, 0.0), whole_km2), not others or least >= whole_km2, blocks)


_WHOLE_AREA = re.compile(r"\ball areas (north|south) of Wadi Gaza\b", re.IGNORECASE)


def _share_of(pcode: str, named: list[_Ordered], whole_km2: float, day: date) -> OrderShare:
    counted = _apart(named)
    km2 = min(sum(order.km2 for order in counted), whole_km2)
    percent = 100 * km2 / whole_km2 if counted else None
    open_ = [] if percent is not None and percent >= NEARLY_ALL else _beside(named, counted)
    behind = [_told(order, "whole" if order.whole else "part", day) for order in counted]
    behind += [_told(order, "none", day) for order in open_]
    latest = max((order.row.start for order in counted), default=None)
    return OrderShare(pcode, percent, None if latest is None else latest.date(), tuple(behind))


def _apart(named: list[_Ordered]) -> list[_Ordered]:
    """The orders that make the bound: the largest, or more than it, some that share no block."""
    bounds = sorted(
        (order for order in named if order.km2 > 0), key=lambda order: (-order.km2, order.row.id)
    )
    apart: list[_Ordered] = []
    used = frozenset[str]()
    for bound in bounds:
        if bound.blocks and not _share_ground(bound.blocks, used):
            apart.append(bound)
            used |= bound.blocks
    alone = bounds[:1]
    return max(alone, apart, key=lambda orders: sum(order.km2 for order in orders))


def _beside(named: list[_Ordered], counted: list[_Ordered]) -> list[_Ordered]:
    """The orders not counted that may cover more than is, the newest first."""
    ground = frozenset[str]().union(*(order.blocks for order in counted))
    beside = []
    for order in sorted(named, key=lambda order: -len(order.blocks)):
        if order.whole or order in counted or (order.blocks and _covers(ground, order.blocks)):
            continue
        beside.append(order)
        ground |= order.blocks
    return sorted(beside, key=lambda order: (order.row.start, order.row.id), reverse=True)


def _told(order: _Ordered, measured: Measured, day: date) -> OrderInForce:
    row = order.row
    return OrderInForce(row.id, row.issuer, row.issued_on.date(), _appeared(row, day), measured)
