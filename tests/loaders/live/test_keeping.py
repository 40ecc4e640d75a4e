"""Last good copies: replaced whole or not at all, whoever is killed and whatever is full."""

from __future__ import annotations

import dataclasses
import errno
import multiprocessing
import os
import threading
import time

import pytest

from nuzuh.loaders.live import store as module
from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.live.refreshing import refresh
from nuzuh.loaders.live.store import Manifest, Store
from nuzuh.loaders.live.tables import (
    load_detailed_boundaries,
    load_municipalities,
    load_population,
)
from tests.loaders.live.recordings import casualties
from tests.loaders.live.upstream import as_json

MANIFEST = Manifest(
    "", "", 1, "2026-01-01", "2026-01-02T00:00:00+00:00", "s", ("https://x.org",), "l"
)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "cache")


def put(store, content):
    with store.locked("deaths"):
        return store.write("deaths", content, MANIFEST, "csv")


def test_what_was_kept_is_read_back_with_its_manifest(store):
    kept = put(store, b"one")
    assert store.read("deaths") == (b"one", kept)
    assert store.read("orders") is None


def test_only_the_last_two_copies_stay_on_the_disk(store, tmp_path):
    for content in (b"one", b"two", b"three"):
        put(store, content)
    assert store.read("deaths")[0] == b"three"
    assert len(list((tmp_path / "cache/good/deaths").glob("*.csv"))) == 2


@pytest.mark.parametrize("damage", [b"", b"thre", b"x" * 5])
def test_a_torn_copy_is_noticed_and_the_one_before_is_used(store, tmp_path, damage):
    put(store, b"two")
    kept = put(store, b"three")
    (tmp_path / "cache/good/deaths" / kept.file).write_bytes(damage)
    assert store.read("deaths")[0] == b"two"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"file": "../../x"}', b"\xff"])
def test_a_torn_manifest_is_noticed_and_the_one_before_is_used(store, tmp_path, damage):
    put(store, b"two")
    put(store, b"three")
    (tmp_path / "cache/good/deaths/manifest.json").write_bytes(damage)
    assert store.read("deaths")[0] == b"two"


def test_a_manifest_cannot_lead_out_of_its_folder(store, tmp_path):
    put(store, b"two")
    path = tmp_path / "cache/good/deaths/manifest.json"
    (tmp_path / "cache/secret").write_bytes(b"two")
    name = store.read("deaths")[1].file
    path.write_text(path.read_text().replace(name, "../../secret"))
    assert store.read("deaths") is None


@pytest.mark.parametrize("step", range(6))
def test_a_full_disk_at_any_step_leaves_the_copy_before(store, monkeypatch, step):
    put(store, b"two")
    put(store, b"three")
    calls = {"n": 0}

    def full(original):
        def guarded(*arguments):
            calls["n"] += 1
            if calls["n"] > step:
                raise OSError(errno.ENOSPC, "No space left on device")
            return original(*arguments)

        return guarded

    monkeypatch.setattr(module.os, "fsync", full(os.fsync))
    try:
        put(store, b"four")
        told = ""
    except FetchError as error:
        told = str(error)
    monkeypatch.undo()
    assert store.read("deaths")[0] == (b"four" if step >= 5 else b"three")
    assert bool(told) == (step < 6)
    assert step >= 6 or told == "the copy cannot be kept (no space left on device)"
    put(store, b"five")
    assert store.read("deaths")[0] == b"five"


def test_a_folder_that_cannot_be_made_is_a_reason_not_a_crash(settings, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    done = refresh(["deaths"], settings)[0]
    assert done.provenance.status == "embedded"
    assert "the cache folder cannot be written" in done.provenance.reason


def test_a_damaged_cache_of_answers_does_not_stand_in_the_way(settings, tmp_path):
    refresh(["deaths"], settings)
    database = next((tmp_path / "cache/http").glob("*.sqlite"))
    database.write_bytes(b"not a database" * 1000)
    assert refresh(["deaths"], settings)[0].provenance.status == "live"


def test_two_refreshes_at_once_take_turns(settings):
    settings = dataclasses.replace(settings, total_seconds=30.0)
    done = []
    threads = [
        threading.Thread(target=lambda: done.extend(refresh(["deaths"], settings)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.provenance.status for one in done] == ["live"] * 3
    assert Store(settings.cache).read("deaths") is not None


def test_whoever_holds_on_too_long_is_not_waited_for(store):
    with (
        store.locked("deaths"),
        pytest.raises(FetchError, match="another refresh of this table"),
        store.locked("deaths", patience=0.05),
    ):
        pass


def _write_for_ever(store, ready):
    number = 0
    while True:
        number += 1
        with store.locked("deaths"):
            store.write("deaths", b"%d" % (number % 10) * 50_000, MANIFEST, "csv")
        ready.set()


def test_a_kill_at_any_moment_leaves_a_whole_copy(store):
    put(store, b"0" * 50_000)
    processes = multiprocessing.get_context("fork")
    for wait in (0.0, 0.0013, 0.0037, 0.0071, 0.013, 0.021):
        ready = processes.Event()
        writer = processes.Process(target=_write_for_ever, args=(store, ready), daemon=True)
        writer.start()
        assert ready.wait(20)
        time.sleep(wait)
        writer.kill()
        writer.join()
        content, _ = store.read("deaths")
        assert len(content) == 50_000
        assert len(set(content)) == 1
    # And the lock of the dead is no obstacle.
    put(store, b"after")
    assert store.read("deaths")[0] == b"after"


def test_a_copy_that_another_version_wrote_in_another_shape_is_as_good_as_none(settings):
    store = Store(settings.cache)
    with store.locked("deaths"):
        store.write("deaths", b"day,dead\n2026-01-01,5\n", MANIFEST, "csv")
    assert refresh(["deaths"], settings)[0].provenance.status == "live"


def test_tables_that_stand_alone_fall_back_without_a_network(settings, upstream):
    assert load_detailed_boundaries(settings).provenance.status == "embedded"
    people = load_population(settings)
    assert (people.provenance.status, len(people.frame)) == ("embedded", 5)
    with pytest.raises(ValueError, match="nuzuh refresh"):
        load_municipalities(settings)
    assert not upstream.asked
    refresh(["boundaries", "municipalities", "population"], settings)
    assert len(load_detailed_boundaries(settings).frame) == 5
    assert len(load_municipalities(settings).frame) == 8
    assert load_population(settings).frame["people"].sum() == 2_229_000
    assert load_population(settings).provenance.status == "last good"


@pytest.mark.slow
def test_a_comparison_keeps_nothing(settings, upstream):
    from nuzuh.loaders.live.refreshing import compare

    done = compare(["deaths"], settings)[0]
    assert str(done.change) == "3 new figures"
    assert Store(settings.cache).read("deaths") is None
    refresh(["deaths"], settings)
    upstream.answers["/deaths.json"] = as_json(casualties(killed_cum=75_000))
    assert str(compare(["deaths"], settings)[0].change) == "1 revised figure"
