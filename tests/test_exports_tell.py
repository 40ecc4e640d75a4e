"""What the outputs tell of two weeks in which rival figures met, in sentences written by hand.

The figures are the frozen ones, so that no new fact changes what is expected.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.draw.sheets import compose
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.bands import band_between
from nuzuh.scene.cube import time_map_of
from nuzuh.scene.figures import figure_of
from nuzuh.scene.flows import largest_flows
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.map3d import map3d_deck
from tests.agreeing import bare, film, sheet_text
from tests.frozen import frozen_data
from tests.web.pages import page_file

RAFAH = View(date(2024, 5, 26), since=date(2024, 5, 6))
GAZA_CITY = View(date(2025, 10, 5), since=date(2025, 8, 14))
ARROWS = {
    RAFAH: {
        "more than 945,000 people (OCHA, 26 May 2024) to about 950,000 people (IDF, 20 May "
        "2024)": "Rafah → elsewhere in the Strip",
    },
    GAZA_CITY: {
        "about 335,000 people (Gaza Government Media Office, 24 Sept 2025) to about 900,000 people "
        "(Israeli defence minister, 5 Oct 2025)": "Gaza City → south of Wadi Gaza",
        "more than 417,000 movements": "North Gaza; Gaza → south of Wadi Gaza",
        "more than 24,000 people": "south of Wadi Gaza → Gaza City",
    },
}
BOTH = pytest.mark.parametrize("view", [RAFAH, GAZA_CITY], ids=["rafah", "gaza-city"])


@pytest.fixture(autouse=True)
def frozen():
    with frozen_data():
        yield


def drawn(kind, view):
    """A sheet in English."""
    t = Translator("en")
    shown = figure_of(kind, view, tables_in_use(), t)
    return compose(shown, t=t, paper="a3")


@pytest.mark.slow
@BOTH
def test_print_and_film_draw_the_same_arrows_with_their_numbers(view):
    sheet, moving = sheet_text(view), film(view, size="square")
    drawn = {arrow.number: arrow.way for arrow in moving.shown.frames[-1].arrows}
    for number, way in ARROWS[view].items():
        assert drawn[number] == way
        for text in (sheet, moving.frame):
            assert bare(number) in text
        assert bare(way) in sheet
    for number in drawn:
        assert bare(number) in sheet
        assert bare(number) in moving.frame
    for text in (sheet, moving.frame):
        assert ("elsewhereintheStrip" in text) == (view is RAFAH)
    key = "open end: elsewhere in the Strip, the source names no area"
    assert (bare(key) in sheet) == (view is RAFAH)
    for text in (sheet, moving.ground):
        assert (bare("paler: movements counted, not people") in text) == (view is GAZA_CITY)


@pytest.mark.slow
def test_each_rival_claim_stands_beside_the_map_from_the_lowest_to_the_highest():
    sheet = sheet_text(RAFAH)
    claims = (
        "more than 945,000 people, Rafah → Gaza Strip",
        "about 950,000 people, Rafah → Al-Mawasi",
    )
    places = [sheet.index(bare(claim)) for claim in claims]
    assert places == sorted(places)


@pytest.mark.slow
@BOTH
def test_the_time_map_is_sent_every_figure_behind_an_arrow(view):
    sent = time_map_of(View(), tables_in_use(), Translator("en")).movements
    numbers = {movement.number for movement in sent}
    for number in ("about 800,000 people", "about 950,000 people", "more than 417,000 movements"):
        assert number in numbers
    page = page_file(view).decode()
    assert json.loads(_data(page, "onefile-view"))["view"]["since"] == view.since.isoformat()


@pytest.mark.slow
def test_a_film_shows_an_arrow_from_the_day_on_which_it_was_published():
    early = film(replace(RAFAH, date=date(2024, 5, 17)), size="square")
    assert "Rafah → elsewhere in the Strip" not in [a.way for a in early.shown.arrows]
    later = film(replace(RAFAH, date=date(2024, 5, 19)), size="square")
    drawn = {arrow.way: arrow.number for arrow in later.shown.frames[-1].arrows}
    assert drawn["Rafah → elsewhere in the Strip"] == "about 800,000 people"
    assert not film(replace(RAFAH, since=None)).shown.arrows


def test_an_open_arrow_has_no_filled_tip():
    closed = band_between((0, 0), (0, 100), 10, is_open=False)
    opened = band_between((0, 0), (0, 100), 10, is_open=True)
    assert closed.head == ()
    assert len(opened.head) == 3
    assert opened.head[1] == (0, 100)
    assert closed.shape.bounds[3] == pytest.approx(100)
    assert opened.shape.bounds[3] < 92


@pytest.mark.slow
def test_reconstructed_movements_are_the_same_in_print_film_and_arcs():
    view = replace(GAZA_CITY, mode="reconstructed")
    t = Translator("en")
    flows = largest_flows(load_reconstruction(tables_in_use(), "all"), view.since, view.date)
    assert len(flows.largest) > 1
    sheet, moving = sheet_text(view), film(view)
    arcs = json.loads(map3d_deck([], flows, t).to_json())["layers"][-1]["data"]
    ways = [(arrow.origins, arrow.destinations) for arrow in moving.shown.frames[-1].arrows]
    assert ways == [(flow.origins, flow.destinations) for flow in flows.largest]
    for flow, arc in zip(flows.largest, arcs, strict=True):
        number = bare(flow.number(t))
        assert number in sheet
        assert number in moving.frame
        assert number in bare(arc["told"])


def _data(page, identity):
    start = page.index(f'<script id="{identity}"')
    return page[page.index(">", start) + 1 : page.index("</script>", start)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2025, 10, 5), "but 600,000 to 700,000: UN, 2 Oct 2025"),
        (date(2025, 9, 28), "but more than 900,000: Gaza Government Media Office, 24 Sept 2025"),
    ],
)
def test_rivals_of_an_area_stand_in_print_and_film(day, line):
    view = View(day)
    outputs = {
        "sheet": sheet_text(view, paper="a4"),
        "square": sheet_text(view, paper="square"),
        "film": film(view).frame,
        "square film": film(view, size="square").frame,
    }
    for name, text in outputs.items():
        assert bare(line) in text, name


@pytest.mark.slow
def test_what_is_too_old_has_words_in_grey_and_no_circle_and_what_is_last_known_is_smaller():
    sheet = drawn("map", View(date(2025, 10, 5)))
    texts = {artist.get_text(): artist for artist in sheet._axes.texts}
    old = texts["no figure of its own since 10 Dec 2024"]
    assert old.get_color() == sheet.palette.quiet
    assert "65,000" not in " ".join(sheet.texts)
    current = texts["about 200,000"]
    assert current.get_color() == sheet.palette.ink
    assert old.get_fontsize() < current.get_fontsize()
    earlier = drawn("map", View(date(2024, 5, 26)))
    known = {artist.get_text(): artist for artist in earlier._axes.texts}["about 511,000"]
    assert known.get_color() == earlier.palette.quiet
    assert known.get_fontsize() < current.get_fontsize()


@pytest.mark.slow
def test_what_the_figures_come_to_is_told_of_each_day_of_a_comparison_and_a_film():
    view = View(date(2025, 10, 5))
    # 200,000 + 640,000 + 1,000,000; North Gaza and Rafah are too old to count.
    october = "accounts for 1,840,000 of about 2,100,000 people in the Strip (OCHA, 20 Jul 2025)."
    # 511,000 + 685,000 + the middle of 300,000 to 400,000: 1,546,000, told in three digits.
    may = (
        "This map accounts for 1,550,000 of about 2,200,000 people in the Strip (OCHA, 3 Jan 2024)."
    )
    sheet = drawn("comparison", replace(view, compare=date(2024, 5, 26)))
    told = bare("".join(sheet.texts))
    assert bare(october) in told
    assert bare(may) in told
    assert bare(october) in film(view).frame
    assert bare(may) in film(RAFAH).frame
    assert bare(may) not in film(view).frame
