"""The embedded tables together with a reader's own, for that reader alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

import pandas as pd
from shapely.geometry.base import BaseGeometry

from loaders.estimates import load_estimates
from loaders.orders import load_orders
from loaders.own.check import Checked
from loaders.own.figures import PREFIX

Result = TypeVar("Result")
_REMEMBERED = 256
"""Results that one reader's tables keep."""


@dataclass(frozen=True)
class Outline:
    """The outline of a reader's area or order, to be drawn over the map.

    Attributes:
        kind: ``areas`` or ``orders``.
        name: as the reader's file has it.
        shape: polygon in degrees (EPSG:4326).
        start: day on which an order takes effect; None for an area.
        end: day on which it is no longer in force; None while it is.
    """

    kind: str
    name: str
    shape: BaseGeometry
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, eq=False)
class OwnTables:
    """Figures and orders that one reader's views are computed from.

    What is computed from them is remembered in here and nowhere else, so it
    goes when the reader's session goes.

    Attributes:
        files: names of the reader's files.
        estimates: the embedded rows and the reader's, in the form of
            :func:`loaders.load_estimates`, with the column ``theirs``.
        orders: the same of :func:`loaders.load_orders`.
        rows: how many rows are the reader's.
        digest: of the reader's rows, to tell two files of one name apart.
        outlines: of the reader's areas and orders, where a file has them.
    """

    files: tuple[str, ...]
    estimates: pd.DataFrame
    orders: pd.DataFrame
    rows: int
    digest: str
    outlines: tuple[Outline, ...] = ()
    _memory: dict[Hashable, object] = field(default_factory=dict, repr=False)

    def remembered(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return the result of an earlier call with this key, or compute it now."""
        if key not in self._memory:
            if len(self._memory) >= _REMEMBERED:
                self._memory.pop(next(iter(self._memory)))
            self._memory[key] = compute()
        return cast("Result", self._memory[key])

    def keep(self, key: Hashable, result: object) -> None:
        """Remember a result under a key, in place of an earlier one."""
        self._memory[key] = result

    @property
    def described(self) -> dict[str, object]:
        """What an export says about the reader's part of it."""
        return {"files": list(self.files), "rows": self.rows, "digest": self.digest}


def is_theirs(identity: str) -> bool:
    """Whether the id of a figure or order is that of a reader's own row.

    >>> is_theirs("OWN-001"), is_theirs("GD0508")
    (True, False)
    """
    return identity.startswith(PREFIX)


def combine(*checked: Checked) -> OwnTables:
    """Return the embedded tables with a reader's checked files beside them.

    The embedded tables are not changed. Files of areas add no row, but their outlines.

    Example:
        >>> from loaders.own import check, template
        >>> own = combine(check(template("estimates", "csv"), "mine.csv"))
        >>> own.rows, int(own.estimates["theirs"].sum()), own.files
        (1, 1, ('mine.csv',))
    """
    tables = {"estimates": load_estimates().frame, "orders": load_orders().frame}
    digest, rows = hashlib.sha256(), 0
    for kind, embedded in tables.items():
        own = [one.frame for one in checked if one.kind == kind]
        parts = [embedded.assign(theirs=False)]
        parts += [frame.reindex(columns=embedded.columns).assign(theirs=True) for frame in own]
        tables[kind] = pd.concat(parts, ignore_index=True)
        for frame in parts[1:]:
            rows += len(frame)
            digest.update(frame.to_csv(index=False).encode())
    for one in checked:
        if one.kind == "areas":
            rows += len(one.frame)
            digest.update(b"".join(one.frame.geometry.to_wkb()))
    return OwnTables(
        tuple(one.file for one in checked),
        tables["estimates"],
        tables["orders"],
        rows,
        digest.hexdigest()[:7],
        tuple(outline for one in checked for outline in _outlines(one)),
    )


def _outlines(checked: Checked) -> list[Outline]:
    """The outlines in a checked file; a table of figures or orders has none."""
    frame = checked.frame
    if "geometry" not in frame:
        return []
    is_order = checked.kind == "orders"
    return [
        Outline(
            checked.kind,
            row["name"] or checked.file,
            row["geometry"],
            _day(_first(row["effective_from"], row["issued_on"])) if is_order else None,
            _day(row["effective_to"]) if is_order else None,
        )
        for _, row in frame.iterrows()
    ]


def _first(*days: pd.Timestamp) -> pd.Timestamp:
    return next(day for day in days if not pd.isna(day))


def _day(moment: pd.Timestamp) -> date | None:
    return None if pd.isna(moment) else moment.date()
