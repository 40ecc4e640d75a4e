"""What axe-core finds that bars readers from a page; a sample with every change, else all pages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

STREAMLITS = {
    "target-size": "[aria-label^='month, '],[aria-label^='day, ']",
    "color-contrast": "[data-testid=stCode]",
}
"""What is Streamlit's own: parts of its date field are too small, its code colours too pale."""


def barriers(reader):
    """The rules that the page breaks with the parts that break them, but for Streamlit's own."""
    found = []
    for violation in Axe().run(reader.page, options=RULES).response["violations"]:
        known = STREAMLITS.get(violation["id"])
        for node in violation["nodes"]:
            target = node["target"][-1]
            place = reader.page.locator(target if isinstance(target, str) else target[-1]).first
            is_known = known and place.evaluate("(node, known) => !!node.closest(known)", known)
            if not is_known:
                found.append((violation["id"], node["html"][:120]))
    return found


SAMPLE = [("/?date=2025-10-05", "light"), ("/?date=2025-08-20&layer=orders&lang=ar", "dark")]
PAGES = [
    (f"/{page}?date=2024-05-26&lang={lang}", scheme)
    for page in ("", "areas", "relief", "estimates", "yours", "sources", "about")
    for lang, scheme in (("en", "light"), ("ar", "dark"), ("he", "light"))
]


@pytest.mark.walk
@pytest.mark.parametrize(("path", "scheme"), SAMPLE)
def test_the_map_bars_nobody(reader, path, scheme):
    someone = reader(scheme=scheme).opens(path)
    someone.page.wait_for_selector("[data-testid=time-map][data-date]")
    assert barriers(someone) == []


@pytest.mark.parametrize(("path", "scheme"), PAGES)
def test_no_page_bars_anybody(reader, path, scheme):
    someone = reader(scheme=scheme).opens(path)
    someone.page.wait_for_load_state("networkidle")
    assert barriers(someone) == []
