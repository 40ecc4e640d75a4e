"""What the server adds to Streamlit's own: its scripts and style sheets go out compressed.

Streamlit leaves compression to a proxy, as its server would compress anew for
every reader. Their names hold the hash of what is in them, so here each is
compressed once and kept: a first opening then takes half the bytes, which
matters behind a slow link, with or without a proxy.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ENDINGS = (".js", ".css")
_LEAST = 1_000
"""Bytes below which compression gains nothing."""
_MOST = 64_000_000
"""Bytes that are kept at most: several times what all of Streamlit's scripts come to."""


@dataclass(frozen=True)
class _Kept:
    headers: list[tuple[bytes, bytes]]
    body: bytes


class CompressStatic:
    """Middleware (ASGI) that compresses static scripts and style sheets once, and keeps them.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, _Kept] = {}
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request: from what is kept, or as the app does."""
        if not _may_be_compressed(scope):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._kept:
            await self._ask(path, scope, receive)
        kept = self._kept.get(path)
        if kept is None:
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
        await send({"type": "http.response.body", "body": kept.body})

    async def _ask(self, path: str, scope: Scope, receive: Receive) -> None:
        """Have the app answer, and keep the answer where it can be compressed."""
        start: dict[str, Any] = {}
        pieces: list[bytes] = []

        async def hear(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                pieces.append(message.get("body", b""))

        # What the browser has already is not asked about: the whole is kept.
        asked = [(n, v) for n, v in scope["headers"] if n not in (b"if-none-match", b"range")]
        await self._app({**scope, "headers": asked}, receive, hear)
        body = b"".join(pieces)
        if start.get("status") != 200 or len(body) < _LEAST or self._size > _MOST:
            return
        headers = MutableHeaders(raw=list(start["headers"]))
        if "content-encoding" in headers:
            return
        small = gzip.compress(body, 9, mtime=0)
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(small))
        headers.add_vary_header("Accept-Encoding")
        self._size += len(small)
        self._kept[path] = _Kept(headers.raw, small)


def _may_be_compressed(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and "/static/" in scope["path"]
        and scope["path"].endswith(_ENDINGS)
        and "gzip" in Headers(scope=scope).get("accept-encoding", "")
    )
