"""A cache of answers that somebody holds, or that cannot be written, is gone without, and soon."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from nuzuh.loaders.live import fetch
from nuzuh.loaders.live.refreshing import refresh

SAID = "The cache of answers cannot be used ({}); the refresh goes on without it."


def refreshed(settings):
    """Refresh one source; fail where that would wait for ever."""
    done = []
    thread = threading.Thread(
        target=lambda: done.extend(refresh(["deaths"], settings)), daemon=True
    )
    thread.start()
    thread.join(30)
    assert not thread.is_alive(), "the refresh waits for the cache"
    return done[0]


@pytest.fixture
def database(settings, tmp_path):
    """The cache's database, as an earlier refresh has left it."""
    refresh(["deaths"], settings)
    return tmp_path / "cache" / "http" / "answers.sqlite"


@pytest.mark.parametrize("how", ["exclusive", "immediate"])
def test_whoever_holds_the_cache_is_not_waited_for(settings, database, how, caplog):
    holder = sqlite3.connect(database, isolation_level=None)
    holder.execute(f"begin {how}")
    try:
        done = refreshed(settings)
    finally:
        holder.rollback()
        holder.close()
    assert done.provenance.status == "live"
    assert caplog.messages == [SAID.format("database is locked")]


def test_whoever_takes_the_cache_in_the_middle_is_not_waited_for(settings, database, caplog):
    holder = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    with fetch.Fetcher(settings) as fetcher:
        holder.execute("begin exclusive")
        address = settings.deaths_url
        assert fetcher.get(address, bytes).status == "live"
        # Asked once, and not again at every address.
        assert fetcher.get(address, bytes).status == "live"
    holder.rollback()
    holder.close()
    assert caplog.messages == [SAID.format("database is locked")]


def test_a_database_that_can_no_longer_be_written_is_gone_without(settings, tmp_path, caplog):
    folder = tmp_path / "cache" / "http"
    folder.mkdir(parents=True)
    # Where SQLite would keep what it may have to undo, there is something else.
    (folder / "answers.sqlite-journal").mkdir()
    assert refreshed(settings).provenance.status == "live"
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("The cache of answers cannot be used (")
