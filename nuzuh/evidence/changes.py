"""What differs between two states of the data: rows new, revised, withdrawn; people that moved.

One model for the command, the feed and the page. A row stands in it once. People are compared as
they are told, rounded to what their range can bear: what lies below that is no change to anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import pandas as pd

from nuzuh.loaders import estimates, orders
from nuzuh.loaders.archive.old_tables import UNTOLD_SCOPE
from nuzuh.loaders.cells import cell_text
from nuzuh.loaders.records.note import is_records_row
from nuzuh.loaders.row_changes import row_changes
from nuzuh.loaders.table import rows_of
from nuzuh.loaders.tables import TableName, Tables
from nuzuh.loaders.withdrawn import load_withdrawn

Kind = Literal["new", "revised", "withdrawn"]
KINDS: tuple[Kind, ...] = get_args(Kind)
COLUMNS: dict[TableName, tuple[str, ...]] = {
    "estimates": estimates.COLUMNS,
    "orders": orders.COLUMNS,
}
"""What is compared: the columns of the published files, and none that is computed from them."""


@dataclass(frozen=True)
class CellChange:
    """A column of a revised row: what it said and what it says, as in the file; "" for nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Withdrawal:
    """Why a figure was withdrawn, where that is on record.

    Attributes:
        on: the day.
        reasons: a phrase, by language.
        see: ids of the figures to look at instead.
    """

    on: date
    reasons: Mapping[str, str]
    see: tuple[str, ...]


@dataclass(frozen=True)
class RowChange:
    """What became of a figure or an order.

    Attributes:
        table: where it stands.
        id: its row.
        kind: new; revised; or withdrawn, which a row may be and stay, marked as doubtful.
        row: the cells of its file as they are now; of a row that is gone, as they were.
        cells: the columns that say something else; none of a row that is new or gone.
        withdrawal: why it was withdrawn; None where that is not on record.
    """

    table: TableName
    id: str
    kind: Kind
    row: Mapping[str, str]
    cells: tuple[CellChange, ...] = ()
    withdrawal: Withdrawal | None = None

    @property
    def page_date(self) -> date | None:
        """The date of its page; None where that has none."""
        day = self.row["source_date"]
        return date.fromisoformat(day) if day else None

    @property
    def publisher(self) -> str:
        """Who published the figure, or issued the order."""
        return self.row["publisher" if self.table == "estimates" else "issuer"]

    @property
    def day(self) -> date:
        """The day that a figure describes, or on which an order was issued."""
        return date.fromisoformat(self.row["as_of" if self.table == "estimates" else "issued_on"])


@dataclass(frozen=True)
class PeopleChange:
    """People of an area in a view, where two states tell them otherwise.

    Attributes:
        view: whose figures the balance uses.
        pcode: the area; governorates told together are apart by a space.
        days: on how many days the numbers differ, of those that both states tell.
        outside_days: on how many of them the later number lies outside the earlier range; None
            where the earlier state gave no range on any.
        day: the day of the largest change.
        before, low, high: what was told for it; None for a range that was not given, and for a
            number of fewer than ``high``.
        after: what is told now; None for fewer than ``after_high``.
        after_high: the high end of what is told now; None where no range is given.
    """

    view: str
    pcode: str
    days: int
    outside_days: int | None
    day: date
    before: float | None
    low: float | None
    high: float | None
    after: float | None
    after_high: float | None = None

    @property
    def is_outside(self) -> bool | None:
        """Whether the later number lies outside the earlier range; None where there was none."""
        if self.low is None or self.high is None:
            return None
        return not self.low <= (self.after or 0.0) <= self.high


@dataclass(frozen=True)
class Changes:
    """What differs between two states of the data.

    Attributes:
        before, after: their versions.
        rows: figures, then orders: new ones, revised, withdrawn.
        columns: columns, by table, that the earlier state didn't have at all; what they say is
            no revision of each row.
        people: where people are told otherwise; empty where that was not asked.
    """

    before: str
    after: str
    rows: tuple[RowChange, ...] = ()
    columns: Mapping[TableName, tuple[str, ...]] | None = None
    people: tuple[PeopleChange, ...] = ()

    def of(self, table: TableName, kind: Kind) -> tuple[RowChange, ...]:
        """Return the rows of a table that something became of."""
        return tuple(one for one in self.rows if (one.table, one.kind) == (table, kind))

    def counts(self) -> dict[TableName, dict[Kind, int]]:
        """Return how many rows of each table are new, revised, withdrawn."""
        found = Counter((one.table, one.kind) for one in self.rows)
        return {table: {kind: found[table, kind] for kind in KINDS} for table in COLUMNS}

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.rows or self.people)


def changes_between(before: Tables, after: Tables) -> Changes:
    """Return which figures and orders are new, revised or withdrawn from one state to another.

    Figures from records are left out: they are published nowhere.

    Args:
        before: the earlier state.
        after: the later one.

    Example:
        >>> from nuzuh.loaders.tables import tables_in_use
        >>> bool(changes_between(tables_in_use(), tables_in_use()))
        False
    """
    added = {name: _added(*_frames(name, before, after), COLUMNS[name]) for name in COLUMNS}
    rows = [row for name in COLUMNS for row in _rows(name, before, after, added[name])]
    return Changes(before.version, after.version, tuple(rows), added)


def _frames(name: TableName, before: Tables, after: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that are held against each other; what is from records came out nowhere."""
    old, now = (_published(getattr(tables, name)) for tables in (before, after))
    return old, now


def _published(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~frame["id"].map(is_records_row).astype(bool)]


def _added(before: pd.DataFrame, after: pd.DataFrame, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of words that speak in the later state and in no row of the earlier.

    Of an empty table nobody knows which columns it had; numbers and days it always has.
    """
    if before.empty:
        return ()
    return tuple(n for n in columns if _is_silent(before, n) and not _is_silent(after, n))


def _is_silent(frame: pd.DataFrame, name: str) -> bool:
    # What stands for "not told" where an old version is read is no word of it.
    return name not in frame or bool(frame[name].isin(("", UNTOLD_SCOPE)).all())


def _rows(
    name: TableName, before: Tables, after: Tables, added: tuple[str, ...]
) -> Iterator[RowChange]:
    old, now = _frames(name, before, after)
    compared = [column for column in COLUMNS[name] if column not in added]
    found = row_changes(old, now, "id", compared)
    earlier, later = (
        {row["id"]: _texts(row, COLUMNS[name]) for row in rows_of(frame)} for frame in (old, now)
    )
    for id_ in found.new:
        yield RowChange(name, id_, "new", later[id_])
    for id_, columns in found.revised.items():
        cells = tuple(CellChange(n, earlier[id_][n], later[id_][n]) for n in columns)
        yield RowChange(name, id_, "revised", later[id_], cells)
    reasons = _withdrawals()
    for id_ in found.withdrawn:
        row = later.get(id_)
        cells = ()
        if row is not None:
            cells = tuple(
                CellChange(n, earlier[id_][n], row[n])
                for n in compared
                if earlier[id_][n] != row[n]
            )
        yield RowChange(
            name,
            id_,
            "withdrawn",
            earlier[id_] if row is None else row,
            cells,
            reasons.get(id_) if name == "estimates" else None,
        )


def _texts(row: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, str]:
    return {name: cell_text(row.get(name, "")) for name in columns}


def _withdrawals() -> dict[str, Withdrawal]:
    return {
        row["id"]: Withdrawal(
            row["withdrawn_on"].date(),
            {
                name.removeprefix("reason_"): text
                for name, text in row.items()
                if name.startswith("reason_")
            },
            tuple(row["see"].split()),
        )
        for row in rows_of(load_withdrawn().frame)
    }


def people_changes(before: pd.DataFrame, after: pd.DataFrame) -> tuple[PeopleChange, ...]:
    """Return where people are told otherwise, an area and view each, in the order of the tables.

    Days that one state alone tells are no change of what was told before; nor is an area that is
    told together with another one in one of them. A number of fewer than its high end rounds to
    nothing, and is held against others as that.

    Args:
        before: people by day as told: date, pcode, view, people, low, high.
        after: the same of the later state.
    """
    key = ["view", "pcode", "date"]
    both = before.merge(after, on=key, suffixes=("", "_after"))
    was, now = both["people"].fillna(0.0), both["people_after"].fillna(0.0)
    ranged = both["low"].notna() & both["high"].notna()
    outside = ~now.between(both["low"], both["high"])
    both = both.assign(ranged=ranged, outside=outside & ranged, by=(now - was).abs())
    both = both[both["by"] > 0]
    found = []
    for (view, pcode), group in both.groupby(["view", "pcode"], sort=False):
        most = group.loc[group["by"].idxmax()]
        found.append(
            PeopleChange(
                view=str(view),
                pcode=str(pcode),
                days=len(group),
                outside_days=int(group["outside"].sum()) if group["ranged"].any() else None,
                day=pd.Timestamp(most["date"]).date(),
                before=_number(most["people"]),
                low=_number(most["low"]),
                high=_number(most["high"]),
                after=_number(most["people_after"]),
                after_high=_number(most["high_after"]),
            )
        )
    return tuple(found)


def _number(cell: float) -> float | None:
    return None if pd.isna(cell) else float(cell)
