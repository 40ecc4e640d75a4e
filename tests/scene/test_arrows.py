"""Which published movements are arrows, from what figures, in which words; expected by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.arrows import published_arrows, published_movements
from nuzuh.scene.translator import Translator

ENGLISH = Translator("en")
STRIP = " ".join(pc.GOVERNORATES)
SOUTH = "PS0265 PS0270 PS0275"
RAFAH = {
    "measure": "movement",
    "origin": "Rafah",
    "origin_pcodes": "PS0275",
    "destination": "Gaza Strip",
    "destination_pcodes": STRIP,
    "period_start": "2024-05-06",
    "period_basis": "stated",
    "as_of": "2024-05-18",
    "source_date": "2024-05-19",
    "value": "800000",
}
CITY = RAFAH | {
    "origin": "Gaza City",
    "origin_pcodes": "PS0260",
    "destination": "south of Wadi Gaza",
    "destination_pcodes": SOUTH,
}


@pytest.fixture
def arrows(some_estimates):
    """Make the arrows of some rows in a period."""

    def make(*rows, since="2024-05-06", until="2024-06-30", later=True):
        tables = replace(tables_in_use(), estimates=some_estimates(*rows))
        movements = published_movements(tables, ENGLISH, later=later)
        ends = date.fromisoformat(since), date.fromisoformat(until)
        return published_arrows(movements, *ends, ENGLISH)

    return make


def test_where_a_destination_holds_its_origin_the_arrow_is_open(arrows):
    (arrow,) = arrows(RAFAH)
    assert (arrow.origins, arrow.destinations) == (("PS0275",), ())
    assert arrow.way == "Rafah → elsewhere in the Strip"
    assert arrow.number == "about 800,000 people"


def test_rival_sides_are_one_arrow_from_the_lowest_to_the_highest(arrows):
    (arrow,) = arrows(
        RAFAH | {"publisher": "IDF", "value": "950000", "as_of": "2024-05-20"},
        RAFAH | {"publisher": "OCHA", "value": "", "low": "945000", "quantifier": "more than"},
    )
    assert (arrow.low, arrow.high) == (945_000, 950_000)
    assert arrow.number == (
        "more than 945,000 people (OCHA, 18 May 2024) to about 950,000 people (IDF, 20 May 2024)"
    )
    assert len(arrow.lines) == 2


def test_of_a_side_the_longest_period_counts_and_an_old_total_is_no_rival(arrows):
    (arrow,) = arrows(
        RAFAH | {"publisher": "UNRWA", "as_of": "2024-05-10", "value": "110000"},
        RAFAH | {"publisher": "OCHA", "as_of": "2024-06-09", "value": "900000"},
        RAFAH | {"publisher": "IDF", "as_of": "2024-05-18", "value": "300000"},
    )
    assert (arrow.low, arrow.high) == (900_000, 900_000)


def test_a_side_that_names_where_as_many_went_has_no_open_arrow(arrows):
    outside = CITY | {"destination": "outside Gaza City", "publisher": "IDF"}
    named = CITY | {"publisher": "Israeli defence minister", "as_of": "2024-05-17"}
    (arrow,) = arrows(outside, named)
    assert arrow.destinations == tuple(SOUTH.split())
    # Of equal periods the later one counts: more left than are said to have gone south.
    (arrow,) = arrows(outside | {"value": "900000"}, named)
    assert (arrow.destinations, arrow.high) == ((), 900_000)
    assert len(arrows(outside, named | {"publisher": "OCHA"})) == 2


def test_people_and_movements_are_never_one_arrow(arrows):
    counted = {"unit": "movements", "counting": "movements", "publisher": "OCHA", "value": "417000"}
    people, movements = arrows(CITY | {"publisher": "IDF"}, CITY | counted)
    assert (people.counts, movements.counts) == (False, True)
    assert movements.number == "about 417,000 movements"


def test_what_came_out_after_the_day_shown_says_so_and_can_be_left_out(arrows):
    (arrow,) = arrows(RAFAH, until="2024-05-18")
    assert "came out later" in arrow.lines[0]
    (arrow,) = arrows(RAFAH, until="2024-05-19")
    assert "came out later" not in arrow.lines[0]
    assert arrows(RAFAH, until="2024-05-18", later=False) == []
    assert len(arrows(RAFAH, until="2024-05-19", later=False)) == 1


def test_what_no_arrow_can_stand_for_has_none(arrows):
    inside = RAFAH | {"destination": "Rafah", "destination_pcodes": "PS0275"}
    abroad = RAFAH | {"destination": "outside Gaza Strip", "destination_pcodes": "EXT"}
    weak = RAFAH | {"note": "Weak: author unknown"}
    early = RAFAH | {"period_start": "2024-05-01"}
    assert arrows(inside, abroad, weak, early) == []


def test_a_hair_beside_a_large_arrow_is_not_drawn(arrows):
    large, small = RAFAH | {"value": "1000000"}, CITY | {"value": "19999", "publisher": "IDF"}
    assert [arrow.high for arrow in arrows(large, small)] == [1_000_000]
    assert len(arrows(large, small | {"value": "20000"})) == 2
