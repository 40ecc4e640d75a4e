"""The polygons of a reader's file, of whatever format, in the Strip and valid."""

from __future__ import annotations

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import formats
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.headers.columns import match_columns
from nuzuh.loaders.user.maps.esri import read_esri
from nuzuh.loaders.user.maps.geojson import read_geojson
from nuzuh.loaders.user.maps.geopackage import read_geopackage
from nuzuh.loaders.user.maps.jsonfiles import ESRI, Document
from nuzuh.loaders.user.maps.kml import read_kml
from nuzuh.loaders.user.maps.rawshapes import RawShapes
from nuzuh.loaders.user.maps.shapefile import read_shapefile
from nuzuh.loaders.user.maps.sound import Shapes, sound_shapes
from nuzuh.loaders.user.opening import Opened


def read_shapes(found: Opened, document: Document | None, told: Decisions) -> Shapes:
    """Return the polygons of a file in longitude and latitude, valid, inside the Strip.

    Args:
        found: the file, as :func:`nuzuh.loaders.user.opening.opened` tells it.
        document: of a JSON file what it holds.
        told: the reader's answers.

    Raises:
        DataError: when the file cannot be read whole, does not say where on
            Earth it lies, or holds no polygon in the Strip.
    """
    try:
        raw = _raw(found, document, told)
        return sound_shapes(raw, _names(raw, told), found.file)
    except DataError:
        raise
    except Exception as error:  # libraries that read shapes raise types of their own
        rule = f"cannot be read as a map: {formats.SAVE_MAP}"
        raise DataError(found.file, rule) from error


def _raw(found: Opened, document: Document | None, told: Decisions) -> RawShapes:
    if document is not None:
        read = read_esri if document.kind == ESRI else read_geojson
        return read(document, found.file)
    if found.format == formats.KML:
        return read_kml(found.content, found.file)
    if found.format == formats.GEOPACKAGE:
        return read_geopackage(found.content, found.file, told)
    return read_shapefile(found.parts, found.file, told.encoding)


def _names(raw: RawShapes, told: Decisions) -> list[str]:
    """What each feature is called; "" where no field says it."""
    header = [str(name) for name in raw.frame.columns if name != raw.frame.geometry.name]
    place = match_columns(header, [""] * len(header), "areas", told.columns).place_of.get("name")
    if place is None:
        return [""] * len(raw.frame)
    return ["" if cell is None else str(cell)[:80] for cell in raw.frame[header[place]]]
