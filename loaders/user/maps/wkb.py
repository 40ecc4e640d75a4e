"""Shapes in well-known binary, whose nesting is measured before a library follows it."""

from __future__ import annotations

import struct
from typing import Any

import shapely

_DEPTH = 4
"""Collections within collections: the library follows any number of them, and falls."""

_POINT, _LINE, _POLYGON, _COLLECTIONS = 1, 2, 3, (4, 5, 6, 7)


def from_wkb(content: bytes) -> Any:
    """Return the shape that bytes are.

    Raises:
        ValueError: for what is no shape, a curve, or nested too deeply.

    >>> from_wkb(shapely.to_wkb(shapely.Point(1, 2))).x
    1.0
    """
    try:
        _end(content, 0, 0)
        return shapely.from_wkb(content)
    except (struct.error, IndexError, shapely.errors.GEOSException) as error:
        raise ValueError("is no shape in well-known binary") from error


def _end(content: bytes, at: int, depth: int) -> int:
    """Where the shape ends that begins at a byte."""
    if depth > _DEPTH:
        raise ValueError("is nested too deeply")
    order = "<" if content[at] == 1 else ">"
    (code,) = struct.unpack_from(f"{order}I", content, at + 1)
    # Height and measure are told by flags, or by thousands.
    thousands, kind = divmod(code & 0x0FFF_FFFF, 1000)
    height = bool(code & 0x8000_0000) or thousands in (1, 3)
    measure = bool(code & 0x4000_0000) or thousands in (2, 3)
    point = 8 * (2 + height + measure)
    at += 9 if code & 0x2000_0000 else 5
    if kind == _POINT:
        return at + point
    (parts,) = struct.unpack_from(f"{order}I", content, at)
    at += 4
    if kind == _LINE:
        return at + parts * point
    if kind == _POLYGON:
        for _ in range(parts):
            (points,) = struct.unpack_from(f"{order}I", content, at)
            at += 4 + points * point
        return at
    if kind not in _COLLECTIONS:
        raise ValueError("is a kind of shape that is not read")
    for _ in range(parts):
        at = _end(content, at, depth + 1)
    return at
