"""A number of which an end at least and an end at most are known, in words."""

from __future__ import annotations

import math

from nuzuh.balance.people_there import PeopleThere
from nuzuh.scene.translator import Translator


def range_text(low: float, high: float, t: Translator, *, decimals: int = 0) -> str:
    """Return two ends in words: one number where they are the same, "up to" where none is sure.

    >>> t = Translator("en")
    >>> range_text(12_000, 18_000, t), range_text(0, 900, t), range_text(5, 5, t)
    ('12,000 to 18,000', 'up to 900', '5')
    """
    least, most = (t.number(end, decimals=decimals) for end in (low, high))
    if low == high:
        return most
    return t("q.range", low=least, high=most) if low else t("q.up to", n=most)


def people_text(there: PeopleThere | None, t: Translator) -> str:
    """Return people on land in words; "" where nothing is known of them: never a zero."""
    told = there.told if there else None
    return range_text(*told, t) if told else ""


def km2_text(low: float, high: float, t: Translator, *, decimals: int = 1) -> str:
    """Return an area in words, its ends moved outward; "" for none.

    Args:
        low: km2, at least.
        high: km2, at most.
        t: the reader's language.
        decimals: digits after the point that are told.

    >>> t = Translator("en")
    >>> km2_text(12.34, 12.36, t), km2_text(0.04, 5.61, t), km2_text(3.02, 3.04, t)
    ('12.3 to 12.4', 'up to 5.7', '3')
    """
    tens = 10**decimals
    least, most = math.floor(low * tens) / tens, math.ceil(high * tens) / tens
    if not most:
        return ""
    if round(low, decimals) == round(high, decimals):
        least = most = round(low, decimals)
    return range_text(least, most, t, decimals=decimals)
