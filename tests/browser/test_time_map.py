"""The time map in the app: what it and the server tell each other, and what outlives a change."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

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
    assert frames
    someone.page.wait_for_timeout(700)

    frames.clear()
    button(someone, "Play").click()
    someone.page.wait_for_timeout(1200)
    assert frames == []
    assert day_of(someone) > "2025-09-08"
    button(someone, "Pause").click()
    rest = day_of(someone)
    someone.sees_day(rest)
    assert query_of(someone)["date"] == rest


def types_day(someone, day):
    someone.page.get_by_role("spinbutton", name="year").click()
    someone.page.keyboard.type(day.replace("-", ""))
    someone.page.get_by_test_id("headline").click()
    someone.sees_day(day)


def test_the_page_moves_the_map_and_switches_keep_the_day(visitor):
    someone = visitor(f"/?date={DAY}")
    someone.sees_day(DAY)
    types_day(someone, "2024-02-29")
    # A name without room on the rail stays in reach of the keyboard.
    button(someone, "North Gaza offensive").press("Enter")
    someone.sees_day("2024-11-01")
    for name, layer in (("Change", "change"), ("Orders", "orders"), ("People", "people")):
        someone.page.get_by_role("radio", name=name, exact=True).click()
        someone.page.wait_for_selector(f"{MAP}[data-layer={layer}][data-date='2024-11-01']")
    someone.page.get_by_role("radio", name="Reconstructed", exact=True).click()
    someone.page.wait_for_selector(f"{MAP} >> text=People present, reconstructed · 1 November 2024")
    someone.sees_day("2024-11-01")
    button(someone, "One day back").click()
    someone.sees_day("2024-10-31")
    someone.page.get_by_role("radio", name="As published", exact=True).click()
    someone.page.wait_for_selector(f"{MAP} >> text=People present, as published · 31 October 2024")
    assert query_of(someone)["date"] == "2024-10-31"
    # Also after the map itself has told of days, the page's word counts.
    types_day(someone, "2024-02-29")


def zoomed(someone):
    """Go close and to a side; return what is drawn then."""
    for _ in range(3):
        button(someone, "Closer").click()
    someone.page.locator(".tm-canvas").focus()
    someone.page.keyboard.press("ArrowDown")
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

    someone.page.get_by_role("link", name="Sources", exact=True).click()
    someone.page.wait_for_selector("[data-testid=sources-table]")
    someone.page.get_by_role("link", name="Map", exact=True).click()
    someone.sees_day("2025-09-05")
    assert someone.drawing() == close

    someone.page.set_viewport_size({"width": 900, "height": 700})
    someone.page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').clientWidth <= 900"
    )
    assert someone.drawing() != close
    someone.page.set_viewport_size({"width": 1440, "height": 900})
    someone.page.wait_for_timeout(300)
    assert day_of(someone) == "2025-09-05"

    resized = someone.drawing()
    someone.page.get_by_role("radio", name="العربية").click()
    someone.page.wait_for_selector(f"{MAP}[dir=rtl][data-date='2025-09-05']")
    in_query(someone, "lang", "ar")
    assert someone.drawing() != resized
    someone.page.get_by_role("radio", name="English").click()
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


def test_a_notice_that_comes_and_goes_above_moves_nothing(visitor):
    someone = visitor(f"/?date={DAY}&layer=secrets")
    someone.sees_day(DAY)
    assert someone.page.locator("[data-testid=stAlert]").count() == 1
    close = zoomed(someone)
    someone.page.locator(".tm-canvas").evaluate("canvas => { canvas.mine = true; }")
    someone.slides("ArrowLeft")
    someone.sees_day("2024-06-06")
    someone.page.locator("[data-testid=stAlert]").wait_for(state="detached")
    someone.slides("ArrowRight")
    someone.sees_day(DAY)
    assert someone.page.locator(".tm-canvas").evaluate("canvas => canvas.mine")
    assert someone.drawing() == close


def test_an_area_is_chosen_on_the_map_stands_in_the_link_and_leads_to_its_page(visitor):
    someone = visitor(f"/?date={DEFAULT}")
    someone.sees_day(DEFAULT)
    size = someone.page.locator(".tm-canvas").bounding_box()
    # Rafah is the southern tip.
    where = {"x": 0.37 * size["width"], "y": 0.85 * size["height"]}
    someone.page.locator(".tm-canvas").click(position=where)
    card = someone.page.get_by_test_id("area-card")
    card.wait_for()
    assert card.inner_text().startswith("×\nRafah\n") or "Rafah" in card.inner_text()
    in_query(someone, "area", "PS0275")
    rafah = someone.page.locator("[data-testid=layer-table] tbody tr.tm-selected")
    name, number = rafah.locator("th, td").all_inner_texts()[:2]
    assert name == "Rafah"
    assert number in card.inner_text()
    someone.slides("ArrowLeft")
    someone.sees_day("2025-10-04")
    assert query_of(someone)["area"] == "PS0275"
    button(someone, "More about Rafah").click()
    someone.page.wait_for_selector("[data-testid=area][data-area=PS0275][data-date='2025-10-04']")
    someone.page.get_by_role("link", name="Map", exact=True).click()
    someone.sees_day("2025-10-04")
    assert rafah.count() == 1


def test_a_period_stands_in_the_link_and_its_movements_are_explained(visitor):
    someone = visitor(f"/?date={DEFAULT}")
    someone.sees_day(DEFAULT)
    legend = someone.page.locator(".tm-legend")
    assert "movements" not in legend.inner_text()
    button(someone, "Movements").click()
    in_query(someone, "since", "2025-08-14")
    assert "movements as published, rival figures side by side" in legend.inner_text()
    someone.page.get_by_role("radio", name="Reconstructed", exact=True).click()
    legend.get_by_text("movements, reconstructed").wait_for()
    in_query(someone, "show", "reconstructed")
    assert query_of(someone)["since"] == "2025-08-14"

    another = visitor(someone.link().removeprefix(someone.app))
    another.sees_day(DEFAULT)
    since = another.page.get_by_test_id("period-slider")
    assert since.get_attribute("aria-valuetext") == "2025-08-14"
    assert another.page.get_by_test_id("time-slider").get_attribute("aria-valuetext") == DEFAULT
    assert another.drawing() == someone.drawing()


def test_an_image_is_saved_and_copied_at_three_times_the_size(visitor):
    someone = visitor(f"/?date={DEFAULT}&lang=ar")
    someone.sees_day(DEFAULT)
    width, height = someone.page.locator(".tm-canvas").evaluate("c => [c.width, c.height]")
    save, copy = (someone.page.locator(".tm-tools button").nth(n) for n in (1, 0))
    with someone.page.expect_download() as download:
        save.click()
    assert download.value.suggested_filename == f"nuzuh-people-{DEFAULT}.png"
    data = download.value.path().read_bytes()
    assert len(data) > 100_000
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    assert image.width == 3 * (width + 48)
    assert image.height > 3 * height
    copy.click()
    someone.page.locator(".tm-tools output", has_text="نُسخت").or_(
        someone.page.locator(".tm-tools output:not(:empty)")
    ).first.wait_for()
    kinds = someone.page.evaluate(
        "navigator.clipboard.read().then((items) => items.flatMap((item) => item.types))"
    )
    assert kinds == ["image/png"]
