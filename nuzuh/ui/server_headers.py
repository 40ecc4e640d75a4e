"""Headers by which a browser guards a reader; every answer of the server bears them.

The policy of a page (``Content-Security-Policy``) is as strict as Streamlit's own scripts
allow. What each part of it is for is said in docs/deploy.md, and tried in a browser by
tests/deploy/test_policy.py. A proxy need not say any of this again.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from nuzuh.web.map3d import BASEMAP

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_UNUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
"""What no page of nuzuh ever asks a browser for."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # The address of a page holds what somebody looks at: no other site is told of it.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers of every answer."""
_BASEMAP = "https://" + urlsplit(BASEMAP).netloc
_FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'"
"""Of what is no page: opened by itself it runs no script and asks for nothing."""


class GuardHeaders:
    """Middleware (ASGI) that adds the headers which the app has not set itself.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as the app does, with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                # A browser that holds the page takes over what an answer without one says of it:
                # here only the answer that brought the page knew its kind.
                if message["status"] != HTTPStatus.NOT_MODIFIED:
                    headers.setdefault("Content-Security-Policy", _policy_for(scope, headers))
            await send(message)

        await self._app(scope, receive, add)


def _policy_for(scope: Scope, headers: MutableHeaders) -> str:
    is_page = headers.get("content-type", "").startswith("text/html")
    # A file that a reader saves may be a page too; it lies below /media/.
    if not is_page or "/media/" in scope["path"]:
        return _FILE_POLICY
    return page_policy(in_frame=_is_embedded(scope))


def _is_embedded(scope: Scope) -> bool:
    """Whether a page is asked for as one that stands in a frame, as Streamlit reads it."""
    parts = parse_qsl(scope["query_string"].decode("latin-1"))
    return any(name == "embed" and value.lower() == "true" for name, value in parts)


@cache
def page_policy(*, in_frame: bool) -> str:
    """Return the policy of the app's page.

    Args:
        in_frame: whether other sites may show it in a frame (``?embed=true``).

    Example:
        >>> page_policy(in_frame=False).rsplit("; ", 1)[-1]
        "frame-ancestors 'self'"
    """
    return "; ".join(
        [
            "default-src 'none'",
            # The components' scripts come over the connection and are opened as blobs; the view in
            # three dimensions compiles WebAssembly. Nothing needs eval.
            " ".join(["script-src 'self' blob: 'wasm-unsafe-eval'", *_inline_hashes()]),
            # Streamlit writes its styles, and those of the app, into the page as it runs.
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {_BASEMAP}",
            "font-src 'self' data:",
            # The connection itself; the labels in three dimensions are fetched from a data address,
            # and the map below them, which a reader may switch on, from its publisher.
            f"connect-src 'self' data: {_BASEMAP}",
            "worker-src blob:",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors *" if in_frame else "frame-ancestors 'self'",
        ]
    )


@cache
def _inline_hashes() -> tuple[str, ...]:
    """The scripts that stand in Streamlit's page itself, as a policy names them."""
    page = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
    return tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in _INLINE.findall(page)
    )
