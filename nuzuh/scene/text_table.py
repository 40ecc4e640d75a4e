"""A table in the reader's words: titles and rows, for whoever writes it as HTML or as a file."""

from __future__ import annotations

from dataclasses import dataclass

from nuzuh.scene.mark import Cell


@dataclass(frozen=True)
class TextTable:
    """A table in the reader's words.

    Attributes:
        head: titles of the columns.
        rows: the cells of each row.
        caption: title of the table; "" for none.
        isolated: columns, counted from 0, whose texts are a stranger's and keep
            their own direction.
        has_total: whether the last row sums up the others.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    isolated: tuple[int, ...] = ()
    has_total: bool = False
