"""Coordinate systems as files name them: every spelling of WGS 84, EPSG codes, and definitions."""

from __future__ import annotations

import re
from typing import Any

import pyproj

from nuzuh.loaders.errors import DataError

DEGREES = "EPSG:4326"
METRES = "EPSG:32636"
"""UTM zone 36 N, in which areas of the Strip are measured."""

_LONGEST = 10_000
"""Characters of the longest definition that is read."""

_OGC = r"(?:urn:(?:x-)?ogc:def:crs:|https?://(?:www\.)?opengis\.net/(?:def/crs/|gml/srs/))?"
_CRS84 = re.compile(rf"{_OGC}(?:(?:OGC|urn)[:/\d.]*)?CRS:?84h?", re.IGNORECASE)
_WGS84 = re.compile(r"(?:GCS_)?WGS[ _]?(?:19)?84", re.IGNORECASE)
_CODE = re.compile(
    rf"{_OGC}(EPSG|ESRI)(?:\.xml#|[:/])(?:[\d.]*[:/]){{0,2}}(\d{{4,6}})", re.IGNORECASE
)
_UNKNOWN = "names a coordinate system that is not known: save it in EPSG:4326"


def named_crs(name: str, file: str) -> pyproj.CRS:
    """Return the system of a name.

    Raises:
        DataError: for a name that is not known.

    >>> named_crs("urn:ogc:def:crs:OGC:1.3:CRS84", "a").to_epsg()
    4326
    >>> named_crs("http://www.opengis.net/def/crs/EPSG/0/28191", "a").to_epsg()
    28191
    """
    text = name.strip()[:200]
    if _CRS84.fullmatch(text) or _WGS84.fullmatch(text):
        return pyproj.CRS.from_user_input(DEGREES)
    found = _CODE.fullmatch(text)
    if found is None:
        raise DataError(file, _UNKNOWN)
    return _of_code(found[1].upper(), int(found[2]), file)


def numbered_crs(code: int, file: str) -> pyproj.CRS:
    """Return the system of a code of EPSG or, as Esri's programs write them, of Esri.

    >>> numbered_crs(102100, "a").to_epsg()
    3857
    """
    if code in (102100, 102113, 3785, 900913):
        code = 3857
    try:
        return _of_code("EPSG", code, file)
    except DataError:
        return _of_code("ESRI", code, file)


def defined_crs(definition: str, file: str) -> pyproj.CRS:
    """Return the system of a definition in WKT.

    Raises:
        DataError: for what is no definition, and for one that names files of its own.
    """
    # A definition can name files with grids of shifts; these are the server's, not the reader's.
    grids = re.sub(r"nadgrids=@null", "", definition, flags=re.IGNORECASE).casefold()
    if len(definition) > _LONGEST or "grids=" in grids:
        raise DataError(file, _UNKNOWN)
    try:
        return pyproj.CRS.from_wkt(definition)
    except pyproj.exceptions.CRSError as error:
        raise DataError(file, _UNKNOWN) from error


def geojson_crs(member: Any, file: str) -> pyproj.CRS:
    """Return the system of a GeoJSON: degrees, unless its (outdated) member ``crs`` names another.

    Raises:
        DataError: for one that is not known, or stands behind a link.
    """
    if member is None:
        return pyproj.CRS.from_user_input(DEGREES)
    properties = member.get("properties") if isinstance(member, dict) else None
    if not isinstance(properties, dict):
        raise DataError(file, _UNKNOWN)
    if "name" not in properties and "href" in properties:
        rule = "names its coordinate system by a link, which is not followed: save it in EPSG:4326"
        raise DataError(file, rule)
    code = properties.get("code")
    if code is not None and re.fullmatch(r"\d{4,6}", str(code)):
        return numbered_crs(int(code), file)
    return named_crs(str(properties.get("name", "")), file)


def _of_code(authority: str, code: int, file: str) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_authority(authority, code)
    except pyproj.exceptions.CRSError as error:
        raise DataError(file, _UNKNOWN) from error
