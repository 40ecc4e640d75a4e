"""Numbers as compact bytes: what the browser gets once and unpacks into typed arrays.

Values are told with at most three significant digits, so a number is one of
900 codes a decade and fits 16 bits without losing anything that is told.
Arrays are stored as differences of neighbours, byte plane by byte plane: both
make the long runs that deflate (RFC 1951) shortens.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

MISSING = -32768
"""Code of a missing value; no number has it."""

_CODES = 900
"""Codes a decade: the mantissas 100 to 999."""
_SHIFT = 5
"""Power of ten by which the smallest magnitude, 0.001, is brought to a mantissa."""
_POINT, _LINE, _POLYGON = 0, 1, 2
_DEGREE = 1_000_000
"""Steps a degree of the stored coordinates: about 11 cm."""


def decimal_codes(values: npt.ArrayLike) -> npt.NDArray[np.int16]:
    """Return numbers as codes of three significant digits; missing (nan) stays missing.

    Codes rise with the numbers. Magnitudes under 0.001 become zero.

    Args:
        values: numbers of any shape, under 1e31 in magnitude.

    Raises:
        ValueError: for an infinite number, or one beyond the codes.

    Example:
        >>> decimal_values(decimal_codes([487_312, 0, -12.34, float("nan")])).tolist()
        [487000.0, 0.0, -12.3, nan]
    """
    numbers = np.asarray(values, dtype=np.float64)
    size = np.abs(numbers)
    if np.isinf(size).any() or (size >= 1e31).any():
        raise ValueError("a value is infinite or too large to draw")
    codes = np.zeros(numbers.shape, dtype=np.int64)
    some = size >= 0.001
    power = np.floor(np.log10(size, where=some, out=np.zeros_like(size)))
    # log10 may land a hair below a power of ten; rounding may reach the next one.
    mantissa = np.rint(size * 10.0 ** (2 - power))
    for edge, step in ((1000, 1), (100, -1)):
        beyond = mantissa >= edge if step > 0 else mantissa < edge
        power = np.where(beyond & some, power + step, power)
        mantissa = np.where(beyond & some, np.rint(size * 10.0 ** (2 - power)), mantissa)
    code = (power + _SHIFT - 2) * _CODES + mantissa - 99
    codes[some] = (np.sign(numbers) * code)[some].astype(np.int64)
    codes[np.isnan(numbers)] = MISSING
    return codes.astype(np.int16)


def decimal_values(codes: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return the numbers of codes, see :func:`decimal_codes`; missing is nan."""
    given = np.asarray(codes, dtype=np.int64)
    size = np.abs(given)
    power, mantissa = np.divmod(size - 1, _CODES)
    number = np.where(
        size == 0,
        0.0,
        np.array(
            [
                float(f"{m}e{p}")
                for m, p in zip(
                    (mantissa + 100).ravel().tolist(),
                    (power - _SHIFT).ravel().tolist(),
                    strict=True,
                )
            ]
        ).reshape(given.shape),
    )
    return np.where(given == MISSING, np.nan, np.sign(given) * number)


def planes(array: npt.NDArray[Any]) -> bytes:
    """Return an array as differences along its last axis, byte plane by byte plane."""
    unsigned = array.astype(array.dtype.newbyteorder("<"), copy=False).view(
        np.dtype(f"<u{array.dtype.itemsize}")
    )
    before = np.zeros_like(unsigned)
    before[..., 1:] = unsigned[..., :-1]
    differences = np.ascontiguousarray(unsigned - before)
    return differences.view(np.uint8).reshape(-1, array.dtype.itemsize).T.tobytes()


def shape_arrays(
    shapes: list[BaseGeometry],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return shapes as counts and two arrays of coordinates in millionths of a degree.

    Counts of a shape: its kind (0 point, 1 lines, 2 polygons); for lines, how
    many and the length of each; for polygons, how many, and of each the number
    of rings and their lengths.

    Raises:
        ValueError: for a shape of another kind.
    """
    counts: list[int] = []
    rings: list[npt.NDArray[np.float64]] = []
    for shape in shapes:
        parts = list(shapely.get_parts(shape))
        kinds = {part.geom_type for part in parts}
        if kinds == {"Point"} and len(parts) == 1:
            counts += [_POINT]
            rings.append(shapely.get_coordinates(shape))
        elif kinds == {"LineString"}:
            counts += [_LINE, len(parts), *(len(part.coords) for part in parts)]
            rings += [shapely.get_coordinates(part) for part in parts]
        elif kinds == {"Polygon"}:
            counts += [_POLYGON, len(parts)]
            for part in parts:
                own = [part.exterior, *part.interiors]
                counts += [len(own), *(len(ring.coords) for ring in own)]
                rings += [shapely.get_coordinates(ring) for ring in own]
        else:
            raise ValueError(f"a {shape.geom_type} cannot be drawn")
    points = np.concatenate(rings) if rings else np.empty((0, 2))
    whole = np.rint(points * _DEGREE).astype(np.int32)
    return np.array(counts, dtype=np.int32), whole[:, 0].copy(), whole[:, 1].copy()


@dataclass(frozen=True)
class Piece:
    """Sections deflated by themselves, which several payloads have in common.

    Attributes:
        sections: name, type, length and row of each.
        data: the sections deflated; whatever is deflated by itself may follow.
    """

    sections: tuple[dict[str, Any], ...]
    data: bytes


def piece_of(content: Mapping[str, npt.NDArray[Any] | Mapping[str, Any]]) -> Piece:
    """Return arrays, and parts of headers, as a piece; the same content is deflated once.

    Args:
        content: by name arrays, or parts of a header: what is in these stands in the header
            of a payload that has the piece.
    """
    sections, body = _sections(content)
    return Piece(sections, _deflated(body))


def pack(
    header: Mapping[str, Any],
    arrays: Mapping[str, npt.NDArray[Any]],
    shared: Sequence[Piece] = (),
) -> tuple[bytes, ...]:
    """Return a header and named arrays deflated: the shared pieces, and then what is its own.

    Put together they are one deflated stream of the sections, one after the other; then
    the header as JSON in UTF-8 with a list ``sections`` of name, type, length and row (length
    of the last axis), in the order of the sections; and last the length of the header
    (uint32, little-endian). A section of the type ``json`` is a part of the header.

    Args:
        header: everything that is no array.
        arrays: numbers by name.
        shared: what other payloads have, too.
    """
    sections, body = _sections(arrays)
    listed = [*chain.from_iterable(one.sections for one in shared), *sections]
    text = _json({**header, "sections": listed})
    deflate = _deflater()
    own = deflate.compress(body + text + struct.pack("<I", len(text))) + deflate.flush()
    return (*(one.data for one in shared), own)


def _sections(
    content: Mapping[str, npt.NDArray[Any] | Mapping[str, Any]],
) -> tuple[tuple[dict[str, Any], ...], bytes]:
    """What sections are, and their bytes one after the other."""
    told, body = [], []
    for name, given in content.items():
        if isinstance(given, Mapping):
            body.append(_json(given))
            told.append({"name": name, "type": "json", "length": len(body[-1]), "row": 0})
            continue
        kind, row = f"{given.dtype.kind}{given.dtype.itemsize}", given.shape[-1:]
        body.append(planes(given))
        told.append({"name": name, "type": kind, "length": int(given.size), "row": int(*row)})
    return tuple(told), b"".join(body)


def _json(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


@lru_cache(maxsize=32)
def _deflated(body: bytes) -> bytes:
    """Bytes deflated so that others can follow: the end of the stream is not among them."""
    deflate = _deflater()
    return deflate.compress(body) + deflate.flush(zlib.Z_SYNC_FLUSH)


def _deflater() -> Any:
    return zlib.compressobj(9, zlib.DEFLATED, -15)
