"""Who went where: totals that hold, people conserved, closed ways empty, and one number a way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.balance.closures import read_closures
from nuzuh.balance.grid import CROSSING
from nuzuh.balance.priors import PLACES
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.closures import load_closures
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.territory import territory
from nuzuh.scene.area_words import period_with_data
from nuzuh.scene.flows import flows_of
from nuzuh.scene.movement_leads import reconstructed_lead
from nuzuh.scene.movement_matrix import matrix_between, matrix_of, sides_of
from nuzuh.scene.regions import place_name
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import LANGUAGES, Translator
from tests import places
from tests.balance.made_up import made_up

ENGLISH = Translator("en")
MAY = date(2024, 5, 6), date(2024, 5, 26)
DAYS = 12
START = date(2025, 6, 1)

people_a_day = st.lists(
    st.tuples(st.integers(0, len(CROSSING) - 1), st.integers(1, DAYS - 1), st.integers(0, 40_000)),
    max_size=12,
)
a_period = st.tuples(st.integers(1, DAYS - 1), st.integers(0, DAYS - 2)).map(
    lambda ends: (ends[0], min(ends[0] + ends[1], DAYS - 1))
)


def moving(trips, *, told_apart=True, members=(0.5, 1.0, 1.0, 1.5)):
    """A small balance in which people make some trips: each a way, a day and how many."""
    still = made_up([400_000.0] * 5, start=START.isoformat(), days=DAYS, moving=0.0)
    flows = np.zeros((DAYS, len(CROSSING)))
    for way, day, people in trips:
        flows[day, way] += people
    births = np.full((DAYS, 6), 7.0)
    deaths = np.full((DAYS, 6), 3.0)
    births[:, 5] = deaths[:, 5] = 0.0
    change = births - deaths
    for way, (origin, destination) in enumerate(CROSSING):
        change[:, PLACES.index(origin)] -= flows[:, way]
        change[:, PLACES.index(destination)] += flows[:, way]
    change[0] = 0.0
    present = still.present + np.cumsum(change, axis=0)
    spread = np.array(members, dtype=np.float32)[:, None, None]
    return replace(
        still,
        present=present,
        flows=flows,
        births=births,
        deaths=deaths,
        draws=(present[None] * spread).astype(np.float32),
        flow_draws=(np.cumsum(flows, axis=0)[None] * spread).astype(np.float32),
        last_told=still.last_told if told_apart else {},
    )


def days(ends):
    return START + timedelta(days=ends[0]), START + timedelta(days=ends[1])


@cache
def shipped(view="all"):
    return load_reconstruction(tables_in_use(), view)


def of(reconstruction, period, lang="en"):
    return matrix_of(reconstruction, period, Translator(lang), "All publishers")


def check_totals(matrix):
    """Whatever the balance is, rows, columns and the whole hold the same people."""
    by_ways = sum(one.moved.people for one in matrix.passages)
    for at, total in enumerate(matrix.totals):
        row = sum(one.moved.people for one in matrix.passages if one.origin == at)
        column = sum(one.moved.people for one in matrix.passages if one.destination == at)
        assert total.left.people == pytest.approx(row, abs=0.01)
        assert total.came.people == pytest.approx(column, abs=0.01)
        # Nobody is lost: who came less who left is the change, less births, plus deaths.
        assert total.net.people == pytest.approx(
            total.change - total.births + total.deaths, abs=0.5
        )
    assert matrix.whole.people == pytest.approx(by_ways, abs=0.01)
    assert sum(total.left.people for total in matrix.totals) == pytest.approx(by_ways, abs=0.01)
    assert sum(total.net.people for total in matrix.totals) == pytest.approx(0.0, abs=0.5)


def check_ranges(matrix):
    amounts = [one.moved for one in matrix.passages] + [matrix.whole]
    amounts += [each for one in matrix.totals for each in (one.left, one.came, one.net)]
    for amount in amounts:
        assert (amount.low is None) == (amount.high is None)
        if amount.low is not None:
            assert amount.low <= amount.people + 1e-6
            assert amount.people - 1e-6 <= amount.high
    for one in matrix.passages:
        assert one.moved.low is None or one.moved.low >= 0


@settings(max_examples=25)
@given(people_a_day, a_period, st.booleans())
def test_totals_add_up_and_people_are_conserved(trips, ends, told_apart):
    balance = moving(trips, told_apart=told_apart)
    period = days(ends)
    matrix, sides = of(balance, period), sides_of(balance, period, ENGLISH, "x")
    for one in (matrix, sides):
        check_totals(one)
        check_ranges(one)
        held = [pcode for place in one.places for pcode in place.pcodes]
        assert sorted(held) == sorted(PLACES)
        assert len(one.passages) == len(one.places) * (len(one.places) - 1)
    # Moves within a side are no moves between the sides.
    assert sides.whole.people <= matrix.whole.people + 0.01


@settings(max_examples=15)
@given(people_a_day, a_period)
def test_a_side_holds_the_ways_of_its_areas(trips, ends):
    balance = moving(trips)
    matrix, sides = of(balance, days(ends)), sides_of(balance, days(ends), ENGLISH, "x")
    for way in sides.passages:
        held = [
            one.moved.people
            for one in matrix.passages
            if set(matrix.places[one.origin].pcodes) <= set(sides.places[way.origin].pcodes)
            and set(matrix.places[one.destination].pcodes)
            <= set(sides.places[way.destination].pcodes)
        ]
        assert way.moved.people == pytest.approx(sum(held), abs=0.01)


def test_the_range_of_a_total_is_that_of_its_members_and_no_sum_of_ranges():
    """One member goes one way and the next another: together they are always as many."""
    to_gaza, to_rafah = (
        CROSSING.index((places.KHAN_YOUNIS, end)) for end in (places.GAZA, places.RAFAH)
    )
    balance = moving([(to_gaza, 3, 10_000), (to_rafah, 3, 10_000)])
    draws = np.zeros((2, DAYS, len(CROSSING)), dtype=np.float32)
    draws[0, 3:, to_gaza] = draws[1, 3:, to_rafah] = 100_000
    matrix = of(replace(balance, flow_draws=draws, draws=balance.draws[:2]), days((1, 5)))
    here = [place.pcodes for place in matrix.places].index((places.KHAN_YOUNIS,))
    ways = [one.moved for one in matrix.passages if one.origin == here and one.moved.people > 1]
    left = matrix.totals[here].left
    assert left.high < sum(way.high for way in ways)


@pytest.mark.parametrize("phase", load_timeline().phases[1:], ids=lambda phase: phase.id)
@pytest.mark.parametrize("view", ["all", "un"])
def test_what_ships_is_conserved_in_every_phase(phase, view):
    balance = shipped(view)
    period = period_with_data(balance, phase.start, min(phase.end, load_timeline().last))
    assert period is not None
    check_totals(of(balance, period))
    check_ranges(of(balance, period))


def test_a_way_has_the_number_and_the_range_that_the_arrow_has():
    matrix = of(shipped(), MAY)
    flows = {(one.origins, one.destinations): one for one in flows_of(shipped(), *MAY)}
    for one in matrix.passages:
        ends = matrix.places[one.origin].pcodes, matrix.places[one.destination].pcodes
        if (pc.EXTERIOR,) in ends:
            continue
        flow = flows.pop(ends)
        assert one.moved.people == pytest.approx(flow.people)
        assert (one.moved.low, one.moved.high) == (flow.low, flow.high)
        assert one.moved.rounded == flow.rounded
        assert one.shut == "closed" or one.moved.number == flow.number(ENGLISH)
    assert not flows


@pytest.mark.parametrize("lang", LANGUAGES)
def test_closed_ways_hold_nobody_and_say_so(lang):
    matrix, t = of(shipped(), MAY, lang), Translator(lang)
    closed = [one for one in matrix.passages if one.shut == "closed"]
    south, north = places.SOUTH, places.NORTH
    assert {
        (matrix.places[one.origin].key, matrix.places[one.destination].key) for one in closed
    } == {(a, b) for a in south for b in north}
    for one in closed:
        assert one.moved.people == pytest.approx(0.0, abs=1e-6)
        assert one.moved.number == "0"
        assert one.moved.likely == ""
        assert t("movements.shut.closed") in one.sentence
    for one in matrix.passages:
        assert one.shut == "closed" or one.moved.number != "0"


def test_a_way_is_closed_only_when_it_was_on_every_day():
    shut = next(one for one in read_closures(load_closures().frame) if not one.restricted)
    first, last = (date.fromordinal(day) for day in (shut.first, shut.last))
    a_day = timedelta(days=1)
    for period, said in (
        ((max(first, date(2023, 11, 12)), last), "closed"),
        ((last - a_day, last + a_day), "partly"),
        ((last + a_day, last + 9 * a_day), ""),
    ):
        matrix = of(shipped(), period)
        way = next(
            one
            for one in matrix.passages
            if set(matrix.places[one.origin].pcodes) <= set(shut.origins)
            and set(matrix.places[one.destination].pcodes) <= set(shut.destinations)
        )
        assert way.shut == said, period


def test_a_way_of_which_a_part_was_open_is_not_closed():
    groups = [(places.NORTH_GAZA,), (places.GAZA, places.DEIR_AL_BALAH), (places.KHAN_YOUNIS,)]
    groups += [(places.RAFAH,), (pc.EXTERIOR,)]
    matrix = matrix_between(groups, shipped(), MAY, ENGLISH, "x")
    # From Gaza people could go to North Gaza; from Deir al-Balah they could not.
    assert matrix.passage(1, 0).shut == ""
    assert matrix.passage(2, 0).shut == "closed"


def test_the_range_of_net_movement_is_that_of_the_change_of_people():
    matrix = of(shipped(), MAY)
    for place, total in zip(matrix.places, matrix.totals, strict=True):
        _, low, high = shipped().change(MAY[0] - timedelta(days=1), MAY[1], place.pcodes)
        grown = total.births - total.deaths
        assert total.net.low == pytest.approx(low - grown)
        assert total.net.high == pytest.approx(high - grown)


def test_areas_told_together_are_one_row_and_moves_within_are_none():
    balance = moving([(CROSSING.index((places.GAZA, places.RAFAH)), 2, 90_000)], told_apart=False)
    period = days((1, 11))
    groups = balance.areas_told(period[1])
    assert max(map(len, groups)) > 1
    matrix = of(balance, period)
    assert [place.pcodes for place in matrix.places] == [*groups, (pc.EXTERIOR,)]
    assert matrix.whole.people == pytest.approx(90_000)


def test_a_sentence_names_way_days_number_range_and_kind():
    matrix = of(shipped(), MAY)
    largest = max(matrix.passages, key=lambda one: one.moved.people)
    for part in ("Rafah → Khan Younis", "6 May 2024 to 26 May 2024", largest.moved.number):
        assert part in largest.sentence
    assert largest.moved.likely in largest.sentence
    assert "reconstructed" in largest.sentence


def test_who_left_rafah_for_where_is_said_at_once():
    matrix = of(shipped(), MAY)
    sides = sides_of(shipped(), MAY, ENGLISH, "x")
    told = reconstructed_lead(matrix, sides, places.RAFAH, ENGLISH)
    here = [place.pcodes for place in matrix.places].index((places.RAFAH,))
    assert matrix.totals[here].left.number in told
    assert told.index("Khan Younis") < told.index("Deir al-Balah")
    for area in ("north", "south", "strip", "", *pc.GOVERNORATES):
        assert "reconstructed" in reconstructed_lead(matrix, sides, area, ENGLISH)


def test_without_an_ensemble_there_is_no_range_and_that_is_said():
    balance = replace(moving([(3, 2, 30_000)]), draws=None, flow_draws=None)
    matrix = of(balance, days((1, 4)))
    assert matrix.whole.low is matrix.whole.high is None
    assert matrix.whole.likely == ENGLISH("recon.norange")
    assert matrix.totals[0].net.likely == ENGLISH("recon.norange")
    check_totals(matrix)


def test_a_period_that_is_reversed_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        of(shipped(), (MAY[1], MAY[0]))


def test_groups_bear_their_names():
    for side in territory().sides:
        assert place_name(side.pcodes, ENGLISH) == ENGLISH(f"region.{side.id}")
    assert place_name(("PS0265", "PS0270"), ENGLISH) == "Deir al-Balah + Khan Younis"
