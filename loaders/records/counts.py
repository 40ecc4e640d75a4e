"""Counts of records by area and day, as the engine hands them over: nobody is to be found in them.

The columns of ``frame``:

``day``          day in Gaza
``origin``       P-code, ``EXT`` or :data:`ALL`; "" for presence
``destination``  P-code, ``EXT`` or :data:`ALL`
``amount``       records counted, a multiple of the mapping's ``rounded_to``; missing where
                 withheld, which is also what none looks like

A row with :data:`ALL` is a total over the places of its line, withheld cells included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

ALL = "*"
COLUMNS = ("day", "origin", "destination", "amount")


@dataclass(frozen=True)
class LeftOut:
    """Records that are in no count.

    Attributes:
        why: ``unplaced`` (no area is known for them), ``outside`` (the Strip), ``days`` (before
            or after the days that are taken) or ``incomplete`` (without a moment or a place).
        records: how many, rounded as counts are; None where fewer than the threshold.
    """

    why: str
    records: int | None


@dataclass(frozen=True)
class Counts:
    """What came of the records of one mapping.

    Attributes:
        frame: see the head of this module.
        engine: the engine that counted, with its version.
        records: rows read, rounded as counts are.
        withheld: cells of areas that are withheld, of ``cells``.
        cells: all cells of areas.
        left_out: records that are in no count.
    """

    frame: pd.DataFrame
    engine: str
    records: int
    withheld: int
    cells: int
    left_out: tuple[LeftOut, ...] = ()

    @property
    def first(self) -> date:
        """Return the first day."""
        day: date = self.frame["day"].min()
        return day

    @property
    def last(self) -> date:
        """Return the last day."""
        day: date = self.frame["day"].max()
        return day
