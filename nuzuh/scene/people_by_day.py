"""People present and movements of the named views for every day and month, as they are told.

What leaves by address, what the library returns and what two versions are held against each other
by: all of it reconstructed, each number rounded to what its range can bear. A number that nobody
can tell has no row; one that rounds to nothing has no number but an upper bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta

import pandas as pd

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, load_reconstruction
from nuzuh.evidence.precision import SMALLEST_STEP, round_to_precision, told_range
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.layers import movements_apart
from nuzuh.scene.regions import REGIONS


@dataclass(frozen=True)
class PeopleRow:
    """People present in an area on a day.

    Attributes:
        date: the day.
        pcode: a governorate, governorates that are told together only (apart by a space), ``EXT``
            for people who have left the Strip since October 2023, or ``north``, ``south`` of Wadi
            Gaza, ``strip``.
        view: whose figures the balance uses.
        people: the number; None for fewer than ``high``.
        low, high: its likely range; None where none can be given.
    """

    date: date
    pcode: str
    view: str
    people: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class MovementRow:
    """People who moved from an area to another within a calendar month.

    Attributes:
        first, last: the first and the last day that are counted.
        origin, destination: as :attr:`PeopleRow.pcode`, without sides of Wadi Gaza and the Strip.
        view: whose figures the balance uses.
        people: the number; None for fewer than ``high``.
        low, high: its likely range; None where none can be given.
    """

    first: date
    last: date
    origin: str
    destination: str
    view: str
    people: float | None
    low: float | None
    high: float | None


@remembered(maxsize=len(NAMED_VIEWS))
def people_by_day(tables: Tables, view: str) -> tuple[PeopleRow, ...]:
    """Return people by day and area in a view; days that its figures do not tell have no row.

    Args:
        tables: what it is reconstructed from.
        view: as for :func:`nuzuh.balance.shipped.load_reconstruction`.

    Raises:
        ValueError: for an unknown view.
        BalanceError: when the solve does not converge.

    Example:
        >>> from nuzuh.loaders.tables import tables_in_use
        >>> row = people_by_day(tables_in_use(), "all")[0]
        >>> row.pcode, row.people is not None
        ('PS0255', True)
    """
    return tuple(_people(load_reconstruction(tables, view), view))


def people_on(tables: Tables, view: str, day: date) -> tuple[PeopleRow, ...]:
    """Return the same of one day alone.

    Raises:
        ValueError: for an unknown view, or a day outside the balance.
        BalanceError: when the solve does not converge.
    """
    return tuple(_of_day(load_reconstruction(tables, view), view, day))


def _people(reconstruction: Reconstruction, view: str) -> Iterator[PeopleRow]:
    for moment in reconstruction.days:
        yield from _of_day(reconstruction, view, moment.date())


def _of_day(reconstruction: Reconstruction, view: str, day: date) -> Iterator[PeopleRow]:
    if not reconstruction.has_observations or reconstruction.has_data_gap(day):
        return
    told = reconstruction.areas_told(day)
    groups = [(" ".join(area), area) for area in told]
    groups.append((pc.EXTERIOR, (pc.EXTERIOR,)))
    groups += [(name, area) for name, area in REGIONS.items() if _is_told(told, area)]
    for pcode, area in groups:
        yield PeopleRow(day, pcode, view, *_told(*reconstruction.group(day, area)))


def _is_told(told: Iterable[tuple[str, ...]], area: tuple[str, ...]) -> bool:
    return all(set(area).isdisjoint(one) or set(area).issuperset(one) for one in told)


def movements_by_month(tables: Tables, view: str) -> tuple[MovementRow, ...]:
    """Return who moved in each calendar month in a view; months it does not tell have no row.

    Args:
        tables: what it is reconstructed from.
        view: as for :func:`nuzuh.balance.shipped.load_reconstruction`.

    Raises:
        ValueError: for an unknown view.
        BalanceError: when the solve does not converge.
    """
    reconstruction = load_reconstruction(tables, view)
    days = reconstruction.days
    rows = list[MovementRow]()
    first = days[0].date() + timedelta(days=1)
    while first <= days[-1].date():
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = min(following - timedelta(days=1), days[-1].date())
        rows += movements_in(tables, view, first, last)
        first = following
    return tuple(rows)


def movements_in(tables: Tables, view: str, first: date, last: date) -> tuple[MovementRow, ...]:
    """Return who moved within a period in a view; nothing where its figures do not tell.

    Raises:
        ValueError: for an unknown view, or a period that is reversed or outside the balance.
        BalanceError: when the solve does not converge.
    """
    reconstruction = load_reconstruction(tables, view)
    if not reconstruction.has_observations or any(
        reconstruction.has_data_gap(day) for day in (first, last)
    ):
        return ()
    return tuple(
        MovementRow(
            first,
            last,
            row.origin,
            row.destination,
            view,
            *_told(float(row.people), float(row.low), float(row.high)),
        )
        for row in movements_apart(reconstruction, first, last).itertuples(index=False)
    )


def _told(
    number: float, low: float, high: float
) -> tuple[float | None, float | None, float | None]:
    """A number and its range as pictures tell them; fewer than 1,000 is no count of zero."""
    ranged = not (math.isnan(low) or math.isnan(high))
    told = round_to_precision(number, low, high)
    least, most = told_range(low, high) if ranged else (None, None)
    return (told, least, most) if told > 0 else (None, least, most or float(SMALLEST_STEP))


def people_frame(tables: Tables, views: Iterable[str] = NAMED_VIEWS) -> pd.DataFrame:
    """Return people by day of some views as a table: the columns of :class:`PeopleRow`."""
    rows = [row for view in views for row in people_by_day(tables, view)]
    return frame_of(rows, PeopleRow)


def frame_of(rows: Iterable[PeopleRow | MovementRow], kind: type) -> pd.DataFrame:
    """Return rows as a table with days as days and numbers as numbers."""
    names = [field.name for field in fields(kind)]
    frame = pd.DataFrame([asdict(row) for row in rows], columns=names)
    for name in names:
        if name in ("date", "first", "last"):
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
        elif name in ("people", "low", "high"):
            frame[name] = pd.to_numeric(frame[name]).astype("float64")
    return frame
