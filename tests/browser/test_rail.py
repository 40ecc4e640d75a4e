"""Time under the thumb: fine scrubbing, the zoomed axis, typed days, the keys of the page."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from nuzuh.scene.time_map import Phase
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.timemap.payload import build_payload
from tests.browser.harness import days_from
from tests.web.timemaps import FIRST, map_of

COUNT = 1000
DAYS = days_from(FIRST, range(COUNT))
STARTS = (0, 55, 140, 300, 420, 480, 640, 700)
NAMES = {
    "en": "Phase {n}, of so many days",
    "ar": "المرحلة {n} من أيام كثيرة",
    "he": "שלב {n} של ימים רבים",
}
PHONE = {"width": 390, "height": 664}
FINE = {0: 1, 40: 1, 41: 2, 100: 2, 101: 4, 180: 4, 181: 8, 400: 8}
"""How many times finer a handle follows, by the distance from the rail in pixels."""


def payload(lang="en"):
    ends = (*(start - 1 for start in STARTS[1:]), COUNT - 1)
    phases = [
        Phase(
            f"p{n}",
            NAMES[lang].format(n=n),
            FIRST + timedelta(start),
            FIRST + timedelta(end),
            FIRST + timedelta((start + end) // 2),
        )
        for n, (start, end) in enumerate(zip(STARTS, ends, strict=True))
    ]
    weeks = [float(n * 37 % 100) for n in range(143)]
    drawn = map_of(np.full((1, COUNT), 1e5), phases=phases, weeks=weeks, figures=[1] * 143)
    return build_payload(drawn, Translator(lang))


@pytest.fixture
def rail(alone):
    return alone.shows(payload(), DAYS[500])


def index(someone):
    return DAYS.index(someone.day)


def field_of(someone):
    return someone.page.locator(".rail-field").bounding_box()


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Finger:
    """One finger or two on the glass, as the browser gets them."""

    def __init__(self, someone):
        self.page = someone.page
        self.session = someone.page.context.new_cdp_session(someone.page)

    def send(self, kind, *points):
        touches = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def down(self, *points):
        self.send("touchStart", *points)

    def move(self, *points):
        self.send("touchMove", *points)

    def up(self):
        self.send("touchEnd")
        self.session.detach()


class Mouse:
    def __init__(self, someone):
        self.mouse = someone.page.mouse

    def down(self, point):
        self.mouse.move(*point)
        self.mouse.down()

    def move(self, point):
        self.mouse.move(*point)

    def up(self):
        self.mouse.up()


# Finer the further away.


@pytest.mark.parametrize("pointer", [Mouse, Finger])
@pytest.mark.few(1)
def test_a_handle_follows_more_finely_the_further_the_pointer_is_and_never_jumps(rail, pointer):
    box, (x, y) = field_of(rail), middle(rail.slider)
    a_pixel = (COUNT - 1) / box["width"]
    hint = rail.page.locator(".rail-fine")
    assert not hint.is_visible()
    hand = pointer(rail)
    hand.down((x, y))
    # A finger shows by its first movement that it does not scroll.
    hand.move((x + 40, y))
    day = 500 + 40 * a_pixel
    assert abs(index(rail) - day) <= 1
    x += 40
    for distance, finer in FINE.items():
        height = box["y"] - distance if distance else y
        before = index(rail)
        hand.move((x, height))
        assert index(rail) == before, "another fineness moves nothing by itself"
        assert hint.inner_text() == (
            "Move away from the line for finer steps" if finer == 1 else f"{finer} times finer"
        )
        for step in (32, -48):
            x += step
            day += step * a_pixel / finer
            hand.move((x, height))
            assert abs(index(rail) - day) <= 1, (distance, step)
    assert rail.settled() == []
    hand.up()
    assert not hint.is_visible()
    assert [told["date"] for told in rail.settled()] == [rail.day]


@pytest.mark.walk
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.few(1)
def test_wherever_the_pointer_goes_movements_add_up(rail, seed):
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    box, (x, y) = field_of(rail), middle(rail.slider)
    a_pixel = (COUNT - 1) / box["width"]
    rail.page.mouse.move(x, y)
    rail.page.mouse.down()
    day = 500.0
    for _ in range(40):
        to = dice.uniform(box["x"], box["x"] + box["width"])
        away = dice.choice((0, 20, 60, 140, 300))
        finer = next(n for limit, n in ((40, 1), (100, 2), (180, 4), (999, 8)) if away <= limit)
        day += (to - x) * a_pixel / finer
        x = to
        rail.page.mouse.move(x, box["y"] - away if away else y)
        assert abs(index(rail) - min(max(day, 0), COUNT - 1)) <= 1
    rail.page.mouse.up()


def test_on_a_phone_an_eighth_reaches_every_day(rail):
    rail.page.set_viewport_size(PHONE)
    rail.quiet(0.1)
    box, (x, y) = field_of(rail), middle(rail.slider)
    assert (COUNT - 1) / box["width"] > 2.5
    finger = Finger(rail)
    finger.down((x, y))
    finger.move((x + 10, y))
    finger.move((x + 10, box["y"] - 200))
    seen = []
    for step in range(60):
        finger.move((x + 10 - step, box["y"] - 200))
        seen.append(index(rail))
    finger.up()
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == set(range(seen[-1], seen[0] + 1)), "a day was left out"
    # The finger went up over the map, and the page stayed where it was.
    assert rail.page.evaluate("scrollY") == 0


def test_a_finger_that_goes_up_or_down_first_moves_no_day(rail):
    rail.page.set_viewport_size(PHONE)
    rail.quiet(0.1)
    box = field_of(rail)
    x, y = box["x"] + 40, box["y"] + 20
    finger = Finger(rail)
    finger.down((x, y))
    for step in range(1, 20):
        finger.move((x + step // 4, y - 8 * step))
    finger.up()
    assert index(rail) == 500
    assert rail.settled() == []


def test_the_first_day_of_movements_is_dragged_as_finely(rail):
    rail.page.get_by_role("button", name="Movements").click()
    since = rail.page.get_by_test_id("period-slider")
    box, (x, y) = field_of(rail), middle(since)
    start = int(since.get_attribute("aria-valuenow"))
    rail.page.mouse.move(x, y)
    rail.page.mouse.down()
    rail.page.mouse.move(x, box["y"] - 200)
    rail.page.mouse.move(x - 80, box["y"] - 200)
    rail.page.mouse.up()
    moved = 10 * (COUNT - 1) / box["width"]
    assert abs(int(since.get_attribute("aria-valuenow")) - (start - moved)) <= 1
    assert index(rail) == 500


# A part of time.


def in_sight(someone):
    x, _ = middle(someone.slider)
    box = field_of(someone)
    return box["x"] - 1 <= x <= box["x"] + box["width"] + 1


def labels_of(someone, what):
    """Left and right edge of the visible texts of a row, from left to right."""
    return someone.page.evaluate(
        """what => [...document.querySelector("#host").shadowRoot.querySelectorAll(what)]
          .filter((one) => getComputedStyle(one).visibility === "visible")
          .map((one) => one.getBoundingClientRect())
          .map(({ left, right }) => [left, right]).sort((a, b) => a[0] - b[0])""",
        what,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_zoomed_to_any_part_names_and_labels_stand_apart_within_the_rail(alone, lang):
    alone.shows(payload(lang), DAYS[500])
    box = field_of(alone)
    dice = random.Random(3)  # noqa: S311 - a sample, not a secret
    for _ in range(12):
        day = dice.randrange(COUNT)
        alone.goes(date=DAYS[day])
        alone.slider.focus()
        alone.keys(*["-"] * 9, *["+"] * dice.randrange(9))
        assert in_sight(alone)
        for what in (".rail-name", ".rail-label"):
            edges = labels_of(alone, what)
            assert edges, what
            assert all(a[1] <= b[0] for a, b in pairwise(edges)), what
            assert edges[0][0] >= box["x"] - 1
            assert edges[-1][1] <= box["x"] + box["width"] + 1
        # The current one is always there, and whole.
        current = alone.page.locator(".rail-name[aria-current]")
        assert current.is_visible()
        assert current.evaluate("one => one.firstChild.scrollWidth <= one.firstChild.clientWidth")


def test_the_axis_zooms_to_a_phase_and_back_and_only_the_browser_knows(rail):
    before = rail.page.url
    zoom = rail.page.get_by_role("button", name="Zoom to this phase")
    months = rail.page.locator(".rail-label").all_inner_texts()
    zoom.click()
    x, _ = middle(rail.slider)
    box = field_of(rail)
    # Day 500 is the 21st of a phase from 480 to 639.
    assert abs((x - box["x"]) / box["width"] - 20 / 159) < 0.06
    nearer = rail.page.locator(".rail-label").all_inner_texts()
    assert nearer != months
    assert "May 2026" not in months
    assert {"11", "21", "Jun", "Jul"} <= set(nearer)
    values = [rail.slider.get_attribute(f"aria-value{n}") for n in ("min", "now", "max")]
    assert values == ["0", "500", str(COUNT - 1)]
    rail.quiet(0.5)
    assert rail.page.url == before
    assert rail.settled() == []
    # Another phase is shown as near.
    rail.page.get_by_label("Phase of the war").select_option("p1")
    assert in_sight(rail)
    assert index(rail) == 97
    x, _ = middle(rail.slider)
    assert 0.35 < (x - box["x"]) / box["width"] < 0.65
    rail.page.get_by_role("button", name="All time").click()
    assert rail.page.locator(".rail-label").all_inner_texts() == months


def test_the_handle_stays_in_sight_whatever_is_pressed(rail):
    dice = random.Random(8)  # noqa: S311 - a sample, not a secret
    keys = ["ArrowLeft", "ArrowRight", "Shift+ArrowRight", "PageUp", "PageDown", "+", "-", "End"]
    rail.slider.focus()
    rail.keys(*"++++")
    for _ in range(60):
        rail.keys(dice.choice(keys))
        assert in_sight(rail)
    rail.page.get_by_test_id("date-field").fill(DAYS[3])
    rail.page.get_by_test_id("date-field").press("Enter")
    assert in_sight(rail)


def test_playing_takes_the_window_along(rail):
    rail.slider.focus()
    rail.keys(*"++++++")
    rail.page.get_by_label("Speed").select_option("60")
    rail.keys(" ")
    for _ in range(10):
        rail.quiet(0.05)
        assert in_sight(rail)
    rail.keys(" ")
    assert index(rail) > 514


@pytest.mark.parametrize("how", ["wheel", "fingers"])
def test_the_day_under_the_pointer_stays_there_while_it_zooms(rail, how):
    rail.goes(since=DAYS[460])
    day, since = rail.slider, rail.page.get_by_test_id("period-slider")
    box = field_of(rail)
    y = box["y"] + 15
    ends = middle(since)[0], middle(day)[0]
    at = ends[0] + 0.25 * (ends[1] - ends[0])
    if how == "wheel":
        rail.page.mouse.move(at, y)
        rail.page.keyboard.down("Control")
        for _ in range(3):
            rail.page.mouse.wheel(0, -40)
        rail.page.keyboard.up("Control")
        rail.quiet(0.2)
    else:
        finger = Finger(rail)
        finger.down((at - 30, y))
        finger.down((at - 30, y), (at + 30, y))
        finger.move((at - 60, y), (at + 60, y))
        finger.move((at - 90, y), (at + 90, y))
        finger.up()
        rail.quiet(0.1)
    nearer = middle(since)[0], middle(day)[0]
    assert 2.5 < (nearer[1] - nearer[0]) / (ends[1] - ends[0]) < 4
    assert abs(nearer[0] + 0.25 * (nearer[1] - nearer[0]) - at) < 3
    assert index(rail) == 500
    assert rail.page.evaluate("visualViewport.scale") == 1


def test_the_first_day_of_movements_comes_back_into_sight_when_it_is_reached(rail):
    rail.goes(since=DAYS[100])
    rail.page.get_by_role("button", name="Zoom to this phase").click()
    since = rail.page.get_by_test_id("period-slider")
    assert not since.is_visible()
    typed = rail.page.get_by_test_id("since-field")
    typed.fill(DAYS[490])
    typed.press("Enter")
    assert since.is_visible()
    since.focus()
    rail.keys("Home")
    assert since.is_visible()
    assert in_sight(rail)


# A day that is typed, and a day that is said.


@pytest.mark.walk
@pytest.mark.parametrize(
    "lang",
    [pytest.param(lang, marks=[] if lang == "ar" else pytest.mark.thorough) for lang in LANGUAGES],
)
def test_a_day_is_written_in_words_typed_in_any_way_and_told_to_assistive_tools(alone, lang):
    t = Translator(lang)
    alone.shows(payload(lang), DAYS[500], lang=lang)
    field = alone.page.get_by_test_id("date-field")
    dice = random.Random(1)  # noqa: S311 - a sample, not a secret

    def told(number):
        return t.day(date.fromisoformat(DAYS[number])).replace("\u00a0", " ")

    for number in dice.sample(range(COUNT), 8):
        iso = DAYS[number]
        eastern = iso.translate({48 + n: 0x660 + n for n in range(10)})
        for text in (told(number), iso, iso.replace("-", ""), eastern, iso.replace("-", " / ")):
            alone.goes(date=DAYS[0 if number else 1])
            field.fill(text)
            field.press("Enter")
            assert alone.day == iso, text
            assert field.input_value() == iso
            field.blur()
            assert field.input_value() == told(number)
        phase = max(n for n, start in enumerate(STARTS) if start <= number)
        said = alone.slider.get_attribute("aria-valuetext")
        assert said == told(number) + t("list.comma") + NAMES[lang].format(n=phase)
    problem = alone.page.locator(".rail-problem")
    for wrong in ("4/5/2025", "2025-02-30", "20250230", "1999-01-01", "?"):
        before = alone.day
        field.fill(wrong)
        field.press("Enter")
        assert problem.inner_text() == t("rail.date.bad", first=DAYS[0], last=DAYS[-1])
        assert field.get_attribute("aria-invalid") == "true"
        assert alone.day == before
    field.press("Escape")
    assert not problem.is_visible()


def test_arrows_in_the_field_step_a_day(rail):
    field = rail.page.get_by_test_id("date-field")
    field.focus()
    assert field.input_value() == DAYS[500]
    rail.keys("ArrowUp", "ArrowUp", "ArrowDown", "ArrowUp")
    assert field.input_value() == rail.day == DAYS[502]


# What belongs to the page around.


def test_the_page_gets_the_keys_that_the_rail_does_not_take(rail):
    rail.page.evaluate(
        """() => {
          window.heard = [];
          document.onkeydown = (event) => heard.push(event.key);
        }"""
    )
    rail.slider.focus()
    rail.keys("ArrowLeft", "+", "-", "Home", " ", " ", "r", "c", "Control+ArrowLeft")
    rail.page.get_by_test_id("date-field").focus()
    rail.keys("r", "c", "1", "Escape")
    assert rail.page.evaluate("heard") == ["r", "c", "Control", "ArrowLeft"]
    rail.page.evaluate("document.onkeydown = null")


def test_a_press_on_the_page_around_pauses(rail):
    rail.page.evaluate(
        """() => {
          const aside = document.body.appendChild(document.createElement("button"));
          aside.id = "aside";
          aside.style = "position: fixed; right: 0; bottom: 0; width: 40px; height: 40px";
        }"""
    )
    rail.slider.focus()
    rail.keys(" ").passes(DAYS[502])
    rail.page.locator("#aside").click()
    assert rail.page.get_by_role("button", name="Play").count() == 1
    rail.page.evaluate("document.getElementById('aside').remove()")


def test_steps_and_play_read_no_layout_of_the_rail(rail):
    rail.slider.focus()
    rail.page.evaluate(
        """() => {
          window.read = [];
          const note = (of, name) => {
            const own = Object.getOwnPropertyDescriptor(of, name);
            const seen = function (one) {
              if (one.closest?.(".rail")) read.push(name);
            };
            Object.defineProperty(of, name, own.get
              ? { ...own, get() { seen(this); return own.get.call(this); } }
              : { ...own, value(...rest) { seen(this); return own.value.apply(this, rest); } });
            return () => Object.defineProperty(of, name, own);
          };
          window.restore = [
            ...["getBoundingClientRect", "clientWidth", "clientHeight", "scrollWidth"]
              .map((name) => note(Element.prototype, name)),
            ...["offsetWidth", "offsetHeight", "offsetLeft"]
              .map((name) => note(HTMLElement.prototype, name)),
          ];
        }"""
    )
    rail.keys("+", "+", "+", *["ArrowRight"] * 20, *["Shift+ArrowRight"] * 30, "-")
    rail.keys(" ").passes(DAYS[index(rail) + 20]).keys(" ")
    assert rail.page.evaluate("read") == []
    rail.page.locator(".rail-field").evaluate("one => one.getBoundingClientRect()")
    assert rail.page.evaluate("read") == ["getBoundingClientRect"], "nothing would have been seen"
    rail.page.evaluate("restore.forEach((call) => call())")


# Room.


@pytest.mark.parametrize(
    ("width", "height", "most"),
    [
        (1366, 768, 152),
        (1024, 768, 152),
        (390, 664, 112),
        (664, 390, 112),
        (400, 300, 100),
        (320, 256, 85),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.few(4)
def test_the_rail_keeps_to_its_room_and_its_targets_to_a_thumb(alone, width, height, most, lang):
    alone.page.set_viewport_size({"width": width, "height": height})
    alone.shows(payload(lang), DAYS[500], since=DAYS[450], lang=lang)
    alone.quiet(0.1)
    box = alone.page.locator(".rail").bounding_box()
    assert box["height"] <= most
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    shown = alone.page.locator(".rail button:visible, .rail select:visible, .rail input:visible")
    least = 44 if (width, height) in ((390, 664), (664, 390)) else 24
    for control in shown.all():
        size = control.bounding_box()
        assert min(size["width"], size["height"]) >= least, control
        assert size["x"] >= box["x"] - 1
        assert size["x"] + size["width"] <= box["x"] + box["width"] + 1
    handle = alone.slider.bounding_box()
    assert min(handle["width"], handle["height"]) >= 24


@pytest.mark.parametrize(("height", "sticks"), [(664, True), (256, True), (220, False)])
def test_it_stays_at_the_lower_edge_where_it_leaves_two_thirds_to_the_page(alone, height, sticks):
    alone.page.set_viewport_size({"width": 390, "height": height})
    alone.shows(payload(), DAYS[500])
    alone.quiet(0.1)
    page = alone.page.evaluate("document.documentElement.scrollHeight")
    assert page > height + 100
    at = set()
    for share in (0, 0.2, 0.5):
        alone.page.evaluate("to => scrollTo(0, to)", share * (page - height))
        box = alone.page.locator(".rail").bounding_box()
        at.add(abs(box["y"] + box["height"] - height) <= 1)
    assert at == {sticks}


def test_on_a_phone_the_other_settings_stand_behind_one_button(alone):
    alone.page.set_viewport_size(PHONE)
    alone.shows(payload(), DAYS[500])
    speed = alone.page.get_by_label("Speed")
    more = alone.page.get_by_role("button", name="More settings")
    assert not speed.is_visible()
    more.click()
    assert more.get_attribute("aria-expanded") == "true"
    sheet = alone.page.locator(".rail-sheet").bounding_box()
    rail = alone.page.locator(".rail").bounding_box()
    assert sheet["y"] >= 0
    assert sheet["y"] + sheet["height"] <= rail["y"] + 2
    for name in ("Repeat this phase", "Zoom to this phase", "Movements"):
        assert alone.page.get_by_role("button", name=name).bounding_box()["height"] >= 44
    alone.page.get_by_label("Phase of the war").select_option("p2")
    assert index(alone) == 219
    speed.focus()
    alone.keys("Escape")
    assert not speed.is_visible()
    assert more.evaluate("one => one.getRootNode().activeElement === one")
    more.click()
    alone.page.locator(".tm-headline").click(position={"x": 5, "y": 5})
    assert not speed.is_visible()
