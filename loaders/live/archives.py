"""Read archives and sheets in memory: nothing is unpacked to a disk, nothing inside is trusted."""

from __future__ import annotations

import csv
import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath, PureWindowsPath

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live.settings import Settings

MOST_MEMBERS = 500
MOST_CELLS = 2_000_000
WORST_RATIO = 200
"""Times that a file of some size may grow: geometry and tables stay far below."""
_SMALL = 1_000_000
"""Files below this size may grow as they like: they do no harm."""


def members(
    content: bytes, name: str, settings: Settings, *, most: int = MOST_MEMBERS
) -> dict[str, bytes]:
    """Return the files of a zip by their path inside, read in memory.

    Args:
        content: the archive.
        name: what to call it in messages.
        settings: for the largest sum of sizes.
        most: how many files are taken.

    Raises:
        DataError: for what is no whole zip, and for one that holds a path
            outside itself, a link, a password, too many files or too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries, name, settings.unpacked_bytes, most)
            # No more is read of a file than its entry says, so the sizes checked above hold.
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(name, "is not a whole zip archive") from error
    except (NotImplementedError, RuntimeError) as error:
        raise DataError(name, "is packed in a way that cannot be read") from error


def _check(entries: list[zipfile.ZipInfo], name: str, limit: int, most: int) -> None:
    if len(entries) > most:
        raise DataError(name, f"holds more than {most} files")
    if sum(entry.file_size for entry in entries) > limit:
        raise _bomb(name, limit)
    seen = set[str]()
    for entry in entries:
        if not _inside(entry.filename):
            raise DataError(name, "holds a path that leads outside of it")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise DataError(name, "holds a link instead of a file")
        if entry.flag_bits & 1:
            raise DataError(name, "is locked with a password")
        if entry.filename in seen:
            raise DataError(name, "holds two files of the same name")
        seen.add(entry.filename)
        if entry.file_size > _SMALL and entry.file_size > WORST_RATIO * max(entry.compress_size, 1):
            raise _bomb(name, limit)


def _inside(path: str) -> bool:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    absolute = path.startswith(("/", "\\")) or bool(PureWindowsPath(path).drive)
    return not absolute and ".." not in parts and "\0" not in path and bool(parts)


def _bomb(name: str, limit: int) -> DataError:
    return DataError(name, f"would unpack to more than is taken ({limit / 1e6:,.0f} MB)")


def sheet(content: bytes, name: str, settings: Settings, *, wanted: str = "") -> bytes:
    """Return one sheet of an XLSX as CSV; values only, no formulas, macros or entities.

    Args:
        content: the workbook.
        name: what to call it in messages.
        settings: for the largest sum of sizes.
        wanted: a part of the sheet's name; the first sheet when none has it.

    Raises:
        DataError: when it is not a workbook, or too large.
    """
    import openpyxl

    held = members(content, name, settings)
    for path, part in held.items():
        if "vbaproject" in path.lower():
            raise DataError(name, "holds macros, which are not taken")
        if path.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
            raise DataError(name, "holds XML entities, which are not taken")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        names = [n for n in book.sheetnames if wanted.casefold() in n.casefold()]
        rows = book[(names or book.sheetnames)[0]].iter_rows(values_only=True)
        kept, cells = list[list[str]](), 0
        for row in rows:
            cells += len(row)
            if cells > MOST_CELLS:
                break
            if any(cell is not None for cell in row):
                kept.append(["" if cell is None else str(cell) for cell in row])
    except Exception as error:  # the reader raises types of many libraries for a damaged file
        raise DataError(name, "is not a workbook that can be read") from error
    if cells > MOST_CELLS:
        raise DataError(name, f"holds more than {MOST_CELLS:,} cells")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(kept)
    return text.getvalue().encode()
