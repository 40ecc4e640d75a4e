"""The marks of rival figures: each on the axis of its group, where its number is."""

from __future__ import annotations

import random
from typing import Any

import pytest

from nuzuh.scene.said_by_day import Placed
from nuzuh.scene.scales import GROUP_COLOURS
from nuzuh.scene.words_by_day import Card, PlacedGroup
from tests.browser.harness import Alone
from tests.browser.rivals_alone import (
    DAY,
    DAYS,
    SPEAKERS,
    card,
    group,
    opens,
    panel,
    question,
    row,
    tells,
    waits,
    words_of,
)

pytestmark = pytest.mark.walk


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
    assert "source uncertain" in panel(alone).locator(".tm-rivals-key").inner_text()


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
