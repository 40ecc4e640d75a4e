"""Contradictory, empty, single-publisher and absurd input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nuzuh.balance.ensemble import with_ranges
from nuzuh.balance.inputs import Known
from nuzuh.balance.reconstruct import reconstruct
from nuzuh.balance.solve import BalanceError, Problem
from tests.balance.tables import BASELINE, NORTH, PUBLISHERS, SOUTH, STRIP, move, stock, table


def test_empty_table_shows_the_baseline_and_says_so() -> None:
    r = reconstruct(table([]), PUBLISHERS, known=Known(BASELINE), until="2024-01-01")
    assert any("No figure" in n for n in r.notices)
    assert r.group("2023-10-06", ("PS0275",))[0] == pytest.approx(275_267, rel=0.02)


def test_nine_million_is_refused_with_a_notice(story: pd.DataFrame) -> None:
    absurd = table([stock("2024-03-01", STRIP, 9_000_000.0, id="T9000")])
    r = reconstruct(
        pd.concat([story, absurd], ignore_index=True), PUBLISHERS, known=Known(BASELINE)
    )
    assert r.row("T9000")["treatment"] == "ignored"
    assert any("T9000" in n for n in r.notices)
    assert r.people("2024-03-01").set_index("pcode").loc["total", "people"] < 2_500_000


def test_half_the_strip_in_a_day_does_not_break(story: pd.DataFrame) -> None:
    burst = table([move("2024-03-01", "2024-03-01", SOUTH, NORTH, 1_100_000.0, id="T9001")])
    r = reconstruct(pd.concat([story, burst], ignore_index=True), PUBLISHERS, known=Known(BASELINE))
    assert r.present.min() >= 0


def test_contradiction_widens_the_range() -> None:
    agree = [stock("2024-01-10", "PS0275", 1_000_000.0, publisher=p) for p in "ABCD"]
    differ = [
        stock("2024-01-10", "PS0275", v, publisher=p)
        for p, v in (("A", 400_000.0), ("B", 450_000.0), ("C", 1_500_000.0), ("D", 1_450_000.0))
    ]
    widths = []
    for rows in (agree, differ):
        number, low, high = with_ranges(
            table(rows), PUBLISHERS, known=Known(BASELINE), members=30
        ).group("2024-01-10", ("PS0275",))
        widths.append((high - low) / number)
    assert widths[1] > widths[0]


def test_one_publisher_is_said() -> None:
    r = reconstruct(
        table([stock("2024-01-10", "PS0275", 900_000.0)]), PUBLISHERS, known=Known(BASELINE)
    )
    assert any("one publisher" in n for n in r.notices)


def test_a_year_without_figures_has_no_range() -> None:
    rows = [stock("2023-11-10", "PS0275", 500_000.0), stock("2025-06-10", "PS0275", 100_000.0)]
    r = with_ranges(table(rows), PUBLISHERS, known=Known(BASELINE), members=4)
    assert any("No figure of this view between" in n for n in r.notices)
    assert np.isnan(r.group("2024-09-01", ("PS0275",))[1])
    assert not np.isnan(r.group("2023-11-10", ("PS0275",))[1])


def test_a_view_holds_only_its_publishers(story: pd.DataFrame) -> None:
    r = reconstruct(story, PUBLISHERS, known=Known(BASELINE), view="palestine")
    used = r.rows[~r.rows["treatment"].isin(["ignored", "not in view"])]
    assert set(used["publisher"]) == {"D"}
    custom = reconstruct(story, PUBLISHERS, known=Known(BASELINE), view=["A", "D"])
    assert set(custom.rows[custom.rows["publisher"] != ""]["publisher"]) == {"A", "D"}


def test_unknown_view_and_missing_columns_raise(story: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="unknown view"):
        reconstruct(story, PUBLISHERS, known=Known(BASELINE), view="nobody")
    with pytest.raises(ValueError, match="lack the columns"):
        reconstruct(story.drop(columns=["basis"]), PUBLISHERS, known=Known(BASELINE))


def test_dates_outside_the_balance_raise(story: pd.DataFrame) -> None:
    r = reconstruct(story, PUBLISHERS, known=Known(BASELINE))
    with pytest.raises(ValueError, match="outside"):
        r.people("2030-01-01")
    with pytest.raises(ValueError, match="before it starts"):
        r.movements("2024-02-01", "2024-01-01")


def test_a_solve_that_fails_is_said(story: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Problem._assemble

    def broken(self: Problem, *args: object) -> object:
        a, b, equal, p, q = original(self, *args)  # type: ignore[arg-type]
        return a, b, equal, p, np.full_like(q, np.nan)

    monkeypatch.setattr(Problem, "_assemble", broken)
    with pytest.raises(BalanceError):
        reconstruct(story, PUBLISHERS, known=Known(BASELINE))


def test_figures_of_one_side_alone_are_said_to_be_so() -> None:
    rows = [
        stock(f"2024-01-{10 + i}", "PS0275", 900_000.0, publisher=p) for i, p in enumerate("AB")
    ]
    r = reconstruct(table(rows), PUBLISHERS, known=Known(BASELINE))
    assert [n.key for n in r.notices] == ["one_side"]


def test_a_side_that_says_nothing_for_a_year_is_named_with_its_silence() -> None:
    told = [stock(f"2024-0{m}-10", "PS0275", 900_000.0, publisher="A") for m in range(1, 10)]
    told += [stock("2025-06-10", "PS0275", 500_000.0, publisher="A")]
    silent = [
        stock(day, "PS0270", 700_000.0, publisher="C") for day in ("2024-01-20", "2025-05-20")
    ]
    r = reconstruct(table([*told, *silent]), PUBLISHERS, known=Known(BASELINE))
    (notice,) = (n for n in r.notices if n.key == "silent_side")
    assert notice.parts["side"] == "israel"
    assert str(notice.parts["first"]) == "2024-01-20"
    assert str(notice.parts["last"]) == "2025-05-20"
    assert r.present.min() >= 0
