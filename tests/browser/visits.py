"""Every page as axe-core and assistive tools find it: opened once a run, read by many tests.

axe-core comes with axe-playwright-python, whose version the lock file pins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser

from tests.browser.drivers import PATIENCE, ChromiumScreen

PAGES = (
    *("", "stories", "compare", "movements", "orders", "areas", "disagreement"),
    *("estimates", "sources", "yours", "relief", "about"),
)
"""Addresses of all pages; the first is the map."""
LANGS = ("en", "ar", "he")
SCHEMES = ("light", "dark")
DAY = "2024-05-26"

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    # No rules of WCAG, but what readers of screens go by. Whether there is one h1 is asked
    # otherwise: Streamlit's layout looks to axe like a dialog, of which it asks for none.
    "rules": {
        name: {"enabled": True}
        for name in (
            "empty-heading",
            "heading-order",
            "landmark-main-is-top-level",
            "landmark-no-duplicate-banner",
            "landmark-no-duplicate-main",
            "landmark-one-main",
            "landmark-unique",
            "region",
            "tabindex",
        )
    },
}


class Known(NamedTuple):
    """What bars readers and is Streamlit's own."""

    rule: str
    selector: str
    reason: str


STREAMLITS: tuple[Known, ...] = ()
"""What is left out of the findings; what occurs on no page any more is taken out of the list."""

_AXE = """async ([options, known]) => {
  const { violations } = await axe.run(document, { ...options, elementRef: true });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ element, html }) => ({
    rule: id,
    html: html.slice(0, 160),
    known: known.findIndex(([rule, selector]) => rule === id && element?.closest(selector)),
  })));
}"""
_FACTS = """() => {
  const headings = [];
  const walk = (node) => {
    if (/^H[1-6]$/.test(node.tagName) && node.getClientRects().length)
      headings.push([Number(node.tagName[1]), node.textContent.trim()]);
    for (const child of [...(node.shadowRoot?.children ?? []), ...node.children]) walk(child);
  };
  walk(document.body);
  const { lang, dir } = document.documentElement;
  return { lang, dir, title: document.title, headings };
}"""


@dataclass(frozen=True)
class Barrier:
    """A part of a page that breaks a rule."""

    rule: str
    html: str
    known: int
    """Which of :data:`STREAMLITS` it is; -1 for none."""


@dataclass(frozen=True)
class Visit:
    """What a visit to a page found."""

    barriers: tuple[Barrier, ...]
    lang: str
    dir: str
    title: str
    headings: tuple[tuple[int, str], ...]

    @property
    def ours(self) -> list[tuple[str, str]]:
        """What bars readers and is not Streamlit's own."""
        return [(one.rule, one.html) for one in self.barriers if one.known < 0]


def rests(screen: ChromiumScreen) -> None:
    """Wait until a page of the app has come to rest: its script, its map, its requests."""
    screen.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    screen.page.wait_for_load_state("networkidle")
    screen.wait_for(
        """() => {
          const map = find("[data-testid=time-map]");
          return !map || !!map.dataset.date;
        }"""
    )


def axe_version() -> str:
    """Return the version of the axe-core that is used."""
    found = re.match(r"/\*! axe v([\d.]+)", AXE_SCRIPT)
    assert found is not None
    return found[1]


def barriers(screen: ChromiumScreen) -> tuple[Barrier, ...]:
    """Let axe-core look at what is on a screen."""
    screen.page.evaluate(AXE_SCRIPT)
    known = [(one.rule, one.selector) for one in STREAMLITS]
    found: list[dict[str, Any]] = screen.page.evaluate(_AXE, [RULES, known])
    return tuple(Barrier(**one) for one in found)


class Visits:
    """Every page, language and scheme, each opened when it is first asked for."""

    def __init__(self, app: str, browser: Browser) -> None:
        self._app = app
        self._screens = {scheme: ChromiumScreen(browser) for scheme in SCHEMES}
        self._found: dict[tuple[str, str, str], Visit] = {}

    def of(self, page: str, lang: str, scheme: str) -> Visit:
        """Return what was found on a page."""
        case = (page, lang, scheme)
        if case not in self._found:
            address = f"{self._app}/{page}?date={DAY}&lang={lang}"
            screen = self._screens[scheme].open(address, width=1440, height=900, scheme=scheme)
            screen.page.set_default_timeout(1000 * PATIENCE)
            rests(screen)
            facts = screen.evaluate(_FACTS)
            self._found[case] = Visit(
                barriers(screen),
                facts["lang"],
                facts["dir"],
                facts["title"],
                tuple((level, text) for level, text in facts["headings"]),
            )
        return self._found[case]

    def all(self) -> list[Visit]:
        """Return all of them."""
        return [
            self.of(page, lang, scheme) for page in PAGES for lang in LANGS for scheme in SCHEMES
        ]

    def close(self) -> None:
        """Leave."""
        for screen in self._screens.values():
            screen.close()
