"""A text file as a grid: how its letters are written, and what stands between its cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.notes import Note, note
from nuzuh.loaders.user.places.names import find_area
from nuzuh.loaders.user.refusal import Question, UserDataError
from nuzuh.loaders.user.sheets.cells import Cell, Grid, cell_of
from nuzuh.loaders.user.sheets.heading import find_heading, known_name
from nuzuh.loaders.user.sheets.sheet_cells import Filling, Room

ENCODINGS = ("utf-8", "utf-16", "windows-1256", "windows-1255", "windows-1252")
"""How a text file may be written, as the reader may say it; cp1256 is another name of one."""

_WITHOUT_MARK = ("windows-1256", "windows-1255", "windows-1252")
_DELIMITERS = ",;\t|"
_LOOKED_AT = 200
"""Rows by which a file is judged."""


def read_text(
    content: bytes, file: str, told: str
) -> tuple[Grid, tuple[Note, ...], tuple[Question, ...]]:
    """Return the cells of a text file, notes on how it was read, and how else it may be.

    Args:
        content: bytes of the file.
        file: the name to use in messages.
        told: one of :data:`ENCODINGS`; "" where the bytes tell.

    Raises:
        DataError: when it is no text, or no table of a bounded size.
        UserDataError: with a question where it can be read in more than one way.
    """
    text, judged = _decoded(content, file, told)
    if "\x00" in text:
        raise DataError(file, "is not text: save it as 'CSV UTF-8', or as XLSX")
    delimiter, text = _delimiter(text)
    filling = Filling(file, "", Room())
    number = 0
    try:
        for number, cells in enumerate(_rows(text, delimiter, strict=True), start=1):
            filling.add(number, ((place, cell) for place, cell in enumerate(cells) if cell))
    except csv.Error as error:
        told = f"is not CSV ({error}): perhaps a quotation mark is opened and not closed"
        raise DataError(file, told, row=number + 1) from error
    if not judged:
        return filling.grid, (), ()
    choice = Question("encoding", judged, choices=_WITHOUT_MARK)
    return filling.grid, (note("encoding", encoding=judged),), (choice,)


def _rows(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _decoded(content: bytes, file: str, told: str) -> tuple[str, str]:
    """The text, and the encoding that was judged by what it says; "" where that is certain."""
    if told:
        name = _codec(told)
        if name not in map(_codec, ENCODINGS):
            known = ", ".join(ENCODINGS)
            raise DataError(file, f"cannot be read as {told[:40]!r}: an encoding is one of {known}")
        try:
            return content.decode("utf-8-sig" if name == "utf-8" else name), ""
        except UnicodeError as error:
            raise DataError(file, f"is not written in {told}: choose another encoding") from error
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if marked else "utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if marked:
            raise DataError(file, "ends within a letter of UTF-16: save it anew") from error
    return _by_names(content, file)


def _codec(name: str) -> str:
    """What Python calls an encoding, by any of its names."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _by_names(content: bytes, file: str) -> tuple[str, str]:
    """The text in that encoding of one byte a letter in which it names columns or areas."""
    read: dict[str, str] = {}
    for encoding in _WITHOUT_MARK:
        try:
            read[encoding] = content.decode(encoding)
        except UnicodeDecodeError:
            continue
    if not read or b"\x00" in content:
        raise DataError(file, "is not text: save it as 'CSV UTF-8', or as XLSX")
    if len(set(read.values())) == 1:
        # Dashes and quotation marks are the same in all of them.
        return next(iter(read.values())), ""
    known = {encoding: _names_known(text) for encoding, text in read.items()}
    best = max(known, key=lambda encoding: known[encoding])
    if list(known.values()).count(known[best]) > 1:
        foreign = next(line for line in read[best].splitlines() if not line.isascii()).strip()
        raise UserDataError(file, (), [Question("encoding", foreign[:60], choices=tuple(read))])
    return read[best], best


def _names_known(text: str) -> int:
    """How many different names of columns and areas stand in a text, of those beyond ASCII."""
    pieces: set[str] = set()
    for line in islice(text.splitlines(), _LOOKED_AT):
        pieces |= {piece.strip(" \"'")[:200] for piece in re.split(r"[,;\t|]", line)}
    foreign = (piece for piece in pieces if not piece.isascii())
    return sum(bool(known_name(piece) or find_area(piece)) for piece in foreign)


def _delimiter(text: str) -> tuple[str, str]:
    """What stands between cells, and the text without the line in which Excel says it."""
    told = re.match(r"sep=([,;\t|])\r?\n", text)
    if told:
        return told[1], text[told.end() :]
    head = text[: limits.MEGABYTE]
    return max(_DELIMITERS, key=lambda delimiter: _fit(head, delimiter)), text


def _fit(text: str, delimiter: str) -> tuple[int, float, int]:
    """How well a delimiter makes a table: names known, rows as wide as the header, width."""
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    try:
        for number, cells in enumerate(islice(_rows(text, delimiter), _LOOKED_AT), start=1):
            if any(cells):
                rows.append((number, tuple(cell_of(cell) for cell in cells)))
    except csv.Error:
        pass
    heading = find_heading(Grid("", tuple(rows)), {})
    if heading is None:
        return (0, 0.0, 0)
    wide = len(heading.header)
    even = sum(len(row) == wide for _, row in heading.rows) / max(len(heading.rows), 1)
    return (heading.known, even, min(wide, limits.COLUMNS))
