"""What the head and the end of a CSV file tell of it, before an engine reads all of it."""

from __future__ import annotations

import csv
import gzip
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nuzuh.loaders.records.engine_errors import DAMAGED, NOT_UTF8
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.partitions import called

DELIMITERS = ",;\t|"
LOOKED_AT = 1 << 20
"""Bytes of the beginning that are looked at, and as many of the end."""
_MARK = b"\xef\xbb\xbf"
_VALUE = re.compile(r"[+-]?[.]?[0-9][0-9T:.,/eE +-]*(Z|UTC)?")
"""A number, a day or a moment: each record has one, and no header."""


@dataclass(frozen=True)
class Head:
    """What the first row of a CSV file tells.

    Attributes:
        columns: their names, in order.
        delimiter: what stands between them.
    """

    columns: tuple[str, ...]
    delimiter: str


def _beginning(path: Path) -> bytes:
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rb") as stream:
                return stream.read(LOOKED_AT)
        with path.open("rb") as stream:
            return stream.read(LOOKED_AT)
    except (EOFError, gzip.BadGzipFile) as error:
        raise RecordsError(called(path), DAMAGED) from error
    except OSError as error:
        raise RecordsError(called(path), f"cannot be read ({error.strerror})") from error


def _decoded(content: bytes, path: Path, *, cut: bool) -> str:
    """Return bytes as text; where they are ``cut``, without a letter that is cut at their end."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if cut and error.start >= len(content) - 3 and error.reason == "unexpected end of data":
            return content[: error.start].decode("utf-8")
        line = content.count(b"\n", 0, error.start) + 1
        # The error holds what was read of the file.
        raise RecordsError(called(path), NOT_UTF8, line=line) from None


def head_of(path: Path) -> Head:
    """Return what the first row of a CSV file tells.

    Args:
        path: of the file, which may be compressed with gzip (``.csv.gz``).

    Raises:
        RecordsError: when it is empty, not in UTF-8, or its header names a column twice or not.
    """
    state = path.stat()
    return _head_of(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4096)
def _head_of(path: Path, _changed: int, size: int) -> Head:
    content = _beginning(path)
    if not content.strip():
        raise RecordsError(called(path), "is empty: leave it out, or copy it anew")
    if b"\x00" in content[:1000]:
        raise RecordsError(called(path), NOT_UTF8)
    text = _decoded(
        content.removeprefix(_MARK), path, cut=path.suffix == ".gz" or size > len(content)
    )
    first = text.splitlines()[0]
    delimiter = max(DELIMITERS, key=first.count)
    columns = tuple(next(csv.reader(io.StringIO(first), delimiter=delimiter)))
    if any(_VALUE.fullmatch(column.strip()) for column in columns):
        # Whatever quotes the names of columns would quote a record.
        raise RecordsError(
            called(path),
            "has no header: numbers or times stand in its first row. Write there a name of each "
            "column, which begins with a letter",
            line=1,
        )
    seen = set[str]()
    for column in columns:
        if not column.strip():
            raise RecordsError(
                called(path), "the header has a column without a name: give it one", line=1
            )
        if column.casefold() in seen:
            raise RecordsError(
                called(path), f"the header names the column {column!r} twice: rename one", line=1
            )
        seen.add(column.casefold())
    return Head(columns, delimiter)


def hold_end(path: Path, head: Head) -> None:
    """Refuse a CSV file that ends in the middle of a row.

    A row without a line break at its end may have lost digits of its last column, which nothing
    else would tell. The end of what is compressed is found out by the engine.

    Args:
        path: of the file.
        head: its header.

    Raises:
        RecordsError: when the last row has not all columns, or no line break.
    """
    if path.suffix == ".gz":
        return
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - LOOKED_AT))
        end = stream.read()
    whole = end.endswith((b"\n", b"\r"))
    if end.rstrip(b"\r\n").rpartition(b"\n")[2].count(b'"') % 2:
        raise RecordsError(
            called(path),
            "ends within quotation marks that are not closed, as where a file was cut: copy it "
            "anew from where the records are kept",
        )
    if whole:
        return
    last = end.rpartition(b"\n")[2].decode("utf-8", "replace")
    cells = next(csv.reader(io.StringIO(last), delimiter=head.delimiter), [])
    if len(cells) < len(head.columns) and size > len(end.rpartition(b"\n")[2]):
        raise RecordsError(
            called(path),
            f"ends in a row with {len(cells)} of {len(head.columns)} columns, so that it was cut: "
            "copy it anew from where the records are kept",
        )
    raise RecordsError(
        called(path),
        "does not end in a line break, as where a file was cut: copy it anew, or end its last row "
        "if it is whole",
    )
