"""Stories as readers walk through them: by keyboard, in Arabic, and out of them again."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from nuzuh.export.pictures import as_page
from nuzuh.loaders.stories import load_stories
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.story import story_views, told_story
from nuzuh.scene.translator import Translator
from tests.browser.drivers import ChromiumScreen
from tests.browser.visits import SCHEMES, barriers, rests

STORY = "rafah-2024"


@pytest.fixture
def screen(browser):
    made = ChromiumScreen(browser)
    yield made
    made.close()


def text_of(screen, test_id):
    return screen.evaluate("(id) => find(`[data-testid=${id}]`)?.textContent ?? ''", test_id)


def shows(screen, view, step):
    """Wait until the map shows what a step does, and the address says so."""
    screen.wait_for(
        """(day, layer, step) => {
          const map = find("[data-testid=time-map]");
          const asked = new URL(location).searchParams;
          return map?.dataset.date === day && map.dataset.layer === layer
            && asked.get("step") === step && asked.get("date") === day;
        }""",
        view.date.isoformat(),
        view.layer,
        str(step),
    )


@pytest.mark.walk
def test_a_story_is_walked_through_by_keyboard_in_arabic(app, screen):
    t, views = Translator("ar"), story_views()[STORY]
    told = told_story(STORY, tables_in_use(), t)
    screen.open(f"{app}/stories?story={STORY}&lang=ar", lang="ar")
    shows(screen, views[0], 1)
    # Nothing is said of a map that has gone for a moment. What was said to those who hear the page
    # goes with the screen that another kind of map replaces.
    screen.evaluate(
        """() => {
          globalThis.blank = 0;
          globalThis.heard = [];
          const look = () => {
            if (!find("[data-testid=time-map]")?.dataset.date) globalThis.blank += 1;
            globalThis.heard.push(find("[data-testid=story-said]")?.textContent ?? "");
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    screen.evaluate("() => find('[data-testid=story]').focus()")
    for step in told.steps:
        shows(screen, views[step.number - 1], step.number)
        assert text_of(screen, "story-progress") == t("story.step", n=step.number, total=5)
        said = text_of(screen, "story-text")
        for sentence in step.sentences:
            for segment in sentence:
                assert segment.text.strip() in said
        assert text_of(screen, "story-gone") == ""
        # Arabic runs to the left, and so does the way on.
        screen.press("ArrowLeft")
    assert screen.evaluate("() => globalThis.blank") == 0
    last = t("story.step", n=5, total=5)
    assert any(last in said for said in screen.evaluate("() => globalThis.heard"))
    # The way back begins where the map of the last step, which is of another kind, has come.
    screen.wait_for(
        """() => [...globalThis.__nuzuhTimeMap.places.values()]
          .some(({ map }) => map?.cells.header.reconstructed)"""
    )
    screen.press("ArrowRight")
    shows(screen, views[3], 4)
    assert [one for one in screen.said if "404" not in one] == []


def test_the_way_back_from_a_step_leads_to_the_one_before(app, screen):
    views = story_views()[STORY]
    screen.open(f"{app}/stories?story={STORY}&step=4")
    shows(screen, views[3], 4)
    screen.evaluate("() => find('[data-testid=story]').focus()")
    screen.press("ArrowRight")
    shows(screen, views[4], 5)
    screen.back()
    shows(screen, views[3], 4)
    screen.forward()
    shows(screen, views[4], 5)


def test_a_reader_looks_for_themselves_and_comes_back_to_the_step(app, screen):
    view = story_views()[STORY][2]
    screen.open(f"{app}/stories?story={STORY}&step=3")
    shows(screen, view, 3)
    screen.click("[data-testid=story-free]")
    screen.wait_for(
        """() => location.pathname === "/" && !!find("[data-testid=rivals]")
          && find("[data-testid=time-map]")?.dataset.date === "2024-05-14\""""
    )
    query = parse_qs(urlsplit(screen.evaluate("() => location.href")).query)
    assert query["since"] == ["2024-05-06"]
    assert not {"story", "step"} & set(query)
    screen.back()
    shows(screen, view, 3)
    screen.click("a", Translator("en")("story.all"))
    screen.wait_for("() => !find('[data-testid=story]') && !!find('h1')")
    listed = screen.evaluate("() => findAll('[data-story]').map((one) => one.dataset.story)")
    assert listed == [story.id for story in load_stories().frame.listed]


def test_a_step_that_is_gone_is_said_beside_the_first_one_until_the_reader_goes_on(app, screen):
    screen.open(f"{app}/stories?story={STORY}&step=9&lang=he", width=390, height=664)
    shows(screen, story_views()[STORY][0], 1)
    assert text_of(screen, "story-notice") == Translator("he")("notice.bad_step")
    screen.focus("[data-testid=story]")
    screen.press("ArrowLeft")
    shows(screen, story_views()[STORY][1], 2)
    assert text_of(screen, "story-notice") == ""


def test_on_a_phone_map_and_text_are_read_together(app, screen):
    screen.open(f"{app}/stories?story={STORY}&step=3", width=390, height=664)
    shows(screen, story_views()[STORY][2], 3)
    seen = screen.evaluate(
        """() => ["stage", "story-text"].map((id) => {
          const { top, bottom } = find(`[data-testid=${id}], .tm-${id}`).getBoundingClientRect();
          return Math.min(bottom, innerHeight - 105) - Math.max(top, 0);
        })"""
    )
    assert seen[0] > 180
    assert seen[1] > 100


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_story_bars_nobody(app, screen, lang, scheme):
    address = f"{app}/stories?story={STORY}&step=2&lang={lang}"
    screen.open(address, width=1440, height=900, scheme=scheme)
    shows(screen, story_views()[STORY][1], 2)
    rests(screen)
    assert [one for one in barriers(screen) if one.known < 0] == []


def test_a_story_in_one_file_is_walked_through_without_a_network(browser, tmp_path):
    view = replace(story_views()[STORY][2], lang="he")
    request = ExportRequest(view, kind="story", address="")
    file = tmp_path / "story.html"
    file.write_bytes(as_page(request, tables_in_use(), None))
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    page.get_by_test_id("story").focus()
    for number in (3, 4, 5, 4):
        shown = story_views()[STORY][number - 1]
        page.wait_for_selector(f"[data-testid=time-map][data-date='{shown.date}']")
        page.wait_for_selector(f"[data-testid=story][data-step='{number}']")
        rebuilt = page.get_by_text(Translator("he")("recon.mark"), exact=False)
        if shown.reconstructed:
            rebuilt.first.wait_for()
        page.get_by_test_id("story").focus()
        page.keyboard.press("ArrowLeft" if number < 5 else "ArrowRight")
    context.close()
