"""Values with outlines: GeoJSON, GeoPackage and GeoParquet, a feature a day and governorate."""

from __future__ import annotations

import io
import json
import tempfile
import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.files.about import about_rows
from nuzuh.files.columns import VALUES, Column
from nuzuh.files.sources import source_columns, source_rows
from nuzuh.files.values import Row, value_rows
from nuzuh.scene.export import ExportScene
from nuzuh.scene.outlines import outlines, shapes_of

Feature = dict[str, object]
_DIGITS = 6
"""A tenth of a metre, as in the outlines themselves."""
_one_at_a_time = Lock()
"""GDAL has one setting of the date for the whole process."""


def as_geojson(export: ExportScene) -> bytes:
    """Return a collection of features (RFC 7946); what it says about itself stands beside them."""
    shapes = shapes_of(export.metadata.outlines)
    drawn = {pcode: geometry_of(shape) for pcode, shape in shapes.items()}
    return feature_collection(
        _about(export),
        (
            feature(_identity(row, export), row, VALUES, drawn[str(row["pcode"])])
            for row in value_rows(export)
        ),
        shapes.values(),
    )


def _about(export: ExportScene) -> list[tuple[str, str]]:
    """What a map file says of itself: what every file does, and which outlines it holds."""
    return [*about_rows(export), *export.metadata.outlines.rows(export.metadata.request.t)]


def _identity(row: Row, export: ExportScene) -> str:
    """Day and area of a row; of sides of one day also of which."""
    side = (row["kind"], row["view"]) if len(export.cubes) > 1 else ()
    return "-".join(str(part) for part in (row["date"], row["pcode"], *filter(None, side)))


def feature_collection(
    about: Iterable[tuple[str, str]],
    features: Iterable[Feature],
    within: Iterable[BaseGeometry] = (),
) -> bytes:
    """Return features as the bytes of a GeoJSON file (RFC 7946).

    Args:
        about: what the file says of itself, which stands beside the features.
        features: see :func:`feature`.
        within: the shapes that its box holds; those of the governorates when empty.
    """
    box = list(within) or list(outlines("display").shapes.values())
    west, south, east, north = shapely.total_bounds(box)
    document = {
        "type": "FeatureCollection",
        "bbox": [round(float(edge), _DIGITS) for edge in (west, south, east, north)],
        "about": dict(about),
        "features": list(features),
    }
    # A feature a line: what changed from one morning to the next can be seen in a diff.
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return (text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n").encode()


def feature(
    identity: str, row: Row, columns: Sequence[Column], geometry: dict[str, Any] | None
) -> Feature:
    """Return a row of a table as a feature; one without a place has no geometry.

    Args:
        identity: id of the feature.
        row: its properties.
        columns: the columns of the table.
        geometry: see :func:`geometry_of`.
    """
    return {
        "type": "Feature",
        "id": identity,
        "properties": {column.name: json_cell(row[column.name]) for column in columns},
        "geometry": geometry,
    }


def geometry_of(shape: BaseGeometry) -> dict[str, Any]:
    """Return a shape as GeoJSON, in degrees to the sixth digit."""
    told = shapely.geometry.mapping(shape)
    return {"type": told["type"], "coordinates": _rounded(told["coordinates"])}


def _rounded(part: Any) -> Any:
    if isinstance(part, float):
        return round(part, _DIGITS)
    return [_rounded(one) for one in part]


def json_cell(value: object) -> object:
    """Return a cell as JSON has it: null where nothing is told."""
    if value is None or value == "":
        return None
    if isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return str(value)


def as_gpkg(export: ExportScene) -> bytes:
    """Return a GeoPackage: the layer ``areas``, and ``sources`` and ``about`` without geometry."""
    tables = {
        # "values" is a word of SQL, which a query would have to quote.
        "areas": _with_outlines(export),
        "sources": typed_frame(source_rows(export), source_columns(export)),
    }
    return gpkg_file(tables, _about(export), export.metadata.released)


def gpkg_file(
    tables: Mapping[str, pd.DataFrame], about: Iterable[tuple[str, str]], released: date
) -> bytes:
    """Return a GeoPackage of tables, with or without geometry, and one named ``about``.

    Args:
        tables: by the name of their layer.
        about: what the file says of itself.
        released: its date: that of the data, and not of its making.
    """
    import pyogrio

    told = pd.DataFrame(list(about), columns=["name", "text"])
    # A GeoPackage is a database: it is made in a folder of its own, and read back.
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="nuzuh-") as folder:
        path = Path(folder) / "view.gpkg"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{released}T00:00:00.000Z"})
        try:
            with warnings.catch_warnings():
                # "sources" and "about" have no place on the earth, and are meant to have none.
                warnings.simplefilter("ignore", UserWarning)
                for place, (layer, frame) in enumerate({**tables, "about": told}.items()):
                    pyogrio.write_dataframe(
                        frame,
                        path,
                        layer=layer,
                        driver="GPKG",
                        append=place > 0,
                        # Of a table without any place nothing else would say that it has places.
                        geometry_type="MultiPolygon" if _is_unplaced(frame) else None,
                        use_arrow=True,
                    )
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        return path.read_bytes()


def _is_unplaced(frame: pd.DataFrame) -> bool:
    return "geometry" in frame and bool(frame["geometry"].isna().all())


def as_parquet(export: ExportScene) -> bytes:
    """Return GeoParquet 1.1; what it says about itself stands in its metadata under ``nuzuh``."""
    return parquet_file(_with_outlines(export), VALUES, _about(export))


def parquet_file(
    frame: gpd.GeoDataFrame, columns: Sequence[Column], about: Iterable[tuple[str, str]]
) -> bytes:
    """Return a table with geometry as GeoParquet 1.1.

    Args:
        frame: the table.
        columns: what its columns say, for the metadata.
        about: what the file says of itself.
    """
    import pyarrow.parquet as pq

    content = io.BytesIO()
    frame.to_parquet(content, index=False, schema_version="1.1.0")
    table = pq.read_table(content)
    described = {
        "about": dict(about),
        "columns": {column.name: [column.tag, column.about] for column in columns},
    }
    told = {b"nuzuh": json.dumps(described, ensure_ascii=False).encode()}
    # What pandas notes of its own types means nothing to R or DuckDB.
    kept = {name: text for name, text in table.schema.metadata.items() if name != b"pandas"}
    content = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(kept | told), content, compression="zstd")
    return content.getvalue()


def _with_outlines(export: ExportScene) -> gpd.GeoDataFrame:
    rows, shapes = value_rows(export), shapes_of(export.metadata.outlines)
    placed = [shapes[str(row["pcode"])] for row in rows]
    return gpd.GeoDataFrame(typed_frame(rows, VALUES), geometry=placed, crs="EPSG:4326")


def typed_frame(rows: Sequence[Row], columns: Sequence[Column]) -> pd.DataFrame:
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
