"""Placemarks of KML: plain XML without entities, whose links are never followed."""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree import ElementTree as ET

import shapely

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import formats, limits
from nuzuh.loaders.user.maps.crs import DEGREES, named_crs
from nuzuh.loaders.user.maps.rawshapes import UNREADABLE, RawShapes, few, not_too_fine, raw_shapes
from nuzuh.loaders.user.notes import note
from nuzuh.loaders.user.refusal import Problem, UserDataError

_DEPTH = 60
"""Elements within elements: more than any program writes."""

_ELEMENTS = 1_000_000

_TEXTS = ("name", "description", "begin", "end", "when", "visibility")
_TAG = re.compile(r"<[^<>]{0,500}>")


def read_kml(content: bytes, file: str) -> RawShapes:
    """Return the placemarks of a KML: their polygons, names, texts, times and extended data.

    The name of the folder of each is its field ``folder``.

    Args:
        content: its bytes.
        file: its name, for messages.

    Raises:
        DataError: when it is no KML, declares entities, or is nested without sense.
        UserDataError: with every placemark whose coordinates cannot be read.
    """
    reader = _Placemarks(file)
    # No document type, no entities: what makes XML unsafe is refused where it is declared.
    parser = ET.XMLParser(target=reader)  # noqa: S314
    try:
        parser.feed(content)
        parser.close()
    except DataError:
        raise
    except (ET.ParseError, ValueError, LookupError) as error:
        rule = f"is damaged XML and cannot be read as KML: {formats.SAVE_MAP}"
        raise DataError(file, rule) from error
    if reader.problems:
        raise UserDataError(file, reader.problems, unit="feature")
    links = (note("links", n=reader.links),) if reader.links else ()
    crs = named_crs(DEGREES, file)
    return raw_shapes(reader.shapes, reader.records, crs, file, links)


class _Placemarks:
    """What the parser tells its elements to; it builds no tree of them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.shapes: list[Any] = []
        self.records: list[dict[str, Any]] = []
        self.problems: list[Problem] = []
        self.links = 0
        self._path: list[str] = []
        self._folders: list[str] = []
        self._text: list[str] = []
        self._record: dict[str, Any] | None = None
        self._parts: list[Any] = []
        self._outline: Any = None
        self._holes: list[Any] = []
        self._named = ""
        self._vertices = self._elements = 0
        self._broken = False

    def doctype(self, _name: str, _public: str, _system: str) -> None:
        rule = "declares a document type, which KML has none of: save it anew"
        raise DataError(self.file, rule)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._path.append(name)
        self._elements += 1
        if len(self._path) > _DEPTH or self._elements > _ELEMENTS:
            rule = "has too many elements, or too deep ones, to be KML: save it anew"
            raise DataError(self.file, rule)
        self._text = []
        if name == "NetworkLink":
            self.links += 1
        elif name in ("Folder", "Document"):
            self._folders.append("")
        elif name == "Placemark":
            self._record, self._parts, self._broken = {}, [], False
            few(len(self.shapes) + 1, self.file)
        elif name == "Polygon":
            self._outline, self._holes = None, []
        elif name in ("Data", "SimpleData"):
            self._named = attributes.get("name", "")[:200]

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, _tag: str) -> None:
        name = self._path.pop()
        text = "".join(self._text).strip()
        self._text = []
        parent = self._path[-1] if self._path else ""
        if self._record is None:
            self._end_of_folder(name, parent, text)
        elif name == "Placemark":
            self._placed(self._record)
            self._record = None
        elif name == "coordinates":
            self._coordinates(text, parent)
        elif name == "Polygon" and self._outline is not None:
            self._parts.append(shapely.polygons(self._outline, holes=self._holes or None))
        elif name in ("value", "SimpleData") and self._named:
            self._record.setdefault(self._named, text)
        elif name in _TEXTS and parent in ("Placemark", "TimeSpan", "TimeStamp"):
            self._record[name] = _without_markup(text)

    def _end_of_folder(self, name: str, parent: str, text: str) -> None:
        if name == "name" and parent in ("Folder", "Document"):
            self._folders[-1] = text[:200]
        elif name in ("Folder", "Document"):
            self._folders.pop()

    def close(self) -> None:
        """End of the text, of which nothing is left to tell."""

    def _placed(self, record: dict[str, Any]) -> None:
        number = len(self.shapes) + 1
        if self._broken:
            self.problems.append(Problem(number, "", UNREADABLE))
        parts = self._parts
        polygons = [part for part in parts if part.geom_type == "Polygon"]
        if len(polygons) > 1:
            shape = shapely.multipolygons(polygons)
        else:
            shape = next(iter(polygons or parts), None)
        folder = next((name for name in reversed(self._folders[1:]) if name), "")
        self.shapes.append(shape)
        self.records.append(record | ({"folder": folder} if folder else {}))

    def _coordinates(self, text: str, parent: str) -> None:
        # A point has one comma or two: too many are refused before they are read.
        not_too_fine(self._vertices + text.count(",") // 2, self.file)
        try:
            points = [_point(point) for point in re.sub(r"\s*,\s*", ",", text).split()]
        except ValueError:
            self._broken = True
            return
        self._vertices += len(points)
        not_too_fine(self._vertices, self.file)
        if "Polygon" not in self._path:
            if points:
                line = parent in ("LineString", "LinearRing") and len(points) > 1
                self._parts.append(
                    shapely.linestrings(points) if line else shapely.Point(points[0])
                )
        elif len(points) > 2:
            ring = shapely.linearrings(points)
            if "innerBoundaryIs" in self._path:
                self._holes.append(ring)
            else:
                self._outline = ring


def _point(text: str) -> tuple[float, float]:
    """Longitude and latitude; a height behind them is of no use here."""
    longitude, latitude = text.split(",")[:2]
    return float(longitude), float(latitude)


def _without_markup(text: str) -> str:
    """The words of a description, which programs fill with tables for a balloon."""
    plain = _TAG.sub(" ", text[: 4 * limits.CELL_LENGTH])
    return " ".join(html.unescape(plain).split())[: limits.CELL_LENGTH]
