"""Areas, ledger and sources of the static site in a browser: with scripts, without, on a phone."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from nuzuh.evidence.matching import matching
from nuzuh.export.site import about, areas, ledger, sources
from nuzuh.export.site.build import STYLES
from nuzuh.export.site.gathered import Site
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.opening import opening
from nuzuh.scene.regions import pcodes_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.site.document import SiteFrame
from nuzuh.web.templates import sheets
from tests.browser.drivers import ChromiumScreen
from tests.browser.visits import barriers

MAKERS = (areas, ledger, sources, about)
NAMES = [("", "page.map"), ("areas/", "page.areas"), ("estimates/", "page.estimates")]
PATHS = [
    "areas/",
    "areas/north/",
    "areas/PS0275/",
    "estimates/?figure=GD0508",
    "sources/",
    "about/",
]
VISIBLE = ".si-ledger tbody tr:visible"
PHONE = {"width": 390, "height": 664}
LAPTOP = {"width": 1366, "height": 768}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    """The pages on the loopback, in a folder that is not the root of its host."""
    made = Site(tables_in_use())
    style = made.asset("site.css", sheets(*STYLES))
    for lang in LANGUAGES:
        t = Translator(lang)
        frame = SiteFrame(t, "", "", [style], [(path, t(key)) for path, key in NAMES], [])
        for maker in MAKERS:
            for page in maker.pages(made, t):
                made.page(page, frame)
    made.write({}, {})
    root = tmp_path_factory.mktemp("host")
    for path, content in made.files.items():
        file = root / "some/folder" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    handler = functools.partial(_Quiet, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/some/folder/"
        server.shutdown()


@pytest.fixture
def screen(browser) -> Iterator[ChromiumScreen]:
    someone = ChromiumScreen(browser)
    yield someone
    someone.close()


def place(site: str, lang: str, path: str) -> str:
    return f"{site}{'' if lang == 'en' else lang + '/'}{path}"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("lang", "scheme", "size"),
    [("en", "light", LAPTOP), ("ar", "dark", PHONE), ("he", "light", PHONE)],
    ids=lambda value: value if isinstance(value, str) else str(value["width"]),
)
def test_no_page_bars_anybody_or_sticks_out(screen, site, path, lang, scheme, size):
    screen.open(place(site, lang, path), scheme=scheme, **size)
    assert [(one.rule, one.html) for one in barriers(screen)] == []
    assert screen.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    own = site.split("/some/")[0]
    assert [url for url in screen.asked if not url.startswith(own)] == []
    assert [said for said in screen.said if "404" not in said] == []


def test_what_a_click_opens_bars_nobody(screen, site):
    screen.open(place(site, "ar", "areas/strip/"), scheme="dark", **PHONE)
    screen.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert [(one.rule, one.html) for one in barriers(screen)] == []
    assert screen.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


class TestLedger:
    def test_without_scripts_every_figure_can_be_read(self, browser, site, estimates):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(site + "estimates/")
        expect(page.locator(VISIBLE)).to_have_count(len(estimates))
        expect(page.locator("#ledger-filter")).to_be_hidden()
        row = page.locator("#GD0508")
        row.locator("summary").click()
        expect(row.locator("details p").first).to_be_visible()
        context.close()

    def test_it_is_narrowed_by_publisher_measure_area_and_words(self, screen, site, estimates):
        page = screen.open(site + "estimates/").page
        page.select_option("[name=publisher]", "OCHA")
        expect(page.locator(VISIBLE)).to_have_count(len(matching(estimates, publisher="OCHA")))
        page.select_option("[name=measure]", "idps")
        page.select_option("[name=area]", "north")
        told = matching(estimates, publisher="OCHA", measure="idps", area=pcodes_of("north"))
        expect(page.locator(VISIBLE)).to_have_count(len(told))
        expect(page.locator("#ledger-count")).to_contain_text(f"{len(told)} of {len(estimates)}")
        # All of it would keep axe busy for minutes.
        assert 0 < len(told) < 60
        assert [(one.rule, one.html) for one in barriers(screen)] == []
        page.fill("[name=text]", "no such words")
        expect(page.locator(VISIBLE)).to_have_count(0)
        expect(page.locator("#ledger-none")).to_be_visible()

    def test_on_a_phone_nothing_of_it_sticks_out(self, screen, site):
        screen.open(site + "he/estimates/", **PHONE)
        assert screen.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0

    def test_a_group_of_measures_is_all_of_them(self, screen, site, estimates):
        page = screen.open(site + "estimates/").page
        page.select_option("[name=measure]", "idps sheltered")
        told = matching(estimates, measure=("idps", "sheltered"))
        expect(page.locator(VISIBLE)).to_have_count(len(told))

    def test_a_link_of_the_app_opens_the_record(self, screen, site, estimates):
        page = screen.open(site + "estimates/?figure=GD0508&date=2025-10-05").page
        expect(page.locator(VISIBLE)).to_have_count(1)
        expect(page.locator("#ledger-record h2")).to_have_text("Record GD0508")
        expect(page.locator("#GD0508 details p").first).to_be_visible()
        page.locator("#ledger-record button").click()
        expect(page.locator(VISIBLE)).to_have_count(len(estimates))
        # What else the link says stays.
        assert page.url.endswith("?date=2025-10-05")

    def test_the_number_of_a_row_opens_it_and_the_way_back_closes_it(self, screen, site, estimates):
        page = screen.open(site + "estimates/").page
        repeating = estimates[estimates["repeats"] != ""].iloc[0]
        page.locator(f"#{repeating['id']} td a[href='#{repeating['repeats']}']").click()
        expect(page.locator("#ledger-record h2")).to_have_text(f"Record {repeating['repeats']}")
        expect(page.locator("#ledger-record h2")).to_be_focused()
        screen.back()
        expect(page.locator(VISIBLE)).to_have_count(len(estimates))

    def test_a_link_to_a_withdrawn_figure_says_what_became_of_it(self, screen, site):
        page = screen.open(site + "estimates/?figure=GD0265").page
        expect(page.locator("#ledger-notice")).to_contain_text("GD0265 was withdrawn on")

    @pytest.mark.parametrize("figure", ["GD9999", "<img src=x onerror=alert(1)>", "'\"]", "%00"])
    def test_a_link_to_no_figure_is_told_so_and_not_repeated(self, screen, site, figure, estimates):
        page = screen.open(f"{site}estimates/?figure={figure}").page
        expect(page.locator("#ledger-notice")).to_have_text(Translator("en")("notice.bad_figure"))
        expect(page.locator(VISIBLE)).to_have_count(len(estimates))
        assert [said for said in screen.said if "404" not in said] == []

    def test_an_area_of_a_link_is_chosen(self, screen, site, estimates):
        page = screen.open(site + "estimates/?area=PS0275").page
        told = matching(estimates, area=("PS0275",))
        expect(page.locator(VISIBLE)).to_have_count(len(told))
        page.goto(site + "estimates/?area=Atlantis")
        expect(page.locator("#ledger-notice")).to_have_text(Translator("en")("notice.bad_area"))
        expect(page.locator(VISIBLE)).to_have_count(len(estimates))


class TestAreas:
    def test_a_link_of_the_app_leads_to_the_area(self, screen, site):
        page = screen.open(site + "areas/?area=north&show=published").page
        page.wait_for_url("**/areas/north/?area=north&show=published")
        expect(page.locator("#areas-other-day")).to_be_hidden()

    @pytest.mark.parametrize("area", ["constructor", "__proto__", "<img src=x onerror=alert(1)>"])
    def test_a_link_to_no_area_leads_nowhere(self, screen, site, area):
        page = screen.open(f"{site}areas/?area={area}").page
        page.wait_for_load_state("networkidle")
        assert page.url.split("?")[0] == f"{site}areas/"
        expect(page.locator("#areas-unknown")).to_have_text(Translator("en")("notice.bad_area"))

    def test_an_area_at_the_end_of_a_sentence_is_understood(self, screen, site):
        page = screen.open(site + "areas/?area=ps0275.").page
        page.wait_for_url("**/areas/PS0275/?**")

    def test_another_day_than_that_of_the_page_is_told_with_a_way_to_it(self, screen, site):
        page = screen.open(site + "ar/areas/?area=north&date=2025-10-05").page
        page.wait_for_url("**/areas/north/**")
        notice = page.locator("#areas-other-day")
        expect(notice).to_be_visible()
        expect(notice).to_contain_text(Translator("ar").day(opening().view.date))
        link = notice.locator("a").evaluate("link => link.href")
        assert link == f"{site}ar/?area=north&date=2025-10-05"

    def test_the_day_of_the_page_is_no_other_one(self, screen, site):
        page = screen.open(f"{site}areas/north/?date={opening().view.date}").page
        expect(page.locator("#areas-other-day")).to_be_hidden()

    def test_a_sentence_is_copied_with_where_it_stands(self, screen, site):
        page = screen.open(site + "areas/north/").page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        quotes = page.locator("[data-quote]")
        texts = quotes.all_inner_texts()
        ours = next(at for at, text in enumerate(texts) if "Computed by nuzuh" in text)
        # The site was built for no address in particular: the sentence names the one it has.
        assert f"{site}areas/north/?date=" in texts[ours]
        page.locator(".si-quotes button").nth(ours).click()
        expect(page.locator("#areas-copied")).to_have_text(Translator("en")("panel.cited"))
        assert page.evaluate("navigator.clipboard.readText()") == texts[ours]

    def test_without_scripts_an_area_can_be_read_and_its_table_opens(self, browser, site):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(site + "areas/PS0275/")
        expect(page.get_by_test_id("people-chart")).to_be_visible()
        page.locator("summary", has_text="month by month").click()
        expect(page.get_by_test_id("months-table")).to_be_visible()
        expect(page.locator(".si-quotes button")).to_have_count(0)
        context.close()

    def test_the_drawing_keeps_its_signs_in_shape_on_a_phone(self, screen, site):
        page = screen.open(site + "areas/PS0275/", **PHONE).page
        sizes = page.locator(".si-mark circle").evaluate_all(
            """all => all.map((one) => one.getBoundingClientRect())
              .map(({ width, height }) => [width, height])"""
        )
        assert sizes
        assert all(abs(width - height) < 0.5 and 6 < width < 12 for width, height in sizes)


def test_the_opening_day_is_that_of_the_pages(screen, site):
    view = replace(opening().view, lang="he")
    page = screen.open(site + "he/areas/").page
    expect(page.locator("h1")).to_contain_text(Translator("he").day(view.date))
