"""A cell of a table as text."""

from __future__ import annotations

import pandas as pd


def cell_text(value: object) -> str:
    """Return a value as it stands in the data: ISO dates, plain numbers, "" for what is missing.

    >>> cell_text(900000.0), cell_text(float("nan")), cell_text(pd.Timestamp("2025-10-05"))
    ('900000', '', '2025-10-05')
    """
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    if not isinstance(value, str) and pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
