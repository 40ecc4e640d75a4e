"""The panel's figures: rival ones side by side, none twice, none from later."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh import loaders
from nuzuh.evidence.prepared_statements import PreparedStatements
from nuzuh.evidence.statements import QUESTIONS, largest_outflow, question_of
from nuzuh.scene.timeline import load_timeline

FIRST, LAST = date(2023, 10, 1), date(2026, 8, 22)
WAR = date(2023, 10, 7)
DAYS = [FIRST + timedelta(days=days) for days in range(0, (LAST - FIRST).days + 1, 119)]
OFFENSIVE = date(2025, 8, 14)


@cache
def prepared():
    return PreparedStatements(loaders.load_estimates().frame)


@cache
def told(day: date):
    start = load_timeline().phase_of(day).start
    return prepared().published_by(day, phase_start=start)


def all_of(groups):
    return [statement for statements in groups.values() for statement in statements]


@pytest.fixture(scope="module")
def the_day(estimates):
    return PreparedStatements(estimates).published_by(date(2025, 10, 5), phase_start=OFFENSIVE)


@pytest.fixture(scope="module")
def by_id(the_day):
    return {statement.figure.id: statement for statement in all_of(the_day)}


def test_the_minister_said_that_about_900_000_had_gone_south(the_day, by_id):
    said = by_id["GD0508"]
    assert said in the_day["moved_south"]
    assert (said.figure.value, said.figure.quantifier) == (900_000, "approximately")
    assert said.figure.publisher == "Israeli defence minister"
    assert said.figure.as_of == date(2025, 10, 5)
    assert (said.kind, said.counting, said.figure.unit) == ("flow", "people", "people")
    assert said.source_url.startswith("https://today.lorientlejour.com/")


def test_the_un_put_about_a_million_there_before_the_assault(the_day, by_id):
    before = by_id["GD0417"]
    assert before in the_day["present_north"]
    assert (before.figure.value, before.figure.publisher) == (1_000_000, "UN")
    assert before.figure.as_of == date(2025, 8, 31)
    assert (before.kind, before.standing) == ("stock", "before")
    assert before.source_url.startswith("https://www.channelstv.com/")


def test_ocha_counted_more_than_417_000_movements(the_day, by_id):
    counted = by_id["GD0502"]
    assert counted in the_day["moved_south"]
    assert (counted.figure.value, counted.figure.low) == (None, 417_000)
    assert (counted.figure.quantifier, counted.figure.publisher) == ("more than", "OCHA")
    assert (counted.kind, counted.counting, counted.figure.unit) == (
        "flow",
        "movements",
        "movements",
    )
    assert counted.figure.as_of == date(2025, 10, 1)
    assert counted.source_url.startswith("https://en.yenisafak.com/")


def test_the_un_said_that_600_000_to_700_000_were_still_there(the_day, by_id):
    still = by_id["GD0505"]
    assert still in the_day["present_north"]
    assert (still.figure.low, still.figure.high) == (600_000, 700_000)
    assert (still.figure.quantifier, still.figure.publisher) == ("range", "UN")
    assert (still.kind, still.standing) == ("stock", "latest")
    assert still.figure.as_of == date(2025, 10, 2)
    assert still.source_url.startswith("https://www.deccanherald.com/")


def test_the_same_statement_in_a_second_outlet_is_corroboration_and_not_a_second_figure(
    by_id, estimates
):
    again = estimates.set_index("id").loc["GD0418"]
    assert again["repeats"] == "GD0417"
    assert "GD0418" not in by_id
    assert by_id["GD0417"].repeats == ((again["source_title"], again["source_url"]),)


def test_running_totals_come_before_counts_of_a_single_day(the_day):
    flags = [
        statement.kind == "flow" and statement.period_start == statement.figure.as_of
        for statement in the_day["moved_south"]
    ]
    assert any(flags)
    assert flags == sorted(flags)


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_no_figure_is_told_twice(day):
    ids = [statement.figure.id for statement in all_of(told(day))]
    assert len(ids) == len(set(ids))


@pytest.mark.slow
def test_questions_come_in_order_and_none_is_empty():
    for day in DAYS:
        asked = list(told(day))
        assert asked == [question for question in QUESTIONS if question in asked]
        assert all(told(day).values())
        for question, statements in told(day).items():
            assert {statement.question for statement in statements} == {question}


@pytest.mark.slow
def test_a_repetition_never_stands_for_itself(estimates):
    repeated = set(estimates.loc[estimates["repeats"] != "", "id"])
    for day in DAYS:
        assert not repeated & {statement.figure.id for statement in all_of(told(day))}


@pytest.mark.slow
def test_counts_of_movements_are_told_as_movements():
    counted = [
        statement
        for day in DAYS
        for statement in all_of(told(day))
        if statement.counting == "movements"
    ]
    assert counted
    assert {statement.figure.unit for statement in counted} == {"movements"}


def test_no_figure_from_before_the_war_or_of_residents_is_told_in_it():
    for day in DAYS:
        for statement in all_of(told(day)):
            if day >= WAR:
                assert statement.figure.as_of >= WAR
                assert statement.basis not in ("home", "projection")


def test_every_statement_can_be_weighed_and_cited():
    for day in DAYS:
        for statement in all_of(told(day)):
            assert statement.figure.publisher
            assert statement.source_title
            assert statement.source_url == "" or statement.source_url.startswith("http")
            assert statement.kind in ("stock", "flow", "state")
            assert statement.standing in ("latest", "before")


@pytest.mark.slow
@settings(max_examples=8)
@given(st.dates(FIRST, LAST))
def test_nothing_later_than_the_day_is_told(day):
    for statement in all_of(told(day)):
        assert statement.figure.as_of <= day
        assert statement.period_start is None or statement.period_start <= statement.figure.as_of


FLOW = {
    "measure": "movement",
    "origin": "Gaza City",
    "origin_pcodes": "PS0260",
    "destination": "south of Wadi Gaza",
    "destination_pcodes": "PS0265 PS0270 PS0275",
}
SHARE = {
    "measure": "under_orders",
    "scope": "orders",
    "counting": "",
    "unit": "percent",
    "value": "5",
}
BACK = {
    "measure": "movement",
    "origin": "Rafah",
    "origin_pcodes": "PS0275",
    "destination": "North Gaza; Gaza",
    "destination_pcodes": "PS0255 PS0260",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "question"),
    [
        (FLOW, "moved_south"),
        (BACK, "moved_north"),
        (FLOW | {"destination_pcodes": "PS0255"}, "left_PS0260"),
        (FLOW | {"destination_pcodes": "PS0260 PS0275"}, "left_PS0260"),
        (FLOW | {"destination": "Gaza City", "destination_pcodes": "PS0260"}, "moved_other"),
        (BACK | {"destination_pcodes": "PS0255 PS0260 PS0265 PS0270 PS0275"}, "left_PS0275"),
        (BACK | {"origin_pcodes": "PS0270 PS0275", "destination_pcodes": "PS0265"}, "moved_other"),
        (FLOW | {"destination": "abroad", "destination_pcodes": "EXT"}, "moved_other"),
        (FLOW | {"unit": "percent", "value": "5"}, None),
        ({"destination_pcodes": "PS0260"}, "present_north"),
        ({"destination_pcodes": "PS0255 PS0260"}, "present_north"),
        ({"destination_pcodes": "PS0275"}, "present_south"),
        ({"destination_pcodes": "PS0255 PS0260 PS0265 PS0270 PS0275"}, "present_strip"),
        ({"destination_pcodes": "PS0260 PS0265"}, None),
        ({"destination_pcodes": ""}, None),
        ({"measure": "idps"}, "displaced"),
        ({"measure": "sheltered"}, "sheltered"),
        (SHARE, "under_orders"),
        (SHARE | {"scope": "orders or zones"}, "orders_or_zones"),
        (SHARE | {"scope": "one order"}, "one_order"),
        (SHARE | {"scope": "ever ordered"}, "ever_ordered"),
        (SHARE | {"scope": "zones"}, "control_zone"),
        ({"measure": "under_orders"}, None),
        ({"measure": "control_zone", "unit": "percent", "value": "5"}, "control_zone"),
        ({"measure": "births"}, None),
        ({"measure": "deaths"}, None),
    ],
)
def test_a_figure_answers_the_question_it_is_about(some_estimates, cells, question):
    assert question_of(some_estimates(cells).iloc[0]) == question


def ids(table, day="2025-07-01", **options):
    groups = PreparedStatements(table).published_by(date.fromisoformat(day), **options)
    return [(statement.figure.id, statement.standing) for statement in all_of(groups)]


def test_a_publishers_newer_figure_takes_the_place_of_its_older_one(some_estimates):
    flows = some_estimates(
        FLOW | {"as_of": "2025-06-10"},
        FLOW | {"as_of": "2025-06-20"},
        FLOW | {"as_of": "2025-06-15", "publisher": "IDF"},
    )
    assert ids(flows) == [("T2", "latest"), ("T3", "latest")]


def test_the_figure_that_opened_the_phase_stays_beside_the_latest_stock(some_estimates):
    stocks = some_estimates(
        {"as_of": "2025-06-10"}, {"as_of": "2025-06-15"}, {"as_of": "2025-06-20"}
    )
    assert sorted(ids(stocks)) == [("T1", "before"), ("T3", "latest")]


def test_two_figures_of_one_publisher_for_one_day_both_stay(some_estimates):
    assert len(ids(some_estimates({"value": "5"}, {"value": "9"}))) == 2


def test_people_and_movements_are_not_one_series(some_estimates):
    counted = FLOW | {"unit": "movements", "counting": "movements", "as_of": "2025-06-20"}
    assert len(ids(some_estimates(FLOW, counted))) == 2


TOTAL = FLOW | {"period_start": "2025-06-01", "period_basis": "stated"}


def test_a_days_count_never_hides_a_running_total(some_estimates):
    table = some_estimates(
        TOTAL | {"as_of": "2025-06-20"},
        FLOW | {"as_of": "2025-06-25", "period_start": "2025-06-25", "period_basis": "stated"},
    )
    assert ids(table) == [("T1", "latest"), ("T2", "latest")]
    longer = some_estimates(TOTAL | {"as_of": "2025-06-20"}, TOTAL | {"as_of": "2025-06-25"})
    assert ids(longer) == [("T2", "latest")]


def test_a_doubtful_total_hides_no_sound_one(some_estimates):
    table = some_estimates(
        TOTAL | {"as_of": "2025-06-20"},
        TOTAL | {"as_of": "2025-06-25", "note": "Weak: author unknown", "value": "1001"},
    )
    assert ids(table) == [("T1", "latest"), ("T2", "latest")]


def test_claims_stand_by_side_from_the_lowest_to_the_highest(some_estimates):
    table = some_estimates(
        TOTAL | {"as_of": "2025-06-20", "publisher": "IDF", "value": "900"},
        TOTAL | {"as_of": "2025-06-21", "publisher": "OCHA", "value": "300"},
        TOTAL | {"as_of": "2025-06-22", "publisher": "COGAT", "value": "100"},
        TOTAL | {"as_of": "2025-06-23", "publisher": "UN", "value": "500"},
        FLOW | {"as_of": "2025-06-24", "publisher": "PCBS", "value": "10"},
        TOTAL | {"as_of": "2025-06-25", "unit": "movements", "counting": "movements", "value": "5"},
    )
    assert [id_ for id_, _ in ids(table)] == ["T3", "T1", "T2", "T4", "T6", "T5"]


def test_one_speaker_in_two_outlets_is_one_series(some_estimates):
    table = some_estimates(
        TOTAL | {"as_of": "2025-06-20", "publisher": "OCHA"},
        TOTAL | {"as_of": "2025-06-25", "publisher": "IDMC", "according_to": "OCHA"},
    )
    assert ids(table) == [("T2", "latest")]


def test_the_largest_outflow_is_of_sound_totals_of_people_that_are_news(some_estimates):
    out = TOTAL | {"destination_pcodes": "PS0255", "as_of": "2025-06-25"}
    rafah = out | {"origin": "Rafah", "origin_pcodes": "PS0275", "destination_pcodes": "PS0270"}

    def largest(*rows, day="2025-07-01"):
        shown = date.fromisoformat(day)
        return largest_outflow(PreparedStatements(some_estimates(*rows)).published_by(shown), shown)

    assert largest(out, rafah | {"value": "2000"}) == "PS0275"
    assert largest(out, rafah | {"value": "2000", "note": "weak"}) == "PS0260"
    counted = {"value": "2000", "unit": "movements", "counting": "movements"}
    assert largest(out, rafah | counted) == "PS0260"
    assert largest(out, rafah | {"value": "2000", "period_start": "2025-06-25"}) == "PS0260"
    assert largest(out, day="2025-07-17") is None


def test_what_came_out_later_is_told_as_such_or_left_out(some_estimates):
    late = {"as_of": "2025-06-20", "source_date": "2025-08-01"}
    table = some_estimates(late, {"as_of": "2025-06-10", "source_date": "2025-06-11"})
    found = all_of(PreparedStatements(table).published_by(date(2025, 6, 25)))
    assert {s.figure.id: s.appeared for s in found} == {"T1": "later", "T2": "in_time"}
    assert ids(table, "2025-06-25", later=False) == [("T2", "latest")]


def test_a_figure_reaches_back_60_days_or_to_three_weeks_before_the_phase(some_estimates):
    table = some_estimates({"as_of": "2025-05-02"})
    assert ids(table, "2025-07-01") == [("T1", "latest")]
    assert ids(table, "2025-07-02") == []
    assert ids(table, "2025-09-01", phase_start=date(2025, 5, 23)) == [("T1", "latest")]
    assert ids(table, "2025-09-01", phase_start=date(2025, 5, 24)) == []


def test_a_repetition_that_names_a_later_day_is_still_told_as_corroboration(some_estimates):
    # An outlet that dates the same statement a day later must not make it vanish.
    table = some_estimates(
        {"as_of": "2025-06-10"},
        {"as_of": "2025-06-11", "repeats": "T1", "source_title": "Second outlet"},
    )
    (statement,) = all_of(PreparedStatements(table).published_by(date(2025, 6, 20)))
    assert [title for title, _ in statement.repeats] == ["Second outlet"]
    (earlier,) = all_of(PreparedStatements(table).published_by(date(2025, 6, 10)))
    assert earlier.repeats == ()


def test_a_table_without_figures_tells_nothing(some_estimates):
    table = some_estimates({"as_of": "2020-01-01"})
    assert PreparedStatements(table).published_by(date(2025, 6, 1)) == {}
    assert PreparedStatements(table).published_by(date(2025, 6, 1), later=False) == {}


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(DAYS), st.integers(-3, 3), st.booleans()), max_size=4))
def test_what_was_asked_before_changes_nothing(estimates, asked):
    used = PreparedStatements(estimates.iloc[::5])
    for day, shift, later in asked:
        at = min(max(day + timedelta(days=shift), FIRST), LAST)
        start = load_timeline().phase_of(at).start
        again = used.published_by(at, phase_start=start, later=later)
        alone = PreparedStatements(estimates.iloc[::5])
        assert again == alone.published_by(at, phase_start=start, later=later)
        # What a reader does with the lists is no matter of the next one's.
        for statements in again.values():
            statements.clear()
