"""Counting day by day: a run that was cut off goes on, and gives what one that was not gives."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest

pytest.importorskip("ibis")

from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.records import running
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


class Told:
    """Who is told how far a count is; it may stop it at a day."""

    def __init__(self, stop_after=None, stop=KeyboardInterrupt):
        self.days, self.steps, self.said = [], [], []
        self.stop_after, self.stop = stop_after, stop

    def __call__(self, day, done, total):
        self.days.append(day)
        self.steps.append((done, total))
        if len(self.days) == self.stop_after:
            raise self.stop


def count(mapping, engine, state=None, told=None):
    told = told or Told()
    return count_records(mapping, engine, state, told, told.said.append)


def test_each_day_is_counted_once_and_in_order(mapping, engine):
    told = Told()
    counts = count(mapping, engine, told=told)
    assert told.days == [FIRST + timedelta(n) for n in range(DAYS)]
    assert told.steps == [(n + 1, DAYS) for n in range(DAYS)]
    assert (counts.first, counts.last) == (FIRST, LAST)
    in_order = counts.frame.sort_values(["day", "origin", "destination"], ignore_index=True)
    assert in_order.equals(counts.frame)


@pytest.mark.parametrize("after", [1, 3, DAYS])
def test_a_run_that_was_stopped_goes_on_where_it_was(mapping, engine, tmp_path, after):
    whole = count(mapping, engine)
    with pytest.raises(KeyboardInterrupt):
        count(mapping, engine, tmp_path / "state", Told(stop_after=after))
    told = Told()
    again = count(mapping, engine, tmp_path / "state", told)
    assert told.steps == [(n + 1, DAYS) for n in range(after, DAYS)]
    assert again.frame.equals(whole.frame)
    assert dataclasses.replace(again, frame=None) == dataclasses.replace(whole, frame=None)
    expected = [f"{after} of {DAYS} days were counted by an earlier run"] if after < DAYS else []
    assert told.said == expected


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


def test_a_kill_loses_a_day_at_most(mapping, engine, tmp_path):
    ended = subprocess.run([sys.executable, "-c", KILLED, tmp_path], check=False)
    assert ended.returncode == -signal.SIGKILL
    kept = sorted(path.stem for path in (tmp_path / "state").glob("20*.json"))
    assert kept == [str(FIRST + timedelta(n)) for n in range(3)]
    told = Told()
    again = count(mapping, engine, tmp_path / "state", told)
    assert len(told.days) == DAYS - 3
    assert again.frame.to_csv() == count(mapping, engine).frame.to_csv()


def test_a_day_that_is_torn_is_counted_anew(mapping, engine, tmp_path):
    whole, state = count(mapping, engine, tmp_path / "state"), tmp_path / "state"
    (state / f"{FIRST}.json").write_bytes((state / f"{FIRST}.json").read_bytes()[:40])
    altered = json.loads((state / f"{LAST}.json").read_text(encoding="utf-8"))
    altered["counted"]["cells"][0][2] = 999_999
    (state / f"{LAST}.json").write_text(json.dumps(altered), encoding="utf-8")
    told = Told()
    assert count(mapping, engine, state, told).frame.equals(whole.frame)
    assert told.days == [FIRST, LAST]


def other_records(mapping):
    write(mapping.source.paths[0], records(seed=4))
    return mapping


def more_withheld(mapping):
    return dataclasses.replace(mapping, privacy=dataclasses.replace(mapping.privacy, threshold=20))


def one_day_less(mapping):
    return dataclasses.replace(mapping, last=LAST - timedelta(1))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (other_records, "the files of the records changed"),
        (more_withheld, "the mapping and the way of counting changed"),
        (one_day_less, "the mapping changed"),
    ],
)
def test_days_of_something_else_are_never_used(mapping, engine, tmp_path, change, named):
    count(mapping, engine, tmp_path / "state")
    told, other = Told(), change(mapping)
    counts = count(other, engine, tmp_path / "state", told)
    assert counts.frame.equals(count(other, engine).frame)
    assert len(told.days) == (other.last - other.first).days + 1
    (said,) = told.said
    assert said.startswith(f"{DAYS} days that an earlier run had counted cannot be used, ")
    assert said.endswith(f"since {named}: all are counted anew")


def test_what_a_mapping_says_to_readers_counts_nothing_anew(mapping, engine, tmp_path):
    count(mapping, engine, tmp_path / "state")
    told = Told()
    count(dataclasses.replace(mapping, title="Other", note="Who"), engine, tmp_path / "state", told)
    assert told.days == []


def test_days_in_one_question_are_kept_one_by_one(mapping, engine, tmp_path):
    whole = count(mapping, engine)
    four = dataclasses.replace(engine, days_at_a_time=4)
    with pytest.raises(KeyboardInterrupt):
        count(mapping, four, tmp_path / "state", Told(stop_after=2))
    told = Told()
    assert count(mapping, engine, tmp_path / "state", told).frame.equals(whole.frame)
    assert len(told.days) == DAYS - 2


def test_two_runs_do_not_count_the_same_records(mapping, engine, tmp_path):
    with one_run(tmp_path / "state"), pytest.raises(RefusedError, match="by another run"):
        count(mapping, engine, tmp_path / "state")
    count(mapping, engine, tmp_path / "state")


class GoneError(Exception):
    """What an engine raises, with a record in its words."""


def test_an_engine_that_goes_away_is_one_sentence_and_the_days_stay(
    mapping, engine, tmp_path, monkeypatch
):
    ask, asked = running._Question.ask, []

    def until_gone(question, first, last):
        asked.append(first)
        if len(asked) == 3:
            raise GoneError("could not read +972 59 123 4567")
        return ask(question, first, last)

    monkeypatch.setattr(running._Question, "ask", until_gone)
    with pytest.raises(RecordsError) as refused:
        count(mapping, engine, tmp_path / "state")
    told = str(refused.value)
    assert "2025-06-03" in told
    assert "2 days are done and kept" in told
    # What an engine says of a record goes nowhere, not even to a traceback.
    assert "972" not in told
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
    monkeypatch.undo()
    after = Told()
    count(mapping, engine, tmp_path / "state", after)
    assert len(after.days) == DAYS - 2


def test_files_that_change_meanwhile_are_refused(mapping, engine, tmp_path):
    def progress(_day, done, _total):
        if done == DAYS:
            write(mapping.source.paths[0], records(seed=5))

    with pytest.raises(RecordsError, match="changed while they were counted"):
        count_records(mapping, engine, tmp_path / "state", progress)


def test_nothing_is_kept_of_a_count_that_is_withheld(mapping, engine, tmp_path):
    count(mapping, engine, tmp_path / "state")
    kept = [json.loads(path.read_bytes())["counted"] for path in (tmp_path / "state").glob("20*")]
    amounts = [amount for day in kept for *_, amount in day["cells"]]
    assert None in amounts
    assert all(amount is None or amount >= 10 for amount in amounts)


def test_days_that_cannot_be_kept_are_refused_with_the_folder(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RefusedError, match=r"cannot write .*file/state"):
        KeptDays(tmp_path / "file" / "state", {"a": "b"}, print)


def test_what_is_forgotten_is_gone(tmp_path):
    kept = KeptDays(tmp_path / "state", {"a": "b"}, print)
    kept.put(date(2025, 6, 1), {"cells": []})
    assert (tmp_path / "state" / OF).exists()
    forget(tmp_path / "state")
    assert not (tmp_path / "state").exists()
    forget(tmp_path / "state")
