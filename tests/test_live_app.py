"""The app with live sources: it starts on what it has, and a refresh is seen by the next run."""

from __future__ import annotations

import json
import re
import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh import loaders
from nuzuh.balance import shipped
from nuzuh.loaders.live import background, read_settings, refresh
from nuzuh.loaders.package import embedded_version
from nuzuh.loaders.records.shelf import Shelf
from nuzuh.scene.provenance import live_sources_of, refreshed_text, sources_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.web.sources import sources_table
from tests.loaders.live.recordings import EVENTS, casualties, events_csv
from tests.loaders.live.upstream import Answer, Upstream, as_json, silent
from tests.loaders.records.shelved import entry


@pytest.fixture
def upstream(monkeypatch, tmp_path):
    server = Upstream()
    server.answers["/deaths.json"] = as_json(casualties())
    server.answers["/events.csv"] = Answer(events_csv(*EVENTS))
    for name in ("HDX", "ARCGIS", "GEOBOUNDARIES"):
        monkeypatch.setenv(f"NUZUH_{name}_URL", "")
    monkeypatch.setenv("NUZUH_DEATHS_URL", f"{server.base}/deaths.json")
    monkeypatch.setenv("NUZUH_IDMC_URL", f"{server.base}/events.csv")
    monkeypatch.setenv("NUZUH_OFFLINE", "0")
    monkeypatch.setenv("NUZUH_CACHE", str(tmp_path / "cache"))
    yield server
    # A refresh that went on would end in the test after this one.
    until_done()
    server.close()


@pytest.fixture(autouse=True)
def ranged(monkeypatch):
    """The data versions whose ranges would be computed behind."""
    asked = []
    monkeypatch.setattr(
        shipped, "_range_and_release", lambda *_: asked.append(loaders.data_version())
    )
    monkeypatch.setattr(shipped, "_in_background", threading.Semaphore(100))
    return asked


def app(root):
    return AppTest.from_file(str(root / "app.py"), default_timeout=60)


def html_of(at):
    return " ".join(str(block.proto) for block in at.get("html"))


def message_of(at):
    """What the map's place on the page is told."""
    (place,) = (
        element.proto
        for element in at.get("bidi_component")
        if element.proto.component_name.endswith("timemap")
    )
    (message,) = json.loads(place.json)
    return message


def until_done():
    until = time.monotonic() + 30
    while background.state().running and time.monotonic() < until:
        time.sleep(0.02)


@pytest.mark.slow
def test_where_the_operator_says_so_the_map_asks_nobody(upstream, root, monkeypatch):
    monkeypatch.setenv("NUZUH_REFRESH", "0")
    at = app(root).run()
    assert not at.exception
    assert not upstream.asked
    told = message_of(at)
    assert told["data"] == loaders.data_version()
    assert told["data"] in " ".join(told["about"])


@pytest.mark.slow
def test_with_every_source_dead_the_app_starts_while_it_refreshes_behind(
    upstream, root, monkeypatch
):
    monkeypatch.setenv("NUZUH_CONNECT_SECONDS", "0.3")
    monkeypatch.setenv("NUZUH_ATTEMPTS", "1")
    upstream.answers["/deaths.json"] = upstream.answers["/events.csv"] = Answer(play=silent)
    at = app(root).run()
    assert not at.exception
    until_done()
    state = background.state()
    assert state.has_ended
    told = refreshed_text(state.results, Translator("en"))
    assert told == "Nothing could be fetched."
    assert loaders.load_estimates().provenance.status == "embedded"


@pytest.mark.slow
def test_what_came_behind_is_on_the_next_page_and_in_its_version(upstream, root, ranged):
    before = message_of(app(root).run())["data"]
    until_done()
    assert not ranged
    # Another reader: the second run of one AppTest goes past app.py.
    at = app(root).run()
    assert not at.exception
    assert message_of(at)["data"] == loaders.data_version() != before
    assert len(upstream.asked) == 2
    assert ranged == [loaders.data_version()]


@pytest.mark.slow
@pytest.mark.usefixtures("upstream")
def test_records_are_in_the_first_page_and_their_ranges_come_behind(
    root, monkeypatch, tmp_path, ranged
):
    monkeypatch.setenv("NUZUH_REFRESH", "0")
    monkeypatch.setenv("NUZUH_RECORDS", str(tmp_path / "records"))
    Shelf(tmp_path / "records").put(entry())
    at = app(root).run()
    assert not at.exception
    with_records = message_of(at)["data"]
    assert with_records == loaders.data_version() != embedded_version()
    assert ranged == [with_records]
    Shelf(tmp_path / "records").remove("made-up")
    assert message_of(app(root).run())["data"] == embedded_version()
    assert ranged == [with_records]


@pytest.mark.slow
@pytest.mark.usefixtures("upstream")
def test_a_link_of_before_shows_the_data_of_before_and_says_so(root):
    version = loaders.data_version()
    refresh(["deaths"], read_settings())
    at = app(root)
    at.query_params["data"] = version
    at.run()
    told = message_of(at)
    assert (told["data"], told["notices"]) == (version, [])
    assert version != loaders.data_version()
    assert "version-banner" in html_of(at)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_tell_the_status(upstream, lang):
    t = Translator(lang)
    assert sources_of(t)[0].status == t("status.embedded")
    refresh(["deaths"], read_settings())
    assert sources_of(t)[0].status != t("status.embedded")
    upstream.answers["/deaths.json"] = Answer(b"", 403)
    (read_settings().cache / "http").rename(read_settings().cache / "gone")
    refresh(["deaths"], read_settings())
    table = sources_table(live_sources_of(t), t)
    assert t("status.last_good") in table
    assert t("status.why.other", hosts="127.0.0.1") in re.sub(
        "[\u2068\u2069]|</?bdi[^>]*>", "", table
    )


@pytest.mark.slow
def test_the_page_of_sources_looks_for_newer_data_when_asked(upstream, monkeypatch):
    monkeypatch.setenv("NUZUH_REFRESH", "0")
    at = AppTest.from_string(
        "from nuzuh.ui import shared\nshared.load_everything()\nshared.follow_data()\n"
        "shared.open_view()\nimport runpy\nrunpy.run_path('pages/sources.py')\n",
        default_timeout=60,
    ).run()
    assert not at.exception
    assert not upstream.asked
    at.button[0].click().run()
    assert not at.exception
    until_done()
    at.run()
    assert not at.exception
    assert "with their revisions: new: 3" in html_of(at)
    assert "With what the last refresh brought." in html_of(at)
