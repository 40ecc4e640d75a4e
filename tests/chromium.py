"""The one Chromium of a process of tests: a second one would not start beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browsers import SWITCHES, find_chromium
from tests.tools import need

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    need("chromium")
    # Tests without a browser do not load what drives one.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_chromium(), args=list(SWITCHES))
        yield running
        running.close()
