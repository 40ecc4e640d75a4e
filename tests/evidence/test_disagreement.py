"""How far publishers stand apart: what compares, what a bound says, in which order it is told."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh import loaders
from nuzuh.evidence.disagreement import (
    Gap,
    comparable,
    ends,
    gap,
    rival_group,
)
from nuzuh.evidence.prepared_statements import PreparedStatements
from nuzuh.evidence.published import RIVAL_DAYS, Figure
from nuzuh.evidence.statements import Statement, speaker_of

FIRST, LAST = date(2025, 9, 1), date(2025, 9, 30)
SOUTH = "PS0265 PS0270 PS0275"
MOVED = {
    "measure": "movement",
    "origin": "north of Wadi Gaza",
    "origin_pcodes": "PS0255 PS0260",
    "destination": "south of Wadi Gaza",
    "destination_pcodes": SOUTH,
    "period_start": "2025-08-14",
    "period_basis": "stated",
    "as_of": "2025-09-20",
    "source_date": "2025-09-21",
}
COUNTED = MOVED | {"counting": "movements", "unit": "movements"}
PRESENT = {"as_of": "2025-09-20", "source_date": "2025-09-21"}
CITY = {"destination": "Gaza City", "destination_pcodes": "PS0260"}
NORTH = {"destination": "north of Wadi Gaza", "destination_pcodes": "PS0255 PS0260"}
FLOOR = {"value": "", "quantifier": "more than"}


@pytest.fixture(scope="module")
def groups_of(some_estimates):
    def made(*rows, later=True):
        return PreparedStatements(some_estimates(*rows)).rivals(FIRST, LAST, later=later)

    return made


@pytest.fixture(scope="module")
def group_of(groups_of):
    def made(*rows, later=True):
        (group,) = groups_of(*rows, later=later)
        return group

    return made


@cache
def embedded():
    prepared = PreparedStatements(loaders.load_estimates().frame)
    return {
        (first, first + timedelta(days=length)): prepared.rivals(
            first, first + timedelta(days=length)
        )
        for first in (date(2023, 10, 1), date(2024, 5, 1), date(2025, 1, 15), date(2025, 9, 1))
        for length in (20, 150)
    }


def everyone():
    return [one for groups in embedded().values() for group in groups for one in group.standing]


# What compares.


def test_a_publisher_alone_disagrees_with_nobody(group_of):
    group = group_of(MOVED | {"value": "1000"}, MOVED | {"value": "900000", "as_of": "2025-09-22"})
    (one,) = group.standing
    assert (one.gap, one.others, group.spread) == (None, (), None)
    assert not group.is_disputed
    assert len(group.claims) == 2


def test_a_repeat_changes_nothing(group_of):
    told = [MOVED | {"value": "400000"}, MOVED | {"publisher": "IDF", "value": "800000"}]
    again = MOVED | {"publisher": "OCHA", "value": "800000", "repeats": "T2"}
    before, after = group_of(*told), group_of(*told, again)
    assert before.spread.gap == after.spread.gap == Gap(400_000, 2.0)
    assert [one.gap for one in before.standing] == [one.gap for one in after.standing]
    assert before.speakers == after.speakers


def test_movements_are_never_compared_with_people(groups_of):
    people, movements = groups_of(MOVED | {"value": "400000"}, COUNTED | {"publisher": "OCHA"})
    assert {people.unit, movements.unit} == {"people", "movements"}
    assert people.spread is movements.spread is None


def test_a_count_of_one_day_is_never_compared_with_a_total(groups_of):
    day = COUNTED | {"period_start": "2025-09-20", "publisher": "OCHA"}
    for group in groups_of(COUNTED, day):
        assert group.spread is None


def test_movements_compare_that_share_most_of_their_days(group_of):
    other = MOVED | {"publisher": "IDF", "value": "800000"}
    shares = {"2025-08-14": True, "2025-08-31": True, "2025-09-10": False}
    for start, compares in shares.items():
        group = group_of(MOVED, other | {"period_start": start})
        assert (group.spread is not None) == compares, start


@pytest.mark.parametrize(("days", "compares"), [(RIVAL_DAYS, True), (RIVAL_DAYS + 1, False)])
def test_figures_far_apart_in_time_do_not_compare(group_of, days, compares):
    later = {"as_of": (date(2025, 9, 10) + timedelta(days=days)).isoformat()}
    group = group_of(
        PRESENT | {"as_of": "2025-09-10"},
        PRESENT | {"publisher": "WHO", "value": "2000"} | later,
    )
    assert (group.spread is not None) == compares


def test_gaza_city_is_read_as_its_governorate_or_as_both_in_the_north(group_of):
    city, north = PRESENT | CITY, PRESENT | NORTH | {"publisher": "WHO", "value": "3000"}
    assert group_of(city, north).spread is not None
    gaza = {"destination": "Gaza", "destination_pcodes": "PS0260"}
    assert group_of(city | gaza, north).spread is None
    assert group_of(city, PRESENT | gaza | {"publisher": "WHO"}).spread is not None


def test_parts_of_areas_compare_by_name_alone(group_of):
    part = {"destination": "Al-Mawasi", "destination_pcodes": "PS0270"}
    one, other = PRESENT | part, PRESENT | part | {"publisher": "WHO", "value": "3000"}
    assert group_of(one, other).spread is not None
    assert group_of(one, other | {"destination": "Khan Younis"}).spread is None


@pytest.mark.parametrize(
    ("measure", "other"),
    [
        ("sheltered", {"note": "In non-UN shelters"}),
        ("affected", {"note": "In flooded sites"}),
        ("movement", {"origin": "Gaza Strip", "destination": "outside Gaza Strip"}),
    ],
)
def test_what_only_the_note_tells_apart_is_told_and_not_compared(group_of, measure, other):
    ends = {"origin": "", "origin_pcodes": "", "destination": "Gaza Strip"}
    if measure == "movement":
        ends |= {"origin": "Gaza Strip", "origin_pcodes": f"PS0255 PS0260 {SOUTH}"}
        ends |= {"period_start": "2025-09-01", "period_basis": "stated"}
    whole = PRESENT | ends | {"measure": measure, "destination_pcodes": f"PS0255 PS0260 {SOUTH}"}
    if measure == "movement":
        other |= {"destination_pcodes": "EXT"}
        whole |= other
    group = group_of(whole, whole | other | {"publisher": "WHO", "value": "90000"})
    assert len(group.claims) == 2
    assert group.spread is None
    assert all(one.gap is None for one in group.standing)


def test_a_dispute_in_the_middle_of_a_period_counts_though_both_have_moved_on(group_of):
    idf, gmo = {"publisher": "IDF"}, {"publisher": "Gaza Government Media Office"}
    group = group_of(
        MOVED | idf | {"value": "250000", "as_of": "2025-09-10"},
        MOVED | gmo | {"value": "50000", "as_of": "2025-09-10"},
        MOVED | idf | {"value": "800000", "as_of": "2025-09-25"},
        MOVED | gmo | {"value": "400000", "as_of": "2025-09-25"},
    )
    assert group.spread.gap == Gap(200_000, 5.0)
    assert {s.figure.as_of for s in (group.spread.low, group.spread.high)} == {date(2025, 9, 10)}


def test_what_is_older_than_the_period_is_not_of_it(groups_of):
    old = PRESENT | {"as_of": "2025-08-31", "source_date": "2025-08-31"}
    assert groups_of(old) == []


def test_what_came_out_later_can_be_left_out(group_of, groups_of):
    late = PRESENT | {"publisher": "WHO", "value": "3000", "source_date": "2026-01-01"}
    assert group_of(PRESENT, late).spread is not None
    assert group_of(PRESENT, late, later=False).spread is None
    assert groups_of(late, later=False) == []


# Distances.


def test_the_nearest_figure_of_each_other_publisher_counts(group_of):
    group = group_of(
        MOVED | {"publisher": "IDF", "value": "500000", "as_of": "2025-09-18"},
        MOVED | {"publisher": "IDF", "value": "900000", "as_of": "2025-09-25"},
        MOVED | {"publisher": "OCHA", "value": "400000", "as_of": "2025-09-19"},
    )
    ocha = next(one for one in group.standing if speaker_of(one.statement) == "OCHA")
    assert [other.figure.value for other in ocha.others] == [500_000]
    assert ocha.gap == Gap(-100_000, 0.8)
    # The later of the two stands, and is held against the same figure.
    assert [one.statement.figure.value for one in group.standing] == [900_000, 400_000]
    assert group.spread.gap == Gap(500_000, 2.25)


def test_a_figure_is_held_against_the_middle_of_the_others(group_of):
    values = {"UN": 100, "WHO": 200, "UNRWA": 600, "PCBS": 1000}
    rows = [PRESENT | {"publisher": who, "value": str(n)} for who, n in values.items()]
    measured = {speaker_of(one.statement): one.gap for one in group_of(*rows).standing}
    assert measured["PCBS"] == Gap(800, 5.0)
    assert measured["UN"] == Gap(-500, 100 / 600)
    # The middle of three is a number of theirs, whatever the two others are.
    assert measured["UNRWA"] == Gap(400, 3.0)


def test_a_bound_disagrees_only_with_what_lies_beyond_it(group_of):
    floor = PRESENT | FLOOR | {"low": "900"}
    above, below = ({"publisher": "WHO", "value": n} for n in ("5000", "500"))
    agreed, apart = group_of(floor, PRESENT | above), group_of(floor, PRESENT | below)
    assert agreed.spread.gap.amount == 0
    assert not agreed.is_disputed
    assert apart.spread.gap == Gap(400, 1.8)
    assert speaker_of(apart.spread.low) == "WHO"
    ceiling = PRESENT | {"value": "", "high": "800", "quantifier": "up to", "publisher": "IDF"}
    assert group_of(floor, ceiling).spread.gap == Gap(100, 900 / 800)
    other = PRESENT | FLOOR | {"low": "5", "publisher": "WHO"}
    assert not group_of(floor, other).is_disputed


def test_nothing_is_measured_by_a_doubtful_figure(group_of):
    weak = PRESENT | {"publisher": "IDF", "value": "9000", "note": "date to be confirmed"}
    sound = [PRESENT | {"publisher": who, "value": n} for who, n in (("WHO", "100"), ("UN", "200"))]
    group = group_of(*sound, weak)
    by_speaker = {speaker_of(one.statement): one for one in group.standing}
    assert by_speaker["IDF"].gap == Gap(8850, 60.0)
    assert group.spread.gap == Gap(100, 2.0)
    for who in ("WHO", "UN"):
        assert len(by_speaker[who].others) == 1


# On every figure that there is.


def test_every_standing_figure_is_of_the_period_and_among_the_claims():
    for (first, last), groups in embedded().items():
        for group in groups:
            claims = {one.figure.id for one in group.claims}
            assert len(claims) == len(group.claims)
            for one in group.standing:
                assert one.statement.figure.id in claims
                assert first <= one.statement.figure.as_of <= last
            assert group.standing


def test_publishers_are_held_against_others_only_and_each_once():
    compared = [one for one in everyone() if one.others]
    assert len(compared) > 50
    for one in compared:
        others = [speaker_of(other) for other in one.others]
        assert speaker_of(one.statement) not in others
        assert len(set(others)) == len(others)
        for other in one.others:
            assert comparable(one.statement, other)
            assert not other.weak
            assert other.figure.unit == one.statement.figure.unit


def test_questions_and_publishers_are_sorted_by_the_measure_that_is_told():
    for groups in embedded().values():
        spreads = [g.spread.gap.size if g.spread else (0.0, 0.0) for g in groups]
        assert spreads == sorted(spreads, reverse=True)
        for group in groups:
            gaps = [one.gap.size if one.gap else (0.0, 0.0) for one in group.standing]
            assert gaps == sorted(gaps, reverse=True)


def test_no_two_figures_shown_lie_further_apart_than_the_spread():
    for groups in embedded().values():
        for group in groups:
            for one in group.standing:
                for other in one.others if not one.statement.weak else ():
                    between = gap(one.statement.figure, other.figure)
                    assert between.size[0] <= group.spread.gap.size[0] * (1 + 1e-9)


# On figures made up.

numbers = st.one_of(st.none(), st.integers(0, 10**7).map(float))


@st.composite
def figures(draw):
    value, low, high = (draw(numbers) for _ in range(3))
    low, high = (n if draw(st.booleans()) else None for n in (low, high))
    if value is None and low is None and high is None:
        value = 1.0
    told = sorted(n for n in (low, value, high) if n is not None)
    if low is not None:
        low = told[0]
    if high is not None:
        high = told[-1]
    if value is not None:
        value = told[len(told) // 2] if low is not None and high is not None else value
        value = max(value, low or 0.0) if high is None else min(max(value, low or 0.0), high)
    day = date(2025, 9, draw(st.integers(1, 9)))
    return Figure("F", value, low, high, "", "people", "", day, "Rafah", "whole")


@given(figures(), figures())
def test_two_figures_are_as_far_from_each_other_both_ways(one, other):
    there, back = gap(one, other), gap(other, one)
    assert there.amount == -back.amount
    assert there.size == pytest.approx(back.size)
    (low, high), (other_low, other_high) = ends(one), ends(other)
    may_both_hold = low <= other_high and other_low <= high
    assert (there.amount == 0) == may_both_hold
    assert math.isfinite(there.amount)


@st.composite
def groups(draw):
    told = []
    for number in range(draw(st.integers(1, 7))):
        figure = draw(figures())
        who = draw(st.sampled_from("ABC"))
        told.append(
            Statement(
                figure=Figure(
                    **{
                        **{name: getattr(figure, name) for name in Figure.__dataclass_fields__},
                        "id": f"F{number}",
                        "publisher": who,
                    }
                ),
                question="present_south",
                measure="people_present",
                kind="stock",
                counting="people",
                origin="",
                period_start=None,
                period_assumed=False,
                basis="observed",
                weak=draw(st.booleans()) and number > 0,
                source_title="",
                source_url="",
                source_date=None,
                note="",
                repeats=(),
                standing="latest",
                destinations=frozenset(["PS0275"]),
            )
        )
    return told


@given(groups())
def test_a_figure_lies_between_the_distances_to_each_of_the_others(told):
    group = rival_group(told, told)
    for one in group.standing:
        if one.gap is None:
            assert not one.others
            continue
        each = [gap(one.statement.figure, other.figure).amount for other in one.others]
        assert min(each) <= one.gap.amount <= max(each)
        assert (one.gap.amount > 0) == (one.gap.times > 1)
    assert rival_group(told[::-1], told[::-1]).spread == group.spread
