"""A table and where it comes from: every loader returns one of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import pandas as pd

Frame = TypeVar("Frame", bound=pd.DataFrame)
Status = Literal["embedded"]


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
        retrieved_at: the day it was brought into the project, ISO date.
        status: ``embedded``: the snapshot that ships with the project.
        rows: number of rows.
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


@dataclass(frozen=True)
class Table(Generic[Frame]):
    """A validated frame with its provenance. The frame is shared: treat it as immutable."""

    frame: Frame
    provenance: Provenance
