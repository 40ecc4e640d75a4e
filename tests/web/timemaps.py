"""Made-up time maps, and the browser's side of a payload written once more in Python.

:class:`Unpacked` follows ``frontend/src/unpack.ts`` and ``cells.ts``: what it reads out of the
bytes is what the reader of the map is told.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from nuzuh.scene.arrows import PublishedMovement
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.time_map import FLAGS, WIDE, Area, CubeLayer, TimeMap
from nuzuh.scene.translator import Translator
from nuzuh.web.timemap.packing import MISSING

FIRST = date(2025, 1, 1)
SCALE = RECORDS["people"].scale


def squares(count: int, *, names: list[str] | None = None, side: float = 0.1) -> list[Area]:
    """Return square areas in rows, the first one in the south-west."""
    across = math.ceil(math.sqrt(count))
    corners = [(34 + side * (n % across), 31 + side * (n // across)) for n in range(count)]
    return [
        Area(f"A{n}", names[n] if names else f"Area {n}", shapely.box(x, y, x + side, y + side))
        for n, (x, y) in enumerate(corners)
    ]


def layer_of(value: Any, **changed: Any) -> CubeLayer:
    """Return a layer of a few numbers, area by day, with the scale of people."""
    given = np.array(value, dtype=np.float64)
    parts: dict[str, Any] = {
        "id": "people",
        "name": "People",
        "title": "People in made-up areas",
        "unit": "people",
        "edges": SCALE.edges,
        "colours": SCALE.colours,
        "labels": tuple(SCALE.labels(Translator("en"))),
        "marks": {"missing": "not reported", "wide": "a wide range"},
        "value": given,
        "low": np.full(given.shape, np.nan),
        "high": np.full(given.shape, np.nan),
        "note": np.full(given.shape, -1, dtype=np.int32),
        "columns": ("Area", "Figure"),
    }
    return CubeLayer(**parts | changed)


def map_of(value: Any, areas: list[Area] | None = None, **changed: Any) -> TimeMap:
    """Return a map of one layer; the areas are squares unless others are given."""
    layer = value if isinstance(value, CubeLayer) else layer_of(value)
    count, days = layer.value.shape
    parts: dict[str, Any] = {
        "first": FIRST,
        "days": days,
        "areas": squares(count) if areas is None else areas,
        "layers": [layer],
    }
    return TimeMap(**parts | changed)


def moved(number: str = "5", **changed: Any) -> PublishedMovement:
    """Return a published movement from the first square to the second, of the first day."""
    parts: dict[str, Any] = {
        "id": "M1",
        "origins": ("A0",),
        "destinations": ("A1",),
        "origin": "Here",
        "destination": "There",
        "start": FIRST,
        "end": FIRST,
        "known": changed.get("end", FIRST),
        "value": 5.0,
        "party": "un",
        "question": "moved people",
        "number": number,
        "who": "UN, 1 Jan 2025",
        "publisher": "UN",
        "speaker": "UN",
        "kind": "people moved",
        "way": "Here → There",
    }
    return PublishedMovement(**parts | changed)


@dataclass(frozen=True)
class Told:
    """What the map says of an area, or of several that one figure is for."""

    areas: tuple[int, ...]
    value: float
    low: float
    high: float
    shade: int | None
    pattern: str
    wide: bool
    name: str
    number: str
    lines: tuple[str, ...]
    note: dict[str, Any] | None


def opened(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the header and the arrays of what was packed."""
    whole = zlib.decompress(data, -15)
    (size,) = struct.unpack("<I", whole[-4:])
    header = json.loads(whole[-4 - size : -4])
    at = 0
    arrays: dict[str, np.ndarray] = {}
    for section in header["sections"]:
        if section["type"] == "json":
            header |= json.loads(whole[at : at + section["length"]])
            at += section["length"]
            continue
        kind = np.dtype(f"<{section['type']}")
        end = at + section["length"] * kind.itemsize
        arrays[section["name"]] = gathered(whole[at:end], kind, section["length"], section["row"])
        at = end
    assert at == len(whole) - 4 - size, "bytes are left that no section names"
    return header, arrays


class Unpacked:
    """A payload as the browser sees it."""

    def __init__(self, data: bytes) -> None:
        self.header, self.arrays = opened(data)
        self.t = Translator(self.header["lang"])
        self.layers = [layer["id"] for layer in self.header["layers"]]
        cube = (len(self.layers), len(self.header["areas"]), self.header["days"])
        for name in ("value", "low", "high", "note", "flags"):
            self.arrays[name] = self.arrays[name].reshape(cube)

    def shapes(self) -> list[BaseGeometry]:
        """The shapes of areas, surroundings and orders, in this order."""
        return shapes_of(*(self.arrays[name] for name in ("counts", "x", "y")))

    def groups(self, layer: int, day: int) -> list[tuple[int, ...]]:
        """Areas that one figure is for, in the order of their first area."""
        notes = self.header["layers"][layer]["notes"]
        groups: dict[tuple[str, int], list[int]] = {}
        for area, code in enumerate(self.arrays["note"][layer, :, day].tolist()):
            key = ("area", area)
            joint = self.joint(area, day)
            if code > 0 and notes[code - 1]["joint"]:
                key = ("note", code)
            elif code == 0 and joint is not None:
                key = ("joint", joint)
            groups.setdefault(key, []).append(area)
        return [tuple(group) for group in groups.values()]

    def joint(self, area: int, day: int) -> int | None:
        """The joint that an area belongs to on a day."""
        for index, joint in enumerate(self.header["joints"]):
            if area in joint["areas"] and joint["start"] <= day <= joint["end"]:
                return index
        return None

    def placed(self, layer: int, day: int) -> str:
        """What the map's figures come to on a day; "" where the map does not say."""
        if not self.header["layers"][layer]["placed"] or not len(self.arrays["placed"]):
            return ""
        index = int(self.arrays["placed"][day])
        return self.header["placed"][index - 1] if index else ""

    def told(self, layer: int, day: int) -> list[Told]:
        """Everything that the map says on a day."""
        return [self._told(layer, group, day) for group in self.groups(layer, day)]

    def _told(self, layer: int, areas: tuple[int, ...], day: int) -> Told:
        meta, at = self.header["layers"][layer], (layer, areas[0], day)
        code = int(self.arrays["note"][at])
        note = meta["notes"][code - 1] if code else None
        flags = int(self.arrays["flags"][at])
        value, low, high = (
            (_number(note[part]) if note else number_of(int(self.arrays[part][at])))
            for part in ("value", "low", "high")
        )
        if note:
            number = note["number"]
            lines = tuple(self._aged(line, note, day) for line in note["lines"])
        elif math.isnan(value):
            number, lines = meta["marks"]["missing"], ()
        else:
            number = self.t("recon.about", n=self._written(value, signed=meta["signed"]))
            lines = tuple(filter(None, (self.t("recon.mark"), self.range(layer, low, high))))
            assert self.header["reconstructed"], "a published number without its words"
        return Told(
            areas,
            value,
            low,
            high,
            note["shade"] if note else self._shade(layer, value),
            next((name for name, bit in FLAGS.items() if bit and flags & bit), ""),
            bool(flags & WIDE),
            self.t.together(self.header["areas"][area]["name"] for area in areas),
            number,
            lines,
            note,
        )

    def _aged(self, text: str, note: dict[str, Any], day: int) -> str:
        as_of = note["asOf"]
        return text if as_of is None else text.replace("{age}", self.t.age(day - as_of))

    def _shade(self, layer: int, value: float) -> int | None:
        if math.isnan(value):
            return None
        return sum(edge <= value for edge in self.header["layers"][layer]["edges"])

    def range(self, layer: int, low: float, high: float) -> str:
        """The likely range in words; "" where its ends are told as the same."""
        if math.isnan(low) or math.isnan(high):
            return self.t("recon.norange")
        signed = self.header["layers"][layer]["signed"]
        least, most = (self._written(end, signed=signed) for end in (low, high))
        return "" if least == most else self.t("recon.likely", low=least, high=most)

    def row(self, layer: int, told: Told, day: int) -> list[Any]:
        """The table's row: texts, and for orders the links."""
        meta = self.header["layers"][layer]
        if told.note:
            return [told.name, *(self._cell(cell, told.note, day) for cell in told.note["cells"])]
        cells: list[Any] = [told.name, told.number]
        if meta["ranged"]:
            known = not math.isnan(told.value)
            cells.append(self.range(layer, told.low, told.high) if known else "")
        joint = self.joint(told.areas[0], day)
        plain = told.areas[0] if joint is None else len(self.header["areas"]) + joint
        return cells + meta["plain"][plain]

    def _cell(self, cell: Any, note: dict[str, Any], day: int) -> Any:
        if isinstance(cell, str):
            return self._aged(cell, note, day)
        return tuple((link["text"], link["url"]) for link in cell)

    @staticmethod
    def _written(value: float, *, signed: bool) -> str:
        number = f"{abs(value):,.0f}"
        if not signed:
            return number
        return ("" if number == "0" else "+" if value > 0 else "−") + number + "%"


def _number(given: float | None) -> float:
    return math.nan if given is None else given


def number_of(code: int) -> float:
    """The number of a decimal code, from what three significant digits mean."""
    if code == MISSING:
        return math.nan
    if code == 0:
        return 0.0
    power, mantissa = divmod(abs(code) - 1, 900)
    return math.copysign(float(f"{mantissa + 100}e{power - 5}"), code)


def gathered(data: bytes, kind: np.dtype, length: int, row: int) -> np.ndarray:
    """Undo byte planes and differences along rows."""
    planes = np.frombuffer(data, dtype=np.uint8).reshape(kind.itemsize, length)
    whole = np.ascontiguousarray(planes.T).reshape(-1).view(f"<u{kind.itemsize}").copy()
    if row:
        whole = np.cumsum(whole.reshape(-1, row), axis=1, dtype=whole.dtype).reshape(-1)
    return whole.view(kind)


def shapes_of(counts: np.ndarray, x: np.ndarray, y: np.ndarray) -> list[BaseGeometry]:
    """Read shapes back from their counts and coordinates."""
    numbers, points = iter(counts.tolist()), iter(zip(x / 1e6, y / 1e6, strict=True))

    def ring(length: int) -> list[tuple[float, float]]:
        return [next(points) for _ in range(length)]

    shapes: list[BaseGeometry] = []
    for kind in numbers:
        if kind == 0:
            shapes.append(shapely.Point(next(points)))
        elif kind == 1:
            shapes.append(
                shapely.MultiLineString([ring(next(numbers)) for _ in range(next(numbers))])
            )
        else:
            polygons = []
            for _ in range(next(numbers)):
                shell, *holes = [ring(next(numbers)) for _ in range(next(numbers))]
                polygons.append(shapely.Polygon(shell, holes))
            shapes.append(shapely.MultiPolygon(polygons))
    assert next(points, None) is None
    return shapes
