"""Checks a time map and packs it for the browser."""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from nuzuh.scene.arrows import PublishedMovement
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.time_map import ARROWS, CubeLayer, Evidence, Note, Phase, TimeMap
from nuzuh.scene.translator import Translator
from nuzuh.web.timemap.checks import checked
from nuzuh.web.timemap.land import land_arrays, land_header
from nuzuh.web.timemap.packing import decimal_codes, pack, piece_of, shape_arrays


@dataclass(frozen=True)
class Payload:
    """What is packed for the browser, and its signature, by which the browser knows it again.

    Attributes:
        parts: its bytes in pieces, some of which other payloads have, too.
        signature: two that differ never share it.
    """

    parts: tuple[bytes, ...]
    signature: str

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return b"".join(self.parts)


def payload_of(parts: tuple[bytes, ...]) -> Payload:
    """Return what is packed, with a signature that tells its bytes."""
    return Payload(parts, hashlib.sha256(b"".join(parts)).hexdigest()[:16])


def bundled(payloads: Iterable[Payload]) -> bytes:
    """Return payloads one after the other, each with its signature and its length in bytes."""
    return b"".join(
        payload.signature.encode() + struct.pack("<I", len(data)) + data
        for payload in payloads
        for data in (payload.data,)
    )


def build_payload(time_map: TimeMap, t: Translator) -> Payload:
    """Check a time map and pack it.

    Args:
        time_map: what to draw.
        t: the reader's language.

    Raises:
        TimeMapError: when something in it cannot be drawn; says what and where.

    Example:
        >>> from shapely import box
        >>> from nuzuh.scene.time_map import Area
        >>> people = np.array([[1000.0, 900.0, np.nan], [200.0, 300.0, 350.0]])
        >>> nothing, unnoted = np.full((2, 3), np.nan), np.full((2, 3), -1, dtype=np.int32)
        >>> layer = CubeLayer(
        ...     "people", "People", "People present", "people", edges=(500.0,),
        ...     colours=("#fee391", "#d95f0e"), labels=("< 500", "≥ 500"),
        ...     marks={"missing": "not reported"},
        ...     value=people, low=nothing, high=nothing, note=unnoted,
        ... )
        >>> areas = [Area("A", "West", box(34.3, 31.4, 34.4, 31.5)),
        ...          Area("B", "East", box(34.4, 31.4, 34.5, 31.5))]
        >>> packed = build_payload(TimeMap(date(2025, 10, 1), 3, areas, [layer]), Translator("en"))
        >>> len(packed.data) < 10_000, len(packed.signature)
        (True, 16)
    """
    sound = checked(time_map, t)
    header = _Header(sound, t)
    layers = sound.layers
    totals = [np.rint(flow.total).astype(np.int32) for flow in sound.flows]
    blocks = sound.land.blocks if sound.land else ()
    counts, x, y = shape_arrays(
        [
            item.shape
            for group in (sound.areas, sound.context, sound.orders, blocks)
            for item in group
        ]
    )
    arrays: dict[str, npt.NDArray[Any]] = {
        "value": np.stack([decimal_codes(layer.value) for layer in layers]),
        "low": np.stack([decimal_codes(layer.low) for layer in layers]),
        "high": np.stack([decimal_codes(layer.high) for layer in layers]),
        "note": np.stack([(layer.note + 1).astype(np.uint16) for layer in layers]),
        "flags": np.stack([_flags(layer) for layer in layers]),
        "placed": (np.array(sound.placed_on, dtype=np.int32) + 1).astype(np.uint16),
        "flowTotals": np.stack(totals) if totals else np.empty((0, 0), dtype=np.int32),
        "counts": counts,
        "x": x,
        "y": y,
        **(land_arrays(sound.land, sound) if sound.land else {}),
    }
    # Numbers are the same in every language, and the words of a language beside all of them.
    shared = [piece_of(arrays), piece_of({"common": header.common()})]
    return payload_of(pack(header.own(), {}, shared))


class _Header:
    """Everything that is not a large array: words, names, classes, notes. Days are indices."""

    def __init__(self, time_map: TimeMap, t: Translator) -> None:
        self._map = time_map
        self._t = t
        self._ids = {area.id: index for index, area in enumerate(time_map.areas)}

    def common(self) -> dict[str, Any]:
        """Return what of the header does not depend on how the data are shown."""
        given, t = self._map, self._t
        return {
            "words": _component_words(t),
            "lang": t.lang,
            "rtl": t.right_to_left,
            "months": {"long": t.months(), "short": t.months(short=True)},
            "first": given.first.isoformat(),
            "days": given.days,
            "palettes": {name: asdict(palette) for name, palette in PALETTES.items()},
            "areas": [
                {"id": a.id, "name": a.name, "side": a.side, "at": a.at, "labelAt": a.label_at}
                for a in given.areas
            ],
            "context": [{"kind": item.kind, "name": item.name} for item in given.context],
            "places": [asdict(p) | {"area": self._ids.get(p.area, -1)} for p in given.places],
            "phases": [self._phase(phase) for phase in given.phases],
            "figures": list(given.figures),
            "evidence": [self._evidence(piece) for piece in given.evidence],
            "arrows": ARROWS,
            "credits": list(given.credits),
        }

    def own(self) -> dict[str, Any]:
        """Return the rest of the header; ``frontend/src/contract.ts`` describes all of it."""
        given = self._map
        return {
            "reconstructed": given.reconstructed,
            "later": given.later,
            "layers": [_layer_header(layer, self._index) for layer in given.layers],
            "weeks": [None if math.isnan(week) else week for week in given.weeks],
            "joints": [
                {
                    "areas": [self._ids[code] for code in joint.areas],
                    "start": self._index(joint.start),
                    "end": self._index(joint.end),
                }
                for joint in given.joints
            ],
            "placed": list(given.placed),
            "flows": [{"from": flow.origin, "to": flow.destination} for flow in given.flows],
            "movements": [self._movement(one) for one in given.movements],
            "orders": [
                {
                    "name": order.name,
                    "start": self._index(order.start),
                    "end": self._index(order.end),
                }
                for order in given.orders
            ],
            **({"land": land_header(given.land, self._index)} if given.land else {}),
        }

    def _index(self, day: date) -> int:
        return (day - self._map.first).days

    def _phase(self, phase: Phase) -> dict[str, Any]:
        days = {name: self._index(getattr(phase, name)) for name in ("start", "end", "preset")}
        return {"id": phase.id, "name": phase.name, **days}

    def _evidence(self, piece: Evidence) -> dict[str, Any]:
        return {
            "start": self._index(piece.start),
            "day": self._index(piece.day),
            "came": self._index(piece.came),
            "areas": [self._ids[code] for code in piece.areas if code in self._ids],
            "number": piece.number,
            "kind": piece.kind,
            "where": piece.where,
            "publisher": piece.publisher,
        }

    def _movement(self, movement: PublishedMovement) -> dict[str, Any]:
        told = ("id", "value", "party", "question", "number", "publisher", "who", "kind", "way")
        return {
            "origins": list(movement.origins),
            "destinations": list(movement.destinations),
            "from": movement.origin,
            "to": movement.destination,
            "tip": None if movement.open_end is None else list(movement.open_end),
            "start": self._index(movement.start),
            "end": self._index(movement.end),
            "known": self._index(movement.known),
            "cameOut": None if movement.came_out is None else self._index(movement.came_out),
            "counts": movement.counts,
            **{name: getattr(movement, name) for name in told},
        }


def _flags(layer: CubeLayer) -> npt.NDArray[np.uint8]:
    if layer.flags is None:
        return np.zeros(layer.value.shape, dtype=np.uint8)
    return layer.flags.astype(np.uint8)


def _layer_header(layer: CubeLayer, index: Callable[[date], int]) -> dict[str, Any]:
    return {
        "id": layer.id,
        "name": layer.name,
        "title": layer.title,
        "unit": layer.unit,
        "edges": list(layer.edges),
        "colours": list(layer.colours),
        "labels": list(layer.labels),
        "marks": dict(layer.marks),
        "columns": list(layer.columns),
        "plain": [list(cells) for cells in layer.plain],
        "signed": layer.signed,
        "circles": layer.circles,
        "ranged": layer.ranged,
        "legend": layer.legend,
        "method": layer.method,
        "placed": layer.placed,
        "orders": layer.orders,
        "over": layer.over,
        "notes": [_note(note, index) for note in layer.notes],
    }


def _note(note: Note, index: Callable[[date], int]) -> dict[str, Any]:
    return {
        "number": note.number,
        "value": note.value,
        "low": note.low,
        "high": note.high,
        "shade": note.shade,
        "lines": list(note.lines),
        "asOf": None if note.as_of is None else index(note.as_of),
        "joint": note.joint,
        "cells": [
            cell if isinstance(cell, str) else [{"text": t, "url": u} for t, u in cell]
            for cell in note.cells
        ],
        "credit": note.credit,
    }


def _component_words(t: Translator) -> dict[str, str]:
    """The words that the component writes itself: its own, and a few shared ones."""
    own = (
        "timemap.",
        "compare.",
        "rail.",
        "take.",
        "panel.",
        "map.",
        "arrow.",
        "copy.",
        "age.",
        "recon.",
        "story.",
    )
    notes = ("note.",)
    labels = ("layer.label", "show.", "view.label", "view.custom", "view.own", "embed.")
    shared = ("opening.latest", "group.", "unit.", "list.", "table.title", "print.north")
    return t.starting((*own, *notes, *labels, *shared))
