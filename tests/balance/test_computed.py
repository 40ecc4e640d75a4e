"""Ranges that readers asked for: few are kept, and one is computed at a time."""

from __future__ import annotations

import gc
import threading
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nuzuh.balance import shipped
from nuzuh.balance.computed import Computed
from nuzuh.loaders import current
from nuzuh.loaders.current import InUse, put_in_use
from nuzuh.loaders.tables import Tables, tables_in_use


def tables_of(version=None):
    """Tables like those in use, which remember nothing yet."""
    now = tables_in_use()
    return Tables(version or now.version, now.estimates, now.orders, now.last)


@pytest.fixture
def no_others(monkeypatch):
    """Nothing is remembered."""
    monkeypatch.setattr(shipped, "_computed", Computed(most=4))


@pytest.fixture
def solved(monkeypatch):
    """Ensembles that cost nothing; the views that were asked for, in order."""
    asked = []

    def with_ranges(*_, view, progress=None, **__):
        asked.append(view)
        if progress is not None:
            progress(1, 1)
        return SimpleNamespace(view=view)

    monkeypatch.setattr(shipped, "with_ranges", with_ranges)
    return asked


@example([(True, "a"), (True, "b"), (True, "c"), (False, "a"), (True, "d"), (False, "a")])
@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abcdef")), max_size=40))
def test_the_last_few_that_were_looked_at_are_kept(steps):
    known, tables = Computed(most=3), tables_of()
    recent, newest = [], {}
    for number, (puts, view) in enumerate(steps):
        if puts:
            known.put(tables, view, number)
            newest[view] = number
        held = puts or view in recent
        if held:
            recent = [view, *(other for other in recent if other != view)][:3]
        assert known.get(tables, view) == (newest[view] if held else None)
        assert len(known) == len(recent)


def test_two_readers_do_not_see_each_others_figures():
    known, one, other = Computed(most=4), tables_of(), tables_of()
    known.put(one, "all", "of one")
    assert known.get(other, "all") is None
    known.put(other, "all", "of the other")
    assert (known.get(one, "all"), known.get(other, "all")) == ("of one", "of the other")


def test_what_was_computed_goes_with_its_tables():
    known, tables = Computed(most=4), tables_of()
    known.put(tables, "all", "ranges")
    assert len(known) == 1
    del tables
    gc.collect()
    assert len(known) == 0


def test_what_was_computed_goes_with_the_version_of_the_data():
    known, before = Computed(most=4), tables_of()
    known.put(before, "all", "of before")
    put_in_use(InUse("2099-01-01-changed"))
    try:
        after = tables_of("2099-01-01-changed")
        # A page that is still drawn from the tables of before finds what it had.
        assert known.get(before, "all") == "of before"
        assert known.get(after, "all") is None
        assert known.get(before, "all") is None
        known.put(after, "all", "of after")
        assert known.get(after, "all") == "of after"
        assert len(known) == 1
    finally:
        put_in_use(current.EMBEDDED)


def test_a_page_that_has_pinned_the_data_of_before_keeps_what_was_computed_of_them():
    known, before = Computed(most=4), tables_of()
    known.put(before, "all", "of before")
    current.freeze_tables()
    put_in_use(InUse("2099-01-01-changed"))
    try:
        assert known.get(tables_of(), "all") is None
        assert known.get(before, "all") == "of before"
        current.follow_tables()
        assert len(known) == 0
    finally:
        current.follow_tables()
        put_in_use(current.EMBEDDED)


@pytest.mark.usefixtures("no_others")
def test_ranges_are_remembered_until_others_take_their_place(solved):
    tables = tables_of()
    first = shipped.compute_ranges(tables, "A")
    assert shipped.load_reconstruction(tables, "A") is first
    for view in "BCDE":
        shipped.compute_ranges(tables, view)
    assert len(shipped._computed) == 4
    assert shipped._computed.get(tables, "A") is None
    assert solved == [("A",), ("B",), ("C",), ("D",), ("E",)]


@pytest.mark.usefixtures("no_others")
def test_readers_wait_for_their_turn_and_know_their_place(solved):
    tables, started, release = tables_of(), threading.Event(), threading.Event()
    places = []

    def hold(*_):
        started.set()
        assert release.wait(30)

    def waiting(place):
        places.append(place)
        assert solved == [("A",)]
        release.set()

    first = threading.Thread(
        target=shipped.compute_ranges, args=(tables, "A"), kwargs={"progress": hold}
    )
    first.start()
    assert started.wait(30)
    shipped.compute_ranges(tables, "B", waiting=waiting)
    first.join(30)
    assert set(places) == {1}
    assert solved == [("A",), ("B",)]


@pytest.mark.usefixtures("no_others")
def test_who_asks_for_what_is_being_computed_gets_it(solved):
    tables, started, release = tables_of(), threading.Event(), threading.Event()

    def hold(*_):
        started.set()
        assert release.wait(30)

    first = threading.Thread(
        target=shipped.compute_ranges, args=(tables, "A"), kwargs={"progress": hold}
    )
    first.start()
    assert started.wait(30)
    got = shipped.compute_ranges(tables, "A", waiting=lambda _: release.set())
    first.join(30)
    assert solved == [("A",)]
    assert got is shipped._computed.get(tables, "A")


class LeftError(Exception):
    """A reader has left."""


@pytest.mark.usefixtures("no_others")
def test_who_leaves_while_waiting_or_computing_holds_nobody_up(solved):
    tables = tables_of()

    def leaves(*_):
        raise LeftError

    with pytest.raises(LeftError):
        shipped.compute_ranges(tables, "A", progress=leaves)
    with shipped._turns.turn(leaves), pytest.raises(LeftError):
        shipped.compute_ranges(tables, "B", waiting=leaves)
    assert shipped._computed.get(tables, "A") is None
    shipped.compute_ranges(tables, "C")
    assert solved == [("A",), ("C",)]


@pytest.mark.slow
@pytest.mark.usefixtures("no_others")
@pytest.mark.thorough
def test_a_reconstruction_is_solved_with_its_ranges_once_more_when_they_are_gone():
    tables = replace(tables_of(), _memory={})
    ranged = shipped.compute_ranges(tables, "OCHA,SMC", members=6)
    assert shipped.load_reconstruction(tables, "OCHA,SMC").draws is ranged.draws
    for view in "ABCD":
        shipped._computed.put(tables, view, ranged)
    bare = shipped.load_reconstruction(tables, "OCHA,SMC")
    assert bare.draws is None
    assert shipped.compute_ranges(tables, "OCHA,SMC", members=6).draws.shape == ranged.draws.shape
