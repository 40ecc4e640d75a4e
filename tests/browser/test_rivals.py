"""The rival figures beside the map, in a browser: what a row tells, what a day changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from nuzuh.scene.said_by_day import Placed
from nuzuh.web.timemap.payload import Payload
from tests.browser.harness import Alone
from tests.browser.rivals_alone import (
    DAY,
    DAYS,
    card,
    cube,
    group,
    opens,
    panel,
    question,
    row,
    rows,
    tells,
    waits,
    words_of,
)
from tests.browser.visits import RULES
from tests.web.timemaps import FIRST

pytestmark = pytest.mark.walk


# Rows and their words.


def test_rows_stand_as_they_are_told_each_with_number_publisher_age_kind_and_source(alone):
    cards = [
        card("B", 900_000.0, side="israel"),
        card("A", 200_000.0, source=("صفحة", "https://example.org/ar"), lang="ar"),
        card("C", 500_000.0, as_of=FIRST - timedelta(days=3), when="29 Dec 2024"),
    ]
    opens(alone, words_of(cards, (question(group(1, 2, 0)),)))
    waits(alone, "A", "C", "B")
    text = row(alone, "C").inner_text()
    for part in ("about 500,000 people", "OCHA", "29 Dec 2024 · 3 days old", "people present"):
        assert part in text
    link = row(alone, "A").get_by_role("link", name="صفحة")
    assert link.get_attribute("href") == "https://example.org/ar"
    assert (link.get_attribute("lang"), link.get_attribute("dir")) == ("ar", "auto")
    assert row(alone, "B").locator(".tm-rival-who").text_content().strip() == (
        "Israeli authorities: IDF"
    )
    assert panel(alone).get_attribute("tabindex") == "0"
    assert alone.page.get_by_role("region", name="What publishers say").count() == 1
    assert panel(alone).get_by_role("heading", level=2).count() == 1
    assert panel(alone).get_by_role("heading", level=3, name="In the north").count() == 1


def test_what_came_out_later_and_what_has_no_day_are_marked(alone):
    cards = [
        card("A", 1.0, came=FIRST + timedelta(days=2), mark="came out later (3 Jan 2025)"),
        card("B", 2.0, mark="page date unknown"),
    ]
    opens(
        alone,
        words_of(
            cards,
            (question(group(0, 1)),),
            leads=(("1 of 2 came out later.",),),
            lead_on=(0, 0) + (-1,) * (DAYS - 2),
        ),
    )
    waits(alone, "A", "B")
    told = {}
    alone.slider.focus()
    for day in range(4):
        told[day] = [row(alone, one).locator(".tm-rival-mark").text_content() for one in "AB"]
        lead = "1 of 2 came out later." in panel(alone).inner_text()
        assert lead == (day < 2)
        alone.keys("ArrowRight").sees(DAY[day + 1])
    assert [mark for mark, _ in told.values()] == ["came out later (3 Jan 2025)"] * 2 + [""] * 2
    assert {mark for _, mark in told.values()} == {"page date unknown"}


def test_the_focus_shows_a_long_title_whole_until_escape_and_moves_nothing(alone):
    long = " ".join(["title"] * 60)
    cards = [card("A", 1.0, source=(long, "https://example.org/")), card("B", 2.0)]
    opens(alone, words_of(cards, (question(group(0, 1)),)))
    waits(alone, "A", "B")
    link = row(alone, "A").get_by_role("link", name="title")
    assert link.get_attribute("title") == long
    below = row(alone, "B").bounding_box()
    short = link.bounding_box()["height"]
    panel(alone).focus()
    alone.keys("Tab", "Tab")
    while (
        alone.page.evaluate("id => document.activeElement.shadowRoot.activeElement.title") != long
    ):
        alone.keys("Tab")
    assert link.bounding_box()["height"] > 3 * short
    assert row(alone, "B").bounding_box() == below
    alone.keys("Escape")
    assert link.bounding_box()["height"] == short


def test_a_row_that_is_pointed_at_outlines_the_areas_that_it_speaks_of(alone):
    cards = [card("A", 1.0, pcodes=("A0",)), card("B", 2.0, pcodes=("GONE",)), card("C", 3.0)]
    opens(alone, words_of(cards, (question(group(0, 1, 2)),)))
    waits(alone, *"ABC")

    def drawn() -> bytes:
        alone.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        return alone.picture().tobytes()

    whole = drawn()
    row(alone, "A").hover()
    outlined = drawn()
    assert outlined != whole
    # What is on no map, and what speaks of none, outlines nothing.
    for other in "BC":
        row(alone, other).hover()
        assert drawn() == whole
    row(alone, "A").get_by_role("link").focus()
    assert drawn() == outlined
    alone.slider.focus()
    assert drawn() == whole


# Folding.


def two_questions() -> Payload:
    cards = [card(one, 10.0 + n) for n, one in enumerate("ABCDE")]
    asked = (
        question(group(0, 1, away=(2, 3))),
        question(group(4), id="moved_other", text="Other movements", is_open=False),
    )
    return words_of(cards, asked, on=[0] * DAYS)


def test_what_is_folded_opens_at_a_click_stays_open_and_closes_by_escape(alone):
    words = two_questions()
    opens(alone, words)
    waits(alone, "A", "B")
    more = panel(alone).get_by_role("button", name="2 more")
    other = panel(alone).get_by_role("button", name="Other movements")
    assert more.get_attribute("aria-expanded") == other.get_attribute("aria-expanded") == "false"
    assert other.inner_text().split()[-1] == "1"
    more.click()
    other.click()
    waits(alone, *"ABCDE")
    alone.slider.focus()
    alone.keys("ArrowRight").sees(DAY[1])
    waits(alone, *"ABCDE")
    assert "1 day old" in row(alone, "E").inner_text()
    # Another payload makes a new screen.
    tells(alone, words, day=1, map_=cube(people=2000.0))
    alone.says("2,000")
    waits(alone, *"ABCDE")
    row(alone, "D").get_by_role("button").focus()
    alone.keys("Escape")
    waits(alone, "A", "B", "E")
    assert focused(alone) == "2 more"
    row(alone, "E").get_by_role("button").focus()
    alone.keys("Escape")
    waits(alone, "A", "B")


def focused(alone: Alone) -> str:
    return alone.page.evaluate(
        "() => document.querySelector('#host').shadowRoot.activeElement?.textContent ?? ''"
    )


def test_on_paper_stands_what_is_open_and_how_many_more_there_are(alone):
    opens(alone, two_questions())
    waits(alone, "A", "B")
    alone.page.emulate_media(media="print")
    try:
        assert rows(alone) == ["A", "B"]
        assert panel(alone).get_by_text("2 more").is_visible()
        style = panel(alone).evaluate(
            "one => [getComputedStyle(one).overflowY, getComputedStyle(one).maxHeight]"
        )
        assert style == ["visible", "none"]
    finally:
        alone.page.emulate_media(media="screen")


# Copying.


def test_a_row_copies_as_one_cited_sentence_and_says_so(alone):
    cards = [card("A", 10.0), card("B", 20.0, cited="About 20 people, Area 0: “Page of B”.")]
    opens(alone, words_of(cards, (question(group(0, 1)),)))
    waits(alone, "A", "B")
    button = row(alone, "B").get_by_role("button", name="Copy citation: about 20 people, OCHA")
    assert button.evaluate("one => getComputedStyle(one).opacity") == "0"
    row(alone, "B").hover()
    assert button.evaluate("one => getComputedStyle(one).opacity") == "1"
    button.click()
    row(alone, "B").get_by_text("Citation copied").wait_for()
    assert alone.page.evaluate("navigator.clipboard.readText()") == cards[1].cited
    assert panel(alone).get_by_role("status").text_content() == "Citation copied"


def test_where_nothing_may_be_copied_the_sentence_stands_there_selected(alone):
    cards = [card("A", 10.0)]
    opens(alone, words_of(cards, (question(group(0)),)))
    waits(alone, "A")
    alone.page.evaluate(
        """() => Object.defineProperty(navigator, "clipboard",
          { configurable: true, value: { writeText: () => Promise.reject(new Error("no")) } })"""
    )
    try:
        row(alone, "A").get_by_role("button").focus()
        alone.keys("Enter")
        box = row(alone, "A").get_by_role("textbox")
        box.wait_for()
        chosen = box.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)")
        assert chosen == cards[0].cited
        alone.keys("Escape")
        assert box.count() == 0
        assert (
            alone.page.evaluate(
                """() => document.querySelector('#host').shadowRoot.activeElement
              .closest('[data-figure]').dataset.figure"""
            )
            == "A"
        )
    finally:
        alone.page.evaluate("delete navigator.clipboard")


def test_a_number_leads_to_its_record_where_there_is_an_app(alone):
    words = words_of([card("G 1", 10.0), card("OWN-001", 5.0)], (question(group(0, 1)),))
    opens(alone, words, address="https://example.org/base/?x=1")
    waits(alone, "G 1", "OWN-001")
    assert row(alone, "OWN-001").get_by_role("link", name="about 5 people").count() == 0
    link = row(alone, "G 1").get_by_role("link", name="about 10 people")
    assert link.get_attribute("href") == "https://example.org/base/estimates?figure=G+1&lang=en"
    opens(alone.fresh(), words)
    waits(alone, "G 1", "OWN-001")
    assert row(alone, "G 1").get_by_role("link", name="about 10 people").count() == 0


@pytest.mark.parametrize(("lang", "width"), [("en", 1200), ("ar", 390)])
def test_axe_finds_nothing_in_the_panel(alone, lang, width):
    cards = [
        card("A", 10.0, repeats=(("Other page", "https://example.org/other"),)),
        card("B", low=20.0, source=("Page without a link", ""), weak=True),
        card("C", low=5.0, high=9.0, side="israel", publisher="A publisher with a long name " * 3),
    ]
    alone.page.set_viewport_size({"width": width, "height": 700})
    asked = question(group(Placed(0, (2,)), 1, away=(2,)))
    opens(alone, words_of(cards, (asked,)), lang=lang, address="https://example.org/")
    waits(alone, "A", "B")
    panel(alone).get_by_role("button").last.click()
    found = Axe().run(alone.page, options=RULES).response["violations"]
    ours = [
        (rule["id"], node["html"])
        for rule in found
        for node in rule["nodes"]
        if any(".tm-rival" in part or "data-figure" in part for part in flat(node["target"]))
    ]
    assert ours == []


def flat(target: list[str | list[str]]) -> list[str]:
    return [part for one in target for part in ([one] if isinstance(one, str) else one)]


# Steps.


def watched(alone: Alone) -> None:
    """From here on note what changes in the panel."""
    panel(alone).evaluate(
        """one => {
          window.changes = [];
          const told = ({ type, target, attributeName }) =>
            `${type} ${attributeName ?? (target.className || target.nodeName)}`;
          const all = { subtree: true, childList: true, characterData: true, attributes: true };
          new MutationObserver(list => changes.push(...list.map(told))).observe(one, all);
          for (const row of one.querySelectorAll("[data-figure]")) row.known = true;
        }"""
    )


def changes(alone: Alone) -> set[str]:
    return set(alone.page.evaluate("new Promise(done => setTimeout(() => done(changes), 0))"))


def test_a_step_that_changes_no_card_changes_ages_alone(alone):
    cards = [card(one, 10.0 * n) for n, one in enumerate("ABC")]
    opens(alone, words_of(cards, (question(group(0, 1, 2)),)))
    waits(alone, *"ABC")
    watched(alone)
    alone.slider.focus()
    alone.keys("ArrowRight").sees(DAY[1])
    assert changes(alone) == {"characterData #text", "attributes data-date"}
    assert "1 day old" in row(alone, "A").inner_text()


def test_a_figure_that_stays_keeps_its_row_and_the_focus_in_it(alone):
    cards = [card(one, 10.0 + n) for n, one in enumerate("ABCD")]
    panels = [(question(group(1, 2, 3)),), (question(group(3, 0, 1)),)]
    # The next phase has cards of its own; the figures are the same.
    other = words_of(cards[::-1], (question(group(2, 3)),), first=FIRST + timedelta(days=2), days=2)
    opens(alone, words_of(cards, *panels, on=[0, 1], days=2), other)
    waits(alone, *"BCD")
    watched(alone)
    row(alone, "B").get_by_role("link").focus()
    alone.page.evaluate(
        """() => { window.step = () => document.querySelector("#host").shadowRoot
          .querySelector("[data-testid=time-slider]").dispatchEvent(
            new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true })) }"""
    )
    known = "all => all.map(one => Boolean(one.known))"
    for ids, kept in ((["D", "A", "B"], [True, False, True]), (["B", "A"], [True, False])):
        alone.page.evaluate("step()")
        waits(alone, *ids)
        assert panel(alone).locator("[data-figure]").evaluate_all(known) == kept
        at = alone.page.evaluate(
            """() => document.querySelector('#host').shadowRoot.activeElement
              .closest('[data-figure]')?.dataset.figure"""
        )
        assert at == "B"


def test_what_the_reader_looks_at_stays_where_it_is_when_rows_come_and_go_above(alone):
    cards = [card(f"F{n}", 10.0 + n) for n in range(30)]
    panels = [(question(group(*range(5, 30))),), (question(group(*range(30))),)]
    alone.page.set_viewport_size({"width": 1200, "height": 700})
    opens(alone, words_of(cards, *panels, on=[0, 1] * (DAYS // 2)))
    row(alone, "F20").wait_for()
    panel(alone).evaluate("one => { one.scrollTop = 400; }")
    alone.slider.focus()
    where = row(alone, "F20").bounding_box()["y"]
    for day in (1, 2):
        alone.keys("ArrowRight").sees(DAY[day])
        alone.quiet(0.05)
        assert row(alone, "F20").bounding_box()["y"] == pytest.approx(where, abs=1)


# Nothing to say.


def test_a_time_without_figures_and_words_that_have_not_come_say_so(alone):
    words = words_of([card("A", 10.0)], (question(group(0)),), on=[0, -1], days=2)
    opens(alone, words)
    waits(alone, "A")
    alone.slider.focus()
    alone.keys("ArrowRight").sees(DAY[1])
    assert "Nothing about this time is in the data." in panel(alone).inner_text()
    assert rows(alone) == []
    alone.keys("ArrowRight").sees(DAY[2])
    assert "The figures of this time are on their way." in panel(alone).inner_text()
    late = words_of(
        [card("Z", 5.0)], (question(group(0)),), first=FIRST + timedelta(days=2), days=2
    )
    tells(alone, words, late, day=2)
    waits(alone, "Z")
    assert "on their way" not in panel(alone).inner_text()


def test_a_frame_on_someone_elses_page_has_no_panel(alone):
    opens(alone, words_of([card("A", 10.0)], (question(group(0)),)), bare=True)
    assert not panel(alone).is_visible()


def test_leaving_out_what_came_out_later_is_asked_for(alone):
    words = words_of([card("A", 10.0)], (question(group(0)),))
    opens(alone, words)
    waits(alone, "A")
    box = panel(alone).get_by_role("checkbox", name="Leave out what came out later")
    assert not box.is_checked()
    box.click()
    assert alone.settled()[-1]["later"] == "no"
    # Steps until the answer comes do not undo what the reader wants.
    alone.slider.focus()
    alone.keys("ArrowRight").sees(DAY[1])
    assert box.is_checked()
    tells(alone, words, day=1, later=False)
    assert box.is_checked()
    box.click()
    assert alone.settled()[-1]["later"] is None


def test_a_page_in_one_file_does_not_offer_what_nobody_can_bring(alone):
    words = words_of([card("A", 10.0)], (question(group(0)),))
    tells(alone, words)
    alone.page.evaluate("() => { globalThis.__nuzuhTimeMap.alone = true; return code(); }")
    waits(alone, "A")
    assert not panel(alone).get_by_role("checkbox").is_visible()
