from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from nuzuh.scene.opening import opening
from tests.browser.conftest import MAP

CASE = "2025-10-05"


@pytest.mark.walk
def test_first_page_says_why_it_opens_where_and_leads_to_the_case_of_5_october_2025(reader):
    someone = reader().opens("/")
    someone.sees_day(str(opening().view.date))
    told = someone.page.locator("[data-testid=opening]")
    assert told.inner_text().startswith("The map opens on ")
    someone.page.get_by_role("button", name="5 October 2025: the case").click()
    someone.sees_day(CASE)
    assert told.count() == 0
    panel = someone.page.locator("[data-testid=panel]")
    expected = {
        "GD0508": ("about 900,000 people", "Israeli defence minister", "people who moved"),
        "GD0502": ("more than 417,000 movements", "OCHA", "movements counted, not people"),
        "GD0505": ("600,000 to 700,000 people", "UN", "people there"),
    }
    for figure, words in expected.items():
        card = panel.locator(f"[data-figure={figure}]")
        text = card.inner_text()
        assert all(word in text for word in words)
        assert re.search(r"\d+ (Oct|Sept|Aug) 2025", text)
        assert card.locator("a[href^='http']").count() >= 1
    before = panel.locator("[data-figure=GD0505] .nz-before")
    assert "about 1,000,000 people" in before.inner_text()
    assert "31 Aug 2025" in before.inner_text()
    assert before.locator("a[href^='http']").count() == 1


@pytest.mark.walk
def test_nothing_is_asked_of_any_other_host(reader):
    someone = reader().opens()
    someone.sees_day(CASE)
    hosts = {
        urlsplit(url).hostname for url in someone.asked if not url.startswith(("data:", "blob:"))
    }
    assert hosts == {"127.0.0.1"}
    assert someone.said == []


def test_the_slider_moves_the_day_by_keyboard(reader):
    someone = reader().opens()
    someone.sees_day(CASE)
    someone.slides("ArrowLeft")
    someone.sees_day("2025-10-04")
    panel = someone.page.locator("[data-testid=panel]")
    assert panel.get_attribute("data-date") == "2025-10-04"


@pytest.mark.walk
def test_the_copied_link_opens_the_same_picture_and_panel_in_a_fresh_browser(reader):
    someone = reader().opens("/?phase=rafah-2024&layer=density&lang=ar")
    someone.sees_day("2024-06-07")
    picture = someone.picture()
    someone.page.locator("[data-testid=copy-link]").click()
    copied = someone.page.evaluate("navigator.clipboard.readText()")
    assert copied == someone.link()
    query = parse_qs(urlsplit(copied).query)
    assert query.keys() == {"date", "layer", "phase", "lang", "show", "view", "data"}
    assert copied.startswith(someone.app)

    another = reader()
    another.opens(copied.removeprefix(someone.app))
    another.sees_day("2024-06-07")
    assert another.picture() == picture
    assert another.drawing() == someone.drawing()
    assert another.panel() == someone.panel()


JUNK = {
    "bad date": "/?date=2025-13-45",
    "unknown layer": "/?layer=secrets",
    "unknown phase and language": "/?phase=x&lang=tlh",
    "markup": "/?date=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&layer=%3Cscript%3Ealert(1)%3C",
    "10 kB of junk": "/?date=" + "9" * 10_000,
    "a figure that is not there": "/?figure=%22%3E%3Csvg/onload=alert(1)%3E",
}


@pytest.mark.parametrize("path", JUNK.values(), ids=JUNK.keys())
def test_nonsense_in_the_link_gives_the_opening_and_a_notice(reader, path):
    someone = reader()
    dialogs = []
    someone.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    someone.opens(path)
    someone.sees_day(str(opening().view.date))
    notices = someone.page.locator("[data-testid=stAlert]")
    assert notices.count() >= 1
    assert "link" in notices.first.inner_text()
    assert someone.page.locator("[data-testid=stException]").count() == 0
    assert dialogs == []
    assert "onerror" not in someone.page.content()


def test_a_link_damaged_in_the_mail_opens_as_it_was_meant(reader):
    someone = reader().opens("/?date=2024-6-7&amp;layer=density&amp;lang=en).")
    someone.sees_day("2024-06-07")
    assert someone.page.locator(MAP).get_attribute("data-layer") == "density"
    assert someone.page.locator("[data-testid=stAlert]").count() == 0
    assert "amp" not in someone.page.url


def test_a_notice_goes_once_the_reader_moves_on(reader):
    someone = reader().opens(f"/?layer=secrets&date={CASE}")
    someone.sees_day(CASE)
    someone.slides("ArrowLeft")
    someone.sees_day("2025-10-04")
    assert someone.page.locator("[data-testid=stAlert]").count() == 0


def test_a_phase_is_one_click_away(reader):
    someone = reader().opens()
    someone.sees_day(CASE)
    someone.page.get_by_role("button", name="Rafah empties").click()
    someone.sees_day("2024-06-07")
    assert "phase=rafah-2024" in someone.page.url


def test_each_layer_says_what_it_shows(reader):
    someone = reader().opens()
    for button, layer, title in (
        ("Change", "change", "Change against the pre-war baseline, from the figures as published"),
        ("Density", "density", "People per km²"),
        ("Orders", "orders", "Known under evacuation orders (the real share may be higher)"),
    ):
        someone.page.get_by_role("radio", name=button, exact=True).click()
        someone.page.wait_for_selector(f"{MAP}[data-layer={layer}]")
        assert title in someone.page.locator(".tm-title").inner_text()


def test_the_view_survives_a_visit_to_another_page(reader):
    someone = reader().opens("/?date=2024-06-07&layer=change")
    someone.sees_day("2024-06-07")
    someone.page.get_by_role("link", name="Sources").click()
    someone.page.wait_for_selector("[data-testid=sources-table]")
    someone.page.wait_for_url("**/sources?date=2024-06-07*")
    someone.page.get_by_role("link", name="Map", exact=True).click()
    someone.sees_day("2024-06-07")
    assert someone.page.locator(MAP).get_attribute("data-layer") == "change"


@pytest.mark.walk
def test_arabic_reads_from_right_to_left(reader):
    someone = reader().opens(f"/?lang=ar&date={CASE}")
    someone.sees_day(CASE)
    headline = someone.page.locator("[data-testid=headline]")
    assert headline.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert "900,000" in someone.panel()
    assert "خان يونس" in someone.picture()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_sticks_out(reader, scheme):
    someone = reader(width=390, height=844, scheme=scheme).opens()
    someone.sees_day(CASE)
    canvas = someone.page.locator(".tm-canvas").bounding_box()
    assert 300 < canvas["width"] <= 390
    assert canvas["height"] > canvas["width"]
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_reconstruction_is_labelled_and_explains_how_the_figures_fit(reader):
    someone = reader().opens(f"/?show=reconstructed&date={CASE}")
    someone.sees_day(CASE)
    headline = someone.page.locator("[data-testid=headline]").inner_text()
    assert re.search(r"about [\d,]+ people, likely [\d,]+ to [\d,]+, were north", headline)
    assert "reconstructed" in someone.picture()
    fit = someone.page.locator("[data-testid=fit]").inner_text()
    assert "About 900,000 people (Israeli defence minister)" in fit
    assert "OCHA counted more than 417,000 movements from" in fit
    assert someone.page.locator("[data-testid=implied-table] tbody tr").count() == 4
    someone.page.wait_for_selector(
        "[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas"
    )
    assert someone.page.locator("[data-testid=stVegaLiteChart]").count() == 5


def test_each_sides_figures_give_their_own_picture(reader):
    someone = reader().opens(f"/?show=reconstructed&date={CASE}")
    someone.sees_day(CASE)
    everyone = someone.picture()
    someone.page.get_by_role("radio", name="UN system").click()
    someone.page.wait_for_function("new URL(location).searchParams.get('view') === 'un'")
    someone.page.wait_for_function(
        "old => document.querySelector('[data-testid=headline]').innerText.includes('UN system')",
        arg=everyone,
    )
    another = reader()
    another.opens(someone.link().removeprefix(someone.app))
    another.sees_day(CASE)
    assert another.picture() == someone.picture() != everyone
    assert another.drawing() == someone.drawing()
