"""What the figures on a map come to, and what rivals say of one area; sentences by hand."""

from __future__ import annotations

from datetime import date

import pytest

from nuzuh.evidence.published import figure_of, latest_present
from nuzuh.scene.completeness import completeness
from nuzuh.scene.labels import label_of
from nuzuh.scene.layers import LayerValue
from nuzuh.scene.translator import Translator

DAY = date(2025, 6, 10)
ENGLISH = Translator("en")


@pytest.fixture
def present(some_estimates):
    """Make the values of people present on a day from some rows."""

    def make(*rows, phase_start=None):
        areas = latest_present(some_estimates(*rows), DAY, phase_start=phase_start)
        return [
            LayerValue(a.pcodes, a.figure and a.figure.central, None, None, "approximately", a)
            for a in areas
        ]

    return make


@pytest.fixture
def total(some_estimates):
    strip = "PS0255 PS0260 PS0265 PS0270 PS0275"
    whole = {"publisher": "PCBS", "destination": "Gaza Strip", "destination_pcodes": strip}
    rows = some_estimates(whole | {"value": "2000000", "as_of": "2025-05-01"})
    return figure_of(rows.iloc[0])


NORTH = {"destination": "North Gaza", "destination_pcodes": "PS0255", "value": "400000"}
RAFAH = {"value": "100000"}
OLD = {"destination": "Gaza", "destination_pcodes": "PS0260", "value": "700000"}


def test_less_than_the_total_and_without_what_is_too_old(present, total):
    values = present(NORTH, RAFAH, OLD | {"as_of": "2024-06-01"}, phase_start=date(2025, 3, 18))
    assert completeness(values, total, ENGLISH) == (
        "This map accounts for 500,000 of about 2,000,000 people in the Strip (PCBS, 1 May 2025). "
        "Its figures are of different days."
    )


def test_more_than_the_total(present, total):
    values = present(NORTH, RAFAH, OLD | {"value": "1600000"})
    assert completeness(values, total, ENGLISH) == (
        "Do not add these figures up: they come to 2,100,000, of about 2,000,000 people in the "
        "Strip (PCBS, 1 May 2025). They are of different days, and some people are in two of them."
    )


def test_nothing_is_said_of_a_map_without_a_number(present, total):
    values = present(OLD | {"as_of": "2024-06-01"}, phase_start=date(2025, 3, 18))
    assert completeness(values, total, ENGLISH) == ""


@pytest.mark.parametrize(
    ("rival", "wide"),
    [
        ({"value": "650000", "publisher": "UN", "as_of": "2025-06-05"}, True),
        ({"value": "390000", "publisher": "UN", "as_of": "2025-06-05"}, False),
        ({"value": "650000", "publisher": "COGAT", "as_of": "2025-06-05"}, False),
        ({"value": "650000", "publisher": "UN", "as_of": "2025-06-01"}, False),
    ],
    ids=["far apart", "near", "of the same side", "over a week older"],
)
def test_rival_sides_far_apart_are_marked_on_the_map(present, rival, wide):
    newest = NORTH | {"value": "200000", "publisher": "IDF", "as_of": "2025-06-09"}
    label = label_of(present(newest, NORTH | rival)[0], "people", ENGLISH)
    assert label.wide is wide
    said = [note for note in label.notes if note.startswith("but ")]
    if wide:
        assert said == ["but about 650,000: UN, 5 Jun 2025"]
