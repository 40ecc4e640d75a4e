"""Where records lie, asked of DuckDB."""

from __future__ import annotations

import ibis
import pyarrow as pa

from nuzuh.loaders.records.mapping import Place
from nuzuh.loaders.records.place_lookup import Lookup, lookup_in

COORDINATES = Place("coordinates", latitude="lat", longitude="lon")


def connection():
    """Return DuckDB as the records are counted with it."""
    return ibis.duckdb.connect(threads=1)


def records_of(engine, columns):
    """Return columns as a table of DuckDB, its rows numbered."""
    held = pa.table(columns)
    engine.con.register("places", held.append_column("row", pa.array(range(held.num_rows))))
    return engine.table("places")


def areas_of(engine, kind: Place, lookup: Lookup | None = None, **columns) -> list[str | None]:
    """Return the area of each record of some columns, None of one that is unplaced."""
    records = records_of(engine, columns)
    lookup = lookup or lookup_in(records, kind)
    keyed = records.select("row", to_key=lookup.key(records))
    placed = lookup.placed(keyed, "to_key", "area").order_by("row").to_pyarrow()
    assert placed["row"].to_pylist() == list(range(records.count().to_pyarrow().as_py()))
    return placed["area"].to_pylist()


def told_of(engine, tell, **columns) -> list[bool]:
    """Return what an expression of some columns is of each record."""
    records = records_of(engine, columns)
    told = tell(*(records[name] for name in columns))
    return records.select("row", told=told).order_by("row").to_pyarrow()["told"].to_pylist()
