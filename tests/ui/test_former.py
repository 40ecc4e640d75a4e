"""A former version of the data in the app: shown where a link names it, and left by the reader."""

from __future__ import annotations

import json
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.balance.archived.packing import squeezed
from nuzuh.loaders import data_version
from nuzuh.loaders.archive import shelf
from nuzuh.loaders.archive.entry import packed, read_parts
from nuzuh.loaders.current import follow_tables
from nuzuh.loaders.user import check, combine
from nuzuh.scene.translator import LANGUAGES, Translator
from tests.loaders.user_files import table
from tests.ui.pages import opened

OLD = "2026-08-22-79be9da"
DAY = {"date": "2025-10-05", "layer": "people", "show": "reconstructed"}

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def unpinned():
    yield
    follow_tables()


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An operator's folder."""
    folder = tmp_path / "archive"
    folder.mkdir()
    monkeypatch.setenv("NUZUH_ARCHIVE", str(folder))
    return folder


def _map(root):
    import runpy

    import streamlit as st

    from nuzuh.ui import shared
    from nuzuh.ui.former import show_version

    st.set_page_config(layout="wide")
    shared.follow_data()
    shared.open_view()
    shared.apply_style(notices=False)
    show_version(shared.translator())
    runpy.run_path(f"{root}/pages/map.py")


def app(root, **query):
    """The map as the app draws it, run after run: AppTest runs its page alone the second time."""
    at = AppTest.from_function(_map, default_timeout=120, kwargs={"root": str(root)})
    at.query_params.update(query)
    return fine(at.run())


def fine(at):
    assert not at.exception
    return at


def html(at):
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


def signatures(message):
    return {message["signature"], *message["words"]}


def open_another(at, **query):
    """Open another link in the same session."""
    at.query_params.clear()
    at.query_params.update(query)
    return fine(at.run())


def test_a_link_with_an_older_version_shows_that_version(root):
    at = app(root, data=OLD, **DAY)
    told = message_of(at)
    assert told["data"] == OLD
    assert OLD in " ".join(told["about"])
    assert told["notices"] == []
    assert "version-banner" in html(at)
    assert f"{OLD}, published on 22 November 2026; there are newer ones" in html(at).replace(
        "\\342\\201\\246", ""
    ).replace("\\342\\201\\251", "").replace("\u2066", "").replace("\u2069", "")
    newest = message_of(app(root, **DAY))
    assert newest["data"] == data_version() != OLD
    assert signatures(told).isdisjoint(signatures(newest))
    assert f"-data-{OLD}" in told["stem"]
    assert "-data-" not in newest["stem"]


def test_the_session_keeps_the_version_until_the_reader_leaves_it(root):
    at = app(root, data=OLD, **DAY)
    for _ in range(2):
        # A page change empties the query.
        at.query_params.clear()
        fine(at.run())
        assert message_of(at)["data"] == OLD
    at.button(key="newest").click()
    fine(at.run())
    told = message_of(at)
    assert told["data"] == data_version()
    assert told["view"]["date"] == DAY["date"]
    assert "version-banner" not in html(at)
    # Another link opens what it names, and a link that names none the newest.
    assert message_of(open_another(at, data=OLD, **DAY))["data"] == OLD
    assert message_of(open_another(at, date="2025-10-04"))["data"] == data_version()


def test_two_readers_by_turns_each_see_their_own(root):
    now, then = app(root, **DAY), app(root, data=OLD, **DAY)
    first = [signatures(message_of(at)) for at in (now, then)]
    for _ in range(2):
        assert [signatures(message_of(fine(at.run()))) for at in (now, then)] == first


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_the_app_says_it_in_the_readers_language(root, lang):
    at = AppTest.from_file(str(root / "app.py"), default_timeout=120)
    at.query_params.update(data=OLD, lang=lang, **DAY)
    fine(at.run())
    assert at.button(key="newest").label == Translator(lang)("archive.newest")
    assert html(at).count("version-banner") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_version_that_never_was_is_said_and_the_newest_is_shown(root, lang):
    told = message_of(app(root, data="2026-08-22-0000000", lang=lang, **DAY))
    assert told["data"] == data_version()
    assert told["notices"] == [Translator(lang)("notice.no_version", data=data_version())]


def damaged(folder):
    path = folder / "2026-08-23-0123abc.zip"
    whole = (shelf.SHIPPED / f"{OLD}.zip").read_bytes()
    path.write_bytes(whole[:-1000])
    return path


def without_pictures(folder):
    from dataclasses import replace

    version, parts = read_parts(shelf.SHIPPED / f"{OLD}.zip")
    path = folder / "2026-08-22-0123abc.zip"
    parts["balance/un.json.xz"] = squeezed(b"{}")
    path.write_bytes(packed(replace(version, id=path.stem), parts))
    return path


@pytest.mark.parametrize("make", [damaged, without_pictures])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_a_damaged_version_is_said_and_the_newest_is_shown(root, own, make, lang):
    path = make(own)
    told = message_of(app(root, data=path.stem, lang=lang, **DAY))
    assert told["data"] == data_version()
    assert told["notices"] == [Translator(lang)("notice.damaged_version", data=data_version())]


def test_a_version_that_goes_while_it_is_read_is_left_with_a_sentence(root, own, monkeypatch):
    moved = own / f"{OLD}.zip"
    shutil.copy(shelf.SHIPPED / moved.name, moved)
    monkeypatch.setattr(shelf, "SHIPPED", own / "none")
    at = app(root, data=OLD, **DAY)
    assert message_of(at)["data"] == OLD
    moved.unlink()
    told = message_of(fine(at.run()))
    assert told["data"] == data_version()
    assert "is damaged" in told["notices"][0]


def test_chosen_publishers_are_refused_for_a_former_version(root):
    at = app(root, data=OLD, view="OCHA,IDF", **DAY)
    told = message_of(at)
    assert told["notices"] == [Translator("en")("notice.kept_views")]
    assert told["view"]["view"] == "all"
    compared = opened(root, "compare", data=OLD, **DAY, **{"compare-view": "OCHA"})
    assert [one.value for one in compared.info] == [Translator("en")("notice.kept_views")]


def test_a_change_between_two_days_has_no_range(root):
    at = opened(root, "compare", data=OLD, compare="2025-08-14", **DAY)
    (answer,) = (b.proto.body for b in at.get("html") if 'data-testid="answer"' in b.proto.body)
    assert answer.count("no range can be given") == 2
    assert "likely" not in answer


@pytest.mark.thorough
def test_a_readers_own_rows_stand_beside_the_newest_alone(root):
    at = app(root, **DAY)
    mine = check(table("2025-10-05,Rafah,7,people_present,Us,A survey"), "mine.csv")
    at.session_state["user_files"] = (mine,)
    at.session_state["user_tables"] = combine(mine)
    with_own = message_of(open_another(at, **DAY, later="yes"))
    then = open_another(at, data=OLD, **DAY)
    assert "own" not in message_of(then)["stem"].split("-")
    assert "Your own rows stand only beside the newest figures" in html(then)
    at.button(key="newest").click()
    fine(at.run())
    assert message_of(at)["stem"] == with_own["stem"]
    assert "own" in with_own["stem"].split("-")
    assert "Your own rows" not in html(at)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("stories", {"story": "gaza-city-2025"}),
        ("orders", {}),
        ("disagreement", {"question": "present_north"}),
        ("estimates", {"figure": "GD0422"}),
        ("sources", {}),
        ("map3d", {}),
        ("about", {}),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(7)
def test_every_page_can_show_a_former_version(root, page, query, lang):
    at = opened(root, page, data=OLD, lang=lang, **(DAY | query))
    assert not at.error
    assert at.session_state["data"] == OLD
