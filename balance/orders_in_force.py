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
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from loaders import pcodes as pc

CEASEFIRES = (pd.Timestamp("2025-01-19"), pd.Timestamp("2025-10-10"))
"""First days of the ceasefires (estimate GD0336, order GO0201): earlier orders lapse."""


@dataclass(frozen=True)
class OrderShare:
    """The least share of a governorate that was under orders.

    Attributes:
        pcode: the governorate.
        percent: lower bound in percent of its area; None when no order that
            can be measured is on record as in force, which is not the same as 0.
        orders: ids of the orders that make the bound.
        latest: day of issue of the newest of them.
        unmeasured: orders in force there from which no area can be told.
    """

    pcode: str
    percent: float | None
    orders: tuple[str, ...]
    latest: date | None
    unmeasured: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def _blocks(cell: str) -> frozenset[str]:
    """The blocks that a cell names: numbers, with a dot for a part of a block (89.2)."""
    return frozenset(part.strip() for part in cell.split(";") if part.strip())


def _whole(block: str) -> str:
    """The block that a part belongs to; a whole block itself."""
    return block.partition(".")[0]


def _share_ground(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sets of blocks overlap: in a block, or in a block and a part of it."""
    return bool(
        some & others
        or {_whole(block) for block in some} & others
        or some & {_whole(block) for block in others}
    )


def _covers(given: frozenset[str], blocks: frozenset[str]) -> bool:
    """Whether every one of some blocks lies in the given ones."""
    return all(block in given or _whole(block) in given for block in blocks)


def in_force(orders: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the orders and expansions in force on a day, one row an order.

    The added column ``start`` is the day on which the order took effect.

    Args:
        orders: the table of :func:`loaders.load_orders`.
        day: the day asked about, itself included.
    """
    rows = _running(_issued(orders), _rescissions(orders), pd.Timestamp(day))
    return _with_start(orders).loc[sorted(row.Index for row in rows)]


def _with_start(orders: pd.DataFrame) -> pd.DataFrame:
    """Orders and expansions with the day they took effect, ended where any report names an end."""
    issued = orders[orders["kind"].isin(["order", "expansion"])]
    issued = issued.assign(start=issued["effective_from"].fillna(issued["issued_on"]))
    # One report of an order may name its end and another not; a repetition
    # after that end is a new act and runs on.
    end = issued.groupby("order")["effective_to"].transform("max")
    return issued.assign(
        effective_to=issued["effective_to"].fillna(end.where(end > issued["start"]))
    )


def _issued(orders: pd.DataFrame) -> list[Any]:
    """The rows of :func:`_with_start`, the largest area first."""
    largest_first = _with_start(orders).sort_values("area_km2", ascending=False, kind="stable")
    return list(largest_first.itertuples())


def _running(issued: list[Any], back: list[_Rescission], at: pd.Timestamp) -> list[Any]:
    """The rows in force on a day, one an order, in the order of the table."""
    lapsed_before = max((c for c in CEASEFIRES if c <= at), default=pd.Timestamp.min)
    earlier = [rescission for rescission in back if rescission[0] <= at]
    kept: dict[str, Any] = {}
    for row in issued:
        if not lapsed_before < row.start <= at or row.effective_to <= at:
            continue
        given = _given_back(row.issued_on, earlier) if row.blocks else frozenset[str]()
        if not row.blocks or not _covers(given, _blocks(row.blocks)):
            kept.setdefault(row.order, row)
    return sorted(kept.values(), key=lambda row: row.Index)


_Rescission = tuple[pd.Timestamp, str, str]
"""Day, blocks and P-codes of a rescission."""


def _rescissions(orders: pd.DataFrame) -> list[_Rescission]:
    back = orders[orders["kind"] == "rescission"]
    return list(zip(back["issued_on"], back["blocks"], back["pcodes"], strict=True))


def _given_back(issued_on: pd.Timestamp, rescissions: list[_Rescission]) -> frozenset[str]:
    """The blocks that rescissions after an order give back."""
    later = (blocks for day, blocks, _ in rescissions if day > issued_on)
    return frozenset[str]().union(*map(_blocks, later))


def _unsure(issued_on: pd.Timestamp, blocks: str, rescissions: list[_Rescission]) -> frozenset[str]:
    """The governorates in which a later rescission leaves no sure bound of an order.

    The area of single blocks is not in the data, so what is left of an order
    after part of it was given back cannot be measured; nor can it when the
    order or the rescission does not name its blocks.
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
) -> list[OrderShare]:
    """Return the least share of each governorate under orders on a day, north to south.

    Args:
        orders: the table of :func:`loaders.load_orders`.
        governorate_km2: area of each governorate in km2.
        day: the day asked about.
        whole_areas: read an order for "all areas north of Wadi Gaza" that gives
            no area as one for all of its governorates.

    Example:
        >>> from datetime import date
        >>> from loaders import load_boundaries, load_orders
        >>> areas = load_boundaries().frame.set_index("pcode")["area_km2"].to_dict()
        >>> city = least_share(load_orders().frame, areas, date(2025, 10, 5))[1]
        >>> city.pcode, round(city.percent)
        ('PS0260', 95)
    """
    return least_shares(orders, governorate_km2, [day], whole_areas=whole_areas)[day]


def least_shares(
    orders: pd.DataFrame,
    governorate_km2: dict[str, float],
    days: Iterable[date],
    *,
    whole_areas: bool = True,
) -> dict[date, list[OrderShare]]:
    """Return :func:`least_share` of many days; the table is prepared once for all of them."""
    issued, back = _issued(orders), _rescissions(orders)
    shares: dict[date, list[OrderShare]] = {}
    for day in days:
        at = pd.Timestamp(day)
        running = _running(issued, back, at)
        earlier = [rescission for rescission in back if rescission[0] <= at]
        shares[day] = []
        for pcode in pc.GOVERNORATES:
            named = [row for row in running if pcode in pc.split(row.pcodes)]
            bounds = _bounds(named, governorate_km2, earlier, pcode, whole_areas=whole_areas)
            shares[day].append(_least_of(pcode, bounds, governorate_km2[pcode], named))
    return shares


def turning_days(orders: pd.DataFrame) -> list[pd.Timestamp]:
    """Return the days on which what is in force may change: between them nothing does."""
    named = [orders[name] for name in ("issued_on", "effective_from", "effective_to")]
    return sorted({*pd.concat(named).dropna(), *CEASEFIRES})


@dataclass(frozen=True)
class _Bound:
    order: str
    km2: float
    blocks: frozenset[str]
    start: pd.Timestamp


def _bounds(
    named: list[Any],
    governorate_km2: dict[str, float],
    back: list[_Rescission],
    pcode: str,
    *,
    whole_areas: bool,
) -> list[_Bound]:
    bounds = []
    for row in named:
        others = (pc.split(row.pcodes) & pc.STRIP) - {pcode}
        if pcode in _unsure(row.issued_on, row.blocks, back):
            continue
        if pd.isna(row.area_km2):
            covers_all = whole_areas and _WHOLE_AREA.search(row.areas)
            km2 = governorate_km2[pcode] if covers_all else 0.0
        else:
            elsewhere = sum(governorate_km2[other] for other in others)
            km2 = min(row.area_km2 - elsewhere, governorate_km2[pcode])
        if km2 > 0:
            bounds.append(_Bound(row.id, km2, _blocks(row.blocks), row.start))
    return sorted(bounds, key=lambda bound: (-bound.km2, bound.order))


_WHOLE_AREA = re.compile(r"\ball areas (north|south) of Wadi Gaza\b", re.IGNORECASE)


def _least_of(pcode: str, bounds: list[_Bound], whole_km2: float, named: list[Any]) -> OrderShare:
    if not bounds:
        return OrderShare(pcode, None, (), None, tuple(row.id for row in named))
    chosen, used = [bounds[0]], bounds[0].blocks
    if used:
        for bound in bounds[1:]:
            if bound.blocks and not _share_ground(bound.blocks, used):
                chosen.append(bound)
                used |= bound.blocks
    km2 = min(sum(bound.km2 for bound in chosen), whole_km2)
    return OrderShare(
        pcode,
        100 * km2 / whole_km2,
        tuple(bound.order for bound in chosen),
        max(bound.start for bound in chosen).date(),
    )
