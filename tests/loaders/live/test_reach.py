"""Whether upstreams answer: asked for a beginning, all at once, and never waited for."""

from __future__ import annotations

import dataclasses
import threading
import time

import pytest

from nuzuh.loaders.live import reach as module
from nuzuh.loaders.live.reach import reach, upstreams
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.live.sources import SOURCES
from tests.loaders.live.upstream import Answer, as_json


def told(settings, **options):
    return {a.upstream.setting: a.reason for a in reach(settings, **options)}


@pytest.fixture
def reachable(settings, upstream):
    upstream.answers["/arcgis"] = as_json({"name": "Admin2"})
    return settings


def test_every_upstream_that_is_configured_is_asked_once(reachable, upstream):
    assert told(reachable) == {
        "NUZUH_HDX_URL": "",
        "NUZUH_ARCGIS_URL": "",
        "NUZUH_GEOBOUNDARIES_URL": "",
        "NUZUH_DEATHS_URL": "",
    }
    assert len(upstream.asked) == 4


def test_nobody_is_asked_where_the_network_is_switched_off(reachable, upstream):
    assert reach(dataclasses.replace(reachable, offline=True)) == []
    assert upstream.asked == []


def test_every_live_table_comes_from_somewhere():
    for settings in (Settings(), Settings(idmc_url="https://example.org/x?client_id=k")):
        named = [table for upstream in upstreams(settings) for table in upstream.tables]
        assert set(named) == set(SOURCES)


def test_an_upstream_that_fails_says_why_and_the_others_answer(reachable, upstream):
    upstream.answers["/deaths.json"] = Answer(b"", 403)
    upstream.answers["/arcgis"] = Answer(b"<html>robots</html>")
    found = told(reachable)
    assert found["NUZUH_DEATHS_URL"] == "127.0.0.1 refuses access (403)"
    assert found["NUZUH_ARCGIS_URL"].startswith("127.0.0.1 answers with a web page")
    assert found["NUZUH_HDX_URL"] == ""


def test_a_large_answer_is_not_read_to_its_end(reachable, upstream):
    sent = threading.Event()

    def play(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(10**10))
        handler.end_headers()
        handler.wfile.write(b"[" + b" " * 100_000)
        sent.wait(10)

    upstream.answers["/deaths.json"] = Answer(play=play)
    found = reach(reachable, patience=8.0)
    sent.set()
    assert [a.reason for a in found if a.upstream.setting == "NUZUH_DEATHS_URL"] == [""]


def test_one_that_is_silent_is_left_when_patience_ends(reachable, upstream):
    released = threading.Event()
    upstream.answers["/deaths.json"] = Answer(play=lambda _: released.wait(20))
    found = told(reachable, patience=0.5)
    released.set()
    assert found["NUZUH_DEATHS_URL"] == "127.0.0.1 did not answer in time"


def test_a_look_up_of_a_name_that_never_ends_is_left_behind(reachable, monkeypatch):
    released = threading.Event()
    monkeypatch.setattr(module, "_GRACE", 0.1)
    monkeypatch.setattr(module, "_reason", lambda *_: released.wait(20) and "never")
    begun = time.monotonic()
    found = told(reachable, patience=0.2)
    took = time.monotonic() - begun
    released.set()
    assert set(found.values()) == {"no answer within 0.2 seconds"}
    assert took < 15


def test_a_key_goes_along_and_is_never_told(reachable, upstream):
    secret = "tell-nobody"  # noqa: S105 (of a server that the test plays)
    settings = dataclasses.replace(
        reachable, orders_url=f"{upstream.base}/orders?token={secret}", orders_key=secret
    )
    upstream.answers["/orders"] = Answer(b"", 401)
    answer = next(a for a in reach(settings) if a.upstream.setting == "NUZUH_ORDERS_URL")
    heard = [sent.get("Authorization") for sent in upstream.heard]
    assert f"Bearer {secret}" in heard
    assert secret not in answer.reason + answer.upstream.named
    assert answer.upstream.named == f"{upstream.base}/orders"


def test_a_private_address_that_an_upstream_leads_to_is_not_asked(reachable, upstream):
    upstream.answers["/deaths.json"] = Answer(
        b"", 302, {"Location": "https://127.0.0.1:9/x", "Content-Length": "0"}
    )
    assert told(reachable)["NUZUH_DEATHS_URL"] == (
        "127.0.0.1 leads to a private address, which is not asked"
    )
