"""What a reader finds on the map page: the case, the languages, the layers, the sides."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.opening import opening, opening_text
from nuzuh.scene.parse_view import parse_view
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from tests.browser.conftest import MAP

CASE = "2025-10-05"


def scene_at(path):
    """What the app has to say at an address."""
    query = {key: last for key, (*_, last) in parse_qs(urlsplit(path).query).items()}
    view = parse_view(query, load_timeline(), tables_in_use().version).view
    return scene(view, tables_in_use(), Translator(view.lang))


@pytest.mark.walk
def test_first_page_says_why_it_opens_where_and_5_october_2025_is_one_step_away(reader):
    someone = reader().opens("/")
    someone.sees_day(str(opening().view.date))
    assert opening_text(opening(), Translator("en")) in someone.picture()
    someone.page.goto(someone.app + f"/?date={CASE}")
    someone.sees_day(CASE)
    panel = someone.page.get_by_test_id("rivals")
    expected = {
        "GD0508": ("about 900,000 people", "Israeli defence minister"),
        "GD0502": ("more than 417,000 movements", "OCHA"),
        "GD0505": ("600,000 to 700,000 people", "UN"),
    }
    for figure, words in expected.items():
        row = panel.locator(f"[data-figure={figure}]").first
        text = row.inner_text()
        assert all(word in text for word in words)
        assert row.locator("a[href^='http']").count() >= 1


PATHS = (
    f"/?date={CASE}&lang=en",
    "/?date=2024-05-26&lang=ar",
    "/?date=2025-08-20&layer=orders&lang=en",
    f"/?date={CASE}&show=reconstructed&lang=he",
    "/?date=2024-05-01&later=no&lang=en",
)


@pytest.mark.parametrize("path", PATHS)
def test_the_screen_says_what_the_scene_says(reader, path):
    someone = reader().opens(path)
    expected = scene_at(path)
    someone.sees_day(str(expected.view.date))
    assert someone.page.get_by_test_id("headline").text_content() == expected.notes.lead
    text = someone.page.locator(MAP).evaluate("root => root.textContent")
    for mark in expected.marks:
        assert mark.number in text
    for sentence in (*expected.fit, *filter(None, [expected.notes.placed])):
        assert sentence in text
    told = {claim.id for q in expected.questions for g in q.groups for claim in g.claims}
    shown = someone.page.get_by_test_id("rivals").evaluate(
        "root => [...root.querySelectorAll('[data-figure]')].map(row => row.dataset.figure)"
    )
    assert set(shown) <= told
    opened = {
        claim.id
        for q in expected.questions
        if q.is_open
        for g in q.groups
        for claim in g.claims
        if claim.standing == "latest"
    }
    assert shown
    assert opened & set(shown)


@pytest.mark.walk
def test_headline_rivals_and_table_follow_every_step(reader):
    someone = reader().opens("/?date=2024-05-20&lang=en")
    someone.sees_day("2024-05-20")
    # All of it within one step, in the browser itself.
    steps = someone.page.get_by_test_id("time-slider").evaluate(
        """(slider) => {
          const root = slider.closest(".tm");
          const part = (id) => root.querySelector(`[data-testid=${id}]`);
          return [...Array(12)].map(() => {
            slider.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
            return [root.dataset.date, part("headline").dataset.date, part("rivals").dataset.date,
              part("headline").textContent];
          });
        }"""
    )
    t, tables = Translator("en"), tables_in_use()
    for day, of_headline, of_rivals, headline in steps:
        assert day == of_headline == of_rivals
        date = opening().view.date.fromisoformat(day)
        assert headline == scene(View(date=date), tables, t).notes.lead


@pytest.mark.walk
def test_nothing_is_asked_of_any_other_host(reader):
    someone = reader().opens()
    someone.sees_day(CASE)
    hosts = {
        urlsplit(url).hostname for url in someone.asked if not url.startswith(("data:", "blob:"))
    }
    assert hosts == {"127.0.0.1"}
    assert someone.said == []


@pytest.mark.walk
def test_the_copied_link_opens_the_same_picture_and_panel_in_a_fresh_browser(reader):
    someone = reader().opens("/?phase=rafah-2024&layer=density&lang=ar")
    someone.sees_day("2024-06-07")
    picture = someone.picture()
    someone.page.get_by_test_id("take-away").click()
    someone.page.get_by_test_id("copy-link").click()
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
    "a zoom to elsewhere": "/?zoom=4/52.5/13.4",
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
    told = someone.page.locator(".tm-note").first
    assert "link" in told.inner_text()
    headline = someone.page.get_by_test_id("headline")
    assert told.bounding_box()["y"] < headline.bounding_box()["y"]
    assert someone.page.locator("[data-testid=stException]").count() == 0
    assert dialogs == []
    assert "onerror" not in someone.page.content()


def test_a_link_damaged_in_the_mail_opens_as_it_was_meant(reader):
    someone = reader().opens("/?date=2024-6-7&amp;layer=density&amp;lang=en).")
    someone.sees_day("2024-06-07")
    assert someone.page.locator(MAP).get_attribute("data-layer") == "density"
    assert someone.page.locator(".tm-note").count() == 0
    assert "amp" not in someone.page.url


def test_a_phase_is_one_click_away(reader):
    someone = reader().opens()
    someone.sees_day(CASE)
    someone.page.get_by_role("button", name="Rafah empties").click()
    someone.sees_day("2024-06-07")
    assert "phase=rafah-2024" in someone.page.url


def test_each_layer_says_what_it_shows(reader):
    someone = reader().opens()
    for name, layer, title in (
        ("Change", "change", "Change against the pre-war baseline, from the figures as published"),
        ("Density", "density", "People per km²"),
        ("Orders", "orders", "Land under evacuation orders"),
    ):
        someone.chooses(name)
        someone.page.wait_for_selector(f"{MAP}[data-layer={layer}]")
        assert title in someone.legend()


@pytest.mark.walk
def test_arabic_reads_from_right_to_left(reader):
    someone = reader().opens(f"/?lang=ar&date={CASE}")
    someone.sees_day(CASE)
    headline = someone.page.get_by_test_id("headline")
    assert headline.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert "900,000" in someone.panel()
    assert "خان يونس" in someone.picture()


FITS = [(1366, 768), (1440, 900), (1920, 1080), (1024, 768), (390, 664)]


@pytest.mark.parametrize(("width", "height"), FITS)
@pytest.mark.parametrize("lang", ["en", "ar", "he"])
def test_answer_map_and_time_are_on_the_first_screen(reader, width, height, lang):
    someone = reader(width=width, height=height).opens(f"/?date={CASE}&lang={lang}")
    someone.sees_day(CASE)
    parts = {
        "headline": someone.page.get_by_test_id("headline"),
        "map": someone.page.locator(".tm-canvas"),
        "slider": someone.page.get_by_test_id("time-slider"),
    }
    if width > 640:
        parts |= {
            "legend": someone.page.locator(".tm-legend"),
            "rail": someone.page.locator(".rail"),
            "controls": someone.page.locator(".tm-controls"),
        }
    for name, part in parts.items():
        box = part.bounding_box()
        assert box["y"] >= 0, name
        assert box["y"] + box["height"] <= height, name
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
    if width > 640:
        first = someone.page.locator("[data-testid=rivals] [data-figure]").first.bounding_box()
        assert first["y"] + first["height"] <= height
    else:
        # The first of the rival figures shows above the rail, which stays at the lower edge.
        first = someone.page.locator("[data-testid=rivals] .tm-rival-number").first.bounding_box()
        rail = someone.page.locator(".rail").bounding_box()
        assert first["y"] + first["height"] / 2 <= rail["y"]
        assert rail["y"] + rail["height"] <= height
        # Half of the window, less what a longer answer takes.
        assert someone.page.locator(".tm-canvas").bounding_box()["height"] >= 0.4 * height
    assert someone.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("lang", ["en", "ar", "he"])
def test_on_a_phone_the_answer_stands_whole(reader, lang):
    someone = reader(width=360, height=640).opens(f"/?date={CASE}&lang={lang}")
    someone.sees_day(CASE)
    headline = someone.page.get_by_test_id("headline")
    for key in ("PageDown",) * 6:
        height, whole, hidden = headline.evaluate(
            "e => [e.clientHeight, e.scrollHeight, getComputedStyle(e).overflow]"
        )
        # The letters of the last line may reach below it; another line would be more.
        assert whole <= height + 4
        assert hidden == "visible"
        words, map_ = headline.bounding_box(), someone.page.locator(".tm-stage").bounding_box()
        assert words["y"] + words["height"] <= map_["y"]
        someone.slides(key)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_on_a_phone_a_press_on_what_the_map_shows_opens_the_legend(reader, lang):
    someone = reader(width=390, height=664).opens(f"/?date={CASE}&lang={lang}")
    someone.sees_day(CASE)
    rows = someone.page.locator(".tm-rows")
    opener = someone.page.locator(".tm-opener")
    assert "2025" in opener.inner_text()
    assert rows.is_hidden()
    assert opener.get_attribute("aria-expanded") == "false"
    opener.click()
    assert rows.is_visible()
    stage = someone.page.locator(".tm-stage").bounding_box()
    sheet = someone.page.locator(".tm-legend").bounding_box()
    assert sheet["y"] + sheet["height"] <= stage["y"] + stage["height"]
    assert rows.locator(".tm-class").count() >= 6
    opener.click()
    assert rows.is_hidden()


def test_a_reconstruction_is_labelled_and_explains_how_the_figures_fit(reader):
    someone = reader().opens(f"/?show=reconstructed&date={CASE}")
    someone.sees_day(CASE)
    assert re.search(
        r"about [\d,]+ people \(likely [\d,]+ to [\d,]+\)", someone.headline(), re.IGNORECASE
    )
    assert "reconstructed" in someone.legend()
    told = someone.page.locator(".tm-notices").inner_text()
    assert "900,000 people (Israeli defence minister)" in told
    assert "OCHA counted more than 417,000 movements from" in told


def test_each_sides_figures_give_their_own_picture(reader):
    someone = reader().opens(f"/?show=reconstructed&date={CASE}")
    someone.sees_day(CASE)
    everyone = someone.picture()
    someone.page.get_by_test_id("whose").select_option("un")
    someone.page.wait_for_function("new URL(location).searchParams.get('view') === 'un'")
    someone.page.wait_for_function(
        """() => document.querySelector('.stMain') && [...document.querySelectorAll('*')].some(
          host => host.shadowRoot?.querySelector('[data-testid=headline]')?.textContent
            .includes('UN system'))"""
    )
    another = reader()
    another.opens(someone.link().removeprefix(someone.app))
    another.sees_day(CASE)
    assert another.picture() == someone.picture() != everyone
    assert another.drawing() == someone.drawing()
