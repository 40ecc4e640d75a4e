"""Whether a decimal is a number at all, on every engine and whatever its file states."""

from __future__ import annotations

import ibis.expr.types as ir


def is_finite(value: ir.FloatingValue) -> ir.BooleanValue:
    """Return whether a decimal is a number: neither NaN nor infinite; missing where it is missing.

    Parquet files state the least and the largest number of a column, and leave out NaN. DuckDB
    takes these for bounds of all that the column holds and works comparisons out from them: in a
    file of coordinates it holds ``isnan(x)`` for false, and ``abs(x) <= 90`` for true, in
    every row, one with NaN included. The difference of a value and itself it cannot know so: it
    is 0 of numbers alone, to all engines.
    """
    finite: ir.BooleanValue = (value - value) == 0.0
    return finite
