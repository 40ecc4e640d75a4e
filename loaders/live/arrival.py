"""What every live source hands on: a table that was read, with where and when it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pandas as pd

Freshness = Literal["live", "cached", "stale"]


@dataclass(frozen=True)
class Arrival:
    """A table that came over the network and was read, but not yet held against the last one.

    Attributes:
        frame: the rows.
        as_of: the last day that the content describes, ISO date.
        source: who made it.
        links: public addresses to cite.
        licence: its terms, as the publisher words them.
        status: ``live``, ``cached`` or ``stale``.
        retrieved_at: when it came over the network (the oldest part, when there are several).
        note: what was set aside or read otherwise than published, in a sentence; "" for nothing.
        modified: when the catalogue says that the file last changed, ISO; "" when none says so.
    """

    frame: pd.DataFrame
    as_of: str
    source: str
    links: tuple[str, ...]
    licence: str
    status: Freshness
    retrieved_at: datetime
    note: str = ""
    modified: str = ""


def worse(*told: Freshness) -> Freshness:
    """Return the status of something that was put together from parts.

    >>> worse("live", "stale", "cached")
    'stale'
    """
    order: tuple[Freshness, ...] = ("live", "cached", "stale")
    return max(told, key=order.index)
