"""Counts of records by area and day, as the engine hands them over: nobody is to be found in them.

The columns of ``frame``:

``day``          day in Gaza
``origin``       P-code, ``EXT`` or :data:`ALL`; "" for presence
``destination``  P-code, ``EXT`` or :data:`ALL`
``amount``       records counted, a multiple of the mapping's ``rounded_to``; missing where
                 withheld, which is also what none looks like

A row with :data:`ALL` is a total over the places of its line, given where none of them is
withheld. Every day has a row for every pair of places that are counted, and for every total.
Days go from the first to the last of which an amount is given: what the mapping takes before and
after may hold a few records, or none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pandera.pandas as pa

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.schema import (
    LARGEST,
    column_rule,
    hold,
    read_csv,
    row_rule,
    to_dates,
    to_numbers,
)

ALL = "*"
COLUMNS = ("day", "origin", "destination", "amount")

OUT = "-"
"""Origin of a row about records that are in no count; its destination says why."""
INCOMPLETE, UNPLACED, OUTSIDE, WITHIN, DAYS = (
    "incomplete",
    "unplaced",
    "outside",
    "within",
    "days",
)
LEFT_OUT = (INCOMPLETE, UNPLACED, OUTSIDE, WITHIN)
"""Why records of a day are in no count."""
BELOW_ZERO, NOT_WHOLE = "below zero", "not whole"
FAULTS = (BELOW_ZERO, NOT_WHOLE)
"""What no count may be: records with one are refused whole."""

_PLACES = {"", ALL, *pc.KNOWN}


@dataclass(frozen=True)
class LeftOut:
    """Records that are in no count.

    Attributes:
        why: ``unplaced`` (no area is known for them), ``outside`` (the Strip), ``within`` (from
            an area to itself, where stays are not counted), ``days`` (before or after the days
            that are taken) or ``incomplete`` (without a moment, a place, a count or a person).
        records: how many, rounded as counts are, of the days with the threshold or more; None
            where no day had so many, which is also what none looks like.
    """

    why: str
    records: int | None


@dataclass(frozen=True)
class Counts:
    """What came of the records of one mapping.

    Attributes:
        frame: see the head of this module.
        engine: the engine that counted, with its version.
        records: what is in the counts of areas that are given. How many rows were read is not
            told: of one day, it would be a total that tells of what is withheld.
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


def faults(answer: pd.DataFrame) -> tuple[str, ...]:
    """Return which of :data:`FAULTS` an engine found among the records of some days.

    Args:
        answer: as :func:`nuzuh.loaders.records.withholding.withheld` has it.
    """
    found = set(answer.loc[answer["origin"] == OUT, "destination"])
    return tuple(fault for fault in FAULTS if fault in found)


def counts_of(
    answers: Iterable[pd.DataFrame], engine: str, beside: pd.DataFrame | None = None
) -> Counts:
    """Return the counts of several days, each as the engine answered.

    Args:
        answers: in :data:`COLUMNS`, the day a date; with rows of :data:`OUT`.
        engine: the engine, with its version.
        beside: what :func:`nuzuh.loaders.records.counting.beside` gives: ``why``, ``amount``.

    Raises:
        ValueError: when no day was asked for, or where there are :data:`FAULTS`, which whoever
            asked has to refuse.
    """
    answer = pd.concat(list(answers), ignore_index=True)
    if wrong := faults(answer):
        raise ValueError(f"records with a count {wrong[0]} are not counted")
    out = answer["origin"] == OUT
    why = answer.loc[out, ["destination", "amount"]].rename(columns={"destination": "why"})
    why = pd.concat([why] if beside is None else [why, beside[["why", "amount"]]])
    told = why.groupby("why")["amount"].sum()
    reasons = LEFT_OUT if beside is None else (*LEFT_OUT, DAYS)
    left_out = tuple(
        LeftOut(reason, int(told[reason]) if reason in told.index else None) for reason in reasons
    )
    frame = answer.loc[~out, list(COLUMNS)].astype({"amount": "Int64"})
    frame = frame.sort_values(list(COLUMNS[:3]), ignore_index=True)
    cells = frame.loc[(frame["origin"] != ALL) & (frame["destination"] != ALL), "amount"]
    return Counts(frame, engine, int(cells.sum()), int(cells.isna().sum()), len(cells), left_out)


def write_counts(frame: pd.DataFrame) -> bytes:
    """Return counts as CSV: a day as YYYY-MM-DD, nothing where an amount is withheld."""
    written: str = frame[list(COLUMNS)].to_csv(index=False, lineterminator="\n")
    return written.encode()


def read_counts(content: bytes, file: str, rounded_to: int) -> pd.DataFrame:
    r"""Return counts that :func:`write_counts` wrote.

    Args:
        content: of the CSV.
        file: its name, for who is told what is wrong.
        rounded_to: what amounts are multiples of.

    Raises:
        DataError: naming the row and the column of what cannot have come from an engine.

    Example:
        >>> written = b"day,origin,destination,amount\n2025-01-01,,PS0260,25\n"
        >>> read_counts(written, "counts.csv", 5)["amount"].tolist()
        [25]
        >>> read_counts(written, "counts.csv", 10)
        Traceback (most recent call last):
        ...
        nuzuh.loaders.errors.DataError: counts.csv, row 2, column amount: is not a multiple of 10.
    """
    frame = read_csv(content, file, COLUMNS)
    frame = to_numbers(to_dates(frame, ["day"], file), ["amount"], file)
    frame = hold(_schema(rounded_to), frame, file)
    frame["day"] = frame["day"].dt.date
    frame["amount"] = frame["amount"].astype("Int64")
    return frame


def _schema(rounded_to: int) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(
        {
            "day": pa.Column("datetime64[s]"),
            "origin": pa.Column(
                checks=column_rule(_is_place, "is no area, and neither EXT, * nor empty")
            ),
            "destination": pa.Column(
                checks=column_rule(
                    lambda cell: bool(cell) and _is_place(cell), "is no area, and neither EXT nor *"
                )
            ),
            "amount": pa.Column(
                "float64",
                checks=[
                    column_rule(lambda number: number >= 0, "is below zero"),
                    column_rule(lambda number: number < LARGEST, "is too large for a count"),
                    column_rule(
                        lambda number: number % rounded_to == 0,
                        f"is not a multiple of {rounded_to}",
                    ),
                ],
                nullable=True,
            ),
        },
        checks=[
            row_rule(
                lambda frame: ~frame.duplicated(list(COLUMNS[:3])),
                "is there twice: one row a day, origin and destination",
                column="destination",
            ),
            row_rule(
                lambda frame: (frame["origin"] == "") == (frame["origin"].iloc[0] == ""),
                "is of presence where other rows are of movements, or the other way round",
                column="origin",
            ),
        ],
    )


def _is_place(cell: str) -> bool:
    return cell in _PLACES
