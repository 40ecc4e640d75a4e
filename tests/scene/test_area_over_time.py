"""One area over time: the balance week by week, and rows to take away that add nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.evidence.order_book import order_book
from nuzuh.evidence.precision import round_to_precision
from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.area_over_time import area_over_time, weeks_table
from nuzuh.scene.area_records import COLUMNS, area_records
from nuzuh.scene.regions import pcodes_of
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View
from nuzuh.web.area_chart import PANELS, area_charts
from nuzuh.web.chart import on_day, spec_of

ENGLISH = Translator("en")
THE_DAY = date(2025, 10, 5)
OFFENSIVE = (date(2025, 8, 14), date(2025, 10, 9))


@pytest.fixture(scope="module")
def reconstruction():
    return load_reconstruction(tables_in_use(), "all")


@pytest.fixture(scope="module")
def north(reconstruction):
    return area_over_time(reconstruction, View(), "north", tables_in_use(), ENGLISH)


def test_the_weeks_follow_each_other_and_hold_the_balances_numbers(north, reconstruction):
    here = pcodes_of("north")
    others = tuple(place for place in (*pc.GOVERNORATES, pc.EXTERIOR) if place not in here)
    for before, week in zip(north.weeks, north.weeks[1:], strict=False):
        assert week.start == before.end + timedelta(days=1)
    for week in north.weeks[::20]:
        for told, number in (
            (week.people, reconstruction.group(week.end, here)),
            (week.arrived, reconstruction.moved(week.start, week.end, others, here)),
            (week.left, reconstruction.moved(week.start, week.end, here, others)),
        ):
            assert told.people == max(round_to_precision(*number), 0)
            assert told.low <= told.people <= told.high


def test_where_nothing_can_be_told_there_is_no_number_and_no_zero(reconstruction):
    quiet = (pd.Timestamp("2024-05-28"), pd.Timestamp("2025-09-03"))
    silent = replace(reconstruction, absent=(quiet,))
    told = area_over_time(silent, View(), "north", tables_in_use(), ENGLISH)
    weeks = [
        week for week in told.weeks if quiet[0].date() < week.start and week.end < date(2025, 9, 1)
    ]
    assert weeks
    assert all((week.people, week.arrived, week.left) == (None, None, None) for week in weeks)
    table = weeks_table(told.between(date(2025, 1, 1), date(2025, 3, 1)), ENGLISH)
    assert {(row[1], row[3], row[4]) for row in table.rows} == {("–", "–", "–")}
    # From May 2026 on no figure tells North Gaza and Gaza apart: neither is told alone then.
    last = area_over_time(reconstruction, View(), "PS0255", tables_in_use(), ENGLISH).weeks[-1]
    assert last.people is None


def test_the_shares_have_no_day_left_out_and_are_those_of_the_land_together(north):
    span = load_timeline()
    assert (north.shares[0].start, north.shares[-1].end) == (span.first, span.last)
    book = order_book(tables_in_use())
    for one in north.shares[::25]:
        share = book.under(one.start).share_of(pcodes_of("north"))
        assert (one.low, one.high) == ((share.low, share.high) if one.told else (None, None))


def test_a_closed_way_is_told_where_it_leads_over_the_edge_of_the_area():
    def shut(area):
        told = area_over_time(None, View(), area, tables_in_use(), ENGLISH)
        return [one.text for one in told.dates if one.kind == "closure"]

    assert len(shut("strip")) == 3
    assert len(shut("north")) == len(shut("south")) == 4
    phases = [
        one
        for one in area_over_time(None, View(), "strip", tables_in_use(), ENGLISH).dates
        if one.kind == "phase"
    ]
    assert [one.start for one in phases] == [phase.start for phase in load_timeline().phases]


@pytest.mark.parametrize("later", [True, False])
def test_the_rows_say_what_each_is_one_of_and_a_bound_never_becomes_a_value(
    north, estimates, later
):
    view = View(date=THE_DAY, later=later)
    part = north.between(*OFFENSIVE)
    records = area_records(part, view, tables_in_use(), ENGLISH)
    frame = pd.DataFrame(records.rows[1:], columns=records.columns).set_index("id")
    assert records.columns == COLUMNS
    assert len(records.rows[0]) == len(COLUMNS)
    assert all(tag.startswith("#") for tag in records.rows[0])
    assert set(frame["data_version"]) == {tables_in_use().version}
    published = frame[frame["kind"] == "published"]
    assert len(published)
    rows = estimates.set_index("id")
    for figure, row in published.iterrows():
        source = rows.loc[figure]
        assert (row["value"] == "") == pd.isna(source["value"])
        assert row["source_title"] == source["source_title"]
        assert pc.split(source["destination_pcodes"]) == set(pcodes_of("north"))
    ours = frame[frame["kind"] == "reconstructed"]
    assert set(ours["series"]) == {"people_present", "arrived", "left"}
    assert not (ours["value"] == "0").any()
    few = ours[ours["quantifier"] == "less than"]
    assert len(few)
    assert ((few["value"] == "") & (few["low"] == "") & (few["high"].astype(float) >= 1_000)).all()
    assert (ours["figures_of"] == "all").all()
    land = frame[frame["series"] == "land_under_orders"]
    assert not (land["low"] == "0").any()
    assert ledger_csv(records).startswith("series,start,end,value")


def test_a_sum_of_parts_is_not_what_is_told_of_the_whole(reconstruction):
    weeks = {
        area: area_over_time(reconstruction, View(), area, tables_in_use(), ENGLISH).weeks
        for area in ("north", "PS0255", "PS0260")
    }
    at = 100
    # Between the two parts people moved, who neither arrived in the north nor left it.
    parts = weeks["PS0255"][at].left.people + weeks["PS0260"][at].left.people
    assert weeks["north"][at].left.people < parts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_charts_share_their_days_and_never_a_scale(reconstruction, lang):
    t = Translator(lang)
    told = area_over_time(reconstruction, View(), "south", tables_in_use(), t).between(*OFFENSIVE)
    charts = area_charts(told, THE_DAY, t)
    assert tuple(charts) == PANELS
    days, scales = set(), []
    for chart in charts.values():
        spec = on_day(spec_of(chart), THE_DAY)
        assert spec["layer"][1]["data"]["values"] == [{"date": "2025-10-05"}]
        first = spec["layer"][0]["encoding"]
        days.add(tuple(first["x"]["scale"]["domain"]))
        scales.append(first["y"].get("scale", {}).get("domain"))
        assert told.name in spec["description"]
    assert days == {("2025-08-14", "2025-10-09T23:59")}
    assert tuple(area_charts(replace(told, weeks=()), THE_DAY, t)) == ("people", "orders", "dates")
