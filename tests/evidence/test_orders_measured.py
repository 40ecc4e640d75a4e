"""What the page on orders says of how near its numbers come is what the command computes."""

from __future__ import annotations

import pytest

from benchmarks import orders as measured
from nuzuh.evidence.order_book import order_book
from nuzuh.loaders.tables import tables_in_use


@pytest.fixture(scope="module")
def in_use():
    tables = tables_in_use()
    return tables, order_book(tables)


def test_the_page_holds_what_the_command_prints(root):
    page = (root / "docs" / "orders.md").read_text(encoding="utf-8")
    assert measured.told() in page


def test_shares_of_orders_alone_lie_between_our_ends(in_use):
    tables, book = in_use
    rows = [
        row
        for row in measured.published_shares(tables)
        if row.unit == "percent" and measured.computed(row, book)[0] == "orders"
    ]
    assert len(rows) >= 5
    for row in rows:
        _, low, high, _ = measured.computed(row, book)
        assert low - 1 <= row.value <= high + 1, row.id


def test_most_orders_hold_their_published_area(in_use):
    rows = measured.areas(*in_use)
    assert sum(row["low"] * 0.9 <= row["published"] <= row["high"] * 1.1 for row in rows) >= 150


def test_what_every_figure_counts_is_said(in_use):
    tables, book = in_use
    scopes = {measured.computed(row, book)[0] for row in measured.published_shares(tables)}
    assert scopes == {"orders", "orders or zones", "ever ordered", "zones"}
