"""A reader's file is checked apart: as it would be here, in turn, within limits, in plain words."""

from __future__ import annotations

import logging
import os
import sys
import threading
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from nuzuh.loaders import DataError, current, load_estimates
from nuzuh.loaders.apart import Limits, Turns, Workers
from nuzuh.loaders.user import Decisions, UserDataError, apart, check, check_apart, limits
from nuzuh.loaders.user.apart import PRELOAD
from tests.loaders import bad_work, user_files

TEN = user_files.table(
    *(f"2025-10-{day:02},Rafah,{1000 + day},people_present,Us,A survey" for day in range(1, 11))
)
FILES = {
    "ten.csv": TEN,
    "ten.xlsx": user_files.workbook(
        ["date", "area", "value", "measure"], ["2025-10-05", "Rafah", 5, "people_present"]
    ),
    "zones.geojson": user_files.geojson(user_files.SQUARE),
    "zones.gpkg": user_files.written(user_files.frame(), "GPKG"),
    "zones.zip": user_files.written(user_files.frame(), "ESRI Shapefile"),
}
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")


@pytest.fixture(scope="module")
def warm():
    workers = Workers(PRELOAD, "warm")
    yield workers
    workers.stop()


@pytest.fixture(params=["warm", "here"])
def either_way(request, monkeypatch, warm):
    some = warm if request.param == "warm" else Workers(way="here")
    monkeypatch.setattr(apart, "workers", lambda _: some)


def refusal_of(ask, *told):
    with pytest.raises(DataError) as refused:
        ask(*told)
    return refused.value


@needs_linux
@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("name", FILES)
@pytest.mark.few(4)
def test_what_is_understood_is_the_same(name):
    here, there = check(FILES[name], name), check_apart(FILES[name], name)
    assert type(there.frame) is type(here.frame)
    assert_frame_equal(there.frame, here.frame)
    assert (getattr(there.frame, "crs", None)) == getattr(here.frame, "crs", None)
    assert replace(there, frame=None) == replace(here, frame=None)


@needs_linux
@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(
    ("content", "name", "kind", "answers"),
    [
        (user_files.table("2025-10-05,Nowhere,lots,idps,Us,A survey"), "a.csv", None, None),
        (
            user_files.table(
                "2025-10-05,Khan Yuniss,5,idps", header="Dat reported,area,value,measure"
            ),
            "near.csv",
            "estimates",
            Decisions(areas={"Khan Yuniss": "PS0270"}),
        ),
        (user_files.geojson(user_files.SQUARE, crs=None)[:-9], "b.geojson", "areas", None),
        (b"", "empty.csv", None, None),
        (TEN, "ten.csv", "a poem", None),
    ],
)
def test_a_refusal_is_the_same(content, name, kind, answers):
    here = refusal_of(check, content, name, kind, answers)
    there = refusal_of(check_apart, content, name, kind, answers)
    assert type(there) is type(here)
    assert (str(there), vars(there)) == (str(here), vars(here))


@needs_linux
@pytest.mark.usefixtures("either_way")
def test_it_is_held_against_the_tables_that_are_in_use_here():
    embedded, before = load_estimates(), current.current()
    ours = check(TEN, "ten.csv").frame.iloc[[0]].assign(id="NEW1")
    same = ours.reindex(columns=embedded.frame.columns)
    current.put_in_use(current.InUse("live", {"estimates": replace(embedded, frame=same)}))
    try:
        there = check_apart(TEN, "ten.csv")
        assert_frame_equal(there.frame, check(TEN, "ten.csv").frame)
    finally:
        current.put_in_use(before)
    assert list(there.frame["repeats"]) == ["NEW1", *[""] * 9]
    assert list(check_apart(TEN, "ten.csv").frame["repeats"]) == [""] * 10


@needs_linux
def test_the_warm_process_has_a_single_thread(warm):
    assert warm.run(os.getppid, apart.CHECK_LIMITS) == warm._warm.pid
    assert len(list(Path(f"/proc/{warm._warm.pid}/task").iterdir())) == 1


@needs_linux
@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "words"),
    [
        (bad_work.endless, "takes longer to check than"),
        (bad_work.asleep, "takes longer to check than"),
        (bad_work.greedy, "needs more memory than the"),
        (bad_work.crashing, "its reading broke off"),
        (bad_work.mistaken, "its reading broke off"),
    ],
)
@pytest.mark.few(2)
def test_what_takes_too_much_is_refused_in_plain_words(monkeypatch, caplog, work, words):
    monkeypatch.setattr(apart, "workers", lambda _: Workers(way="here"))
    monkeypatch.setattr(apart, "CHECK_LIMITS", Limits(200_000_000, 1, 3, 1_000_000))
    monkeypatch.setattr(apart, "check", work)
    with caplog.at_level(logging.ERROR):
        refusal = refusal_of(check_apart, TEN, "ten.csv")
    assert type(refusal) is DataError
    assert str(refusal).startswith("ten.csv ")
    assert words in str(refusal)
    # A mistake of ours is in the log with its place; a file that is too much is no mistake.
    assert ('return {}["absent"]' in caplog.text) == (work is bad_work.mistaken)


@needs_linux
def test_a_file_waits_for_its_turn_and_is_told_its_place(monkeypatch, warm):
    monkeypatch.setattr(apart, "workers", lambda _: warm)
    turns = Turns(1)
    monkeypatch.setattr(apart, "_TURNS", turns)
    places, waits = [], threading.Event()

    def waiting(place):
        places.append(place)
        waits.set()

    with turns.turn(lambda _: None):
        asking = threading.Thread(
            target=lambda: places.append(check_apart(TEN, "ten.csv", waiting=waiting))
        )
        asking.start()
        assert waits.wait(10)
        assert turns.taken == 1
    asking.join(60)
    assert places[0] == 1
    assert len(places[-1].frame) == 10


def test_a_file_that_is_too_large_waits_for_nothing(monkeypatch):
    monkeypatch.setattr(apart, "_TURNS", None)
    refusal = refusal_of(check_apart, bytes(limits.FILE_BYTES + 1), "large.csv")
    assert "split it" in str(refusal)


def test_a_question_survives_the_way():
    refusal = refusal_of(check_apart, user_files.table("2025-10-05,Khan Yuniss,5,idps"), "near.csv")
    assert isinstance(refusal, UserDataError)
    assert [question.given for question in refusal.questions] == ["Khan Yuniss"]


def test_the_server_takes_no_larger_file_than_is_read(root):
    settings = tomllib.loads((root / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] == limits.FILE_BYTES // limits.MEGABYTE


def test_the_page_about_it_says_the_limits(root):
    told = (root / "docs/own-data.md").read_text(encoding="utf-8")
    seconds, memory = limits.CHECK_SECONDS, limits.CHECK_BYTES // limits.MEGABYTE
    assert f"{seconds} seconds of computing, {seconds * 2} by the clock, and {memory} MB" in told
    assert f"no upload above {limits.FILE_BYTES // limits.MEGABYTE} MB" in told
