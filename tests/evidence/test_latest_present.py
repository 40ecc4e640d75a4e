"""The map as published: areas cover the Strip once, with figures of that day or before."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh import loaders
from nuzuh.evidence.published import CURRENT_DAYS, figure_of, latest_present, latest_total
from nuzuh.loaders import pcodes as pc
from tests import places

FIRST, LAST = date(2023, 10, 1), date(2026, 8, 22)
WAR = date(2023, 10, 7)
DAYS = [FIRST + timedelta(days=days) for days in range(0, (LAST - FIRST).days + 1, 11)]
THE_DAY = date(2025, 10, 5)

any_day = st.dates(FIRST, LAST)


@cache
def present(day: date):
    return latest_present(loaders.load_estimates().frame, day)


def partition(areas) -> list[str]:
    return [pcode for area in areas for pcode in area.pcodes]


@pytest.mark.slow
@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_areas_cover_the_five_governorates_once_on_every_day(year):
    for day in DAYS:
        if day.year == year:
            assert sorted(partition(present(day))) == sorted(pc.GOVERNORATES), day


@pytest.mark.slow
@given(any_day)
def test_areas_cover_the_five_governorates_once_on_any_day(day):
    areas = present(day)
    assert sorted(partition(areas)) == sorted(pc.GOVERNORATES)
    assert [pc.GOVERNORATES.index(area.pcodes[0]) for area in areas] == sorted(
        pc.GOVERNORATES.index(area.pcodes[0]) for area in areas
    )


@pytest.mark.slow
@given(any_day)
def test_no_figure_describes_a_later_day_and_each_age_is_right(day):
    for area in present(day):
        if area.figure is not None:
            assert area.figure.as_of <= day
            assert area.age_days == (day - area.figure.as_of).days
            old = area.age_days > CURRENT_DAYS
            assert area.status == ("last_known" if old else "current")


@pytest.mark.slow
@given(any_day)
def test_an_area_without_a_figure_has_no_number_and_no_age(day):
    for area in present(day):
        if area.figure is None:
            assert (area.age_days, area.status) == (None, "current")
            assert len(area.pcodes) == 1


@pytest.mark.parametrize("days", range(14))
def test_the_first_two_weeks_of_the_war_can_be_shown(days):
    # Nothing was reported at first, which is a map of hatching and not an error.
    day = WAR + timedelta(days=days)
    assert sorted(partition(latest_present(loaders.load_estimates().frame, day))) == sorted(
        pc.GOVERNORATES
    )


def test_nothing_is_reported_on_the_first_day_of_the_war():
    areas = latest_present(loaders.load_estimates().frame, WAR)
    assert [area.figure for area in areas] == [None] * 5


def test_before_the_war_every_governorate_has_a_figure():
    areas = present(date(2023, 10, 6))
    assert all(area.figure is not None for area in areas)
    assert sum(area.figure.central for area in areas) == pytest.approx(2_250_000, rel=0.1)


@pytest.mark.slow
def test_no_figure_from_before_the_war_stands_on_a_later_map(estimates):
    home = set(estimates.loc[estimates["basis"].isin(["home", "projection"]), "id"])
    for day in DAYS:
        for area in present(day):
            if day >= WAR and area.figure is not None:
                assert area.figure.as_of >= WAR, day
                assert area.figure.id not in home, day


@pytest.mark.slow
def test_what_stands_on_the_map_is_a_count_of_people_present_that_repeats_nothing(estimates):
    rows = estimates.set_index("id")
    used = {area.figure.id for day in DAYS for area in present(day) if area.figure}
    assert len(used) > 20
    shown = rows.loc[sorted(used)]
    assert (shown["repeats"] == "").all()
    assert (shown["measure"] == "people_present").all()
    assert (shown["unit"] == "people").all()
    assert set(shown["destination_coverage"]) <= {"whole", "city"}


def test_a_figure_on_the_map_is_worded_as_it_was_published(estimates):
    rows = estimates.set_index("id", drop=False)
    for day in DAYS[::10]:
        for area in present(day):
            if area.figure:
                assert area.figure == figure_of(rows.loc[area.figure.id])
                assert pc.split(rows.loc[area.figure.id, "destination_pcodes"]) == set(area.pcodes)


@pytest.fixture(scope="module")
def on_the_day(estimates):
    areas = latest_present(estimates, THE_DAY, phase_start=date(2025, 8, 14))
    return {area.pcodes: area for area in areas}


def test_on_5_october_2025_the_un_range_stands_beside_the_armys_number_for_gaza(on_the_day):
    area = on_the_day[(places.GAZA,)]
    assert (area.figure.value, area.figure.publisher) == (200_000, "IDF")
    assert (area.figure.as_of, area.age_days, area.status) == (THE_DAY, 0, "current")
    figure = next(rival for rival in area.rivals if rival.publisher == "UN")
    assert (figure.value, figure.low, figure.high) == (None, 600_000, 700_000)
    assert (figure.quantifier, figure.publisher) == ("range", "UN")
    assert figure.as_of == date(2025, 10, 2)
    # Said of Gaza City, shown on the governorate: the name and that it is a stand-in are kept.
    assert (figure.area, figure.coverage) == ("Gaza City", "city")
    assert figure.central == 650_000


def test_on_5_october_2025_the_municipality_counts_a_million_in_khan_younis(on_the_day):
    figure = on_the_day[(places.KHAN_YOUNIS,)].figure
    assert (figure.value, figure.quantifier) == (1_000_000, "approximately")
    assert (figure.publisher, figure.as_of) == ("Khan Younis municipality", date(2025, 10, 1))


def test_on_5_october_2025_about_640_000_are_in_deir_al_balah(on_the_day):
    area = on_the_day[(places.DEIR_AL_BALAH,)]
    assert (area.figure.value, area.figure.quantifier) == (640_000, "approximately")
    assert area.status == "current"


@pytest.mark.parametrize("pcode", [places.NORTH_GAZA, places.RAFAH])
def test_on_5_october_2025_the_figures_for_north_gaza_and_rafah_are_old(on_the_day, pcode):
    area = on_the_day[(pcode,)]
    assert area.status == "too_old"
    assert area.age_days > CURRENT_DAYS


def one(table, day="2025-07-01", pcode=places.RAFAH, **options):
    areas = latest_present(table, date.fromisoformat(day), **options)
    return next(area for area in areas if pcode in area.pcodes)


def test_the_newest_figure_is_used(some_estimates):
    table = some_estimates(
        {"as_of": "2025-06-02"}, {"as_of": "2025-06-09"}, {"as_of": "2025-06-05"}
    )
    assert one(table).figure.id == "T2"
    assert one(table, "2025-06-08").figure.id == "T3"
    assert one(table, "2025-06-01").figure is None


def test_a_weak_figure_gives_way_to_a_sound_one_of_up_to_a_month_before(some_estimates):
    weak = {"as_of": "2025-06-20", "note": "Date to be confirmed"}
    assert one(some_estimates(weak, {"as_of": "2025-06-01"})).figure.id == "T2"
    assert one(some_estimates(weak, {"as_of": "2025-05-01"})).figure.id == "T1"
    assert one(some_estimates(weak)).figure.id == "T1"


def test_a_repetition_is_never_used(some_estimates):
    table = some_estimates({}, {"as_of": "2025-06-20", "repeats": "T1"})
    assert one(table).figure.id == "T1"


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"destination": "a camp"}, id="a part of a governorate"),
        pytest.param({"measure": "idps"}, id="displaced people only"),
        pytest.param({"unit": "percent", "value": "90"}, id="a share"),
        pytest.param({"note": "census"}, id="residents wherever they are"),
        pytest.param({"note": "a projection"}, id="a projection"),
        pytest.param(
            {"destination": "Gaza Strip", "destination_pcodes": " ".join(pc.GOVERNORATES)},
            id="the whole strip",
        ),
        pytest.param({"destination": "outside", "destination_pcodes": "EXT"}, id="outside"),
    ],
)
def test_what_is_no_count_of_the_people_in_an_area_leaves_it_unreported(some_estimates, cells):
    areas = latest_present(some_estimates(cells), date(2025, 7, 1))
    assert [area.figure for area in areas] == [None] * 5


def test_arithmetic_on_figures_from_before_the_war_does_not_stand_in_it(some_estimates):
    table = some_estimates({"as_of": "2023-09-01", "note": "Derived: a less b"})
    assert one(table, "2023-10-20").figure is None


def test_a_count_of_zero_is_a_figure(some_estimates):
    area = one(some_estimates({"value": "0", "quantifier": "exact"}))
    assert area.figure.value == 0
    assert area.figure.central == 0


def test_a_figure_for_two_governorates_is_one_area_until_a_newer_one_splits_it(some_estimates):
    both = {"destination": "Khan Younis; Rafah", "destination_pcodes": "PS0270 PS0275"}
    table = some_estimates({"as_of": "2025-05-01"}, {"as_of": "2025-06-01"} | both)
    assert one(table).pcodes == (places.KHAN_YOUNIS, places.RAFAH)
    split = some_estimates({"as_of": "2025-05-01"} | both, {"as_of": "2025-06-01"})
    assert one(split).figure.id == "T2"
    # The older figure covers both and cannot be split between them.
    assert one(split, pcode=places.KHAN_YOUNIS).figure is None


def test_on_one_day_the_smaller_area_and_the_firmer_number_come_first(some_estimates):
    bound = {"value": "", "low": "5", "quantifier": "more than"}
    both = {"destination": "Khan Younis; Rafah", "destination_pcodes": "PS0270 PS0275"}
    assert one(some_estimates(both, bound, {"seen": "secondary"}, {})).figure.id == "T4"
    assert one(some_estimates(both, bound)).figure.id == "T2"


def test_a_figure_from_before_the_phase_is_marked_as_old(some_estimates):
    table = some_estimates({"as_of": "2025-06-02"})
    assert one(table, phase_start=date(2025, 6, 2)).status == "current"
    assert one(table, phase_start=date(2025, 6, 3)).status == "last_known"
    assert one(table, "2025-08-31").status == "current"
    assert one(table, "2025-09-01").status == "last_known"
    assert one(table, "2026-06-02").status == "last_known"
    after = {"phase_start": date(2025, 6, 3)}
    assert one(table, "2025-11-29", **after).status == "last_known"
    assert one(table, "2025-11-30", **after).status == "too_old"


def test_a_figure_of_a_later_page_is_marked_or_left_out(some_estimates):
    table = some_estimates(
        {"as_of": "2025-06-20", "source_date": "2025-07-02"},
        {"as_of": "2025-06-10", "source_date": "2025-06-11"},
    )
    assert (one(table).figure.id, one(table).appeared) == ("T1", "later")
    assert one(table, "2025-07-02").appeared == "in_time"
    left = one(table, later=False)
    assert (left.figure.id, left.appeared) == ("T2", "in_time")


def test_the_other_sides_stand_beside_the_newest_figure_from_the_lowest(some_estimates):
    table = some_estimates(
        {"as_of": "2025-06-20", "publisher": "UN", "value": "700"},
        {"as_of": "2025-06-15", "publisher": "OCHA", "value": "600"},
        {"as_of": "2025-06-15", "publisher": "PCBS", "value": "900"},
        {"as_of": "2025-06-10", "publisher": "PCBS", "value": "800"},
        {"as_of": "2025-06-13", "publisher": "IDF", "value": "200"},
        {"as_of": "2025-06-12", "publisher": "MSF", "value": "300"},
    )
    area = one(table)
    assert area.figure.id == "T1"
    assert [figure.id for figure in area.rivals] == ["T5", "T3"]


def test_the_latest_total_of_the_strip_is_sound_and_of_the_war(some_estimates):
    strip = {"destination": "Gaza Strip", "destination_pcodes": " ".join(pc.GOVERNORATES)}
    table = some_estimates(
        strip | {"as_of": "2023-06-01", "note": "census"},
        strip | {"as_of": "2025-06-02", "source_date": "2025-06-03"},
        strip | {"as_of": "2025-06-10", "note": "weak"},
        strip | {"as_of": "2025-06-12", "source_date": "2025-09-01"},
        {"as_of": "2025-06-14"},
    )
    assert latest_total(table, date(2025, 7, 1)).id == "T4"
    assert latest_total(table, date(2025, 7, 1), later=False).id == "T2"
    assert latest_total(table, date(2024, 7, 1)).id == "T1"
    assert latest_total(some_estimates({}), date(2025, 7, 1)) is None


def test_the_table_is_left_as_it_was(estimates):
    before = estimates.copy()
    latest_present(estimates, THE_DAY)
    assert before.equals(estimates)
