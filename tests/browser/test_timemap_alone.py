"""The time map's code in a browser, without Streamlit: bad input, agreement with Python, keys."""

from __future__ import annotations

import math
import random
import time
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import shapely
from PIL import Image
from shapely.geometry import Polygon

from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.marks import marks_of
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.time_map import (
    Area,
    Context,
    Evidence,
    Flow,
    Note,
    OrderArea,
    Phase,
    Place,
)
from nuzuh.scene.timeline import every_day, reconstructed_values_of, values_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.timemap.checks import TimeMapError
from nuzuh.web.timemap.payload import build_payload
from tests.browser.harness import SIZE, days_from
from tests.web.timemaps import FIRST, SCALE, layer_of, map_of, moved, squares

pytestmark = pytest.mark.walk

DAYS = days_from(FIRST, range(400))
ENGLISH = Translator("en")


def written(day):
    """A day of DAYS as its reader reads it."""
    return ENGLISH.day(date.fromisoformat(day)).replace("\xa0", " ")


MARKUP = "<img src=x onerror=alert(1)>"
UNKNOWN = PALETTES["light"].unknown
SEA = PALETTES["light"].sea
CLASSES = set(SCALE.colours)


@cache
def gaza(view="", lang="en"):
    t = Translator(lang)
    return packed(
        time_map_of(
            View(mode="reconstructed" if view else "published", perspective=view or "all"),
            tables_in_use(),
            t,
        ),
        t,
    )


def packed(time_map, t=ENGLISH):
    return build_payload(time_map, t)


ASIDE = 18 + 0.42 * 172
"""Pixels by which the map stands to the right of a wide canvas's middle: it gives way to the
legend (frame.ts, screen.ts)."""


def place_of(areas, at, size):
    """Where a longitude and latitude stand on the canvas, as shares of its size."""

    def mercator(lon, lat):
        return math.radians(lon), -math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))

    corners = [mercator(*c) for a in areas for c in shapely.get_coordinates(a.shape).tolist()]
    (x0, x1), (y0, y1) = ((min(axis), max(axis)) for axis in zip(*corners, strict=True))
    width, height = size
    scale = min((width - 44) / (x1 - x0), (height - 44) / (y1 - y0))
    x, y = mercator(*at)
    left = width / 2 + ASIDE + scale * (x - (x0 + x1) / 2)
    return left / width, (height / 2 + scale * (y - (y0 + y1) / 2)) / height


def corner_of(area):
    """A point in an area away from its label."""
    x0, y0, x1, y1 = area.shape.bounds
    return x0 + 0.08 * (x1 - x0), y0 + 0.08 * (y1 - y0)


def colours_in(someone, areas, area):
    """The colours that the canvas shows inside an area."""
    picture = someone.picture()
    return someone.colours(*place_of(areas, corner_of(area), picture.size), reach=4)


def is_hatched(colours):
    return UNKNOWN in colours and len(colours) > 1 and not colours & CLASSES


# Bad input.


def test_an_empty_cube_is_a_sentence_and_a_good_one_replaces_it(alone):
    with pytest.raises(TimeMapError) as refusal:
        packed(map_of(np.empty((0, 3))))
    good = packed(map_of([[300_000.0]]))
    alone.shows(good, DAYS[0])
    alone.tell(signature="", refusal=str(refusal.value))
    assert alone.root.inner_text() == "There is no area to show."
    assert alone.day is None
    alone.tell(signature=good.signature, refusal=None).sees(DAYS[0])
    assert alone.table() == [["Area 0", "300,000"]]


def test_bytes_that_are_no_payload_are_a_text_and_not_a_crash(alone):
    good = packed(map_of([[300_000.0]]))
    alone.shows(good, DAYS[0])
    alone.feed(replace(good, parts=(good.data[:100],), signature="0" * 16))
    alone.tell(signature="0" * 16)
    alone.page.wait_for_function(
        "!document.querySelector('#host').shadowRoot.querySelector('canvas')"
    )
    assert alone.root.inner_text()
    alone.tell(signature=good.signature).sees(DAYS[0])
    assert alone.table() == [["Area 0", "300,000"]]


def test_one_area_on_one_day_is_drawn_in_its_class_and_time_stands_still(alone):
    areas = squares(1)
    alone.shows(packed(map_of([[487_312.0]], areas)), DAYS[0])
    assert colours_in(alone, areas, areas[0]) == {SCALE.colour(487_000)}
    assert alone.colours(0.02, 0.5) == {SEA}
    assert alone.table() == [["Area 0", "487,000"]]
    assert alone.page.get_by_role("button", name="Play").is_disabled()
    alone.slider.focus()
    alone.keys("ArrowRight", "End", "PageDown", " ", "ArrowLeft").quiet(0.5)
    assert alone.day == DAYS[0]
    assert alone.settled() == []


def test_every_class_has_its_colour_and_missing_is_hatched_and_zero_is_not(alone):
    values = [0, 99_999, 100_000, 487_312, 749_999, 750_000, 1_000_000, math.nan, -5]
    areas = squares(len(values))
    alone.shows(packed(map_of([[value, math.nan] for value in values], areas)), DAYS[0])
    # 99,999 is told with three digits, as 100,000; and coloured as it is told.
    told = [0, 100_000, 100_000, 487_000, 750_000, 750_000, 1_000_000, math.nan, -5]
    for area, number in zip(areas, told, strict=True):
        seen = colours_in(alone, areas, area)
        if math.isnan(number):
            assert is_hatched(seen)
        else:
            assert seen == {SCALE.colour(number)}
    numbers = [row[1] for row in alone.table()]
    assert numbers[0] == "0"
    assert numbers[-2:] == ["not reported", "-5"]


def test_all_missing_is_hatched_all_over(alone):
    areas = squares(4)
    alone.shows(packed(map_of(np.full((4, 3), math.nan), areas)), DAYS[1])
    for area in areas:
        assert is_hatched(colours_in(alone, areas, area))
    assert {row[1] for row in alone.table()} == {"not reported"}
    assert not alone.colours(0.5, 0.5, reach=300) & (CLASSES - {"#ffffd4"})


@pytest.mark.thorough
def test_two_thousand_areas_are_drawn_and_moved_within_seconds(alone):
    numbers = np.random.default_rng(4).uniform(0, 1.2e6, (2000, 100))
    areas = squares(2000)
    payload = packed(map_of(numbers, areas))
    start = time.monotonic()
    alone.shows(payload, DAYS[50])
    assert time.monotonic() - start < 8
    alone.slider.focus()
    start = time.monotonic()
    alone.keys(*["ArrowRight"] * 20).sees(DAYS[70])
    assert time.monotonic() - start < 8
    # The table is folded, and says the same once it is opened.
    assert alone.table() == []
    alone.page.locator(".tm details summary").click()
    alone.page.wait_for_selector("[data-testid=layer-table] tbody tr:nth-child(2000)")
    rows = alone.table()
    assert len(rows) == 2000
    expected = float(f"{numbers[1234, 70]:.3g}")
    assert rows[1234] == ["Area 1234", f"{expected:,.0f}"]


@pytest.mark.parametrize(
    "shape",
    [
        Polygon([(170, 0), (-170, 0), (-170, 10), (170, 10)]),
        shapely.MultiPolygon([shapely.box(170, 0, 180, 10), shapely.box(-180, 0, -170, 10)]),
    ],
    ids=["one ring", "cut in two"],
)
def test_an_area_across_the_antimeridian_stays_in_one_piece(alone, shape):
    alone.shows(packed(map_of([[300_000.0]], [Area("A", "Taveuni", shape)])), DAYS[0])
    picture = alone.picture()
    colour = tuple(bytes.fromhex(SCALE.colour(300_000)[1:]))
    columns = {
        x for x in range(picture.width) if picture.getpixel((x, picture.height // 4)) == colour
    }
    # Twenty degrees fill the canvas from side to side; a world round it would be a stripe.
    assert len(columns) > 0.85 * picture.width
    # Its label stands in its middle.
    middle = 0.5 + ASIDE / picture.width
    assert alone.colours(middle, 0.5, reach=60) - {SCALE.colour(300_000)}


def test_an_outline_that_crosses_itself_is_drawn(alone):
    bow = Area("A", "Bow", Polygon([(34, 31), (35, 32), (35, 31), (34, 32)]))
    alone.shows(packed(map_of([[300_000.0]], [bow])), DAYS[0])
    place = place_of([bow], (34.9, 31.5), alone.picture().size)
    assert alone.colours(*place) == {SCALE.colour(300_000)}
    outside = place_of([bow], (34.5, 31.9), alone.picture().size)
    assert alone.colours(*outside) == {SEA}


def test_markup_in_any_name_is_text_and_never_runs(alone):
    areas = squares(2, names=[MARKUP, f"{MARKUP}2"])
    note = Note(
        MARKUP,
        5e5,
        lines=(MARKUP,),
        as_of=FIRST,
        shade=3,
        cells=(
            MARKUP,
            MARKUP,
            ((MARKUP, "javascript:alert(2)"), ("seen", "https://example.org/<b>")),
        ),
        credit=MARKUP,
    )
    layer = layer_of(
        [[5e5, 5e5], [1e5, 2e5]],
        note=np.array([[0, 0], [-1, -1]]),
        notes=(note,),
        name=MARKUP,
        title=MARKUP,
        unit=MARKUP,
        labels=(MARKUP,) * 6,
        marks={"missing": MARKUP, "wide": MARKUP},
        legend=MARKUP,
        placed=True,
        columns=("Area", MARKUP, MARKUP, MARKUP),
        plain=((MARKUP, ""), (MARKUP, "")),
    )
    movement = moved(
        MARKUP,
        value=5e5,
        origin=MARKUP,
        destination=MARKUP,
        who=MARKUP,
        publisher=MARKUP,
        kind=MARKUP,
        way=MARKUP,
        question=MARKUP,
    )
    everything = map_of(
        layer,
        areas,
        movements=[movement],
        placed=[MARKUP],
        placed_on=[0, 0],
        orders=[OrderArea(MARKUP, areas[0].shape, FIRST, FIRST)],
        context=[Context("neighbour", MARKUP, shapely.box(33, 30, 34, 31))],
        places=[Place(MARKUP, (34.05, 31.05), 1)],
        phases=[Phase("t", MARKUP, FIRST, FIRST + timedelta(1), FIRST)],
        evidence=[Evidence(("A0",), FIRST, FIRST, FIRST, MARKUP, MARKUP, MARKUP, MARKUP)],
        credits=[MARKUP],
        figures=[1],
        weeks=[5.0],
    )
    alone.shows(packed(everything), DAYS[0], since=DAYS[0], stem=f"{{date}}-{MARKUP}")
    alone.page.locator(".tm-name").first.click()
    card = alone.page.locator("[data-testid=area-card]").inner_text()
    assert card.count(MARKUP) >= 5
    first, second = alone.table()
    assert first == [MARKUP, MARKUP, MARKUP, f"{MARKUP}\nseen"]
    assert second == [f"{MARKUP}2", "100,000", MARKUP, ""]
    with alone.page.expect_download() as download:
        alone.takes("save-image")
    assert download.value.suggested_filename.startswith(DAYS[0])
    assert alone.page.locator(".tm img, .tm script, .tm b img").count() == 0
    links = alone.page.locator("[data-testid=layer-table] a")
    assert [links.nth(n).get_attribute("href") for n in range(links.count())] == [
        "https://example.org/<b>"
    ]
    alone.quiet(0.1)


LONG = "Beit Lahiya and everything that lies around it as far as the old railway line " * 4


@pytest.mark.parametrize(
    ("side", "lang", "width"),
    [("left", "en", 390), ("right", "ar", 390), ("inside", "en", 390), ("left", "ar", 1000)],
)
def test_long_names_stay_inside_the_canvas(alone, side, lang, width):
    alone.page.set_viewport_size({"width": width, "height": 1200})
    names = [LONG, "مخيم " * 60, "W" * 400, "\u202eخان يونس\u202c (Khan Younis) " * 12]
    areas = [replace(area, side=side) for area in squares(4, names=names)]
    alone.shows(packed(map_of([[300_000.0]] * 4, areas), Translator(lang)), DAYS[0])
    picture = alone.picture()
    for x in (0, 1, picture.width - 2, picture.width - 1):
        edge = picture.crop((x, 0, x + 1, picture.height)).getcolors()
        assert edge == [(picture.height, tuple(bytes.fromhex(SEA[1:])))]
    assert [row[0] for row in alone.table()] == names
    assert alone.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_place_without_a_size_draws_once_it_has_one(alone):
    areas = squares(1)
    alone.page.evaluate("document.getElementById('host').style.display = 'none'")
    payload = packed(map_of([[300_000.0, 600_000.0]], areas))
    alone.opens(payload, DAYS[0]).quiet(0.2)
    alone.goes(date=DAYS[1])
    alone.page.evaluate("document.getElementById('host').style.display = 'block'")
    alone.sees(DAYS[1])
    alone.page.wait_for_function(
        "document.querySelector('#host').shadowRoot.querySelector('.tm-canvas').width > 500"
    )
    alone.quiet(0.1)
    assert colours_in(alone, areas, areas[0]) == {SCALE.colour(600_000)}


def test_a_lost_drawing_comes_back_and_steps_draw_again(alone):
    areas = squares(1)
    alone.shows(packed(map_of([[300_000.0, 600_000.0, 900_000.0]], areas)), DAYS[0])
    canvas = alone.page.locator(".tm-canvas")
    canvas.evaluate("c => c.dispatchEvent(new Event('contextlost', { cancelable: true }))")
    # Everything that was ever drawn is gone, also what is kept aside.
    alone.page.evaluate("canvases.forEach((canvas) => { canvas.width = canvas.width; })")
    alone.slider.focus()
    alone.keys("ArrowRight")
    assert alone.colours(0.5, 0.2) == {"#000000"}
    assert alone.table() == [["Area 0", "600,000"]]
    canvas.evaluate("c => c.dispatchEvent(new Event('contextrestored'))")
    # It is drawn with the next picture of the screen.
    alone.page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert colours_in(alone, areas, areas[0]) == {SCALE.colour(600_000)}
    assert alone.colours(0.02, 0.5) == {SEA}
    alone.keys("ArrowRight").sees(DAYS[2])
    assert colours_in(alone, areas, areas[0]) == {SCALE.colour(900_000)}


def test_words_are_drawn_again_once_their_font_has_come(alone):
    alone.page.evaluate("document.body.style.setProperty('--st-font', 'Late, serif')")
    alone.shows(packed(map_of([[300_000.0]])), DAYS[0])
    before = alone.picture()
    alone.page.evaluate(
        """async () => {
          const late = new FontFace("Late", "url(./letters.ttf)");
          document.fonts.add(late);
          await late.load();
          await new Promise((done) => setTimeout(done, 100));
        }"""
    )
    after = alone.picture()
    assert after != before
    alone.page.evaluate("document.fonts.clear()")
    alone.page.evaluate("document.body.style.removeProperty('--st-font')")


# Picture, table and Python agree.


def table_of(layer, day, view, t):
    values = (
        reconstructed_values_of(tables_in_use(), layer, day, view)
        if view
        else values_of(tables_in_use(), layer, day, later=True)
    )
    return [
        [
            cell if isinstance(cell, str) else "\n".join(text for text, _ in cell)
            for cell in mark.cells
        ]
        for mark in marks_of(values, layer, tables_in_use(), t)
    ]


@pytest.mark.parametrize(("view", "lang"), [("", "en"), ("all", "ar")])
@pytest.mark.few(1)
def test_the_table_says_what_python_says(alone, view, lang):
    t = Translator(lang)
    layers = ["people", "change", "density"] + ([] if view else ["orders"])
    dice = random.Random(5)  # noqa: S311 - a sample, not a secret
    alone.shows(gaza(view, lang), "2025-10-05")
    for _ in range(20):
        layer, day = dice.choice(layers), dice.choice(every_day())
        alone.goes(date=day.isoformat(), layer=layer)
        assert (alone.day, alone.root.get_attribute("data-layer")) == (day.isoformat(), layer)
        assert alone.table() == table_of(layer, day, view, t)


def test_card_and_table_say_the_same_number(alone):
    alone.shows(gaza(), "2025-10-05")
    alone.page.locator(".tm-name").nth(2).hover()
    card = alone.page.locator("[data-testid=area-card]")
    name, number, *_ = alone.table()[2]
    text = card.inner_text()
    assert text.startswith(f"{name}\n{number}\n")
    assert "Published about these seven days" in text


# Time.


@pytest.fixture
def playing(alone):
    """A map of 400 days with a phase from day 100 to 104, on day 60."""
    numbers = np.linspace(0, 1.2e6, 400)[None, :]
    phases = [
        Phase("calm", "Calm", FIRST, FIRST + timedelta(99), FIRST + timedelta(30)),
        Phase(
            "storm", "Storm", FIRST + timedelta(100), FIRST + timedelta(104), FIRST + timedelta(102)
        ),
        Phase(
            "after", "After", FIRST + timedelta(105), FIRST + timedelta(399), FIRST + timedelta(200)
        ),
    ]
    total = np.arange(400) * 10_000.0
    areas = squares(2)
    flows = [Flow("A0", "A1", total)]
    given = map_of(
        np.vstack([numbers, numbers]), areas, phases=phases, flows=flows, reconstructed=True
    )
    alone.shows(packed(given), DAYS[60])
    alone.slider.focus()
    return alone


def test_keys_move_by_days_weeks_months_and_to_the_ends(playing):
    moves = {
        "ArrowRight": 61,
        "ArrowUp": 62,
        "ArrowLeft": 61,
        "ArrowDown": 60,
        "Shift+ArrowRight": 67,
        "Shift+ArrowLeft": 60,
        "PageUp": 88,
        "PageDown": 60,
        "Home": 0,
        "End": 399,
    }
    # The 60th day is 2 March; a month on it is 2 April.
    assert DAYS[60] == "2025-03-02"
    moves |= {"PageUp": DAYS.index("2025-04-02"), "PageDown": DAYS.index("2025-03-02")}
    for key, day in moves.items():
        playing.keys(key)
        assert (key, playing.day) == (key, DAYS[day])
        assert playing.slider.get_attribute("aria-valuenow") == str(day)
    playing.keys("ArrowRight")
    assert playing.day == DAYS[399]
    assert playing.slider.get_attribute("role") == "slider"


def test_a_burst_of_keys_settles_once(playing):
    playing.keys(*["ArrowRight"] * 12)
    assert playing.settled() == []
    playing.quiet(0.6)
    view = {"layer": "people", "show": "published", "view": "all", "lang": "en"}
    nothing = dict.fromkeys(
        ("later", "since", "area", "zoom", "block", "order", "place", "story", "step")
    )
    assert playing.settled() == [{"date": DAYS[72], **view, **nothing, "told": 1}]
    playing.keys("ArrowRight", "ArrowLeft").quiet(0.6)
    # Back where it was: that is not news.
    assert len(playing.settled()) == 1


def test_play_runs_without_a_word_to_python_until_it_is_paused(playing):
    button = playing.page.get_by_role("button", name="Play")
    playing.page.evaluate(
        """() => {
          window.seen = new Set();
          const root = document.querySelector("#host").shadowRoot.querySelector(".tm");
          new MutationObserver(() => seen.add(root.dataset.date))
            .observe(root, { attributeFilter: ["data-date"] });
        }"""
    )
    playing.page.get_by_label("Speed").select_option("60")
    button.click()
    pause = playing.page.get_by_role("button", name="Pause")
    pause.wait_for()
    assert button.count() == 0
    playing.quiet(0.8)
    for _ in range(2):
        movements(playing).click()
    assert playing.settled() == []
    pause.click()
    seen = sorted(playing.page.evaluate("[...seen]"))
    assert len(seen) >= 10
    assert DAYS[60] < seen[0] < seen[-1] == playing.day
    assert [told["date"] for told in playing.settled()] == [playing.day]
    stopped = playing.day
    playing.quiet(0.2)
    assert playing.day == stopped
    assert playing.page.get_by_role("button", name="Play").count() == 1


def test_space_plays_and_pauses_and_a_key_stops_it(playing):
    playing.keys(" ")
    playing.page.get_by_role("button", name="Pause").wait_for()
    playing.keys(" ")
    playing.page.get_by_role("button", name="Play").wait_for()
    playing.keys(" ", "Home")
    assert playing.page.get_by_role("button", name="Play").count() == 1
    assert playing.day == DAYS[0]


def test_at_the_end_it_stops_and_begins_anew(playing):
    playing.keys("End", "ArrowLeft", "ArrowLeft")
    playing.page.get_by_label("Speed").select_option("60")
    playing.keys(" ").sees(DAYS[399])
    playing.page.get_by_role("button", name="Play").wait_for()
    assert [told["date"] for told in playing.settled()] == [DAYS[399]]
    playing.keys(" ")
    assert playing.day < DAYS[20]
    playing.keys(" ")


def test_a_phase_is_repeated_and_nothing_beside_it_shown(playing):
    playing.page.get_by_label("Phase of the war").select_option("storm")
    repeat = playing.page.get_by_role("button", name="Repeat this phase")
    assert repeat.get_attribute("aria-pressed") == "false"
    repeat.click()
    assert repeat.get_attribute("aria-pressed") == "true"
    assert playing.page.locator(".rail-loop").is_visible()
    playing.page.get_by_label("Speed").select_option("30")
    playing.page.get_by_role("button", name="Play").click()
    seen = []
    for _ in range(16):
        playing.quiet(0.04)
        seen.append(playing.day)
    assert set(seen) <= set(DAYS[100:105])
    assert len(set(seen)) >= 3
    assert any(before > after for before, after in pairwise(seen))
    playing.page.get_by_role("button", name="Pause").click()
    repeat.click()
    assert not playing.page.locator(".rail-loop").is_visible()


@pytest.mark.parametrize("by", ["name", "list"])
def test_a_phase_opens_its_day(playing, by):
    if by == "name":
        playing.page.get_by_role("button", name="After").click()
    else:
        chosen = playing.page.get_by_label("Phase of the war")
        texts = chosen.locator("option").all_text_contents()
        assert texts[1] == "Storm (11 Apr 2025 to 15 Apr 2025)"
        chosen.select_option("after")
    assert playing.day == DAYS[200]
    assert [told["date"] for told in playing.settled()] == [DAYS[200]]


def movements(someone):
    return someone.page.get_by_role("button", name="Movements")


def test_the_handle_of_a_period_stays_before_the_day(playing):
    since = playing.page.get_by_test_id("period-slider")
    typed = playing.page.get_by_test_id("since-field")
    assert not since.is_visible()
    assert not typed.is_visible()
    movements(playing).click()
    assert since.is_visible()
    assert movements(playing).inner_text() == "Movements since"
    assert typed.input_value() == written(DAYS[0])
    assert since.get_attribute("aria-valuetext") == f"{written(DAYS[0])}, Calm"
    assert [told["since"] for told in playing.settled()] == [DAYS[0]]
    since.focus()
    playing.keys("PageUp", "ArrowRight")
    assert typed.input_value() == "2 February 2025"
    playing.keys("End")
    assert playing.day == DAYS[60]
    assert typed.input_value() == written(DAYS[60])
    playing.slider.focus()
    playing.keys("ArrowLeft")
    assert playing.day == DAYS[59]
    assert typed.input_value() == written(DAYS[59])
    playing.quiet(0.6)
    assert playing.settled()[-1]["since"] == playing.settled()[-1]["date"] == DAYS[59]
    typed.fill("3 Feb 2025")
    typed.press("Enter")
    assert playing.settled()[-1]["since"] == "2025-02-03"
    # A period cannot begin after the day shown.
    typed.fill(DAYS[60])
    typed.press("Enter")
    problem = playing.page.locator(".rail-problem")
    assert f"no day from {DAYS[0]} to {DAYS[59]}" in problem.inner_text()
    assert playing.settled()[-1]["since"] == "2025-02-03"
    typed.press("Escape")
    assert not problem.is_visible()
    movements(playing).click()
    assert not since.is_visible()
    assert not typed.is_visible()
    assert playing.settled()[-1]["since"] is None


def test_movements_of_a_period_are_drawn_and_explained(playing):
    before = playing.picture()
    movements(playing).click()
    assert playing.picture() != before
    legend = playing.page.locator(".tm-legend").inner_text()
    assert "reconstructed" in legend
    movements(playing).click()
    assert playing.picture() == before


def test_dragging_the_handle_draws_and_settles_once(playing):
    box = playing.page.locator(".rail-field").bounding_box()
    handle = playing.slider.bounding_box()
    y = handle["y"] + handle["height"] / 2
    playing.page.mouse.move(handle["x"] + handle["width"] / 2, y)
    playing.page.mouse.down()
    for share in (0.3, 0.5, 0.7):
        playing.page.mouse.move(box["x"] + share * box["width"], y)
        assert abs(DAYS.index(playing.day) - share * 399) <= 3
    assert playing.settled() == []
    playing.page.mouse.up()
    assert [told["date"] for told in playing.settled()] == [playing.day]


def test_less_motion_is_a_week_a_second(playing):
    playing.page.emulate_media(reduced_motion="reduce")
    playing.keys(" ").quiet(0.5)
    assert playing.day == DAYS[60]
    playing.sees(DAYS[67])
    playing.keys(" ")
    assert playing.day == DAYS[67]


# Both ways.


def test_python_does_not_move_a_reader_and_the_history_does(playing):
    playing.keys("ArrowRight").quiet(0.5)
    playing.keys("ArrowRight").quiet(0.5)
    assert [told["told"] for told in playing.settled()] == [1, 2]
    # Python answers the first of two moves: the reader is further on already.
    playing.tell(date=DAYS[61], notices=["A sentence about the link."])
    assert playing.day == DAYS[62]
    playing.goes(date=DAYS[200])
    assert playing.day == DAYS[200]
    assert playing.slider.get_attribute("aria-valuenow") == "200"
    playing.quiet(0.5)
    assert [told["date"] for told in playing.settled()] == [DAYS[61], DAYS[62], DAYS[200]]


def test_a_message_does_not_undo_keys_that_have_not_settled(playing):
    playing.keys("ArrowRight").quiet(0.5)
    playing.keys("ArrowRight", "ArrowRight")
    # Python has heard of the first key only, and says so; the reader is two keys further.
    playing.tell(date=DAYS[61])
    assert playing.day == DAYS[63]
    playing.quiet(0.5)
    assert [told["date"] for told in playing.settled()] == [DAYS[61], DAYS[63]]


def test_a_theme_lets_it_play_and_a_way_back_takes_it_there_and_stops_it(playing):
    playing.keys(" ").passes(DAYS[62])
    playing.tell(theme="dark")
    playing.quiet(0.1)
    assert playing.page.get_by_role("button", name="Pause").count() == 1
    assert playing.day >= DAYS[62]
    playing.goes(date=DAYS[300])
    assert playing.day == DAYS[300]
    assert playing.page.get_by_role("button", name="Play").count() == 1
    playing.quiet(0.2)
    assert playing.day == DAYS[300]
    assert [told["date"] for told in playing.settled()] == [DAYS[300]]


def test_other_data_while_it_plays_go_on_from_the_day_shown(playing):
    other = packed(map_of(np.full((2, 400), 3e5)))
    playing.keys(" ").passes(DAYS[65])
    playing.feed(other)
    playing.tell(signature=other.signature)
    playing.says("300,000")
    assert playing.day >= DAYS[65]
    assert f"date={playing.day}" in playing.page.url


def test_the_address_chooses_layer_and_area_and_what_it_cannot_is_let_be(alone):
    layers = [
        layer_of([[1e5, 2e5]]),
        replace(layer_of([[9e5, 8e5]]), id="density", name="Density", title="Density"),
    ]
    areas = squares(1)
    alone.shows(packed(map_of(layers[0], areas, layers=layers)), DAYS[1])
    alone.tell(theme="dark").goes(layer="density", area="A0")
    assert (alone.day, alone.root.get_attribute("data-layer")) == (DAYS[1], "density")
    assert colours_in(alone, areas, areas[0]) == {SCALE.colour(8e5)}
    assert alone.colours(0.02, 0.5) == {PALETTES["dark"].sea}
    assert alone.page.locator("tr.tm-selected").count() == 1
    alone.goes(date="2031-01-01")
    assert (alone.day, alone.root.get_attribute("data-layer")) == (DAYS[1], "density")
    alone.goes(date=DAYS[0], area="nowhere")
    assert alone.day == DAYS[0]
    assert alone.page.locator("tr.tm-selected").count() == 0


def test_the_map_follows_the_theme_of_the_page_without_a_word_from_python(alone):
    alone.shows(packed(map_of([[1e5]])), DAYS[0])
    for colour, theme in (("#16181b", "dark"), ("rgb(255, 255, 255)", "light")):
        alone.page.evaluate(
            "colour => document.body.style.setProperty('--st-background-color', colour)", colour
        )
        alone.quiet(0.2)
        assert alone.colours(0.02, 0.5) == {PALETTES[theme].sea}


def test_an_area_is_chosen_told_opened_and_let_go(alone):
    areas = squares(4)
    alone.shows(packed(map_of([[1e5]] * 4, areas)), DAYS[0])
    size = alone.picture().size
    for number, area in enumerate(areas):
        share = place_of(areas, area.shape.centroid.coords[0], size)
        where = {"x": share[0] * size[0], "y": share[1] * size[1]}
        alone.page.locator(".tm-canvas").click(position=where)
        assert alone.settled()[-1]["area"] == f"A{number}"
        alone.page.mouse.move(1, 1)
    card = alone.page.locator("[data-testid=area-card]")
    assert card.is_visible()
    alone.page.locator("[data-testid=open-area]").click()
    assert alone.page.evaluate("opened") == [["opened", "A3"]]
    alone.page.locator(".tm-canvas").focus()
    alone.keys("Escape")
    assert alone.settled()[-1]["area"] is None
    assert not card.is_visible()


def test_the_zoom_outlives_steps_other_payloads_and_a_new_size(alone):
    areas = squares(4)
    one = packed(map_of([[1e5, 2e5]] * 4, areas))
    other = packed(map_of([[3e5, 4e5]] * 4, areas))
    alone.shows(one, DAYS[0])
    whole = alone.picture()
    for _ in range(5):
        alone.page.get_by_role("button", name="Zoom in").click()
    alone.quiet(0.1)
    assert alone.colours(0.02, 0.3) == {SCALE.colour(1e5)}
    alone.slider.focus()
    alone.keys("ArrowRight")
    alone.feed(other)
    alone.tell(signature=other.signature)
    alone.says("400,000")
    assert alone.day == DAYS[1]
    assert alone.colours(0.02, 0.3) == {SCALE.colour(4e5)}
    alone.page.set_viewport_size({"width": 1146, "height": 1200})
    alone.quiet(0.2)
    assert alone.colours(0.02, 0.3) == {SCALE.colour(4e5)}
    alone.page.set_viewport_size(SIZE)
    alone.tell(signature=one.signature).says("200,000")
    alone.goes(date=DAYS[0])
    alone.page.get_by_role("button", name="Show all").click()
    alone.quiet(0.1)
    assert alone.sees(DAYS[0]).picture() == whole


def test_a_saved_image_is_three_times_as_large(alone, tmp_path):
    alone.shows(gaza(), "2025-10-05")
    size = alone.picture().size
    with alone.page.expect_download() as download:
        alone.takes("save-image")
    saved = tmp_path / "saved.png"
    download.value.save_as(saved)
    with Image.open(saved) as image:
        assert image.width == 3 * (size[0] + 48)
        assert image.height > 3 * size[1]
    assert saved.stat().st_size > 100_000
    alone.page.get_by_role("button", name="Copy image").click()
    alone.page.get_by_text("Image copied").wait_for()
    kinds = alone.page.evaluate(
        "navigator.clipboard.read().then(items => items.flatMap(item => item.types))"
    )
    assert kinds == ["image/png"]


def test_a_screen_that_was_left_is_forgotten(alone):
    payload = packed(map_of([[1000.0] * 3]))
    alone.shows(payload, DAYS[0])
    alone.page.evaluate(
        """() => {
          window.left = ["canvas", "[data-testid=rivals]", "[data-testid=time-slider]"].map((one) =>
            new WeakRef(document.querySelector("#host").shadowRoot.querySelector(one)));
          window.canvases.length = 0;
        }"""
    )
    alone.fresh()
    alone.page.request_gc()
    kept = "() => left.filter((one) => one.deref()).map((one) => one.deref().className)"
    assert alone.page.evaluate(kept) == []
