"""A page in one file as a reader opens it: by double click, with no network or scripts at need."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nuzuh.loaders.estimates import load_estimates
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.marks import columns_of
from nuzuh.scene.scene import scene
from nuzuh.scene.timeline import every_day
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.onefile.document import compose
from tests.browser.conftest import PATIENCE
from tests.web.pages import page_file
from tests.web.test_onefile import HOSTILE, LINK, hostile_contents

TABLE = "[data-testid=layer-table]"


@dataclass
class Opened:
    """A file in a fresh browser, with everything that it asked for and said."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def cells(self) -> list[list[str]]:
        return self.page.locator(f"{TABLE} tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
        )

    def goes(self, day: str, layer: str) -> None:
        self.page.evaluate(f"location.hash = 'date={day}&layer={layer}'")
        self.page.wait_for_selector(f"[data-testid=time-map][data-date='{day}']")
        self.page.wait_for_selector(f"[data-testid=time-map][data-layer={layer}]")

    def sees_day(self, day: str) -> None:
        self.page.wait_for_selector(f"[data-testid=time-map][data-date='{day}']")


@pytest.fixture
def opened(browser, tmp_path):
    contexts = []

    def opens(content: bytes | View, *, width=1440, scripts=True, scheme="light") -> Opened:
        if isinstance(content, View):
            content = page_file(content, link=LINK)
        file = Path(tmp_path / "page.html")
        file.write_bytes(content)
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=scripts,
            color_scheme=scheme,
            offline=True,
        )
        contexts.append(context)
        someone = Opened(context.new_page())
        someone.page.set_default_timeout(PATIENCE)
        someone.page.on("request", lambda request: someone.asked.append(request.url))
        someone.page.on("console", lambda message: someone.said.append(message.text))
        someone.page.on("pageerror", lambda error: someone.said.append(str(error)))
        someone.page.on("dialog", lambda dialog: (someone.said.append("!"), dialog.dismiss()))
        someone.page.goto(file.as_uri())
        if scripts:
            someone.page.wait_for_selector("[data-testid=time-map][data-date]")
        return someone

    yield opens
    for context in contexts:
        context.close()


@contextmanager
def in_silence(someone: Opened) -> Iterator[None]:
    """Nothing is asked of any network meanwhile, and nothing goes wrong."""
    yield
    own = [url for url in someone.asked if not url.startswith(("data:", "blob:"))]
    assert len(own) == 1
    assert own[0].startswith("file:")
    assert someone.said == []


def expected(view: View) -> list[list[str]]:
    return [
        [c if isinstance(c, str) else "".join(text for text, _ in c) for c in mark.cells]
        for mark in scene(view, tables_in_use(), Translator(view.lang)).marks
    ]


@pytest.mark.parametrize(("show", "lang"), [("published", "en"), ("reconstructed", "ar")])
def test_the_table_says_what_the_app_says_on_random_days(opened, show, lang):
    someone = opened(View(mode=show, lang=lang))
    chance = random.Random(7)  # noqa: S311 (the same days every time)
    layers = ["people", "change", "density", *(["orders"] if show == "published" else [])]
    with in_silence(someone):
        for day in chance.sample(every_day(), 10):
            view = View(date=day, layer=chance.choice(layers), mode=show, lang=lang)
            someone.goes(day.isoformat(), view.layer)
            assert someone.cells() == expected(view), view
            titles = someone.page.locator(f"{TABLE} thead th").all_text_contents()
            columns = columns_of(
                view.layer, Translator(lang), reconstructed=show == "reconstructed"
            )
            assert tuple(titles) == columns


def test_the_evidence_follows_the_slider_and_so_does_the_link(opened):
    someone = opened(View())
    page = someone.page
    headline = page.locator("h1[data-testid=headline]")
    expect(headline).to_have_count(1)
    with in_silence(someone):
        rivals = page.locator(".tm-rivals")
        for day in ("2025-10-04", "2025-10-03"):
            page.get_by_test_id("time-slider").press("ArrowLeft")
            someone.sees_day(day)
            shown = scene(View(date=date.fromisoformat(day)), tables_in_use(), Translator("en"))
            expect(headline).to_have_text(shown.notes.lead)
            told = [q.groups[0].claims[0].number for q in shown.questions if q.is_open]
            assert told
            for number in told:
                expect(rivals).to_contain_text(re.findall(r"[\d,.]+", number)[0])
        expect(page.locator("a[data-live]")).to_have_attribute(
            "href", re.compile("date=2025-10-03")
        )
        expect(page.get_by_test_id("date-field")).to_have_value("3 October 2025")
    # What stood there to be read without scripts has made room.
    expect(page.locator(".nz-still").first).to_be_hidden()


def test_it_plays(opened):
    someone = opened(View(date=every_day()[200]))
    with in_silence(someone):
        someone.page.get_by_role("button", name="Play").click()
        before = str(every_day()[202])
        someone.page.wait_for_function(
            "day => document.querySelector('[data-testid=time-map]').dataset.date > day",
            arg=before,
        )
        someone.page.get_by_role("button", name="Pause").click()


def test_the_layers_are_switched_in_the_browser(opened):
    someone = opened(View())
    with in_silence(someone):
        for name, layer in (("Orders", "orders"), ("Density", "density"), ("People", "people")):
            someone.page.get_by_role("radio", name=name).check(force=True)
            someone.page.wait_for_selector(f"[data-testid=time-map][data-layer={layer}]")
            assert someone.cells() == expected(View(layer=layer))


def test_a_typed_date_and_a_fragment_open_a_day_and_nonsense_opens_none(opened):
    someone = opened(View())
    with in_silence(someone):
        someone.page.get_by_test_id("date-field").fill("2024-06-07")
        someone.page.get_by_test_id("date-field").press("Enter")
        someone.sees_day("2024-06-07")
        for junk in ("date=2024-13-45", "date=1999-01-01", "layer=<b>", "date=%00&x=%E0%A4%A"):
            someone.page.evaluate("junk => { location.hash = junk }", junk)
            someone.page.wait_for_timeout(50)
        someone.sees_day("2024-06-07")
        assert someone.cells() == expected(View(date=every_day()[0].replace(2024, 6, 7)))


def test_an_area_opens_its_card_with_the_figures_of_its_week(opened):
    someone = opened(View())
    with in_silence(someone):
        someone.page.get_by_role("button", name="Gaza", exact=True).click()
        card = someone.page.get_by_test_id("area-card")
        expect(card).to_contain_text("Published about these seven days")
        expect(card).to_contain_text("about 900,000")
        expect(card.get_by_test_id("open-area")).to_be_hidden()


def test_a_saved_picture_tells_the_live_link_and_not_where_the_file_lies(opened):
    someone = opened(View())
    someone.page.evaluate(
        "() => { window.written = []; const own = CanvasRenderingContext2D.prototype.fillText;"
        "CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {"
        "window.written.push(text); return own.call(this, text, ...at); } }"
    )
    with someone.page.expect_download() as waiting:
        someone.page.get_by_test_id("take-away").click()
        someone.page.get_by_test_id("save-image").click()
    assert waiting.value.suggested_filename.endswith(".png")
    written = "".join(someone.page.evaluate("window.written"))
    assert LINK in written
    assert "file:" not in written


@pytest.mark.parametrize("lang", ["en", "ar", "he"])
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_sticks_out(opened, lang, width):
    someone = opened(View(lang=lang, mode="reconstructed"), width=width, scheme="dark")
    with in_silence(someone):
        for fold in someone.page.locator("details").all():
            fold.evaluate("fold => { fold.open = true }")
        assert someone.page.evaluate("document.documentElement.scrollWidth") <= width
        ground = "getComputedStyle(document.body).backgroundColor"
        assert someone.page.evaluate(ground) == "rgb(22, 24, 27)"


def test_what_only_python_makes_is_not_offered(opened):
    someone = opened(View(mode="reconstructed"))
    page = someone.page
    with in_silence(someone):
        expect(page.get_by_role("radiogroup")).to_have_count(1)
        expect(page.get_by_role("radio")).to_have_count(3)
        expect(page.get_by_test_id("whose")).to_have_count(0)
        page.get_by_test_id("take-away").click()
        items = page.get_by_test_id("taking").locator(".tm-item")
        assert items.evaluate_all("all => all.map(one => one.dataset.testid)") == [
            "copy-link",
            "save-image",
            "copy-image",
            "embed",
        ]
        # A layer that the file lacks cannot be fetched by an address either.
        page.evaluate("location.hash = 'date=2025-10-04&layer=orders&show=published&lang=ar'")
        someone.sees_day("2025-10-04")
        expect(page.get_by_role("radio", name="People")).to_be_checked()
        expect(page.get_by_test_id("connection")).to_be_hidden()


def test_the_menu_opens_closes_and_is_gone_through_by_keyboard(opened):
    page = opened(View()).page
    button, panel = page.get_by_test_id("take-away"), page.get_by_test_id("taking")
    button.press("Enter")
    expect(panel).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_test_id("copy-link")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_test_id("embed")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_test_id("copy-image")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    page.mouse.click(5, 400)
    expect(panel).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_where_the_clipboard_is_closed_the_link_is_there_to_be_copied(opened):
    page = opened(View()).page
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_test_id("take-away").click()
    page.get_by_test_id("copy-link").click()
    field = page.get_by_label("Copy this address:")
    assert field.input_value().startswith(LINK)
    expect(field).to_be_focused()


def test_what_is_taken_away_while_it_plays_is_of_the_day_on_the_screen(opened):
    someone = opened(View(date=every_day()[200]))
    page = someone.page
    page.get_by_role("button", name="Play").click()
    someone.page.wait_for_function(
        "day => document.querySelector('[data-testid=time-map]').dataset.date > day",
        arg=str(every_day()[203]),
    )
    page.get_by_test_id("take-away").click()
    day = page.get_by_test_id("time-map").get_attribute("data-date")
    page.get_by_test_id("embed").click()
    assert f"date={day}" in page.locator(".tm-code").input_value()
    page.wait_for_timeout(300)
    assert page.get_by_test_id("time-map").get_attribute("data-date") == day


def test_a_map_without_room_is_drawn_once_it_has_some(opened):
    someone = opened(View(zoom="3/31.42/34.36"))
    page = someone.page
    with in_silence(someone):
        page.locator("#onefile-map").evaluate("(box) => { box.style.display = 'none' }")
        page.evaluate("location.hash = 'date=2024-05-26'")
        page.wait_for_timeout(200)
        page.locator("#onefile-map").evaluate("(box) => { box.style.display = '' }")
        someone.sees_day("2024-05-26")
        expect(page.locator(".tm-canvas")).to_be_visible()


def test_assistive_tools_find_their_way(opened):
    page = opened(View()).page
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    shown = scene(View(), tables_in_use(), Translator("en"))
    expect(page.get_by_role("heading", level=1)).to_have_text(shown.notes.lead)
    names = page.get_by_role("heading", level=2).all_text_contents()
    assert {"What publishers say of this day and before", "Sources", "Method"} <= set(names)
    table = page.get_by_role("table", name="The same numbers as a table")
    expect(table.get_by_role("columnheader")).to_have_count(6)
    expect(table.get_by_role("rowheader")).to_have_count(5)
    slider = page.get_by_role("slider").first
    expect(slider).to_have_accessible_name("Day shown")
    assert slider.get_attribute("aria-valuetext")
    expect(page.get_by_role("radiogroup", name="Layer").get_by_role("radio")).to_have_count(4)
    expect(
        page.get_by_role("listbox", name="Map of the Gaza Strip on 5 October 2025")
    ).to_be_visible()
    assert page.locator("[lang]").evaluate_all("all => all.map(e => e.lang)")[0] == "en"


@pytest.mark.parametrize("lang", ["en", "he"])
def test_without_scripts_table_evidence_and_sources_can_be_read(opened, lang):
    someone = opened(View(lang=lang), scripts=False)
    page, t = someone.page, Translator(lang)
    said = page.locator("noscript p")
    expect(said).to_have_text(t("onefile.noscript", date=t.day(View().date)))
    assert said.is_visible()
    rows = page.locator(f"{TABLE} tbody tr").all()
    told = [row.locator("td, th").all_text_contents() for row in rows]
    assert told == expected(View(lang=lang))
    expect(page.get_by_test_id("headline")).to_be_visible()
    expect(page.get_by_test_id("panel").locator("a[href^='https://']").first).to_be_visible()
    # A row that repeats another stands with it.
    figures = int((load_estimates().frame["repeats"] == "").sum())
    page.locator("summary", has_text=t("onefile.figures", n=t.number(figures))).click()
    expect(page.get_by_test_id("figures-list").locator("tbody tr")).to_have_count(figures)
    assert someone.said == []


def test_hostile_names_stay_text(opened, some_estimates, some_orders, english):
    names = {"publisher": HOSTILE, "destination": HOSTILE, "source_title": HOSTILE}
    content = compose(
        hostile_contents(english, some_estimates(names), some_orders({"areas": HOSTILE}))
    )
    someone = opened(content)
    with in_silence(someone):
        someone.page.get_by_role("slider").first.focus()
        someone.page.keyboard.press("ArrowLeft")
        someone.sees_day("2025-10-04")
        someone.page.locator(".tm-name").first.click()
        assert HOSTILE in someone.page.get_by_test_id("area-card").text_content()
        assert someone.page.locator("main img, main b > b, main script").count() == 0
        assert someone.cells()[0][0] == HOSTILE


def test_markup_that_got_in_would_neither_run_nor_reach_a_network(opened):
    content = page_file(View(), link=LINK).replace(
        b"<footer>",
        b"<footer><script>document.title = 'run'</script>"
        b"<img src=https://example.org/x onerror=\"document.title='run'\">"
        b"<iframe src=https://example.org/></iframe><style>@import 'https://example.org/';</style>",
        1,
    )
    someone = opened(content)
    assert someone.page.title() != "run"
    assert len(someone.said) >= 3
    assert all("Content Security Policy" in line for line in someone.said)


def test_paper_gets_ink_on_white_and_no_controls(opened):
    page = opened(View(), scheme="dark").page
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator(".tm-controls")).to_be_hidden()
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(TABLE)).to_be_visible()
    told = json.loads(page.locator("#onefile-view").text_content())
    assert told["view"]["date"] == "2025-10-05"


def test_reconstructed_arrows_have_their_numbers_on_every_day(opened):
    view = View(mode="reconstructed", since=date(2025, 8, 14))
    someone = opened(view)
    listed = someone.page.locator("[data-testid=arrows] li")
    with in_silence(someone):
        someone.page.wait_for_selector("[data-testid=arrows] li:not([data-number=''])")
        for day, key in ((5, "ArrowLeft"), (4, "ArrowLeft"), (3, "ArrowRight"), (4, "ArrowRight")):
            shown = replace(view, date=date(2025, 10, day))
            someone.sees_day(shown.date.isoformat())
            arrows = scene(shown, tables_in_use(), Translator("en")).arrows
            numbers = listed.evaluate_all("all => all.map(one => one.dataset.number)")
            assert numbers == [arrow.number for arrow in arrows]
            assert listed.all_text_contents() == [arrow.sentence for arrow in arrows]
            someone.page.get_by_test_id("time-slider").press(key)
