"""A reader's table as cells with the row numbers that the reader sees, from CSV or XLSX bytes."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.decisions import Decisions
from nuzuh.loaders.user.notes import LeftOut, Note
from nuzuh.loaders.user.refusal import Problem, Question, UserDataError
from nuzuh.loaders.user.workbook import read_workbook

Cell = str | float | date | None
"""Text without marks that cannot be seen, a number, a day, or nothing."""

_HEADER_WITHIN = 10
"""The header stands within the first rows: titles above it are passed over."""

_HXL_TAG = re.compile(r"#\s*[A-Za-z]\w*(\s*\+\s*\w+)*")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file.

    Attributes:
        file: the name for messages.
        header: the column names, and the HXL tags where there are no names.
        tags: the HXL tag of each column; "" where there is none.
        rows: row number as the reader's program shows it, and the cells.
        header_row: the number of the row with the names.
        notes: what a reader should know about how the file was read.
        left_out: rows and columns that are no part of the table, and why.
        choices: what the reader may have read in another way; ``given`` is how it was read.
    """

    file: str
    header: tuple[str, ...]
    tags: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    header_row: int
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    choices: tuple[Question, ...] = ()


def clean(text: str) -> str:
    r"""Return text on one line without control characters, which could hide what it says.

    >>> clean(" a\u202eb\n c\x00 ")
    'ab c'
    """
    seen = "".join(
        " " if char in "\n\r\t" else char
        for char in text
        # The joiners of Arabic and Persian script are part of a word's spelling.
        if char in "\n\r\t\u200c\u200d" or unicodedata.category(char) not in _UNSEEN
    )
    return " ".join(seen.split())


def read_sheet(content: bytes, file: str, told: Decisions) -> Sheet:
    """Return the table in a CSV or XLSX file.

    Args:
        content: bytes of the file.
        file: its name, for messages and for the kind of file; never used as a path.
        told: the reader's answers.

    Raises:
        DataError: when the file is not a table that can be read whole.
    """
    limits.within_bytes(content, file)
    notes: list[Note] = []
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or _suffix(file) in ("xlsx", "xlsm", "xls"):
        grid, notes = read_workbook(content, file, told.sheet or None)
    else:
        grid = _read_csv(content, file)
    cells, problems = [], []
    for number, whole in enumerate(grid, start=1):
        row, excess = whole[: limits.COLUMNS], whole[limits.COLUMNS :]
        if any(cell not in (None, "") for cell in excess):
            most = limits.COLUMNS
            raise DataError(file, f"has more than {most} columns: leave some out", row=number)
        if any(isinstance(c, str) and len(c) > limits.CELL_LENGTH for c in row):
            rule = f"a cell holds more than {limits.CELL_LENGTH:,} characters: shorten it"
            problems.append(Problem(number, "", rule))
        filled = tuple(_cell(cell) for cell in row)
        if any(cell is not None for cell in filled):
            cells.append((number, filled))
    if problems:
        raise UserDataError(file, problems)
    return _split(cells, file, notes)


def _suffix(file: str) -> str:
    return file.rpartition(".")[2].casefold()


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        text = clean(value)
        # The mark with which an export keeps a cell from being taken for a formula.
        return (text[1:] if re.match(r"'[=+\-@]", text) else text) or None
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    return float(value) if isinstance(value, (int, float)) else clean(str(value)) or None


def _split(cells: list[tuple[int, tuple[Cell, ...]]], file: str, notes: list[Note]) -> Sheet:
    """Tell header, HXL tags and rows apart."""
    at = next(
        (
            place
            for place, (_, row) in enumerate(cells[:_HEADER_WITHIN])
            if sum(cell is not None for cell in row) > 1
        ),
        None,
    )
    if at is None:
        raise DataError(file, "holds no table: the first row must hold the names of the columns")
    number, names = cells[at]
    below = cells[at + 1 :]
    tags: tuple[Cell, ...] = ()
    if _is_hxl(names):
        tags = names
    elif below and _is_hxl(below[0][1]):
        tags, below = below[0][1], below[1:]
    if not below:
        raise DataError(file, "holds no rows below the column names", row=number)
    if len(below) > limits.ROWS:
        raise DataError(
            file,
            f"has {len(below):,} rows where at most {limits.ROWS:,} are read: split it",
        )
    header = tuple("" if name is None else str(name)[:200] for name in names)
    wide = len(header)
    astray = [
        Problem(n, "", "has more cells than there are column names: name every column")
        for n, row in below
        if any(cell is not None for cell in row[wide:])
    ]
    if astray:
        raise UserDataError(file, astray)
    even = tuple((n, (*row[:wide], *[None] * (wide - len(row)))) for n, row in below)
    known = [_tag(cell) for cell in tags][:wide]
    return Sheet(
        file,
        header,
        tuple(known) + ("",) * (wide - len(known)),
        even,
        number,
        tuple(notes),
    )


def _is_hxl(row: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in row if cell is not None]
    tagged = sum(isinstance(cell, str) and bool(_HXL_TAG.fullmatch(cell)) for cell in filled)
    return tagged * 2 > len(filled)


def _tag(cell: Cell) -> str:
    """A tag without spaces and case: ``#affected+idps``; "" for anything else."""
    text = cell if isinstance(cell, str) and _HXL_TAG.fullmatch(cell) else ""
    return re.sub(r"\s", "", text).casefold()


def _read_csv(content: bytes, file: str) -> list[list[object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise DataError(
            file, "is not UTF-8 text: save it as 'CSV UTF-8', or as XLSX", row=row
        ) from error
    if "\x00" in text:
        raise DataError(file, "is not text: save it as 'CSV UTF-8', or as XLSX")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[object]] = []
    try:
        for cells in reader:
            rows.append(list(cells))
            if len(rows) > limits.ROWS * 2:
                raise DataError(
                    file, f"has more than {limits.ROWS:,} rows, which is not read: split it"
                )
    except csv.Error as error:
        raise DataError(file, f"is not CSV ({error})", row=len(rows) + 1) from error
    return rows
