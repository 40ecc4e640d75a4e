from __future__ import annotations

import csv
import io
import json

import pytest

from nuzuh import cli
from nuzuh.balance import shipped
from nuzuh.balance.backtest import BacktestReport
from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders import load_estimates
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.ledger_selection import records_of
from tests import places


def out(capsys, *arguments):
    assert cli.main(list(arguments)) == 0
    return capsys.readouterr().out


def refused(capsys, *arguments):
    assert cli.main(list(arguments)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    return told.err


def test_people_on_a_day_with_ranges(capsys):
    told = json.loads(out(capsys, "people", "--date", "2025-10-05"))
    assert (told["date"], told["view"]) == ("2025-10-05", "all")
    assert [area["pcode"] for area in told["areas"]] == list(pc.GOVERNORATES)
    for area in (*told["areas"], told["outside"]):
        assert area.keys() == {"pcode", "name", "people", "low", "high"}
        assert 0 <= area["low"] <= area["people"] <= area["high"]
    assert told["total"] == pytest.approx(sum(a["people"] for a in told["areas"]), abs=5)


def test_after_october_2025_the_north_is_told_as_one(capsys):
    last, after = (
        json.loads(out(capsys, "people", "--date", day)) for day in ("2025-10-10", "2025-11-01")
    )
    assert len(last["areas"]) == 5
    north, *others = after["areas"]
    assert (north["pcode"], north["name"]) == ("PS0255 PS0260", "North Gaza + Gaza")
    assert [area["pcode"] for area in others] == list(pc.GOVERNORATES[2:])
    assert after["total"] == pytest.approx(sum(a["people"] for a in after["areas"]), abs=5)
    days = ("--from", "2025-10-05", "--to", "2025-11-01")
    moved = json.loads(out(capsys, "movements", *days))
    assert {row["origin"] for row in moved} == {area["pcode"] for area in after["areas"]} | {"EXT"}


def test_why_is_told_of_every_area_and_of_the_strip_with_ids_of_the_table(capsys):
    asked = ("people", "--date", "2025-10-11")
    told = json.loads(out(capsys, *asked, "--explain"))
    *areas, strip = told.pop("why")
    assert told == json.loads(out(capsys, *asked))
    assert [why["pcode"] for why in areas] == [area["pcode"] for area in told["areas"]]
    assert [why["people"] for why in areas] == [area["people"] for area in told["areas"]]
    assert (strip["pcode"], strip["people"]) == (" ".join(pc.GOVERNORATES), told["total"])
    ids = [one["id"] for why in areas for one in (*why["carried"], *why["contradicted"])]
    assert ids
    assert set(ids) <= set(load_estimates().frame["id"])
    assert sum(why["deaths"] for why in areas) == pytest.approx(strip["deaths"], abs=5)


def test_people_as_csv_holds_the_same_numbers(capsys):
    told = json.loads(out(capsys, "people", "--date", "2024-05-05", "--view", "un"))
    table = out(capsys, "people", "--date", "2024-05-05", "--view", "un", "--format", "csv")
    rows = {row["pcode"]: row for row in csv.DictReader(io.StringIO(table))}
    for area in told["areas"]:
        assert int(rows[area["pcode"]]["people"]) == area["people"]


def test_movements_name_every_ordered_pair(capsys):
    rows = json.loads(out(capsys, "movements", "--from", "2025-08-14", "--to", "2025-10-05"))
    pairs = {(row["origin"], row["destination"]) for row in rows}
    ends = (*pc.GOVERNORATES, pc.EXTERIOR)
    assert pairs == {(a, b) for a in ends for b in ends if a != b}
    assert all(0 <= row["low"] <= row["people"] <= row["high"] for row in rows)
    south = sum(
        r["people"]
        for r in rows
        if r["origin"] in places.NORTH and r["destination"] in places.SOUTH
    )
    assert south > 200_000


def test_totals_of_movements_hold_the_ways(capsys):
    days = "--from", "2025-08-14", "--to", "2025-10-05"
    ways = json.loads(out(capsys, "movements", *days))
    rows = json.loads(out(capsys, "movements", *days, "--totals"))
    # What was there without the option stays as it is.
    assert rows[: len(ways)] == ways
    totals = {(row["origin"], row["destination"]): row for row in rows[len(ways) :]}
    places = {row["origin"] for row in ways}
    assert set(totals) == {
        *((place, "all") for place in places),
        *(("all", place) for place in places),
        ("all", "all"),
    }
    for (origin, destination), total in totals.items():
        held = [
            row["people"]
            for row in ways
            if origin in ("all", row["origin"]) and destination in ("all", row["destination"])
        ]
        assert total["people"] == pytest.approx(sum(held), abs=len(held))
        assert total["low"] <= total["people"] <= total["high"]


@pytest.mark.slow
def test_a_view_of_the_readers_own_publishers(capsys):
    told = json.loads(out(capsys, "people", "--date", "2025-10-05", "--view", "OCHA,SMC"))
    assert told["view"] == "OCHA,SMC"
    assert told["areas"][0]["low"] is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("people", "--date", "2019-01-01"), "outside the reconstruction"),
        (("people", "--date", "5 October"), "not a date"),
        (("people", "--date", "2025-10-05", "--explain", "--format", "csv"), "as JSON only"),
        (("people", "--date", "2025-10-05", "--view", "martians"), "no publisher is called"),
        (("movements", "--from", "2025-10-05", "--to", "2025-10-01"), "lies after"),
        (("movements", "--from", "2025-10-05", "--to", "2031-10-01"), "outside"),
        (("backtest", "nowhere.csv"), "nowhere.csv cannot be read"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(capsys, arguments, told):
    assert told in refused(capsys, *arguments)


def test_a_file_that_breaks_a_rule_is_refused_with_its_row(capsys, tmp_path):
    rows = load_estimates().frame.head(3)
    bad = tmp_path / "mine.csv"
    bad.write_text(ledger_csv(records_of(rows)).replace("1875317", "-1875317"), encoding="utf-8")
    assert "mine.csv, row 2, column value" in refused(capsys, "backtest", str(bad))


@pytest.mark.slow
@pytest.mark.thorough
def test_a_backtest_of_a_file_prints_a_row_for_each_figure_and_fits_none(
    capsys, tmp_path, monkeypatch
):
    monkeypatch.setattr(shipped, "BACKTEST_MEMBERS", 12)
    table = load_estimates().frame
    chosen = table[table["id"].isin(["GD0502", "GD0505", "GD0500"])]
    file = tmp_path / "kept-out.csv"
    file.write_text(ledger_csv(records_of(chosen)), encoding="utf-8")
    told = json.loads(out(capsys, "backtest", str(file), "--format", "json"))
    rows = {row["id"]: row for row in told["rows"]}
    assert rows.keys() == {"GD0502", "GD0505", "GD0500"}
    for row in rows.values():
        assert row["predicted"] > 0
        assert row["low"] <= row["predicted"] <= row["high"]
    assert rows["GD0505"]["published"] == 650_000


@pytest.mark.slow
@pytest.mark.thorough
def test_the_backtest_reports_places_and_movements_beside_two_simple_methods(capsys, monkeypatch):
    asked = []

    def quick(*arguments, **options) -> BacktestReport:
        asked.append(options)
        return real(*arguments, **options, every=24)

    real = shipped.backtest
    monkeypatch.setattr(shipped, "backtest", quick)
    monkeypatch.setattr(shipped, "FOLD_MEMBERS", 4)
    told = json.loads(out(capsys, "backtest", "--leave-out", "side-week", "--format", "json"))
    methods = {(row["scope"], row["method"]) for row in told["summary"]}
    for scope in ("places", "between"):
        for method in ("map", "figure", "last figure", "straight line"):
            assert (scope, method) in methods
    assert [options["leave_out"] for options in asked] == ["side-week"]
