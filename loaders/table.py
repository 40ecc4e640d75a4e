"""A table and where it comes from: every loader returns one of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import pandas as pd

Frame = TypeVar("Frame")
Status = Literal["live", "cached", "stale", "last good", "embedded", "given", "archived", "absent"]


@dataclass(frozen=True)
class Provenance:
    """Where a table comes from, in the words that a reader may cite.

    Attributes:
        name: identifier of the table (``estimates``).
        title: what it holds, in a phrase.
        source: who made it.
        source_links: public addresses, possibly none.
        licence: the terms under which it may be used.
        as_of: the day the content describes, ISO date.
        retrieved_at: the day it was brought into the project, or the moment it came
            over the network, ISO; "" for what never came.
        status: ``live``: asked for just now; ``cached``: asked for so recently that it
            need not be asked again; ``stale``: an older answer, since none could be had;
            ``last good``: the copy kept from the last refresh that succeeded;
            ``embedded``: the snapshot that ships with the project; ``given``: a file on this
            machine that its operator named; ``archived``: of a former data
            version; ``absent``: there is none.
        rows: number of rows.
        reason: why it is not live, in a sentence without its end; "" when it is.
        note: what was set aside or read otherwise than published; "" for nothing.
    """

    name: str
    title: str
    source: str
    source_links: tuple[str, ...]
    licence: str
    as_of: str
    retrieved_at: str
    status: Status
    rows: int
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table(Generic[Frame]):
    """What a file holds, validated, with its provenance; it is shared: treat it as immutable."""

    frame: Frame
    provenance: Provenance


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, each as its cells by column: many times faster than ``iterrows``.

    >>> rows_of(pd.DataFrame({"id": ["a", "b"], "n": [1.0, 2.0]}))[1]
    {'id': 'b', 'n': 2.0}
    """
    names = [str(name) for name in frame.columns]
    cells = zip(*(frame[name].tolist() for name in names), strict=True)
    return [dict(zip(names, row, strict=True)) for row in cells]
