"""Where things are: governorates, places, surroundings, and names as publishers write them."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa
import shapely

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.package import provenance, read_bytes
from nuzuh.loaders.schema import column_rule, hold, known_pcodes, read_csv, to_numbers, web_address
from nuzuh.loaders.table import Table
from nuzuh.loaders.territory import territory

BOUNDS = territory().bounds
"""The territory in degrees (west, south, east, north): geometry outside is not of it."""

_GOVERNORATE = re.compile(r"\s*\bgovernorates?\b")
_NAMES = ("name_en", "name_ar", "name_he")
_PLACES = (
    *_NAMES,
    "kind",
    "pcode",
    "latitude",
    "longitude",
    "population",
    "population_year",
    "line",
    "source_url",
    "note",
)


def inside_strip(frame: pd.DataFrame) -> pd.Series:
    """Whether each row's point (columns ``longitude``, ``latitude``) lies within :data:`BOUNDS`."""
    west, south, east, north = BOUNDS
    return frame["longitude"].between(west, east) & frame["latitude"].between(south, north)


_PLACES_SCHEMA = pa.DataFrameSchema(
    {
        "name_en": pa.Column(
            str, column_rule(bool, "a place must have an English name"), unique=True
        ),
        "pcode": pa.Column(str, column_rule(known_pcodes, "an unknown P-code")),
        "source_url": pa.Column(
            str, column_rule(web_address, "a source link is an http(s) address")
        ),
        "population": pa.Column(
            float, pa.Check.ge(0, error="a count is never negative"), nullable=True
        ),
    },
    checks=pa.Check(
        inside_strip,
        error="lies outside the Gaza Strip (34.2-34.6 E, 31.2-31.6 N)",
        name="latitude",
    ),
)
_NAMES_SCHEMA = pa.DataFrameSchema(
    {
        "name": pa.Column(str, column_rule(bool, "a name is missing"), unique=True),
        "coverage": pa.Column(
            str,
            column_rule(
                ("whole", "city", "part", "beyond").__contains__,
                "coverage is whole, city, part or beyond",
            ),
        ),
        "pcodes": pa.Column(str, column_rule(known_pcodes, "an unknown P-code")),
    }
)


@lru_cache(maxsize=1)
def load_boundaries() -> Table[gpd.GeoDataFrame]:
    """Return the five governorates, north to south: names, area (km2), geometry (EPSG:4326).

    The outlines are COD-AB version 01 generalised to 40 m: good for display,
    not for measurement. ``area_km2`` is the published area of the original.

    Raises:
        DataError: when a governorate is missing, repeated, invalid or lies elsewhere.

    Example:
        >>> round(load_boundaries().frame["area_km2"].sum())
        365
    """
    file = "governorates.geojson"
    read_bytes("territory")
    frame = _read_geojson("governorates", file)
    if sorted(frame["pcode"]) != sorted(pc.GOVERNORATES):
        raise DataError(file, "must hold each of the five governorates once", column="pcode")
    west, south, east, north = BOUNDS
    for number, shape in enumerate(frame.geometry, start=1):
        if not shape.is_valid:
            reason = shapely.is_valid_reason(shape)
            raise DataError(file, f"feature {number} is not a valid polygon ({reason})")
        x0, y0, x1, y1 = shape.bounds
        if not (west <= x0 and south <= y0 and x1 <= east and y1 <= north):
            raise DataError(file, f"feature {number} lies outside the Gaza Strip")
    frame = frame.set_index("pcode").loc[list(pc.GOVERNORATES)].reset_index()
    return Table(frame, provenance("governorates", len(frame)))


@lru_cache(maxsize=1)
def areas_km2() -> dict[str, float]:
    """Return each governorate's published area in km2, by P-code.

    >>> round(areas_km2()["PS0275"])
    64
    """
    frame = load_boundaries().frame
    return dict(zip(frame["pcode"], frame["area_km2"], strict=True))


@lru_cache(maxsize=1)
def load_context() -> Table[gpd.GeoDataFrame]:
    """Return what surrounds and crosses the Strip: neighbours, roads, Wadi Gaza, crossings.

    Drawn for orientation; each feature states its source and accuracy in metres.

    Raises:
        DataError: when the file is not the published one.
    """
    frame = _read_geojson("context", "context.geojson")
    return Table(frame, provenance("context", len(frame)))


@lru_cache(maxsize=1)
def load_region() -> Table[gpd.GeoDataFrame]:
    """Return the coast of the eastern Mediterranean and the names around it, to about 10 km.

    For the small map that shows where the Strip lies. It draws no border.

    Raises:
        DataError: when the file is not the published one.
    """
    frame = _read_geojson("region", "region.geojson")
    return Table(frame, provenance("region", len(frame)))


def _read_geojson(name: str, file: str) -> gpd.GeoDataFrame:
    content = read_bytes(name)
    try:
        frame = gpd.read_file(io.BytesIO(content))
    except Exception as error:  # the reader's driver raises types of its own
        raise DataError(file, "cannot be read as GeoJSON") from error
    if frame.crs is None or frame.crs.to_epsg() != 4326:
        raise DataError(file, "must be in longitude and latitude (EPSG:4326)")
    return frame


def read_places(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``places.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    numbers = ("latitude", "longitude", "population", "population_year")
    frame = to_numbers(read_csv(content, file, _PLACES), numbers, file)
    return hold(_PLACES_SCHEMA, frame, file)


@lru_cache(maxsize=1)
def load_places() -> Table[pd.DataFrame]:
    """Return the gazetteer: places in English, Arabic and Hebrew with a point in degrees.

    Aggregate places only (governorates' towns, camps, quarters, crossings,
    lines): no site of displaced people is in it.

    Raises:
        DataError: when the file is not the published one or breaks a rule.
    """
    frame = read_places(read_bytes("places"), "places.csv")
    return Table(frame, provenance("places", len(frame)))


def read_area_names(content: bytes, file: str) -> pd.DataFrame:
    """Return a validated frame from CSV bytes in the columns of ``area_names.csv``.

    Raises:
        DataError: for the first rule that a row breaks.
    """
    columns = ("name", "coverage", "pcodes", "name_ar", "name_he")
    return hold(_NAMES_SCHEMA, read_csv(content, file, columns), file)


@lru_cache(maxsize=1)
def load_area_names() -> Table[pd.DataFrame]:
    """Return the crosswalk from names as publishers write them to P-codes.

    ``coverage`` tells how the name and the P-codes relate: ``whole`` (the same
    area), ``city`` (Gaza City, which stands in for Gaza governorate: publishers
    often mean both northern governorates), ``part`` (a smaller area inside
    them), ``beyond`` (more than the Strip).

    Raises:
        DataError: when the file is not the published one or breaks a rule.
    """
    frame = read_area_names(read_bytes("area_names"), "area_names.csv")
    return Table(frame, provenance("area_names", len(frame)))


@lru_cache(maxsize=1)
def _coverage_by_name() -> dict[str, str]:
    names = load_area_names().frame
    return dict(zip(map(_plain, names["name"]), names["coverage"], strict=True))


@lru_cache(maxsize=1)
def _governorate_names() -> dict[str, str]:
    frame = load_boundaries().frame
    return dict(zip(map(_plain, frame["name_en"]), frame["pcode"], strict=True))


def coverage_of(name: str, pcodes: str) -> str:
    """Tell how a published area name relates to its P-codes: whole, city, part, beyond or ''.

    A name that is not in the crosswalk counts as whole only when it is spelled
    out of governorate names that match the P-codes, and as a part otherwise.

    >>> coverage_of("Khan Younis; Rafah", "PS0270 PS0275")
    'whole'
    >>> coverage_of("Gaza City", "PS0260")
    'city'
    >>> coverage_of("Rafah governorate", "PS0275")
    'whole'
    >>> coverage_of("some camp", "PS0265")
    'part'
    """
    if not name:
        return ""
    plain = _plain(name)
    known = _coverage_by_name().get(plain)
    if known is not None:
        return known
    codes = {_governorate_names().get(part) for part in plain.split("; ")}
    return "whole" if codes == set(pc.split(pcodes)) else "part"


def _plain(name: str) -> str:
    """A name as it is compared: without case and without the word governorate."""
    return _GOVERNORATE.sub("", name.casefold()).strip()
