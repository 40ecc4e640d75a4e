"""The opening view is prepared behind, and what fails is told to the operator."""

from __future__ import annotations

import gc
import logging
import threading

import pytest
from streamlit import net_util
from streamlit.web.server import server_util

from nuzuh.loaders.server_settings import ServerSettings
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.opening import opening
from nuzuh.ui import prepare
from nuzuh.ui.process import FILES_OPEN, allow_many_files
from nuzuh.ui.readiness import Readiness
from tests.loops import finished

PATIENCE = 10


def test_the_view_on_which_the_app_opens_is_prepared(monkeypatch):
    asked, first = [], []
    monkeypatch.setattr(prepare, "payloads_of", lambda *given: asked.append(given))
    monkeypatch.setattr(prepare, "words_of", lambda _, phase, *__: first.append(phase))
    readiness = Readiness()
    prepare.prepare_opening(readiness)
    assert readiness.state == "ready"
    ((view, tables, t),) = asked
    assert [phase.start <= view.date <= phase.end for phase in first] == [True]
    assert view == opening().view
    assert tables is tables_in_use()
    assert t.lang == view.lang


def test_no_collection_of_garbage_walks_through_what_was_prepared():
    gc.unfreeze()
    tables = tables_in_use()
    assert any(one is tables for one in gc.get_objects())
    prepare.prepare_opening(Readiness())
    assert not any(one is tables for one in gc.get_objects())
    gc.unfreeze()


def test_a_failure_is_in_the_log_and_stops_nothing(monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("no such luck")

    monkeypatch.setattr(prepare, "payloads_of", fail)
    with caplog.at_level(logging.ERROR):
        readiness = Readiness()
        prepare.prepare_opening(readiness)
    assert readiness.state == "failed"
    (record,) = caplog.records
    assert "could not be prepared" in record.message
    assert "no such luck" in caplog.text


def test_a_server_starts_without_waiting_for_it(monkeypatch):
    released, ended = threading.Event(), threading.Event()

    def slow(_):
        released.wait(PATIENCE)
        ended.set()

    monkeypatch.setattr(prepare, "prepare_opening", slow)

    async def serve():
        async with prepare.served(ServerSettings(), Readiness())(None):
            assert not ended.is_set()
            released.set()

    finished(serve())
    assert ended.wait(PATIENCE)


def test_a_server_takes_as_many_connections_as_it_may():
    resource = pytest.importorskip("resource")

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        allow_many_files()
        most = FILES_OPEN if hard == resource.RLIM_INFINITY else min(FILES_OPEN, hard)
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (most, hard)
        # What is higher already stays.
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        allow_many_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_page_of_another_site_is_refused_without_a_word_to_a_host_elsewhere(monkeypatch):
    asked = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, **_: asked.append(url))
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    monkeypatch.setattr(prepare, "prepare_opening", lambda _: None)

    async def start():
        async with prepare.served(ServerSettings(), Readiness())(None):
            return server_util.is_url_from_allowed_origins("https://elsewhere.example")

    assert finished(start()) is False
    assert asked == []
