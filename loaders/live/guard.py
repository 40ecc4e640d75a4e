"""The only way out to the network: an adapter that lets nothing bad come back.

It follows redirects itself, looks at the address of every hop, bounds bytes and
seconds, and turns every bad answer into an error. The cache above it therefore
never sees one: an error page can neither be stored nor push a good copy out.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from nuzuh.loaders.live.addresses import Origin, is_public, origin_of, origins
from nuzuh.loaders.live.errors import FetchError, FetchRefusedError
from nuzuh.loaders.live.settings import Settings

HOPS = 5
"""Redirects that one answer may take."""

_POINTER = b"version https://git-lfs.github.com/spec/"
"""What a file that is kept in Git LFS begins with where its server does not follow the pointer."""
_KEPT = ("content-type", "etag", "last-modified", "date")
"""Headers that the cache may keep: no cookies, nothing about the encoding of the body."""


@dataclass(frozen=True)
class Errand:
    """What the adapter has to know about a request beside the request.

    Attributes:
        accept: raises when the body is not what was asked for.
        deadline: moment of :func:`time.monotonic` after which nothing is waited for.
    """

    accept: Callable[[bytes], object]
    deadline: float


errand: ContextVar[Errand] = ContextVar("errand")

_sockets = threading.local()
"""The sockets that the errand of a thread has opened."""


class GuardedAdapter(HTTPAdapter):
    """Answers with a whole, good body, or raises :class:`FetchError`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._private = origins(settings.addresses)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make connections that look at the address they have reached before they say a word."""
        super().init_poolmanager(*args, **kwargs)
        private = self._private

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _looked_at(super()._new_conn(), self.host, self.port, private)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _looked_at(super()._new_conn(), self.host, self.port, private)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - the signature is that of requests
        timeout: Any = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Return the answer at the end of all redirects, read whole and accepted.

        Raises:
            FetchError: with the reason; ``passing`` when another attempt may succeed.
        """
        del stream, timeout
        how = {"verify": verify, "cert": cert, "proxies": dict(proxies or {})}
        with _cut_off(errand.get().deadline):
            return self._follow(request, how)

    def _follow(self, request: requests.PreparedRequest, how: dict[str, Any]) -> requests.Response:
        hop, seen = request.copy(), set[str]()
        for _ in range(HOPS + 1):
            address = hop.url or ""
            if address in seen:
                raise FetchRefusedError(f"{_host(address)} redirects in a circle")
            seen.add(address)
            self._may_ask(address, how["proxies"], before=request.url or "")
            answer = self._ask(hop, how)
            try:
                target = answer.headers.get("location") if answer.is_redirect else None
                if target is None:
                    return self._accepted(request, answer, _host(address))
            finally:
                answer.close()
            if origin_of(urljoin(address, target)) != origin_of(address):
                hop.headers.pop("Authorization", None)
            try:
                hop.prepare_url(urljoin(address, target), None)
            except (requests.RequestException, ValueError) as error:
                raise FetchRefusedError(
                    f"{_host(address)} redirects to what is no web address"
                ) from error
        raise FetchRefusedError(f"{_host(request.url or '')} redirects more than {HOPS} times")

    def _may_ask(self, address: str, proxies: dict[str, str], *, before: str) -> None:
        origin = origin_of(address)
        if origin is None:
            raise FetchRefusedError(f"{_host(before)} redirects to what is no web address")
        if origin in self._private:
            return
        host, port = origin
        if urlsplit(address).scheme != "https":
            private = _is_private_name(host)
            what = "a private address" if private else "an unencrypted address"
            raise FetchRefusedError(f"{_host(before)} leads to {what}, which is not asked")
        if _is_private_name(host):
            raise FetchRefusedError(
                f"{_host(before)} leads to a private address, which is not asked"
            )
        if select_proxy(address, proxies):
            # Behind a proxy the socket ends at the proxy; the name is all there is to look at.
            with suppress(OSError):
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                if not all(is_public(str(entry[4][0])) for entry in found):
                    raise FetchRefusedError(f"{host} is a private address, which is not asked")

    def _ask(self, hop: requests.PreparedRequest, how: dict[str, Any]) -> requests.Response:
        host = _host(hop.url or "")
        patience = min(self._settings.connect_seconds, _left())
        try:
            return super().send(hop, stream=True, timeout=patience, **how)
        except requests.exceptions.SSLError as error:
            raise FetchRefusedError(f"the certificate of {host} cannot be verified") from error
        except requests.exceptions.ProxyError as error:
            raise FetchError(f"the proxy on the way to {host} fails", passing=True) from error
        except requests.exceptions.Timeout as error:
            raise _too_slow(host) from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
            if _left() <= 0:
                raise _too_slow(host) from error
            raise FetchError(
                f"{host} cannot be reached or broke the connection off", passing=True
            ) from error

    def _accepted(
        self, request: requests.PreparedRequest, answer: requests.Response, host: str
    ) -> requests.Response:
        _check_status(answer, host)
        unchanged = answer.status_code == requests.codes.not_modified
        body = b"" if unchanged else self._body(answer, host)
        if not unchanged:
            _check_not_a_page(answer, body, host)
            errand.get().accept(body)
        kept = {name: text for name, text in answer.headers.items() if name.lower() in _KEPT}
        whole = urllib3.HTTPResponse(
            io.BytesIO(body),
            headers=kept,
            status=answer.status_code,
            reason=answer.reason,
            preload_content=False,
            decode_content=False,
        )
        return self.build_response(request, whole)

    def _body(self, answer: requests.Response, host: str) -> bytes:
        limit = self._settings.download_bytes
        told = answer.headers.get("content-length", "")
        if told.isdigit() and int(told) > limit:
            raise _too_large(host, limit)
        parts, size = list[bytes](), 0
        for part in self._pieces(answer, host):
            size += len(part)
            if size > limit:
                raise _too_large(host, limit)
            parts.append(part)
        return b"".join(parts)

    def _pieces(self, answer: requests.Response, host: str) -> Iterator[bytes]:
        """The body piece by piece, as they come, until the time is over."""
        try:
            while part := answer.raw.read1(65536, decode_content=True):
                if _left() <= 0:
                    raise _too_slow(host)
                yield part
        except urllib3.exceptions.ReadTimeoutError as error:
            raise _too_slow(host) from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            if _left() <= 0:
                raise _too_slow(host) from error
            raise FetchError(f"{host} broke off in the middle", passing=True) from error


def _looked_at(
    opened: socket.socket, host: str, port: int | None, private: frozenset[Origin]
) -> socket.socket:
    """Return a connection, unless it ended at a private address: nothing is said to one then.

    The address is that of the socket itself, so a name that is resolved a
    second time to something else gains nothing.
    """
    if (host.lower(), port) not in private and not is_public(str(opened.getpeername()[0])):
        opened.close()
        raise FetchRefusedError(f"{host} is a private address, which is not asked")
    _sockets.opened = [*getattr(_sockets, "opened", []), opened]
    return opened


@contextmanager
def _cut_off(deadline: float) -> Iterator[None]:
    """Break the connections of this thread when the time is over, even where bytes drip in."""
    _sockets.opened = []
    holder = _sockets.__dict__

    def cut() -> None:
        for opened in holder.get("opened", []):
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        _sockets.opened = []


def _check_status(answer: requests.Response, host: str) -> None:
    status = answer.status_code
    if status in (requests.codes.ok, requests.codes.not_modified):
        return
    if status == requests.codes.accepted:
        raise FetchError(
            f"{host} answers 202 without data: its firewall wants to see a browser", passing=True
        )
    if status == requests.codes.too_many_requests:
        raise FetchError(
            f"{host} asks for fewer requests (429)", passing=True, wait=_retry_after(answer)
        )
    if status in (401, 403):
        raise FetchRefusedError(f"{host} refuses access ({status})")
    if status in (404, 410):
        raise FetchRefusedError(f"{host} has nothing at this address ({status})")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        raise FetchError(
            f"{host} is out of order ({status})", passing=True, wait=_retry_after(answer)
        )
    raise FetchRefusedError(f"{host} answers with status {status} instead of data")


def _retry_after(answer: requests.Response) -> float | None:
    """Seconds that the server wants to be left alone; None when it does not say."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text[:9])
    with suppress(TypeError, ValueError, OverflowError):
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    return None


def _check_not_a_page(answer: requests.Response, body: bytes, host: str) -> None:
    if not body.strip():
        raise FetchError(f"{host} answers with nothing", passing=True)
    start = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    told = answer.headers.get("content-type", "").lower()
    if start.startswith(_POINTER):
        raise FetchRefusedError(
            f"{host} answers with a Git LFS pointer, which only names the file, instead of data"
        )
    if start.startswith((b"<!doctype html", b"<html")) or told.startswith("text/html"):
        raise FetchRefusedError(
            f"{host} answers with a web page, perhaps a check for robots, instead of data"
        )


def _is_private_name(host: str) -> bool:
    name = host.rstrip(".")
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    # Dotless hosts and numbers in other notations (0x7f.1, 2130706433) are no public names.
    literal = ":" in name or name.replace(".", "").isdigit()
    return ("." not in name or literal) and not is_public(name)


def _left() -> float:
    return errand.get().deadline - time.monotonic()


def _host(address: str) -> str:
    origin = origin_of(address)
    return "the server" if origin is None else origin[0]


def _too_large(host: str, limit: int) -> FetchRefusedError:
    return FetchRefusedError(f"{host} sends more than {limit / 1e6:,.0f} MB, which is not taken")


def _too_slow(host: str) -> FetchError:
    return FetchError(f"{host} did not answer in time", passing=True)
