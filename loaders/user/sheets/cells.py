"""What a cell of a reader's table can hold, a sheet as a grid of cells, and a table in it."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user.limits import CELL_LENGTH
from nuzuh.loaders.user.notes import LeftOut, Note
from nuzuh.loaders.user.refusal import Question

Cell = str | float | date | None
"""Text without marks that cannot be seen, a number, a day, or nothing."""

Numbered = tuple[tuple[int, tuple[Cell, ...]], ...]
"""Filled rows: the number that the reader's program shows, and the cells."""

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


class Fault(str):
    """What stands in a cell that cannot be used: it matters only where its column is used.

    Attributes:
        rule: what is wrong, and what to do about it.
    """

    __slots__ = ("rule",)
    rule: str

    def __new__(cls, rule: str, shown: str = "") -> Self:
        """Return a marker that reads as what stands in the cell."""
        fault = super().__new__(cls, shown[:80])
        fault.rule = rule
        return fault


@dataclass(frozen=True)
class Merged:
    """Cells that are joined into one: rows as the reader sees them, columns from 0, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, or of a text file.

    Attributes:
        name: of the sheet; "" for a text file.
        rows: filled rows with their numbers.
        merged: cells that are joined.
        refusal: why the sheet cannot be read, if it cannot.
    """

    name: str
    rows: Numbered = ()
    merged: tuple[Merged, ...] = ()
    refusal: DataError | None = None


@dataclass(frozen=True)
class Sheet:
    """A table, one row a figure.

    Attributes:
        file: the name for messages.
        header: the column names, and the HXL tags where there are no names.
        tags: the HXL tag of each column; "" where there is none.
        rows: row number as the reader's program shows it, and the cells; several rows of one
            number where the file has several figures in a row.
        header_row: the number of the row with the names.
        notes: what a reader should know about how the file was read.
        left_out: rows and columns that are no part of the table, and why.
        choices: what the reader may have read in another way; ``given`` is how it was read.
        above: what stands above the name of each column: that of its group, else the titles of
            the table and the sheet, a line each; none where columns were made to rows.
    """

    file: str
    header: tuple[str, ...]
    tags: tuple[str, ...]
    rows: Numbered
    header_row: int
    notes: tuple[Note, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    choices: tuple[Question, ...] = ()
    above: tuple[str, ...] = ()


def clean(text: str) -> str:
    r"""Return text on one line without control characters, which could hide what it says.

    >>> clean(" a\u202eb\n c\x00 ")
    'ab c'
    """
    if text.isprintable():
        return " ".join(text.split())
    seen = "".join(
        " " if char in "\n\r\t" else char
        for char in text
        # The joiners of Arabic and Persian script are part of a word's spelling.
        if char in "\n\r\t\u200c\u200d" or unicodedata.category(char) not in _UNSEEN
    )
    return " ".join(seen.split())


def cell_of(value: object) -> Cell:
    """Return a value of a file as a cell.

    >>> cell_of(" 5 "), cell_of(5), cell_of(datetime(2025, 10, 5)), cell_of("'=1+1"), cell_of("")
    ('5', 5.0, datetime.date(2025, 10, 5), '=1+1', None)
    """
    if isinstance(value, str):
        return value if isinstance(value, Fault) else _text(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        number = float(value)
        return number if math.isfinite(number) else Fault("is no number: mend it", str(value))
    return clean(str(value)) or None


def _text(text: str) -> Cell:
    if len(text) > CELL_LENGTH:
        return Fault(f"holds more than {CELL_LENGTH:,} characters: shorten it", text[:80])
    seen = clean(text)
    # The mark with which an export keeps a cell from being taken for a formula.
    return (seen[1:] if re.match(r"'[=+\-@]", seen) else seen) or None


def shown(cell: Cell) -> str:
    """Return a cell as text, as in the name of a column.

    >>> shown(2025.0), shown(date(2025, 10, 5)), shown(None)
    ('2025', '2025-10-05', '')
    """
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
