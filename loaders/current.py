"""The tables in use: embedded until others are put in their place, all of them at one moment.

Whoever reads several tables for one picture pins them first: a refresh that
ends in between then changes the next picture, not this one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from threading import Lock
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar, cast

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


OLDER = 2
"""How many versions beside the newest have their results remembered at a time."""

_memories: OrderedDict[str, dict[Any, Callable[..., Any]]] = OrderedDict()
_one_at_a_time = Lock()


def _memory_of(version: str) -> dict[Any, Callable[..., Any]]:
    """What is remembered with a version; of too many, that not asked for the longest is dropped."""
    known = _memories.get(version)
    if known is not None and next(reversed(_memories), None) == version:
        return known
    with _one_at_a_time:
        memory = _memories.setdefault(version, {})
        _memories.move_to_end(version)
        newest_one = _in_use[0].version
        older = [one for one in _memories if one != newest_one]
        for dropped in older[: max(len(older) - OLDER, 0)]:
            del _memories[dropped]
        return memory


def follows_data(maxsize: int) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Remember results like :func:`functools.lru_cache`, with the version of the data they are of.

    Threads compute each once. Versions that readers look at by turns do not push each other's
    results out: those of the newest are remembered, and of the :data:`OLDER` others that were
    asked for last.

    Args:
        maxsize: how many results to remember of each version.

    Example:
        >>> @follows_data(maxsize=2)
        ... def version_seen():
        ...     return current().version
        >>> version_seen()
        ''
    """

    def decorate(function: Callable[Given, Result]) -> Callable[Given, Result]:
        @wraps(function)
        def call(*args: Given.args, **kwargs: Given.kwargs) -> Result:
            memory = _memory_of(current().version)
            known = memory.get(call)
            if known is None:
                made = one_at_a_time(lru_cache(maxsize)(function))
                # Two threads that come at once both get the first.
                known = memory.setdefault(call, made)
            return cast("Result", known(*args, **kwargs))

        def cache_clear() -> None:
            for memory in list(_memories.values()):
                memory.pop(call, None)

        call.cache_clear = cache_clear  # type: ignore[attr-defined]
        return call

    return decorate


def holding(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Return a function that draws from what this thread draws from now, whoever calls it when.

    For what a page leaves to be called later: by another thread, when a file is asked for, or
    by a part of the page that is drawn anew alone.

    >>> with using(InUse("2026-08-22-79be9da")):
    ...     later = holding(lambda: current().version)
    >>> later()
    '2026-08-22-79be9da'
    """
    in_use = current()

    @wraps(function)
    def call(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        with using(in_use):
            return function(*args, **kwargs)

    return call
