"""How many digits a reconstructed number can bear."""

from __future__ import annotations

import math
from functools import lru_cache

SMALLEST_STEP = 1_000
"""No reconstructed number is told more finely than to a thousand people."""


@lru_cache(maxsize=32768)
def rounding_step(number: float, low: float | None = None, high: float | None = None) -> float:
    """Return the finest step in which a number of people may be told: a power of ten.

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
    if number > 0:
        steps.append(_magnitude(number) / (100 if ranged else 10))
    if ranged and high > low:
        steps.append(_magnitude((high - low) / 2) / 10)
    return max(steps)


def _magnitude(number: float) -> int:
    """The largest power of ten that a number reaches, at least 1.

    Its digits are counted: a logarithm is rounded, and not by every language in one way.
    """
    return int(10 ** (len(str(int(number))) - 1))


def round_to_precision(number: float, low: float | None = None, high: float | None = None) -> float:
    """Round a number of people to what its range can bear, see :func:`rounding_step`.

    >>> round_to_precision(487_312, 381_000, 622_000)
    490000.0
    >>> round_to_precision(1_234_567), round_to_precision(340.0)
    (1200000.0, 0.0)
    """
    step = rounding_step(number, low, high)
    return float(round(number / step) * step)
