"""The app as those who deploy it start it, on a port of the loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.deploy.proxy import free_port

ROOT = Path(__file__).resolve().parents[2]


class Served:
    """A process of the app.

    Attributes:
        port: on which it listens.
        process: itself.
    """

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self._log = folder / f"{self.port}.log"
        told = {
            "NUZUH_LOG": "json",
            "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
            "STREAMLIT_SERVER_PORT": str(self.port),
            "STREAMLIT_SERVER_HEADLESS": "true",
            "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none",
            "STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE": "true",
            "PYTHONUNBUFFERED": "1",
        }
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py"],
                cwd=ROOT,
                env={**os.environ, **told, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def address(self) -> str:
        """Where it is reached without a proxy."""
        return f"http://127.0.0.1:{self.port}"

    def wait_until_ready(self) -> None:
        """Wait as a service manager does."""
        words = [sys.executable, "-I", str(ROOT / "deploy" / "ready.py"), str(self.port), "120"]
        assert subprocess.run(words, check=False).returncode == 0, self.said()

    def said(self) -> str:
        """Everything that it has written, on stdout and stderr."""
        return self._log.read_text(encoding="utf-8")

    def events(self) -> list[dict[str, Any]]:
        """What it has told; every line is an object."""
        return [json.loads(line) for line in self.said().splitlines()]


@contextmanager
def served(folder: Path, **environment: str) -> Iterator[Served]:
    """Start the app, and end it."""
    app = Served(folder, **environment)
    try:
        yield app
    finally:
        app.process.kill()
        app.process.wait(10)
