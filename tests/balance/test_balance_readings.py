"""How rows are read."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from nuzuh.balance.inputs import Inputs
from nuzuh.balance.observation_terms import Observation
from nuzuh.balance.observations import Verdict, read, read_all, rounding
from tests.balance.tables import BASELINE, NORTH, SOUTH, STRIP, move, stock, table

INPUTS = Inputs(BASELINE, sum(BASELINE.values()))


def one(row: dict[str, Any]) -> Observation | Verdict:
    return read({str(k): v for k, v in table([row]).iloc[0].to_dict().items()}, INPUTS)


def seen(row: dict[str, Any]) -> Observation:
    result = one(row)
    assert isinstance(result, Observation), result
    return result


@pytest.mark.parametrize(
    ("value", "error"), [(1_000_000, 28_868), (123_456, 0.29), (75_000, 289), (0, 0)]
)
def test_rounding(value: float, error: float) -> None:
    assert rounding(value) == pytest.approx(error, rel=0.01)


def test_gaza_city_reads_two_ways() -> None:
    o = seen(stock("2025-09-01", "PS0260", 1_000_000.0, destination_coverage="city"))
    assert o.floor[0].destinations == ("PS0255", "PS0260")
    assert o.ceiling[0].destinations == ("PS0260",)


def test_period_stock_holds_for_the_period() -> None:
    o = seen(stock("2024-03-15", "PS0275", 1_326_544.0, period_start="2024-02-15"))
    assert o.point[0].end - o.point[0].start == 29


def test_displaced_are_part_of_those_present() -> None:
    row = stock("2023-12-13", "PS0275", 400_000.0, measure="idps", origin_pcodes=STRIP)
    o = seen(row)
    assert (o.low, o.family) == (400_000.0, "bound")
    assert o.high == pytest.approx(675_267)


def test_children_become_people_by_a_stated_share() -> None:
    target = seen(stock("2024-09-01", "PS0265", 156_500.0, measure="children_under_10"))
    assert target.low == pytest.approx(156_500 / 0.28)
    reached = seen(
        stock(
            "2024-09-03",
            "PS0265",
            189_000.0,
            measure="children_under_10",
            period_start="2024-09-01",
        )
    )
    assert reached.high is None


def test_tally_more_than_is_rounded_down_but_people_are_bounded() -> None:
    tally = seen(
        move("2025-08-15", "2025-10-01", NORTH, SOUTH, None, low=417_000.0, counting="movements")
    )
    assert (tally.low, tally.high, tally.tally) == (417_000.0, 418_000.0, True)
    people = seen(move("2024-05-06", "2024-05-26", "PS0275", SOUTH, None, low=945_000.0))
    assert people.high is None


def test_small_places_are_floors() -> None:
    o = seen(stock("2025-09-20", "PS0270 PS0275", 1_000_000.0, destination_coverage="part"))
    assert (o.high, o.treatment) == (None, "bounded")


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"repeats": "X1"}, "repeats X1"),
        ({"basis": "home"}, "by home"),
        ({"basis": "projection"}, "projection"),
        ({"measure": "under_orders"}, "told to leave"),
        ({"destination_pcodes": ""}, "the place"),
        ({"value": float("nan")}, "no figure"),
        ({"value": -5.0}, "negative"),
        ({"unit": "percent", "value": 50.0}, "base"),
        ({"as_of": "2022-07-01"}, "before the balance"),
    ],
)
def test_every_refusal_says_why(more: dict[str, Any], word: str) -> None:
    result = one({**stock("2024-01-01", "PS0275", 1_000.0), **more})
    assert isinstance(result, Verdict)
    assert word in result.reason


def test_share_of_a_stated_base() -> None:
    row = stock(
        "2024-02-06",
        "PS0275",
        None,
        low=50.0,
        unit="percent",
        note="Over half of Gaza's 2.3 million",
    )
    assert seen(row).low == pytest.approx(1_150_000)


def test_one_side_repeating_itself_weighs_less() -> None:
    rows = [stock(f"2024-01-{d:02d}", "PS0275", 1_000_000.0) for d in (1, 3, 5)]
    found, _ = read_all(table(rows), INPUTS, {"A": "un"})
    assert all(o.weight == pytest.approx(0.5) for o in found)
    apart, _ = read_all(
        table([move(f"2024-01-{d:02d}", f"2024-01-{d:02d}", NORTH, SOUTH, 900.0) for d in (1, 2)]),
        INPUTS,
    )
    assert all(o.weight == 1.0 for o in apart)


def test_who_passes_a_figure_on_is_no_second_voice() -> None:
    own = stock("2024-01-01", "PS0275", 1_000_000.0, publisher="OCHA")
    passed_on = stock("2024-01-03", "PS0275", 1_000_000.0, publisher="IDMC", according_to="OCHA")
    found, _ = read_all(table([own, passed_on]), INPUTS, {"OCHA": "un", "IDMC": "other"})
    assert [o.publisher for o in found] == ["OCHA", "OCHA"]
    # Two figures of one side within a fortnight share a weight: 1 / (1 + 0.5) each.
    assert [o.weight for o in found] == [pytest.approx(2 / 3)] * 2


@pytest.mark.parametrize("unit", ["people", "households"])
def test_people_in_places_hit_are_never_in_the_balance(unit: str) -> None:
    result = one(stock("2025-12-08", STRIP, 140_000.0, measure="affected", unit=unit))
    assert isinstance(result, Verdict)
    assert result.treatment == "ignored"


def test_every_row_comes_back_once() -> None:
    frame = table(
        [
            stock("2024-01-01", "PS0275", 1.0),
            stock("2022-01-01", "PS0275", 1.0),
            move("2024-01-02", "2024-01-01", NORTH, SOUTH, 5.0),
        ]
    )
    found, verdicts = read_all(frame, INPUTS)
    assert sorted([o.id for o in found] + [v.id for v in verdicts]) == sorted(frame["id"])
    assert pd.notna(frame["as_of"]).all()
