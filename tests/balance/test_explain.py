"""Why a number is what it is: what carries it, what contradicts it, and what a side moves."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.balance import priors
from nuzuh.balance.archive import UNIT, load, save
from nuzuh.balance.ensemble import with_ranges
from nuzuh.balance.explain import CARRIERS, CONTRADICTIONS, explain
from nuzuh.balance.inputs import Known
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.result import Reconstruction
from tests.balance.tables import BASELINE, NORTH, PUBLISHERS, SOUTH, STRIP, move, stock, table

RAFAH = ("PS0275",)
IN_NORTH = tuple(NORTH.split())


def solved(*rows: dict[str, object], view: str = "all") -> Reconstruction:
    """The single solution of a few rows."""
    return reconstruct(table(list(rows)), PUBLISHERS, view=view, known=Known(BASELINE))


@pytest.fixture(scope="module")
def ranged() -> Reconstruction:
    """Two sides that differ on the north, one that counts Rafah, in an ensemble."""
    rows = [
        stock("2023-11-10", NORTH, 600_000),
        stock("2024-01-10", NORTH, 300_000),
        stock("2024-01-12", NORTH, 750_000, publisher="D"),
        stock("2024-02-10", "PS0275", 1_200_000),
        move("2023-10-07", "2024-02-07", STRIP, "EXT", 50_000),
    ]
    return with_ranges(table(rows), PUBLISHERS, known=Known(BASELINE), members=6)


def test_a_figure_that_is_alone_carries() -> None:
    found = explain(solved(stock("2024-02-10", "PS0275", 900_000, id="ONE")), "2024-02-07", RAFAH)
    assert found is not None
    assert [(one.id, one.days) for one in found.carried] == [("ONE", 3)]
    assert found.contradicted == ()


def test_it_carries_however_long_ago_it_was() -> None:
    alone = stock("2024-02-10", "PS0275", 900_000, id="ONE")
    later = stock("2025-01-20", STRIP, 2_200_000)
    found = explain(solved(alone, later), "2025-01-20", RAFAH)
    assert found is not None
    assert [(one.id, one.days) for one in found.carried] == [("ONE", -345)]


def test_a_figure_for_the_whole_strip_carries_the_strip_and_no_place() -> None:
    both = solved(stock("2024-02-10", STRIP, 2_200_000, id="ALL"))
    whole, place = (explain(both, "2024-02-10", group) for group in (priors.AREAS, RAFAH))
    assert whole is not None
    assert place is not None
    assert [one.id for one in whole.carried] == ["ALL"]
    assert place.carried == ()


def test_of_two_alike_the_nearer_one_goes_first() -> None:
    found = explain(
        solved(
            stock("2024-02-10", "PS0275", 900_000, id="FAR"),
            stock("2024-03-10", "PS0275", 900_000, id="NEAR", publisher="D"),
        ),
        "2024-03-08",
        RAFAH,
    )
    assert found is not None
    assert [one.id for one in found.carried] == ["NEAR", "FAR"]


def test_a_figure_far_off_contradicts_by_so_many_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nuzuh.balance.explain.CARRIERS", 9)
    agreeing = [
        stock("2024-02-10", "PS0275", 900_000 + i, id=f"A{i}", publisher=who)
        for i, who in enumerate("ACDEFGHI")
    ]
    far = stock("2024-02-10", "PS0275", 100_000, id="FAR", publisher="B")
    result = solved(*agreeing, far)
    found = explain(result, "2024-02-10", RAFAH)
    assert found is not None
    one = next(one for one in found.contradicted if one.id == "FAR")
    there = result.group("2024-02-10", RAFAH)[0]
    assert one.days == 0
    assert one.people == pytest.approx(100_000 - there, abs=5_000)
    assert one.errors == pytest.approx(float(-result.row("FAR")["residual"]))
    assert "FAR" not in {carrier.id for carrier in found.carried}


def test_a_bound_that_holds_with_room_neither_carries_nor_contradicts() -> None:
    slack = stock("2024-02-10", SOUTH, low=1_000.0, quantifier="more than", id="LOW")
    touching = stock("2024-02-10", SOUTH, low=1_700_000.0, quantifier="more than", id="LOW")
    in_south = tuple(SOUTH.split())
    loose, tight = (explain(solved(one), "2024-02-10", in_south) for one in (slack, touching))
    assert loose is not None
    assert tight is not None
    assert (loose.carried, loose.contradicted) == ((), ())
    assert [one.id for one in tight.carried] == ["LOW"]


def test_nothing_is_said_where_nothing_is_reconstructed() -> None:
    nobody = solved(stock("2024-02-10", "PS0275", 900_000), view="israel")
    assert explain(nobody, nobody.days[-1], RAFAH) is None
    pair = ("PS0255", "PS0260")
    result = solved(
        stock("2024-01-10", NORTH, 600_000), move("2024-02-10", "2024-02-20", NORTH, SOUTH, 300_000)
    )
    assert not result.tells("2024-02-20", pair[:1])
    assert explain(result, "2024-02-20", pair[:1]) is None
    assert explain(result, "2024-02-20", pair) is not None


def test_a_day_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        explain(solved(stock("2024-02-10", "PS0275", 1.0)), "2030-01-01", RAFAH)


FIGURES = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from([NORTH, SOUTH, STRIP, *STRIP.split()]),
        st.floats(1_000, 2_000_000),
        st.sampled_from("ABCD"),
        st.sampled_from(["both", "low"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None)
@given(FIGURES, st.integers(0, 200), st.sampled_from([RAFAH, IN_NORTH, priors.AREAS]))
def test_ids_are_of_the_table_once_and_numbers_are_numbers(
    drawn: list[tuple[int, str, float, str, str]], day: int, places: tuple[str, ...]
) -> None:
    first = pd.Timestamp("2023-11-01")
    rows = [
        stock(
            str((first + pd.Timedelta(days=at)).date()),
            codes,
            publisher=who,
            **({"value": people} if ends == "both" else {"low": people, "quantifier": "more than"}),
        )
        for at, codes, people, who, ends in drawn
    ]
    given_rows = table(rows)
    result = reconstruct(given_rows, PUBLISHERS, known=Known(BASELINE), passes=2)
    on = min(first + pd.Timedelta(days=day), result.days[-1])
    found = explain(result, on, places)
    if found is None:
        assert not (result.has_observations and result.tells(on, places))
        return
    ids = [one.id for one in (*found.carried, *found.contradicted)]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(given_rows["id"])
    assert len(found.carried) <= CARRIERS
    assert len(found.contradicted) <= CONTRADICTIONS
    assert found.number == result.group(on, places)[0]
    # Without an ensemble nothing is known of ranges and sides, which is not the same as nought.
    assert found.without is None
    assert math.isnan(found.low)
    assert math.isnan(found.abroad[1])
    for one in found.contradicted:
        assert math.isfinite(one.people)
        assert one.people * one.errors > 0.0
    assert all(one.worth > 0.0 for one in found.carried)
    at = int((on - result.days[0]).days)
    change = result.present[at].sum() - result.present[0].sum()
    assert change == pytest.approx(
        result.births[: at + 1].sum() - result.deaths[: at + 1].sum(), abs=1.0
    )


def test_leaving_out_a_side_moves_the_number_away_from_what_it_says(ranged: Reconstruction) -> None:
    found = explain(ranged, "2024-01-12", IN_NORTH)
    assert found is not None
    assert found.without is not None
    assert set(found.without) == {"un", "palestine"}
    assert found.without["un"] > 50_000
    assert found.without["palestine"] < -20_000
    assert math.isfinite(found.low)


def test_a_side_that_says_nothing_moves_nothing() -> None:
    rows = [
        stock("2024-02-10", "PS0275", 900_000),
        # Allows whatever is there.
        stock("2024-02-12", "PS0275", publisher="C", low=1.0, quantifier="more than"),
    ]
    told = with_ranges(table(rows), PUBLISHERS, known=Known(BASELINE), members=3).left_out
    assert told is not None
    assert set(told) == {"un", "israel"}
    assert np.abs(told["israel"]).max() < 2_000
    assert np.abs(told["un"]).max() > 100_000


def test_a_view_of_one_side_has_none_to_leave_out() -> None:
    rows = table([stock("2024-02-10", "PS0275", 900_000)])
    assert with_ranges(rows, PUBLISHERS, known=Known(BASELINE), members=3).left_out == {}


def test_people_are_conserved_when_a_side_is_left_out(ranged: Reconstruction) -> None:
    assert ranged.left_out is not None
    for shift in ranged.left_out.values():
        assert shift.shape == ranged.present.shape
        assert np.abs(shift[0, -1]) == 0.0
        # Births and deaths go by the people there, so the sum differs by little.
        assert np.abs(shift.sum(axis=1)).max() < 60_000


def test_the_archive_keeps_what_leaving_out_a_side_moves(
    ranged: Reconstruction, tmp_path: Path
) -> None:
    save(tmp_path / "e.npz", ranged, "key")
    single = dataclasses.replace(ranged, draws=None, flow_draws=None, left_out=None)
    again = load(tmp_path / "e.npz", single, "key")
    assert ranged.left_out is not None
    assert again.left_out is not None
    assert list(again.left_out) == list(ranged.left_out)
    with np.load(tmp_path / "e.npz") as data:
        at = data["at"]
    for side, shift in ranged.left_out.items():
        assert np.abs(again.left_out[side][at] - shift[at]).max() <= UNIT / 2 + 1
    before, after = (explain(one, "2024-01-12", IN_NORTH) for one in (ranged, again))
    assert before is not None
    assert after is not None
    assert [one.id for one in before.carried] == [one.id for one in after.carried]
    assert [one.id for one in before.contradicted] == [one.id for one in after.contradicted]
