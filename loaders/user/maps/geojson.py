"""Features of GeoJSON: read from its own text, so that nothing in it can lead elsewhere."""

from __future__ import annotations

from typing import Any

import shapely

from nuzuh.loaders.user.maps.crs import geojson_crs
from nuzuh.loaders.user.maps.jsonfiles import Document
from nuzuh.loaders.user.maps.rawshapes import RawShapes, few, not_too_fine, raw_shapes
from nuzuh.loaders.user.refusal import Problem, UserDataError

UNREADABLE = "has a geometry that cannot be read: draw it anew, or delete the feature"


def read_geojson(document: Document, file: str) -> RawShapes:
    """Return the features of a GeoJSON.

    Raises:
        DataError: for an unknown coordinate system, and too many features or vertices.
        UserDataError: with every feature whose geometry cannot be read.
    """
    few(len(document.items), file)
    crs = geojson_crs(document.crs, file)
    shapes, records, problems, vertices = [], [], [], 0
    for number, feature in enumerate(document.items, start=1):
        try:
            shape = _shape(feature.get("geometry"))
        except Exception:  # noqa: BLE001 - a stranger's geometry can be wrong in any way
            problems.append(Problem(number, "", UNREADABLE))
            continue
        if shape is not None:
            vertices += int(shapely.get_num_coordinates(shape))
            not_too_fine(vertices, file)
        properties = feature.get("properties")
        shapes.append(shape)
        records.append(properties if isinstance(properties, dict) else {})
    if problems:
        raise UserDataError(file, problems, unit="feature")
    return raw_shapes(shapes, records, crs, file, document.notes)


def _shape(geometry: Any) -> Any:
    """The shape of a geometry; None where it has none, or too few points to enclose anything."""
    if geometry is None or geometry == {}:
        return None
    try:
        return shapely.geometry.shape(geometry)
    except (ValueError, shapely.errors.GEOSException) as error:
        if "at least 4" in str(error):
            return None
        raise
