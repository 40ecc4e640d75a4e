"""All governorates at a glance say what the map and the reconstruction say, and no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.area_overview import (
    CHANGE_DAYS,
    AreaOverview,
    Told,
    area_overview,
    most_changed,
)
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.labels import label_of
from nuzuh.scene.regions import AREAS
from nuzuh.scene.scene import from_json, to_json
from nuzuh.scene.timeline import load_timeline, value_of, values_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.area_page import overview_html
from tests import places

ENGLISH = Translator("en")
THE_DAY = date(2025, 10, 5)
AFTER = date(2026, 8, 22)
"""A day on which the north is only told as one, and one figure is for four governorates."""
DAYS = st.dates(load_timeline().first, load_timeline().last)


def overview(**parts):
    return area_overview(View(**parts), tables_in_use(), ENGLISH)


@settings(max_examples=25)
@given(DAYS, st.booleans(), st.sampled_from(LANGUAGES))
def test_every_governorate_has_its_row_with_the_number_of_the_map(day, later, lang):
    view, t = View(date=day, later=later, lang=lang), Translator(lang)
    told = area_overview(view, tables_in_use(), t)
    assert [row.area for row in told.rows] == list(pc.GOVERNORATES)
    assert len(told.titles) == 5
    for row in told.rows:
        value = value_of(row.area, values_of(tables_in_use(), "people", day, later=later))
        assert row.name == governorate_name(row.area, lang)
        assert row.published.number == label_of(value, "people", t).number
        assert bool(row.published.area) == (len(value.pcodes) > 1)
        assert bool(row.published.sources) == (value.value is not None)
        if not later:
            nothing = Told(t("area.glance.nothing"))
            assert row.reconstructed == row.change == nothing
    assert from_json(AreaOverview, to_json(told)) == told


def test_a_row_says_who_when_and_of_what_kind():
    gaza = overview(date=THE_DAY).rows[1]
    assert gaza.published.number == "about 200,000"
    assert gaza.published.notes[0].replace("\xa0", " ") == "IDF, 5 Oct 2025"
    assert "but 600,000 to 700,000: UN, 2 Oct 2025" in gaza.published.notes
    assert gaza.published.notes[-1] == "people there"
    assert gaza.reconstructed.notes[0].startswith("likely ")
    assert gaza.change.number.startswith("about \u2066−")
    assert gaza.orders.number == "about 100%"


def test_where_areas_are_told_together_so_is_their_change():
    north, gaza, *_ = overview(date=AFTER).rows
    assert north.change == gaza.change
    assert north.change.area == north.reconstructed.area == "North Gaza + Gaza"


@settings(max_examples=25)
@given(DAYS)
def test_the_one_that_changed_most_is_the_one_with_the_largest_change(day):
    view = View(date=day)
    reconstruction = load_reconstruction(tables_in_use(), "all")
    start = max(day - timedelta(days=CHANGE_DAYS), reconstruction.days[0].date())
    chosen = most_changed(view, tables_in_use())
    assert chosen in pc.GOVERNORATES
    if start < day:
        changes = {
            areas: abs(reconstruction.change(start, day, areas)[0])
            for areas in reconstruction.areas_told(day)
        }
        (own,) = (areas for areas in changes if chosen in areas)
        assert changes[own] == max(changes.values())


@pytest.mark.parametrize(
    ("day", "later", "pcode"),
    [
        (THE_DAY, True, places.GAZA),
        (date(2024, 5, 26), True, places.RAFAH),
        (AFTER, True, places.GAZA),
        (THE_DAY, False, places.KHAN_YOUNIS),
    ],
)
def test_the_page_opens_on_the_governorate_of_the_day(day, later, pcode):
    assert most_changed(View(date=day, later=later), tables_in_use()) == pcode


@pytest.mark.parametrize("day", [THE_DAY, AFTER, date(2024, 5, 26)])
def test_the_table_has_a_place_for_every_cell_and_tells_joint_figures_once(read_html, day):
    told = overview(date=day)
    page = read_html(overview_html(told, "caption", ENGLISH))
    spans = [int(cell.get("rowspan") or 1) for tag, cell in page.elements if tag == "td"]
    assert sum(spans) == 4 * len(AREAS)
    joint = [row.published for row in told.rows if row.published.area]
    assert page.text.count("about 2,080,000") == (1 if day == AFTER else 0)
    assert all(told.sources[0][1] in page.links() for told in joint)
