"""Polygons from a reader's file: GeoJSON, GeoPackage or zipped shapefile, from memory.

What the bytes are decides how they are read, never the name. GeoJSON is built
here from its own text, and of the other two only files whose bytes are what
they claim reach the drivers, so that no file can lead to another file or
address.
"""

from __future__ import annotations

import io
import json
import math
import re
import sqlite3
import warnings
import zipfile
from contextlib import closing
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely

from nuzuh.loaders.areas import BOUNDS
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.archives import read_archive
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.refusal import Problem, UserDataError

TOLERANCE = 0.02
"""How far beyond the Strip's bounding box a vertex may lie, in degrees (about 2 km)."""

_GPKG_IDS = (b"GPKG", b"GP10", b"GP11")
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_EPSG = re.compile(r"(?:urn:ogc:def:crs:)?EPSG:[\d.]*:?(\d{4,6})", re.IGNORECASE)
_CRS84 = re.compile(r"urn:ogc:def:crs:OGC:[\d.]*:CRS84", re.IGNORECASE)
_SAVE = "save it as GeoJSON, GeoPackage or zipped shapefile"


def read_shapes(content: bytes, file: str, told: Decisions) -> gpd.GeoDataFrame:
    """Return the polygons of a file in longitude and latitude, valid, inside the Strip's box.

    The index holds the number of each feature in the file, from 1.

    Args:
        content: bytes of the file.
        file: its name, for messages only.
        told: the reader's answers.

    Raises:
        DataError: when the file cannot be read whole, does not say where on
            Earth it lies, lies elsewhere, or holds what is no polygon.
    """
    del told
    limits.within_bytes(content, file)
    try:
        with warnings.catch_warnings():
            # Drivers warn of odd attributes and times; polygons are checked below.
            warnings.simplefilter("ignore")
            frame = _read(content, file)
            return _sound(_in_degrees(frame, file), file)
    except DataError:
        raise
    except Exception as error:  # each driver raises types of its own
        raise DataError(file, f"cannot be read as a map: {_SAVE}") from error


def _read(content: bytes, file: str) -> gpd.GeoDataFrame:
    if content.startswith(b"PK"):
        return _shapefile(content, file)
    if content.startswith(b"SQLite format 3\x00"):
        return _geopackage(content, file)
    return _geojson(content, file)


def _geojson(content: bytes, file: str) -> gpd.GeoDataFrame:
    try:
        text = content.decode("utf-8-sig")
        document = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise DataError(file, f"is not GeoJSON: {_SAVE}") from error
    if isinstance(document, dict) and document.get("type") == "Topology":
        raise DataError(file, f"is TopoJSON, which is not read: {_SAVE}")
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise DataError(file, "is not a GeoJSON collection of features")
    _few(len(features), file)
    crs = _crs_of(document, file)
    shapes, records, problems = [], [], []
    for number, feature in enumerate(features, start=1):
        try:
            shapes.append(shapely.geometry.shape(feature["geometry"]))
        except Exception:  # noqa: BLE001 - a stranger's geometry can be wrong in any way
            problems.append(Problem(number, "", "has a geometry that is missing or cannot be read"))
            continue
        properties = feature.get("properties")
        records.append(properties if isinstance(properties, dict) else {})
    if problems:
        raise UserDataError(file, problems, unit="feature")
    names = list(dict.fromkeys(str(name) for record in records for name in record))
    if len(names) > limits.FIELDS:
        raise DataError(file, f"has {len(names)} fields where at most {limits.FIELDS} are read")
    # A field may be called geometry too, which the frame keeps for the shapes.
    fields = {
        "geometry_" if name == "geometry" else name: [_plain_value(r.get(name)) for r in records]
        for name in names
    }
    frame = pd.DataFrame(fields, index=range(len(records)))
    return gpd.GeoDataFrame(frame, geometry=np.array(shapes, dtype=object), crs=crs)


def _plain_value(value: object) -> object:
    return value if isinstance(value, str | int | float | None) else json.dumps(value)[:200]


def _crs_of(document: dict[str, Any], file: str) -> str:
    """The system of a GeoJSON: degrees, unless its (outdated) member ``crs`` names another."""
    named = document.get("crs")
    if named is None:
        return "EPSG:4326"
    properties = named.get("properties") if isinstance(named, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if _CRS84.fullmatch(name):
        return "EPSG:4326"
    found = _EPSG.fullmatch(name)
    if found is None:
        raise DataError(file, "names a coordinate system that is not known: save it in EPSG:4326")
    return f"EPSG:{found[1]}"


def _geopackage(content: bytes, file: str) -> gpd.GeoDataFrame:
    if content[68:72] not in _GPKG_IDS:
        raise DataError(file, f"is a database but no GeoPackage: {_SAVE}")
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        made = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        layers = database.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"
        ).fetchall()
    # Views and virtual tables can compute and reach out; those of the spatial index cannot.
    active = [
        name
        for kind, name, sql in made
        if kind == "view" or re.match(r"create\s+virtual", sql or "", re.IGNORECASE)
        if not re.search(r"using\s+rtree\b", sql or "", re.IGNORECASE)
    ]
    if active:
        raise DataError(file, "holds views or virtual tables: save its layer as a new GeoPackage")
    if len(layers) != 1:
        raise DataError(file, f"holds {len(layers)} layers where one is read: save one alone")
    return _by_driver(content, file, str(layers[0][0]))


def _shapefile(content: bytes, file: str) -> gpd.GeoDataFrame:
    members = read_archive(content, file)
    parts = {
        name: text
        for name, text in members.items()
        if name.casefold().endswith(_SHAPEFILE) and not name.startswith("__MACOSX/")
    }
    shapes = [name for name in parts if name.casefold().endswith(".shp")]
    if len(shapes) != 1:
        raise DataError(file, f"holds {len(shapes)} shapefiles where one is read: zip one alone")
    stem = shapes[0][:-4]
    chosen = {
        suffix: text
        for suffix in _SHAPEFILE
        for name, text in parts.items()
        if name[:-4] == stem and name[-4:].casefold() == suffix
    }
    missing = [suffix for suffix in (".shx", ".dbf") if suffix not in chosen]
    if missing:
        raise DataError(file, f"lacks the part {missing[0]} of its shapefile: zip all its parts")
    if chosen[".shp"][:4] != b"\x00\x00\x27\x0a":
        raise DataError(file, "holds a .shp file that is no shapefile")
    # Packed anew under names of our own: nothing else of the archive reaches the driver.
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for suffix, text in chosen.items():
            archive.writestr(f"layer{suffix}", text)
    return _by_driver(packed.getvalue(), file, None)


def _by_driver(content: bytes, file: str, layer: str | None) -> gpd.GeoDataFrame:
    _few(int(pyogrio.read_info(content, layer=layer, force_feature_count=True)["features"]), file)
    frame = pyogrio.read_dataframe(content, layer=layer, max_features=limits.FEATURES)
    if not isinstance(frame, gpd.GeoDataFrame):
        raise DataError(file, "holds a table without shapes")
    return frame


def _few(features: int, file: str) -> None:
    if features > limits.FEATURES:
        most = f"{limits.FEATURES:,}"
        raise DataError(file, f"holds {features:,} features where at most {most} are read")


def _in_degrees(frame: gpd.GeoDataFrame, file: str) -> gpd.GeoDataFrame:
    if len(frame) == 0:
        raise DataError(file, "holds no feature")
    vertices = int(shapely.get_num_coordinates(frame.geometry.values).sum())
    if vertices > limits.VERTICES:
        most = f"{limits.VERTICES:,}"
        raise DataError(file, f"has {vertices:,} vertices where at most {most} are read: simplify")
    if frame.crs is None:
        raise DataError(
            file,
            "does not say its coordinate system: add the .prj file, or save it in EPSG:4326",
        )
    frame = frame.set_axis(range(1, len(frame) + 1), axis="index")
    _refuse_what_is_no_polygon(frame, file)
    try:
        return frame.to_crs("EPSG:4326")
    except pyproj.exceptions.ProjError as error:
        raise DataError(file, "cannot be brought to longitude and latitude") from error


def _refuse_what_is_no_polygon(frame: gpd.GeoDataFrame, file: str) -> None:
    problems = []
    for number, shape in frame.geometry.items():
        if shape is None or shape.is_empty:
            problems.append(Problem(number, "", "has no shape: draw it, or delete the feature"))
        elif shape.geom_type not in ("Polygon", "MultiPolygon"):
            rule = f"is a {shape.geom_type} where areas are polygons"
            problems.append(Problem(number, "", rule))
        elif not np.isfinite(shapely.get_coordinates(shape)).all():
            problems.append(Problem(number, "", "has a coordinate that is no number"))
    if problems:
        raise UserDataError(file, problems, unit="feature")


def _sound(frame: gpd.GeoDataFrame, file: str) -> gpd.GeoDataFrame:
    """The frame with every shape valid and inside the Strip's box."""
    shapes = shapely.force_2d(frame.geometry.values)
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    if not all(map(math.isfinite, (west, south, east, north))):
        raise DataError(file, "cannot be brought to longitude and latitude")
    if _within(south, west, north, east):
        raise DataError(
            file,
            "has latitude and longitude swapped: a position is longitude first, then latitude",
        )
    problems = []
    for place, (number, shape) in enumerate(zip(frame.index, shapes, strict=True)):
        x0, y0, x1, y1 = shape.bounds
        if not _within(x0, y0, x1, y1):
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            rule = (
                f"lies around {x:.2f} E, {y:.2f} N, outside the Gaza Strip "
                f"({BOUNDS[0]}-{BOUNDS[2]} E, {BOUNDS[1]}-{BOUNDS[3]} N)"
            )
            problems.append(Problem(int(number), "", rule))
        elif not shape.is_valid:
            mended = _polygons(shapely.make_valid(shape))
            if mended is None:
                reason = shapely.is_valid_reason(shape)
                problems.append(Problem(int(number), "", f"cannot be mended ({reason}): redraw it"))
            else:
                shapes[place] = mended
    if problems:
        raise UserDataError(file, problems, unit="feature")
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _within(x0: float, y0: float, x1: float, y1: float) -> bool:
    west, south, east, north = BOUNDS
    inside_x = west - TOLERANCE <= x0 and x1 <= east + TOLERANCE
    return inside_x and south - TOLERANCE <= y0 and y1 <= north + TOLERANCE


def _polygons(shape: Any) -> Any:
    """What has an area of a mended shape; None when nothing has."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape if shape.area else None
    parts = [p for p in getattr(shape, "geoms", []) if p.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else None
