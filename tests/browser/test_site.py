"""The static site as its readers open it: from plain files, without any Python behind them."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nuzuh.export.site.build import PAGES
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.data_versions import former_text, shown_again
from nuzuh.scene.opening import opening
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from tests.browser.conftest import PATIENCE

MAP = "[data-testid=time-map]"
DAY = "2025-10-05"
OLD = "2026-08-22-79be9da"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as it is called)
        pass


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The site below a folder of a host, as it may stand anywhere; yields its address."""
    handler = functools.partial(_Quiet, directory=str(site_folder.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{site_folder.name}/"
    server.shutdown()
    server.server_close()


@dataclass
class Visitor:
    """A reader in a fresh browser, with everything that the pages asked for and said."""

    page: Page
    site: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def opens(self, path: str = "") -> Visitor:
        self.page.goto(self.site + path)
        return self

    def sees(self, day: str = "", lang: str = "") -> Visitor:
        shown = f"{MAP}[data-date{f'={day!r}' if day else ''}]"
        self.page.wait_for_selector(shown + (f"[lang={lang}]" if lang else ""))
        return self

    def query(self) -> dict[str, str]:
        told = parse_qs(urlsplit(self.page.url).query)
        return {name: values[0] for name, values in told.items()}

    def path(self) -> str:
        return self.page.url.removeprefix(self.site).split("?")[0]

    def chooses(self, name: str) -> None:
        self.page.locator(MAP).get_by_role("radio", name=name, exact=True).check(force=True)

    def comes_to(self, part: str, value: str) -> None:
        self.page.wait_for_function(
            "([part, value]) => new URL(location).searchParams.get(part) === value",
            arg=[part, value],
        )

    def fetched(self) -> list[str]:
        return [url.rsplit("/", 1)[1] for url in self.asked if url.endswith(".bin")]

    def has_fetched(self, count: int) -> None:
        """So many payloads have been fetched, and no more come; each was fetched once."""
        for _ in range(PATIENCE // 50):
            if len(self.fetched()) >= count:
                break
            self.page.wait_for_timeout(50)
        self.page.wait_for_load_state("networkidle")
        assert len(self.fetched()) == len(set(self.fetched())) == count

    def headline(self) -> Locator:
        return self.page.locator(MAP).get_by_test_id("headline")

    def is_content(self) -> None:
        """Nothing went wrong, nothing broke the policy, and no other host was asked."""
        assert self.said == []
        assert {urlsplit(u).netloc for u in self.asked if not u.startswith(("data:", "blob:"))} == {
            urlsplit(self.site).netloc
        }


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    contexts = []

    def comes(*, width: int = 1366, scripts: bool = True, scheme: str = "light") -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 768},
            java_script_enabled=scripts,
            color_scheme=scheme,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        someone = Visitor(context.new_page(), site)
        someone.page.set_default_timeout(PATIENCE)
        someone.page.on("request", lambda request: someone.asked.append(request.url))
        someone.page.on(
            "console",
            lambda message: (
                someone.said.append(message.text) if message.type in ("error", "warning") else None
            ),
        )
        someone.page.on("pageerror", lambda error: someone.said.append(str(error)))
        return someone

    yield comes
    for context in contexts:
        context.close()


def plain(text: str) -> str:
    return " ".join(text.split())


def lead(view: View) -> str:
    return scene(view, tables_in_use(), Translator(view.lang)).notes.lead


@pytest.mark.walk
def test_a_walk_through_the_site(visitor):
    someone = visitor().opens().sees(opening().view.date.isoformat())
    expect(someone.headline()).to_contain_text(lead(opening().view)[:40])
    someone.page.get_by_test_id("time-slider").focus()
    someone.page.keyboard.press("ArrowLeft")
    someone.comes_to("date", "2026-08-19")
    someone.chooses("As published")
    someone.comes_to("show", "published")
    someone.page.get_by_role("link", name="العربية").click()
    someone.sees("2026-08-19", "ar")
    assert someone.path() == "ar/"
    assert someone.query()["show"] == "published"
    someone.is_content()


def test_the_map_says_what_the_app_says_of_a_day(visitor):
    for lang in ("en", "ar", "he"):
        view = View(lang=lang)
        someone = visitor().opens(f"?date={DAY}&lang={lang}").sees(DAY, lang)
        expect(someone.headline()).to_have_attribute("data-date", DAY)
        assert plain(lead(view)) in plain(someone.headline().inner_text())
        someone.is_content()


def test_what_can_be_read_never_gives_way_to_nothing(visitor):
    someone = visitor()
    # At each moment of the opening: what stands where the answer is.
    someone.page.add_init_script(
        """globalThis.stood = [];
        new MutationObserver(() => {
          for (const one of document.querySelectorAll("[data-testid=headline]"))
            if (!stood.includes(one.textContent)) stood.push(one.textContent);
        }).observe(document, { childList: true, subtree: true, characterData: true });"""
    )
    someone.opens(f"?date={DAY}").sees(DAY)
    expect(someone.headline()).to_have_attribute("data-date", DAY)
    stood = someone.page.evaluate("stood")
    assert stood
    assert Translator("en")("timemap.words_coming") not in map(plain, stood)


def test_payloads_come_as_a_view_needs_them(visitor):
    someone = visitor().opens().sees()
    phases = len(load_timeline().phases)
    # A cube is three files, and the words of a phase two: what others have in common is one.
    someone.has_fetched(3 + 2 * phases)
    # Other figures come when they are asked for, movements when a period is looked at.
    someone.chooses("As published")
    someone.comes_to("show", "published")
    someone.has_fetched(3 + 2 * phases + 2 + phases)
    someone.chooses("Reconstructed")
    someone.comes_to("show", "reconstructed")
    someone.page.get_by_role("button", name="Movements", exact=True).first.click()
    someone.page.wait_for_function("new URL(location).searchParams.has('since')")
    someone.has_fetched(3 + 2 * phases + 2 + phases + 1)
    someone.is_content()


def test_back_and_forward_lead_through_what_was_looked_at(visitor):
    someone = visitor().opens(f"?date={DAY}").sees(DAY)
    someone.chooses("Reconstructed")
    legend = someone.page.locator(".tm-legend")
    expect(legend).to_contain_text("reconstructed")
    someone.chooses("Density")
    someone.comes_to("layer", "density")
    someone.page.go_back()
    someone.comes_to("layer", "people")
    expect(legend).to_contain_text("reconstructed")
    someone.page.go_back()
    expect(legend).to_contain_text("as published")
    assert someone.query()["date"] == DAY
    someone.page.go_forward()
    expect(legend).to_contain_text("reconstructed")
    someone.is_content()


def test_the_language_keeps_the_view_and_a_link_leads_to_its_language(visitor):
    someone = visitor().opens(f"?date={DAY}&layer=density&area=PS0275&lang=he").sees(DAY, "he")
    assert someone.path() == "he/"
    assert someone.query()["area"] == "PS0275"
    someone.page.get_by_role("link", name="English").click()
    someone.sees(DAY, "en")
    before = someone.query()
    assert (someone.path(), before["layer"], before["area"]) == ("", "density", "PS0275")
    # Each page takes the view along to the next one.
    someone.page.locator("a[data-page='orders/']").click()
    someone.sees(DAY)
    assert someone.path() == "orders/"
    someone.page.locator("a[data-page='about/']").click()
    someone.page.wait_for_selector("h1")
    someone.page.locator("a[data-page='']").click()
    someone.sees(DAY)
    someone.is_content()


def test_the_orders_are_read_block_by_block(visitor):
    block = load_block_map().frame["block"].iloc[5]
    someone = visitor().opens(f"orders/?date={DAY}&block={block}").sees(DAY)
    assert someone.query()["block"] == block
    assert someone.query()["layer"] == "orders"
    expect(someone.page.get_by_role("button", name="Compare")).to_have_count(0)
    someone.is_content()


def test_a_story_is_walked_through_and_left(visitor):
    # As a link of the app names it.
    someone = visitor().opens("stories/?story=rafah-2024&step=2").sees()
    assert someone.path() == "stories/rafah-2024/"
    expect(someone.page.get_by_test_id("story-progress")).to_contain_text("2")
    someone.page.get_by_test_id("story-next").click()
    someone.comes_to("step", "3")
    someone.page.go_back()
    expect(someone.page.get_by_test_id("story-progress")).to_contain_text("2")
    someone.page.get_by_test_id("story-free").click()
    someone.page.wait_for_url(lambda url: "stories" not in url)
    someone.sees()
    assert "story" not in someone.query()
    someone.opens("stories/rafah-2024/").sees()
    someone.page.get_by_role("link", name="All stories").click()
    someone.page.wait_for_url("**/stories/")
    expect(someone.page.locator(".si-cards section")).to_have_count(5)
    someone.is_content()


def test_what_is_taken_away_is_what_a_browser_can_make(visitor):
    someone = visitor().opens(f"?date={DAY}").sees(DAY)
    someone.page.get_by_test_id("take-away").click()
    taking = someone.page.get_by_test_id("taking")
    names = taking.get_by_role("button")
    told = [name.strip() for name in names.all_inner_texts() if name.strip()]
    assert told == ["Copy link", "Save image", "Copy image", "Data and citation", "Embed"]
    someone.page.get_by_test_id("copy-link").click()
    link = someone.page.evaluate("navigator.clipboard.readText()")
    assert link == someone.page.url
    with someone.page.expect_download() as download:
        someone.page.get_by_test_id("save-image").click()
    assert download.value.suggested_filename == f"nuzuh-{DAY}-people-published-all-en.png"
    someone.is_content()


def test_what_makes_no_sense_in_a_link_is_told_and_the_map_comes(visitor):
    someone = visitor().opens("?date=yesterday&layer=none&view=OCHA,UN&dat=1&zoom=900").sees()
    told = someone.page.locator(".tm-note").all_inner_texts()
    t = Translator("en")
    for key in ("notice.bad_date", "notice.bad_layer", "site.bad_view", "notice.unknown_key"):
        assert t(key) in told
    someone.is_content()


def test_a_version_that_never_was_is_told_and_the_newest_shown(visitor):
    version = tables_in_use().version
    someone = visitor().opens(f"?date={DAY}&data=2020-01-01-0000000").sees(DAY)
    notice = someone.page.get_by_test_id("version-notice")
    expect(notice).to_contain_text("never published")
    expect(notice).to_contain_text(version)
    assert someone.query()["data"] == version
    someone.opens(f"?date={DAY}&data={version}.").sees(DAY)
    expect(notice).to_have_count(0)
    someone.is_content()


def test_a_story_that_is_not_here_is_told_and_all_are_listed(visitor):
    someone = visitor().opens("ar/stories/?story=atlantis")
    expect(someone.page.get_by_test_id("story-notice")).to_have_text(
        Translator("ar")("notice.bad_story")
    )
    expect(someone.page.locator(".si-cards section")).to_have_count(5)
    someone.is_content()


def test_a_link_with_an_older_version_shows_that_version_and_a_way_to_the_newest(visitor):
    for lang, width in (("en", 1366), ("ar", 390)):
        link = f"?date={DAY}&show=reconstructed&data={OLD}&lang={lang}"
        someone = visitor(width=width).opens(link).sees(DAY, lang)
        assert someone.path() == f"v/{OLD}/{'' if lang == 'en' else lang + '/'}"
        view = View(date=date.fromisoformat(DAY), mode="reconstructed", lang=lang)
        with shown_again(OLD) as tables:
            then = scene(view, tables, Translator(lang)).notes.lead
            banner = former_text(Translator(lang))
        assert then != lead(view)
        assert plain(then) in plain(someone.headline().inner_text())
        told = someone.page.get_by_test_id("version-banner")
        assert plain(banner) in plain(told.inner_text())
        assert someone.page.evaluate("document.documentElement.scrollWidth") <= width
        # Other figures, and another day, are of that version, too.
        someone.chooses(Translator(lang)("show.published"))
        someone.comes_to("show", "published")
        assert someone.query()["data"] == OLD
        told.get_by_role("link").click()
        someone.sees(DAY, lang)
        assert someone.path() == ("" if lang == "en" else "ar/")
        assert someone.query()["show"] == "published"
        assert someone.query()["data"] == tables_in_use().version
        expect(told).to_have_count(0)
        someone.is_content()


def test_what_there_is_of_an_older_version_is_told(visitor):
    t = Translator("en")
    newest = tables_in_use().version
    # From one of its pages a link to another version goes there, and one to none is told.
    someone = visitor().opens(f"v/{OLD}/orders/?date={DAY}&data={newest}").sees(DAY)
    assert someone.path() == "orders/"
    someone.opens(f"v/{OLD}/?date={DAY}&data=2020-01-01-0000000").sees(DAY)
    assert (someone.path(), someone.query()["data"]) == ("", newest)
    notice = someone.page.get_by_test_id("version-notice")
    expect(notice).to_contain_text("never published")
    # What it has no page of leads to its map; its header leads to nothing that is not there.
    someone.opens(f"areas/?data={OLD}&date={DAY}")
    expect(notice).to_contain_text("This page is not kept")
    notice.get_by_role("link", name=t("site.version_map")).click()
    someone.sees(DAY)
    assert someone.path() == f"v/{OLD}/"
    expect(someone.page.locator("a[data-page='areas/']")).to_have_count(0)
    expect(someone.page.get_by_role("button", name="Compare")).to_have_count(0)
    someone.page.locator("a[data-page='about/']").click()
    someone.page.wait_for_selector("h1")
    assert someone.path() == "about/"
    assert "data" not in someone.query()
    expect(notice).to_have_count(0)
    someone.is_content()


def test_an_older_version_is_read_without_scripts(visitor):
    someone = visitor(scripts=False).opens(f"v/{OLD}/ar/days/{DAY}/")
    page = someone.page
    expect(page.get_by_test_id("version-banner")).to_contain_text(OLD)
    page.get_by_test_id("version-banner").get_by_role("link").click()
    assert someone.path() == f"ar/days/{DAY}/"
    expect(page.get_by_test_id("version-banner")).to_have_count(0)
    someone.is_content()


def test_what_cannot_be_fetched_is_told_and_can_be_tried_again(visitor):
    someone = visitor()
    payloads = "**/*.bin"
    someone.page.route(payloads, lambda route: route.abort())
    someone.opens(f"?date={DAY}")
    late = someone.page.locator("#site-late")
    expect(late).to_contain_text(Translator("en")("timemap.none"))
    # What can be read without the map stands there instead, though of another day: that is said.
    t = Translator("en")
    expect(late).to_contain_text(t("site.stands", date=t.day(opening().view.date)))
    expect(someone.page.get_by_test_id("layer-table")).to_be_visible()
    someone.page.unroute(payloads)
    late.get_by_role("button").click()
    someone.sees(DAY)
    expect(late).to_have_count(0)
    someone.page.wait_for_load_state("networkidle")
    # A page to log in at, in the place of a payload, is none.
    someone.page.route(payloads, lambda route: route.fulfill(body="<html>log in", status=200))
    someone.chooses("Reconstructed")
    connection = someone.page.get_by_test_id("connection")
    expect(connection).to_contain_text(Translator("en")("timemap.late"))
    someone.page.unroute(payloads)
    connection.get_by_role("button").click()
    expect(someone.page.locator(".tm-legend")).to_contain_text("reconstructed")
    expect(connection).to_be_hidden()


def test_without_scripts_the_day_is_read(visitor):
    someone = visitor(scripts=False, width=390).opens()
    view = opening().view
    page = someone.page
    assert plain(lead(view)) in plain(page.get_by_test_id("headline").inner_text())
    expect(page.get_by_test_id("layer-table")).to_be_visible()
    expect(page.get_by_test_id("panel")).to_be_visible()
    page.get_by_role("link", name="5 October 2025").click()
    expect(page.get_by_test_id("headline")).to_contain_text("Gaza City")
    # On a wide screen, too, what publishers say ends where it seems to end.
    page.set_viewport_size({"width": 1366, "height": 768})
    panel = page.get_by_test_id("panel")
    assert panel.evaluate("one => one.scrollHeight - one.clientHeight") <= 0
    page.get_by_role("link", name="العربية").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    someone.is_content()


def test_on_a_phone_the_pages_unfold_over_the_map_also_without_scripts(visitor):
    for scripts in (True, False):
        someone = visitor(width=390, scripts=scripts).opens()
        pages = someone.page.locator(".si-pages")
        expect(pages).to_be_hidden()
        assert someone.page.locator(".si-top").bounding_box()["height"] <= 44
        menu = someone.page.locator(".si-menu summary")
        menu.click()
        expect(pages.get_by_role("link")).to_have_count(len(PAGES))
        box = pages.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
        if scripts:
            someone.page.keyboard.press("Escape")
            expect(pages).to_be_hidden()
            expect(menu).to_be_focused()
            menu.click()
        pages.locator("[data-page='data/']").click()
        expect(someone.page.locator("h1")).to_have_text(Translator("en")("data_page.title"))
        expect(someone.page.locator(".si-pages")).to_be_hidden()
        someone.is_content()


def test_in_a_frame_the_map_stands_alone(visitor):
    someone = visitor().opens(f"?date={DAY}&embed=true").sees(DAY)
    expect(someone.page.locator(".si-top")).to_be_hidden()
    expect(someone.page.locator(".tm-rivals")).to_be_hidden()
    assert someone.query()["embed"] == "true"
    someone.is_content()


def test_a_phone_has_the_map_on_its_first_screen_and_no_sideways_scroll(visitor):
    for lang in ("", "ar/"):
        someone = visitor(width=390, scheme="dark").opens(lang).sees()
        box = someone.page.locator(".tm-stage").bounding_box()
        assert box["y"] < 240
        wide = someone.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390
        names = someone.page.locator(".si-brand, a[data-lang]").evaluate_all(
            """all => all.map((one) => one.getBoundingClientRect())
                .map(({ left, right }) => [left, right])"""
        )
        for one, (left, right) in enumerate(names):
            for other_left, other_right in names[one + 1 :]:
                assert right <= other_left + 1 or other_right <= left + 1
        someone.is_content()
