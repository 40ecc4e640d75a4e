"""Doing the same for many inputs, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any


@contextmanager
def mapping(workers: int, chunksize: int = 1) -> Iterator[Callable[..., Iterable[Any]]]:
    """Give what maps a function over inputs, in their order.

    Args:
        workers: processes; with one it is the built-in ``map``.
        chunksize: how many inputs go to another process at a time.

    Example:
        >>> with mapping(1) as each:
        ...     list(each(abs, [-1, 2]))
        [1, 2]
    """
    if workers <= 1:
        yield map
        return
    with ProcessPoolExecutor(workers) as pool:
        yield partial(pool.map, chunksize=chunksize)
