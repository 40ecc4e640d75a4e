"""How two states of one table differ, row by row: the one place that says when a row is the same.

A refresh, two versions of the data and the page that tells what is new all ask here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from nuzuh.loaders.table import rows_of
from nuzuh.loaders.withdrawn import is_noted_withdrawn

_SAME_PLACE = 1e-6
"""Degrees (a tenth of a metre) by which a line may differ and be the same."""

Row = dict[str, Any]


@dataclass(frozen=True)
class RowChanges:
    """What differs between two states of a table, by the ids of rows; each stands in one place.

    Attributes:
        new: ids that only the later state has, in its order.
        revised: columns that differ, by the id of a row that both have.
        withdrawn: ids that only the earlier state has, and of rows that stay in the table
            with a note that their publisher withdrew them.
    """

    new: tuple[str, ...] = ()
    revised: dict[str, tuple[str, ...]] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()


def row_changes(
    before: pd.DataFrame, after: pd.DataFrame, key: str, columns: Iterable[str] | None = None
) -> RowChanges:
    """Return what differs between two states of a table.

    Args:
        before: the earlier state.
        after: the later one.
        key: the column of the ids.
        columns: those that are compared, of such as both have; all of them when None.

    Example:
        >>> before = pd.DataFrame({"id": ["a", "b"], "value": [1.0, None]})
        >>> after = pd.DataFrame({"id": ["b", "c"], "value": [2.0, 3.0]})
        >>> row_changes(before, after, "id")
        RowChanges(new=('c',), revised={'b': ('value',)}, withdrawn=('a',))
    """
    if before is after:
        return RowChanges()
    asked = after.columns if columns is None else [name for name in columns if name in after]
    shared = [str(name) for name in asked if name in before.columns]
    old = {str(row[key]): row for row in rows_of(before[shared])}
    now = {str(row[key]): row for row in rows_of(after[shared])}
    differ = {
        id_: names
        for id_, row in now.items()
        if id_ in old and (names := tuple(n for n in shared if not _equal(old[id_][n], row[n])))
    }
    noted = [id_ for id_ in differ if _is_withdrawn(now[id_]) and not _is_withdrawn(old[id_])]
    return RowChanges(
        new=tuple(id_ for id_ in now if id_ not in old),
        revised={id_: names for id_, names in differ.items() if id_ not in noted},
        withdrawn=(*(id_ for id_ in old if id_ not in now), *noted),
    )


def _is_withdrawn(row: Row) -> bool:
    return is_noted_withdrawn(str(row.get("note", "")))


def _equal(old: object, new: object) -> bool:
    if hasattr(old, "equals_exact"):
        return bool(old.equals_exact(new, _SAME_PLACE))
    return bool(old == new) or bool(pd.isna(old) and pd.isna(new))
