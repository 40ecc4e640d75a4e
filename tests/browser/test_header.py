"""The header of every page: names, order, the document's language and direction, the latest."""

from __future__ import annotations

import pytest

from nuzuh.scene.opening import opening
from nuzuh.scene.translator import Translator
from tests.browser.conftest import PATIENCE, Reader

PATHS = {
    "areas": "page.areas",
    "estimates": "page.estimates",
    "sources": "page.sources",
    "yours": "page.own",
    "relief": "page.relief",
    "about": "page.about",
}
COMPONENT = ".st-key-nz-header"


def in_language(someone, lang):
    someone.page.wait_for_function(
        "lang => document.documentElement.lang === lang", arg=lang, timeout=PATIENCE
    )


def chooses(someone, lang):
    someone.page.locator(f"{COMPONENT} select").select_option(lang)
    in_language(someone, lang)


@pytest.fixture
def abroad(app, browser):
    """Open the app as someone whose browser speaks another language."""
    contexts = []

    def opens(locale, path="/about"):
        contexts.append(browser.new_context(locale=locale, bypass_csp=True))
        someone = Reader(contexts[-1].new_page(), app)
        someone.page.set_default_timeout(PATIENCE)
        return someone.opens(path)

    yield opens
    for context in contexts:
        context.close()


def test_every_page_tells_its_title_language_and_direction(reader):
    someone = reader().opens("/about?lang=ar&date=2025-10-05")
    t = Translator("ar")
    for path, key in PATHS.items():
        someone.page.goto(f"{someone.app}/{path}?lang=ar&date=2025-10-05")
        in_language(someone, "ar")
        someone.page.wait_for_function(
            "title => document.title === title", arg=f"{t(key)} · nuzuh", timeout=PATIENCE
        )
        someone.page.locator("h1").wait_for()
        assert someone.page.locator("h1").count() == 1
        assert someone.page.locator("h3, h4").count() == 0
        assert someone.page.evaluate("document.documentElement.dir") == "rtl"
        assert someone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [line for line in someone.said if "404" not in line] == []


def test_the_pages_stand_in_their_order_and_run_with_the_language(reader):
    someone = reader().opens("/about?lang=en")
    names = someone.page.locator("[data-testid=stTopNav] a, [data-testid=stTopNavSection]")
    assert names.all_inner_texts() == [
        *("Map", "Stories", "Compare", "Movements", "Orders", "Areas"),
        *("Disagreement", "Ledger", "Sources", "More"),
    ]

    def edges():
        return [names.nth(place).bounding_box()["x"] for place in range(names.count())]

    assert edges() == sorted(edges())
    chooses(someone, "he")
    someone.page.get_by_role("link", name=Translator("he")("page.sources"), exact=True).wait_for()
    assert edges() == sorted(edges(), reverse=True)
    end = someone.page.locator(f"{COMPONENT} select").bounding_box()
    assert end["x"] < edges()[-1]
    assert someone.page.evaluate("document.documentElement.dir") == "rtl"
    chooses(someone, "en")
    assert someone.page.evaluate("document.documentElement.dir") == "ltr"


@pytest.mark.parametrize(("locale", "lang"), [("ar-PS", "ar"), ("he", "he"), ("fr-FR", "en")])
def test_a_first_visit_is_in_the_browsers_language(abroad, locale, lang):
    someone = abroad(locale)
    in_language(someone, lang)
    assert f"lang={lang}" in someone.page.url
    linked = abroad(locale, "/about?lang=en")
    in_language(linked, "en")


def test_a_choice_of_language_changes_nothing_else_and_can_be_made_again(reader):
    someone = reader().opens("/areas?date=2024-05-26&layer=density&lang=en")
    for lang in ("ar", "en", "ar"):
        chooses(someone, lang)
        someone.page.wait_for_url(f"**lang={lang}*")
        assert "date=2024-05-26" in someone.page.url
        assert "layer=density" in someone.page.url


def test_the_latest_day_is_one_click_away_and_its_link_leads_there_too(reader):
    someone = reader().opens("/areas?date=2024-05-26&lang=en")
    latest = someone.page.locator(f"{COMPONENT} a")
    day = str(opening().view.date)
    assert f"date={day}" in latest.get_attribute("href")
    latest.click()
    someone.page.wait_for_url(f"**date={day}*")
    someone.page.locator(f"[data-testid=area][data-date='{day}']").wait_for()


def test_a_map_that_goes_there_by_itself_is_not_drawn_anew(reader):
    someone = reader().opens("/areas?date=2024-05-26&lang=en")
    someone.page.evaluate(
        """document.addEventListener("nuzuh:latest", (event) => {
          event.preventDefault();
          window.asked = (window.asked ?? 0) + 1;
        })"""
    )
    someone.page.locator(f"{COMPONENT} a").click()
    someone.page.wait_for_function("window.asked === 1")
    someone.page.wait_for_timeout(1000)
    assert "date=2024-05-26" in someone.page.url


def test_a_frame_tells_its_language_and_has_no_header(reader):
    someone = reader(width=600, height=400).opens("/?embed=true&lang=ar&date=2025-10-05")
    in_language(someone, "ar")
    assert someone.page.evaluate("document.documentElement.dir") == "rtl"
    assert someone.page.locator("[data-testid=stTopNav], [data-testid=stLogoLink]").count() == 0
    assert someone.page.locator(f"{COMPONENT}, .st-key-nz-header-framed a").count() == 0


def test_a_day_is_typed_and_entered(reader):
    someone = reader().opens("/areas?date=2025-10-05&lang=en")
    field = someone.page.get_by_label("Date", exact=True)
    field.fill("26 May 2024")
    field.press("Enter")
    someone.page.wait_for_url("**date=2024-05-26*")
    field.fill("26/5/2024")
    field.press("Enter")
    someone.page.get_by_role("alert").get_by_text("This is no day from").wait_for()
    assert field.input_value() == "26/5/2024"
    assert "date=2024-05-26" in someone.page.url


@pytest.mark.parametrize(("lang", "word"), [("en", "Menu"), ("ar", "القائمة")])
def test_on_a_phone_the_pages_are_behind_a_word(reader, lang, word):
    someone = reader(width=390, height=664).opens(f"/about?lang={lang}")
    menu = someone.page.get_by_role("button", name=word, exact=True)
    menu.wait_for()
    shown = menu.evaluate("e => getComputedStyle(e, '::after').content")
    assert word in shown
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= 390
    menu.click()
    t = Translator(lang)
    side = someone.page.locator("[data-testid=stSidebar]")
    side.get_by_role("link", name=t("page.areas"), exact=True).click()
    someone.page.locator("[data-testid=area]").wait_for()


def test_where_the_keyboard_is_can_be_seen(reader):
    someone = reader().opens("/about?lang=en")
    link = someone.page.get_by_role("link", name="Areas", exact=True)
    for _ in range(12):
        someone.page.keyboard.press("Tab")
        if link.evaluate("e => e === document.activeElement"):
            break
    style = link.evaluate(
        "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"
    )
    assert style == ["solid", "2px"]
