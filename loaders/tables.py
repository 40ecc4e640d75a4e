"""The tables that a view is computed from: those in use, or these with a reader's rows beside them.

Whatever is computed from tables is remembered in them and nowhere else, so it
goes when they go: with the data version, or with the reader's visit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast

import pandas as pd
from shapely.geometry.base import BaseGeometry

from nuzuh.loaders.current import current, follows_data
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.once import one_at_a_time
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.package import data_version
from nuzuh.loaders.table import rows_of

TableName = Literal["estimates", "orders"]
Rows = Mapping[str, Mapping[str, Any]]
"""Rows of a table by their ids, each as its cells by column."""
Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Outline:
    """The outline of a reader's area or order, to be drawn over the map.

    Attributes:
        kind: ``areas`` or ``orders``.
        name: as the reader's file has it.
        shape: polygon in degrees (EPSG:4326).
        start: day on which an order takes effect; None for an area.
        end: day on which it is no longer in force; None while it is.
        id: the row of the table of orders that it is the exact outline of; "" for an area, and
            for an order that was drawn from its blocks.
    """

    kind: str
    name: str
    shape: BaseGeometry
    start: date | None = None
    end: date | None = None
    id: str = ""


@dataclass(frozen=True)
class UserData:
    """What tables hold beside the published rows: a reader's own, or nothing.

    Attributes:
        files: names of the reader's files.
        rows: how many rows are the reader's.
        digest: of the reader's rows, to tell two files of one name apart; "" without any.
        outlines: of the reader's areas and orders, where a file has them.
        left_out: how many rows and features of the files are not used.
    """

    files: tuple[str, ...] = ()
    rows: int = 0
    digest: str = ""
    outlines: tuple[Outline, ...] = ()
    left_out: int = 0

    @property
    def described(self) -> dict[str, object]:
        """What an export says about the reader's part of it; empty without one."""
        if not self.files:
            return {}
        left_out = {"left_out": self.left_out} if self.left_out else {}
        return {
            "files": list(self.files),
            "rows": self.rows,
            "digest": self.digest,
            **left_out,
        }


NO_USER = UserData()
"""Nothing but published rows."""


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables that a view is computed from.

    Attributes:
        version: the data version.
        estimates: published figures, in the form of :func:`nuzuh.loaders.load_estimates`.
        orders: evacuation orders, in the form of :func:`nuzuh.loaders.load_orders`.
        last: the last day that a published figure describes, where every view ends.
        user: what a reader brought beside them.
        archived: what a former version's entry holds beside the tables, by name; None for
            every other version.
    """

    version: str
    estimates: pd.DataFrame
    orders: pd.DataFrame
    last: date
    user: UserData = NO_USER
    archived: Mapping[str, bytes] | None = field(default=None, repr=False)
    _memory: dict[Any, Any] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the tables alone: what is remembered of them stays where it was computed."""
        kept = None if self.archived is None else dict(self.archived)
        return Tables, (self.version, self.estimates, self.orders, self.last, self.user, kept)

    def remembering(self, function: Callable[..., Result], maxsize: int) -> Callable[..., Result]:
        """Return a function of tables, bound to these, that remembers its results in them."""
        known = self._memory.get(function)
        if known is None:
            bound = one_at_a_time(lru_cache(maxsize)(partial(function, self)))
            # Two threads that come at once both get the first.
            known = self._memory.setdefault(function, bound)
        return cast("Callable[..., Result]", known)


def remembered(
    maxsize: int,
) -> Callable[
    [Callable[Concatenate[Tables, Given], Result]], Callable[Concatenate[Tables, Given], Result]
]:
    """Remember results of a function of tables, in the tables; threads compute each once.

    Args:
        maxsize: how many results each tables remember.

    Example:
        >>> @remembered(maxsize=2)
        ... def figures(tables: Tables) -> int:
        ...     return len(tables.estimates)
        >>> figures(tables_in_use()) > 900
        True
    """

    def decorate(
        function: Callable[Concatenate[Tables, Given], Result],
    ) -> Callable[Concatenate[Tables, Given], Result]:
        @wraps(function)
        def call(tables: Tables, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
            return tables.remembering(function, maxsize)(*args, **kwargs)

        return call

    return decorate


@follows_data(maxsize=2)
def tables_in_use() -> Tables:
    """Return the tables in use: the embedded ones, or what a refresh has put in their place."""
    estimates = load_estimates().frame
    last: date = estimates["as_of"].max().date()
    in_use = current()
    parts = in_use.parts if in_use.archived else None
    return Tables(data_version(), estimates, load_orders().frame, last, archived=parts)


@remembered(maxsize=2)
def rows_by_id(tables: Tables, name: TableName) -> Rows:
    """Return the rows of a table by their ids.

    >>> rows_by_id(tables_in_use(), "estimates")["GD0508"]["publisher"]
    'Israeli defence minister'
    """
    frame: pd.DataFrame = getattr(tables, name)
    return {row["id"]: row for row in rows_of(frame)}
