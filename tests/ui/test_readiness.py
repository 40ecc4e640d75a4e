"""A server says whether it is ready for readers, and how old its data are."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette

from nuzuh import loaders
from nuzuh.loaders.live.store import Store
from nuzuh.ui.readiness import Readiness, last_refresh, readiness_route, told
from tests.ui.asking import ask

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path))
    return Store(tmp_path)


def asked(readiness):
    status, headers, body = ask(Starlette(routes=[readiness_route(readiness)]), "/readyz")
    assert headers["cache-control"] == "no-store"
    return status, json.loads(body)


@pytest.mark.parametrize("state", ["preparing", "failed", "ending"])
def test_who_is_not_ready_says_why_and_nothing_else(state):
    readiness = Readiness()
    readiness.turn(state)
    assert asked(readiness) == (503, {"state": state})


@pytest.mark.usefixtures("cache")
def test_who_is_ready_says_how_old_the_data_are(timeline):
    readiness = Readiness()
    readiness.turn("ready")
    status, said = asked(readiness)
    assert status == 200
    assert said["data"] == loaders.data_version()
    assert said["last_day"] == timeline.last.isoformat()
    at = datetime.combine(timeline.last, datetime.min.time(), UTC) + timedelta(days=9, hours=1)
    assert told(readiness, at)["days_ago"] == 9
    assert said["refreshed"] is said["refreshed_seconds_ago"] is None


def test_nothing_leads_back_from_the_end():
    readiness = Readiness()
    readiness.turn("ending")
    readiness.turn("ready")
    assert readiness.state == "ending"


def test_the_last_refresh_is_the_newest_that_brought_something(cache):
    assert last_refresh() is None
    cache.note_attempt("deaths", "")
    noted = json.loads((cache.cache / "good/deaths/attempt.json").read_bytes())["at"]
    cache.note_attempt("displacement", "HDX did not answer")
    assert last_refresh() == datetime.fromisoformat(noted)
    cache.note_attempt("deaths", "HDX did not answer")
    assert last_refresh() is None


@pytest.mark.parametrize("at", ["", "yesterday", "2026-13-01", None])
def test_a_torn_note_of_a_refresh_is_as_good_as_none(cache, at):
    (cache.cache / "good/deaths").mkdir(parents=True)
    note = json.dumps({"at": at, "reason": ""})
    (cache.cache / "good/deaths/attempt.json").write_text(note)
    assert last_refresh() is None


def test_the_age_of_a_refresh_is_told_in_seconds(cache):
    (cache.cache / "good/deaths").mkdir(parents=True)
    note = json.dumps({"at": "2026-11-26T11:00:00", "reason": ""})
    (cache.cache / "good/deaths/attempt.json").write_text(note)
    readiness = Readiness()
    readiness.turn("ready")
    said = told(readiness, NOW)
    assert said["refreshed"] == "2026-11-26T11:00:00+00:00"
    assert said["refreshed_seconds_ago"] == 3600
