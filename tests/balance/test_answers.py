"""Figures of people that the solver is not given are answered by the balance, never by a series."""

from __future__ import annotations

import pandas as pd
import pytest

from nuzuh.balance.backtest import backtest
from nuzuh.balance.inputs import Known
from tests.balance.tables import BASELINE, PUBLISHERS, stock, table


def answered(story: pd.DataFrame, asked: dict) -> pd.Series:
    rows = table([asked | {"id": "ASKED"}])
    return backtest(story, PUBLISHERS, known=Known(BASELINE), rows=rows, members=4).rows.iloc[0]


def test_people_by_home_are_the_residents_before_the_war(story) -> None:
    line = answered(story, stock("2024-06-20", "PS0275", 300_000.0, basis="home"))
    # 65,000 were there on that day, and a series of figures would have told so many.
    assert line["predicted"] == pytest.approx(BASELINE["PS0275"], rel=0.05)
    assert line["low"] < line["predicted"] < line["high"]


def test_a_planning_figure_is_answered_by_the_people_there(story) -> None:
    line = answered(story, stock("2024-06-20", "PS0275", 900_000.0, basis="projection"))
    assert line["predicted"] < 150_000
    assert line["family"] == "the balance"


def test_a_figure_without_a_place_is_left_out_with_its_reason(story) -> None:
    rows = table([stock("2024-06-20", "", 900_000.0, id="ASKED")])
    report = backtest(story, PUBLISHERS, known=Known(BASELINE), rows=rows, members=4)
    assert list(report.skipped["id"]) == ["ASKED"]
