"""Neighbouring areas are told apart as long as a figure bears the split between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.balance import priors
from nuzuh.balance.inputs import Known
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.told_apart import NEIGHBOURS, Joint, areas_told
from tests.balance.tables import BASELINE, NORTH, PUBLISHERS, SOUTH, move, stock, table

APART = [(code,) for code in priors.AREAS]
RETURNS = [
    move("2023-10-13", "2023-10-20", NORTH, SOUTH, 800_000),
    stock("2023-11-10", "PS0260", 250_000),
    stock("2023-11-10", "PS0255", 80_000),
    stock("2023-11-11", "PS0265 PS0270", 1_000_000, publisher="B"),
    stock("2023-11-12", "PS0265", 450_000, publisher="B"),
    stock("2023-11-12", "PS0275", 650_000, publisher="B"),
    move("2024-01-10", "2024-01-20", SOUTH, NORTH, 500_000, publisher="C"),
    stock("2024-03-01", NORTH, 800_000),
]
"""Half a million come back to the north, and nobody says to which part of it."""


def solved(*rows: dict):
    return reconstruct(table([*RETURNS, *rows]), PUBLISHERS, known=Known(BASELINE))


def test_the_north_is_one_area_once_many_have_come_back_to_it_together() -> None:
    r = solved()
    assert r.areas_told("2024-01-09") == APART
    assert r.areas_told("2024-02-01")[0] == ("PS0255", "PS0260")
    assert r.tells("2024-02-01", ("PS0255", "PS0260"))
    assert not r.tells("2024-02-01", ("PS0255",))


def test_a_later_figure_bears_the_split_up_to_its_day() -> None:
    told = solved(stock("2024-03-01", "PS0255", 150_000, publisher="D"))
    assert told.areas_told("2024-02-01")[:2] == APART[:2]
    assert told.areas_told("2024-03-01")[:2] == APART[:2]


@pytest.mark.parametrize(
    "bears_nothing",
    [
        {"measure": "idps"},
        {"value": float("nan"), "low": 150_000.0},
        {"destination_coverage": "part"},
        {"repeats": "T0001"},
    ],
)
def test_bounds_parts_and_repetitions_bear_no_split(bears_nothing) -> None:
    row = stock("2024-03-01", "PS0255", 150_000, publisher="D") | bears_nothing
    assert solved(row).areas_told("2024-03-01")[0] == ("PS0255", "PS0260")


@given(st.lists(st.tuples(st.sampled_from(NEIGHBOURS), st.integers(0, 5)), max_size=6))
def test_every_governorate_is_in_one_area_and_areas_only_grow(found) -> None:
    joints = [Joint(pair, since) for pair, since in found]
    before = 0
    for day in range(7):
        areas = areas_told(joints, day)
        assert sorted(code for area in areas for code in area) == sorted(priors.AREAS)
        assert all(list(area) == sorted(area) for area in areas)
        merged = len(priors.AREAS) - len(areas)
        assert merged >= before
        before = merged
