"""Files made in processes of their own: the same bytes, in order, within limits, and stoppable."""

from __future__ import annotations

import pickle
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

from nuzuh.balance import shipped
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.export import pool
from nuzuh.export.formats import write
from nuzuh.export.job import Job, Wanted
from nuzuh.loaders import current
from nuzuh.loaders.apart import Turns
from nuzuh.loaders.archive import in_use_of
from nuzuh.loaders.current import using
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import tables_in_use
from nuzuh.loaders.user import check, combine
from nuzuh.scene.request import ExportRequest
from nuzuh.scene.solving import UnsolvedError
from nuzuh.scene.view import View
from tests.export import works
from tests.loaders.processes import gone
from tests.loaders.user_files import table

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these limits")

DAY = ExportRequest(View())
CLIP = ExportRequest(View(), start=date(2025, 10, 1), paper="square")


def lane(monkeypatch, at_once=1, most_waiting=20, **limits):
    """Let the short lane be another one."""
    short = pool.Lane(Turns(at_once, most_waiting), replace(pool.LANES["short"].limits, **limits))
    monkeypatch.setattr(pool, "LANES", {**pool.LANES, "short": short})


def until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "request_"),
    [("csv", DAY), ("gpkg", DAY), ("png", DAY), ("html", DAY), ("mp4", CLIP), ("bundle", DAY)],
)
@pytest.mark.few(1)
def test_a_file_has_the_bytes_that_the_direct_call_gives(form, request_):
    tables = tables_in_use()
    made = pool.make(partial(works.written, form, request_), tables)
    assert made == write(form, request_, tables)


@pytest.mark.slow
def test_a_readers_own_rows_are_in_it():
    own = combine(check(table("2025-10-05,Rafah,123456,people_present,Us,A survey"), "mine.csv"))
    made = pool.make(partial(works.written, "csv", DAY), own)
    assert b"123456" in made.replace(b",", b"")
    assert made == write("csv", DAY, own)
    assert made != write("csv", DAY, tables_in_use())


@pytest.mark.slow
@pytest.mark.thorough
def test_ranges_that_were_computed_here_are_in_it():
    tables = tables_in_use()
    view = "OCHA,SMC"
    request = ExportRequest(View(mode="reconstructed", perspective=view))
    before = write("csv", request, tables)
    shipped.compute_ranges(tables, view, members=6)
    try:
        made = pool.make(partial(works.written, "csv", request), tables)
        assert made == write("csv", request, tables)
        assert made != before
    finally:
        shipped._computed._known.clear()


def test_ranges_are_computed_apart_as_they_are_here():
    got = []
    assert pool.run(partial(works.counting, None), lambda *told: got.append(told)) == b"counted"
    assert got == [(1, 3), (2, 3), (3, 3)]


def test_it_is_made_from_the_tables_that_were_in_use_when_it_was_asked_for():
    before = current.current()
    current.put_in_use(current.InUse("2031-01-01-abc", before.tables))
    try:
        current.freeze_tables()
        job = Job(Wanted("x", "text/plain", works.version), tables_in_use())
        current.put_in_use(before)
        assert job.wait(60)
        assert job.content == b"2031-01-01-abc"
    finally:
        current.follow_tables()
        current.put_in_use(before)


def test_a_refusal_passes_through_as_it_is():
    with pytest.raises(RefusedError) as refused:
        pool.make(works.refusing, tables_in_use())
    assert str(refused.value) == "no movement is known"
    assert (refused.value.key, refused.value.parts) == ("no_movement", {"first": "a", "last": "b"})
    with pytest.raises(UnsolvedError, match="did not converge"):
        pool.make(works.unsolved, tables_in_use())


def test_tables_travel_without_what_is_remembered_of_them():
    tables = tables_in_use()
    write("csv", DAY, tables)
    again = pickle.loads(pickle.dumps(tables))  # noqa: S301 (made here)
    assert (again.version, again.last, again.user) == (tables.version, tables.last, tables.user)
    assert again.estimates.equals(tables.estimates)
    assert again._memory == {}


def test_tables_of_a_former_version_go_along_with_what_was_kept_of_it():
    with using(in_use_of("2026-08-22-79be9da")):
        tables = tables_in_use()
        again = pickle.loads(pickle.dumps(tables))  # noqa: S301 (made here)
        shown, there = (load_reconstruction(one, "all") for one in (tables, again))
    # Without it, what is not remembered any more would be reconstructed by today's rules.
    assert np.array_equal(shown.present, there.present)
    assert there.ranged


@linux
@pytest.mark.parametrize(
    ("work", "key", "limits"),
    [
        (works.crashing, "broke_off", {}),
        (works.endless, "took_long", {"processor": 1}),
        (works.greedy, "took_memory", {}),
        (works.huge, "too_large", {"answer": 1_000_000}),
    ],
)
def test_what_breaks_off_or_takes_too_much_is_told_and_the_next_file_is_made(
    work, key, limits, monkeypatch, english
):
    lane(monkeypatch, **limits)
    with pytest.raises(RefusedError) as refused:
        pool.make(work, tables_in_use())
    assert refused.value.key == key
    assert english.has(f"refused.{key}")
    assert pool.make(works.version, tables_in_use()) == tables_in_use().version.encode()


def test_a_mistake_of_ours_is_in_the_log_and_told_in_a_sentence(caplog):
    job = Job(Wanted("mine.png", "image/png", works.mistaken), tables_in_use())
    assert job.wait(60)
    assert job.content is None
    assert job.refusal.key == "broke_off"
    assert "mine.png could not be made" in caplog.text
    assert "KeyError" in caplog.text


def test_progress_is_told():
    job = Job(Wanted("x", "text/plain", works.counting), tables_in_use())
    assert job.wait(60)
    assert (job.progress, job.content) == ((3, 3), b"counted")


class Slow:
    """Stands in for the processes: each file waits until it is let go."""

    def __init__(self):
        self.begun, self.let_go = [], {}

    def wanted(self, name, pace="short"):
        self.let_go[name] = threading.Event()
        return Wanted(name, "text/plain", name, pace)

    def job(self, name, *given):
        return Job(self.wanted(name), tables_in_use(), *given)

    def run(self, given, _limits, poll, *, hear):
        del hear
        name = given.args[1]
        self.begun.append(name)
        while not self.let_go[name].wait(0.01):
            poll()
        return name.encode()


@pytest.fixture
def slow(monkeypatch):
    one = Slow()
    monkeypatch.setattr(pool, "workers", lambda _: one)
    return one


def test_files_are_made_in_the_order_in_which_they_are_asked_for_and_each_knows_its_place(
    slow, monkeypatch
):
    lane(monkeypatch)
    jobs = []
    for number, name in enumerate("abcd"):
        jobs.append(slow.job(name))
        until(lambda n=number: slow.begun if not n else jobs[n].place == n)
    assert [job.place for job in jobs] == [0, 1, 2, 3]
    for name, job in zip("abcd", jobs, strict=True):
        slow.let_go[name].set()
        assert job.wait(10)
    assert slow.begun == list("abcd")
    assert [job.content for job in jobs] == [b"a", b"b", b"c", b"d"]


def test_who_comes_to_a_full_queue_is_told_so_at_once(slow, monkeypatch):
    lane(monkeypatch, most_waiting=2)
    jobs = [slow.job("a")]
    until(lambda: slow.begun)
    jobs += [slow.job("b"), slow.job("c")]
    until(lambda: jobs[1].place and jobs[2].place)
    late = slow.job("d")
    assert late.wait(10)
    assert (late.refusal.key, late.refusal.parts) == ("busy", {"n": 2})
    # The others have kept their places.
    for name, job in zip("abc", jobs, strict=True):
        slow.let_go[name].set()
        assert job.wait(10)
        assert job.content == name.encode()


def test_who_stops_or_leaves_gives_up_the_place(slow, monkeypatch):
    lane(monkeypatch)
    there = {"c": True}
    first, second = slow.job("a"), slow.job("b")
    until(lambda: slow.begun and second.place == 1)
    third = slow.job("c", lambda: there["c"])
    until(lambda: third.place == 2)
    second.stop()
    assert not second.running
    until(lambda: third.place == 1)
    there["c"] = False
    assert second.wait(10)
    assert third.wait(10)
    slow.let_go["a"].set()
    assert first.wait(10)
    assert slow.begun == ["a"]
    assert [job.content for job in (first, second, third)] == [b"a", None, None]
    assert [job.refusal for job in (first, second, third)] == [None, None, None]


def test_a_table_does_not_wait_for_a_clip(slow):
    clip = Job(slow.wanted("clip", "long"), tables_in_use())
    until(lambda: slow.begun)
    quick = slow.job("table")
    slow.let_go["table"].set()
    assert quick.wait(10)
    assert quick.content == b"table"
    assert clip.running
    slow.let_go["clip"].set()
    assert clip.wait(10)


@linux
def test_a_file_that_is_stopped_leaves_neither_a_process_nor_half_of_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    job = Job(Wanted("x", "text/plain", works.half_done), tables_in_use())
    until(lambda: job.progress[0])
    assert list(tmp_path.rglob("half"))
    process = job.progress[0]
    job.stop()
    assert job.wait(10)
    assert gone([process])
    assert list(tmp_path.iterdir()) == []


@linux
def test_where_no_folder_can_be_made_what_needs_none_is_made(monkeypatch):
    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", full)
    assert pool.make(works.version, tables_in_use()) == tables_in_use().version.encode()
