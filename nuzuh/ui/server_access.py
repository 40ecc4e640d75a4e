"""What of the server is not for everybody: Streamlit's metrics, and its time.

Metrics count sessions and what is kept in memory, function by function. Whoever watches the
server asks from the machine itself; everybody else is answered as if there were none.
"""

from __future__ import annotations

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import net_util

_METRICS = "/_stcore/metrics"
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""A proxy says by one of these that somebody else asks through it."""


def refuse_other_sites_at_once() -> None:
    """Have Streamlit refuse the page of another site without asking the network who this is.

    For each connection that such a page opens it would ask a host elsewhere which address this
    machine has, on the thread that serves everybody: where nothing answers, that thread stands
    still for seconds, as often as a stranger likes.
    """
    net_util.get_external_ip = _unknown


def _unknown() -> None:
    """Return no address: readers come by the name that their browser also says."""


class CloseMetrics:
    """Middleware (ASGI) that answers 404 where a stranger asks for the metrics.

    Args:
        app: what answers.
        is_open: whether everybody may ask.
    """

    def __init__(self, app: ASGIApp, *, is_open: bool = False) -> None:
        self._app, self._is_open = app, is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as the app does, unless it asks for what is closed."""
        closed = scope["type"] == "http" and scope["path"].rstrip("/").endswith(_METRICS)
        if closed and not self._is_open and not _is_from_here(scope):
            await PlainTextResponse("Not found", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_from_here(scope: Scope) -> bool:
    headers, client = Headers(scope=scope), scope.get("client")
    if client is None or any(name in headers for name in _FORWARDED):
        return False
    try:
        return ip_address(client[0]).is_loopback
    except ValueError:
        return False
