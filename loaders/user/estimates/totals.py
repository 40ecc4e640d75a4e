"""Totals beside their parts: what they are called, and whether they are their sum."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from nuzuh.loaders.user.headers.columns import plain

_WORDS = """
total|totals|grand total|overall total|overall|sum|all|all areas|all governorates|sub total|
subtotal|t tl|t|total general|المجموع|مجموع|المجموع الكلي|المجموع العام|الإجمالي|إجمالي|
الإجمالي العام|الإجمالي الكلي|الكل|الجملة|جميع المحافظات|كافة المحافظات|كل المحافظات|
جميع المناطق|סה"כ|סהכ|סך הכל|סך הכול|סיכום|כולל|הכל|הכול|סה"כ כללי|סך הכל כללי|כל הנפות
"""
_TOTALS = frozenset(plain(word) for word in _WORDS.split("|"))
_VAGUE = frozenset(["all", "sum", "t", "overall", "كل", "הכל", "הכול"])
"""Words of a total that may be a part of a name."""


def is_total(text: str) -> bool:
    """Whether a row or a column of this name holds the sum of others.

    >>> is_total("Grand Total:"), is_total("المجموع"), is_total('סה"כ'), is_total("Gaza")
    (True, True, True, False)
    """
    return plain(text) in _TOTALS


def without_total(text: str) -> str:
    """Return a name without the words that call it a total; the text itself where it has none.

    >>> without_total("Gaza Strip Total"), without_total("Total, Rafah"), without_total("Rafah")
    ('gaza strip', 'rafah', 'Rafah')
    """
    words = plain(text).split()
    for size in (3, 2, 1):
        for kept, told in ((words[size:], words[:size]), (words[:-size], words[-size:])):
            if kept and " ".join(told) in _TOTALS - _VAGUE:
                return " ".join(kept)
    return text


@dataclass(frozen=True)
class Added:
    """Numbers that a total is held against.

    Attributes:
        sum: what they add up to.
        count: how many they are.
        unit: what each is at least rounded to, as it shows.
    """

    sum: float
    count: int
    unit: float

    @classmethod
    def of(cls, parts: Collection[float]) -> Added:
        """Return the sum of numbers."""
        return cls(math.fsum(parts), len(parts), min(map(_rounded_to, parts), default=1))


def agrees(total: float, parts: Collection[float] | Added) -> bool:
    """Whether a total is the sum of its parts, each rounded as it shows, within 1 percent.

    >>> agrees(380_000, [80_000, 300_000]), agrees(11, [3.4, 3.4, 3.4]), agrees(400, [300, 50])
    (True, True, False)
    >>> agrees(1_926_000, [400_400, 1_525_300]), agrees(380_003, [80_001, 299_999])
    (True, False)
    """
    added = parts if isinstance(parts, Added) else Added.of(parts)
    off, unit = abs(total - added.sum), _rounded_to(total)
    if off <= max(0.5 * added.count, 1e-9 * abs(total)):
        return True
    rounding = 0.5 * (added.count * added.unit + unit)
    return max(added.unit, unit) > 1 and off <= min(rounding, 0.01 * abs(total))


def _rounded_to(number: float) -> float:
    """The power of ten that a number is a multiple of, up to a thousand: zero is of any."""
    return next((unit for unit in (1000, 100, 10) if number % unit == 0), 1)
