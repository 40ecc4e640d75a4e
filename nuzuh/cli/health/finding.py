"""What a look at the installation found, and how grave it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Level = Literal["ok", "look", "broken"]
LEVELS: tuple[Level, ...] = ("ok", "look", "broken")
"""Something is as it should be; somebody should look at it; it does not work."""


@dataclass(frozen=True)
class Finding:
    """A line of what the doctor says.

    Attributes:
        group: the question that it belongs to: installed, writable, reachable, fresh,
            archive, records.
        what: what was looked at.
        found: what was found there.
        level: how grave it is.
        do: what to do next; "" for nothing.
    """

    group: str
    what: str
    found: str
    level: Level = "ok"
    do: str = ""


def gravest(findings: Iterable[Finding]) -> Level:
    """Return the gravest level of findings; the lightest for none.

    >>> gravest([Finding("fresh", "clock", "fine"), Finding("fresh", "copies", "old", "look")])
    'look'
    """
    return max((finding.level for finding in findings), key=LEVELS.index, default="ok")


def moment(at: datetime) -> str:
    """Return a moment in UTC to the minute, as findings say it."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def age(since: timedelta) -> str:
    """Return how long something is ago, in the largest unit that it fills.

    >>> age(timedelta(days=3, hours=5)), age(timedelta(hours=1)), age(timedelta(seconds=59))
    ('3 days', '1 hour', '0 minutes')
    """
    seconds = max(0, int(since.total_seconds()))
    for unit, length in (("day", 86_400), ("hour", 3_600)):
        if seconds >= length:
            return _counted(seconds // length, unit)
    return _counted(seconds // 60, "minute")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def size(count: int) -> str:
    """Return a number of bytes in the unit that fits it.

    >>> size(1_234_000_000), size(56_700_000), size(900)
    ('1.2 GB', '57 MB', '0 MB')
    """
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
