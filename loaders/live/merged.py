"""What comes out when live rows are put into an embedded table, and how the two differ."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass

import pandas as pd

Row = dict[str, str]


@dataclass(frozen=True)
class Merged:
    """A table in use, and how it differs from the embedded one.

    Attributes:
        frame: the validated table.
        digest: hash of every row that differs from the embedded table, but for its
            note; "" for none.
        new, revised, withdrawn: ids of such rows. A withdrawn figure of the
            embedded table stays, marked as doubtful.
    """

    frame: pd.DataFrame
    digest: str
    new: tuple[str, ...]
    revised: tuple[str, ...]
    withdrawn: tuple[str, ...]


class Changes:
    """Ids of the rows that live ones have added or altered."""

    def __init__(self) -> None:
        self.new, self.revised, self.withdrawn = list[str](), list[str](), list[str]()

    def merged(self, frame: pd.DataFrame, rows: list[Row]) -> Merged:
        """Return the validated table with what was changed in its rows."""
        touched = {*self.new, *self.revised, *self.withdrawn}
        # Notes tell when a change was seen, which differs from one machine to the next.
        told = [
            sorted((name, text) for name, text in row.items() if name != "note")
            for row in rows
            if row["id"] in touched
        ]
        digest = hashlib.sha256(repr(told).encode()).hexdigest() if touched else ""
        return Merged(frame, digest, tuple(self.new), tuple(self.revised), tuple(self.withdrawn))


def rows_of(content: bytes) -> list[Row]:
    """Return the rows of an embedded CSV as text."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def csv_of(rows: list[Row], columns: tuple[str, ...]) -> bytes:
    """Return rows as CSV in some columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
