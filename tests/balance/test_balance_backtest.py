"""Leaving rows out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nuzuh.balance.backtest import backtest, folds, predictable, withheld
from nuzuh.balance.baselines import simple
from nuzuh.balance.inputs import Inputs, Known
from nuzuh.balance.observations import read_all
from nuzuh.balance.reconstruct import prepare
from nuzuh.balance.result import ends
from tests.balance.tables import BASELINE, PUBLISHERS, move, stock, table


def test_withheld_follows_repeats_both_ways() -> None:
    frame = table(
        [
            stock("2024-01-01", "PS0275", 1.0, id="A1"),
            stock("2024-01-01", "PS0275", 1.0, id="A2", repeats="A1"),
            stock("2024-01-02", "PS0275", 1.0, id="A3"),
        ]
    )
    assert withheld(frame, frame[frame["id"] == "A2"]) == {"A1", "A2"}


def test_file_rows_are_predicted_without_being_fitted(story: pd.DataFrame) -> None:
    held = story[story["id"] == "T0003"]
    report = backtest(story, PUBLISHERS, known=Known(BASELINE), rows=held, members=12)
    line = report.rows.iloc[0]
    assert list(report.rows["id"]) == ["T0003"]
    assert line["low"] <= line["predicted"] <= line["high"]
    moved = held.assign(value=100_000.0)
    again = backtest(story, PUBLISHERS, known=Known(BASELINE), rows=moved, members=12)
    assert again.rows.iloc[0]["predicted"] == pytest.approx(line["predicted"], rel=0.02)
    for told in ("shown", "shown_low", "shown_high"):
        assert again.rows.iloc[0][told] == pytest.approx(line[told])


def test_the_range_of_a_fold_is_read_as_that_of_many_members(story, monkeypatch) -> None:
    held = story[story["id"] == "T0003"]

    def width() -> float:
        line = backtest(story, PUBLISHERS, known=Known(BASELINE), rows=held, members=12).rows.iloc[
            0
        ]
        return float(line["shown_high"] - line["shown_low"])

    wide = width()
    monkeypatch.setattr(
        "nuzuh.balance.backtest.ends", lambda draws, number, **_: ends(draws, number)
    )
    assert wide > width()


def test_new_rows_of_a_file_need_no_place_in_the_table(story: pd.DataFrame) -> None:
    nothing = stock("2024-01-20", "PS0275", 3.0, id="N2", measure="control_zone", unit="km2")
    new = table([stock("2024-01-20", "PS0275", 1_000_000.0, id="N1"), nothing])
    report = backtest(story, PUBLISHERS, known=Known(BASELINE), rows=new, members=12)
    assert list(report.rows["id"]) == ["N1"]
    assert list(report.skipped["id"]) == ["N2"]


@pytest.mark.slow
def test_all_publications_in_turn(story: pd.DataFrame) -> None:
    seen: list[int] = []
    report = backtest(
        story,
        PUBLISHERS,
        known=Known(BASELINE),
        leave_out="publication",
        members=20,
        progress=lambda done, _: seen.append(done),
    )
    assert set(report.rows["id"]) == set(story["id"])
    assert {"places", "between", "abroad"} <= set(report.summary["scope"])
    assert seen == sorted(seen)
    assert report.to_dict()["summary"]


@pytest.mark.parametrize("leave_out", ["publication", "side-week"])
def test_each_figure_is_predicted_once_and_never_fitted_meanwhile(story, leave_out) -> None:
    m = prepare(story, PUBLISHERS, known=Known(BASELINE)).model
    found = folds(m, leave_out)
    scored = sorted(i for fold in found for i in fold.scored)
    assert scored == [i for i, o in enumerate(m.observations) if predictable(o)]
    assert all(set(fold.scored) <= set(fold.out) for fold in found)


def test_with_a_week_goes_all_that_its_side_said_and_nothing_of_another() -> None:
    rows = [
        stock("2024-01-10", "PS0275", 900_000.0, id="WED"),
        stock("2024-01-14", "PS0270", 900_000.0, id="SUN", publisher="B"),
        stock("2024-01-17", "PS0270", 800_000.0, id="NEAR"),
        stock("2024-01-18", "PS0270", 800_000.0, id="AWAY"),
        stock("2024-01-10", "PS0275", 500_000.0, id="RIVAL", publisher="C"),
    ]
    m = prepare(table(rows), PUBLISHERS, known=Known(BASELINE)).model
    ids = [o.id for o in m.observations]
    found = {
        frozenset(ids[i] for i in fold.scored): {ids[i] for i in fold.out}
        for fold in folds(m, "side-week")
    }
    assert found[frozenset({"WED", "SUN"})] == {"WED", "SUN", "NEAR"}
    assert found[frozenset({"RIVAL"})] == {"RIVAL"}


def test_what_is_left_out_does_not_move_its_own_prediction(story) -> None:
    def shown(value: float) -> pd.Series:
        changed = story.assign(value=story["value"].where(story["id"] != "T0005", value))
        rows = backtest(changed, PUBLISHERS, known=Known(BASELINE), members=3).rows
        return rows.set_index("id").loc["T0005"]

    # Its size places knots, and by them moves the picture a little.
    assert shown(65_000.0)["shown"] == pytest.approx(shown(400_000.0)["shown"], rel=0.05)


def test_bounds_are_scored_as_bounds(story) -> None:
    held = stock("2024-02-20", "PS0275", low=1_000_000.0, id="HELD", publisher="C")
    broken = stock("2024-06-24", "PS0275", low=900_000.0, id="BROKEN", publisher="D")
    frame = pd.concat([story, table([held, broken])], ignore_index=True)
    report = backtest(frame, PUBLISHERS, known=Known(BASELINE), members=3)
    rows = report.rows.set_index("id")
    assert list(rows.loc[["HELD", "BROKEN"], "bound"]) == ["at least", "at least"]
    assert not rows.loc[["HELD", "BROKEN"], "exact"].any()
    told = report.summary[
        (report.summary["scope"] == "places") & (report.summary["part"] == "bounds that hold")
    ].iloc[0]
    assert (told["n"], told["median"]) == (2, 0.5)


def test_what_another_side_says_far_off_makes_a_figure_contested() -> None:
    rows = [
        stock("2024-01-10", "PS0275", 900_000.0, id="ONE"),
        stock("2024-01-20", "PS0275", 500_000.0, id="OTHER", publisher="C"),
        stock("2024-06-10", "PS0275", 500_000.0, id="LATER", publisher="D"),
    ]
    told = backtest(table(rows), PUBLISHERS, known=Known(BASELINE), members=3).rows.set_index("id")
    assert list(told.loc[["ONE", "OTHER", "LATER"], "contested"]) == [True, True, False]
    assert told.loc["ONE", "horizon"] == 10


def test_baselines() -> None:
    found, _ = read_all(
        table(
            [
                stock("2024-01-01", "PS0275", 100.0),
                stock("2024-01-11", "PS0275", 200.0),
                stock("2024-01-06", "PS0275", 170.0),
            ]
        ),
        Inputs(BASELINE, sum(BASELINE.values())),
    )
    guess = simple(found[2], found[:2], Inputs(BASELINE, sum(BASELINE.values())))
    assert guess.carried == pytest.approx(100.0)
    assert guess.line == pytest.approx(150.0)


def test_rows_that_the_balance_cannot_give_follow_their_series(story: pd.DataFrame) -> None:
    told = [
        stock(day, "PS0275", value, measure="idps", id=f"I{i}")
        for i, (day, value) in enumerate(
            [("2024-01-01", 800_000.0), ("2024-01-11", 1_000_000.0), ("2024-01-21", 900_000.0)]
        )
    ]
    frame = pd.concat([story, table(told)], ignore_index=True)
    asked = table([stock("2024-01-16", "PS0275", 950_000.0, measure="idps", id="N3")])
    line = backtest(frame, PUBLISHERS, known=Known(BASELINE), rows=asked, members=12).rows.iloc[0]
    assert line["kind"] == "idps"
    assert line["low"] < line["predicted"] < line["high"]
    assert line["predicted"] == pytest.approx(950_000, rel=0.1)


def test_a_movement_without_start_or_places_is_completed(story: pd.DataFrame) -> None:
    asked = table([move("2024-05-06", "2024-05-15", "PS0275", "", 500_000.0, id="N4")])
    asked["period_start"] = pd.NaT
    report = backtest(story, PUBLISHERS, known=Known(BASELINE), rows=asked, members=12)
    assert list(report.rows["kind"]) == ["flow"]


def test_the_size_of_a_held_row_changes_nothing(story: pd.DataFrame) -> None:
    held = story[story["id"].isin(["T0000", "T0004"])]
    a = backtest(story, PUBLISHERS, known=Known(BASELINE), rows=held, members=8).rows
    b = backtest(
        story, PUBLISHERS, known=Known(BASELINE), rows=held.assign(value=1.0), members=8
    ).rows
    assert np.allclose(a["predicted"], b["predicted"])
    assert np.allclose(a["low"], b["low"], rtol=0.3, atol=1e5)
