"""Arrays as bytes that pack well, and back again: nothing is lost but what is said here."""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

QUARTERS = 4
"""Steps a person that :func:`stepped` keeps."""
_LARGEST = 16_000_000
_MEMORY = 200_000_000


def squeezed(content: bytes) -> bytes:
    """Return bytes as an xz file."""
    return lzma.compress(content, preset=9)


def unsqueezed(content: bytes) -> bytes:
    """Return the content of an xz file.

    Raises:
        ValueError: when it is none, or would unpack to more than can be in it.

    >>> unsqueezed(squeezed(b"so many")) == b"so many"
    True
    """
    reader = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)
    try:
        unpacked = reader.decompress(content, _LARGEST)
    except (lzma.LZMAError, EOFError) as error:
        raise ValueError(f"a part is no xz file ({error})") from error
    if not reader.eof:
        raise ValueError("a part is cut, or would unpack to more than can be in it")
    return unpacked


def packed_arrays(arrays: Mapping[str, Array]) -> tuple[dict[str, Any], bytes]:
    """Return what an index says of some arrays, and their bytes one after the other.

    Args:
        arrays: by name; whole numbers that change evenly along the last axis, or float32.

    >>> told, content = packed_arrays({"a": np.array([[1, 2, 3, 4]])})
    >>> told["a"]["shape"], unpacked_arrays(told, content)["a"].tolist()
    ([1, 4], [[1, 2, 3, 4]])
    """
    told, content = {}, b""
    for name, array in arrays.items():
        whole = np.issubdtype(array.dtype, np.integer)
        part = _planes(_zigzag(array)) if whole else _planes(array.astype(np.float32))
        told[name] = {
            "shape": list(array.shape),
            "kind": "whole" if whole else "float32",
            "at": len(content),
            "bytes": len(part),
        }
        content += part
    return told, content


def unpacked_arrays(told: Mapping[str, Any], content: bytes) -> dict[str, Array]:
    """Return the arrays again: int64 and float64.

    Raises:
        ValueError: when the bytes are not those that the index speaks of.
    """
    arrays = {}
    for name, one in told.items():
        shape, part = tuple(one["shape"]), content[one["at"] : one["at"] + one["bytes"]]
        values = np.frombuffer(part, dtype=np.uint8).reshape(4, -1).T.copy().view("<u4").ravel()
        if one["kind"] == "whole":
            arrays[name] = _unzigzag(values.reshape(shape))
        else:
            arrays[name] = values.view("<f4").reshape(shape).astype(np.float64)
    return arrays


def stepped(people: Array) -> npt.NDArray[np.int64]:
    """Return numbers of people in quarters, so that each keeps its side of every half person.

    Whatever is told of people is rounded to whole ones or coarser, so what is told of the
    steps is what is told of the numbers.

    >>> (stepped(np.array([0.5, 0.51, 1.0, 1.2])) / QUARTERS).tolist()
    [0.5, 0.75, 1.0, 1.25]
    """
    twice = np.asarray(people, dtype=np.float64) * 2
    below = np.floor(twice)
    return (2 * below + (twice != below)).astype(np.int64)


def _zigzag(array: Array) -> npt.NDArray[np.uint32]:
    """Differences of the differences along the last axis, small ones of either sign first."""
    change = array.astype(np.int64)
    for _ in range(2):
        change = np.diff(change, axis=-1, prepend=0)
    if change.size and np.abs(change).max() >= 2**31:
        raise ValueError("numbers that are too large to be packed")
    return ((change << 1) ^ (change >> 63)).astype(np.uint32)


def _unzigzag(array: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    wide = array.astype(np.int64)
    change = (wide >> 1) ^ -(wide & 1)
    for _ in range(2):
        change = np.cumsum(change, axis=-1)
    return change


def _planes(array: Array) -> bytes:
    """The first byte of every number, then the second of every number, and so on."""
    little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
    return little.ravel().view(np.uint8).reshape(-1, 4).T.tobytes()
