"""Files of every kind, good and bad, made in memory for the tests of a reader's own data."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import shapely

from nuzuh.loaders import DataError
from nuzuh.loaders.user import Checked, check
from nuzuh.loaders.user.notes import LeftOut, Note

HEADER = "date,area,value,measure,publisher,source"
SQUARE = shapely.box(34.30, 31.34, 34.33, 31.37)


def sentence_of(content: bytes, name: str, kind: str | None = None) -> str:
    """Why a file was refused; a word where it was read. Any other error escapes."""
    try:
        check(content, name, kind)
    except DataError as refusal:
        return str(refusal)
    return "read"


def notes(checked: Checked) -> dict[str, Note]:
    """What a reader should look at, by key."""
    return {one.key: one for one in checked.notes}


def left(checked: Checked) -> dict[str, LeftOut]:
    """What was left out, by reason."""
    return {one.reason: one for one in checked.left_out}


def table(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *rows)).encode()


def workbook(*rows: list, title: str = "figures", change=lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, **changes: bytes) -> bytes:
    """A zip with members added or replaced; names are given with / for __."""
    packed = io.BytesIO()
    added = {name.replace("__", "/").replace("_DOT_", "."): text for name, text in changes.items()}
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in added:
                new.writestr(name, old.read(name))
        for name, text in added.items():
            new.writestr(name, text)
    return packed.getvalue()


def zipped(**members: bytes) -> bytes:
    return repacked(b"PK\x05\x06" + b"\0" * 18, **members)


def frame(*shapes, crs: str | None = "EPSG:4326", **fields) -> gpd.GeoDataFrame:
    shapes = shapes or (SQUARE,)
    fields = fields or {"name": [f"Zone {n}" for n in range(1, len(shapes) + 1)]}
    return gpd.GeoDataFrame(fields, geometry=list(shapes), crs=crs)


def geojson(*shapes, **fields) -> bytes:
    return frame(*shapes, **fields).to_json().encode()


def written(shapes: gpd.GeoDataFrame, driver: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some of these are meant to lack a system
        if driver == "GPKG":
            path = Path(folder, "a.gpkg")
            shapes.to_file(path, driver=driver, layer="zones")
            return path.read_bytes()
        shapes.to_file(Path(folder, "zones.shp"), driver="ESRI Shapefile")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for part in sorted(Path(folder).iterdir()):
                archive.write(part, f"inner/{part.name}")
        return packed.getvalue()


def with_sql(content: bytes, *statements: str) -> bytes:
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    for statement in statements:
        database.execute(statement)
    database.commit()
    changed = database.serialize()
    database.close()
    return bytes(changed)


def rows_of(content: bytes, query: str) -> list[tuple]:
    """What a database answers."""
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    rows = database.execute(query).fetchall()
    database.close()
    return rows


def collection(geometry: object, **members) -> bytes:
    feature = {"type": "Feature", "properties": {"name": "Zone"}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **members}).encode()
