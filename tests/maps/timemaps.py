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

from maps.scales import SCALES
from maps.timemap.data import OLD, WIDE, Area, Layer, TimeMap
from maps.timemap.packing import MISSING
from maps.words import Words

FIRST = date(2025, 1, 1)
SCALE = SCALES["people"]


def squares(count: int, *, names: list[str] | None = None, side: float = 0.1) -> list[Area]:
    """Return square areas in rows, the first one in the south-west."""
    across = math.ceil(math.sqrt(count))
    corners = [(34 + side * (n % across), 31 + side * (n // across)) for n in range(count)]
    return [
        Area(f"A{n}", names[n] if names else f"Area {n}", shapely.box(x, y, x + side, y + side))
        for n, (x, y) in enumerate(corners)
    ]


def layer_of(value: Any, **changed: Any) -> Layer:
    """Return a layer of a few numbers, area by day, with the scale of people."""
    given = np.array(value, dtype=np.float64)
    parts: dict[str, Any] = {
        "id": "people",
        "name": "People",
        "title": "People in made-up areas",
        "unit": "people",
        "edges": SCALE.edges,
        "colours": SCALE.colours,
        "labels": tuple(SCALE.labels(Words("en"))),
        "missing": "not reported",
        "value": given,
        "low": np.full(given.shape, np.nan),
        "high": np.full(given.shape, np.nan),
        "note": np.full(given.shape, -1, dtype=np.int32),
        "columns": ("Area", "Figure"),
    }
    return Layer(**parts | changed)


def map_of(value: Any, areas: list[Area] | None = None, **changed: Any) -> TimeMap:
    """Return a map of one layer; the areas are squares unless others are given."""
    layer = value if isinstance(value, Layer) else layer_of(value)
    count, days = layer.value.shape
    parts: dict[str, Any] = {
        "first": FIRST,
        "days": days,
        "areas": squares(count) if areas is None else areas,
        "layers": [layer],
    }
    return TimeMap(**parts | changed)


@dataclass(frozen=True)
class Told:
    """What the map says of an area, or of several that one figure is for."""

    areas: tuple[int, ...]
    value: float
    low: float
    high: float
    below: bool
    old: bool
    wide: bool
    name: str
    number: str
    lines: tuple[str, ...]
    note: dict[str, Any] | None


class Unpacked:
    """A payload as the browser sees it."""

    def __init__(self, data: bytes) -> None:
        whole = zlib.decompress(data, -15)
        (size,) = struct.unpack_from("<I", whole)
        self.header = json.loads(whole[4 : 4 + size])
        at = 4 + size
        self.arrays: dict[str, np.ndarray] = {}
        for section in self.header["sections"]:
            kind = np.dtype(f"<{section['type']}")
            end = at + section["length"] * kind.itemsize
            self.arrays[section["name"]] = gathered(
                whole[at:end], kind, section["length"], section["row"]
            )
            at = end
        assert at == len(whole), "bytes are left that no section names"
        self.words = Words(self.header["lang"])
        self.layers = [layer["id"] for layer in self.header["layers"]]
        cube = (len(self.layers), len(self.header["areas"]), self.header["days"])
        for name in ("value", "low", "high", "note", "flags"):
            self.arrays[name] = self.arrays[name].reshape(cube)

    def shapes(self) -> list[BaseGeometry]:
        """The shapes of areas, surroundings and orders, in this order."""
        return shapes_of(*(self.arrays[name] for name in ("counts", "x", "y")))

    def groups(self, layer: int, day: int) -> list[tuple[int, ...]]:
        """Areas that one dated figure is for, in the order of their first area."""
        notes = self.header["layers"][layer]["notes"]
        groups: dict[int, list[int]] = {}
        for area, code in enumerate(self.arrays["note"][layer, :, day].tolist()):
            shared = code > 0 and notes[code - 1]["asOf"] is not None
            groups.setdefault(code if shared else -1 - area, []).append(area)
        return [tuple(group) for group in groups.values()]

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
            number, lines = note["number"], tuple(note["lines"])
            if note["asOf"] is not None:
                lines += (self.words.age(day - note["asOf"]) + note["suffix"],)
        elif math.isnan(value):
            number, lines = meta["missing"], ()
        else:
            number = self.words("recon.about", n=self._written(value, signed=meta["signed"]))
            lines = (self.words("recon.mark"), self.range(layer, low, high))
            assert self.header["reconstructed"], "a published number without its words"
        return Told(
            areas,
            value,
            low,
            high,
            bool(note and note["below"]),
            bool(flags & OLD),
            bool(flags & WIDE),
            self.words.together(self.header["areas"][area]["name"] for area in areas),
            number,
            lines,
            note,
        )

    def range(self, layer: int, low: float, high: float) -> str:
        """The likely range in words."""
        if math.isnan(low) or math.isnan(high):
            return self.words("recon.norange")
        signed = self.header["layers"][layer]["signed"]
        ends = (self._written(end, signed=signed) for end in (low, high))
        return self.words("recon.likely", low=next(ends), high=next(ends))

    def row(self, layer: int, told: Told, day: int) -> list[Any]:
        """The table's row: texts, and for orders the links."""
        meta = self.header["layers"][layer]
        cells: list[Any] = [told.name, told.number]
        if told.note:
            as_of = told.note["asOf"]
            age = "" if as_of is None else self.words.age(day - as_of)
            return cells + [_cell(cell, age) for cell in told.note["cells"]]
        if meta["ranged"]:
            known = not math.isnan(told.value)
            cells.append(self.range(layer, told.low, told.high) if known else "")
        return cells + meta["plain"][told.areas[0]]

    def colour(self, layer: int, told: Told) -> str:
        """The colour of a number's class."""
        meta = self.header["layers"][layer]
        passed = [edge < told.value if told.below else edge <= told.value for edge in meta["edges"]]
        return meta["colours"][sum(passed)]

    @staticmethod
    def _written(value: float, *, signed: bool) -> str:
        number = f"{abs(value):,.0f}"
        if not signed:
            return number
        return ("" if number == "0" else "+" if value > 0 else "−") + number + "%"


def _cell(cell: Any, age: str) -> Any:
    if isinstance(cell, str):
        return age if cell == "{age}" else cell
    return tuple((link["text"], link["url"]) for link in cell)


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
