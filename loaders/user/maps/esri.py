"""Features as Esri's map servers write them: rings, whose winding tells holes from outlines."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely

from nuzuh.loaders.user.maps.crs import defined_crs, numbered_crs
from nuzuh.loaders.user.maps.jsonfiles import Document
from nuzuh.loaders.user.maps.rawshapes import RawShapes, raw_shapes, read_items
from nuzuh.loaders.user.refusal import CellError

_CURVED = "is drawn with curves: densify them, and save the layer anew"


def read_esri(document: Document, file: str) -> RawShapes:
    """Return the features of an Esri JSON.

    Raises:
        DataError: for an unknown coordinate system, and too many features or vertices.
        UserDataError: with every feature whose geometry cannot be read.
    """
    shapes, records = read_items(document.items, file, _shape_of, "attributes")
    inner = (_geometry(feature).get("spatialReference") for feature in document.items)
    reference = document.crs
    if reference is None:
        reference = next((one for one in inner if one is not None), None)
    return raw_shapes(shapes, records, _crs(reference, file), file, document.notes)


def _geometry(feature: dict[str, Any]) -> dict[str, Any]:
    geometry = feature.get("geometry")
    return geometry if isinstance(geometry, dict) else {}


def _shape_of(feature: dict[str, Any]) -> Any:
    if "curveRings" in _geometry(feature):
        raise CellError(_CURVED)
    return _shape(feature.get("geometry"))


def _crs(reference: Any, file: str) -> pyproj.CRS | None:
    if not isinstance(reference, dict):
        return None
    for name in ("latestWkid", "wkid"):
        code = reference.get(name)
        if isinstance(code, int):
            return numbered_crs(code, file)
    wkt = reference.get("wkt2", reference.get("wkt"))
    return defined_crs(wkt, file) if isinstance(wkt, str) else None


def _shape(geometry: Any) -> Any:
    """The shape of a geometry; None where it has none."""
    if geometry is None:
        return None
    if "rings" in geometry:
        return _polygon([_ring(ring) for ring in geometry["rings"]])
    if "paths" in geometry:
        return shapely.multilinestrings([shapely.linestrings(_ring(p)) for p in geometry["paths"]])
    if "points" in geometry:
        return shapely.multipoints(_ring(geometry["points"]))
    if "xmin" in geometry:
        return shapely.box(*(float(geometry[edge]) for edge in ("xmin", "ymin", "xmax", "ymax")))
    return None if geometry.get("x") is None else shapely.Point(geometry["x"], geometry["y"])


def _ring(points: Any) -> np.ndarray:
    return np.array([(float(point[0]), float(point[1])) for point in points])


def _polygon(rings: list[np.ndarray]) -> Any:
    """The polygon of rings: outlines run clockwise, holes the other way, in any order.

    Where a hole would lie in no outline the rings were written the other way round, as
    GeoJSON has them.
    """
    closed = [shapely.linearrings(ring) for ring in rings if len(ring) > 2]
    if not closed:
        return None
    turned = [bool(shapely.is_ccw(ring)) for ring in closed]
    clockwise = [ring for ring, is_turned in zip(closed, turned, strict=True) if not is_turned]
    others = [ring for ring, is_turned in zip(closed, turned, strict=True) if is_turned]
    parts, astray = _with_holes(clockwise, others)
    if astray:
        parts, astray = _with_holes(others, clockwise)
    parts += [shapely.polygons(ring) for ring in astray]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)


def _with_holes(outlines: list[Any], holes: list[Any]) -> tuple[list[Any], list[Any]]:
    """Each outline with the holes that lie in it, and the holes that lie in none."""
    if not outlines:
        return [], list(holes)
    filled = shapely.polygons(outlines)
    boxes, sizes = shapely.bounds(filled).reshape(-1, 4), shapely.area(filled)
    shapely.prepare(filled)
    within: list[list[Any]] = [[] for _ in outlines]
    astray = []
    for hole in holes:
        x0, y0, x1, y1 = shapely.bounds(hole)
        around = np.flatnonzero(
            (boxes[:, 0] <= x0) & (boxes[:, 1] <= y0) & (boxes[:, 2] >= x1) & (boxes[:, 3] >= y1)
        )
        middle = shapely.point_on_surface(shapely.polygons(hole))
        holding = [at for at in around if shapely.intersects(filled[at], middle)]
        if holding:
            within[min(holding, key=lambda at: sizes[at])].append(hole)
        else:
            astray.append(hole)
    made = [
        shapely.polygons(ring, holes=inner or None)
        for ring, inner in zip(outlines, within, strict=True)
    ]
    return made, astray
