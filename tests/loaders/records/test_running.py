"""Counting day by day: a run that was cut off goes on, and gives what one that was not gives."""

from __future__ import annotations

import dataclasses
import json
import shutil
import signal
import subprocess
import sys
from datetime import date, timedelta

import pandas as pd
import pytest

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.records import running
from nuzuh.loaders.records.counts import ALL
from nuzuh.loaders.records.engine import Engine, connect
from nuzuh.loaders.records.engine_errors import speaking
from nuzuh.loaders.records.errors import RecordsError
from nuzuh.loaders.records.kept_days import OF, KeptDays, forget, one_run
from nuzuh.loaders.records.running import count_records
from tests.loaders.records.made_up import FIRST, LAST, mapping_in, mapping_of, records, write

DAYS = (LAST - FIRST).days + 1


@pytest.fixture(scope="module")
def engine():
    with connect() as connected:
        yield connected


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("records")


@pytest.fixture(scope="module")
def undisturbed(engine, folder):
    """What a run that nobody stopped has counted, and kept in the folder ``done``."""
    return count_records(mapping_of(folder), engine, folder / "done")


@pytest.fixture
def mapping(folder, undisturbed):
    del undisturbed
    return mapping_in(folder)


@pytest.fixture
def done(folder, undisturbed, tmp_path):
    """A folder of all days, to be changed."""
    del undisturbed
    shutil.copytree(folder / "done", tmp_path / "state")
    return tmp_path / "state"


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
    assert {one.why for one in undisturbed.left_out if one.records} == {"within"}
    assert undisturbed.records == known.sum()


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

with connect() as engine:
    count_records(mapping_in(Path(sys.argv[1])), engine, Path(sys.argv[2]), progress)
"""


def test_a_kill_loses_a_day_at_most(mapping, engine, tmp_path, undisturbed):
    words = [sys.executable, "-c", KILLED, mapping.file.parent, tmp_path / "state"]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    kept = sorted(path.stem for path in (tmp_path / "state").glob("20*.json"))
    assert kept == [str(FIRST + timedelta(n)) for n in range(3)]
    told = Told()
    assert same(count(mapping, engine, tmp_path / "state", told), undisturbed)
    assert len(told.days) == DAYS - 3


def test_a_day_that_is_torn_or_altered_is_counted_anew(mapping, engine, done, undisturbed):
    (done / f"{FIRST}.json").write_bytes((done / f"{FIRST}.json").read_bytes()[:40])
    altered = json.loads((done / f"{LAST}.json").read_text(encoding="utf-8"))
    altered["counted"]["rows"][0][2] = 999_999
    (done / f"{LAST}.json").write_text(json.dumps(altered), encoding="utf-8")
    told = Told()
    assert same(count(mapping, engine, done, told), undisturbed)
    assert told.days == [FIRST, LAST]


def more_withheld(mapping):
    return dataclasses.replace(mapping, privacy=dataclasses.replace(mapping.privacy, threshold=20))


def other_ends(mapping):
    return dataclasses.replace(mapping, origin=mapping.place, place=mapping.origin)


@pytest.mark.parametrize("change", [more_withheld, other_ends])
def test_days_of_another_mapping_are_never_used(mapping, engine, done, undisturbed, change):
    told = Told()
    counts = count(change(mapping), engine, done, told)
    assert not counts.frame.equals(undisturbed.frame)
    assert len(told.days) == DAYS
    (said,) = told.said
    assert said.startswith(f"{DAYS} days that an earlier run had counted cannot be used, ")
    assert said.endswith("since the mapping and the way of counting changed: counted anew")


def test_days_of_other_files_are_never_used(engine, tmp_path):
    mapping = mapping_of(tmp_path)
    before = count(mapping, engine, tmp_path / "state")
    write(mapping.source.paths[0], records(seed=4))
    told = Told()
    after = count(mapping, engine, tmp_path / "state", told)
    assert not after.frame.equals(before.frame)
    assert len(told.days) == DAYS
    assert "since the files of the records changed" in told.said[0]


def test_another_engine_counts_anew(mapping, engine, done, undisturbed):
    told = Told()
    other = count(mapping, dataclasses.replace(engine, name="DuckDB 1"), done, told)
    assert other.frame.equals(undisturbed.frame)
    assert "since the engine changed" in told.said[0]


def test_what_counts_nothing_else_counts_nothing_anew(mapping, engine, done):
    told = Told()
    other = dataclasses.replace(mapping, title="Other", note="Who", last=LAST - timedelta(1))
    assert count(other, engine, done, told).last == other.last
    assert told.days == []


def test_days_in_one_question_are_kept_one_by_one(mapping, engine, tmp_path, undisturbed):
    with pytest.raises(KeyboardInterrupt):
        count(mapping, engine, tmp_path / "state", Told(stop_after=2), days_at_a_time=3)
    told = Told()
    assert same(count(mapping, engine, tmp_path / "state", told), undisturbed)
    assert len(told.days) == DAYS - 2


def test_a_file_of_several_days_is_not_read_for_each_of_them(
    tmp_path, engine, undisturbed, monkeypatch
):
    mapping = mapping_of(tmp_path, records().sample(frac=1, random_state=1))
    asked, ask = [], running._Asking.ask
    monkeypatch.setattr(
        running._Asking, "ask", lambda asking, span: asked.append(span) or ask(asking, span)
    )
    assert same(count(mapping, engine), undisturbed)
    assert [len(span) for span in asked] == [3, 2]
    asked.clear()
    count(mapping, engine, days_at_a_time=2)
    assert [len(span) for span in asked] == [2, 2, 1]


def test_files_by_day_are_asked_the_same(tmp_path, engine, undisturbed):
    frame, folder = records(), tmp_path / "by-day"
    for day, of_day in frame.groupby(frame["at"].dt.date):
        (folder / f"day={day}").mkdir(parents=True)
        write(folder / f"day={day}" / "part.parquet", of_day)
    mapping = mapping_in(tmp_path)
    source = dataclasses.replace(mapping.source, paths=(folder,), partitions=True)
    by_day = dataclasses.replace(mapping, source=source)
    assert same(count(by_day, engine, tmp_path / "state"), undisturbed)
    # One file more or another: only the days that may lie in it are counted anew.
    write(folder / f"day={LAST}" / "more.parquet", frame.tail(50))
    told = Told()
    more = count(by_day, engine, tmp_path / "state", told)
    assert told.days == [LAST]
    assert more.frame["amount"].sum() > undisturbed.frame["amount"].sum()


def test_two_runs_do_not_count_the_same_records(mapping, engine, tmp_path):
    with one_run(tmp_path / "state"), pytest.raises(RefusedError, match="by another run"):
        count(mapping, engine, tmp_path / "state")


class GoneError(Exception):
    """What an engine raises, with a record in its words."""


def test_an_engine_that_goes_away_is_one_sentence_and_the_days_stay(
    mapping, engine, tmp_path, monkeypatch
):
    real, left = Engine.ask_in_words, [2]

    def asked(self, *words):
        left[0] -= 1
        with speaking(self.name):
            if left[0] < 0:
                raise GoneError("could not read +972 59 123 4567")
        return real(self, *words)

    with monkeypatch.context() as patched:
        patched.setattr(Engine, "ask_in_words", asked)
        with pytest.raises(RecordsError) as refused:
            count(mapping, engine, tmp_path / "state")
    # What an engine says of a record goes nowhere, not even to a traceback.
    assert "972" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
    after = Told()
    count(mapping, engine, tmp_path / "state", after)
    assert len(after.days) == DAYS - 3


def test_files_that_change_meanwhile_are_refused_and_nothing_mixed_is_kept(engine, tmp_path):
    mapping = mapping_of(tmp_path)

    def progress(_day, done, _total):
        if done == 2:
            write(mapping.source.paths[0], records(seed=5))

    with pytest.raises(RecordsError, match="changed while they were counted"):
        count_records(mapping, engine, tmp_path / "state", progress)
    told = Told()
    count(mapping, engine, tmp_path / "state", told)
    assert len(told.days) == DAYS


def test_nothing_is_kept_of_a_count_that_is_withheld(done):
    kept = [json.loads(path.read_bytes())["counted"] for path in done.glob("20*")]
    amounts = [amount for day in kept for *_, amount in day["rows"]]
    assert None in amounts
    assert all(amount is None or amount >= 10 for amount in amounts)


def test_records_of_which_nothing_may_be_told_are_refused(tmp_path, engine):
    few = records(rows=40)
    with pytest.raises(RecordsError, match="no count of an area and a day is of 10 persons"):
        count(mapping_of(tmp_path, few), engine)


@pytest.mark.parametrize("taken", [FIRST - timedelta(30), None])
def test_on_which_day_the_first_of_few_was_seen_is_not_told(tmp_path, engine, taken):
    frame = records()
    early = frame.head(1).assign(at=frame["at"].head(1) - timedelta(9))
    mapping = mapping_of(tmp_path, pd.concat([early, frame]))
    counts = count(dataclasses.replace(mapping, first=taken), engine)
    assert (counts.first, counts.last) == (FIRST, LAST)
    assert counts.cells == 20 * DAYS


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
