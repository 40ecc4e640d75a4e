"""Bad input: every rule of the orders is shown to refuse what breaks it."""

from __future__ import annotations

import pytest

from nuzuh.loaders import DataError
from nuzuh.loaders import orders as module
from nuzuh.loaders.orders import read_orders

RULES = [
    pytest.param({"id": ""}, "id", "must have an id", id="no id"),
    pytest.param({"kind": "leaflet"}, "kind", "a kind is one of", id="unknown kind"),
    pytest.param({"issuer": ""}, "issuer", "must name its issuer", id="no issuer"),
    pytest.param({"pcodes": "PS0275 PS9"}, "pcodes", "an unknown P-code", id="unknown P-code"),
    pytest.param({"pcodes": "", "areas": ""}, "areas", "says where it lies", id="no area"),
    pytest.param({"source_title": ""}, "source_title", "must cite a source", id="no source"),
    pytest.param(
        {"source_url": "JavaScript:alert(1)"}, "source_url", "http(s)", id="a link that runs"
    ),
    pytest.param({"issued_on": ""}, "issued_on", "must have a date of issue", id="no date"),
    pytest.param({"area_km2": "-1"}, "area_km2", "never negative", id="negative area"),
    pytest.param({"people_affected_low": "-1"}, None, "never negative", id="negative count"),
    pytest.param(
        {"people_affected_low": "9", "people_affected_high": "8"},
        "people_affected_low",
        "low is above high",
        id="low above high",
    ),
    pytest.param(
        {"effective_from": "2025-06-05", "effective_to": "2025-06-04"},
        "effective_to",
        "ends before it starts",
        id="end before start",
    ),
    pytest.param({"same_order_as": "T8"}, "same_order_as", "not in the file", id="same as none"),
    pytest.param({"repeats_order": "T8"}, "repeats_order", "not in the file", id="repeats none"),
    pytest.param({"effective_from": "June"}, "effective_from", "YYYY-MM-DD", id="a bad date"),
    pytest.param({"area_km2": "ten"}, "area_km2", "plain number", id="a bad number"),
]


@pytest.mark.parametrize(("cells", "column", "rule"), RULES)
def test_an_order_that_breaks_a_rule_is_refused_by_row_and_column(orders_csv, cells, column, rule):
    with pytest.raises(DataError) as refusal:
        read_orders(orders_csv({}, cells, {}), "mine.csv")
    error = refusal.value
    assert (error.file, error.row) == ("mine.csv", 3)
    assert rule in error.rule
    if column:
        assert error.column == column


def test_every_rule_of_the_schema_is_broken_by_some_test():
    told = [
        str(check.error) for column in module.SCHEMA.columns.values() for check in column.checks
    ] + [str(check.error) for check in module.SCHEMA.checks]
    broken = [param.values[2] for param in RULES]
    assert [rule for rule in told if not any(part in rule for part in broken)] == []


def test_an_id_that_occurs_twice_is_refused(orders_csv):
    with pytest.raises(DataError, match="column id: must not occur twice"):
        read_orders(orders_csv({"id": "A"}, {"id": "A"}), "mine.csv")


@pytest.mark.parametrize("column", module.COLUMNS)
def test_a_file_without_a_column_is_refused_by_its_name(orders_csv, column):
    header, rest = orders_csv({}).decode().split("\n", 1)
    names = ["spare" if name == column else name for name in header.split(",")]
    with pytest.raises(DataError, match=f"row 1: the column '{column}' is missing"):
        read_orders("\n".join([",".join(names), rest]).encode(), "mine.csv")


def test_reports_of_reports_lead_to_one_order(orders_csv):
    table = read_orders(
        orders_csv(
            {"id": "A"},
            {"id": "B", "same_order_as": "A"},
            {"id": "C", "repeats_order": "B"},
            {"id": "D"},
        ),
        "mine.csv",
    )
    assert table["order"].tolist() == ["A", "A", "A", "D"]


def test_reports_that_point_at_each_other_do_not_hang(orders_csv):
    content = orders_csv(
        {"id": "A", "same_order_as": "B"}, {"id": "B", "same_order_as": "A"}, {"id": "C"}
    )
    try:
        table = read_orders(content, "mine.csv")
    except DataError:
        return
    assert table["order"].tolist()[2] == "C"


def test_a_missing_area_is_missing_and_not_zero(orders_csv):
    table = read_orders(orders_csv({"area_km2": ""}, {"area_km2": "0"}), "mine.csv")
    assert table["area_km2"].isna().tolist() == [True, False]
    assert table.loc[1, "area_km2"] == 0
