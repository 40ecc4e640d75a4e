"""Refresh behind a running app: one refresh at a time, in a thread that nobody waits for."""

from __future__ import annotations

import logging
import math
import threading
import time
from dataclasses import dataclass, replace

from nuzuh.loaders.events import tell
from nuzuh.loaders.live.refreshing import Refreshed, refresh
from nuzuh.loaders.live.settings import Settings, read_settings
from nuzuh.loaders.live.sources import SOURCES

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BackgroundRefresh:
    """How far a refresh behind is.

    Attributes:
        running: whether one is under way.
        source: id of the source that is being refreshed; "" when none is.
        done: sources done.
        total: sources to do.
        has_ended: whether one has.
        results: what became of each source in the last one; none when it ended early.
        ended_at: moment of :func:`time.monotonic` when it ended, which no change of the
            clock moves; endlessly long ago before.
    """

    running: bool = False
    source: str = ""
    done: int = 0
    total: int = len(SOURCES)
    has_ended: bool = False
    results: tuple[Refreshed, ...] = ()
    ended_at: float = -math.inf


_state = [BackgroundRefresh()]
_starting = threading.Lock()


def state() -> BackgroundRefresh:
    """Return how far the refresh behind is."""
    return _state[0]


def refresh_in_background(settings: Settings | None = None) -> bool:
    """Start a refresh in a thread of its own, unless one is under way or has just ended.

    Returns:
        Whether one was started.
    """
    settings = settings or read_settings()
    with _starting:
        before = _state[0]
        too_soon = time.monotonic() - before.ended_at < settings.fresh_seconds
        if before.running or settings.offline or too_soon:
            return False
        _state[0] = replace(before, running=True)
    threading.Thread(target=_run, args=(settings,), name="refresh", daemon=True).start()
    return True


def _run(settings: Settings) -> None:
    def progress(source: str, done: int, total: int) -> None:
        _state[0] = BackgroundRefresh(running=True, source=source, done=done, total=total)

    # Orders are off by default: what is switched off is no failure to report.
    began = time.monotonic()
    names = [name for name in SOURCES if name != "orders" or settings.orders_url]
    try:
        results = tuple(refresh(names, settings, progress=progress))
    except Exception:  # noqa: BLE001 - whatever it is, the app goes on with what it has
        _log.exception("the refresh behind ended early")
        results = ()
    tell(
        "refresh",
        refreshed=sum(result.succeeded for result in results),
        of=len(names),
        changed=sum(bool(result.change) for result in results),
        seconds=round(time.monotonic() - began, 1),
    )
    _state[0] = BackgroundRefresh(
        has_ended=True,
        results=results,
        done=len(names),
        total=len(names),
        ended_at=time.monotonic(),
    )
