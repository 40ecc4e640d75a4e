"""The tables in use: embedded until others are put in their place, all of them at one moment.

Whoever reads several tables for one picture pins them first: a refresh that
ends in between then changes the next picture, not this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

from nuzuh.loaders.once import one_at_a_time
from nuzuh.loaders.table import Table

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True)
class InUse:
    """Tables that stand in for embedded ones, and the data version that they make.

    Attributes:
        version: data version; "" for that of the embedded files.
        tables: by name (``estimates``, ``orders``); what is missing is embedded.
        published: of a former version, read from the archive, the day on which it was
            published; None for every other.
        parts: of a former version, what its entry holds beside the tables, by name.
    """

    version: str = ""
    tables: Mapping[str, Table[Any]] = field(default_factory=lambda: MappingProxyType({}))
    published: date | None = None
    parts: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    @property
    def archived(self) -> bool:
        """Whether this is a former version, of which only what was kept can be shown."""
        return self.published is not None


EMBEDDED = InUse()
_in_use = [EMBEDDED]
_frozen: ContextVar[InUse | None] = ContextVar("frozen", default=None)


def current() -> InUse:
    """Return the tables in use: those that this thread pinned, else the newest."""
    return _frozen.get() or _in_use[0]


def newest() -> InUse:
    """Return the tables that the next picture is drawn from, whatever this thread pinned."""
    return _in_use[0]


def put_in_use(tables: InUse) -> None:
    """Let every later picture be drawn from these tables.

    Setting one element of a list is a single step in Python: no reader ever
    sees half of a change.
    """
    _in_use[0] = tables


def freeze_tables() -> InUse:
    """Hold on to the newest tables in this thread until it pins again; return them."""
    _frozen.set(_in_use[0])
    return _in_use[0]


def pin_tables(tables: InUse) -> None:
    """Hold on to these tables in this thread until it pins again."""
    _frozen.set(tables)


@contextmanager
def using(tables: InUse) -> Iterator[InUse]:
    """Draw from these tables in this thread, and from those before afterwards.

    >>> with using(InUse("2026-08-22-79be9da")):
    ...     current().version
    '2026-08-22-79be9da'
    """
    token = _frozen.set(tables)
    try:
        yield tables
    finally:
        _frozen.reset(token)


def follow_tables() -> None:
    """Follow the newest tables again."""
    _frozen.set(None)


def follows_data(maxsize: int) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Remember results like :func:`functools.lru_cache`, but only as long as the data are the same.

    Threads compute each once.

    Args:
        maxsize: how many results to remember; those of other versions count too.

    Example:
        >>> @follows_data(maxsize=2)
        ... def version_seen():
        ...     return current().version
        >>> version_seen()
        ''
    """

    def decorate(function: Callable[Given, Result]) -> Callable[Given, Result]:
        @lru_cache(maxsize=maxsize)
        def remembered(version: str, /, *args: Any, **kwargs: Any) -> Result:
            del version
            return function(*args, **kwargs)

        once = one_at_a_time(remembered)

        @wraps(function)
        def call(*args: Given.args, **kwargs: Given.kwargs) -> Result:
            return once(current().version, *args, **kwargs)

        call.cache_clear = remembered.cache_clear  # type: ignore[attr-defined]
        return call

    return decorate
