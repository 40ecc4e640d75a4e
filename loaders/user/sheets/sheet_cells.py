"""Cells of a sheet as they are read one by one: positions, repeats, and the bounds of a table."""

from __future__ import annotations

from collections.abc import Iterable

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.sheets.cells import Cell, Grid, Merged, cell_of

MERGED_RANGES = 20_000
_BESIDE_ROWS = 100
"""Titles, names and footnotes, which are no rows of the table."""


class Room:
    """How many cells may still be read, over all sheets of one workbook."""

    def __init__(self) -> None:
        self.cells = limits.CELLS


class Filling:
    """A grid that is being filled, within the bounds of a table."""

    def __init__(self, file: str, name: str, room: Room) -> None:
        self.file, self.name, self.room = file, name, room
        self.rows: list[tuple[int, tuple[Cell, ...]]] = []
        self.merged: list[Merged] = []
        self.last = 0

    def add(self, number: int, cells: Iterable[tuple[int, object]]) -> None:
        """Add a row by its number, unless it is blank.

        Args:
            number: of the row, larger than those before.
            cells: place, from 0, and value of each cell that may be filled.

        Raises:
            DataError: where the row leaves the bounds of a table.
        """
        filled = [(place, cell) for place, value in cells if (cell := cell_of(value)) is not None]
        if not filled:
            return
        if number <= self.last:
            raise DataError(self.file, "has rows out of order: open it and save it anew")
        widest = max(place for place, _ in filled)
        if widest >= limits.COLUMNS:
            raise DataError(
                self.file,
                f"has more than {limits.COLUMNS} columns: leave some out",
                row=number,
            )
        self.room.cells -= len(filled)
        if self.room.cells < 0:
            most = f"{limits.CELLS:,}"
            raise DataError(
                self.file, f"has more than {most} filled cells: leave columns or sheets out"
            )
        row: list[Cell] = [None] * (widest + 1)
        for place, cell in filled:
            row[place] = cell
        self.rows.append((number, tuple(row)))
        self.last = number
        if len(self.rows) > limits.ROWS + _BESIDE_ROWS:
            raise too_long(self.file)

    def merge(self, merged: Merged) -> None:
        """Add cells that are joined.

        Raises:
            DataError: where there are more of them than people draw.
        """
        if len(self.merged) >= MERGED_RANGES:
            raise DataError(
                self.file, f"has more than {MERGED_RANGES:,} merged cells: unmerge them"
            )
        self.merged.append(merged)

    @property
    def grid(self) -> Grid:
        """What was filled."""
        return Grid(self.name, tuple(self.rows), tuple(self.merged))


def too_long(file: str) -> DataError:
    """Return the refusal of a table of too many rows."""
    return DataError(file, f"has more than {limits.ROWS:,} rows, which is not read: split it")
