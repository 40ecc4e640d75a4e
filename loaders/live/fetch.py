"""Fetch one address: from the fresh cache, else live with patience, else from the stale cache."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import requests
import tenacity
from requests_cache import CachedSession
from requests_cache.models.response import CachedResponse

from nuzuh.loaders.errors import DataError
from nuzuh.loaders.live.addresses import origin_of
from nuzuh.loaders.live.arrival import Freshness
from nuzuh.loaders.live.errors import FetchError, FetchRefusedError
from nuzuh.loaders.live.guard import Errand, GuardedAdapter, errand
from nuzuh.loaders.live.settings import Settings

Value = TypeVar("Value")
Dressed = TypeVar("Dressed", bound=requests.Session)
Parser = Callable[[bytes], Value]

_log = logging.getLogger(__name__)

_FIRST_WAIT = 0.5
_LOCK_PATIENCE = 2.0
"""Seconds that another process may hold the cache; an answer is a second or two away."""
_KEPT_FOR = timedelta(days=30)

# Both write whole addresses, with any key in them, when someone turns on debugging.
for _chatty in ("requests_cache", "urllib3"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)


@dataclass(frozen=True)
class Fetched(Generic[Value]):
    """What an address held.

    Attributes:
        value: the parsed content.
        status: ``live`` (asked now), ``cached`` (fresh enough not to ask), ``stale``.
        retrieved_at: when the content came over the network.
        modified: when the catalogue says that it last changed, ISO; "" when none says so.
    """

    value: Value
    status: Freshness
    retrieved_at: datetime
    modified: str = ""


class Fetcher:
    """A session that is kept for one refresh. Use it as a context manager.

    Only what its parser accepts is ever stored in the cache. The cache is a
    convenience: when it cannot be read or written, the network still is.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._adapter = GuardedAdapter(settings)
        self._plain = dressed(requests.Session(), self._adapter)
        self._cached: CachedSession | None = None
        try:
            self._cached = dressed(_cached_session(settings), self._adapter)
        except (OSError, sqlite3.Error) as error:
            self._without_cache(error)

    def __enter__(self) -> Self:
        """Return the fetcher itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection and the cache."""
        self._plain.close()  # type: ignore[no-untyped-call, unused-ignore]
        if self._cached is not None:
            try:
                self._cached.cache.delete(older_than=_KEPT_FOR)
                self._cached.close()  # type: ignore[no-untyped-call, unused-ignore]
            except (OSError, sqlite3.Error) as trouble:
                self._without_cache(trouble)

    def _without_cache(self, trouble: Exception) -> None:
        """Go on without the cache to the end of this refresh, and say so once."""
        _log.warning(
            "The cache of answers cannot be used (%s); the refresh goes on without it.", trouble
        )
        if self._cached is not None:
            with suppress(OSError, sqlite3.Error):
                self._cached.close()  # type: ignore[no-untyped-call, unused-ignore]
        self._cached = None

    def get(
        self,
        address: str,
        parse: Parser[Value],
        *,
        params: Mapping[str, str] | None = None,
        key: str = "",
        stale: bool = False,
    ) -> Fetched[Value]:
        """Return the parsed content of an address.

        Args:
            address: an http or https address, never one that a reader typed.
            parse: turns the body into a value; a DataError means that it is not what was
                asked for.
            params: query.
            key: sent as a bearer token, and never shown.
            stale: look into the cache only, whatever the age.

        Raises:
            FetchError: with the reason.
        """
        request = requests.Request("GET", address, params=dict(params or {}))
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            url = str(request.prepare().url)
        except (requests.RequestException, ValueError) as error:
            raise FetchRefusedError("the address is not one that can be asked") from error
        if stale:
            return self._from_cache(url, parse)
        if self._settings.offline:
            raise FetchError("the network is switched off (NUZUH_OFFLINE)")
        return self._patiently(url, headers, parse)

    def _from_cache(self, url: str, parse: Parser[Value]) -> Fetched[Value]:
        response = None
        if self._cached is not None:
            prepared = self._cached.prepare_request(requests.Request("GET", url))
            try:
                response = self._cached.cache.get_response(self._cached.cache.create_key(prepared))
            except (OSError, sqlite3.Error, ValueError) as trouble:
                self._without_cache(trouble)
        if response is None:
            raise FetchError("there is no cached copy")
        value = _accepted(parse, response.content, url)
        return Fetched(value, "stale", _moment(response.created_at))

    def _patiently(self, url: str, headers: dict[str, str], parse: Parser[Value]) -> Fetched[Value]:
        settings = self._settings
        task = Errand(
            accept=lambda body: _accepted(parse, body, url),
            deadline=time.monotonic() + settings.total_seconds,
        )
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(
                lambda error: isinstance(error, FetchError) and error.passing
            ),
            wait=lambda state: _pause(state, settings),
            stop=lambda state: _hopeless(state, settings, task.deadline),
            reraise=True,
        )
        token = errand.set(task)
        try:
            return retrying(self._once, url, headers, parse)
        finally:
            errand.reset(token)

    def _once(self, url: str, headers: dict[str, str], parse: Parser[Value]) -> Fetched[Value]:
        response: requests.Response | None = None
        if self._cached is not None:
            try:
                response = self._cached.get(url, headers=headers)
            except (FetchError, requests.RequestException) as error:
                raise _in_words(error, url) from error
            except (OSError, sqlite3.Error, ValueError) as trouble:
                # A full disk or a damaged cache must not stand between a reader and the data.
                self._without_cache(trouble)
        if response is None:
            try:
                response = self._plain.get(url, headers=headers)
            except (FetchError, requests.RequestException) as error:
                raise _in_words(error, url) from error
        value = _accepted(parse, response.content, url)
        now = datetime.now(UTC)
        if isinstance(response, CachedResponse) and not response.revalidated:
            return Fetched(value, "cached", _moment(response.created_at))
        return Fetched(value, "live", now)


def dressed(session: Dressed, adapter: GuardedAdapter) -> Dressed:
    """Return a session that goes out by an adapter only, under the project's own name."""
    session.headers["User-Agent"] = user_agent()
    # Without this the password file of whoever runs the project (.netrc) would be consulted.
    session.auth = _nobody
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def user_agent() -> str:
    """Return how the project names itself to the servers it asks.

    >>> user_agent().startswith("nuzuh/")
    True
    """
    try:
        version = metadata.version("nuzuh")
    except metadata.PackageNotFoundError:
        version = "dev"
    return (
        f"nuzuh/{version} (displacement in the Gaza Strip; requests/{metadata.version('requests')})"
    )


def _cached_session(settings: Settings) -> CachedSession:
    folder = settings.cache / "http"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return CachedSession(
        str(folder / "answers.sqlite"),
        backend="sqlite",
        # The default, pickle, would run whatever someone else put into the file.
        serializer="json",
        expire_after=settings.fresh_seconds,
        allowable_codes=(200,),
        stale_if_error=False,
        # Both are handed on to sqlite3.connect.
        timeout=min(_LOCK_PATIENCE, settings.total_seconds / 4),
        factory=_Connection,
    )


class _Connection(sqlite3.Connection):
    """A connection whose patience has an end.

    requests-cache begins a transaction again for ever after an ``OperationalError``,
    be it that of a lock for which SQLite has waited as long as it was told, or that of
    a disk that can no longer be written: it is told of another error.
    """

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        try:
            return super().execute(sql, parameters)
        except sqlite3.OperationalError as error:
            if sql.startswith("BEGIN"):
                raise sqlite3.DatabaseError(str(error)) from error
            raise


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _accepted(parse: Parser[Value], body: bytes, url: str) -> Value:
    try:
        return parse(body)
    except DataError as error:
        raise FetchRefusedError(str(error).rstrip(".")) from error
    except RecursionError as error:
        origin = origin_of(url)
        host = origin[0] if origin else "the server"
        raise FetchRefusedError(f"what {host} sent is nested too deeply") from error


def _in_words(error: Exception, url: str) -> FetchError:
    if isinstance(error, FetchError):
        return error
    origin = origin_of(url)
    # The words of requests repeat the address, and with it any key.
    return FetchRefusedError(f"{origin[0] if origin else 'the server'} could not be asked")


def _pause(state: tenacity.RetryCallState, settings: Settings) -> float:
    error = state.outcome.exception() if state.outcome else None
    wanted = error.wait if isinstance(error, FetchError) else None
    backoff = _FIRST_WAIT * 2.0 ** (state.attempt_number - 1)
    return min(settings.wait_seconds, backoff if wanted is None else wanted)


def _hopeless(state: tenacity.RetryCallState, settings: Settings, deadline: float) -> bool:
    """Whether the wait that is due would be longer than anyone has patience for."""
    error = state.outcome.exception() if state.outcome else None
    wanted = (error.wait if isinstance(error, FetchError) else None) or 0.0
    return (
        state.attempt_number >= settings.attempts
        or wanted > settings.wait_seconds
        or time.monotonic() + _pause(state, settings) >= deadline
    )


def _moment(told: datetime) -> datetime:
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
