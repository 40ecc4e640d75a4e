"""A server on the loopback that plays every upstream, on its good days and on its bad ones."""

from __future__ import annotations

import io
import json
import socket
import struct
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Answer:
    """What the server says: a status, headers and a body, or anything that a handler does."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    play: Callable[[BaseHTTPRequestHandler], None] | None = None


class Upstream:
    """The server: ``answers`` holds what each path says; ``asked`` every path that was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[dict[str, str]], Answer]] = {}
        self.asked: list[str] = []
        self.heard: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                outer.asked.append(self.path)
                outer.heard.append(dict(self.headers))
                answer = outer.answers.get(parts.path, Answer(b"nothing here", 404))
                if callable(answer):
                    answer = answer({k: v[-1] for k, v in parse_qs(parts.query).items()})
                if answer.play is not None:
                    answer.play(self)
                    return
                self.send_response(answer.status)
                headers = {"Content-Length": str(len(answer.body))} | answer.headers
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *args: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: object) -> None:
                """A client that hung up is what the tests ask for."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def as_json(content: object) -> Answer:
    return Answer(json.dumps(content).encode(), headers={"Content-Type": "application/json"})


def zipped(files: dict[str, bytes], *, packed: bool = True) -> bytes:
    whole = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing at all."""
    time.sleep(1.0)
    handler.close_connection = True


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """Say something every now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        time.sleep(0.05)


def reset_in_the_middle(handler: BaseHTTPRequestHandler) -> None:
    """Promise much, send little, and break the connection."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'[{"report_date": "2023-10-07"')
    handler.wfile.flush()
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send more than anyone wants, without saying how much."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" " * 100_000)


HTML = Answer(
    b"<!DOCTYPE html><html><body>Checking your browser</body></html>",
    headers={"Content-Type": "text/html; charset=utf-8"},
)
