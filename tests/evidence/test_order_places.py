"""Places that orders name: each of the gazetteer has land, and no name is that of another."""

from __future__ import annotations

import numpy as np
import pytest

from nuzuh.evidence.order_places import named_land, places_in
from nuzuh.evidence.place_spelling import ALSO, plain_name
from nuzuh.loaders.areas import load_boundaries, load_places
from nuzuh.loaders.block_map import load_block_map
from nuzuh.loaders.neighbourhoods import load_neighbourhoods


@pytest.fixture(scope="module")
def blocks():
    return load_block_map().frame


@pytest.fixture(scope="module")
def known(blocks):
    return named_land(blocks)


def land(areas, known):
    found, unknown = places_in(areas, known)
    assert unknown == ()
    return found


def test_every_neighbourhood_and_locality_has_land_in_its_governorate(blocks, known):
    pcodes = blocks["pcode"].to_numpy()
    for row in load_neighbourhoods().frame.itertuples():
        assert (land(row.name_en, known) & (pcodes == row.pcode)).any(), row.name_en


def test_every_town_and_quarter_of_the_gazetteer_has_land_in_its_governorate(blocks, known):
    pcodes = blocks["pcode"].to_numpy()
    places = load_places().frame
    kinds = ("city", "town", "refugee camp", "neighbourhood")
    for row in places[places["kind"].isin(kinds)].itertuples():
        found = land(row.name_en, known)
        # The table says of a place that its point lies in another governorate than itself.
        inside = pcodes == row.pcode if "point falls inside" not in row.note else found
        assert (found & inside).any(), row.name_en


def test_a_place_holds_the_block_nearest_to_it(blocks, known):
    """Of a name that one place alone bears; the point of a locality may lie off its power cell."""
    frame = load_neighbourhoods().frame
    quarters = frame[frame["kind"] == "neighbourhood"]
    xy = blocks[["longitude", "latitude"]].to_numpy()
    held = [
        land(row.name_en, known)[np.hypot(*(xy - (row.longitude, row.latitude)).T).argmin()]
        for row in quarters.itertuples()
    ]
    assert np.mean(held) > 0.9


def test_the_land_of_a_governorate_is_all_of_it(blocks, known):
    for row in load_boundaries().frame.itertuples():
        whole = (blocks["pcode"] == row.pcode).to_numpy()
        assert (land(f"{row.name_en} governorate", known) == whole).all()
    assert (land("northern Gaza", known) == (blocks["pcode"] == "PS0255")).all()


def test_localities_of_a_governorate_do_not_share_its_land_but_for_the_smallest(known):
    names = [
        row.name_en for row in load_neighbourhoods().frame.itertuples() if row.kind == "locality"
    ]
    lands = [land(name, known) for name in names]
    assert np.mean(np.sum(lands, axis=0) <= 2) > 0.95


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Abasan", "Abasan al-Kabira; Abasan al-Jadida"),
        ("Rimal", "Northern Rimal; Southern Rimal"),
        ("Shati camp", "Beach (Shati) camp"),
        ("Al-Bayouk", "Al Bayuk"),
        ("parts of Jabalia", "Jabalia"),
        ("eastern Bani Suheila", "Bani Suheila"),
        ("Khan Younis east", "Khan Younis"),
        ("western districts of Gaza City", "Gaza City"),
        ("Al-Reqeb neighbourhood of Bani Suheila", "Bani Suheila"),
        ("Gaza City (Zeitoun)", "Zeitoun"),
        ("Al-Nazla (Jabalia)", "Jabalia"),
        ("Sheikh Radwan and Rimal", "Sheikh Radwan; Rimal"),
        ("ABASAN AL KABIRA", "Abasan al-Kabira"),
    ],
)
def test_a_place_is_known_by_how_orders_call_it(known, said, meant):
    assert (land(said, known) == land(meant, known)).all()


def test_other_names_are_of_places_that_there_are(known):
    road = {"Philadelphi corridor"}
    for names in ALSO.values():
        for name in names.split(";"):
            assert plain_name(name) in known or name in road, name


def test_one_name_in_several_governorates_is_of_all_of_them(blocks, known):
    mawasi = land("Al-Mawasi", known)
    assert set(blocks["pcode"][mawasi]) == {"PS0270", "PS0275"}
    assert (land("Al-Mawasi (Rafah)", known) <= mawasi).all()


def test_what_is_not_known_is_listed_beside_what_is(known):
    found, unknown = places_in("Nowhere; Zeitoun; Elsewhere and Tuffah", known)
    assert unknown == ("Nowhere", "Elsewhere")
    assert (found == land("Zeitoun; Tuffah", known)).all()
    assert places_in("Nowhere", known) == (None, ("Nowhere",))
    assert places_in("", known) == (None, ())


def test_every_order_without_blocks_has_land_or_says_what_is_not_known(orders, known):
    bare = orders[(orders["blocks"] == "") & (orders["kind"] != "zone")]
    for row in bare.itertuples():
        found, unknown = places_in(row.areas, known)
        assert unknown or found is not None, row.id
