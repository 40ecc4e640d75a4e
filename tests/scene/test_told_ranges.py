"""In words and in tables a range is no narrower than the number that it is for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.difference import Amount, Gap, as_told, gap_mark, gap_texts, rounded
from nuzuh.scene.labels import reconstructed_people, reconstructed_range
from nuzuh.scene.layers import RECONSTRUCTED_LAYERS, LayerValue
from nuzuh.scene.marks import marks_of
from nuzuh.scene.translator import Translator

ENGLISH = Translator("en")
RAFAH = ("PS0275",)
PEOPLE = st.one_of(st.floats(0, 3_000), st.floats(0, 3_000_000), st.just(0.0))
SHARE = st.one_of(st.floats(-100, -99), st.floats(-100, 300))
RANGED = st.lists(PEOPLE, min_size=3, max_size=3).map(sorted)


def numbers(text):
    """The numbers in a text, with their signs."""
    signed = text.replace("−", "-").replace(",", "")
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", signed)]


def mark_of(layer, ranged, t=ENGLISH):
    low, number, high = ranged
    value = LayerValue(RAFAH, number, low, high, "approximately", reconstructed=True)
    (mark,) = marks_of([value], layer, tables_in_use(), t)
    return mark


@given(st.data(), st.sampled_from(RECONSTRUCTED_LAYERS))
def test_what_a_map_tells_of_an_area_agrees_with_itself(data, layer):
    ends = SHARE if layer == "change" else PEOPLE
    mark = mark_of(layer, data.draw(st.lists(ends, min_size=3, max_size=3).map(sorted)))
    told, record = numbers(mark.number), mark.record
    assert mark.low <= mark.value <= mark.high
    assert (record.low, record.high) == (mark.low, mark.high)
    if mark.number.startswith("fewer than"):
        assert (record.value, record.quantifier) == (None, "less than")
        assert record.low == 0
        assert record.high >= told[0]
    else:
        assert record.value == mark.value
    assert mark.notes == ("reconstructed", *filter(None, [record.likely]))
    assert mark.cells[2] == record.likely
    if record.likely:
        least, most = numbers(record.likely)
        assert least < most
        assert least <= (0 if mark.number.startswith("fewer than") else told[0]) <= most
    else:
        assert not mark.wide


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_said_to_be_there_for_sure(lang):
    t = Translator(lang)
    few, sparse, gone = (
        mark_of(layer, ranged, t)
        for layer, ranged in [
            ("people", (0.0, 14.7, 14.7)),
            ("density", (0.0, 0.23, 0.23)),
            ("change", (-100.0, -99.99, -99.99)),
        ]
    )
    assert few.number == t("recon.under", n="1,000")
    assert sparse.number == t("recon.under", n="1")
    assert gone.number == t("recon.about", n="−100%")
    for mark in (few, sparse, gone):
        assert mark.notes == (t("recon.mark"),)


def test_a_range_that_reaches_further_is_told():
    assert reconstructed_people(400.0, 0.0, 600.0, ENGLISH) == "fewer than 1,000"
    assert reconstructed_range(0.0, 600.0, ENGLISH) == "likely 0 to 1,000"
    assert reconstructed_range(0.0, 500.0, ENGLISH) == ""
    assert mark_of("density", (0.0, 0.3, 4.0)).notes[1] == "likely 0 to 4"


@given(RANGED)
def test_people_of_a_side_are_told_with_their_range(ranged):
    low, number, high = ranged
    told = as_told(Amount(number, low, high))
    if low < high:
        assert told.low <= (told.number or 0.0) <= told.high
        assert told.high > 0


@given(st.lists(PEOPLE, min_size=3, max_size=3), st.lists(PEOPLE, min_size=3, max_size=3))
def test_a_told_difference_lies_in_its_range(some, others):
    low, number, high = sorted(one - other for one, other in zip(some, others, strict=True))
    gap = Gap(number, low, high)
    told, (text, likely) = rounded(gap), gap_texts(gap, ENGLISH)
    assert told.low <= told.number <= told.high
    assert (told.low, told.high) != (0, 0)
    if likely:
        assert numbers(likely) == [told.low, told.high]
        assert told.low < told.high
    else:
        assert text == ENGLISH("print.no_change") or numbers(text) == [told.low] == [told.high]
        assert not gap_mark(RAFAH, gap, "", ENGLISH).wide
