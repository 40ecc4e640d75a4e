"""What a merged cell says in each of the rows and columns that it spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.user import limits
from nuzuh.loaders.user.sheets.cells import Cell, Fault, Merged, Numbered, shown
from nuzuh.loaders.user.sheets.heading import is_count

_SEVERAL = "is one number for several merged cells: unmerge them, and write what is whose"


def filled_in(
    rows: Numbered, merged: Sequence[Merged], header: Sequence[str], file: str
) -> Numbered:
    """Return the rows with what merged cells say in each row and named column.

    A number in a merged cell is one number for several rows or columns: nobody
    can say what part of it is whose, so it is a fault where it is used.

    Raises:
        DataError: where more cells are merged than a table may have.
    """
    numbers = [number for number, _ in rows]
    changed: dict[int, list[Cell]] = {}
    room = limits.CELLS
    for one in merged:
        spanned = range(bisect_left(numbers, one.top), bisect_right(numbers, one.bottom))
        right = min(one.right + 1, len(header))
        places = [place for place in range(one.left, right) if header[place]]
        room -= len(spanned) * len(places)
        if room < 0:
            raise DataError(file, "has more merged cells than a table needs: unmerge them")
        if len(spanned) * len(places) < 2 or numbers[spanned[0]] != one.top:
            continue
        first = rows[spanned[0]][1]
        cell: Cell = first[one.left] if one.left < len(first) else None
        if is_count(cell):
            cell = Fault(_SEVERAL, shown(cell))
        for at in spanned:
            row = changed.setdefault(at, list(rows[at][1]))
            row += [None] * (places[-1] + 1 - len(row))
            for place in places:
                row[place] = cell
    return tuple((n, tuple(changed.get(at, row))) for at, (n, row) in enumerate(rows))
