"""One reader's screen in either browser: Chromium through Playwright, Firefox through BiDi.

A test that is written for a :class:`Screen` runs in both. Scripts see ``find(selector)`` and
``findAll(selector)``, which look into open shadow roots too, and wait for a promise.
"""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 40.0
"""Seconds: a first start on a busy machine imports everything from a cold disk."""

_FINDERS = """
const findAll = (selector, root = document) => [
  ...root.querySelectorAll(selector),
  ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
    shadowRoot ? findAll(selector, shadowRoot) : []),
];
const find = (selector) => findAll(selector)[0] ?? null;
const within = (outer, inner) => {
  for (let one = inner; one; one = one.parentNode ?? one.host) if (one === outer) return true;
  return false;
};
const topmost = (x, y, root = document) => {
  const hit = root.elementFromPoint(x, y);
  return hit?.shadowRoot && hit.shadowRoot !== root ? topmost(x, y, hit.shadowRoot) ?? hit : hit;
};
const called = (one) => (one.getAttribute("aria-label") ?? one.textContent).trim();
"""

_PLACE = """async (selector, name) => {
  const node = findAll(selector).find((one) =>
    one.getClientRects().length && (name === null || called(one) === name));
  if (!node) return null;
  const box = () => node.getBoundingClientRect();
  const { left, top, right, bottom } = box();
  if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight)
    node.scrollIntoView({ block: "center", behavior: "instant" });
  const before = box();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const now = box();
  const [x, y] = [now.left + now.width / 2, now.top + now.height / 2];
  // Whatever still moves, or lies under something else, cannot be met yet.
  if (before.left !== now.left || before.top !== now.top) return null;
  const hit = topmost(x, y);
  return hit && (within(node, hit) || within(hit, node)) ? [x, y] : null;
}"""


def script_of(js: str) -> str:
    """Return a function of one text, a list of arguments as JSON, that answers in JSON."""
    return (
        f"async (given) => {{ {_FINDERS} const act = ({js});\n"
        "return JSON.stringify((await act(...JSON.parse(given))) ?? null); }"
    )


class Screen(ABC):
    """What a reader does at a screen, and what can be read from it.

    Attributes:
        name: of the browser.
        said: errors that the page wrote to the console or did not catch.
        asked: addresses that it asked for.
    """

    name: str

    def __init__(self) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []

    @abstractmethod
    def open(
        self,
        url: str,
        *,
        width: int = 1366,
        height: int = 768,
        scheme: str = "light",
        lang: str = "en",
    ) -> Self:
        """Open a page as somebody who has never been here."""

    @abstractmethod
    def goes(self, url: str) -> None:
        """Go to another address on the same screen."""

    @abstractmethod
    def evaluate(self, js: str, *args: Any) -> Any:
        """Call a function in the page; return its answer, as it goes through JSON."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys one after the other, by Playwright's names: ``ArrowLeft``, ``Control+a``."""

    @abstractmethod
    def type_text(self, text: str) -> None:
        """Write into what has the focus, key by key."""

    @abstractmethod
    def drag(self, start: tuple[float, float], *way: tuple[float, float]) -> None:
        """Press the mouse's button at a point, move it along a way and let it go."""

    @abstractmethod
    def screenshot(self) -> bytes:
        """Return what the screen shows, as PNG."""

    @abstractmethod
    def back(self) -> None:
        """Go back one page."""

    @abstractmethod
    def forward(self) -> None:
        """Go forward one page."""

    @abstractmethod
    def reload(self) -> None:
        """Open the same page anew."""

    @abstractmethod
    def close(self) -> None:
        """Leave; the browser stays."""

    def wait_for(self, js: str, *args: Any, patience: float = PATIENCE, awaited: str = "") -> Any:
        """Return the answer of a function as soon as it is one: neither null, false nor empty.

        Args:
            js: of the function, which is called again and again.
            args: what it is called with.
            patience: seconds.
            awaited: what is waited for, in words; otherwise the function says it.

        Raises:
            AssertionError: when it is none within so many seconds.
        """
        until = time.monotonic() + patience
        while True:
            answer = self.evaluate(js, *args)
            if answer:
                return answer
            if time.monotonic() > until:
                told = awaited or f"{js} of {args}"
                raise AssertionError(f"{self.name} waited in vain for {told}")
            time.sleep(0.05)

    def point(self, selector: str, name: str | None = None) -> tuple[float, float]:
        """Return the middle of the first such element that can be seen, once it can be met.

        Args:
            selector: of CSS; shadow roots are looked into.
            name: its label or text, where more than one matches.
        """
        what = f"{selector} {name or ''} where it can be met"
        x, y = self.wait_for(_PLACE, selector, name, awaited=what)
        return x, y

    def click(self, selector: str, name: str | None = None) -> None:
        """Click an element, as :meth:`point` finds it."""
        self.drag(self.point(selector, name))

    def focus(self, selector: str) -> None:
        """Give an element the focus without a click."""
        self.wait_for(
            "(selector) => { const it = find(selector); it?.focus(); return !!it; }", selector
        )


class ChromiumScreen(Screen):
    """A screen in Chromium, driven by Playwright."""

    name = "Chromium"

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self._browser = browser
        self._context: BrowserContext | None = None
        self._page: Page | None = None

    @property
    def page(self) -> Page:
        """Playwright's page."""
        assert self._page is not None, "nothing has been opened"
        return self._page

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
        self._context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=lang,
            accept_downloads=True,
            # Playwright waits for a function by eval, which the app's policy forbids;
            # tests/deploy/test_policy.py opens every page under it.
            bypass_csp=True,
        )
        page = self._page = self._context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on(
            "console",
            lambda told: self.said.append(told.text) if told.type == "error" else None,
        )
        self.goes(url)
        return self

    def goes(self, url: str) -> None:
        self.page.goto(url)

    def evaluate(self, js: str, *args: Any) -> Any:
        return json.loads(self.page.evaluate(script_of(js), json.dumps(args)))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type_text(self, text: str) -> None:
        self.page.keyboard.type(text)

    def drag(self, start: tuple[float, float], *way: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        for x, y in way:
            mouse.move(x, y, steps=8)
        mouse.up()

    def screenshot(self) -> bytes:
        return self.page.screenshot()

    def back(self) -> None:
        self.page.go_back()

    def forward(self) -> None:
        self.page.go_forward()

    def reload(self) -> None:
        self.page.reload()

    def close(self) -> None:
        if self._context is not None:
            self._context.close()
        self._context = self._page = None
        self.said.clear()
        self.asked.clear()
