"""Whether the server should be sent readers, and how old what it shows is: ``/readyz``.

Streamlit's own ``/_stcore/health`` says that the process answers. This says more: that the
first view is computed, so that a reader waits for nothing, and that the server isn't about to end.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, date, datetime
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from nuzuh import loaders
from nuzuh.loaders.live import SOURCES, read_settings
from nuzuh.loaders.live.store import Store
from nuzuh.scene.timeline import load_timeline

State = Literal["preparing", "ready", "failed", "ending"]
_LAST: tuple[State, ...] = ("ending",)
"""From which nothing leads back."""


class Readiness:
    """The state of a server, from its start to its end."""

    def __init__(self) -> None:
        self._state: State = "preparing"
        self._since = time.monotonic()
        self._changing = threading.Lock()

    @property
    def state(self) -> State:
        """What the server is doing: only one that is ``ready`` should be sent readers."""
        return self._state

    def turn(self, state: State) -> float:
        """Take another state, unless the server is about to end.

        Returns:
            Seconds that the state before has lasted.
        """
        with self._changing:
            now = time.monotonic()
            lasted, self._since = now - self._since, now
            if self._state not in _LAST:
                self._state = state
            return lasted


def last_refresh() -> datetime | None:
    """Return when a live table was last brought up to date, by this process or by another one.

    Returns:
        None where that never was: all tables are those that ship.
    """
    store = Store(read_settings().cache)
    attempts = filter(None, map(store.attempt, SOURCES))
    moments = (_moment(attempt.at) for attempt in attempts if not attempt.reason)
    return max(filter(None, moments), default=None)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:  # a torn note is as good as none
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def told(readiness: Readiness, now: datetime) -> dict[str, str | float | None]:
    """Return what ``/readyz`` says.

    Args:
        readiness: the server's.
        now: what the clock shows, with its zone.

    Returns:
        ``state``; and once the server is ready the version of the data in use, the last day
        that a figure describes and how many days ago that was, when a table was last refreshed
        (null: all of them are the embedded ones) and how many seconds ago that was.
    """
    answer: dict[str, str | float | None] = {"state": readiness.state}
    if readiness.state != "ready":
        return answer
    last, refreshed = load_timeline().last, last_refresh()
    return answer | {
        "data": loaders.data_version(),
        "last_day": last.isoformat(),
        "days_ago": (_day_of(now) - last).days,
        "refreshed": None if refreshed is None else refreshed.isoformat(timespec="seconds"),
        "refreshed_seconds_ago": (
            None if refreshed is None else round((now - refreshed).total_seconds())
        ),
    }


def _day_of(now: datetime) -> date:
    return now.astimezone(UTC).date()


def readiness_route(readiness: Readiness) -> Route:
    """Return the way to ``/readyz``: 200 where the server is ready, else 503.

    Args:
        readiness: the server's.
    """

    def answer(_: Request) -> JSONResponse:
        said = told(readiness, datetime.now(UTC))
        return JSONResponse(
            said, 200 if said["state"] == "ready" else 503, {"Cache-Control": "no-store"}
        )

    return Route("/readyz", answer, methods=["GET", "HEAD"])
