"""The file of one data version: a zip with an index, and with parts that hash to it.

Whatever is read from it is bounded and checked first, so that a file that is cut, altered or
not ours at all is refused in a sentence, and never shown by half.
"""

from __future__ import annotations

import bz2
import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nuzuh.loaders.errors import DataError, one_line

FORMAT = 1
INDEX = "index.json"
ESTIMATES, ORDERS = "estimates.csv", "orders.csv"
VERSION = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{7}", re.ASCII)
"""What a data version looks like: its last day and a digest."""

_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE, _UNIX = 0o644 << 16, 3
_LARGEST_FILE = 4_000_000
_LARGEST_INDEX = 100_000
_LARGEST_UNPACKED = 16_000_000
_MOST_PARTS = 32
_PACKED_AS = {".csv": zipfile.ZIP_BZIP2, ".xz": zipfile.ZIP_STORED}
"""How parts lie in the file, by their ending: tables as any unzip reads them."""
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(struct.error, KeyError, TypeError, ValueError, RuntimeError, RecursionError, AttributeError),
)
"""What the reader of a zip, and that of an index, raise for bytes that are neither."""


@dataclass(frozen=True)
class ArchivedVersion:
    """What the index of an entry says of a data version.

    Attributes:
        id: the version, as links and citations name it.
        last: the last day that a figure of it describes.
        published: day on which it was published, as far as the archive knows: the day on
            which it was put there where nothing else was told.
        estimates: number of its estimates.
        orders: number of its orders and zones.
        software: version of the software that wrote the entry.
    """

    id: str
    last: date
    published: date
    estimates: int
    orders: int
    software: str


def packed(version: ArchivedVersion, parts: Mapping[str, bytes]) -> bytes:
    """Return the file of a version; the same input gives the same bytes.

    Args:
        version: what its index says.
        parts: content of each part, by name.
    """
    index = asdict(version) | {
        "format": FORMAT,
        "last": version.last.isoformat(),
        "published": version.published.isoformat(),
        "parts": {
            name: {"bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()}
            for name, part in sorted(parts.items())
        },
    }
    text = json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in [(INDEX, text.encode()), *sorted(parts.items())]:
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = _PACKED_AS.get(Path(name).suffix, zipfile.ZIP_DEFLATED)
            entry.external_attr, entry.create_system = _READABLE, _UNIX
            archive.writestr(entry, part, compresslevel=9)
    return content.getvalue()


def read_index(path: Path) -> ArchivedVersion:
    """Return what an entry's index says; its parts are not looked at.

    Raises:
        DataError: when the file is no whole entry of the version that it is named after.
    """
    with _opened(path) as archive:
        return _version(_index(archive, path), path)


def read_parts(path: Path) -> tuple[ArchivedVersion, dict[str, bytes]]:
    """Return an entry whole: its index, and each part by name once it hashes to it.

    Raises:
        DataError: when anything in the file is not as the index says.
    """
    with _opened(path) as archive:
        index = _index(archive, path)
        version, told = _version(index, path), index["parts"]
        _hold(
            path,
            {INDEX, *told} == set(archive.namelist()),
            "holds other parts than its index names",
        )
        parts = {name: _part(archive, name, told[name], path) for name in told}
    for name in (ESTIMATES, ORDERS):
        _hold(path, name in parts, f"has no part {name}")
    return version, parts


def _hold(path: Path, holds: object, otherwise: str) -> None:
    if not holds:
        raise DataError(path.name, otherwise)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip that is open; whatever goes wrong with it is said in a sentence about its file."""
    try:
        _hold(path, path.stat().st_size <= _LARGEST_FILE, "is larger than an entry can be")
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            names = archive.namelist()
            _hold(path, len(names) <= _MOST_PARTS, "holds more parts than an entry has")
            _hold(path, len(set(names)) == len(names), "holds two parts of one name")
            unpacked = sum(part.file_size for part in archive.infolist())
            _hold(path, unpacked <= _LARGEST_UNPACKED, "would unpack to more than an entry holds")
            yield archive
    except DataError:
        raise
    except OSError as error:
        raise DataError(path.name, f"cannot be read ({error.strerror or error})") from error
    except _DAMAGE as error:
        raise DataError(path.name, f"is damaged, or no entry of the archive ({error})") from error


def _index(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    told = json.loads(_bounded(archive, INDEX, _LARGEST_INDEX, path))
    _hold(path, isinstance(told, dict), "has an index that says nothing of its parts")
    _hold(path, told.get("format") == FORMAT, "is written for another version of this software")
    return told


def _version(index: Mapping[str, Any], path: Path) -> ArchivedVersion:
    version = ArchivedVersion(
        id=str(index["id"]),
        last=date.fromisoformat(index["last"]),
        published=date.fromisoformat(index["published"]),
        estimates=int(index["estimates"]),
        orders=int(index["orders"]),
        software=str(index["software"]),
    )
    named = VERSION.fullmatch(version.id) and version.id == path.stem
    _hold(path, named, "is not the version that its name says")
    _hold(path, version.last <= version.published, "was published before its last figure")
    return version


def _part(archive: zipfile.ZipFile, name: str, told: Mapping[str, Any], path: Path) -> bytes:
    content = _bounded(archive, name, _LARGEST_UNPACKED, path)
    same = len(content) == told["bytes"] and hashlib.sha256(content).hexdigest() == told["sha256"]
    _hold(path, same, f"holds a part {one_line(name)[:40]!r} that was altered")
    return content


def _bounded(archive: zipfile.ZipFile, name: str, most: int, path: Path) -> bytes:
    """A part's bytes; of one that unpacks to more, no more is unpacked than may be.

    A zip's own reader takes a packed part whole, however much comes out of it.
    """
    told = archive.getinfo(name)
    _hold(path, told.file_size <= most, "would unpack to more than an entry holds")
    _hold(path, not told.flag_bits & 1, "is locked with a password")
    content = _packed(archive, told)
    if told.compress_type == zipfile.ZIP_BZIP2:
        unpacked = bz2.BZ2Decompressor().decompress(content, told.file_size + 1)
    elif told.compress_type == zipfile.ZIP_DEFLATED:
        unpacked = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, told.file_size + 1)
    else:
        stored = told.compress_type == zipfile.ZIP_STORED
        _hold(path, stored, "is packed in a way that entries are not")
        unpacked = content
    _hold(path, zlib.crc32(unpacked) == told.CRC, f"holds a damaged part {one_line(name)[:40]!r}")
    return unpacked


def _packed(archive: zipfile.ZipFile, told: zipfile.ZipInfo) -> bytes:
    """A part as it lies packed in the file, behind its own header."""
    file = archive.fp
    assert file is not None
    file.seek(told.header_offset)
    names, extra = struct.unpack("<26xHH", file.read(30))
    file.seek(names + extra, io.SEEK_CUR)
    return file.read(told.compress_size)
