"""What threads want at the same time is computed once, and the others wait for it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

Result = TypeVar("Result")


def one_at_a_time(function: Callable[..., Result]) -> Callable[..., Result]:
    """Let a thread that asks for what another one is computing wait for it, and not compute it too.

    Nothing computes itself, so nobody waits for ever: whoever holds a lock waits at
    most for what is computed from less.

    Args:
        function: remembers its results; calls with other arguments do not wait for each other.

    Example:
        >>> from functools import lru_cache
        >>> one_at_a_time(lru_cache(sum))((1, 2))
        3
    """
    under_way: dict[Any, Lock] = {}

    def call(*args: Any, **kwargs: Any) -> Result:
        asked = (args, tuple(kwargs.items()))
        with under_way.setdefault(asked, Lock()):
            try:
                return function(*args, **kwargs)
            finally:
                under_way.pop(asked, None)

    return call
