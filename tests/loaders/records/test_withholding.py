"""Nobody is found in what leaves the engine, whoever looks and whatever else they know.

Each attack was seen to succeed: on totals that are given whatever is in them, and on lines of two
or more counts that are withheld, which is what is commonly done.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import duckdb
import ibis
import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nuzuh.loaders.records import engine, withholding
from nuzuh.loaders.records.counting import pairs
from nuzuh.loaders.records.mapping import Amount, Privacy
from tests.loaders.records.attack import (
    NOT,
    found_out,
    given,
    least_and_most,
    lines,
    mapping,
    members,
    told_apart,
)

thorough = pytest.mark.thorough
PRESENCE = mapping(kind="presence")
MOVEMENTS = mapping()
EVERY_WAY = mapping(stays=True, outside=True)


@pytest.fixture(scope="module")
def con():
    connection = ibis.duckdb.connect(threads=2, temp_directory="")
    yield connection
    connection.disconnect()


def random_tables(count: int, cells: int, seed: int) -> np.ndarray:
    """Tables of many, few and nobody in all proportions, and near the threshold."""
    rng = np.random.default_rng(seed)
    usual = rng.gamma(0.5, 1, (count, 1)) * 40 * rng.gamma(0.7, 1, (count, cells))
    tables = rng.poisson(usual)
    near = rng.random((count, cells)) < 0.3
    tables[near] = rng.integers(5, 14, near.sum())
    tables[rng.random((count, cells)) < rng.random((count, 1)) / 2] = 0
    return tables


def expected(tables: np.ndarray, mapping) -> np.ndarray:
    """What is to be given of tables, in the words of the rule."""
    threshold, step = mapping.privacy.threshold, mapping.privacy.rounded_to
    inside = members(mapping)
    all_many = ~((tables < threshold) @ inside.T.astype(int)).astype(bool)
    rounded = (tables @ inside.T.astype(int) + step // 2) // step * step
    return np.where(all_many, rounded, NOT)


@pytest.mark.parametrize("which", [PRESENCE, MOVEMENTS, EVERY_WAY], ids=["presence", "ways", "all"])
@pytest.mark.parametrize(
    "privacy",
    [Privacy(), *(pytest.param(Privacy(*one), marks=thorough) for one in ((5, 1), (20, 10)))],
)
def test_a_total_is_given_where_nothing_of_it_is_withheld(con, which, privacy):
    which = replace(which, privacy=privacy)
    tables = random_tables(200, len(pairs(which)), 1)
    tables[:20] += privacy.threshold
    found = given(con, tables, which)
    np.testing.assert_array_equal(found, expected(tables, which))
    assert (found[:, -1] != NOT).any()
    assert (found == NOT).mean() > 0.1


@pytest.mark.parametrize("which", [PRESENCE, MOVEMENTS, EVERY_WAY], ids=["presence", "ways", "all"])
@pytest.mark.parametrize("privacy", [Privacy(), pytest.param(Privacy(5, 1), marks=thorough)])
def test_whoever_computes_finds_nobody(con, which, privacy):
    which = replace(which, privacy=privacy)
    tables = random_tables(24, len(pairs(which)), 2)
    tables[::2] = np.where(tables[::2] > 2, tables[::2] + 15, tables[::2])
    assert found_out(tables, [given(con, tables, which)], which) == []


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(6))
def test_whoever_computes_finds_nobody_in_many_tables(con, seed):
    for which in (PRESENCE, MOVEMENTS, EVERY_WAY):
        tables = random_tables(150, len(pairs(which)), seed)
        assert found_out(tables, [given(con, tables, which)], which) == []


@pytest.mark.thorough
@settings(max_examples=20)
@for_all(arrays(int, (6, 20), elements=st.integers(0, 25)))
def test_whoever_computes_finds_nobody_in_any_table(con, tables):
    assert found_out(tables, [given(con, tables, MOVEMENTS)], MOVEMENTS) == []


@pytest.mark.parametrize("threshold", [3, pytest.param(4, marks=pytest.mark.thorough)])
def test_whoever_knows_the_rule_finds_nobody(con, threshold):
    # All days that there can be, of which as many as there are look alike.
    which = replace(PRESENCE, privacy=Privacy(threshold, 1))
    tables = np.array(list(itertools.product(range(threshold + 2), repeat=5)))
    found = given(con, tables, which)
    for knows_empty in (False, True):
        assert told_apart(tables, found, threshold, knows_empty=knows_empty) == []


def crossing(*persons: int) -> np.ndarray:
    """All tables of two ways out of the north and the same two out of Gaza, among ways of many."""
    some = np.array(list(itertools.product(persons, repeat=4)))
    tables = np.full((len(some), 20), 17)
    tables[:, [1, 2, 5, 6]] = some
    return tables


def test_whoever_knows_the_rule_finds_nobody_by_crossing_lines(con):
    which = replace(MOVEMENTS, privacy=Privacy(3, 1))
    tables = crossing(0, 1, 2, 3, 4)
    found = given(con, tables, which)
    assert told_apart(tables, found, 3, knows_empty=True) == []


def test_totals_that_are_always_given_are_found_out(con, monkeypatch):
    whole = withholding._lines

    def careless(each, mapping):
        told = whole(each, mapping)
        return told.mutate(few=(told.line == withholding.CELL).ifelse(told.few, 0))

    tables = random_tables(8, 20, 2)
    tables[::2] = np.where(tables[::2] > 2, tables[::2] + 15, tables[::2])
    monkeypatch.setattr(withholding, "_lines", careless)
    assert found_out(tables, [given(con, tables, MOVEMENTS)], MOVEMENTS)


def lines_of_several(tables: np.ndarray, mapping) -> np.ndarray:
    """What is commonly done: in each line as many are withheld as hide the few, line by line.

    The smallest first, until those besides any one few stand for the threshold; all totals given.
    """
    threshold = mapping.privacy.threshold
    inside = members(mapping)
    cells = tables.shape[1]
    held = tables < threshold
    for table, own in zip(tables, held, strict=True):
        changed = True
        while changed:
            changed = False
            for line in inside[cells:-1]:
                there = np.flatnonzero(line)
                order = there[np.argsort(table[there], kind="stable")]
                mine = own & line
                few = table[mine & (table > 0)]
                if len(few) and few.sum() - few.min() < threshold and not own[order].all():
                    own[next(cell for cell in order if not own[cell])] = changed = True
    told = np.where(held, NOT, tables)
    return np.hstack([told, tables @ inside[cells:].T.astype(int)])


def test_lines_of_several_that_are_withheld_are_found_out():
    # This is why totals give way.
    which = replace(MOVEMENTS, privacy=Privacy(10, 1))
    tables = random_tables(8, 20, 2)
    tables[::2] = np.where(tables[::2] > 2, tables[::2] + 15, tables[::2])
    told = lines_of_several(tables, which)
    assert found_out(tables, [told], which, only_few=False)
    which = replace(MOVEMENTS, privacy=Privacy(3, 1))
    tables = crossing(1, 2, 3, 4)
    assert told_apart(tables, lines_of_several(tables, which), 3, knows_empty=False)


def test_several_releases_of_the_same_records_tell_no_more_than_the_most_telling(con):
    tables = random_tables(8, 20, 3)
    for threshold, other in ((5, 10), (10, 20)):
        one = replace(MOVEMENTS, privacy=Privacy(threshold, 5))
        two = replace(MOVEMENTS, privacy=Privacy(other, 1))
        releases = [given(con, tables, which) for which in (one, two)]
        least, most = least_and_most(releases, one, tables == 0, steps=(5, 1))
        few = (tables > 0) & (tables < threshold)
        assert (least[few] == 0).all()
        assert (most[few] == threshold - 1).all()


def test_another_day_tells_nothing_of_a_day(con):
    tables = random_tables(30, 20, 4)
    more = np.vstack([tables, random_tables(5, 20, 5)])
    np.testing.assert_array_equal(given(con, more, MOVEMENTS)[:30], given(con, tables, MOVEMENTS))


@pytest.mark.parametrize("persons", [1, 3])
def test_what_a_person_or_a_part_more_tells(con, persons):
    # Whoever has the release before and after some persons were added, and knows how many there
    # were, learns of a count only where it passed the threshold: what it was before is then
    # known to be less by at most as many. Of counts that stay withheld nothing is told.
    before = random_tables(60, 20, 6)
    after = before.copy()
    after[np.arange(60), np.random.default_rng(7).integers(0, 20, 60)] += persons
    first, second = (given(con, tables, MOVEMENTS) for tables in (before, after))
    cells = before.shape[1]
    differs = first != second
    touched = members(MOVEMENTS) @ (before != after).T
    assert not (differs & ~touched.T.astype(bool)).any()
    passed = (first[:, :cells] == NOT) & (second[:, :cells] != NOT)
    assert (before[passed] >= MOVEMENTS.privacy.threshold - persons).all()
    both = (first[:, :cells] == NOT) & (second[:, :cells] == NOT)
    assert (differs[:, :cells] & both).sum() == 0
    # What is given twice is the same, or another multiple: never a difference of the persons.
    twice = (first != NOT) & (second != NOT)
    assert set(np.unique((second - first)[twice])) <= {0, 5}


def test_weeks_and_sides_are_of_what_was_given(con):
    # North to south and a week, as the app adds them: the same function of what was given.
    tables = random_tables(7, 20, 8)
    few = np.where(tables < 10, 0, tables)
    np.testing.assert_array_equal(given(con, tables, MOVEMENTS), given(con, few, MOVEMENTS))


def test_none_looks_like_few(con):
    nobody, few = np.zeros((1, 20), int), np.full((1, 20), 9)
    np.testing.assert_array_equal(given(con, nobody, MOVEMENTS), given(con, few, MOVEMENTS))
    assert (given(con, nobody, MOVEMENTS) == NOT).all()


def test_a_table_has_its_lines():
    assert len(lines(PRESENCE)) == 5 + 1
    assert len(lines(MOVEMENTS)) == 20 + 5 + 5 + 1
    assert len(lines(EVERY_WAY)) == 35 + 6 + 6 + 1


def test_a_question_is_asked_of_the_days_that_it_was_built_for():
    first, last = ibis.param("int64"), ibis.param("int64")
    asked = withholding.Question(ibis.memtable({"a": [1]}), first, last, 2)
    assert asked.params(5, 6) == {first: 5, last: 6}
    for days in ((5, 7), (5, 4)):
        with pytest.raises(ValueError, match="built for 1 to 2"):
            asked.params(*days)


def test_weights_are_rounded_to_so_many_persons():
    weights = replace(MOVEMENTS, amount=Amount("weight", "w", weight_of_a_person=12.5))
    assert withholding._step(weights) == 5 * 13
    assert withholding._step(replace(weights, amount=Amount("weight", "w", 0.1))) == 5


def test_what_does_not_fit_in_memory_is_not_laid_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with engine.connect() as found:
        connection = found.backend.con
        assert connection.execute("SELECT current_setting('temp_directory')").fetchone() == ("",)
        connection.execute("SET memory_limit = '60MB'")
        much = "SELECT count(*) FROM (SELECT i, count(*) FROM range(4000000) t(i) GROUP BY i)"
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(much).fetchall()
    assert list(tmp_path.iterdir()) == []
