"""An nginx in front of what is measured, run for as long as a block lasts."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.client import COOKIE

_ALL = """
daemon off;
pid {folder}/pid;
error_log stderr error;
worker_processes 1;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
  types {{
    text/html html; text/css css; text/javascript js;
    application/octet-stream bin; image/svg+xml svg; image/png png; application/json json;
  }}
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{http}
}}
"""
_BEFORE = """
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  upstream app {{
    hash $cookie_{cookie} consistent;
{servers}
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout 1h;
    }}
  }}
"""
_FILES = """
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000;
  open_file_cache max=1000;
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    root {root};
    gzip_static on;
    location /assets/ {{ add_header Cache-Control "public, max-age=31536000, immutable"; }}
  }}
"""


def found() -> str | None:
    """Return where nginx is; None where there is none."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def before(addresses: Sequence[str]) -> Iterator[str]:
    """Put nginx before some servers, to which readers come back by a cookie; yield its address."""
    servers = "\n".join(f"    server {urlsplit(one).netloc};" for one in addresses)
    port = free_port()
    with _running(_BEFORE.format(cookie=COOKIE, servers=servers, port=port), port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Let nginx serve a folder; yield its address."""
    port = free_port()
    with _running(_FILES.format(root=root, port=port), port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(http: str, port: int) -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="nuzuh-") as folder:
        config = Path(folder, "nginx.conf")
        config.write_text(_ALL.format(folder=folder, http=http), encoding="utf-8")
        # A worker that is nobody reads what root has put into a folder of its own.
        Path(folder).chmod(0o755)
        server = subprocess.Popen([found() or "nginx", "-p", folder, "-c", str(config)])
        try:
            until = time.monotonic() + 10
            while not _listens(port):
                if server.poll() is not None or time.monotonic() > until:
                    raise RuntimeError("nginx did not start")
                time.sleep(0.05)
            yield
        finally:
            server.terminate()
            server.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
