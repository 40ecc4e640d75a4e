"""The day in Gaza of a moment, in arithmetic that every engine does alike.

Engines differ in what they know of time zones, and in the year of the rules they know. The few
moments at which clocks in Gaza, or in the zone of the records, were put forward or back are
looked up here, and go to the engine as numbers: what is left to it is to compare and to add.

**A local time that clocks showed twice**, or never, is read as Python reads it with ``fold=0``
(PEP 495): of two, the first; one that was skipped, as if clocks had not yet been put forward.
Clocks in Gaza, and in Jerusalem, are changed between one and four at night, so that either
choice is of one day; in Cairo they are changed at midnight, and one hour of the year may come
to stand a day early.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

GAZA = "Asia/Gaza"
DAY = 86_400
EPOCH = date(1970, 1, 1)
_FROM, _TO = datetime(2023, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)


def _ahead(second: int, clock: ZoneInfo) -> int:
    """Return the seconds that a clock is ahead of UTC at a second since 1970."""
    offset = datetime.fromtimestamp(second, clock).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


@lru_cache
def changes(zone: str) -> tuple[tuple[int, int], ...]:
    """Return when clocks of a zone changed: the second since 1970, and seconds ahead of UTC since.

    From 2023 to 2030. Two changes within a week that undo each other are not seen: no zone had
    such (Morocco's are five weeks apart).

    Args:
        zone: its name in the time zone database.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: when there is no such zone.

    >>> changes("UTC")
    ((1672531200, 0),)
    >>> changes("Asia/Gaza")[1][1]
    10800
    """
    clock = ZoneInfo(zone)
    start, end = int(_FROM.timestamp()), int(_TO.timestamp())
    found = [(start, _ahead(start, clock))]
    week = 7 * DAY
    for before in range(start, end, week):
        after = min(before + week, end)
        if _ahead(after, clock) == found[-1][1]:
            continue
        # The first second of the new offset lies in (early, late].
        early, late = before, after
        while late - early > 1:
            middle = (early + late) // 2
            if _ahead(middle, clock) == found[-1][1]:
                early = middle
            else:
                late = middle
        found.append((late, _ahead(late, clock)))
    return tuple(found)


@lru_cache
def shifts(zone: str) -> tuple[tuple[int, int], ...]:
    """Return what to add to a clock's reading in a zone for that of a clock in Gaza.

    Args:
        zone: of the readings; "UTC" for seconds since 1970.

    Returns:
        Pairs of the reading from which it holds (as if it were seconds since 1970) and the
        seconds to add.

    >>> shifts("Asia/Gaza")[0]
    (1672538400, 0)
    """
    steps = changes(zone)
    # A reading belongs to the later offset once clocks of neither offset can show it anew.
    starts = [steps[0][0] + steps[0][1]] + [
        second + max(old, new) for (_, old), (second, new) in pairwise(steps)
    ]
    gaza = changes(GAZA)
    found = list[tuple[int, int]]()
    for at, (start, (_, ahead)) in enumerate(zip(starts, steps, strict=True)):
        end = starts[at + 1] if at + 1 < len(starts) else None
        for position, (second, there) in enumerate(gaza):
            until = gaza[position + 1][0] + ahead if position + 1 < len(gaza) else None
            begins = max(start, second + ahead) if position or at else start
            if (end is not None and begins >= end) or (until is not None and begins >= until):
                continue
            if not found or found[-1][1] != there - ahead:
                found.append((begins, there - ahead))
    return tuple(found)


def gaza_day(seconds: ir.NumericValue, zone: str = "UTC") -> ir.IntegerValue:
    """Return the day in Gaza, in days since 1970.

    Args:
        seconds: since 1970 in UTC; with another zone, the reading of its clocks as if it
            were that of UTC.
        zone: whose clocks they are.
    """
    (_, first), *later = shifts(zone)
    shift: ir.Value = ibis.literal(first, "int64")
    if later:
        shift = ibis.cases(
            *((seconds >= since, ibis.literal(add, "int64")) for since, add in reversed(later)),
            else_=shift,
        )
    return ((seconds + shift) / DAY).floor().cast("int32")


def day_of(moment: datetime) -> date:
    """Return the day in Gaza of a moment that carries a zone.

    >>> day_of(datetime(2025, 1, 1, 22, 0, tzinfo=UTC))
    datetime.date(2025, 1, 2)
    """
    return moment.astimezone(ZoneInfo(GAZA)).date()


def days_since_1970(day: date) -> int:
    """Return the number that engines know a day by.

    >>> days_since_1970(date(2025, 1, 1))
    20089
    """
    return (day - EPOCH).days


def day_since_1970(number: int) -> date:
    """Return the day of a number that engines know it by.

    >>> day_since_1970(20089)
    datetime.date(2025, 1, 1)
    """
    return EPOCH + timedelta(number)
