"""What an engine says when it cannot go on, in a sentence that quotes no record.

Messages of engines may hold a cell, a line of a file, an address with its password or the whole
question. Nothing of them is passed on but what is looked for here: that it is one of a few known
causes, which part of the records it was about, and which line of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ibis.common.exceptions import (
    OperationNotDefinedError,
    TableNotFound,
    UnsupportedOperationError,
)

from nuzuh.loaders.errors import DataError, RefusedError
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.partitions import called

_MEMORY = re.compile(r"(?i)out ?of ?memory|failed to allocate|java heap space|memory limit")
_LINE = re.compile(r"CSV Error on Line: ([0-9]+)")
_QUOTE = re.compile(r"(?i)unterminated quote")
_UNICODE = re.compile(r"(?i)invalid unicode|byte sequence|not utf-?8|malformed ?input")
_ROW = re.compile(r"(?i)Expected Number of Columns|MALFORMED_CSV|malformed (csv )?record|FAILFAST")
_GONE = re.compile(r"(?i)no such file|does not exist|file_not_exist|FileNotFound")
_CUT = re.compile(
    r"(?i)not a parquet|magic|protocol ?exception|FAILED_READ_FILE|READ_FILE_FOOTER|thrift"
    r"|snappy|zstd|gzip|decompress|corrupt|truncat|unexpected end|end of stream|EOFExc"
    r"|don't know what type"
)
_LOST = re.compile(
    r"(?i)connection|connect to|refused|reset by peer|broken pipe|timed? ?out|unavailable|network"
    r"|shut ?down|stopped|gone away|socket|not reach|closed|Answer from Java side is empty"
)
_STOPPED = re.compile(r"\bKeyboardInterrupt\b|INTERRUPT Error: Interrupted|Query interrupted")
"""What DuckDB makes of Ctrl-C while it counts."""
_DENIED = re.compile(r"(?i)authenti|access denied|permission|password|not authori[sz]ed")

DAMAGED = "is cut or damaged: copy it anew from where the records are kept, and run again"
NOT_UTF8 = "is not in UTF-8: save it with that encoding"
CUT_ROW = (
    "has a row with more or fewer columns than the header, as where a file was cut: copy it anew "
    "from where the records are kept"
)


def _whole(error: BaseException) -> str:
    """Return the messages of an error and of those that it came of."""
    said = list[str]()
    seen = set[int]()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        said.append(f"{type(at).__name__}: {at}")
        at = at.__cause__ or at.__context__
    lines = "\n".join(said).splitlines()
    # The frames of Java name connections and sockets whatever went wrong.
    return "\n".join(line for line in lines if not line.lstrip().startswith(("at ", "... ")))


def _about(message: str, parts: Sequence[Path]) -> Path | None:
    """Return the part that a message is about; None where it names none, or several."""
    named = {part for part in parts if str(part) in message or part.as_uri() in message}
    if len(named) > 1:
        return None
    return named.pop() if named else (parts[0] if len(parts) == 1 else None)


def _of_part(message: str, part: Path | None, *, several: bool) -> RecordsError | None:
    """Return the error of a file that cannot be read; None where the message tells of none."""
    name = called(part) if part else "One of the files"
    found = _LINE.search(message)
    line = int(found[1]) if found and part else None
    if _UNICODE.search(message):
        return RecordsError(name, NOT_UTF8)
    if _QUOTE.search(message):
        return RecordsError(name, "opens a quotation mark and does not close it", line=line)
    if found or _ROW.search(message):
        return RecordsError(name, CUT_ROW, line=line)
    if part and (_GONE.search(message) or not part.exists()):
        return RecordsError(name, "is gone since the run began: put it back, and run again")
    if (part or several) and _CUT.search(message) and not _LOST.search(message):
        return RecordsError(name, DAMAGED)
    return None


def sentence(error: BaseException, engine: str, parts: Sequence[Path] = ()) -> DataError:
    """Return the error that tells why an engine could not go on.

    Args:
        error: what the engine, or Ibis, raised.
        engine: its name.
        parts: files that it was reading.

    Returns:
        It holds nothing of the message but the number of a line, and the kind of error.
    """
    message = _whole(error)
    if _MEMORY.search(message):
        return RecordsError(
            engine,
            "has not enough memory for these records: count fewer days at a time "
            "(--days-at-a-time), or give it more (NUZUH_RECORDS_MEMORY)",
        )
    known = _of_part(message, _about(message, parts), several=bool(parts))
    if known is not None:
        return known
    if isinstance(error, OperationNotDefinedError | UnsupportedOperationError):
        return RecordsError(
            engine,
            "lacks a step that counting needs: count with DuckDB or Spark, for instance a "
            "copy of the table in Parquet",
        )
    if isinstance(error, TableNotFound):
        return RecordsError(
            engine,
            "has no table of that name: look at the line table of the mapping, and at the address "
            "that --engine gives",
        )
    if _LOST.search(message):
        return RecordsError(
            engine,
            "went away before it had counted: nothing was taken in. Start it, and run again; "
            "days that are done are not counted anew",
        )
    return RecordsError(
        engine,
        f"could not count these records ({type(error).__name__}): nothing was taken in. What it "
        "said is not shown, since it may quote a record; hold the mapping against the columns",
    )


@contextmanager
def speaking(engine: str, parts: Sequence[Path] = ()) -> Iterator[None]:
    """Turn whatever an engine raises into a sentence.

    Args:
        engine: its name.
        parts: files that it reads.

    Raises:
        RecordsError: for any error but those that are sentences already.
        KeyboardInterrupt: when somebody stopped the engine.
    """
    try:
        yield
    except (DataError, RefusedError):
        raise
    except Exception as error:  # noqa: BLE001
        if _STOPPED.search(_whole(error)):
            raise KeyboardInterrupt from None
        # Its message may quote a record, so that it is not kept beside the sentence either.
        raise sentence(error, engine, parts) from None


def connecting(error: BaseException, kind: str, extra: str) -> RefusedError:
    """Return the error that tells why an engine could not be connected to.

    Args:
        error: what was raised. Nothing of it is passed on: it may hold the address.
        kind: of the engine, such as ``clickhouse``.
        extra: what to install where its driver is missing.
    """
    message = _whole(error)
    if isinstance(error, ImportError):
        return RefusedError(
            f"the driver for {kind} is not installed: install {extra} "
            f"(`python -m pip install '{extra}'`)"
        )
    if isinstance(error, ValueError) and "know how to connect" in message:
        return RefusedError(
            f"{kind!r} is no kind of engine that Ibis knows: write an address such as "
            "duckdb:///records.db, local[2], spark://HOST:7077, sc://HOST or clickhouse://HOST/DB"
        )
    if _DENIED.search(message):
        return RefusedError(f"the {kind} engine let nobody in with this user and password")
    if _GONE.search(message):
        return RefusedError(f"there is no {kind} database at the address that was given")
    return RefusedError(
        f"the {kind} engine cannot be reached ({type(error).__name__}): see that it runs and "
        "that the address is right"
    )
