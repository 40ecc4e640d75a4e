"""Read shapes from strangers and hold them against what is known of the Gaza Strip."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import PurePosixPath
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

from nuzuh.loaders.areas import BOUNDS
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live.archives import members
from nuzuh.loaders.live.settings import Settings

STRIP_KM2 = 365.0
"""Area of the Strip (COD-AB version 01), in square kilometres."""
TOLERANCE = 0.01
METRES = 32636
"""UTM zone 36 N, in which areas are measured."""
DEGREES = 4326
MOST_SHAPES = 50_000
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def from_geojson(content: bytes, name: str) -> gpd.GeoDataFrame:
    """Return the features of a GeoJSON in longitude and latitude.

    Raises:
        DataError: when it is not GeoJSON, or in another reference system.
    """
    try:
        told: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DataError(name, "is not valid JSON") from error
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or not features:
        raise DataError(name, "holds no features")
    if len(features) > MOST_SHAPES:
        raise DataError(name, f"holds more than {MOST_SHAPES:,} features")
    _check_reference_system(told, name)
    rows, geometries = [], []
    for number, feature in enumerate(features, start=1):
        try:
            geometries.append(shapely.from_geojson(json.dumps(feature["geometry"])))
            properties = feature.get("properties") or {}
            rows.append({str(key): value for key, value in properties.items()})
        except Exception as error:  # shapely raises types of its own for broken coordinates
            raise DataError(name, f"feature {number} is not a GeoJSON feature") from error
    return gpd.GeoDataFrame(rows, geometry=geometries, crs=DEGREES)


def _check_reference_system(told: dict[str, Any], name: str) -> None:
    """GeoJSON is in longitude and latitude; older files may say otherwise."""
    member = told.get("crs")
    if member is None:
        return
    named = json.dumps(member).upper()
    if "CRS84" not in named and "EPSG::4326" not in named and "EPSG:4326" not in named:
        raise DataError(name, "is in another reference system than longitude and latitude")


def from_shapefile(content: bytes, name: str, settings: Settings) -> gpd.GeoDataFrame:
    """Return the features of a zipped shapefile, brought into longitude and latitude.

    Raises:
        DataError: when there is not exactly one, or its reference system is not stated.
    """
    held = members(content, name, settings)
    outlines = [path for path in held if path.lower().endswith(".shp")]
    if len(outlines) != 1:
        raise DataError(name, f"holds {len(outlines)} shapefiles where one is needed")
    stem = PurePosixPath(outlines[0]).with_suffix("").as_posix().casefold()
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w") as archive:
        for path, part in held.items():
            # The driver gets known names only, whatever the archive called them.
            inside = PurePosixPath(path)
            if (
                inside.with_suffix("").as_posix().casefold() == stem
                and inside.suffix.lower() in _SHAPEFILE
            ):
                archive.writestr(f"shapes{inside.suffix.lower()}", part)
    try:
        frame = pyogrio.read_dataframe(clean.getvalue())
    except Exception as error:  # the driver raises types of its own
        raise DataError(name, "is not a shapefile that can be read") from error
    if frame.crs is None:
        raise DataError(name, "does not state its reference system (.prj is missing)")
    if len(frame) > MOST_SHAPES:
        raise DataError(name, f"holds more than {MOST_SHAPES:,} features")
    try:
        return frame.to_crs(DEGREES)
    except Exception as error:  # pyproj raises types of its own
        raise DataError(name, "cannot be brought into longitude and latitude") from error


def check_inside_the_strip(frame: gpd.GeoDataFrame, name: str, *, margin: float = 0.0) -> None:
    """Raise unless every shape is a valid area within the box around the Gaza Strip.

    Args:
        frame: shapes in longitude and latitude.
        name: what to call the file in messages.
        margin: degrees by which a shape may reach beyond the box.

    Raises:
        DataError: naming the feature, and the likely reason.
    """
    west, south, east, north = BOUNDS
    for number, shape in enumerate(frame.geometry, start=1):
        if shape is None or shape.is_empty or shape.geom_type not in ("Polygon", "MultiPolygon"):
            raise DataError(name, f"feature {number} is not an area")
        if not shape.is_valid:
            reason = shapely.is_valid_reason(shape)
            raise DataError(name, f"feature {number} is not a valid area ({reason})")
        x0, y0, x1, y1 = shape.bounds
        if (
            x0 >= west - margin
            and y0 >= south - margin
            and x1 <= east + margin
            and y1 <= north + margin
        ):
            continue
        if y0 >= west and y1 <= east and x0 >= south and x1 <= north:
            raise DataError(name, f"feature {number} has its axes swapped (latitude first)")
        if max(abs(x0), abs(x1)) > 180 or max(abs(y0), abs(y1)) > 90:
            raise DataError(name, f"feature {number} is not in longitude and latitude")
        raise DataError(
            name, f"feature {number} lies outside the Gaza Strip (34.2-34.6 E, 31.2-31.6 N)"
        )


def areas_of(frame: gpd.GeoDataFrame) -> list[float]:
    """Return the area of each shape in square kilometres."""
    return [float(area) / 1e6 for area in frame.to_crs(METRES).area]


def check_whole_strip(frame: gpd.GeoDataFrame, name: str, *, tolerance: float = TOLERANCE) -> None:
    """Raise unless the shapes together have the area of the Gaza Strip.

    Raises:
        DataError: with the area found.
    """
    total = sum(areas_of(frame))
    if abs(total / STRIP_KM2 - 1) > tolerance:
        raise DataError(
            name,
            f"covers {total:.1f} km2 where the Gaza Strip has {STRIP_KM2:.0f} "
            f"(at most {tolerance:.0%} off)",
        )


def to_geojson(frame: gpd.GeoDataFrame) -> bytes:
    """Return shapes as GeoJSON with six decimals (a tenth of a metre), one feature a line."""
    lines = []
    for row in frame.itertuples(index=False):
        properties = {name: getattr(row, name) for name in frame.columns if name != "geometry"}
        shape = shapely.transform(row.geometry, lambda xy: xy.round(6))
        # Rounding can fold a sliver onto itself.
        shape = shape if shape.is_valid else row.geometry
        feature = {"type": "Feature", "properties": properties, "geometry": shape.__geo_interface__}
        lines.append(json.dumps(feature, ensure_ascii=False))
    features = ",\n".join(lines)
    return f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'.encode()
