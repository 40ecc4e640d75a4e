"""The figures and orders that a view rests on, each with the page that it was seen on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.files.columns import SOURCES
from nuzuh.files.request import Taking
from nuzuh.files.values import Cell, Row, value_rows
from nuzuh.loaders.own import is_theirs

_NUMBERS = ("value", "low", "high")
_DAYS = ("period_start", "as_of", "source_date")


def source_rows(taking: Taking, rows: Iterable[Row] | None = None) -> list[Row]:
    """Return the rows of :data:`nuzuh.files.columns.SOURCES`, in the order of the tables.

    Behind values as published stand the figures or orders that are shown; behind
    a reconstruction all figures that its balance uses.

    Args:
        taking: what is taken.
        rows: its values, where the caller has them already.

    Raises:
        RefusedError: when the view cannot be computed.
    """
    if taking.view.reconstructed:
        balance = load_reconstruction(taking.tables, taking.view.view).rows
        ids = set(balance.loc[balance["weight"] > 0, "id"])
    else:
        shown = value_rows(taking) if rows is None else rows
        ids = {one for row in shown for one in str(row["figure_ids"]).split()}
    if taking.view.layer == "orders":
        table = taking.tables.orders.rename(
            columns={"issuer": "publisher", "issued_on": "as_of", "areas": "area"}
        )
        table = table.assign(
            measure="under_orders",
            period_start=table["effective_from"],
            value=table["area_km2"],
            unit=["" if pd.isna(area) else "km2" for area in table["area_km2"]],
        )
    else:
        table = taking.tables.estimates.rename(columns={"destination": "area"})
    return [_row(record) for record in table[table["id"].isin(ids)].to_dict("records")]


def _row(record: dict[str, object]) -> Row:
    return {
        column.name: is_theirs(str(record["id"]))
        if column.name == "own"
        else _cell(column.name, record.get(column.name))
        for column in SOURCES
    }


def _cell(name: str, value: object) -> Cell:
    if name in _NUMBERS:
        return None if value is None or pd.isna(value) else float(str(value))
    if name in _DAYS:
        return value.date() if isinstance(value, pd.Timestamp) and not pd.isna(value) else None
    return "" if value is None else str(value)


def source_key(row: Row) -> tuple[str, str, str]:
    """Return what makes rows one source: publisher, title and address of the page."""
    return str(row["publisher"]), str(row["source_title"]), str(row["source_url"])


def last_day(rows: Iterable[Row]) -> date | None:
    """Return the newest day that any of some rows describes."""
    return max((day for row in rows if isinstance(day := row["as_of"], date)), default=None)
