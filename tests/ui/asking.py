"""Asks what answers as a server (ASGI), without a server."""

from __future__ import annotations

from starlette.types import ASGIApp, Message

from tests.loops import finished


def ask(
    app: ASGIApp,
    path: str = "/",
    query: str = "",
    client: tuple[str, int] | None = ("203.0.113.7", 1),
    **headers: str,
) -> tuple[int, dict[str, str], bytes]:
    """Ask an app for a page; return its status, headers in small letters, and body."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()}
    finished(app({**scope, "headers": told, "client": client}, None, send))
    got = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], got, b"".join(message.get("body", b"") for message in sent[1:])
