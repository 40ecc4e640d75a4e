"""The words that belong to a number, and which of value, low and high go with each."""

from __future__ import annotations

import numpy as np
import pandas as pd

_NUMBERS = ("value", "low", "high")

NUMBERS_OF: dict[str, tuple[str, ...]] = {
    "exact": ("v",),
    "approximately": ("v", "vl", "vh", "vlh"),
    "more than": ("l",),
    "at least": ("l",),
    "nearly": ("v", "vl", "vh", "vlh"),
    "up to": ("h",),
    "less than": ("h",),
    "range": ("lh",),
}
"""By quantifier, the sets of numbers that it comes with: first letters of value, low and high."""


def numbers_fit(frame: pd.DataFrame) -> pd.Series:
    """Whether value, low and high are those that each row's quantifier comes with.

    Rows without a number or with an unknown quantifier are another rule's.

    >>> cells = {"value": [5.0], "low": [None], "high": [None], "quantifier": ["more than"]}
    >>> numbers_fit(pd.DataFrame(cells)).tolist()
    [False]
    """
    letters = np.full(len(frame), "", dtype=object)
    for name in _NUMBERS:
        letters += np.where(frame[name].notna(), name[0], "")
    fits = [
        not told or told in NUMBERS_OF.get(quantifier, (told,))
        for told, quantifier in zip(letters, frame["quantifier"], strict=True)
    ]
    return pd.Series(fits, index=frame.index, dtype=bool)
