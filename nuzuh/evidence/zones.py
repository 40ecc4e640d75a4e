"""Zones and lines in force on a day: land that was declared, and not ordered to be left.

An order tells people to go; a zone says of land what it is from now on: humanitarian, closed, or
behind a line. Few of them came with a course. A zone of which no map is on record is
listed and covers nothing here, and a line that moved without one is where it was known last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, get_args

import pandas as pd

from nuzuh.evidence.ground import Bools, Cover, union
from nuzuh.evidence.orders_in_force import OrderBook, UnderOrders
from nuzuh.loaders import pcodes as pc

ZoneKind = Literal["humanitarian", "no_go", "yellow_line", "orange_line"]

_KINDS: tuple[tuple[str, ZoneKind | None], ...] = (
    ("planned", None),
    ("no further widening", None),
    ("military control", None),
    ("humanitarian zone", "humanitarian"),
    ("yellow line", "yellow_line"),
    ("orange line", "orange_line"),
    ("security (area|corridor|perimeter)|buffer|no-go|restricted-access", "no_go"),
)
"""What a term is of, the first that is in it: plans, words on what is held, and all that is
not named here (roads, crossings, barriers, maps of orders) are no zones with an edge."""

_CLOSED: tuple[ZoneKind, ...] = ("no_go", "yellow_line", "orange_line")
"""Zones that nobody may enter or stay in."""

LINE_DAY = date(2025, 10, 19)
"""The day of the yellow line of which the course is known: see ``behind_line`` of the ground."""

WHOLE_GOVERNORATE = re.compile(r"\(whole\b|\bwhole (of|governorate)\b|\ball of\b", re.IGNORECASE)
"""Words by which a zone, or who gives one back, names all of one governorate."""


def zone_kind(term: str) -> ZoneKind | None:
    """Return what a zone is by its term in the table of orders; None for what has no edge.

    >>> zone_kind("orange line / no-go zone"), zone_kind("humanitarian zone (planned pilot)")
    ('orange_line', None)
    """
    return next((kind for words, kind in _KINDS if re.search(words, term.lower())), None)


@dataclass(frozen=True, eq=False)
class ZoneInForce:
    """A zone, or a line with the land behind it, on a day.

    Attributes:
        id: its row of the table of orders.
        kind: what it is.
        term: the same in the words of the table.
        issuer: who declared it, or is said to have.
        pcodes: the governorates that it lies in.
        cover: the share of each block in it, none where no course is on record. Of the
            yellow line these are shares between 0 and 1, as measured; :attr:`sure` and
            :attr:`possible` say which blocks to draw.
        since: the day from which it holds, or on which the line came to move.
        course_known: whether ``cover`` is its own course. False for a line that moved since.
        course_as_of: the day of the course in ``cover``; None where there is none at all.
        percent: the share of the Strip that its source gives; None where it gives none.
    """

    id: str
    kind: ZoneKind
    term: str
    issuer: str
    pcodes: tuple[str, ...]
    cover: Cover
    since: date
    course_known: bool
    course_as_of: date | None
    percent: float | None

    @property
    def is_placed(self) -> bool:
        """Whether it can be drawn: some course of it is on record."""
        return bool(self.cover)

    @property
    def is_closed(self) -> bool:
        """Whether nobody may enter or stay in it."""
        return self.kind in _CLOSED

    @property
    def sure(self) -> Bools:
        """The blocks that are in it for sure, by half of their land or more."""
        return self.cover.sure

    @property
    def possible(self) -> Bools:
        """The blocks that may be in it, by half of their land or more; the sure ones too."""
        return self.cover.sure | self.cover.possible


def zones_on(book: OrderBook, day: date, *, later: bool = True) -> tuple[ZoneInForce, ...]:
    """Return the zones and lines in force on a day, by kind and then by age.

    A zone holds from its day until its own end or until the next of its kind takes its place: one
    humanitarian zone follows another, and so does each line. Closed zones with different terms lie
    side by side, until they are given back whole, or until the yellow line said
    on 10 October 2025 what stays closed. A ceasefire ends none.

    Args:
        book: orders and zones with their land.
        day: the day asked about, itself included.
        later: use what came out after the day, too.

    >>> from nuzuh.evidence.order_book import order_book
    >>> from nuzuh.loaders.tables import tables_in_use
    >>> (line,) = zones_on(order_book(tables_in_use()), date(2025, 12, 1))[1:]
    >>> line.kind, line.since.isoformat(), line.course_known, line.course_as_of.isoformat()
    ('yellow_line', '2025-12-01', False, '2025-10-19')
    """
    at = pd.Timestamp(day)
    begun = [row for row in book.zones if row.start <= at and (later or not row.out > at)]
    newest: dict[str, tuple[ZoneKind, list[Any]]] = {}
    line = pd.Timestamp.min
    for reports in _by_zone(begun):
        kind = zone_kind(reports[0].term)
        if kind is None:
            continue
        newest[reports[0].term if kind == "no_go" else kind] = kind, reports
        if kind == "yellow_line" and line == pd.Timestamp.min:
            line = min(row.start for row in reports)
    found = []
    for kind, reports in newest.values():
        main = next((row for row in reports if row.id == row.order), reports[0])
        since = min(row.start for row in reports)
        over = any(row.effective_to <= at for row in reports)
        replaced = kind == "no_go" and since < line
        if not over and not replaced and not _given_back(book, main, since, at, later=later):
            found.append(_in_force(book, kind, main, reports, since.date()))
    order = get_args(ZoneKind)
    return tuple(sorted(found, key=lambda zone: (order.index(zone.kind), zone.since, zone.id)))


def _in_force(
    book: OrderBook, kind: ZoneKind, main: Any, reports: list[Any], since: date
) -> ZoneInForce:
    cover, as_of = _course(book, reports, kind, since)
    percent = main.share_of_strip_percent
    return ZoneInForce(
        id=main.id,
        kind=kind,
        term=main.term,
        issuer=main.issuer,
        pcodes=pc.ordered(pc.split(main.pcodes)),
        cover=cover,
        since=since,
        course_known=as_of is not None and as_of >= since,
        course_as_of=as_of,
        percent=None if pd.isna(percent) else float(percent),
    )


def _by_zone(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The reports of each zone together, in the order in which the zones began."""
    reports: dict[str, list[Any]] = {}
    for row in rows:
        reports.setdefault(row.order, []).append(row)
    yield from sorted(reports.values(), key=lambda some: min(row.start for row in some))


def _given_back(
    book: OrderBook, zone: Any, since: pd.Timestamp, at: pd.Timestamp, *, later: bool
) -> bool:
    """Whether all of its governorate was given back since it began."""
    return any(
        row.pcodes == zone.pcodes
        and since < row.issued_on <= at
        and (later or not row.out > at)
        and WHOLE_GOVERNORATE.search(row.areas)
        for row in book.given_back
    )


def _course(
    book: OrderBook, reports: list[Any], kind: ZoneKind, since: date
) -> tuple[Cover, date | None]:
    """The land of a zone, and the day of the course that tells it."""
    ground = book.ground
    areas = [book.areas[row.id] for row in reports]
    own = next((area for area in areas if area.outline in _told(kind) and area.cover), None)
    if own is not None:
        return own.cover, since
    if kind == "yellow_line":
        return Cover.of(ground.behind_line), LINE_DAY
    named = {row.pcodes for row in reports if WHOLE_GOVERNORATE.search(row.areas)}
    if kind == "no_go" and named & set(pc.GOVERNORATES):
        return Cover.of(ground.governorates(named)), since
    return ground.nothing, None


def _told(kind: ZoneKind) -> tuple[str, ...]:
    """The outlines that a zone of a kind can be drawn by: of a line no place tells the course."""
    return ("given", "blocks", "places") if kind == "humanitarian" else ("given", "blocks")


@dataclass(frozen=True)
class LandShare:
    """The share of a governorate, or of the Strip, under orders or in closed zones.

    Attributes:
        pcode: the governorate; "" for the Strip.
        low, high: percent of its land, at least and at most; None where neither an order
            nor a closed zone is on record there.
        is_open: whether some land is not known, so that it may be more: an order that names what
            no map knows, a zone without a course, a line that moved.
    """

    pcode: str
    low: float | None
    high: float | None
    is_open: bool


@dataclass(frozen=True, eq=False)
class OrdersOrZones:
    """The land under orders or in closed zones (no-go zones, land behind lines) on a day.

    Attributes:
        orders: the land under orders alone.
        zones: the closed zones in force, those without a course among them.
        cover: what both cover together.
    """

    orders: UnderOrders
    zones: tuple[ZoneInForce, ...]
    cover: Cover

    @cached_property
    def shares(self) -> tuple[LandShare, ...]:
        """The share of each governorate, north to south."""
        return tuple(self._share(pcode) for pcode in pc.GOVERNORATES)

    @cached_property
    def strip(self) -> LandShare:
        """The share of the whole Strip."""
        return self._share("")

    def _share(self, pcode: str) -> LandShare:
        ground = self.orders.ground
        inside = ground.within[pcode] if pcode else ground.governorates(pc.GOVERNORATES)
        asked = (self.orders.strip, *self.orders.shares)
        of_orders = next(share for share in asked if share.pcode == pcode)
        unknown = any(
            not zone.course_known and (not pcode or pcode in zone.pcodes) for zone in self.zones
        )
        is_open = of_orders.is_open or unknown
        if not self.cover.high[inside].any():
            return LandShare(pcode, None, None, is_open)
        return LandShare(pcode, *ground.percent(self.cover, inside), is_open)


def orders_or_zones(book: OrderBook, day: date, *, later: bool = True) -> OrdersOrZones:
    """Return the land under orders or in closed zones on a day.

    Args:
        book: orders and zones with their land.
        day: the day asked about, itself included.
        later: use what came out after the day, too.
    """
    orders = book.under(day, later=later)
    zones = tuple(zone for zone in zones_on(book, day, later=later) if zone.is_closed)
    covers = (orders.cover, *(zone.cover for zone in zones))
    return OrdersOrZones(orders, zones, union(covers, len(book.ground.blocks)))
