"""Totals beside their parts: what they are called, and whether they are their sum."""

from __future__ import annotations

from collections.abc import Collection

from nuzuh.loaders.user.columns import plain

_WORDS = """
total|totals|grand total|overall total|overall|sum|all|all areas|all governorates|sub total|
subtotal|t tl|t|total general|المجموع|مجموع|المجموع الكلي|المجموع العام|الإجمالي|إجمالي|الإجمالي العام|
الإجمالي الكلي|الكل|الجملة|סה"כ|סהכ|סך הכל|סך הכול|סיכום|כולל|הכל
"""
_TOTALS = frozenset(plain(word) for word in _WORDS.split("|"))


def is_total(text: str) -> bool:
    """Whether a row or a column of this name holds the sum of others.

    >>> is_total("Grand Total:"), is_total("المجموع"), is_total('סה"כ'), is_total("Gaza")
    (True, True, True, False)
    """
    return plain(text) in _TOTALS


def agrees(total: float, parts: Collection[float]) -> bool:
    """Whether a total is the sum of its parts, each rounded to whole people.

    >>> agrees(380_000, [80_000, 300_000]), agrees(11, [3.4, 3.4, 3.4]), agrees(400, [300, 50])
    (True, True, False)
    """
    return abs(total - sum(parts)) <= max(0.5 * len(parts), 1e-9 * abs(total))
