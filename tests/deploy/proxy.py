"""The nginx of `deploy/nginx/`, run on the loopback before processes of the test."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from tests.tools import find_nginx

NGINX = Path(__file__).resolve().parents[2] / "deploy" / "nginx"


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port."""
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on port {port}")


_DEBIANS = """
sendfile on;
types_hash_max_size 2048;
server_tokens off;
include /etc/nginx/mime.types;
default_type application/octet-stream;
gzip on;
"""
"""What the nginx.conf of Debian sets in its http block before it takes in conf.d/*.conf."""


def configured(folder: Path, processes: Sequence[int], app: int, site: int) -> Path:
    """Write what a bare machine has, with the ports and folders of a test; return nginx.conf."""
    machine = (NGINX / "machine.conf").read_text(encoding="utf-8")
    for included in re.findall(r"include /etc/nginx/nuzuh/(.+);", machine):
        (folder / included).write_bytes((NGINX / included).read_bytes())
    machine = machine.replace("/etc/nginx/nuzuh/", f"{folder}/")
    machine = machine.replace("/var/lib/nginx/nuzuh", str(folder / "cache"))
    machine = machine.replace("/var/lib/nuzuh-site", str(folder / "site"))
    machine = machine.replace("/var/log/nginx/nuzuh.log", str(folder / "access.log"))
    machine = machine.replace("/var/log/nginx/nuzuh-error.log", str(folder / "error.log"))
    for named, given in zip(("8501", "8502"), processes, strict=True):
        machine = machine.replace(f"127.0.0.1:{named}", f"127.0.0.1:{given}")
    for port in (app, site):
        machine = machine.replace("listen 80;", f"listen 127.0.0.1:{port};", 1)
    (folder / "conf.d").mkdir()
    (folder / "conf.d" / "machine.conf").write_text(machine, encoding="utf-8")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Only root may read the folders of its tests; nobody else can name another user anyway.
    user = "user root;\n" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(
        f"{user}pid {folder}/nginx.pid;\nworker_processes 1;\nerror_log {folder}/error.log;\n"
        "worker_rlimit_nofile 16384;\n"
        f"daemon off;\nevents {{ worker_connections 8192; }}\n"
        f"http {{\n{_DEBIANS}access_log {folder}/others.log;\n{temporary}"
        f"include {folder}/conf.d/*.conf;\n}}\n",
        encoding="utf-8",
    )
    return main


@dataclass(frozen=True)
class Proxy:
    """A running nginx.

    Attributes:
        app: address of the app through it.
        site: address of the static site.
        folder: with what it wrote.
    """

    app: str
    site: str
    folder: Path

    def requests(self) -> str:
        """Return what its log holds so far."""
        return (self.folder / "access.log").read_text(encoding="utf-8")


@contextmanager
def nginx_before(folder: Path, processes: Sequence[int]) -> Iterator[Proxy]:
    """Run an nginx before two processes and a static site in ``folder/site``."""
    program = find_nginx()
    assert program is not None
    app, site = free_port(), free_port()
    main = configured(folder, processes, app, site)
    words = [program, "-c", str(main), "-e", str(folder / "error.log")]
    tried = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    # What a service manager gives it to write to is a socket, which has no name to be opened by.
    mine, its = socket.socketpair()
    with mine, its:
        running = subprocess.Popen(words, stdout=its, stderr=its)
    try:
        wait_for(app)
        yield Proxy(f"http://127.0.0.1:{app}", f"http://127.0.0.1:{site}", folder)
    finally:
        running.terminate()
        running.wait(10)


class Stub:
    """A process that stands for the app: says its name, and counts what it was asked for."""

    def __init__(self, name: str) -> None:
        self.name, self.port = name, free_port()
        self.asked: list[str] = []
        routes = [
            WebSocketRoute("/_stcore/stream", self._stream),
            Route("/{path:path}", self._answer, methods=["GET", "PUT", "POST", "HEAD"]),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), port=self.port, log_level="critical", lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        wait_for(self.port)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    async def _answer(self, request: Request) -> Response:
        path = request.url.path
        self.asked.append(path)
        if path.startswith("/static/"):
            headers = {"Cache-Control": "public, immutable, max-age=31536000", "Set-Cookie": "a=b"}
            return PlainTextResponse(f"let {self.name};" * 200, headers=headers)
        if request.method == "PUT":
            return PlainTextResponse(str(len(await request.body())))
        if path == "/own":
            said = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "said by app"}
            return PlainTextResponse("of the app", headers=said)
        if path == "/held":
            return Response(status_code=304)
        if path == "/large.csv":
            return Response("1,2,3\n" * 2000, media_type="text/csv")
        return JSONResponse({"name": self.name, "headers": dict(request.headers)})

    async def _stream(self, websocket: WebSocket) -> None:
        await websocket.accept("streamlit")
        await websocket.send_text(self.name)
        await websocket.send_text(await websocket.receive_text())
        await websocket.close()
