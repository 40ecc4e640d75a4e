"""The land under orders of a day: blocks and zones, over the colours of people present."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.evidence.order_book import order_book
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.geometry import block_shapes, land_of_blocks, line_of_blocks, strip
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.legend_rows import land_rows
from nuzuh.scene.order_land import OrderLand, ZoneLand, orders_in, orders_of_day
from nuzuh.scene.scene import Scene, from_json, scene, scenes, to_json
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import SHOWS, View
from tests.evidence.grounds import book

ENGLISH = Translator("en")
CITY, LINE = date(2025, 8, 20), date(2025, 12, 1)
SPAN = load_timeline()
DAYS = st.dates(SPAN.first, SPAN.last)


def land_on(day):
    return orders_of_day(tables_in_use(), day, later=True).land


def made_up(some_orders, *rows, day=date(2025, 7, 1), **facts):
    return orders_in(book(some_orders(*rows), **facts), day, later=True).land


def test_blocks_named_whole_are_sure_and_parts_and_places_are_possible(some_orders):
    land = made_up(
        some_orders,
        {"blocks": "9"},
        {"blocks": "10.1"},
        {"blocks": "", "areas": "Shaboura", "pcodes": "PS0275"},
        places={"shaboura": ("8", "9", "10")},
    )
    assert (land.sure, land.possible, land.given) == (("9",), ("10",), ())


def test_which_outlines_are_given_is_told_of_blocks_that_are_drawn(some_orders):
    land = made_up(some_orders, {"blocks": "9; 10.1"}, given=("1", "9", "10"))
    assert (land.sure, land.possible, land.given) == (("9",), ("10",), ("9", "10"))


def test_before_the_first_order_there_is_no_land(some_orders):
    assert made_up(some_orders, {"blocks": "9"}, day=date(2025, 6, 1)) == OrderLand()
    assert land_on(SPAN.first) == OrderLand()


@settings(max_examples=30, deadline=None)
@given(DAYS, st.booleans())
def test_what_is_drawn_of_a_day_is_what_covers_it(day, later):
    told = orders_of_day(tables_in_use(), day, later=later)
    under = order_book(tables_in_use()).under(day, later=later)
    land, ground = told.land, under.ground
    assert not set(land.sure) & set(land.possible)
    assert set(land.sure) == {ground.blocks[at] for at in under.cover.sure.nonzero()[0]}
    assert set(land.possible) == {ground.blocks[at] for at in under.cover.possible.nonzero()[0]}
    assert (told.strip, told.shares) == (under.strip, under.shares)
    for zone in land.zones:
        assert zone.since <= day
        assert zone.as_of <= day or zone.kind == "yellow_line"
        assert zone.blocks


def test_between_two_turning_days_nothing_is_computed_anew():
    turns = order_book(tables_in_use()).turning_days()
    wide = next(a for a, b in pairwise(turns) if (b - a).days > 2)
    one, next_day = (
        orders_of_day(tables_in_use(), wide + timedelta(days=days), later=True) for days in (0, 1)
    )
    assert one is next_day


def test_land_has_no_borders_between_its_blocks():
    blocks = land_on(CITY).sure
    land, shapes = land_of_blocks(blocks), block_shapes()
    assert land.area == pytest.approx(sum(shapes[block].area for block in blocks))
    assert land.length < 0.2 * sum(shapes[block].length for block in blocks)
    assert land_of_blocks(blocks) is land


def test_a_line_runs_within_the_strip_and_not_along_its_edge():
    (zone,) = (zone for zone in land_on(LINE).zones if zone.kind == "yellow_line")
    line = line_of_blocks(zone.blocks)
    assert 0.2 < line.length < land_of_blocks(zone.blocks).length
    assert line.distance(strip().boundary) > 0


def test_a_line_that_moved_without_a_known_course_is_that_of_an_earlier_day():
    (zone,) = (zone for zone in land_on(LINE).zones if zone.kind == "yellow_line")
    assert zone.is_known_last
    rows = {row.pattern: row.text for row in land_rows([land_on(LINE)], ENGLISH)}
    assert (
        rows["yellow_line"] == "yellow line, approximate; course of 19 Oct 2025, it has moved since"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_legend_has_a_row_for_what_occurs_and_no_other(lang):
    t = Translator(lang)

    def patterns(*lands):
        return [row.pattern for row in land_rows(lands, t)]

    assert patterns(None, OrderLand()) == []
    assert patterns(OrderLand(sure=("1",))) == ["sure"]
    assert patterns(OrderLand(sure=("1",), given=("1",))) == ["given"]
    mixed = OrderLand(sure=("1", "2"), possible=("3",), given=("2",))
    assert patterns(OrderLand(), mixed) == ["sure", "given", "possible"]
    zone = ZoneLand("Z1", "no_go", ("1",), CITY, CITY)
    assert patterns(OrderLand(zones=(zone,))) == ["no_go"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_approximate_says_so(lang):
    t = Translator(lang)
    word = {"en": "approximate", "ar": "تقريبي", "he": "משוער"}[lang]
    land = OrderLand(
        sure=("1",),
        possible=("2",),
        zones=tuple(
            ZoneLand(kind, kind, ("3",), CITY, CITY)
            for kind in ("humanitarian", "no_go", "yellow_line", "orange_line")
        ),
    )
    rows = list(land_rows([land], t))
    assert len(rows) == 6
    assert all(word in row.text for row in rows)


@pytest.mark.parametrize("day", [CITY, LINE, date(2023, 10, 10), date(2024, 7, 7)])
@pytest.mark.parametrize("mode", SHOWS)
def test_orders_stand_over_the_colours_of_people_as_published(day, mode):
    tables = tables_in_use()
    # A link may ask for a reconstruction, of which the layer has none.
    shown = scene(View(day, layer="orders", mode=mode), tables, ENGLISH)
    people = scene(View(day), tables, ENGLISH)
    assert shown.areas == shown.ground == people.marks
    assert all(mark.shade is None and mark.record.shaded_by is None for mark in shown.marks)
    assert shown.order_land == land_on(day)
    assert (shown.legend_unit, shown.unit) == (people.unit, "percent of its area")
    rows = [row for row in shown.legend if row.swatch != "land"]
    assert tuple(rows) == people.legend
    assert [row.pattern for row in shown.legend if row.swatch == "land"] == [
        row.pattern for row in land_rows([land_on(day)], ENGLISH)
    ]
    # Colours are figures, too: they have their sources.
    cited = {mark.cited for mark in people.marks if mark.cited}
    assert cited <= set(shown.notes.sources)
    assert from_json(Scene, to_json(shown)) == shown


def test_the_days_of_a_film_are_those_of_its_scenes():
    tables, view = tables_in_use(), View(CITY, layer="orders")
    film = scenes(view, [date(2025, 3, 23), CITY], tables, ENGLISH)
    for frame in film.frames:
        shown = scene(View(frame.day, layer="orders"), tables, ENGLISH)
        assert (frame.marks, frame.ground, frame.order_land) == (
            shown.marks,
            shown.ground,
            shown.order_land,
        )
        assert {row.pattern for row in shown.legend} <= {row.pattern for row in film.legend}


@pytest.mark.parametrize("layer", [layer.id for layer in RECORDS.values() if not layer.over])
def test_another_layer_has_colours_of_its_own_and_no_land(layer):
    shown = scene(View(CITY, layer=layer), tables_in_use(), ENGLISH)
    assert (shown.ground, shown.order_land) == ((), None)
    assert shown.areas == shown.marks
    assert shown.legend_unit == shown.unit
