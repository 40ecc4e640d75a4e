"""Firefox by WebDriver BiDi, the protocol that browsers agree on: no driver stands between.

``firefox --remote-debugging-port`` opens a websocket; commands and events go through it as JSON
(https://w3c.github.io/webdriver-bidi/). Playwright drives only a Firefox that it has patched.
"""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from websockets.sync.client import connect

from tests.browser.drivers import PATIENCE, Screen, script_of
from tests.browsers import find_firefox

_LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_EVENTS = ("log.entryAdded", "network.beforeRequestSent")
_PREFERENCES = {
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    # Benchmarks read its clock.
    "privacy.reduceTimerPrecision": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.server": "data:,",
}
"""How it starts: without calling home."""
_DARK, _LIGHT = 0, 1
_KEYS = {
    "Alt": "\ue00a",
    "ArrowDown": "\ue015",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
    "ArrowUp": "\ue013",
    "Backspace": "\ue003",
    "Control": "\ue009",
    "Delete": "\ue017",
    "End": "\ue010",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Home": "\ue011",
    "PageDown": "\ue00f",
    "PageUp": "\ue00e",
    "Shift": "\ue008",
    "Space": " ",
    "Tab": "\ue004",
}


class Refused(RuntimeError):  # noqa: N818 - what the browser did, not what went wrong in us
    """The browser has refused a command."""


class Firefox:
    """A running Firefox with one session; its pages come in one colour scheme.

    Args:
        path: of the program.
        scheme: light or dark; of a whole Firefox, since it is a preference.
    """

    def __init__(self, path: str, scheme: str) -> None:
        self._opened = ExitStack()
        self._sent = 0
        self.heard: dict[str, Callable[[str, dict[str, Any]], None]] = {}
        """Who hears of the events of a tab, by the tab."""
        profile = self._opened.enter_context(tempfile.TemporaryDirectory(prefix="nuzuh-firefox-"))
        told = _PREFERENCES | {
            "layout.css.prefers-color-scheme.content-override": _DARK
            if scheme == "dark"
            else _LIGHT
        }
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in told.items()
        ]
        Path(profile, "user.js").write_text("".join(lines), encoding="utf-8")
        try:
            process = subprocess.Popen(
                [
                    path,
                    "--headless",
                    "--no-remote",
                    "--remote-debugging-port=0",
                    "--profile",
                    profile,
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            self._opened.callback(_end, process)
            self._socket = self._opened.enter_context(
                connect(_address(process), max_size=None, ping_interval=None, compression=None)
            )
            self.version: str = self.send("session.new", capabilities={})["capabilities"][
                "browserVersion"
            ]
            self.send("session.subscribe", events=list(_EVENTS))
        except BaseException:
            self._opened.close()
            raise

    def send(self, method: str, **params: Any) -> Any:
        """Send a command, wait for its answer and return it; events meanwhile go to who hears them.

        Raises:
            Refused: with the browser's own words.
        """
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            told = json.loads(self._socket.recv(timeout=3 * PATIENCE))
            if told.get("id") == self._sent:
                break
            if told["type"] == "event":
                source = told["params"].get("source") or told["params"]
                hear = self.heard.get(source.get("context"))
                if hear:
                    hear(told["method"], told["params"])
        if told["type"] == "error":
            raise Refused(f"{method}: {told['error']}: {told['message']}")
        return told["result"]

    def close(self) -> None:
        """End it."""
        self._opened.close()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        found = _LISTENING.search(line)
        if found:
            return found[1] + "/session"
    raise RuntimeError(f"Firefox ended with exit code {process.wait()} before it could be driven")


def _end(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
    assert process.stderr is not None
    process.stderr.close()


class Firefoxes:
    """A Firefox for each colour scheme, started when it is first asked for."""

    def __init__(self) -> None:
        self._running: dict[str, Firefox] = {}

    def of(self, scheme: str) -> Firefox:
        """Return the one of a scheme.

        Raises:
            RuntimeError: where there is no Firefox.
        """
        if scheme not in self._running:
            path = find_firefox()
            if path is None:
                raise RuntimeError("no Firefox here")
            self._running[scheme] = Firefox(path, scheme)
        return self._running[scheme]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for running in self._running.values():
            running.close()


class FirefoxScreen(Screen):
    """A screen in Firefox, driven by WebDriver BiDi."""

    name = "Firefox"

    def __init__(self, firefoxes: Firefoxes) -> None:
        super().__init__()
        self._firefoxes = firefoxes
        self._firefox: Firefox | None = None
        self._person = self._tab = ""

    @property
    def firefox(self) -> Firefox:
        """The browser whose tab this is."""
        assert self._firefox is not None, "nothing has been opened"
        return self._firefox

    def open(
        self,
        url: str,
        *,
        width: int = 1366,
        height: int = 768,
        scheme: str = "light",
        lang: str = "en",
    ) -> Self:
        self.close()
        self._firefox = self._firefoxes.of(scheme)
        self._person = self.firefox.send("browser.createUserContext")["userContext"]
        created = self.firefox.send("browsingContext.create", type="tab", userContext=self._person)
        self._tab = created["context"]
        self.firefox.heard[self._tab] = self._hear
        self._send("browsingContext.setViewport", viewport={"width": width, "height": height})
        self.firefox.send("emulation.setLocaleOverride", contexts=[self._tab], locale=lang)
        self._send("browsingContext.activate")
        self.goes(url)
        return self

    def _hear(self, event: str, params: dict[str, Any]) -> None:
        if event == "network.beforeRequestSent":
            self.asked.append(params["request"]["url"])
        elif params["level"] == "error":
            self.said.append(str(params["text"]))

    def _send(self, method: str, **params: Any) -> Any:
        return self.firefox.send(method, context=self._tab, **params)

    def goes(self, url: str) -> None:
        self._send("browsingContext.navigate", url=url, wait="complete")

    def evaluate(self, js: str, *args: Any) -> Any:
        told = self.firefox.send(
            "script.callFunction",
            functionDeclaration=script_of(js),
            arguments=[{"type": "string", "value": json.dumps(args)}],
            target={"context": self._tab},
            awaitPromise=True,
            userActivation=True,
        )
        if told["type"] == "exception":
            raise Refused(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def _act(self, kind: str, acts: list[dict[str, Any]]) -> None:
        self._send("input.performActions", actions=[{"type": kind, "id": kind, "actions": acts}])

    def press(self, *keys: str) -> None:
        for key in keys:
            parts = [_KEYS.get(part, part) for part in key.split("+")] if len(key) > 1 else [key]
            self._act(
                "key",
                [{"type": "keyDown", "value": part} for part in parts]
                + [{"type": "keyUp", "value": part} for part in reversed(parts)],
            )

    def type_text(self, text: str) -> None:
        self.press(*text)

    def drag(self, start: tuple[float, float], *way: tuple[float, float]) -> None:
        def move(x: float, y: float) -> dict[str, Any]:
            return {"type": "pointerMove", "x": round(x), "y": round(y)}

        steps = [move(*start), {"type": "pointerDown", "button": 0}]
        for (x0, y0), (x1, y1) in zip((start, *way), way, strict=False):
            shares = [part / 8 for part in range(1, 9)]
            steps += [move(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in shares]
        self._act("pointer", [*steps, {"type": "pointerUp", "button": 0}])

    def screenshot(self) -> bytes:
        return base64.b64decode(self._send("browsingContext.captureScreenshot")["data"])

    def back(self) -> None:
        self._send("browsingContext.traverseHistory", delta=-1)

    def forward(self) -> None:
        self._send("browsingContext.traverseHistory", delta=1)

    def reload(self) -> None:
        self._send("browsingContext.reload", wait="complete")

    def close(self) -> None:
        if self._firefox is not None:
            self._firefox.heard.pop(self._tab, None)
            self._send("browsingContext.close")
            self._firefox.send("browser.removeUserContext", userContext=self._person)
        self._firefox = None
        self.said.clear()
        self.asked.clear()
