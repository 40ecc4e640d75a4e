"""The note of a figure from records is read as it was written, and decides nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.balance.note_readings import NOTE_READINGS
from nuzuh.loaders.estimates import read_estimates
from nuzuh.loaders.records.note import is_records_row, records_note, scaled_with, widest
from tests import made_up_records

SHARES = st.lists(st.floats(0.001, 100.0), min_size=3, max_size=3).map(sorted).map(tuple)
AGAINST = st.text(st.characters(categories=["L", "N"], include_characters=" .-,"), min_size=1)


@given(share=SHARES, against=AGAINST.filter(str.strip), threshold=st.integers(2, 1000))
def test_a_note_is_read_as_it_was_written(share, against, threshold):
    told = scaled_with(records_note(share, against, threshold, "No children."))
    assert told is not None
    assert told.against == against
    for read, given_ in zip((told.low, told.share, told.high), share, strict=True):
        assert read == pytest.approx(given_, rel=0.06)


def test_a_note_in_another_form_says_nothing():
    assert scaled_with("Scaled from records, about 4 percent.") is None
    assert widest(["", "edited"]) is None


def test_notes_together_reach_from_the_lowest_to_the_highest():
    notes = [records_note((1, 2, 3), "a survey", 10), records_note((2, 3, 9), "a survey", 10)]
    told = widest(notes)
    assert told is not None
    assert (told.low, told.high, told.against) == (1, 9, "a survey")


@pytest.mark.parametrize(
    ("identity", "told"),
    [("REC-A-1", True), ("OWN-REC-A-1", True), ("OWN-001", False), ("", False)],
)
def test_figures_from_records_are_known_by_their_ids(identity, told):
    assert is_records_row(identity) is told


def test_what_whoever_holds_records_notes_of_them_changes_no_reading():
    frame = read_estimates(made_up_records.as_csv(), "figures.csv")
    assert set(frame["basis"]) == {"records"}
    assert not frame["weak"].any()
    rows = frame.to_dict("records")
    assert not any(rule.holds(row) for rule in NOTE_READINGS for row in rows)
    others = [row | {"id": "GD0001"} for row in rows]
    assert any(rule.holds(row) for rule in NOTE_READINGS for row in others)
