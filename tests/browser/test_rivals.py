"""The rival figures beside the map, in a browser: where marks stand and what a day changes."""

from __future__ import annotations

import base64
import random
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from nuzuh.scene.scales import GROUP_COLOURS
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.scene.words_by_day import Card, Placed, PlacedGroup, PlacedQuestion, WordsOfPhase
from nuzuh.web.timemap.message import view_message
from nuzuh.web.timemap.payload import Payload, build_payload, bundled
from nuzuh.web.timemap.words import words_payload
from tests.browser.harness import Alone, days_from
from tests.web.timemaps import FIRST, map_of

pytestmark = pytest.mark.walk

DAYS = 40
DAY = days_from(FIRST, range(DAYS))
SPEAKERS = {"un": "OCHA", "israel": "IDF", "palestine": "PCBS", "other": "IDMC"}


def card(identity: str, value: float | None = None, **changed: Any) -> Card:
    """Return a figure of the first day that the UN tells."""
    side = changed.get("side", "un")
    central = next(
        (n for n in (value, changed.get("low"), changed.get("high")) if n is not None), 0
    )
    parts: dict[str, Any] = {
        "id": identity,
        "number": f"about {central:,.0f} people",
        "bare": f"about {central:,.0f}",
        "publisher": SPEAKERS[side],
        "side": side,
        "as_of": FIRST,
        "when": "1 Jan 2025",
        "kinds": ("people present",),
        "where": "Area 0",
        "source": (f"Page of {identity}", f"https://example.org/{identity}"),
        "lang": "en",
        "repeats": (),
        "weak": False,
        "value": value,
        "low": None,
        "high": None,
        "central": central,
        "quantifier": "approximately",
        "came": None,
        "mark": "",
        "cited": f"About {central:,.0f} people, Area 0 (1 Jan 2025): “Page of {identity}”.",
    }
    return Card(**parts | changed)


def placed(*cards: int | Placed) -> tuple[Placed, ...]:
    return tuple(one if isinstance(one, Placed) else Placed(one) for one in cards)


def question(*groups: PlacedGroup, **changed: Any) -> PlacedQuestion:
    parts: dict[str, Any] = {"id": "present_north", "text": "In the north", "is_open": True}
    return PlacedQuestion(**parts | changed, groups=groups)


def group(*shown: int | Placed, away: tuple[int, ...] = (), unit: str = "people", title: str = ""):
    return PlacedGroup(unit, title, placed(*shown), placed(*away))


def words_of(
    cards: list[Card],
    *panels: tuple[PlacedQuestion, ...],
    on: list[int] | None = None,
    first: date = FIRST,
    days: int = DAYS,
    **changed: Any,
) -> Payload:
    """Pack the words of some days; the first panel stands on all of them unless told otherwise."""
    given: dict[str, Any] = {
        "phase": "war",
        "first": first,
        "cards": tuple(cards),
        "panels": panels,
        "panel_on": tuple(on or [0] * days),
    }
    given |= changed
    for field in fields(WordsOfPhase):
        given.setdefault(field.name, (-1,) * days if field.name.endswith("_on") else ())
    return words_payload(WordsOfPhase(**given), FIRST)


@cache
def cube(lang: str = "en", people: float = 1000.0) -> Payload:
    t = Translator(lang)
    return build_payload(map_of(np.full((1, DAYS), people)), t)


def opens(alone: Alone, *words: Payload, day: int = 0, lang: str = "en", **message: Any) -> Alone:
    """Open the map with words on a day."""
    return tells(alone, *words, day=day, lang=lang, code=True, **message).sees(DAY[day])


def tells(
    alone: Alone,
    *words: Payload,
    day: int = 0,
    lang: str = "en",
    code: bool = False,
    map_: Payload | None = None,
    **message: Any,
) -> Alone:
    packed = map_ or cube(lang)
    view = View(date=FIRST + timedelta(days=day), lang=lang, later=message.pop("later", True))
    signatures = [packed.signature, *(one.signature for one in words)]
    told = view_message(view, Translator(lang), signatures=signatures, data="v1", **message)
    alone.page.evaluate("view => tell(view)", told)
    carried = base64.b64encode(bundled([packed, *words])).decode()
    alone.page.evaluate("text => feed(text)", carried)
    if code:
        alone.page.evaluate("code()")
        alone.page.wait_for_selector("[data-testid=rivals]", state="attached")
    return alone


def panel(alone: Alone):
    return alone.page.get_by_test_id("rivals")


def rows(alone: Alone) -> list[str]:
    """The ids of the figures that stand there, from top to bottom."""
    return (
        panel(alone)
        .locator("[data-figure]")
        .evaluate_all(
            "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.figure)"
        )
    )


def row(alone: Alone, identity: str):
    return panel(alone).locator(f"[data-figure='{identity}']")


def waits(alone: Alone, *identities: str) -> None:
    """Wait until these figures stand there: words come a moment after the map."""
    alone.page.wait_for_function(
        """ids => JSON.stringify([...document.querySelector("#host").shadowRoot
          .querySelectorAll("[data-testid=rivals] [data-figure]")]
          .filter(one => one.checkVisibility()).map(one => one.dataset.figure))
          === JSON.stringify(ids)""",
        arg=list(identities),
    )


def marks(alone: Alone) -> list[dict[str, Any]]:
    """Each mark of each row: its kind, and where it begins and ends as parts of its axis."""
    return (
        panel(alone)
        .locator(".tm-plot")
        .evaluate_all(
            """plots => plots.flatMap((plot) => {
          const box = plot.getBoundingClientRect();
          const on = (x) => (x - box.left) / box.width;
          const numbers = [...plot.closest(".tm-rival-group").querySelectorAll(".tm-axis bdi")]
            .map(tick => Number(tick.textContent.replace(/[^0-9.]/g, "")));
          return [...plot.querySelectorAll(".tm-sign")].map((sign) => {
            const ends = [...sign.querySelectorAll("svg")].map((point) => on(
              box.left + parseFloat(point.getAttribute("x")) / 100 * box.width));
            const drawn = sign.getBoundingClientRect();
            return {
              figure: plot.closest("[data-figure]").dataset.figure, kind: sign.dataset.sign, ends,
              middle: on((drawn.left + drawn.right) / 2),
              left: drawn.left - box.left, right: drawn.right - box.right,
              top: numbers.at(-1), first: numbers[0],
              filled: sign.querySelectorAll(".tm-dot:not(.tm-hollow)").length,
              heads: sign.querySelectorAll(".tm-head").length,
              shape: sign.querySelector(".tm-dot")?.getAttribute("d") ?? "",
            };
          });
        })"""
        )
    )


def marks_of(alone: Alone, identity: str) -> list[dict[str, Any]]:
    return [mark for mark in marks(alone) if mark["figure"] == identity]


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


def test_a_side_has_the_colour_of_printed_figures_in_light_and_dark(alone):
    cards = [card(side, 10.0, side=side) for side in SPEAKERS]
    words = words_of(cards, (question(group(0, 1, 2, 3)),))
    opens(alone, words)
    waits(alone, *SPEAKERS)
    for theme, colours in GROUP_COLOURS.items():
        tells(alone, words, theme=theme)
        for side, colour in colours.items():
            fill = (
                row(alone, side)
                .locator(".tm-bullet path")
                .evaluate("dot => getComputedStyle(dot).fill")
            )
            told = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
            assert fill == f"rgb{told}", (theme, side)
    shapes = {mark["shape"] for mark in marks(alone)}
    assert len(shapes) == len(SPEAKERS), "sides are told apart by more than colour"


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


# Marks.


def random_group(chance: random.Random, at: int) -> tuple[list[Card], PlacedGroup]:
    size = 10 ** chance.uniform(0, 7)
    made = []
    for number in range(chance.randint(1, 8)):
        low, value, high = sorted(round(size * chance.random(), 1) for _ in range(3))
        numbers = chance.choice(
            [
                (value, None, None),
                (None, low, None),
                (None, None, high),
                (None, low, high),
                (value, low, high),
                (0.0, None, None),
            ]
        )
        names = dict(zip(("low", "high"), numbers[1:], strict=True))
        made.append(
            card(f"F{at + number}", numbers[0], side=chance.choice(list(SPEAKERS)), **names)
        )
    unit = chance.choice(["people", "movements", "km2"])
    return made, group(*range(at, at + len(made)), unit=unit)


def test_every_mark_lies_on_the_axis_of_its_group_where_its_number_is(alone):
    chance = random.Random(5)  # noqa: S311 (a draw, not a secret)
    cards: list[Card] = []
    panels = []
    for _ in range(20):
        made, together = random_group(chance, len(cards))
        cards += made
        panels.append((question(together),))
    opens(alone, words_of(cards, *panels, on=[day % 20 for day in range(DAYS)]))
    by_id = {one.id: one for one in cards}
    alone.slider.focus()
    for day, ((asked,),) in enumerate(zip(panels, strict=True)):
        ids = [cards[one.card].id for one in asked.groups[0].shown]
        waits(alone, *ids)
        drawn = marks(alone)
        assert {mark["figure"] for mark in drawn} == set(ids)
        largest = max(n for i in ids for n in numbers_of(by_id[i]))
        for mark in drawn:
            figure = by_id[mark["figure"]]
            assert mark["first"] == 0
            assert mark["top"] >= largest
            assert mark["top"] <= max(2.2 * largest, 1.0), "room is wasted"
            assert all(0 <= end <= 1 for end in mark["ends"])
            # A dot on an end of the axis reaches beyond it by its radius.
            assert mark["left"] > -8
            assert mark["right"] < 8
            expected = {
                "value": [figure.value],
                "range": [figure.low, figure.high],
                "from": [figure.low],
                "upto": [figure.high],
            }[mark["kind"]]
            for number, end in zip(expected, mark["ends"], strict=False):
                assert end == pytest.approx(number / mark["top"], abs=0.001)
            if mark["kind"] in ("value", "range"):
                middle = sum(expected) / len(expected) / mark["top"]
                assert mark["middle"] == pytest.approx(middle, abs=0.01)
            assert (mark["filled"] == 1) == (mark["kind"] == "value")
            assert (mark["heads"] == 1) == (mark["kind"] in ("from", "upto"))
            if mark["heads"]:
                start, tip = mark["ends"]
                assert (tip > start) if mark["kind"] == "from" else (tip <= start)
        alone.keys("ArrowRight").sees(DAY[day + 1])


def numbers_of(one: Card) -> list[float]:
    return [n for n in (one.value, one.low, one.high) if n is not None]


def test_a_number_that_is_not_known_has_no_mark_and_zero_has_one(alone):
    cards = [card("A"), card("B", 0.0), card("C", 50.0, weak=True), card("D", low=40.0, weak=True)]
    opens(alone, words_of(cards, (question(group(0, 1, 2, 3)),)))
    waits(alone, *"ABCD")
    assert marks_of(alone, "A") == []
    (zero,) = marks_of(alone, "B")
    assert (zero["kind"], zero["ends"]) == ("value", [0])
    (doubtful,) = marks_of(alone, "C")
    assert (doubtful["kind"], doubtful["filled"]) == ("value", 0)
    assert "date or author doubtful" in panel(alone).locator(".tm-rivals-key").inner_text()


def test_totals_days_people_and_movements_have_axes_of_their_own(alone):
    cards = [
        card("A", 900_000.0),
        card("B", 417_000.0, kinds=("movements counted, not people",)),
        card("C", 6_900.0, kinds=("movements counted, not people",)),
        card("D", 86.0, kinds=("under evacuation orders",)),
    ]
    groups = (
        group(0, title="people"),
        group(1, unit="movements", title="movements counted, not people"),
        group(2, unit="movements", title="movements: of one day"),
        group(3, unit="percent", title="percent"),
    )
    opens(alone, words_of(cards, (question(*groups),)))
    waits(alone, *"ABCD")
    tops = {mark["figure"]: mark["top"] for mark in marks(alone)}
    assert tops == {"A": 1_000_000, "B": 500_000, "C": 8_000, "D": 100}
    axes = (
        panel(alone)
        .locator(".tm-axis")
        .evaluate_all("all => all.map(axis => [...axis.children].map(tick => tick.textContent))")
    )
    assert axes[0] == ["0", "500,000", "1,000,000 people"]
    assert axes[1][-1] == "500,000 movements"
    assert axes[3] == ["0%", "50%", "100%"]
    shapes = {mark["figure"]: mark["shape"] for mark in marks(alone)}
    assert shapes["B"] == shapes["C"] != shapes["A"]
    assert "movements counted, not people" in panel(alone).locator(".tm-rivals-key").inner_text()


def test_what_a_publisher_said_before_is_small_and_hollow_on_the_same_axis_and_in_words(alone):
    cards = [
        card("A", 600_000.0),
        card("B", 1_000_000.0, when="31 Dec 2024"),
        card("C", 4_000.0, kinds=("movements counted, not people",)),
    ]
    opens(alone, words_of(cards, (question(group(Placed(0, (1, 2)))),)))
    waits(alone, "A")
    by_kind = {mark["kind"]: mark for mark in marks(alone)}
    assert set(by_kind) == {"value", "before"}, "movements stand on the axis of people"
    assert by_kind["before"]["filled"] == 0
    assert by_kind["before"]["ends"] == [pytest.approx(1.0)]
    assert by_kind["value"]["ends"] == [pytest.approx(0.6)]
    said = row(alone, "A").locator(".tm-rival-before").inner_text()
    assert "Opened the phase with about 1,000,000 people, Area 0, 31 Dec 2024." in said
    assert "about 4,000 people" in said


def test_numbers_rise_from_left_to_right_in_arabic_too_and_nothing_reaches_over_the_edge(alone):
    cards = [card("A", 100.0), card("B", 1_000.0, source=("x" * 300, "https://example.org/"))]
    alone.page.set_viewport_size({"width": 390, "height": 664})
    opens(alone, words_of(cards, (question(group(0, 1)),)), lang="ar")
    waits(alone, "A", "B")
    (small,), (large,) = marks_of(alone, "A"), marks_of(alone, "B")
    assert small["middle"] == pytest.approx(0.1, abs=0.01)
    assert large["middle"] == pytest.approx(1.0, abs=0.01)
    assert alone.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert panel(alone).evaluate("one => one.scrollHeight - one.clientHeight") <= 1


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


def test_on_paper_everything_is_open_and_nothing_scrolls(alone):
    opens(alone, two_questions())
    waits(alone, "A", "B")
    alone.page.emulate_media(media="print")
    try:
        alone.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert rows(alone) == list("ABCDE")
        style = panel(alone).evaluate(
            "one => [getComputedStyle(one).overflowY, getComputedStyle(one).maxHeight]"
        )
        assert style == ["visible", "none"]
        alone.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert rows(alone) == ["A", "B"]
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
    words = words_of([card("G 1", 10.0)], (question(group(0)),))
    opens(alone, words, address="https://example.org/base/?x=1")
    waits(alone, "G 1")
    link = row(alone, "G 1").get_by_role("link", name="about 10 people")
    assert link.get_attribute("href") == "https://example.org/base/estimates?figure=G+1&lang=en"
    opens(alone.fresh(), words)
    waits(alone, "G 1")
    assert row(alone, "G 1").get_by_role("link", name="about 10 people").count() == 0


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
    row(alone, "B").get_by_role("button").focus()
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
