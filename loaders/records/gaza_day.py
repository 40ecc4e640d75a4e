"""The day in Gaza of a moment, in arithmetic that every engine does alike.

Engines differ in what they know of time zones. The few moments at which clocks in Gaza, or in
the zone of the records, were put forward or back are looked up here, and go to the engine
as numbers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

GAZA = "Asia/Gaza"
_FROM, _TO = datetime(2023, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)


@lru_cache
def changes(zone: str) -> tuple[tuple[int, int], ...]:
    """Return when clocks of a zone changed: the second since 1970, and seconds ahead of UTC since.

    >>> changes("UTC")
    ((1672531200, 0),)
    """
    clock = ZoneInfo(zone)
    found = list[tuple[int, int]]()
    for second in range(int(_FROM.timestamp()), int(_TO.timestamp()), 900):
        offset = datetime.fromtimestamp(second, clock).utcoffset()
        assert offset is not None
        ahead = int(offset.total_seconds())
        if not found or found[-1][1] != ahead:
            found.append((second, ahead))
    return tuple(found)


def gaza_day(seconds: ir.IntegerValue) -> ir.IntegerValue:
    """Return the day in Gaza, in days since 1970, of seconds since 1970 in UTC."""
    (_, ahead), *later = changes(GAZA)
    shift = ibis.cases(
        *((seconds >= since, ibis.literal(offset, "int64")) for since, offset in reversed(later)),
        else_=ibis.literal(ahead, "int64"),
    )
    return ((seconds + shift) / 86_400).floor().cast("int32")
