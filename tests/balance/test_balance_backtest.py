"""Leaving rows out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nuzuh.balance.backtest import backtest, withheld
from nuzuh.balance.baselines import simple
from nuzuh.balance.inputs import Inputs
from nuzuh.balance.observations import read_all
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
    report = backtest(story, PUBLISHERS, baseline=BASELINE, rows=held, members=12)
    line = report.rows.iloc[0]
    assert list(report.rows["id"]) == ["T0003"]
    assert line["low"] <= line["predicted"] <= line["high"]
    moved = held.assign(value=100_000.0)
    again = backtest(story, PUBLISHERS, baseline=BASELINE, rows=moved, members=12)
    assert again.rows.iloc[0]["predicted"] == pytest.approx(line["predicted"], rel=0.02)


def test_new_rows_of_a_file_need_no_place_in_the_table(story: pd.DataFrame) -> None:
    nothing = stock("2024-01-20", "PS0275", 3.0, id="N2", measure="control_zone", unit="km2")
    new = table([stock("2024-01-20", "PS0275", 1_000_000.0, id="N1"), nothing])
    report = backtest(story, PUBLISHERS, baseline=BASELINE, rows=new, members=12)
    assert list(report.rows["id"]) == ["N1"]
    assert list(report.skipped["id"]) == ["N2"]


@pytest.mark.slow
def test_all_publications_in_turn(story: pd.DataFrame) -> None:
    seen: list[int] = []
    report = backtest(
        story,
        PUBLISHERS,
        baseline=BASELINE,
        members=20,
        progress=lambda done, _: seen.append(done),
    )
    assert set(report.rows["id"]) == set(story["id"])
    assert {"stock", "flow"} == set(report.summary["kind"])
    assert seen == sorted(seen)
    assert report.to_dict()["summary"]


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
    line = backtest(frame, PUBLISHERS, baseline=BASELINE, rows=asked, members=12).rows.iloc[0]
    assert line["kind"] == "idps"
    assert line["low"] < line["predicted"] < line["high"]
    assert line["predicted"] == pytest.approx(950_000, rel=0.1)


def test_a_movement_without_start_or_places_is_completed(story: pd.DataFrame) -> None:
    asked = table([move("2024-05-06", "2024-05-15", "PS0275", "", 500_000.0, id="N4")])
    asked["period_start"] = pd.NaT
    report = backtest(story, PUBLISHERS, baseline=BASELINE, rows=asked, members=12)
    assert list(report.rows["kind"]) == ["flow"]


def test_the_size_of_a_held_row_changes_nothing(story: pd.DataFrame) -> None:
    held = story[story["id"].isin(["T0000", "T0004"])]
    a = backtest(story, PUBLISHERS, baseline=BASELINE, rows=held, members=8).rows
    b = backtest(story, PUBLISHERS, baseline=BASELINE, rows=held.assign(value=1.0), members=8).rows
    assert np.allclose(a["predicted"], b["predicted"])
    assert np.allclose(a["low"], b["low"], rtol=0.3, atol=1e5)
