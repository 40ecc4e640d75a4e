"""Evacuation orders and zones as files: a table, and features with the land that they cover."""

from __future__ import annotations

import json

import geopandas as gpd

from nuzuh.files.columns import Column
from nuzuh.files.geo import (
    feature,
    feature_collection,
    geometry_of,
    gpkg_file,
    json_cell,
    parquet_file,
    typed_frame,
)
from nuzuh.files.ledger import csv_text
from nuzuh.files.sheets import table_cells, table_csv
from nuzuh.files.values import Row
from nuzuh.scene.order_records import OrderRecords

_PEOPLE = "; in steps that the range can bear. Empty is not stated, never zero."

ORDERS = (
    Column("id", "string", "#meta+id", "Row of the table of orders."),
    Column(
        "day",
        "date",
        "#date",
        "The day for which all is told: the day asked for; of a period, the first day of it on "
        "which the order was in force.",
    ),
    Column(
        "kind",
        "string",
        "#indicator+code",
        "order; expansion of one; map, which shows again what was ordered before and counts as "
        "no order; zone, which is land declared closed or humanitarian, and no order.",
    ),
    Column(
        "zone", "string", "#indicator+code+zone", "Kind of a zone: humanitarian, no_go, a line."
    ),
    Column("term", "string", "#indicator+name", "What the publisher calls it."),
    Column("issuer", "string", "#org", "Who issued or declared it."),
    Column("issued_on", "date", "#date+issued", "Day of issue."),
    Column("start", "date", "#date+start", "The day on which it took effect."),
    Column(
        "end",
        "date",
        "#date+end",
        "The day on which it was no longer in force: its own end, a rescission of all its land, "
        "a ceasefire; of a zone, what took its place. Empty while it is, by what is on record.",
    ),
    Column("areas", "string", "#loc+name", "Places as its source names them."),
    Column("pcodes", "string", "#adm2+code", "Its governorates (OCHA COD-AB)."),
    Column("blocks", "string", "#loc+code+block", "Numbered blocks, and parts of blocks as 89.2."),
    Column(
        "unknown",
        "string",
        "#loc+name+unknown",
        "Numbers that no block has, and names of no known place: its land is more than told.",
    ),
    Column("directed_to", "string", "#loc+name+destination", "Where people were told to go."),
    Column("area_km2", "number", "#indicator+area+published", "Its area in km2 as published."),
    Column(
        "area_low",
        "number",
        "#indicator+area+min",
        "Land in force that is surely in it, km2. Orders overlap: never add them up.",
    ),
    Column("area_high", "number", "#indicator+area+max", "Land in force that may be in it, km2."),
    Column(
        "outline",
        "string",
        "#meta+outline",
        "How its land is known: given (exact outlines), blocks (approximate cells), places, "
        "governorate, none.",
    ),
    Column(
        "shape",
        "string",
        "#meta+shape",
        "What the geometry is of: blocks that are surely in it, or, where none is, such as may "
        "be (possible). Empty where it has none.",
    ),
    Column(
        "course_as_of",
        "date",
        "#date+course",
        "The day of the course by which a zone is drawn: before its start where a line has moved "
        "since, and nobody has published whereto. Empty of orders, and where no course is known.",
    ),
    Column(
        "people_low",
        "number",
        "#population+estimated+min",
        "People estimated to be there: smallest low of the three estimates that follow" + _PEOPLE,
    ),
    Column(
        "people_high",
        "number",
        "#population+estimated+max",
        "Largest high of the three" + _PEOPLE,
    ),
    Column(
        "people_land_low",
        "number",
        "#population+land+min",
        "The balance's people of the governorates, spread evenly over their land" + _PEOPLE,
    ),
    Column("people_land_high", "number", "#population+land+max", "The same, at most."),
    Column(
        "people_census_low",
        "number",
        "#population+census+min",
        "The same people, spread as people lived in the census of 2017" + _PEOPLE,
    ),
    Column("people_census_high", "number", "#population+census+max", "The same, at most."),
    Column(
        "people_said_low",
        "number",
        "#population+said+min",
        "What the order itself says, until part of it is given back; no more than the balance "
        "has in its governorates that day. Empty is not stated.",
    ),
    Column("people_said_high", "number", "#population+said+max", "The same, at most."),
    Column("view", "string", "#meta+view", "Whose figures the balance uses; empty without it."),
    Column("source_title", "string", "#meta+source", "Where it was seen."),
    Column("source_url", "string", "#meta+source+url", "Its address."),
    Column("source_date", "date", "#date+published", "Date of that page."),
    Column(
        "appeared",
        "string",
        "#meta+appeared",
        "Whether that page was out by the day: in_time, later; or copy, undated, of which nobody "
        "can tell.",
    ),
    Column("own", "boolean", "#meta+own", "Whether it is from a reader's own file."),
    Column("data_version", "string", "#meta+version", "Version of the data."),
)
"""One row an order or zone."""


def order_rows(orders: OrderRecords) -> list[Row]:
    """Return the rows of :data:`ORDERS`."""
    return [
        {column.name: getattr(record, column.name) for column in ORDERS}
        for record in orders.records
    ]


def orders_csv(orders: OrderRecords) -> bytes:
    """Return the orders as CSV: names, HXL tags, a row an order."""
    return table_csv(order_rows(orders), ORDERS)


def orders_printed(orders: OrderRecords) -> bytes:
    """Return the orders as CSV for a terminal or a pipe: without tags and mark."""
    return csv_text(table_cells(order_rows(orders), ORDERS)).encode("utf-8", "replace")


def orders_json(orders: OrderRecords) -> bytes:
    """Return the orders as JSON, beside what the file says of itself."""
    rows = [{n: json_cell(cell) for n, cell in row.items()} for row in order_rows(orders)]
    document = {"about": dict(orders.about), "orders": rows}
    return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def orders_geojson(orders: OrderRecords) -> bytes:
    """Return the orders as a collection of features; of unknown land there is no geometry."""
    return feature_collection(
        orders.about,
        (
            feature(
                record.id,
                row,
                ORDERS,
                None if record.geometry is None else geometry_of(record.geometry),
            )
            for record, row in zip(orders.records, order_rows(orders), strict=True)
        ),
    )


def orders_gpkg(orders: OrderRecords) -> bytes:
    """Return a GeoPackage: the layer ``orders``, and ``about`` without geometry."""
    return gpkg_file({"orders": _frame(orders)}, orders.about, orders.released)


def orders_parquet(orders: OrderRecords) -> bytes:
    """Return GeoParquet 1.1; what it says about itself stands in its metadata under ``nuzuh``."""
    return parquet_file(_frame(orders), ORDERS, orders.about)


def _frame(orders: OrderRecords) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        typed_frame(order_rows(orders), ORDERS),
        geometry=[record.geometry for record in orders.records],
        crs="EPSG:4326",
    )
