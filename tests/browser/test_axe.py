"""What axe-core finds that bars readers from a page; a sample with every change, else all pages."""

from __future__ import annotations

import itertools

import pytest

from nuzuh.loaders.languages import LANGUAGES
from tests.browser.drivers import ChromiumScreen
from tests.browser.visits import LANGS, PAGES, SCHEMES, STREAMLITS, Visits, barriers, rests

CASES = list(itertools.product(PAGES, LANGS, SCHEMES))
WALK = {("", "en", "light"), ("", "ar", "dark")}
EACH = [
    pytest.param(*case, marks=pytest.mark.walk if case in WALK else (), id="-".join(case))
    for case in CASES
]


@pytest.fixture(scope="module")
def visits(app, browser):
    found = Visits(app, browser)
    yield found
    found.close()


@pytest.mark.parametrize(("page", "lang", "scheme"), EACH)
def test_no_page_bars_anybody(visits, page, lang, scheme):
    assert visits.of(page, lang, scheme).ours == []


def test_what_is_streamlits_own_still_occurs(visits):
    met = {barrier.known for visit in visits.all() for barrier in visit.barriers}
    gone = [known for at, known in enumerate(STREAMLITS) if at not in met]
    assert gone == [], "take these out of STREAMLITS"


@pytest.mark.parametrize("lang", LANGS)
def test_pages_say_their_language_and_have_titles_of_their_own(visits, lang):
    seen = [visits.of(page, lang, "light") for page in PAGES]
    way = "rtl" if LANGUAGES[lang].right_to_left else "ltr"
    assert {(visit.lang, visit.dir) for visit in seen} == {(lang, way)}
    titles = [visit.title for visit in seen]
    assert len(set(titles)) == len(titles), titles


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", PAGES)
def test_headings_lead_through_a_page(visits, page, lang):
    headings = visits.of(page, lang, "light").headings
    levels = [level for level, _ in headings]
    assert levels.count(1) == 1, headings
    assert all(text for _, text in headings)
    # None is two levels below the one before; the first is the page's own.
    assert all(now <= before + 1 for before, now in itertools.pairwise([0, *levels])), headings


def test_no_page_is_left_out(app, browser):
    screen = ChromiumScreen(browser).open(app)
    rests(screen)
    links = "[data-testid=stTopNavLink], [data-testid=stTopNavDropdownLink]"
    linked = set()
    for section in [None, *screen.page.get_by_test_id("stTopNavSection").all()]:
        if section:
            section.click()
        linked |= set(
            screen.page.locator(links).evaluate_all(
                "all => all.map(({ href }) => new URL(href).pathname.slice(1))"
            )
        )
        screen.press("Escape")
    screen.close()
    assert linked == set(PAGES)


@pytest.fixture
def screens(app, browser):
    opened = []

    def opens(path, lang, scheme, **size):
        screen = ChromiumScreen(browser)
        opened.append(screen)
        joint = "&" if "?" in path else "?"
        screen.open(f"{app}/{path}{joint}lang={lang}", scheme=scheme, **size)
        rests(screen)
        return screen

    yield opens
    for screen in opened:
        screen.close()


def ours(screen):
    return [(barrier.rule, barrier.html) for barrier in barriers(screen) if barrier.known < 0]


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("he", "dark")])
class TestStates:
    def test_a_card_is_open(self, screens, lang, scheme):
        screen = screens("?date=2025-10-05", lang, scheme)
        screen.click("[data-testid=layer-table] .tm-name")
        screen.wait_for("() => !!find('[data-testid=area-card]')?.getClientRects().length")
        assert ours(screen) == []

    def test_take_away_is_open(self, screens, lang, scheme):
        screen = screens("?date=2025-10-05", lang, scheme)
        screen.click("[data-testid=take-away]")
        screen.wait_for("() => !!find('[data-testid=copy-link]')?.getClientRects().length")
        assert ours(screen) == []

    def test_a_record_is_open(self, screens, lang, scheme):
        screen = screens("estimates?figure=GD0508", lang, scheme)
        screen.page.wait_for_selector("text=GD0508")
        assert ours(screen) == []

    def test_an_area_over_time_and_its_quotes_are_open(self, screens, lang, scheme):
        screen = screens("areas?area=north&date=2025-10-05", lang, scheme)
        page = screen.page
        page.locator(".st-key-area-over-time").scroll_into_view_if_needed()
        page.locator(".st-key-area-over-time [data-testid=stVegaLiteChart]").nth(3).wait_for()
        for key in ("area-weeks", "quotes-shown"):
            page.locator(f".st-key-{key} summary").click()
        page.locator("[data-testid=quotes] li").first.wait_for()
        page.locator("[data-testid=weeks-table]").wait_for()
        assert ours(screen) == []

    def test_a_phone(self, screens, lang, scheme):
        screen = screens("?date=2025-10-05", lang, scheme, width=390, height=664)
        assert ours(screen) == []
