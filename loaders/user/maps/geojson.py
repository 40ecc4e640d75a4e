"""Features of GeoJSON: read from its own text, so that nothing in it can lead elsewhere."""

from __future__ import annotations

from typing import Any

import shapely

from nuzuh.loaders.user.maps.crs import geojson_crs
from nuzuh.loaders.user.maps.jsonfiles import Document
from nuzuh.loaders.user.maps.rawshapes import RawShapes, raw_shapes, read_items


def read_geojson(document: Document, file: str) -> RawShapes:
    """Return the features of a GeoJSON.

    Raises:
        DataError: for an unknown coordinate system, and too many features or vertices.
        UserDataError: with every feature whose geometry cannot be read.
    """
    crs = geojson_crs(document.crs, file)
    shapes, records = read_items(
        document.items, file, lambda feature: _shape(feature.get("geometry")), "properties"
    )
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
