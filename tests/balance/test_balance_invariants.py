"""What must hold for any input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuzuh.balance import priors
from nuzuh.balance.backtest import backtest
from nuzuh.balance.ensemble import Member, calibrated, centre, draws, shifted, with_ranges
from nuzuh.balance.flows import THOUSAND, Solution
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.inputs import Known
from nuzuh.balance.reconstruct import assemble, daily, fitted, prepare, reconstruct
from nuzuh.balance.result import Reconstruction, ends
from tests.balance.tables import BASELINE, NORTH, PUBLISHERS, SOUTH, STRIP, move, stock, table

PLACES = (*priors.AREAS, NORTH, SOUTH, STRIP)
DAYS = st.dates(pd.Timestamp("2023-10-07").date(), pd.Timestamp("2024-03-01").date())


def imbalance(r: Reconstruction) -> float:
    """Largest daily difference between both sides of the balance, in people."""
    change = np.diff(r.present, axis=0) - (r.births - r.deaths)[1:]
    for i, (a, b) in enumerate(CROSSING):
        change[:, priors.PLACES.index(b)] -= r.flows[1:, i]
        change[:, priors.PLACES.index(a)] += r.flows[1:, i]
    return float(np.abs(change).max())


def check(r: Reconstruction) -> None:
    assert imbalance(r) < 1e-3
    assert r.present.min() >= 0.0
    assert r.flows.min() >= 0.0
    assert np.isfinite(r.present).all()
    assert r.present[0, -1] == 0.0


@st.composite
def any_row(draw: st.DrawFn) -> dict[str, object]:
    last = draw(DAYS)
    length = draw(st.integers(0, 60))
    size = draw(st.floats(0, 3_000_000))
    bound = draw(st.sampled_from(["value", "low", "high"]))
    more = {bound: size, "publisher": draw(st.sampled_from("ABCD"))}
    if draw(st.booleans()):
        return {**stock(str(last), draw(st.sampled_from(PLACES))), **more}
    first = str(pd.Timestamp(last) - pd.Timedelta(days=length))[:10]
    origin, destination = draw(st.sampled_from(PLACES)), draw(st.sampled_from((*PLACES, "EXT")))
    counting = draw(st.sampled_from(["people", "movements"]))
    return {**move(first, str(last), origin, destination, None, counting=counting), **more}


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(any_row(), min_size=0, max_size=8))
def test_any_small_table_balances(rows: list[dict[str, object]]) -> None:
    frame = table(rows)
    r = reconstruct(frame, PUBLISHERS, known=Known(BASELINE), until="2024-03-10")
    check(r)
    assert sorted(r.rows["id"]) == sorted(frame["id"])
    assert r.rows["reason"].str.len().gt(0).all()


def test_story_balances_and_is_followed(story: pd.DataFrame) -> None:
    r = reconstruct(story, PUBLISHERS, known=Known(BASELINE))
    check(r)
    assert r.group("2024-02-10", ("PS0275",))[0] == pytest.approx(1_300_000, rel=0.15)
    assert r.group("2024-06-20", ("PS0275",))[0] < 150_000
    assert r.group("2023-11-10", ("PS0255", "PS0260"))[0] == pytest.approx(600_000, rel=0.15)
    assert r.present[-1].sum() == pytest.approx(
        r.present[0].sum() + (r.births - r.deaths).sum(), abs=1.0
    )


def test_repeats_change_nothing(story: pd.DataFrame) -> None:
    twice = story.iloc[[3]].assign(id="T9999", repeats="T0003", publisher="C")
    once, both = (
        reconstruct(story, PUBLISHERS, known=Known(BASELINE)),
        reconstruct(
            pd.concat([story, twice], ignore_index=True), PUBLISHERS, known=Known(BASELINE)
        ),
    )
    assert np.allclose(once.present, both.present, atol=1.0)
    assert both.row("T9999")["treatment"] == "ignored"
    assert "T0003" in both.row("T9999")["reason"]


def test_overlapping_totals_are_not_added() -> None:
    rows = [
        move("2024-01-01", f"2024-01-{d:02d}", "PS0275", "PS0270", d * 10_000.0)
        for d in (5, 10, 15)
    ]
    r = reconstruct(table(rows), PUBLISHERS, known=Known(BASELINE))
    assert r.moved("2024-01-01", "2024-01-15", ("PS0275",), ("PS0270",))[0] == pytest.approx(
        150_000, rel=0.25
    )


@pytest.mark.parametrize(("side", "size"), [("low", 100_000.0), ("high", 2_000_000.0)])
def test_a_bound_that_holds_pulls_nothing(side: str, size: float) -> None:
    base = [stock("2024-01-10", "PS0270", 700_000.0)]
    with_bound = [*base, stock("2024-01-10", "PS0270", None, **{side: size}, publisher="B")]
    a, b = (
        reconstruct(table(x), PUBLISHERS, known=Known(BASELINE), until="2024-01-31")
        for x in (base, with_bound)
    )
    # Passes that only set scales stop a little early, each a little elsewhere.
    assert np.allclose(a.present, b.present, atol=8_000.0)


def test_a_bound_that_fails_pulls_its_way() -> None:
    base = [stock("2024-01-10", "PS0270", 500_000.0)]
    floor = [*base, stock("2024-01-10", "PS0270", None, low=900_000.0, publisher="B")]
    ceiling = [*base, stock("2024-01-10", "PS0270", None, high=200_000.0, publisher="B")]
    middle, up, down = (
        reconstruct(table(x), PUBLISHERS, known=Known(BASELINE)).group("2024-01-10", ("PS0270",))[0]
        for x in (base, floor, ceiling)
    )
    assert down < middle < up


def test_moves_inside_a_governorate_change_no_stock() -> None:
    rows = [move("2024-01-01", "2024-01-10", "PS0270", "PS0270", 300_000.0, counting="movements")]
    r = reconstruct(table(rows), PUBLISHERS, known=Known(BASELINE))
    quiet = reconstruct(table([]), PUBLISHERS, known=Known(BASELINE), until="2024-01-10")
    assert np.allclose(r.present[-1], quiet.present[-1], rtol=0.03, atol=3_000.0)


def test_daily_counts_do_not_outweigh_a_stock() -> None:
    small = [
        move(f"2024-01-{d:02d}", f"2024-01-{d:02d}", NORTH, SOUTH, 300.0) for d in range(1, 20)
    ]
    r = reconstruct(
        table([*small, stock("2024-02-10", NORTH, 700_000.0)]), PUBLISHERS, known=Known(BASELINE)
    )
    assert r.group("2024-02-10", ("PS0255", "PS0260"))[0] == pytest.approx(700_000.0, rel=0.1)


def test_ranges_hold_the_number_and_never_go_below_zero(story: pd.DataFrame) -> None:
    r = with_ranges(story, PUBLISHERS, known=Known(BASELINE), members=16)
    table_ = r.people("2024-06-20")
    assert (table_["low"] <= table_["people"] + 1e-6).all()
    assert (table_["people"] <= table_["high"] + 1e-6).all()
    assert (table_["low"] >= 0).all()
    moves = r.movements("2024-05-06", "2024-05-20")
    assert len(moves) == len(CROSSING)
    assert (moves["low"] >= 0).all()


def test_every_member_and_their_mean_conserve_people(story: pd.DataFrame) -> None:
    prepared = prepare(story, PUBLISHERS, known=Known(BASELINE))
    m = prepared.model
    fit = fitted(prepared)
    members = draws(m, fit, 6)
    for one in (*members, centre(m, fit, members)):
        vector = one.vector if isinstance(one, Member) else one.solution.vector
        people = vector[: m.grid.people_size].reshape(m.grid.count, -1) * THOUSAND
        flows = vector[m.problem.flow_slice].reshape(m.grid.count - 1, -1) * THOUSAND
        present, daily_flows, births, deaths = daily(m, Solution(people, flows, vector, 0.0))
        check(
            replace(
                assemble(prepared, fit, 0.0),
                present=present,
                flows=daily_flows,
                births=births,
                deaths=deaths,
            )
        )
        assert present.min() >= 0.0


def test_the_number_is_the_mean_of_the_members_and_movement_is_theirs(story: pd.DataFrame) -> None:
    r = with_ranges(story, PUBLISHERS, known=Known(BASELINE), members=12)
    check(r)
    assert r.draws is not None
    assert r.flow_draws is not None
    assert np.allclose(np.asarray(r.flow_draws)[:, -1].mean(axis=0), r.flows.sum(axis=0), atol=5.0)
    assert np.diff(r.flow_draws, axis=1).min() > -0.5


def test_drift_and_stretch_move_people_between_places_and_leave_none_below_zero(story) -> None:
    r = with_ranges(story, PUBLISHERS, known=Known(BASELINE), members=30)
    assert r.draws is not None
    assert r.draws.min() >= 0.0
    # Nobody reported anything of Deir al-Balah in June: what is known of it is little.
    quiet = r.draws[:, r._at("2024-06-20"), 2].std()
    told = r.draws[:, r._at("2024-06-20"), 4].std()
    assert quiet > told


def test_people_who_drift_come_from_somewhere() -> None:
    rng = np.random.default_rng(0)
    present = rng.uniform(0, 1e6, (40, 6)).astype(np.float32)
    added = rng.normal(0, 2e5, (40, 6))
    moved = shifted(present, added)
    assert moved.min() >= 0.0
    assert np.allclose(moved[:, :5].sum(axis=1), present[:, :5].sum(axis=1), rtol=1e-5)
    assert np.array_equal(moved[:, 5], present[:, 5])


@pytest.mark.parametrize(("place", "strip"), [(1.0, 1.0), (2.0, 1.0), (1.0, 3.0)])
def test_the_stretch_of_places_leaves_the_spread_of_the_strip(monkeypatch, place, strip) -> None:
    rng = np.random.default_rng(1)
    number = np.full((5, 6), 400_000.0)
    drawn = (number + rng.normal(0, 20_000, (400, 5, 6))).astype(np.float32)
    monkeypatch.setattr(priors, "STRETCH_PLACE", place)
    monkeypatch.setattr(priors, "STRETCH_STRIP", strip)
    out = calibrated(drawn, number)
    before, after = (x[:, :, :5].sum(axis=2).std(axis=0) for x in (drawn, out))
    assert np.allclose(after, strip * before, rtol=0.02)
    apart = (x[:, :, 0] - x[:, :, 1] for x in (drawn, out))
    assert np.allclose(next(apart).std(axis=0) * place, next(apart).std(axis=0), rtol=0.02)


def test_a_wider_stretch_never_narrows_a_range_nor_moves_the_number(monkeypatch) -> None:
    rng = np.random.default_rng(2)
    number = rng.uniform(50_000, 900_000, (8, 6))
    drawn = np.maximum(number + rng.normal(0, 0.1, (200, 8, 6)) * number, 0.0).astype(np.float32)
    before, asked = None, number.copy()
    for factor in (1.0, 1.7, 2.4, 3.4):
        monkeypatch.setattr(priors, "STRETCH_PLACE", factor)
        monkeypatch.setattr(priors, "STRETCH_OUTSIDE", factor)
        out = calibrated(drawn, number)
        low, high = np.quantile(out, priors.RANGE, axis=0)
        if before is not None:
            # To a person, or a hundredth of one where thousands are kept in short numbers.
            assert (low <= before[0] + 1.0).all()
            assert (high >= before[1] - 1.0).all()
        assert (low <= number).all()
        assert (number <= high).all()
        before = low, high
    assert np.array_equal(number, asked)


def test_members_that_are_far_apart_already_are_stretched_by_no_more_than_a_share() -> None:
    rng = np.random.default_rng(3)
    number = np.full((1, 6), 200_000.0)
    spread = np.zeros((4_000, 1, 6))
    # Two places that nothing tells apart: who is in one is not in the other.
    spread[:, 0, 0] = rng.normal(0, 60_000, 4_000)
    spread[:, 0, 1] = -spread[:, 0, 0]
    spread[:, 0, 2] = rng.normal(0, 5_000, 4_000)
    spread[:, 0, 3] = -spread[:, 0, 2]
    after = calibrated((number + spread).astype(np.float32), number).std(axis=0)[0]
    assert after[0] == pytest.approx(np.hypot(60_000, priors.STRETCH_MOST * 200_000), rel=0.05)
    assert after[0] < priors.STRETCH_PLACE * 60_000
    assert after[2] == pytest.approx(priors.STRETCH_PLACE * 5_000, rel=0.05)


@pytest.mark.parametrize("count", [12, 36, 200])
def test_a_range_of_few_members_is_as_wide_as_one_of_many(count) -> None:
    rng = np.random.default_rng(4)
    samples = rng.normal(500_000.0, 50_000.0, (3_000, count))
    wide = np.median([np.diff(ends(one, 500_000.0, few=True)) for one in samples])
    plain = np.median([np.diff(ends(one, 500_000.0)) for one in samples])
    assert wide == pytest.approx(2 * 1.2816 * 50_000.0, rel=0.05)
    assert plain < wide
    if count == 12:
        assert plain < 0.85 * wide


def test_land_long_closed_empties_where_no_figure_speaks() -> None:
    rows = [stock("2024-01-10", "PS0275", 100_000.0), stock("2024-12-10", "PS0270", 500_000.0)]
    days = pd.date_range("2024-03-01", "2024-12-31")
    closed = pd.DataFrame({"PS0275": 1.0}, index=days)
    open_, shut = (
        reconstruct(table(rows), PUBLISHERS, known=Known(BASELINE, zones=o)) for o in (None, closed)
    )
    assert (
        shut.group("2024-10-01", ("PS0275",))[0] < 0.3 * open_.group("2024-10-01", ("PS0275",))[0]
    )
    check(shut)


def test_running_totals_give_what_was_added_between_them() -> None:
    totals = [("2024-01-08", 401_234.0), ("2024-01-15", 405_321.0), ("2024-01-22", 460_123.0)]
    rows = [move("2024-01-01", day, STRIP, STRIP, v, counting="movements") for day, v in totals]
    week = move("2024-01-09", "2024-01-15", STRIP, STRIP, 1.0, counting="movements", id="N")
    r = backtest(table(rows), PUBLISHERS, known=Known(BASELINE), rows=table([week]), members=8)
    assert r.rows.iloc[0]["picture"] == pytest.approx(4_000, rel=0.5)


def test_progress_is_told(story: pd.DataFrame) -> None:
    seen: list[tuple[int, int]] = []
    with_ranges(
        story,
        PUBLISHERS,
        known=Known(BASELINE),
        members=4,
        progress=lambda done, of: seen.append((done, of)),
    )
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
