"""Checks a time map and packs it for the browser."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from maps.scales import PALETTES
from maps.timemap.data import Area, Layer, Note, TimeMap, TimeMapError
from maps.timemap.packing import decimal_codes, pack, shape_arrays
from maps.words import Words

MOST_AREAS, MOST_DAYS = 5_000, 20_000
MOST_VERTICES = 1_000_000
"""What is larger would stall a reader's browser: generalise it first."""


@dataclass(frozen=True)
class Payload:
    """A packed time map and its signature, by which the browser knows it again."""

    data: bytes
    signature: str


def build_payload(time_map: TimeMap, words: Words) -> Payload:
    """Check a time map and pack it.

    Args:
        time_map: what to draw.
        words: the reader's language.

    Raises:
        TimeMapError: when something in it cannot be drawn; says what and where.
    """
    areas = _checked_areas(time_map.areas, words)
    _check_cubes(time_map, words)
    ids = {area.id: index for index, area in enumerate(areas)}
    points = {area.id: area.at for area in areas}

    def index(day: date) -> int:
        return (day - time_map.first).days

    def middle(codes: Sequence[str]) -> list[float]:
        known = [points[code] for code in codes]
        return [sum(point[axis] for point in known) / len(known) for axis in (0, 1)]

    header: dict[str, Any] = {
        "words": _component_words(words),
        "lang": words.lang,
        "rtl": words.right_to_left,
        "months": {"long": words.months(), "short": words.months(short=True)},
        "first": time_map.first.isoformat(),
        "days": time_map.days,
        "reconstructed": time_map.reconstructed,
        "layers": [_layer_header(layer, index) for layer in time_map.layers],
        "palettes": {name: asdict(palette) for name, palette in PALETTES.items()},
        "areas": [
            {"id": a.id, "name": a.name, "side": a.side, "at": a.at, "labelAt": a.label_at}
            for a in areas
        ],
        "context": [{"kind": item.kind, "name": item.name} for item in time_map.context],
        "places": [asdict(place) for place in time_map.places],
        "phases": [
            {
                "id": turn.id,
                "name": turn.name,
                "start": index(turn.start),
                "end": index(turn.end),
                "preset": index(turn.preset),
            }
            for turn in time_map.turns
        ],
        "weeks": [None if math.isnan(week) else week for week in time_map.weeks],
        "figures": list(time_map.figures),
        "evidence": [
            {
                "start": index(piece.start),
                "day": index(piece.day),
                "areas": [ids[code] for code in piece.areas if code in ids],
                "number": piece.number,
                "publisher": piece.publisher,
                "kind": piece.kind,
            }
            for piece in time_map.evidence
        ],
        "flows": [
            {
                "from": flow.origin,
                "to": flow.destination,
                "fromAt": points[flow.origin],
                "toAt": points[flow.destination],
            }
            for flow in time_map.flows
        ],
        "counted": [
            {
                "from": flow.origin,
                "to": flow.destination,
                "fromAt": middle(flow.origins),
                "toAt": middle(flow.destinations),
                "start": index(flow.start),
                "end": index(flow.end),
                "value": flow.value,
                "series": flow.series,
                "number": flow.number,
                "who": flow.who,
                "kind": flow.kind,
            }
            for flow in time_map.counted
        ],
        "orders": [
            {"name": order.name, "start": index(order.start), "end": index(order.end)}
            for order in time_map.orders
        ],
        "credits": list(time_map.credits),
    }
    drawn = [
        *(area.shape for area in areas),
        *(item.shape for item in time_map.context),
        *(_polygonal(order.shape, order.name, words) for order in time_map.orders),
    ]
    counts, x, y = shape_arrays(drawn)
    layers = time_map.layers
    totals = [np.rint(flow.total).astype(np.int32) for flow in time_map.flows]
    arrays = {
        "value": np.stack([decimal_codes(layer.value) for layer in layers]),
        "low": np.stack([decimal_codes(layer.low) for layer in layers]),
        "high": np.stack([decimal_codes(layer.high) for layer in layers]),
        "note": np.stack([(layer.note + 1).astype(np.uint16) for layer in layers]),
        "flags": np.stack([_flags(layer) for layer in layers]),
        "flowTotals": np.stack(totals) if totals else np.empty((0, 0), dtype=np.int32),
        "counts": counts,
        "x": x,
        "y": y,
    }
    data = pack(header, arrays)
    return Payload(data, hashlib.sha256(data).hexdigest()[:16])


def _checked_areas(areas: Sequence[Area], words: Words) -> list[Area]:
    """Areas with sound outlines and points inside them."""
    if not areas:
        raise TimeMapError(words("timemap.no_areas"))
    if len(areas) > MOST_AREAS:
        raise TimeMapError(words("timemap.too_many", n=words.number(MOST_AREAS)))
    if len({area.id for area in areas}) < len(areas):
        raise TimeMapError(words("timemap.same_id"))
    checked = []
    vertices = 0
    for area in areas:
        shape = _polygonal(area.shape, area.name, words)
        vertices += shapely.get_num_coordinates(shape)
        inside = shape.representative_point()
        at = area.at or (float(inside.x), float(inside.y))
        label_at = at[1] if area.label_at is None else area.label_at
        checked.append(Area(area.id, area.name, shape, area.side, at, label_at))
    if vertices > MOST_VERTICES:
        raise TimeMapError(words("timemap.too_fine", n=words.number(MOST_VERTICES)))
    return checked


def _polygonal(shape: BaseGeometry, name: str, words: Words) -> BaseGeometry:
    """The polygons of a shape, made valid; refused when none are left or they lie off the globe."""
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    parts = [part for part in _flat(shape) if part.geom_type == "Polygon" and not part.is_empty]
    if not parts:
        raise TimeMapError(words("timemap.no_polygon", name=name))
    west, south, east, north = shapely.total_bounds(parts)
    if not (-180 <= west and east <= 180 and -90 <= south and north <= 90):
        raise TimeMapError(words("timemap.off_globe", name=name))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _flat(shape: BaseGeometry) -> list[BaseGeometry]:
    parts = shapely.get_parts(shape)
    if len(parts) == 1 and parts[0].geom_type == shape.geom_type:
        return [shape]
    return [leaf for part in parts for leaf in _flat(part)]


def _check_cubes(time_map: TimeMap, words: Words) -> None:
    if time_map.days < 1 or not time_map.layers:
        raise TimeMapError(words("timemap.no_days"))
    if time_map.days > MOST_DAYS:
        raise TimeMapError(words("timemap.too_long", n=words.number(MOST_DAYS)))
    shape = (len(time_map.areas), time_map.days)
    for layer in time_map.layers:
        for name in ("value", "low", "high", "note"):
            given = getattr(layer, name).shape
            if given != shape:
                raise TimeMapError(
                    words("timemap.shape", layer=layer.name, part=name, given=given, wanted=shape)
                )
        if len(layer.colours) != len(layer.edges) + 1:
            raise TimeMapError(words("timemap.classes", layer=layer.name))
    for flow in time_map.flows:
        if flow.total.shape != (time_map.days,):
            raise TimeMapError(
                words(
                    "timemap.shape",
                    layer=f"{flow.origin} > {flow.destination}",
                    part="total",
                    given=flow.total.shape,
                    wanted=(time_map.days,),
                )
            )


def _flags(layer: Layer) -> np.ndarray:
    if layer.flags is None:
        return np.zeros(layer.value.shape, dtype=np.uint8)
    return layer.flags.astype(np.uint8)


def _layer_header(layer: Layer, index: Any) -> dict[str, Any]:
    return {
        "id": layer.id,
        "name": layer.name,
        "title": layer.title,
        "unit": layer.unit,
        "edges": list(layer.edges),
        "colours": list(layer.colours),
        "labels": list(layer.labels),
        "missing": layer.missing,
        "columns": list(layer.columns),
        "plain": [list(cells) for cells in layer.plain],
        "signed": layer.signed,
        "circles": layer.circles,
        "ranged": layer.ranged,
        "legend": layer.legend,
        "notes": [_note(note, index) for note in layer.notes],
    }


def _note(note: Note, index: Any) -> dict[str, Any]:
    return {
        "number": note.number,
        "value": note.value,
        "low": note.low,
        "high": note.high,
        "below": note.below,
        "lines": list(note.lines),
        "asOf": None if note.as_of is None else index(note.as_of),
        "suffix": note.suffix,
        "cells": [
            cell if isinstance(cell, str) else [{"text": t, "url": u} for t, u in cell]
            for cell in note.cells
        ],
        "credit": note.credit,
    }


def _component_words(words: Words) -> dict[str, str]:
    """The words that the component writes itself: those under ``timemap.`` and a few shared ones."""
    shared = ("age.", "recon.about", "recon.likely", "recon.norange", "recon.mark", "map.", "table.title")
    return words.starting(("timemap.", "rail.", *shared))

