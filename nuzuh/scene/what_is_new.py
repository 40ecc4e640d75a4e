"""What is new, revised or withdrawn since a version of the data or a day, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from nuzuh.evidence.changes import COLUMNS, Changes, Kind, RowChange, changes_between
from nuzuh.evidence.published import figure_of
from nuzuh.evidence.statements import question_of
from nuzuh.loaders.tables import TableName, Tables, remembered, rows_by_id
from nuzuh.scene.data_versions import KnownVersion, known_versions, rows_changed, tables_at
from nuzuh.scene.labels import published_area_name, publisher_name, speaker_name
from nuzuh.scene.record_words import appeared_of, record_cells
from nuzuh.scene.statement_words import counted_text
from nuzuh.scene.translator import Translator
from nuzuh.scene.withdrawal import withdrawal_text

RECENT_DAYS = 30
"""Days at the end of the data of which is told what came out, where no former version is known."""


@dataclass(frozen=True)
class ChangeLine:
    """A figure or an order of which something is new, in the reader's words.

    Attributes:
        kind: new, revised or withdrawn.
        table: ``estimates`` or ``orders``.
        id: its row.
        told: the number, or what its issuer calls the order.
        publisher: who says so, or issued it.
        measure: what it counts; "" of an order.
        area: the area, or to where people moved.
        day: the day described, or of issue.
        appeared: the date of its page, or why that has none.
        page_date: the same as a day; None without one.
        said: what changed, or why it was withdrawn; none of what is new.
        source: title of its page.
        url: address of its page; "" for none.
    """

    kind: Kind
    table: TableName
    id: str
    told: str
    publisher: str
    measure: str
    area: str
    day: str
    appeared: str
    page_date: date | None
    said: tuple[str, ...]
    source: str
    url: str

    @property
    def page(self) -> str:
        """The path of the page that shows it: the ledger, or the orders."""
        return self.table

    @property
    def query(self) -> str:
        """What a link to that page says of it."""
        return f"{'figure' if self.table == 'estimates' else 'order'}={self.id}"


@dataclass(frozen=True)
class WhatIsNew:
    """What is new since a version or a day.

    Attributes:
        version: the former version; "" where only pages' dates tell.
        title: since when.
        lead: how many figures and orders, in sentences.
        lines: each of them: what was withdrawn, then revised, then what is new, newest first.
        head: titles of the columns of a table of the lines.
    """

    version: str
    title: str
    lead: tuple[str, ...]
    lines: tuple[ChangeLine, ...]
    head: tuple[str, ...]


_ORDER: dict[Kind, int] = {"withdrawn": 0, "revised": 1, "new": 2}


def new_since_version(version: KnownVersion, t: Translator, after: str = "") -> WhatIsNew:
    """Return what is new since a former version of the data.

    Args:
        version: the former one.
        t: the reader's language.
        after: the later version; the one that runs when "".

    Raises:
        DataError: when the entry of the version is damaged.
    """
    later = after or known_versions()[0].id
    title = t("changes.since", data=t.isolated(version.id), last=t.day(version.last))
    changes = rows_changed(version.id, later)
    return _told(changes, tables_at(version.id), tables_at(later), version.id, title, t)


def new_by_page(tables: Tables, first: date, t: Translator) -> WhatIsNew:
    """Return what came out from a day on, by the date of its page.

    Args:
        tables: those in use.
        first: the day.
        t: the reader's language.
    """
    title = t("changes.recent", first=t.day(first), last=t.day(tables.last))
    changes, before = _out_since(tables, first)
    return _told(changes, before, tables, "", title, t)


@remembered(maxsize=2)
def _out_since(tables: Tables, first: date) -> tuple[Changes, Tables]:
    """What came out from a day on, and the tables without it: the same in every language."""
    figures, orders = (_out_before(tables, name, first) for name in COLUMNS)
    before = Tables("", figures, orders, tables.last)
    return changes_between(before, tables), before


def recent(tables: Tables) -> date:
    """Return the first of the last days of the data of which is told what came out."""
    return tables.last - timedelta(days=RECENT_DAYS - 1)


def _out_before(tables: Tables, name: TableName, first: date) -> pd.DataFrame:
    """The rows of a table but for those whose page came out on a day or later."""
    frame: pd.DataFrame = getattr(tables, name)
    return frame[~(frame["page"].eq("dated") & (frame["source_date"] >= pd.Timestamp(first)))]


def _told(
    changes: Changes, before: Tables, after: Tables, version: str, title: str, t: Translator
) -> WhatIsNew:
    words = _Words(before, after, t)
    lines = sorted(
        (words.line(one) for one in changes.rows),
        key=lambda line: (_ORDER[line.kind], -(line.page_date or date.min).toordinal(), line.id),
    )
    return WhatIsNew(version, title, tuple(_counts(changes, t)), tuple(lines), _head(t))


def _counts(changes: Changes, t: Translator) -> Iterator[str]:
    for table, of in changes.counts().items():
        told = [t(f"sources.{kind}", n=t.number(n)) for kind, n in of.items() if n]
        if told:
            key = "changes.figures" if table == "estimates" else "changes.orders"
            yield t(key, counts=t("list.comma").join(told))
    if not changes.rows:
        yield t("changes.none" if changes.before else "changes.none.page")
    added = [name for names in (changes.columns or {}).values() for name in names]
    if added and changes.rows:
        yield t("changes.columns", columns=t("list.comma").join(map(t.isolated, added)))


def _head(t: Translator) -> tuple[str, ...]:
    keys = ("changes.what", "ledger.figure", "ledger.publisher", "ledger.measure", "ledger.area")
    more = ("ledger.as_of", "ledger.appeared", "changes.said", "ledger.id")
    return tuple(t(key) for key in (*keys, *more))


class _Words:
    """Words the rows of two states of the data."""

    def __init__(self, before: Tables, after: Tables, t: Translator) -> None:
        self._t, self._before, self._after = t, before, after

    def line(self, one: RowChange) -> ChangeLine:
        row = rows_by_id(self._after, one.table).get(one.id)
        if row is None:
            row = rows_by_id(self._before, one.table)[one.id]
        told = self._figure(row) if one.table == "estimates" else self._order(row)
        return ChangeLine(
            kind=one.kind,
            table=one.table,
            id=one.id,
            **told,
            appeared=appeared_of(row, self._t),
            page_date=one.page_date,
            said=tuple(self._said(one)),
            source=row["source_title"],
            url=row["source_url"],
        )

    def _figure(self, row: Mapping[str, Any]) -> dict[str, Any]:
        t, figure = self._t, figure_of(row)
        return {
            "told": t.figure(figure),
            "publisher": publisher_name(figure, t),
            "measure": counted_text(row["measure"], row["counting"], question_of(row) or "", t),
            "area": published_area_name(row["destination"], t),
            "day": t.day(figure.as_of, short=True),
        }

    def _order(self, row: Mapping[str, Any]) -> dict[str, Any]:
        t = self._t
        return {
            "told": t.isolated(row["term"]),
            "publisher": t.isolated(speaker_name(row["issuer"], t)),
            "measure": "",
            "area": t.isolated(row["areas"]),
            "day": t.day(row["issued_on"].date(), short=True),
        }

    def _said(self, one: RowChange) -> Iterator[str]:
        t = self._t
        if one.kind == "withdrawn":
            if one.withdrawal is not None:
                yield withdrawal_text(one.id, t, key="changes.withdrawn")
            else:
                yield t("changes.noted" if one.cells else "changes.unexplained")
        elif one.kind == "revised":
            yield from self._revised(one)

    def _revised(self, one: RowChange) -> Iterator[str]:
        """What a record said and says, where the reader sees it; else the columns of the file."""
        t = self._t
        seen = list(self._seen(one)) if one.table == "estimates" else []
        for name, old, new in seen:
            nothing = t("changes.nothing")
            yield t("changes.was", name=name, before=old or nothing, after=new or nothing)
        if not seen:
            columns = t("list.comma").join(t.isolated(cell.column) for cell in one.cells)
            yield t("changes.file", columns=columns)

    def _seen(self, one: RowChange) -> Iterator[tuple[str, str, str]]:
        states = (self._before, self._after)
        old, new = (self._cells(rows_by_id(tables, one.table)[one.id]) for tables in states)
        for name in dict.fromkeys((*old, *new)):
            before, after = old.get(name, ""), new.get(name, "")
            if before != after:
                yield name, before, after

    def _cells(self, row: Mapping[str, Any]) -> Mapping[str, str]:
        cells = record_cells(row, self._t)
        return {
            cell.name: self._t.isolated(cell.text) if cell.published else cell.text
            for cell in cells
        }
