"""The time map in the app: what it and the server tell each other, and what outlives a change."""

from __future__ import annotations

import io
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.scene import arrows_until
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from tests.browser.conftest import MAP

DEFAULT = "2025-10-05"
DAY = "2024-06-07"


@pytest.fixture
def visitor(reader):
    """A reader whose page never asks another host, and never complains."""
    seen = []

    def opens(path="/", **how):
        someone = reader(**how)
        seen.append(someone)
        return someone.opens(path)

    yield opens
    for someone in seen:
        hosts = {
            urlsplit(url).hostname
            for url in someone.asked
            if not url.startswith(("data:", "blob:"))
        }
        assert hosts == {"127.0.0.1"}
        assert someone.said == []
        assert someone.page.locator("[data-testid=stException]").count() == 0


def query_of(someone):
    return {key: last for key, (*_, last) in parse_qs(urlsplit(someone.page.url).query).items()}


def day_of(someone):
    return someone.page.locator(MAP).get_attribute("data-date")


def button(someone, name):
    return someone.page.locator(MAP).get_by_role("button", name=name, exact=True)


def in_query(someone, part, value):
    someone.page.wait_for_function(
        "([part, value]) => new URL(location).searchParams.get(part) === value", arg=[part, value]
    )


def test_nothing_is_sent_while_it_moves_and_the_link_follows_once_it_rests(reader):
    someone, frames = reader(), []

    def listen(socket):
        socket.on("framesent", lambda _: frames.append("sent"))
        socket.on("framereceived", lambda _: frames.append("received"))

    someone.page.on("websocket", listen)
    someone.opens()
    someone.sees_day(DEFAULT)
    assert frames
    someone.page.wait_for_timeout(700)

    frames.clear()
    # Pressed and drawn in the browser itself, so that no pause between two keys counts as rest.
    drawn = someone.page.get_by_test_id("time-slider").evaluate(
        """async (slider) => {
          const root = slider.closest(".tm");
          const days = [];
          for (let n = 0; n < 30; n++) {
            slider.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
            days.push(root.dataset.date);
            await new Promise((done) => setTimeout(done, 15));
          }
          return days;
        }"""
    )
    assert frames == []
    assert (drawn[0], drawn[-1], len(set(drawn))) == ("2025-10-04", "2025-09-05", 30)
    someone.sees_day("2025-09-05")
    someone.page.wait_for_timeout(700)
    assert frames

    frames.clear()
    button(someone, "Play").click()
    someone.page.wait_for_timeout(1200)
    assert frames == []
    assert day_of(someone) > "2025-09-08"
    button(someone, "Pause").click()
    rest = day_of(someone)
    someone.sees_day(rest)
    assert query_of(someone)["date"] == rest


def date_field(someone):
    return someone.page.get_by_test_id("date-field")


def types_day(someone, day):
    date_field(someone).fill(day)
    date_field(someone).press("Enter")
    someone.sees_day(day)


def test_the_controls_keep_the_day(visitor):
    someone = visitor(f"/?date={DAY}")
    someone.sees_day(DAY)
    types_day(someone, "2024-02-29")
    # A name without room on the rail stays in reach of the keyboard.
    button(someone, "North Gaza offensive").press("Enter")
    someone.sees_day("2024-11-01")
    for name, layer in (("Change", "change"), ("Orders", "orders"), ("People", "people")):
        someone.chooses(name)
        someone.page.wait_for_selector(f"{MAP}[data-layer={layer}][data-date='2024-11-01']")
    someone.chooses("Reconstructed")
    someone.page.wait_for_selector(f"{MAP} >> text=People present, reconstructed · 1 November 2024")
    someone.sees_day("2024-11-01")
    button(someone, "One day back").click()
    someone.sees_day("2024-10-31")
    someone.chooses("As published")
    someone.page.wait_for_selector(f"{MAP} >> text=People present, as published · 31 October 2024")
    assert query_of(someone)["date"] == "2024-10-31"
    types_day(someone, "2024-02-29")


def speaks(someone, lang):
    """Choose a language in the header."""
    someone.page.locator(".st-key-nz-header select").select_option(lang)


def zoomed(someone):
    """Go close and to a side; return what is drawn then."""
    for _ in range(3):
        button(someone, "Zoom in").click()
    someone.page.get_by_role("listbox").first.focus()
    someone.page.keyboard.press("Shift+ArrowDown")
    someone.page.get_by_test_id("time-slider").focus()
    someone.page.mouse.move(1, 1)
    return someone.drawing()


def test_zoom_and_day_outlive_another_page_a_resize_a_theme_and_a_language(visitor):
    someone = visitor(f"/?date={DEFAULT}")
    someone.sees_day(DEFAULT)
    whole = someone.drawing()
    someone.slides("PageDown")
    someone.sees_day("2025-09-05")
    close = zoomed(someone)
    assert close != whole
    someone.page.wait_for_function("new URL(location).searchParams.has('zoom')")
    zoom = query_of(someone)["zoom"]

    someone.page.get_by_role("link", name="Sources", exact=True).click()
    someone.page.wait_for_selector("[data-testid=sources-table]")
    someone.page.get_by_role("link", name="Map", exact=True).click()
    someone.sees_day("2025-09-05")
    # The address gives the middle to about ten metres.
    assert query_of(someone)["zoom"] == zoom
    close = someone.drawing()
    assert close != whole

    someone.page.set_viewport_size({"width": 900, "height": 700})
    someone.page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').clientWidth <= 900"
    )
    assert someone.drawing() != close
    someone.page.set_viewport_size({"width": 1440, "height": 900})
    someone.page.wait_for_timeout(300)
    assert day_of(someone) == "2025-09-05"

    resized = someone.drawing()
    speaks(someone, "ar")
    someone.page.wait_for_selector(f"{MAP}[dir=rtl][data-date='2025-09-05']")
    in_query(someone, "lang", "ar")
    assert someone.drawing() != resized
    speaks(someone, "en")
    someone.page.wait_for_selector(f"{MAP}[dir=ltr][data-date='2025-09-05']")
    in_query(someone, "lang", "en")
    assert someone.drawing() == resized

    someone.page.emulate_media(color_scheme="dark")
    for _ in range(50):
        dark = someone.drawing()
        if dark != resized:
            break
    assert dark != resized
    assert day_of(someone) == "2025-09-05"
    someone.page.emulate_media(color_scheme="light")
    for _ in range(50):
        if someone.drawing() != dark:
            break
    assert someone.drawing() == resized


def test_an_area_is_chosen_on_the_map_stands_in_the_link_and_leads_to_its_page(visitor):
    someone = visitor(f"/?date={DEFAULT}")
    someone.sees_day(DEFAULT)
    size = someone.page.locator(".tm-canvas").bounding_box()
    # Rafah is the southern tip.
    where = {"x": 0.46 * size["width"], "y": 0.85 * size["height"]}
    someone.page.locator(".tm-canvas").click(position=where)
    card = someone.page.get_by_test_id("area-card")
    card.wait_for()
    assert card.inner_text().startswith("×\nRafah\n") or "Rafah" in card.inner_text()
    in_query(someone, "area", "PS0275")
    rafah = someone.page.locator("[data-testid=layer-table] tbody tr.tm-selected")
    # The table keeps the number that is too old for map and card.
    assert rafah.locator("th, td").all_inner_texts()[:2] == ["Rafah", "about 65,000"]
    assert "no figure of its own since 18 Jun 2024" in card.inner_text()
    assert "65,000" not in card.inner_text().split("Published about")[0]
    someone.slides("ArrowLeft")
    someone.sees_day("2025-10-04")
    assert query_of(someone)["area"] == "PS0275"
    button(someone, "More about Rafah").click()
    someone.page.wait_for_selector("[data-testid=area][data-area=PS0275][data-date='2025-10-04']")
    someone.page.get_by_role("link", name="Map", exact=True).click()
    someone.sees_day("2025-10-04")
    assert rafah.count() == 1


@pytest.mark.walk
@pytest.mark.thorough
def test_a_period_stands_in_the_link_and_its_movements_are_explained(visitor):
    someone = visitor(f"/?date={DEFAULT}")
    someone.sees_day(DEFAULT)
    assert "movements" not in someone.legend()
    button(someone, "Movements").click()
    in_query(someone, "since", "2025-08-14")
    assert "people moved, as published: filled to the lowest figure" in someone.legend()
    assert "movements counted, not people" in someone.legend()
    someone.chooses("Reconstructed")
    someone.page.locator(".tm-legend").get_by_text("movements, reconstructed").wait_for()
    in_query(someone, "show", "reconstructed")
    assert query_of(someone)["since"] == "2025-08-14"

    another = visitor(someone.link().removeprefix(someone.app))
    another.sees_day(DEFAULT)
    since = another.page.get_by_test_id("period-slider")
    assert "14 August 2025" in since.get_attribute("aria-valuetext")
    day = another.page.get_by_test_id("time-slider")
    assert "5 October 2025" in day.get_attribute("aria-valuetext")
    assert another.drawing() == someone.drawing()


@pytest.mark.walk
@pytest.mark.thorough
def test_reconstructed_movements_have_their_numbers_on_every_day(visitor):
    someone = visitor(f"/?date={DEFAULT}&show=reconstructed&lang=en")
    someone.sees_day(DEFAULT)
    button(someone, "Movements").click()
    someone.page.wait_for_selector("[data-testid=arrows] li:not([data-number=''])")
    since = date.fromisoformat(query_of(someone)["since"])
    told = arrows_until(View(mode="reconstructed", since=since), tables_in_use(), Translator("en"))
    for _ in range(3):
        someone.slides("ArrowLeft")
        listed = someone.page.locator("[data-testid=arrows] li").all_text_contents()
        assert listed == [arrow.sentence for arrow in told(date.fromisoformat(day_of(someone)))]
        assert listed


def test_an_image_is_saved_and_copied_at_three_times_the_size(visitor):
    someone = visitor(f"/?date={DEFAULT}&lang=ar")
    someone.sees_day(DEFAULT)
    width, height = someone.page.locator(".tm-canvas").evaluate("c => [c.width, c.height]")
    someone.page.get_by_test_id("take-away").click()
    menu = someone.page.get_by_test_id("taking")
    with someone.page.expect_download() as download:
        menu.get_by_role("button", name="حفظ الصورة").click()
    assert download.value.suggested_filename == f"nuzuh-{DEFAULT}-people-published-all-ar.png"
    data = download.value.path().read_bytes()
    assert len(data) > 100_000
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    assert image.width == 3 * (width + 48)
    assert image.height > 3 * height
    if not menu.is_visible():
        someone.page.get_by_test_id("take-away").click()
    menu.get_by_role("button", name="نسخ الصورة").click()
    someone.page.locator(".tm-controls output:not(:empty)").first.wait_for()
    kinds = someone.page.evaluate(
        "navigator.clipboard.read().then((items) => items.flatMap((item) => item.types))"
    )
    assert kinds == ["image/png"]


def test_a_typed_or_pasted_day_is_shown_and_what_is_none_is_told_and_changes_nothing(visitor):
    someone = visitor(f"/?date={DEFAULT}")
    someone.sees_day(DEFAULT)
    field = date_field(someone)
    assert field.input_value() == "5 October 2025"
    for text, day, words in (
        ("2024-6-7", "2024-06-07", "7 June 2024"),
        ("  26 May 2024 ", "2024-05-26", "26 May 2024"),
        ("٢٠٢٥-٠٨-٢٠", "2025-08-20", "20 August 2025"),
        ("October 5, 2025", DEFAULT, "5 October 2025"),
    ):
        field.fill(text)
        field.press("Enter")
        someone.sees_day(day)
        field.blur()
        assert field.input_value() == words
    problem = someone.page.locator(".rail-problem")
    for text in ("4/5/2025", "2025-02-30", "1999-01-01", "2031-01-01", "soon", ""):
        field.fill(text)
        field.press("Enter")
        problem.wait_for()
        assert "Write it as 2025-10-05." in problem.inner_text()
        assert field.get_attribute("aria-invalid") == "true"
        assert day_of(someone) == DEFAULT
    field.blur()
    assert field.input_value() == "5 October 2025"
    # Leaving the field takes a day, too.
    field.fill("2025-10-04")
    field.blur()
    someone.sees_day("2025-10-04")
    assert problem.is_hidden()
    assert field.bounding_box()["height"] >= 24


def hears_what_is_written(someone):
    someone.page.evaluate(
        """() => {
          window.written = [];
          const own = CanvasRenderingContext2D.prototype.fillText;
          CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
            window.written.push([this.canvas.width, text]);
            return own.call(this, text, ...at);
          };
        }"""
    )


@pytest.mark.walk
def test_what_is_taken_away_while_it_plays_is_of_the_day_on_the_screen(visitor):
    someone = visitor(f"/?date={DAY}&since=2024-05-06&area=PS0275&lang=en")
    someone.sees_day(DAY)
    hears_what_is_written(someone)
    button(someone, "Play").click()
    someone.page.wait_for_timeout(900)
    someone.page.get_by_test_id("take-away").click()
    rest = day_of(someone)
    assert rest > DAY
    someone.sees_day(rest)
    someone.page.get_by_test_id("copy-link").click()
    someone.page.wait_for_timeout(200)
    copied = someone.page.evaluate("navigator.clipboard.readText()")
    query = {key: last for key, (*_, last) in parse_qs(urlsplit(copied).query).items()}
    assert (query["date"], query["since"], query["area"]) == (rest, "2024-05-06", "PS0275")
    assert query["phase"] == "rafah-2024"
    assert copied.startswith(someone.app)

    someone.page.evaluate("window.written = []")
    with someone.page.expect_download() as download:
        someone.page.get_by_test_id("save-image").click()
    name = f"nuzuh-{rest}-since-2024-05-06-people-published-all-en-PS0275.png"
    assert download.value.suggested_filename == name
    size = someone.page.locator(".tm-canvas").evaluate("canvas => canvas.width")
    sheet = [text for width, text in someone.page.evaluate("written") if width > 2.5 * size]
    year, month, day = rest.split("-")
    months = {"06": "June", "07": "July", "08": "August"}
    assert any(f"{int(day)} {months[month]} {year}" in text for text in sheet)
    assert f"date={rest}" in "".join(sheet)


@pytest.mark.parametrize("way", ["press", "key", "print"])
def test_what_is_asked_of_the_page_while_it_plays_is_about_the_day_on_the_screen(visitor, way):
    someone = visitor(f"/?date={DAY}&lang=en")
    someone.sees_day(DAY)
    button(someone, "Play").click()
    someone.page.wait_for_timeout(600)
    asked = someone.page.get_by_test_id("take-away")
    if way == "press":
        asked.click()
    elif way == "key":
        asked.focus()
        someone.page.keyboard.press("Enter")
    else:
        someone.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    button(someone, "Play").wait_for()
    rest = day_of(someone)
    assert rest > DAY
    someone.sees_day(rest)


def test_a_link_without_what_came_out_later_keeps_saying_so(visitor):
    someone = visitor("/?date=2024-05-01&later=no")
    someone.sees_day("2024-05-01")
    someone.slides("ArrowRight")
    someone.sees_day("2024-05-02")
    query = {key: last for key, (*_, last) in parse_qs(urlsplit(someone.link()).query).items()}
    assert (query["date"], query["later"]) == ("2024-05-02", "no")
    assert someone.page.get_by_label("Leave out what came out later").is_checked()
    assert "Left out because they came out later" in someone.panel()
    assert "†" not in someone.picture()
