"""What the words of a note decide stands in one table, and each rule changes a reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.balance import note_readings, priors
from nuzuh.balance.inputs import Inputs
from nuzuh.balance.note_readings import NOTE_READINGS, noted, stated_people
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.observations import read
from tests.balance.tables import BASELINE, NORTH, SOUTH, STRIP, move, stock, table

INPUTS = Inputs(BASELINE, sum(BASELINE.values()))


def reading(row: dict) -> Observation:
    found = read({str(k): v for k, v in table([row]).iloc[0].to_dict().items()}, INPUTS)
    assert isinstance(found, Observation), found
    return found


def test_each_rule_stands_once_and_has_a_reason() -> None:
    names = [rule.name for rule in NOTE_READINGS]
    assert len(names) == len(set(names))
    assert all(rule.why and rule.words for rule in NOTE_READINGS)


def test_nothing_else_in_the_balance_looks_at_the_words_of_notes(root) -> None:
    readers = (root / "nuzuh" / "balance").glob("*.py")
    looking = {path.stem for path in readers if '"note"' in path.read_text(encoding="utf-8")}
    # One lists the columns that are needed, one is the table, one writes rows.
    assert looking == {"note_readings", "reconstruct", "records_figures"}


def test_the_method_tells_each_rule(root) -> None:
    told = (root / "docs" / "method.md").read_text(encoding="utf-8")
    assert [rule.name for rule in NOTE_READINGS if rule.why not in told] == []


@given(st.sampled_from(NOTE_READINGS), st.text(max_size=60))
def test_any_note_is_read_without_an_error(rule, note) -> None:
    row = {"measure": "movement", "destination_pcodes": "EXT", "note": note}
    assert rule.holds(row) in (True, False)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(KeyError):
        noted({"measure": "movement", "note": ""}, "no such rule")


@pytest.mark.parametrize("words", ["out of reach of the round", "in inaccessible areas"])
def test_children_who_were_not_reached_are_a_floor_of_their_place(words) -> None:
    told = stock("2024-11-01", "PS0255", 15_000, measure="children_under_10", note=f"Were {words}")
    found = reading(told)
    assert (found.family, found.high) == ("bound", None)
    assert found.low == pytest.approx(15_000 / priors.CHILDREN_UNDER_10_SHARE)
    whole = reading(told | {"note": ""})
    assert (whole.family, whole.two_sided) == ("stock", True)


def test_a_count_of_the_hungry_is_a_planning_figure_with_a_wide_error() -> None:
    told = stock("2024-01-13", NORTH, 800_000, note="People said to face hunger there")
    hungry, counted = reading(told), reading(told | {"note": ""})
    assert hungry.error >= priors.ERROR_PLANNING > counted.error
    assert "planning" in [key for key, _ in hungry.reason.clauses]


def test_the_hungry_of_the_whole_strip_are_its_people() -> None:
    told = stock("2024-01-13", STRIP, 2_200_000, note="People who need food aid every day")
    assert reading(told).error < priors.ERROR_PLANNING


@pytest.mark.parametrize(
    "note", ["Left in 24 hours", "In the 24 hours to 14:00", "Left in one day"]
)
def test_a_window_of_24_hours_is_one_day(note) -> None:
    told = move("2025-09-10", "2025-09-11", NORTH, SOUTH, 11_000, note=note)
    assert (reading(told).point[0].start, reading(told).point[0].end) == (739505, 739505)


@pytest.mark.parametrize("note", ["Back within 72 hours", "In one day and a half", ""])
def test_a_longer_window_keeps_its_days(note) -> None:
    found = reading(move("2025-09-10", "2025-09-11", NORTH, SOUTH, 11_000, note=note))
    assert found.point[0].end - found.point[0].start == 1


@pytest.mark.parametrize(
    "note", ["Patients taken out", "Foreigners who left", "Flown to South Africa", "Part of them"]
)
def test_some_of_those_who_left_the_strip_are_a_floor(note) -> None:
    found = reading(move("2023-10-07", "2025-09-29", STRIP, "EXT", 7_841, note=note))
    assert (found.family, found.low, found.high) == ("bound", 7_841, None)


def test_patients_who_moved_within_the_strip_are_people_who_moved() -> None:
    found = reading(move("2024-01-01", "2024-01-02", NORTH, SOUTH, 300, note="Patients moved"))
    assert found.family == "moved"


def test_a_base_is_read_from_the_words_alone() -> None:
    assert stated_people({"note": "Over half of Gaza's 2.3 million"}) == pytest.approx(2.3e6)
    assert stated_people({"note": "Over half of them"}) is None


def test_a_rule_decides_only_for_its_measures() -> None:
    assert note_readings.noted(
        {"measure": "movement", "destination_pcodes": "EXT", "note": "part of them"},
        "part_of_leavers",
    )
    assert not note_readings.noted(
        {"measure": "idps", "destination_pcodes": "EXT", "note": "part of them"},
        "part_of_leavers",
    )
