"""What is worked out once for each text of a file, and forgotten with it.

A file repeats its words in thousands of rows; a reader's words are not to stay on the server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar, cast

_Function = TypeVar("_Function", bound=Callable[..., Any])
_MOST = 1 << 14
_FORGETTING: list[Callable[[], None]] = []


def while_reading(function: _Function) -> _Function:
    """Remember what a function returned, until the file is read."""
    remembering = lru_cache(maxsize=_MOST)(function)
    _FORGETTING.append(remembering.cache_clear)
    return cast(_Function, remembering)


@contextmanager
def reading() -> Iterator[None]:
    """Forget every text of a file once it is read or refused."""
    try:
        yield
    finally:
        for forget in _FORGETTING:
            forget()
