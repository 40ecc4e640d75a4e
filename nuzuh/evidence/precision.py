"""How many digits a reconstructed number can bear, and what that leaves of its range."""

from __future__ import annotations

import math
from functools import lru_cache

SMALLEST_STEP = 1_000
"""No reconstructed number is told more finely than to a thousand people."""


@lru_cache(maxsize=32768)
def rounding_step(number: float, low: float | None = None, high: float | None = None) -> float:
    """Return the finest step in which people, or people more or fewer, may be told: a power of ten.

    It is a tenth of half the range, so that the last digit told still means
    something, never finer than :data:`SMALLEST_STEP` and never more than three
    significant digits; without a range, never more than two. The browser rounds in the same
    way (frontend/src/precision.ts).

    >>> rounding_step(487_312, 381_000, 622_000)
    10000.0
    """
    steps = [float(SMALLEST_STEP)]
    low, high = (math.nan if end is None else end for end in (low, high))
    ranged = not (math.isnan(low) or math.isnan(high))
    if abs(number) > 0:
        steps.append(_magnitude(abs(number)) / (100 if ranged else 10))
    if ranged and high > low:
        steps.append(_magnitude((high - low) / 2) / 10)
    return max(steps)


def _magnitude(number: float) -> int:
    """The largest power of ten that a number reaches, at least 1.

    Its digits are counted: a logarithm is rounded, and not by every language in one way.
    """
    return int(10 ** (len(str(int(number))) - 1))


def round_to_precision(number: float, low: float | None = None, high: float | None = None) -> float:
    """Round people, or people more or fewer, to what the range bears, see :func:`rounding_step`.

    >>> round_to_precision(487_312, 381_000, 622_000)
    490000.0
    >>> round_to_precision(1_234_567), round_to_precision(340.0)
    (1200000.0, 0.0)
    """
    step = rounding_step(number, low, high)
    return float(round(number / step) * step)


def told_range(low: float, high: float) -> tuple[float, float]:
    """Return the ends of a range of reconstructed people as they are told: rounded, never negative.

    An upper end that rounds to nothing is told as a step: the number is told as fewer than
    that, and a range that ended at 0 would say that nobody can be there.

    >>> told_range(381_400, 622_000), told_range(0.0, 14.7)
    ((380000.0, 620000.0), (0.0, 1000.0))
    """
    least, most = (round_to_precision(end, low, high) for end in (low, high))
    return max(least, 0.0), most if most > 0 else rounding_step(high, low, high)


def says_more(low: float, high: float) -> bool:
    """Return whether a range says more than its number: its ends do not round to the same.

    Where both round to nothing, "fewer than" has said it all.

    >>> says_more(381_400, 622_000), says_more(0.0, 600.0), says_more(0.0, 14.7)
    (True, True, False)
    """
    return round_to_precision(low, low, high) < round_to_precision(high, low, high)
