"""What stands in English only on a page in Arabic or Hebrew: published texts, names, and no more.

Every page is walked through, shadow roots and hidden parts too. A text of Latin letters
alone must be one that was published so, and then it bears its own language; or a name that
is the same in every language; or Streamlit's own, which stands below with its reason. What
stands below and no longer occurs is as wrong as what occurs and does not stand there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pytest

from nuzuh.export.formats import write
from nuzuh.loaders.areas import load_area_names, load_places
from nuzuh.loaders.catalogue import all_sources
from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.live import live_sources
from nuzuh.loaders.orders import load_orders
from nuzuh.loaders.publishers import load_publishers
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check
from nuzuh.loaders.user.examples import EXAMPLES, example
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.title_language import title_language
from nuzuh.scene.view import View
from tests.browser.conftest import MAP, PATIENCE

LANGUAGES = ("ar", "he")
PAGES = (
    "?date=2025-10-05",
    "?date=2025-08-20&layer=orders",
    "?date=2025-10-05&show=reconstructed&since=2025-08-14",
    "orders?date=2025-09-09&block=106&order=GO0170",
    "areas?date=2025-10-05&area=PS0255",
    "areas?date=2024-05-26&area=PS0275",
    "relief?date=2025-10-05&show=reconstructed",
    "estimates?figure=GD0502",
    "estimates?figure=GE0001",
    "yours",
    "sources",
    "about",
)
DIALOGS = ("print", "clip", "data", "page")
"""What the menu *Take away* opens over the map."""


@dataclass(frozen=True)
class Allowed:
    """A text that may stand in Latin letters alone, unmarked.

    Attributes:
        selector: in what it stands.
        pattern: the whole text.
        reason: why it may.
    """

    selector: str
    pattern: str
    reason: str


NAMES = (
    Allowed("*", r"nuzuh", "the name of the site"),
    Allowed("*", r"English", "a language names itself"),
    Allowed("*", r"https?://\S+|[\w-]+(\.[\w-]+)+", "an address, or the name of a file"),
    Allowed("*", r"[A-Z]{2,4}-?\d+", "the id of a figure, a P-code"),
    Allowed(
        "*",
        r"GIF|WebP|MP4|PNG|SVG|PDF|CSV|XLSX|BibTeX|RIS|GeoJSON|GeoPackage|GeoParquet|JSON|QR",
        "a format of files",
    ),
    Allowed("[data-testid=stCode] *", r".+", "code to be pasted elsewhere"),
)
"""The same in every language. Not each occurs on each machine: they may be missing."""

STREAMLITS = (
    Allowed(
        "[data-testid=stIconMaterial], [data-testid=stExpanderIcon]",
        r"[a-z_0-9]+",
        "the name of a sign, which its font draws as that sign",
    ),
    Allowed("[data-testid=stSkipToContent]", r"Skip to main content", "cannot be set"),
    Allowed("[data-testid=stSelectbox] *", r"Choose an option|Open", "of its box of choices"),
    Allowed(
        "[data-testid=stBaseButton-elementToolbar]",
        r"Show data|Download as (PNG|CSV)|Copy Vega-Lite spec|Fullscreen|Search|Copy to clipboard|"
        r"Show/hide columns",
        "the tools over its charts and tables",
    ),
    Allowed(
        "[data-testid=stFileUploader] *", r"file upload|Upload|10MB per file", "of its uploader"
    ),
    Allowed("[data-testid=stSlider] *", r"\d+ \w{3} \d{4}", "of its slider"),
)
"""Streamlit's own words."""

ALLOWED = (*NAMES, *STREAMLITS)

_WALK = """(allowed) => {
  const found = [];
  const latin = (text) => {
    const letters = text.match(/\\p{L}/gu) ?? [];
    return letters.length >= 3 && letters.every((one) => /\\p{Script=Latin}/u.test(one));
  };
  const above = (one) => one.parentElement ?? one.getRootNode().host ?? null;
  const line = (element) => {
    const all = [];
    for (let one = element; one; one = above(one)) all.push(one);
    return all;
  };
  const tell = (element, how, text) => {
    const over = line(element);
    const own = over.filter((one) => one !== document.documentElement && one !== document.body);
    const named = own.find((one) => one.hasAttribute("lang"))?.getAttribute("lang") ?? null;
    // That a text is in the language of the page says nothing of it.
    const marked = named === document.documentElement.lang ? null : named;
    const within = allowed.map((selector, i) => over.some((one) => one.matches(selector)) ? i : -1);
    const held = over.find((one) => one.dataset?.testid);
    const place = `${held ? `[data-testid=${held.dataset.testid}] ` : ""}${element.localName}`;
    found.push({ how, text: text.trim(), marked, within: within.filter((i) => i >= 0), place });
  };
  const attributes = ["aria-label", "aria-description", "aria-valuetext", "title", "placeholder",
    "alt"];
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (["script", "style", "template", "noscript"].includes(element.localName)) continue;
      for (const name of attributes) {
        const text = element.getAttribute(name);
        if (text && latin(text)) tell(element, name, text);
      }
      for (const child of element.childNodes)
        if (child.nodeType === 3 && latin(child.data)) tell(element, "text", child.data);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document.body);
  return found;
}"""
"""Every text and spoken attribute of Latin letters alone with where it stands."""


class Found(NamedTuple):
    """A text of Latin letters alone."""

    page: str
    how: str
    text: str
    marked: str | None
    within: tuple[int, ...]
    place: str


def isolated(text):
    """The foreign names that a text sets apart by themselves; the text where it sets none apart."""
    return re.findall("\u2068(.*?)\u2069", text) or [text]


@pytest.fixture(scope="module")
def published():
    """Every text that stands as it was published: titles, notes, names of the tables."""
    estimates, orders = load_estimates().frame, load_orders().frame
    texts = {*estimates["source_title"], *estimates["note"]}
    texts |= {*orders["source_title"], *orders["note"], *orders["term"]}
    texts |= {piece.strip() for areas in orders["areas"] for piece in areas.split(";")}
    texts |= {*load_places().frame["name_en"], *load_area_names().frame["name"]}
    publishers = load_publishers().frame
    texts |= {*publishers["publisher"], *publishers["full_name"]}
    for source in (*all_sources(), *live_sources()):
        texts |= {source.licence, *(link.split("/")[2] for link in source.source_links)}
        texts |= set(re.findall(r"[\w-]+(?:\.[\w-]+)+", source.reason))
    made_up = check(example(EXAMPLES[0]), EXAMPLES[0]).frame
    texts |= {*made_up["publisher"], *made_up["source_title"]}
    return {text.strip() for text in texts}


@pytest.fixture(scope="module")
def found(app, browser, tmp_path_factory):
    """What all pages hold of Latin letters alone, also in what opens over them and the file."""
    selectors = [one.selector for one in ALLOWED]
    texts = []
    for lang in LANGUAGES:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        for path in PAGES:
            page.goto(f"{app}/{path}{'&' if '?' in path else '?'}lang={lang}")
            page.wait_for_selector(f".nz-foot, {MAP}[data-date]", timeout=3 * PATIENCE)
            page.wait_for_load_state("networkidle")
            page.wait_for_selector(f"html[lang='{lang}']", state="attached")
            texts += _told(page, f"{path} {lang}", selectors)
            for what in DIALOGS if page.locator(MAP).count() else ():
                page.get_by_test_id("take-away").click()
                page.get_by_test_id(f"take-{what}").click()
                page.get_by_role("dialog").wait_for()
                page.wait_for_selector("[data-test-script-state=notRunning]")
                texts += _told(page, f"{path} {lang}, {what} taken away", selectors)
                page.keyboard.press("Escape")
                page.get_by_role("dialog").wait_for(state="detached")
            buttons = page.locator("[data-testid=stPopoverButton]")
            for number in range(buttons.count()):
                buttons.nth(number).click()
                page.locator("[data-testid=stPopoverBody]").wait_for()
                texts += _told(page, f"{path} {lang}, opened {number}", selectors)
                page.keyboard.press("Escape")
                page.locator("[data-testid=stPopoverBody]").wait_for(state="detached")
        request = ExportRequest(View(date(2025, 10, 5), lang=lang), address="http://localhost/")
        file = tmp_path_factory.mktemp("one") / f"{lang}.html"
        file.write_bytes(write("html", request, tables_in_use()))
        page.goto(file.as_uri())
        page.wait_for_selector("[data-testid=time-map][data-date]")
        texts += _told(page, f"page in one file, {lang}", selectors)
        context.close()
    return texts


def _told(page, name, selectors):
    return [
        Found(name, one["how"], one["text"], one["marked"], tuple(one["within"]), one["place"])
        for one in page.evaluate(_WALK, selectors)
    ]


def may_stand(one: Found, published: set[str]) -> bool:
    """Whether a text that bears no language of its own may stand in Latin letters alone."""
    if one.place.startswith("[data-testid=glide-cell") and one.text in published:
        # A table drawn on a canvas: its cells for assistive tools cannot be marked.
        return True
    return bool(rules_for(one))


def rules_for(one: Found) -> list[Allowed]:
    """What allows a text."""
    rules = (ALLOWED[number] for number in one.within)
    return [rule for rule in rules if re.fullmatch(rule.pattern, one.text)]


def test_nothing_else_stands_in_english_only(found, published):
    assert len(found) > 100
    wrong = {
        f"{one.page.split('?')[0] or 'map'}: {one.how} of {one.place}: {one.text[:80]!r}"
        for one in found
        if one.marked is None and not may_stand(one, published)
    }
    assert not wrong, "\n".join(sorted(wrong))


def test_what_bears_a_language_of_its_own_was_published_so(found, published):
    marked = [one for one in found if one.marked is not None]
    assert len(marked) > 100
    wrong = sorted(
        {
            one.text
            for one in marked
            if not published.issuperset(isolated(one.text)) and not rules_for(one)
        }
    )
    assert not wrong, "\n".join(wrong)
    assert [one for one in marked if one.marked != title_language(one.text)] == []


def test_what_streamlit_says_in_english_is_still_so(found):
    said = [rule for one in found for rule in rules_for(one)]
    assert [rule for rule in STREAMLITS if rule not in said] == []
