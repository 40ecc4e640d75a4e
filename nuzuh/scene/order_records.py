"""Evacuation orders and zones of a day or a period as records: what each covers, and who was there.

The file of a command, the table in a bundle and whoever else lists orders with their land take
them from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh import __version__
from nuzuh.balance.people_there import Ends, PeopleThere, told_range
from nuzuh.balance.people_under_orders import people_of_running
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.ground import Bools, blocks_named
from nuzuh.evidence.order_areas import Outline
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.orders_in_force import Running
from nuzuh.evidence.published import Appearance, appearance
from nuzuh.evidence.times_ordered import times_ordered
from nuzuh.evidence.zones import ZoneInForce, ZoneKind, zones_on
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.current import follows_data
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.package import resource
from nuzuh.loaders.tables import Tables
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.from_records import records_note
from nuzuh.scene.labels import user_data_note
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.timeline import check_day
from nuzuh.scene.translator import Translator

OrderKind = Literal["order", "expansion", "map", "zone"]
"""What a record is: an order; its expansion; a map of what was ordered before; a zone or line."""

Shape = Literal["sure", "possible", ""]
"""What the geometry of a record is of: land that is surely in it; such as may be; none."""

_LINES: tuple[ZoneKind, ...] = ("yellow_line", "orange_line")
_HALF = 0.5
"""A block is drawn where half of it or more is meant."""


@dataclass(frozen=True)
class OrderRecord:
    """An order, or a zone, on a day on which it was in force.

    The fields but ``geometry`` are the columns of :data:`nuzuh.files.orders.ORDERS`.
    """

    id: str
    day: date
    kind: OrderKind
    zone: ZoneKind | Literal[""]
    term: str
    issuer: str
    issued_on: date
    start: date
    end: date | None
    areas: str
    pcodes: str
    blocks: str
    unknown: str
    directed_to: str
    area_km2: float | None
    area_low: float | None
    area_high: float | None
    outline: Outline
    shape: Shape
    course_as_of: date | None
    people_low: float | None
    people_high: float | None
    people_land_low: float | None
    people_land_high: float | None
    people_census_low: float | None
    people_census_high: float | None
    people_said_low: float | None
    people_said_high: float | None
    view: str
    source_title: str
    source_url: str
    source_date: date | None
    appeared: Appearance
    own: bool
    data_version: str
    geometry: BaseGeometry | None


@dataclass(frozen=True)
class OrderRecords:
    """Orders and zones of a day or a period, and what a file of them says of itself.

    Attributes:
        records: orders by day of issue, then zones.
        about: pairs of a name in English and a text in the reader's language.
        released: the day of the data's version.
        has_people: whether people could be estimated: the view's balance gives ranges.
        terms_of_outlines: licences of the blocks' outlines, as a data package writes them.
    """

    records: tuple[OrderRecord, ...]
    about: tuple[tuple[str, str], ...]
    released: date
    has_people: bool
    terms_of_outlines: tuple[dict[str, str], ...]


def order_records(
    tables: Tables,
    view: str,
    days: tuple[date, date],
    t: Translator,
    *,
    later: bool = True,
    issued: bool = False,
) -> OrderRecords:
    """Return the orders and zones in force on a day, or at some time of a period.

    Of a period each is told for the first day on which it was in force.

    Args:
        tables: figures and orders.
        view: whose figures the balance uses, see
            :func:`nuzuh.balance.shipped.load_reconstruction`.
        days: the first and the last day; the same for one day.
        t: the reader's language.
        later: use orders and zones whose page came out after the day, too.
        issued: only the orders that took effect in the period, each once, with all their land:
            those that :func:`nuzuh.evidence.times_ordered.times_ordered` counts.

    Raises:
        RefusedError: for a day outside the data.
        ValueError: for an unknown view.
        BalanceError: when the solve does not converge.
    """
    for day in days:
        check_day(day)
    first, last = days
    turns = [first, *(turn for turn in order_book(tables).turning_days() if first < turn <= last)]
    if issued:
        orders, zones = _issued(tables, days, later=later), []
    else:
        orders, zones = _orders(tables, turns, later=later), _zones(tables, turns, later=later)
    people = people_of_running(tables, view, orders)
    records = [
        *(
            _order(tables, view, day, one, there)
            for (day, one), there in zip(orders, people, strict=True)
        ),
        *(_zone(tables, view, day, zone) for day, zone in zones),
    ]
    return OrderRecords(
        tuple(records),
        tuple(_about(tables, view, days, t, issued=issued)),
        date.fromisoformat(tables.version[:10]),
        load_reconstruction(tables, view).draws is not None,
        _terms_of_outlines(),
    )


def _orders(tables: Tables, turns: Sequence[date], *, later: bool) -> list[tuple[date, Running]]:
    """Each order once, with the first day on which the report that tells it best is in force."""
    best: dict[str, tuple[date, Running]] = {}
    known = get_args(Outline)
    for day in turns:
        running = order_book(tables).under(day, later=later).running
        for one in running:
            before = best.get(one.row.order)
            if before is None or known.index(one.area.outline) < known.index(
                before[1].area.outline
            ):
                best[one.row.order] = day, one
    return sorted(best.values(), key=_by_issue)


def _issued(tables: Tables, days: tuple[date, date], *, later: bool) -> list[tuple[date, Running]]:
    """Each order that took effect in a period, with the day on which it did."""
    counted = times_ordered(order_book(tables), *days, later=later)
    return sorted(((one.start, one) for one in counted.issued), key=_by_issue)


def _by_issue(found: tuple[date, Running]) -> tuple[date, str]:
    return found[1].row.issued_on, found[1].id


def _zones(tables: Tables, turns: Sequence[date], *, later: bool) -> list[tuple[date, ZoneInForce]]:
    found: dict[str, tuple[date, ZoneInForce]] = {}
    for day in turns:
        for zone in zones_on(order_book(tables), day, later=later):
            found.setdefault(zone.id, (day, zone))
    return sorted(found.values(), key=lambda one: (one[1].since, one[1].id))


@dataclass(frozen=True, eq=False)
class _Land:
    """Where a record lies: how that is known, its km2, and what is drawn of it."""

    outline: Outline
    unknown: tuple[str, ...]
    km2: tuple[float, float] | None
    sure: Bools
    possible: Bools
    given: BaseGeometry | None = None
    course_as_of: date | None = None

    @property
    def shape(self) -> Shape:
        """What the geometry is of."""
        if self.given is not None or self.sure.any():
            return "sure"
        return "possible" if self.possible.any() else ""

    @property
    def geometry(self) -> BaseGeometry | None:
        """The reader's own outline, or the blocks together."""
        if self.given is not None or not self.shape:
            return self.given
        drawn = self.sure if self.shape == "sure" else self.possible
        return _union(np.ascontiguousarray(drawn).tobytes())


def _order(tables: Tables, view: str, day: date, one: Running, there: PeopleThere) -> OrderRecord:
    cover = one.cover
    own = (out.shape for out in tables.user.outlines if out.kind == "orders" and out.id == one.id)
    land = _Land(
        one.area.outline,
        one.area.unknown,
        order_book(tables).ground.area(cover) if cover else None,
        cover.low >= _HALF,
        cover.high >= _HALF,
        given=next(own, None) if one.is_whole and one.area.outline == "given" else None,
    )
    kind: OrderKind = "map" if one.is_map else one.row.kind
    until = _end_of_order(tables, day, one.row.order)
    told = _common(tables, one.row, day, land, there, view)
    return OrderRecord(
        **told, kind=kind, zone="", start=one.start, end=until, appeared=one.appeared
    )


def _zone(tables: Tables, view: str, day: date, zone: ZoneInForce) -> OrderRecord:
    book = order_book(tables)
    row = next(row for row in book.zones if row.id == zone.id)
    out = None if pd.isna(row.source_date) else row.source_date.date()
    own = book.areas[zone.id]
    outline: Outline = "none"
    if zone.is_placed:
        is_own = np.array_equal(own.cover.high, zone.cover.high)
        # The land behind a line is told block by block, whatever the table names of it.
        outline = own.outline if is_own else "blocks" if zone.kind in _LINES else "governorate"
    land = _Land(
        outline,
        own.unknown if outline == own.outline else (),
        book.ground.area(zone.cover) if zone.is_placed else None,
        zone.sure,
        zone.possible,
        course_as_of=zone.course_as_of,
    )
    return OrderRecord(
        **_common(tables, row, day, land, PeopleThere(), view),
        kind="zone",
        zone=zone.kind,
        start=zone.since,
        end=_end_of_zone(tables, day, zone.id),
        appeared=appearance(row.page, out, day),
    )


def _common(
    tables: Tables, row: Any, day: date, land: _Land, there: PeopleThere, view: str
) -> dict[str, Any]:
    """What orders and zones are told by alike."""
    people_low, people_high = there.told or (None, None)
    area_low, area_high = (None, None) if land.km2 is None else land.km2
    return {
        "id": row.id,
        "day": day,
        "term": row.term,
        "issuer": row.issuer,
        "issued_on": row.issued_on.date(),
        "areas": row.areas,
        "pcodes": " ".join(pc.ordered(pc.split(row.pcodes))),
        "blocks": "; ".join(blocks_named(row.blocks)),
        "unknown": "; ".join(land.unknown),
        "directed_to": row.directed_to,
        "area_km2": None if pd.isna(row.area_km2) else float(row.area_km2),
        "area_low": None if area_low is None else round(area_low, 2),
        "area_high": None if area_high is None else round(area_high, 2),
        "outline": land.outline,
        "shape": land.shape,
        "course_as_of": land.course_as_of,
        "people_low": people_low,
        "people_high": people_high,
        **_parts(there),
        "view": view if there.land else "",
        "source_title": row.source_title,
        "source_url": row.source_url,
        "source_date": None if pd.isna(row.source_date) else row.source_date.date(),
        "own": is_user_row(row.id),
        "data_version": tables.version,
        "geometry": land.geometry,
    }


def _parts(there: PeopleThere) -> dict[str, float | None]:
    told: dict[str, float | None] = {}
    for name, part in there.parts.items():
        low, high = (None, None) if part is None else _told(name, part)
        told |= {f"people_{name}_low": low, f"people_{name}_high": high}
    return told


def _told(name: str, part: Ends) -> tuple[float, float]:
    """A part in its own steps; what an order says stays as it says it."""
    return (part.low, part.high) if name == "said" else told_range(part.low, part.high)


def _end_of_order(tables: Tables, day: date, order: str) -> date | None:
    """The first day after one in force on which an order no longer is; None while it is."""
    return next(
        (
            turn
            for turn in _turns_after(tables, day)
            if all(one.row.order != order for one in order_book(tables).under(turn).running)
        ),
        None,
    )


def _end_of_zone(tables: Tables, day: date, zone: str) -> date | None:
    book = order_book(tables)
    return next(
        (
            turn
            for turn in _turns_after(tables, day)
            if all(one.id != zone for one in zones_on(book, turn))
        ),
        None,
    )


def _turns_after(tables: Tables, day: date) -> Iterable[date]:
    return (turn for turn in order_book(tables).turning_days() if turn > day)


@follows_data(maxsize=512)
def _union(blocks: bytes) -> BaseGeometry:
    cells = load_block_map().frame.geometry.to_numpy()
    inside = np.frombuffer(blocks, dtype=bool)
    return shapely.union_all(cells[inside], grid_size=_GRID)


_GRID = 1e-6
"""Coordinates are told to the millionth of a degree, 10 cm."""


def _terms_of_outlines() -> tuple[dict[str, str], ...]:
    if _is_given():
        return ({"name": "given", "title": load_block_map().provenance.licence},)
    return tuple(resource("block_cells")["licenses"])


def _is_given() -> bool:
    return bool(load_block_map().frame["given"].any())


def _about(
    tables: Tables, view: str, days: tuple[date, date], t: Translator, *, issued: bool
) -> Iterable[tuple[str, str]]:
    """What a file of orders says of itself: name and text."""
    first, last = days
    when = (
        t.day(first) if first == last else t("taking.period", start=t.day(first), end=t.day(last))
    )
    kind = ".issued" if issued else ""
    rows = [
        ("title", t(f"orders_file.title{kind}")),
        ("where_and_when", t("snapshot.where", date=when)),
        ("method", t(f"orders_file.method{kind}")),
        ("outlines", t("orders_file.given" if _is_given() else "orders_file.approximate")),
        ("people", t("orders_file.people", view=view_name(view, t))),
        ("own_rows", user_data_note(tables.user, t)),
        # People under orders are reconstructed from them, too.
        ("from_records", records_note(tables, t)),
        ("missing", t("taking.missing")),
        ("data_version", tables.version),
        ("software", f"nuzuh {__version__}"),
        ("licence_of_orders", load_orders().provenance.licence),
        ("licence_of_outlines", load_block_map().provenance.licence),
        ("attribution", t("map.attribution")),
        ("disclaimer", t("map.disclaimer")),
    ]
    return ((name, text) for name, text in rows if text)
