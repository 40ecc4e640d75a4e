"""Tables of a former version in today's columns: what they did not say stays unsaid."""

from __future__ import annotations

import csv
import io

import pandas as pd

from nuzuh.loaders import estimates, orders
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.schema import read_csv, to_dates, to_numbers

_NOT_TOLD = {"according_to": "", "scope": ""}
"""Columns that versions before October 2026 had not, and their cells where nothing is told."""

UNTOLD_SCOPE = "other"
"""What a share under orders counts where its version did not say: what its note says."""


def old_estimates(content: bytes, file: str) -> pd.DataFrame:
    """Return estimates as :func:`nuzuh.loaders.read_estimates` does, from a former version's file.

    Each row stands as it was published: the rules that the ledger has got since are not held
    against it. A figure of who passes others' on is that of its publisher where the version
    did not say whose it is.

    Raises:
        DataError: for bytes that are no table of estimates.
    """
    frame = read_csv(content, file, [name for name in estimates.COLUMNS if name not in _NOT_TOLD])
    header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    told = [name for name in _NOT_TOLD if name in header]
    for name, untold in _NOT_TOLD.items():
        if name not in told:
            frame[name] = pd.Series([untold] * len(frame), index=frame.index, dtype=object)
    frame[told] = read_csv(content, file, told)
    frame = frame[list(estimates.COLUMNS)]
    frame = to_numbers(
        to_dates(frame, ("period_start", "as_of", "source_date"), file),
        ("value", "low", "high"),
        file,
    )
    shares = frame["measure"].eq("under_orders") & frame["unit"].eq("percent")
    frame.loc[shares & frame["scope"].eq(""), "scope"] = UNTOLD_SCOPE
    _hold_identity(frame, file)
    return estimates.complete(frame)


def old_orders(content: bytes, file: str) -> pd.DataFrame:
    """Return orders as :func:`nuzuh.loaders.orders.read_orders` does.

    Raises:
        DataError: for bytes that are no table of orders.
    """
    return orders.read_orders(content, file)


def _hold_identity(frame: pd.DataFrame, file: str) -> None:
    """Refuse what nothing true could be shown or cited of."""
    if frame["id"].duplicated().any() or frame["id"].eq("").any() or frame["as_of"].isna().any():
        raise DataError(file, "has a figure without an id or a day, or two of one id")
    if not frame["measure"].isin(estimates.KIND_OF_MEASURE).all():
        raise DataError(file, "has a figure of a measure that is not known any more")
    if not frame["quantifier"].isin(estimates.QUANTIFIERS).all():
        raise DataError(file, "has a figure with a quantifier that there are no words for")
    if not estimates.not_below_zero(frame).all():
        raise DataError(file, "has a figure below zero, and a count is never negative")
