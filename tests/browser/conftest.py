from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.bidi import Firefoxes, FirefoxScreen
from tests.browser.drivers import ChromiumScreen, Screen
from tests.browser.harness import Alone, open_alone
from tests.tools import need

ROOT = Path(__file__).resolve().parents[2]
MAP = "[data-testid=time-map]"
PATIENCE = 20_000
"""Milliseconds: a first start on a busy machine imports everything from a cold disk."""
MADE = 90_000
"""Milliseconds until a file is made: the first one waits for a process that makes it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def serve(folder: Path, script: str = "app.py", *arguments: str) -> Iterator[str]:
    """Run the app of a checkout on a free port of the loopback; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            script,
            "--server.headless=true",
            "--server.address=127.0.0.1",
            f"--server.port={port}",
            "--server.fileWatcherType=none",
            "--",
            *arguments,
        ],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address + "/_stcore/health", server)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(10)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            pytest.fail(f"the app stopped with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - the loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the app did not answer within 30 seconds")


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    with serve(ROOT) as address:
        yield address


@pytest.fixture(scope="session")
def firefoxes() -> Iterator[Firefoxes]:
    need("firefox")
    with Firefoxes() as running:
        yield running


@pytest.fixture(params=["chromium", "firefox"])
def screen(request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A screen in each browser; nothing is on it yet."""
    someone: Screen = (
        ChromiumScreen(request.getfixturevalue("browser"))
        if request.param == "chromium"
        else FirefoxScreen(request.getfixturevalue("firefoxes"))
    )
    yield someone
    someone.close()


@dataclass
class Reader:
    """A person in front of a fresh browser, with everything that the page asked for and said."""

    page: Page
    app: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def opens(self, path: str = "/?date=2025-10-05") -> Reader:
        self.page.goto(self.app + path)
        self.page.wait_for_selector(
            f".nz-foot, {MAP}[data-date], [data-testid=stAlert]", timeout=PATIENCE
        )
        return self

    def sees_day(self, day: str) -> None:
        """Wait until map, headline and rival figures are of a day, and the address names it."""
        for part in (MAP, "[data-testid=headline]", "[data-testid=rivals]"):
            self.page.wait_for_selector(f"{part}[data-date='{day}']", timeout=PATIENCE)
        self.page.wait_for_function(
            "day => new URL(location).searchParams.get('date') === day", arg=day, timeout=PATIENCE
        )

    def picture(self) -> str:
        """What the screen says in words: answer, legend, rival figures, table."""
        return self.page.locator(MAP).inner_text()

    def headline(self) -> str:
        return self.page.get_by_test_id("headline").inner_text()

    def legend(self) -> str:
        return self.page.locator(".tm-legend").inner_text()

    def drawing(self) -> str:
        """The canvas, pixel by pixel, once its fonts are there."""
        return self.page.locator(".tm-canvas").evaluate(
            """async (canvas) => {
              await document.fonts.ready;
              await new Promise((done) => setTimeout(done, 100));
              return canvas.toDataURL();
            }"""
        )

    def slides(self, *keys: str) -> None:
        """Press keys on the rail of time."""
        self.page.get_by_test_id("time-slider").focus()
        for key in keys:
            self.page.keyboard.press(key)

    def panel(self) -> str:
        return self.page.locator("[data-testid=rivals]").inner_text()

    def link(self) -> str:
        """The address of what is on the screen."""
        return self.page.url

    def takes(self, name: str) -> Locator:
        """Open *Take away* and return what it offers under a name."""
        self.page.get_by_test_id("take-away").click()
        return self.page.locator(MAP).get_by_role("button", name=name, exact=True)

    def saves_table(self, name: str) -> str:
        """Press the button that saves a table as CSV, and return what it wrote."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=name).click()
        return download.value.path().read_text(encoding="utf-8-sig")

    def chooses(self, name: str) -> None:
        """Choose a layer or a kind above the map."""
        self.page.locator(MAP).get_by_role("radio", name=name, exact=True).check(force=True)


@pytest.fixture
def reader(app: str, browser: Browser) -> Iterator[Callable[..., Reader]]:
    contexts = []

    def fresh(*, width: int = 1440, height: int = 900, scheme: str = "light") -> Reader:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            accept_downloads=True,
            permissions=["clipboard-read", "clipboard-write"],
            # Playwright waits for a function by eval, which the app's policy forbids;
            # tests/deploy/test_policy.py opens every page under it.
            bypass_csp=True,
        )
        contexts.append(context)
        someone = Reader(context.new_page(), app)
        someone.page.set_default_timeout(PATIENCE)
        someone.page.on("request", lambda request: someone.asked.append(request.url))
        someone.page.on(
            "console",
            lambda message: someone.said.append(message.text) if message.type == "error" else None,
        )
        someone.page.on("pageerror", lambda error: someone.said.append(str(error)))
        return someone

    yield fresh
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def harness(browser: Browser) -> Iterator[Alone]:
    """The time map's bundle on a page of its own."""
    context = browser.new_context(
        permissions=["clipboard-read", "clipboard-write"], accept_downloads=True
    )
    yield open_alone(context)
    context.close()


@pytest.fixture
def alone(harness: Alone) -> Iterator[Alone]:
    """The same, as it had just been opened; nothing may go wrong in it."""
    yield harness.fresh()
    assert harness.said == []
    # The browser has no graphics card, and none is ever asked for.
    assert set(harness.page.evaluate("contexts")) <= {"2d"}
