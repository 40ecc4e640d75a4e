"""The offer of a moving picture: made beside the page, stopped when asked, kept in the session."""

from __future__ import annotations

import importlib.util
import threading
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.scene.film_period import MovingError
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.view import View
from nuzuh.ui.moving_picture import default_period


def page():
    from datetime import date

    import streamlit as st

    from nuzuh.scene.translator import Translator
    from nuzuh.scene.view import View
    from nuzuh.ui.moving_picture import offer_moving_picture

    view = View(date=date(2025, 10, 5), since=date(2025, 10, 2))
    st.write("above")
    offer_moving_picture(view, Translator("en"))
    st.write("below")


@pytest.fixture
def opened():
    at = AppTest.from_function(page, default_timeout=60)
    at.run()
    assert not at.exception
    return at


def texts(at):
    return [element.value for element in (*at.markdown, *at.caption, *at.info)]


@pytest.mark.slow
def test_a_picture_is_made_beside_the_page_and_offered_for_saving(opened):
    assert "Frames: 4. Days from frame to frame: 1. Length: 9 s. Days a second: 0.5." in texts(
        opened
    )
    opened.button(key="moving-make").click().run()
    job = opened.session_state["file-moving"].job
    assert job.wait(120)
    opened.run()
    assert not opened.exception
    assert job.content[4:8] == b"ftyp"
    [save] = opened.get("download_button")
    name = "nuzuh-2025-10-02-to-2025-10-05-since-2025-10-02-people-published-all-en-square.mp4"
    assert name in save.proto.label
    assert not opened.button(key="moving-make").disabled


def day_alone():
    from datetime import date

    from nuzuh.scene.translator import Translator
    from nuzuh.scene.view import View
    from nuzuh.ui.moving_picture import offer_moving_picture

    offer_moving_picture(View(date=date(2024, 5, 26)), Translator("en"))


@pytest.mark.usefixtures("made_here")
def test_a_clip_shows_who_moved_since_its_first_day(monkeypatch):
    seen = []

    def picture(shown, **_):
        seen.append((shown.cube.view.since, shown.frames[0].day))
        return b"picture"

    monkeypatch.setattr("nuzuh.ui.moving_picture.moving_picture", picture)
    at = AppTest.from_function(day_alone, default_timeout=60)
    at.run()
    at.button(key="moving-make").click().run()
    assert at.session_state["file-moving"].job.wait(60)
    assert seen == [(date(2024, 5, 6), date(2024, 5, 6))]


def test_while_it_is_made_the_page_shows_how_far_and_a_way_to_stop(opened, monkeypatch):
    go_on = threading.Event()

    def slowly(_work, _tables, _pace, *, waiting, progress):
        progress(3, 57)
        while not go_on.wait(0.05):
            waiting(0)
        return b"picture"

    monkeypatch.setattr("nuzuh.export.pool.make", slowly)
    opened.button(key="moving-make").click().run()
    job = opened.session_state["file-moving"].job
    assert job.running
    # Any other click leaves the work alone, and the page whole.
    opened.run()
    assert job.running
    assert texts(opened)[:2] == ["above", "below"]
    opened.button(key="moving-stop").click().run()
    assert job.wait(10)
    opened.run()
    assert not opened.exception
    assert job.content is None
    assert "Stopped; nothing was kept." in texts(opened)
    assert not opened.get("download_button")
    assert not opened.button(key="moving-make").disabled


@pytest.mark.usefixtures("made_here")
def test_a_refusal_is_told_in_its_sentence(opened, monkeypatch):
    def refused(*_, **__):
        raise MovingError("No figure describes these days.")

    monkeypatch.setattr("nuzuh.ui.moving_picture.moving_picture", refused)
    opened.button(key="moving-make").click().run()
    assert opened.session_state["file-moving"].job.wait(10)
    opened.run()
    assert "No figure describes these days." in texts(opened)


@pytest.mark.parametrize(
    ("view", "period"),
    [
        (View(), (date(2025, 8, 14), date(2025, 10, 9))),
        (View(since=date(2025, 9, 1)), (date(2025, 9, 1), date(2025, 10, 5))),
        (View(since=date(2025, 10, 5)), (date(2025, 8, 14), date(2025, 10, 9))),
        (View(date=date(2026, 8, 1)), (date(2025, 10, 10), load_timeline().last)),
        (View(date=date(2023, 10, 6)), (date(2023, 10, 6), date(2023, 11, 30))),
    ],
)
def test_the_period_offered_is_the_one_looked_at_or_the_phase_of_the_day(view, period):
    assert default_period(view, load_timeline()) == period


def test_without_its_encoder_mp4_is_not_offered(monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "av" else real(name, *more)
    )
    at = AppTest.from_function(page, default_timeout=60).run()
    assert not at.exception
    (form,) = (one for one in at.get("button_group") if one.key == "moving-format")
    assert [option.content for option in form.proto.options] == ["GIF", "WebP"]
    assert at.session_state["moving-format"] == "gif"
