"""Evacuation orders, their expansions and rescissions, and zones, as their issuers put them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders.current import current
from nuzuh.loaders.ledger import hold_issuers
from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.pages import with_pages
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.schema import (
    column_rule,
    hold,
    known_pcodes,
    read_csv,
    row_rule,
    to_dates,
    to_numbers,
    web_address,
)
from nuzuh.loaders.table import Table

COLUMNS = (
    "id",
    "same_order_as",
    "repeats_order",
    "kind",
    "term",
    "issuer",
    "issued_on",
    "effective_from",
    "effective_to",
    "areas",
    "pcodes",
    "blocks",
    "area_km2",
    "share_of_strip_percent",
    "people_affected_low",
    "people_affected_high",
    "directed_to",
    "source_title",
    "source_url",
    "source_date",
    "seen",
    "note",
)
KINDS = ("order", "expansion", "rescission", "zone")
_DATES = ("issued_on", "effective_from", "effective_to", "source_date")
_NUMBERS = ("area_km2", "share_of_strip_percent", "people_affected_low", "people_affected_high")

SCHEMA = pa.DataFrameSchema(
    {
        "id": pa.Column(str, column_rule(bool, "an order must have an id"), unique=True),
        "kind": pa.Column(
            str, column_rule(KINDS.__contains__, f"a kind is one of {', '.join(KINDS)}")
        ),
        "issuer": pa.Column(str, column_rule(bool, "an order must name its issuer")),
        "pcodes": pa.Column(str, column_rule(known_pcodes, "an unknown P-code")),
        "source_title": pa.Column(str, column_rule(bool, "an order must cite a source")),
        "source_url": pa.Column(
            str, column_rule(web_address, "a source link is an http(s) address")
        ),
        "issued_on": pa.Column(
            "datetime64[s]",
            pa.Check(
                lambda s: s.notna(), error="an order must have a date of issue", ignore_na=False
            ),
            nullable=True,
        ),
    },
    checks=[
        row_rule(
            lambda f: (f["areas"] != "") | (f["pcodes"] != ""),
            "an order says where it lies, or that its report does not say so",
            column="areas",
        ),
        row_rule(
            lambda f: f[list(_NUMBERS)].min(axis=1).fillna(0) >= 0,
            "an area or a count is never negative",
            column="area_km2",
        ),
        row_rule(
            lambda f: ~(f["people_affected_low"] > f["people_affected_high"]),
            "low is above high",
            column="people_affected_low",
        ),
        row_rule(
            lambda f: ~(f["effective_from"] > f["effective_to"]),
            "the order ends before it starts",
            column="effective_to",
        ),
        *(
            row_rule(
                lambda f, column=column: f[column].eq("") | f[column].isin(f["id"]),
                "points to an order that is not in the file",
                column=column,
            )
            for column in ("same_order_as", "repeats_order")
        ),
    ],
)
"""The rules that every order keeps; each one is tested by breaking it."""


def read_orders(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``orders.csv``.

    Beside the file's columns: ``order``, the id of the order that a row is
    about, so that a second report (``same_order_as``) or a repetition
    (``repeats_order``) of an order is never counted as another one; and
    ``page`` (see :func:`nuzuh.loaders.pages.page_of`). ``pcodes`` is empty where the
    report does not say where the order lies.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    frame = read_csv(content, file, COLUMNS)
    frame = to_numbers(to_dates(frame, _DATES, file), _NUMBERS, file)
    frame = hold(SCHEMA, frame, file)
    parent = {
        row.id: row.same_order_as or row.repeats_order or row.id
        for row in frame.itertuples(index=False)
    }
    frame["order"] = [_root(order, parent) for order in frame["id"]]
    return with_pages(frame)


def _root(order: str, parent: dict[str, str]) -> str:
    seen = {order}
    while parent[order] != order and parent[order] not in seen:
        order = parent[order]
        seen.add(order)
    return order


def load_orders() -> Table[pd.DataFrame]:
    """Return the orders in use: the embedded ones, with live orders where they were adopted.

    See :func:`nuzuh.loaders.live.adopt`.

    Raises:
        DataError: when the file is not the published one or breaks a rule.
    """
    return current().tables.get("orders") or embedded_orders()


@lru_cache(maxsize=1)
def embedded_orders() -> Table[pd.DataFrame]:
    """Return the embedded orders and zones, in order of issue.

    Publishers' own terms ("evacuation order", "displacement order",
    "warning") stay in the column ``term``.

    Raises:
        DataError: when the file is not the published one or breaks a rule.

    Example:
        >>> orders = embedded_orders().frame
        >>> int(orders["order"].nunique()) < len(orders)
        True
    """
    file = "orders.csv"
    frame = read_orders(read_bytes("orders"), file)
    hold_issuers(frame, load_publishers().frame, file)
    return Table(frame, provenance("orders", len(frame)))
