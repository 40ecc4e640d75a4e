"""Where an order lies: by an outline, blocks, places, governorate, or nobody knows where."""

from __future__ import annotations

import numpy as np
import pytest

from nuzuh.evidence.order_areas import order_areas
from tests import places
from tests.evidence.grounds import BLOCKS, ground, named

PLACES = {"zeitoun": ("3",), "mawasi": ("8", "9"), "khan younis": ("7", "8")}


def area(some_orders, shapes=None, *, given=(), **cells):
    orders = some_orders({"area_km2": ""} | cells)
    return order_areas(orders, ground(orders, given=given, places=PLACES), shapes)["T1"]


def test_blocks_named_whole_are_sure(some_orders):
    found = area(some_orders, blocks="3; 4", pcodes=places.GAZA)
    assert (found.outline, found.km2, found.unknown) == ("blocks", (20, 20), ())
    assert named(found.cover.low) == ["3", "4"]


def test_a_part_of_a_block_is_between_nothing_and_all_of_it(some_orders):
    found = area(some_orders, blocks="3; 4.1", pcodes=places.GAZA)
    assert found.km2 == (10, 20)


def test_numbers_that_no_block_has_are_listed_and_not_dropped(some_orders):
    found = area(some_orders, blocks="3; 8801; 8802.1", pcodes=places.GAZA)
    assert (found.unknown, found.km2) == (("8801", "8802.1"), (10, 10))
    nowhere = area(some_orders, blocks="8801", pcodes=places.GAZA)
    assert (nowhere.outline, nowhere.km2, nowhere.unknown) == ("blocks", (0, 0), ("8801",))


def test_an_order_is_given_where_all_of_its_blocks_are(some_orders):
    assert area(some_orders, blocks="3; 4", given=["3", "4"]).outline == "given"
    assert area(some_orders, blocks="3; 4", given=["3"]).outline == "blocks"


def test_an_outline_comes_before_blocks(some_orders):
    shape = np.zeros(len(BLOCKS))
    shape[2] = 0.4
    found = area(some_orders, {"T1": shape}, blocks="9")
    assert (found.outline, found.km2) == ("given", (pytest.approx(4), pytest.approx(4)))


def test_blocks_come_before_places_and_these_before_the_governorate(some_orders):
    by_place = area(some_orders, areas="Zeitoun", pcodes=places.GAZA)
    assert (by_place.outline, by_place.km2) == ("places", (0, 10))
    by_area = area(some_orders, areas="Nowhere", pcodes=places.GAZA)
    assert (by_area.outline, by_area.km2) == ("governorate", (0, 20))
    assert by_area.unknown == ("Nowhere",)


def test_a_place_lies_in_the_governorates_that_the_order_names(some_orders):
    assert named(area(some_orders, areas="Al-Mawasi", pcodes=places.RAFAH).cover.high) == ["9"]
    both = f"{places.KHAN_YOUNIS} {places.RAFAH}"
    assert named(area(some_orders, areas="Al-Mawasi", pcodes=both).cover.high) == ["8", "9"]
    # Named for another governorate, it still lies where it lies.
    assert named(area(some_orders, areas="Zeitoun", pcodes=places.RAFAH).cover.high) == ["3"]


def test_all_areas_north_of_wadi_gaza_are_whole_governorates(some_orders):
    pcodes = f"{places.NORTH_GAZA} {places.GAZA}"
    found = area(some_orders, areas="Beit Hanoun; all areas north of Wadi Gaza", pcodes=pcodes)
    assert (found.outline, found.whole, found.km2) == ("governorate", True, (40, 40))


@pytest.mark.parametrize(
    "cells",
    [
        {"areas": "Al-Quds Hospital", "pcodes": places.GAZA},
        {"areas": "Zeitoun", "term": "evacuation warning (site)"},
        {"areas": "Rafah crossing", "kind": "rescission", "pcodes": places.RAFAH},
        {"areas": "Al-Rashid and Salah al-Din roads", "kind": "rescission"},
        {"areas": "not named", "pcodes": ""},
    ],
)
def test_buildings_roads_and_orders_without_a_place_have_no_area(some_orders, cells):
    found = area(some_orders, **cells)
    assert (found.outline, found.km2) == ("none", (0, 0))


def test_an_order_may_name_every_block(some_orders):
    found = area(some_orders, blocks="; ".join(BLOCKS), pcodes=places.RAFAH)
    assert found.km2 == (100, 100)


def test_every_row_of_the_table_has_an_area(orders):
    areas = order_areas(orders, ground(orders))
    assert set(areas) == set(orders["id"])
    assert all(one.km2[0] <= one.km2[1] for one in areas.values())
