"""Counting day by day: a run that was cut off goes on, and gives what one that was not gives."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest

pytest.importorskip("ibis")

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.records import running
from nuzuh.loaders.records.counts import ALL
from nuzuh.loaders.records.engine import connect
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.kept_days import OF, KeptDays, forget, one_run
from nuzuh.loaders.records.running import count_records
from tests.loaders.records.made_up import FIRST, LAST, mapping_of, records, write

DAYS = (LAST - FIRST).days + 1


@pytest.fixture(scope="module")
def engine():
    with connect() as connected:
        yield connected


@pytest.fixture
def mapping(tmp_path):
    return mapping_of(tmp_path)


@pytest.fixture(scope="module")
def undisturbed(engine, tmp_path_factory):
    return count_records(mapping_of(tmp_path_factory.mktemp("undisturbed")), engine)


class Told:
    """Who is told how far a count is; they may stop it after some days."""

    def __init__(self, stop_after=None):
        self.days, self.steps, self.said, self.stop_after = [], [], [], stop_after

    def __call__(self, day, done, total):
        self.days.append(day)
        self.steps.append((done, total))
        if len(self.days) == self.stop_after:
            raise KeyboardInterrupt


def count(mapping, engine, state=None, told=None, **more):
    told = told or Told()
    return count_records(mapping, engine, state, told, told.said.append, **more)


def same(one, other):
    """Whether two counts are alike to the byte."""
    assert one.frame.to_csv() == other.frame.to_csv()
    return dataclasses.replace(one, frame=None) == dataclasses.replace(other, frame=None)


def test_each_day_is_counted_once_and_in_order(mapping, engine, undisturbed):
    told = Told()
    counts = count(mapping, engine, told=told)
    assert told.days == [FIRST + timedelta(n) for n in range(DAYS)]
    assert told.steps == [(n + 1, DAYS) for n in range(DAYS)]
    assert told.said == []
    assert (counts.first, counts.last) == (FIRST, LAST)
    in_order = counts.frame.sort_values(["day", "origin", "destination"], ignore_index=True)
    assert in_order.equals(counts.frame)
    assert same(counts, undisturbed)


def test_counts_that_are_told_are_those_of_pandas(undisturbed):
    frame = records()
    frame = frame[frame["origin"] != frame["destination"]]
    frame["day"] = frame["at"].dt.date
    counted = frame.groupby(["day", "origin", "destination"]).size()
    cells = undisturbed.frame
    cells = cells[(cells["origin"] != ALL) & (cells["destination"] != ALL)]
    known = cells.dropna().set_index(["day", "origin", "destination"])["amount"]
    assert len(known) > 20
    exact = counted.reindex(known.index)
    assert ((known - exact).abs() <= 3).all()
    assert (exact >= 10).all()
    assert undisturbed.withheld == len(cells) - len(known)
    assert {one.why for one in undisturbed.left_out} == {"within"}
    assert undisturbed.records == len(records())


@pytest.mark.parametrize("after", [1, DAYS])
def test_a_run_that_was_stopped_goes_on_where_it_was(mapping, engine, tmp_path, undisturbed, after):
    with pytest.raises(KeyboardInterrupt):
        count(mapping, engine, tmp_path / "state", Told(stop_after=after))
    told = Told()
    assert same(count(mapping, engine, tmp_path / "state", told), undisturbed)
    assert told.steps == [(n + 1, DAYS) for n in range(after, DAYS)]
    assert told.said == [
        f"{after} of {DAYS} days were counted by an earlier run, and are taken from it"
    ]


KILLED = """
import os, signal, sys
from pathlib import Path
from nuzuh.loaders.records.engine import connect
from nuzuh.loaders.records.running import count_records
from tests.loaders.records.made_up import mapping_in

def progress(day, done, total):
    if done == 3:
        os.kill(os.getpid(), signal.SIGKILL)

folder = Path(sys.argv[1])
with connect() as engine:
    count_records(mapping_in(folder), engine, folder / "state", progress)
"""


def test_a_kill_loses_a_day_at_most(mapping, engine, tmp_path, undisturbed):
    ended = subprocess.run([sys.executable, "-c", KILLED, tmp_path], check=False)
    assert ended.returncode == -signal.SIGKILL
    kept = sorted(path.stem for path in (tmp_path / "state").glob("20*.json"))
    assert kept == [str(FIRST + timedelta(n)) for n in range(3)]
    told = Told()
    assert same(count(mapping, engine, tmp_path / "state", told), undisturbed)
    assert len(told.days) == DAYS - 3


def test_a_day_that_is_torn_or_altered_is_counted_anew(mapping, engine, tmp_path, undisturbed):
    state = tmp_path / "state"
    count(mapping, engine, state)
    (state / f"{FIRST}.json").write_bytes((state / f"{FIRST}.json").read_bytes()[:40])
    altered = json.loads((state / f"{LAST}.json").read_text(encoding="utf-8"))
    altered["counted"]["cells"][0][2] = 999_999
    (state / f"{LAST}.json").write_text(json.dumps(altered), encoding="utf-8")
    told = Told()
    assert same(count(mapping, engine, state, told), undisturbed)
    assert told.days == [FIRST, LAST]


def other_records(mapping):
    write(mapping.source.paths[0], records(seed=4))
    return mapping


def touched(mapping):
    state = mapping.source.paths[0].stat()
    os.utime(mapping.source.paths[0], ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    return mapping


def more_withheld(mapping):
    return dataclasses.replace(mapping, privacy=dataclasses.replace(mapping.privacy, threshold=20))


def other_ends(mapping):
    return dataclasses.replace(mapping, origin=mapping.place, place=mapping.origin)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (other_records, "the files of the records changed"),
        (touched, "the files of the records changed"),
        (more_withheld, "the mapping and the way of counting changed"),
        (other_ends, "the mapping and the way of counting changed"),
    ],
)
def test_days_of_something_else_are_never_used(mapping, engine, tmp_path, change, named):
    count(mapping, engine, tmp_path / "state")
    told, other = Told(), change(mapping)
    assert same(count(other, engine, tmp_path / "state", told), count(other, engine))
    assert len(told.days) == DAYS
    assert told.said == [
        f"{DAYS} days that an earlier run had counted cannot be used, since {named}: counted anew"
    ]


def test_another_engine_counts_anew(mapping, engine, tmp_path, undisturbed):
    count(mapping, dataclasses.replace(engine, name="DuckDB 1"), tmp_path / "state")
    told = Told()
    assert same(count(mapping, engine, tmp_path / "state", told), undisturbed)
    assert "since the engine changed" in told.said[0]


def test_what_counts_nothing_else_counts_nothing_anew(mapping, engine, tmp_path):
    count(mapping, engine, tmp_path / "state")
    told = Told()
    other = dataclasses.replace(mapping, title="Other", note="Who", last=LAST - timedelta(1))
    assert count(other, engine, tmp_path / "state", told).last == other.last
    assert told.days == []


def test_days_in_one_question_are_kept_one_by_one(mapping, engine, tmp_path, undisturbed):
    with pytest.raises(KeyboardInterrupt):
        count(mapping, engine, tmp_path / "state", Told(stop_after=2), days_at_a_time=3)
    told = Told()
    assert same(count(mapping, engine, tmp_path / "state", told), undisturbed)
    assert len(told.days) == DAYS - 2


def test_a_file_that_may_hold_any_day_is_read_once(tmp_path, engine, undisturbed, monkeypatch):
    mapping = mapping_of(tmp_path, records().sample(frac=1, random_state=1))
    asked, ask = [], running._Asking.ask
    monkeypatch.setattr(
        running._Asking, "ask", lambda asking, span: asked.append(span) or ask(asking, span)
    )
    told = Told()
    assert same(count(mapping, engine, tmp_path / "state", told), undisturbed)
    assert [len(span) for span in asked] == [DAYS]
    assert "counted in one pass" in told.said[0]
    asked.clear()
    count(mapping, engine, days_at_a_time=2)
    assert [len(span) for span in asked] == [2, 2, 1]


def test_two_runs_do_not_count_the_same_records(mapping, engine, tmp_path):
    with one_run(tmp_path / "state"), pytest.raises(RefusedError, match="by another run"):
        count(mapping, engine, tmp_path / "state")


class GoneError(Exception):
    """What an engine raises, with a record in its words."""


def test_an_engine_that_goes_away_is_one_sentence_and_the_days_stay(mapping, engine, tmp_path):
    class Backend:
        """An engine that answers three questions and is gone."""

        left = 3

        def __getattr__(self, name):
            return getattr(engine.backend, name)

        def to_pyarrow(self, *asked, **more):
            self.left -= 1
            if self.left < 0:
                raise GoneError("could not read +972 59 123 4567")
            return engine.backend.to_pyarrow(*asked, **more)

    with pytest.raises(RecordsError) as refused:
        count(mapping, dataclasses.replace(engine, backend=Backend()), tmp_path / "state")
    # What an engine says of a record goes nowhere, not even to a traceback.
    assert "972" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
    after = Told()
    count(mapping, engine, tmp_path / "state", after)
    assert 0 < len(after.days) < DAYS


def test_files_that_change_meanwhile_are_refused_and_nothing_mixed_is_kept(
    mapping, engine, tmp_path
):
    def progress(_day, done, _total):
        if done == 2:
            write(mapping.source.paths[0], records(seed=5))

    with pytest.raises(RecordsError, match="changed while they were counted"):
        count_records(mapping, engine, tmp_path / "state", progress)
    assert same(count(mapping, engine, tmp_path / "state"), count(mapping, engine))


def test_nothing_is_kept_of_a_count_that_is_withheld(mapping, engine, tmp_path):
    count(mapping, engine, tmp_path / "state")
    kept = [json.loads(path.read_bytes())["counted"] for path in (tmp_path / "state").glob("20*")]
    amounts = [amount for day in kept for *_, amount in day["cells"]]
    assert None in amounts
    assert all(amount is None or amount >= 10 for amount in amounts)


def test_records_of_which_nothing_may_be_told_are_refused(tmp_path, engine):
    few = records(rows=40)
    with pytest.raises(RecordsError, match="no count of an area and a day is of 10 persons"):
        count(mapping_of(tmp_path, few), engine)


def test_days_that_cannot_be_kept_are_refused_with_the_folder(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"cannot write .*file/state"):
        KeptDays(tmp_path / "file" / "state", {"a": "b"}, {}, print)


def test_what_is_forgotten_is_gone(tmp_path):
    day = date(2025, 6, 1)
    kept = KeptDays(tmp_path / "state", {"a": "b"}, {day: "c"}, print)
    kept.put(day, {"cells": []})
    assert (tmp_path / "state" / OF).exists()
    assert day in KeptDays(tmp_path / "state", {"a": "b"}, {day: "c"}, print)
    forget(tmp_path / "state")
    assert not (tmp_path / "state").exists()
    forget(tmp_path / "state")
