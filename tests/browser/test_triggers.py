"""Streamlit tells the server of every trigger of a component, however quickly they come.

It once dropped some that were sent while the page was being brought up to date (streamlit#16732).
"""

from __future__ import annotations

import pytest

from tests.browser.conftest import ROOT, serve

WANTED = 200


@pytest.fixture(scope="module")
def clicks():
    with serve(ROOT, "benchmarks/apps/clicks.py") as address:
        yield address


@pytest.mark.parametrize("at", ["click", "mount"])
def test_of_200_quick_triggers_none_is_lost(clicks, screen, at):
    screen.open(f"{clicks}/?at={at}")
    screen.wait_for("() => !!find('[data-testid=press]')?.textContent")
    if at == "click":
        # At once when the answer to the last one stands there: the page is not done with it yet.
        screen.evaluate(
            """(wanted) => {
              const button = find("[data-testid=press]");
              globalThis.pressed = 0;
              const press = () => {
                if (Number(button.textContent) !== pressed || pressed === wanted) return;
                pressed += 1;
                button.click();
              };
              new MutationObserver(press).observe(button, { childList: true });
              press();
            }""",
            WANTED,
        )
    told = "() => find('[data-testid=heard]').textContent.split(' ').map(Number)"
    screen.wait_for(f"(wanted) => ({told})().length >= wanted", WANTED, patience=120)
    assert screen.evaluate(told) == list(range(WANTED))
    assert screen.said == []
