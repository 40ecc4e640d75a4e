"""Values with outlines: GeoJSON, GeoPackage and GeoParquet, a feature a day and governorate."""

from __future__ import annotations

import io
import json
import tempfile
import warnings
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.files.about import about_rows
from nuzuh.files.columns import SOURCES, VALUES, Column
from nuzuh.files.sources import source_rows
from nuzuh.files.values import Row, value_rows
from nuzuh.scene.export import ExportScene
from nuzuh.scene.geometry import governorates

_DIGITS = 6
"""A tenth of a metre: five digits break the outlines where governorates meet."""
_one_at_a_time = Lock()
"""GDAL has one setting of the date for the whole process."""


@lru_cache(maxsize=1)
def outlines() -> dict[str, BaseGeometry]:
    """Return each governorate's outline by P-code: WGS84, outer rings counterclockwise."""
    return {
        pcode: shapely.orient_polygons(shapely.set_precision(shape, 10**-_DIGITS))
        for pcode, shape in governorates().items()
    }


def as_geojson(export: ExportScene) -> bytes:
    """Return a collection of features (RFC 7946); what it says about itself stands beside them."""
    west, south, east, north = shapely.total_bounds(list(outlines().values()))
    document = {
        "type": "FeatureCollection",
        "bbox": [round(float(edge), _DIGITS) for edge in (west, south, east, north)],
        "about": dict(about_rows(export)),
        "features": [_feature(row) for row in value_rows(export)],
    }
    # A feature a line: what changed from one morning to the next can be seen in a diff.
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return (text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n").encode()


def _feature(row: Row) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": f"{row['date']}-{row['pcode']}",
        "properties": {column.name: _json(row[column.name]) for column in VALUES},
        "geometry": _geometry(str(row["pcode"])),
    }


@lru_cache(maxsize=8)
def _geometry(pcode: str) -> dict[str, Any]:
    shape = shapely.geometry.mapping(outlines()[pcode])
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _rounded(part: Any) -> Any:
    if isinstance(part, float):
        return round(part, _DIGITS)
    return [_rounded(one) for one in part]


def _json(value: object) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return str(value)


def as_gpkg(export: ExportScene) -> bytes:
    """Return a GeoPackage: the layer ``areas``, and ``sources`` and ``about`` without geometry."""
    import pyogrio

    tables = {
        # "values" is a word of SQL, which a query would have to quote.
        "areas": _with_outlines(value_rows(export)),
        "sources": _frame(source_rows(export), SOURCES),
        "about": pd.DataFrame(about_rows(export), columns=["name", "text"]),
    }
    # A GeoPackage is a database: it is made in a folder of its own, and read back.
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="nuzuh-") as folder:
        path = Path(folder) / "view.gpkg"
        pyogrio.set_gdal_config_options(
            {"OGR_CURRENT_DATE": f"{export.metadata.released}T00:00:00.000Z"}
        )
        try:
            with warnings.catch_warnings():
                # "sources" and "about" have no place on the earth, and are meant to have none.
                warnings.simplefilter("ignore", UserWarning)
                for place, (layer, frame) in enumerate(tables.items()):
                    pyogrio.write_dataframe(
                        frame, path, layer=layer, driver="GPKG", append=place > 0, use_arrow=True
                    )
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        return path.read_bytes()


def as_parquet(export: ExportScene) -> bytes:
    """Return GeoParquet 1.1; what it says about itself stands in its metadata under ``nuzuh``."""
    import pyarrow.parquet as pq

    frame = _with_outlines(value_rows(export))
    content = io.BytesIO()
    frame.to_parquet(content, index=False, schema_version="1.1.0")
    table = pq.read_table(content)
    about = {
        "about": dict(about_rows(export)),
        "columns": {column.name: [column.tag, column.about] for column in VALUES},
    }
    told = {b"nuzuh": json.dumps(about, ensure_ascii=False).encode()}
    # What pandas notes of its own types means nothing to R or DuckDB.
    kept = {name: text for name, text in table.schema.metadata.items() if name != b"pandas"}
    content = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(kept | told), content, compression="zstd")
    return content.getvalue()


def _with_outlines(rows: Sequence[Row]) -> gpd.GeoDataFrame:
    shapes = [outlines()[str(row["pcode"])] for row in rows]
    return gpd.GeoDataFrame(_frame(rows, VALUES), geometry=shapes, crs="EPSG:4326")


def _frame(rows: Sequence[Row], columns: Sequence[Column]) -> pd.DataFrame:
    """Rows as a table with the type of each column, empty or not; what is missing is null."""
    # Arrow and GDAL's driver are imported only for a file that needs them.
    import pyarrow as pa

    types = {
        "string": pd.ArrowDtype(pa.string()),
        "date": pd.ArrowDtype(pa.date32()),
        "number": pd.ArrowDtype(pa.float64()),
        "integer": pd.ArrowDtype(pa.int64()),
        "boolean": pd.ArrowDtype(pa.bool_()),
    }
    return pd.DataFrame(
        {
            column.name: pd.array(
                [None if row[column.name] == "" else row[column.name] for row in rows],
                dtype=types[column.type],
            )
            for column in columns
        }
    )
