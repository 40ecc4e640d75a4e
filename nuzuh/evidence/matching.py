"""Selects the figures of the ledger that match what a reader asks for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from nuzuh.loaders import pcodes as pc


def matching(
    estimates: pd.DataFrame,
    *,
    measure: str | Collection[str] | None = None,
    publisher: str | None = None,
    first: date | None = None,
    last: date | None = None,
    text: str = "",
    area: Collection[str] = (),
) -> pd.DataFrame:
    """Return the figures that match every condition given, the newest first.

    Args:
        estimates: the table of :func:`nuzuh.loaders.load_estimates`.
        measure: exact name, or several.
        publisher: exact name.
        first: first day that a figure may describe.
        last: last day that a figure may describe.
        text: words, each of which must occur in some column; case does not matter.
        area: P-codes of governorates; a figure is for, from or to one of them at least, alone
            or with others. None for any.
    """
    keep = pd.Series(data=True, index=estimates.index)
    if measure is not None:
        keep &= estimates["measure"].isin([measure] if isinstance(measure, str) else measure)
    if publisher is not None:
        keep &= estimates["publisher"] == publisher
    if first is not None:
        keep &= estimates["as_of"] >= pd.Timestamp(first)
    if last is not None:
        keep &= estimates["as_of"] <= pd.Timestamp(last)
    if area:
        ends = estimates["origin_pcodes"] + " " + estimates["destination_pcodes"]
        keep &= ends.map(lambda cell: not pc.split(cell).isdisjoint(area))
    if text.split():
        columns = [
            "id",
            "publisher",
            "according_to",
            "origin",
            "destination",
            "source_title",
            "note",
        ]
        haystack = estimates[columns].agg(" ".join, axis=1).str.casefold()
        for word in text.casefold().split():
            keep &= haystack.str.contains(word, regex=False)
    return estimates[keep].sort_values("as_of", ascending=False, kind="stable")
