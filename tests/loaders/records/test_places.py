"""P-codes, names and blocks become areas, and what is not known becomes none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.areas import load_boundaries, load_places
from nuzuh.loaders.blocks import load_blocks
from nuzuh.loaders.neighbourhoods import load_neighbourhoods
from nuzuh.loaders.other_areas import load_other_areas
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.mapping import Place
from nuzuh.loaders.records.place_lookup import lookup_of
from nuzuh.loaders.records.place_values import (
    MOST_VALUES,
    area_of_block,
    area_of_code,
    area_of_name,
)
from nuzuh.loaders.territory import territory
from nuzuh.loaders.user.places.names import find_place
from tests.loaders.records.placing import areas_of, connection

KINDS = ("pcode", "name", "block")
GAZETTEER = ("name_en", "name_ar", "name_he")


@pytest.fixture(scope="module")
def engine():
    return connection()


def lookup(kind, values, areas=()):
    return lookup_of(Place(kind, "place", areas=tuple(areas)), lambda: list(values))


def areas_by_key(found):
    return dict(zip(found.areas["key"].to_pylist(), found.areas["area"].to_pylist(), strict=True))


# Whatever the values are


@pytest.mark.parametrize("kind", KINDS)
@given(values=st.lists(st.text() | st.none() | st.integers() | st.floats(), max_size=8))
def test_each_key_stands_once_and_has_a_known_area(kind, values):
    found = lookup(kind, values)
    keys = found.areas["key"].to_pylist()
    assert len(keys) == len(set(keys))
    assert set(found.areas["area"].to_pylist()) <= pc.KNOWN
    assert not set(found.unknown) & set(keys)


@pytest.mark.parametrize("kind", KINDS)
def test_what_says_no_place_is_unplaced_and_no_unknown_value(engine, kind):
    place = Place(kind, "place")
    assert areas_of(engine, place, place=[None, "", "  "]) == [None] * 3
    assert lookup(kind, [None, "", "  ", float("nan")]).unknown == ()


@pytest.mark.parametrize("kind", ["pcode", "name"])
def test_a_whole_number_is_no_code_and_no_name(engine, kind):
    assert areas_of(engine, Place(kind, "place"), place=[255, 260, None]) == [None] * 3


@pytest.mark.parametrize("kind", KINDS)
def test_areas_of_the_mapping_go_before_all_else(engine, kind):
    own = (("ps0255", "PS0275"), ("Rafah", "EXT"), ("606", "PS0265"), ("Zone  7", "PS0260"))
    told = areas_of(
        engine, Place(kind, "place", areas=own), place=["PS0255", " rafah", "606", "zone 7", "x"]
    )
    assert told == ["PS0275", "EXT", "PS0265", "PS0260", None]


def test_numbers_can_have_areas_of_their_own(engine):
    place = Place("pcode", "place", areas=(("12", "PS0260"),))
    assert areas_of(engine, place, place=[12, 13]) == ["PS0260", None]


@pytest.mark.parametrize("kind", [*KINDS, "h3"])
def test_an_area_of_the_mapping_that_is_none_is_refused(kind):
    with pytest.raises(RecordsError, match="'PS01', which is none: write PS0255"):
        lookup(kind, [], [("x", "PS01")])


def test_a_column_of_too_many_values_is_refused():
    with pytest.raises(RecordsError, match="column place: more than 50,000 different values"):
        lookup("name", range(MOST_VALUES + 1))


# P-codes


@given(
    code=st.sampled_from([*pc.GOVERNORATES]),
    finer=st.from_regex(r"[0-9]{0,8}", fullmatch=True),
    blanks=st.text(" \t", max_size=3),
    small=st.booleans(),
)
def test_a_code_within_a_governorate_is_of_it(code, finer, blanks, small):
    text = blanks + code + finer + blanks
    assert area_of_code(text.lower() if small else text) == code


def test_codes_of_other_areas_are_outside():
    others = load_other_areas().frame
    for row in others.itertuples(index=False):
        assert area_of_code(row.code) == (pc.EXTERIOR if row.reach == "outside" else None)
    assert [area_of_code(code) for code in ("EXT", "PS014507", "EG01", "il")] == ["EXT"] * 4


@pytest.mark.parametrize("code", ["PS", "PS02", "PSE", "PS0299", "PS025", "0255", "XX01", "Rafah"])
def test_a_code_that_is_of_no_one_area_has_none(code):
    assert area_of_code(code) is None


def test_codes_are_looked_up_on_the_engine(engine):
    codes = ["PS0255", "ps0260 ", "PS02701234", "PS0145", "EXT", "PS02", "nowhere"]
    told = ["PS0255", "PS0260", "PS0270", "EXT", "EXT", None, None]
    assert areas_of(engine, Place("pcode", "place"), place=codes) == told
    assert lookup("pcode", codes).unknown == ("PS02", "nowhere")


# Names


@pytest.mark.parametrize("column", GAZETTEER)
def test_names_of_governorates_are_theirs_in_every_language(column):
    frame = load_boundaries().frame
    assert [area_of_name(name) for name in frame[column]] == list(frame["pcode"])


def test_other_spellings_of_governorates_are_theirs():
    for area in territory().areas:
        assert {area_of_name(name) for name in area.spellings} == {area.pcode}


@pytest.mark.parametrize("column", GAZETTEER)
def test_names_of_the_gazetteer_are_where_it_puts_them_or_of_several_areas(column):
    named = [frame() for frame in (places, neighbourhoods)]
    held = dict[str, set[str]]()
    for name, pcode in (pair for frame in named for pair in frame[column]):
        held.setdefault(name, set()).add(pcode)
    found = {name: area_of_name(name) for name in held}
    wrong = {name for name, area in found.items() if area and area not in held[name]}
    # "The middle one" is a neighbourhood as well; publishers mean the governorate.
    assert wrong <= {"الوسطى"}
    several = {name for name in held if len(held[name]) > 1}
    assert not [name for name in several if found[name]]
    assert sum(area is not None for area in found.values()) > 0.85 * len(found)


def places():
    frame = load_places().frame
    frame = frame[frame["pcode"] != ""]
    return {name: pairs(frame, name) for name in GAZETTEER}


def neighbourhoods():
    frame = load_neighbourhoods().frame
    return {name: pairs(frame, name) if name in frame else [] for name in GAZETTEER}


def pairs(frame, column):
    return [pair for pair in zip(frame[column], frame["pcode"], strict=True) if pair[0]]


def test_a_name_of_neighbourhoods_in_several_areas_is_unknown_without_the_area():
    assert lookup("name", ["السلام", "Al-Salam (Rafah)", "Rafah"]).unknown == ("السلام",)
    assert area_of_name("Al-Salam (Rafah)") == "PS0275"


@pytest.mark.parametrize(
    "name", ["Gaza Strip", "Palestine", "northern Gaza", "Al-Mawasi", "Khan Younis; Rafah", "Total"]
)
def test_a_name_of_more_than_one_area_has_none(name):
    assert area_of_name(name) is None


def test_names_are_looked_up_on_the_engine(engine):
    names = ["Rafah", "רפיח", " خان يونس", "Jabalia camp", "Jenin", "Gaza City", "School 12, Rafah"]
    told = ["PS0275", "PS0275", "PS0270", "PS0255", "EXT", "PS0260", "PS0275"]
    assert areas_of(engine, Place("name", "place"), place=names) == told


@pytest.mark.parametrize("beside", [[], ["School A"], ["Israel", "West Bank"]])
@pytest.mark.parametrize("name", ["Gaza", "غزة", "עזה"])
def test_the_name_of_city_and_strip_is_refused_where_nothing_tells_which(name, beside):
    with pytest.raises(RecordsError, match=r"column place: 'Gaza' may be .* such as Gaza: PS0260"):
        lookup("name", [name, *beside])
    assert areas_by_key(lookup("name", [name, *beside], [(name, "PS0260")]))[name] == "PS0260"


@pytest.mark.parametrize("beside", ["Rafah", "Gaza City", "Hebron"])
def test_the_name_of_city_and_strip_is_the_governorate_beside_others(beside):
    assert areas_by_key(lookup("name", ["Gaza", beside]))["Gaza"] == "PS0260"


def test_names_that_are_not_known_are_not_shown():
    found = lookup("name", ["Rafah", *(f"Site {n}" for n in range(6))])
    assert len(found.unknown) == 6
    assert "Site" not in repr(found)


def test_names_are_forgotten_once_they_are_looked_up():
    lookup("name", ["A school of which nobody should know"])
    assert find_place.cache_info().currsize == 0


# Blocks


def test_a_block_is_where_the_table_of_blocks_puts_it():
    frame = load_blocks().frame
    assert [area_of_block(block) for block in frame["block"]] == list(frame["pcode"])


@pytest.mark.parametrize(
    "text", ["606", " 0606 ", "Block 606", "BLOCK-606", "بلوك 606", "٦٠٦", "#606", "606.0", "606.1"]
)
def test_a_number_of_a_block_is_read_as_it_is_written(text):
    assert area_of_block(text) == "PS0260"


@pytest.mark.parametrize("text", ["", "0", "999999", "-606", "606.55", "606 607", "Block", "6O6"])
def test_what_is_no_block_has_no_area(text):
    assert area_of_block(text) is None


@pytest.mark.parametrize(
    "values",
    [
        ["606", "Block 2231", "9999", None],
        [606, 2231, 9999, None],
        [606.0, 2231.0, 9999.0, None],
        [Decimal("606.0"), Decimal("2231.0"), Decimal("9999.0"), None],
    ],
    ids=["texts", "whole numbers", "doubles", "decimals"],
)
def test_blocks_are_looked_up_on_the_engine(engine, values):
    assert areas_of(engine, Place("block", "place"), place=values) == [
        "PS0260",
        "PS0265",
        None,
        None,
    ]
