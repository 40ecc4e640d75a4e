"""What a JSON file holds: GeoJSON of any kind, Esri's features, or a list of records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import formats
from nuzuh.loaders.user.maps.rawshapes import few
from nuzuh.loaders.user.notes import Note, note

GEOJSON = "GeoJSON"
ESRI = "Esri JSON"
RECORDS = "records"

_HOLDERS = ("data", "result", "results", "records", "items", "value")
"""What services call the list of records in their answer."""

_DEEP = 5
"""In so many answers within each other the list is looked for."""

_GEOMETRIES = (
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)


@dataclass(frozen=True)
class Document:
    """What a JSON file holds.

    Attributes:
        kind: :data:`GEOJSON`, :data:`ESRI` or :data:`RECORDS`.
        items: features of GeoJSON, features of Esri's, or records.
        crs: what the file says of its coordinate system; None where it says nothing.
        notes: what the file says of itself.
    """

    kind: str
    items: tuple[dict[str, Any], ...]
    crs: Any = None
    notes: tuple[Note, ...] = ()


def read_json(content: bytes, file: str) -> Document:
    """Return what a JSON file holds.

    Lines of GeoJSON, a bare feature, a bare geometry and a collection of
    geometries are collections of features.

    Args:
        content: its bytes, in UTF-8, or UTF-16 with its mark.
        file: its name, for messages.

    Raises:
        DataError: when it is no JSON, or none of these.

    >>> read_json(b'{"type": "Polygon", "coordinates": []}', "a.json").items[0]["type"]
    'Feature'
    """
    whole = _loaded(content, file)
    if isinstance(whole, list):
        return _of_list(whole, file)
    if not isinstance(whole, dict):
        raise DataError(file, f"is not GeoJSON: {formats.SAVE_MAP}")
    if whole.get("type") == "Topology":
        raise formats.refused(file, "TopoJSON", formats.SAVE_MAP)
    notes = (note("cut_off"),) if _is_cut(whole) else ()
    features = whole.get("features")
    if isinstance(features, list):
        return _of_features(features, whole, notes, file)
    if whole.get("type") == "Feature":
        return Document(GEOJSON, (whole,), whole.get("crs"))
    if whole.get("type") in _GEOMETRIES:
        parts = whole.get("geometries") if whole["type"] == "GeometryCollection" else [whole]
        shapes = parts if isinstance(parts, list) else []
        return Document(GEOJSON, tuple(_bare(shape) for shape in shapes), whole.get("crs"))
    return _of_other(whole, file)


def _loaded(content: bytes, file: str) -> Any:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(file, f"is not UTF-8 text: {formats.SAVE_MAP}") from error
    try:
        return _parsed(text)
    except (ValueError, RecursionError) as error:
        lines = [line.strip("\x1e \t\r") for line in text.splitlines()]
        if sum(line.startswith("{") and line.endswith("}") for line in lines) < 2:
            raise DataError(file, f"is not GeoJSON: {formats.SAVE_MAP}") from error
    documents = []
    for number, line in enumerate(lines, start=1):
        try:
            documents += [_parsed(line)] if line else []
        except (ValueError, RecursionError) as error:
            raise DataError(file, "is not JSON", row=number) from error
    return documents


def _parsed(text: str) -> Any:
    return json.loads(text, parse_constant=lambda _: None)


def _of_list(whole: list[Any], file: str) -> Document:
    if not whole or not all(isinstance(one, dict) for one in whole):
        raise DataError(file, f"is a list of neither features nor records: {formats.SAVE_MAP}")
    if any(one.get("type") == "FeatureCollection" for one in whole):
        rule = "is a list of collections of features: join them to one"
        raise DataError(file, rule)
    if all(one.get("type") == "Feature" or _is_geometry(one) for one in whole):
        return Document(GEOJSON, tuple(_bare(o) if _is_geometry(o) else o for o in whole))
    return Document(RECORDS, tuple(whole))


def _of_features(
    features: list[Any], whole: dict[str, Any], notes: tuple[Note, ...], file: str
) -> Document:
    if not all(isinstance(one, dict) for one in features):
        raise DataError(file, "is not a GeoJSON collection of features")
    few(len(features), file)
    if whole.get("type") != "FeatureCollection" and any("attributes" in one for one in features):
        return Document(ESRI, tuple(features), whole.get("spatialReference"), notes)
    return Document(GEOJSON, tuple(features), whole.get("crs"), notes)


def _of_other(whole: dict[str, Any], file: str) -> Document:
    if isinstance(whole.get("error"), dict):
        rule = "holds the answer of a server that something went wrong: fetch the file itself"
        raise DataError(file, rule)
    if "geometryType" in whole and "features" not in whole:
        rule = "describes a layer of a map server and does not hold it: export its features"
        raise DataError(file, rule)
    records = _held(whole)
    if records is None:
        raise DataError(file, f"is not GeoJSON, and no list of records: {formats.SAVE_MAP}")
    return _of_list(records, file)


def _held(whole: dict[str, Any]) -> list[Any] | None:
    """The list of records in the answer of a service, however deep it packs it."""
    inner: Any = whole
    for _ in range(_DEEP):
        if not isinstance(inner, dict):
            break
        lists = {name: value for name, value in inner.items() if _is_records(value)}
        named = [name for name in _HOLDERS if name in lists]
        if named or len(lists) == 1:
            return lists[named[0]] if named else next(iter(lists.values()))
        inner = next((inner[name] for name in _HOLDERS if isinstance(inner.get(name), dict)), None)
    return None


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _is_cut(whole: dict[str, Any]) -> bool:
    """Whether a map server says that it sent only the first features."""
    properties = whole.get("properties")
    inner = properties.get("exceededTransferLimit") if isinstance(properties, dict) else None
    return whole.get("exceededTransferLimit") is True or inner is True


def _is_geometry(one: dict[str, Any]) -> bool:
    return one.get("type") in _GEOMETRIES and ("coordinates" in one or "geometries" in one)


def _bare(shape: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": shape}
