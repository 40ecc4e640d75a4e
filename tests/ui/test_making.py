"""A file that is asked for on a page: its place is told, it is saved once, a refusal is worded."""

from __future__ import annotations

import threading

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.translator import LANGUAGES, Translator


def page(lang):
    import streamlit as st

    from nuzuh.export.job import Wanted
    from nuzuh.scene.translator import Translator
    from nuzuh.ui.making import ask_button, show_file

    def wanted():
        return Wanted("table.csv", "text/csv", lambda tables, _: tables.version.encode())

    ask_button("here", "Make", wanted, key="ask")
    show_file("here", Translator(lang))
    ask_button("there", "Make", wanted, key="ask-there")
    show_file("there", Translator(lang))
    st.write("below")


def opened(lang="en"):
    at = AppTest.from_function(page, default_timeout=60, kwargs={"lang": lang}).run()
    assert not at.exception
    return at


def jobs(at):
    return at.session_state["file-here"].job


def saves(at):
    """What the browser is told to save of itself: the button and the file."""
    import json

    return [
        json.loads(one.proto.json)
        for one in at.get("bidi_component")
        if one.proto.component_name == "save-at-once"
    ]


@pytest.mark.usefixtures("made_here")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_quickly_made_is_there_after_one_press_and_saved_of_itself(lang):
    at = opened(lang)
    assert not at.get("download_button")
    at.button(key="ask").click().run()
    assert not at.exception
    [save] = at.get("download_button")
    assert "table.csv" in save.proto.label
    assert f"({Translator(lang).number(1)} " in save.proto.label
    [once] = saves(at)
    assert once["button"] == "here-save"
    # Another run of the page saves nothing anew: it is the same file.
    at.run()
    assert saves(at) == [once]
    # Asked for again it is another one, which is saved, too.
    at.button(key="ask").click().run()
    assert saves(at)[0]["file"] != once["file"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_place_in_the_queue_is_told(lang, monkeypatch):
    go_on = threading.Event()

    def waits(_work, _tables, _pace, *, waiting, progress):
        del progress
        while not go_on.wait(0.02):
            waiting(3)
        return b"made"

    monkeypatch.setattr("nuzuh.export.pool.make", waits)
    at, t = opened(lang), Translator(lang)
    at.button(key="ask").click().run()
    assert not at.exception
    texts = [one.proto.text for one in at.get("progress")]
    assert texts == [t("making.place", n=t.number(3))]
    assert t.number(3) in texts[0]
    go_on.set()
    assert jobs(at).wait(10)
    at.run()
    assert len(at.get("download_button")) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_is_told_in_the_readers_words(lang, monkeypatch):
    def full(*_, **__):
        raise RefusedError("20 others wait", "busy", n=20)

    monkeypatch.setattr("nuzuh.export.pool.make", full)
    at, t = opened(lang), Translator(lang)
    at.button(key="ask").click().run()
    assert not at.exception
    assert [one.value for one in at.info] == [t("refused.busy", n=20)]
    assert not at.get("download_button")


def test_who_asks_for_another_file_in_the_same_place_no_longer_wants_the_first(monkeypatch):
    def waits(_work, _tables, _pace, *, waiting, progress):
        del progress
        while True:
            waiting(1)
            threading.Event().wait(0.02)

    monkeypatch.setattr("nuzuh.export.pool.make", waits)
    at = opened()
    at.button(key="ask").click().run()
    first = jobs(at)
    at.button(key="ask-there").click().run()
    assert first.running
    at.button(key="ask").click().run()
    assert first.wait(10)
    second, other = jobs(at), at.session_state["file-there"].job
    assert second is not first
    assert second.running
    assert other.running
    for job in (second, other):
        job.stop()
        assert job.wait(10)


def dialogs():
    import streamlit as st

    from nuzuh.export.job import Wanted
    from nuzuh.scene.translator import Translator
    from nuzuh.ui.making import ask_button, begin_files, show_file

    def wanted():
        return Wanted("table.csv", "text/csv", lambda tables, _: tables.version.encode())

    @st.fragment
    def other():
        ask_button("other", "Make", wanted, key="ask-other")
        show_file("other", Translator("en"))

    if st.button("Open", key="open"):
        begin_files()
        other()
    elif st.session_state.get("again"):
        # As a fragment of the dialog before does, which looks after its file by itself.
        from nuzuh.ui.making import _watch

        _watch("here", Translator("en"))
    else:
        ask_button("here", "Make", wanted, key="ask")
        show_file("here", Translator("en"))


def test_what_is_made_is_not_shown_in_another_dialog(monkeypatch):
    go_on = threading.Event()

    def waits(_work, _tables, _pace, *, waiting, progress):
        del progress
        while not go_on.wait(0.02):
            waiting(1)
        return b"made"

    monkeypatch.setattr("nuzuh.export.pool.make", waits)
    at = AppTest.from_function(dialogs, default_timeout=60).run()
    at.button(key="ask").click().run()
    job = jobs(at)
    assert len(at.get("progress")) == 1
    at.button(key="open").click().run()
    assert job.running
    at.session_state["again"] = True
    at.run()
    assert not at.exception
    assert not at.get("progress")
    go_on.set()
    assert job.wait(10)
    at.run()
    assert not at.get("download_button")
    # Where it was asked for it is there, until a dialog opens anew.
    at.session_state["again"] = False
    at.run()
    assert len(at.get("download_button")) == 1
    at.button(key="open").click().run()
    assert "file-here" not in at.session_state
