"""What is told as published is told without figures from records; they stand beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nuzuh.evidence.disagreement import kind_of
from nuzuh.evidence.from_records import publishers_from_records, without_records
from nuzuh.evidence.prepared_statements import PreparedStatements
from nuzuh.evidence.published import latest_of, latest_present, totals_by_day
from nuzuh.evidence.statements import largest_outflow
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.estimates import embedded_estimates
from tests import made_up_records

DAYS = [date(2025, 7, 1) + timedelta(days=7 * n) for n in range(20)]


@pytest.fixture(scope="module")
def estimates():
    return made_up_records.estimates()


@pytest.mark.parametrize("day", DAYS[::3])
def test_no_area_as_published_takes_a_figure_from_records(estimates, day):
    plain = embedded_estimates().frame
    for later in (True, False):
        told = latest_present(estimates, day, later=later)
        before = latest_present(plain, day, later=later)
        assert [(a.pcodes, a.figure) for a in told] == [(a.pcodes, a.figure) for a in before]
        for area, without in zip(told, before, strict=True):
            assert [r for r in area.rivals if not r.from_records] == list(without.rivals)
            # What is published comes first.
            marks = [rival.from_records for rival in area.rivals]
            assert marks == sorted(marks)


def test_records_are_rivals_of_the_very_same_area(estimates):
    told = latest_present(estimates, date(2025, 10, 5))
    rivals = [r for area in told for r in area.rivals if r.from_records]
    assert rivals
    assert {rival.publisher for rival in rivals} == {made_up_records.PUBLISHER}
    # Counted a year later: nobody knew them by then.
    known = latest_present(estimates, date(2025, 10, 5), later=False)
    assert not any(r.from_records for area in known for r in area.rivals)


def test_no_total_and_no_area_by_itself_is_from_records(estimates):
    plain = embedded_estimates().frame
    assert totals_by_day(estimates, DAYS) == totals_by_day(plain, DAYS)
    for pcode in pc.GOVERNORATES:
        with_them = latest_of(estimates, [pcode], date(2025, 10, 11))
        assert with_them.figure == latest_of(plain, [pcode], date(2025, 10, 11)).figure


def test_records_stand_among_the_answers_and_behind_those_published(estimates):
    day = date(2025, 10, 5)
    told, plain = (
        PreparedStatements(frame).published_by(day, phase_start=date(2025, 8, 14))
        for frame in (estimates, embedded_estimates().frame)
    )
    assert largest_outflow(told, day) == largest_outflow(plain, day)
    found = 0
    for question, statements in told.items():
        published = [s for s in statements if not s.figure.from_records]
        assert published == plain.get(question, [])
        found += len(statements) - len(published)
        for group in {kind_of(s) for s in statements}:
            marks = [s.figure.from_records for s in statements if kind_of(s) == group]
            assert marks == sorted(marks)
    assert found > 5


def test_who_publishes_and_who_has_records_is_told_apart(estimates):
    assert publishers_from_records(estimates) == {made_up_records.PUBLISHER}
    assert without_records(estimates)["id"].tolist() == embedded_estimates().frame["id"].tolist()
