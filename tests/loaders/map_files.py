"""Maps in every format that is read, made in memory for the tests of a reader's own data."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import shapely

from tests.loaders.user_files import SQUARE, frame

BERLIN = shapely.box(13.3, 52.4, 13.5, 52.6)
JENIN = shapely.box(35.2, 32.4, 35.4, 32.6)
NORTH = shapely.box(34.49, 31.53, 34.50, 31.54)
RAFAH = shapely.box(34.25, 31.27, 34.28, 31.29)


def features(*shapes: object, crs: object = None, **fields: list) -> bytes:
    """A GeoJSON as strangers write it: fields as they are, a shape or a geometry each."""
    count = len(shapes)
    told = [
        {
            "type": "Feature",
            "properties": {name: values[at] for name, values in fields.items()},
            "geometry": shape
            if isinstance(shape, dict | None)
            else shapely.geometry.mapping(shape),
        }
        for at, shape in zip(range(count), shapes, strict=True)
    ]
    whole = {"type": "FeatureCollection", "features": told}
    return json.dumps(whole if crs is None else whole | {"crs": crs}, ensure_ascii=False).encode()


def kml(
    *placemarks: str, before: str = "", namespace: str = "http://www.opengis.net/kml/2.2"
) -> bytes:
    inside = "".join(f"<Placemark>{one}</Placemark>" for one in placemarks)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f'<kml xmlns="{namespace}"><Document>{inside}</Document></kml>'
    ).encode()


def kml_polygon(shape: shapely.Polygon = SQUARE) -> str:
    """A polygon of KML, with its holes and with heights."""

    def ring(line: object, kind: str) -> str:
        points = " ".join(f"{x},{y},0" for x, y in line.coords)
        return f"<{kind}><LinearRing><coordinates>{points}</coordinates></LinearRing></{kind}>"

    holes = "".join(ring(line, "innerBoundaryIs") for line in shape.interiors)
    return f"<Polygon>{ring(shape.exterior, 'outerBoundaryIs')}{holes}</Polygon>"


def packed(**members: bytes) -> bytes:
    """A zip; names are given with / for __ and . for _DOT_."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), text)
    return content.getvalue()


def geopackage(**layers: object) -> bytes:
    """A GeoPackage of several layers of frames."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.gpkg")
        for name, shapes in layers.items():
            shapes.to_file(path, driver="GPKG", layer=name)
        return path.read_bytes()


def shapefiles(**layers: object) -> bytes:
    """A zip of several shapefiles."""
    content = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(content, "w") as archive:
        for name, shapes in layers.items():
            shapes.to_file(Path(folder, f"{name}.shp"), driver="ESRI Shapefile")
        for part in sorted(Path(folder).iterdir()):
            archive.write(part, part.name)
    return content.getvalue()


def database(*statements: str, identity: bytes = b"GPKG") -> bytes:
    """A database that calls itself a GeoPackage."""
    made = sqlite3.connect(":memory:")
    for statement in statements:
        made.execute(statement)
    made.commit()
    content = bytearray(made.serialize())
    made.close()
    content[68:72] = identity
    return bytes(content)


def named(*shapes: object, name: str = "Zone") -> object:
    return frame(*shapes, name=[f"{name} {n}" for n in range(1, len(shapes) + 1)])
