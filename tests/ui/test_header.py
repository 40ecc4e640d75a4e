"""The header: the browser's language at first, then the chosen one; and the way to the last day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from nuzuh.loaders.languages import LANGUAGES, language_of
from nuzuh.scene.opening import opening
from nuzuh.scene.view import View
from nuzuh.ui import header, shared

PAGES = ("areas", "estimates", "sources", "yours", "map3d", "about")


@pytest.mark.parametrize(
    ("locale", "lang"),
    [
        ("ar", "ar"),
        ("ar-PS", "ar"),
        ("he-IL", "he"),
        ("iw", "he"),
        ("iw_IL", "he"),
        ("en-GB", "en"),
        ("fr-FR", "en"),
        ("hea", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_language_of_a_browser(locale, lang):
    assert language_of(locale) == lang


@given(st.text(max_size=20))
def test_whatever_a_browser_says_there_is_a_language(locale):
    assert language_of(locale) in LANGUAGES


class Context:
    """What came over the connection from a browser in Arabic."""

    is_embedded = False
    locale = "ar-PS"
    url = "http://localhost:8501/"
    theme = type("Theme", (), {"type": "dark"})


def page():
    import streamlit as st

    from nuzuh.ui import shared
    from nuzuh.ui.header import show_header

    shared.open_view()
    show_header(shared.translator())
    st.text(f"{shared.view().lang} {shared.view().date}")


def opened(**query):
    at = AppTest.from_function(page, default_timeout=60)
    at.query_params.update(query)
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        ({}, "ar"),
        ({"date": "2024-05-06"}, "ar"),
        ({"lang": "he"}, "he"),
        ({"amp;lang": "en"}, "en"),
        ({"lang": "tlh"}, "en"),
    ],
)
def test_a_link_wins_over_the_browsers_language(monkeypatch, query, lang):
    monkeypatch.setattr(shared.st, "context", Context())
    assert opened(**query).text[0].value.startswith(lang)


@pytest.mark.parametrize("told", [None, "he", {"code": "tlh"}, {"code": 7}, {}, {"code": "<b>"}])
def test_what_is_no_language_changes_nothing(monkeypatch, told):
    state = {"header": {"lang": told}, "view": View()}
    monkeypatch.setattr(header.st, "session_state", state)
    header._language_chosen()
    assert state["view"] == View()


def test_a_language_is_taken_and_nothing_else_changes(monkeypatch):
    view = View(date=date(2024, 5, 26), layer="density")
    state = {"header": {"lang": {"code": "he", "at": 1}}, "view": view}
    monkeypatch.setattr(header.st, "session_state", state)
    header._language_chosen()
    assert state["view"] == replace(view, lang="he")


def test_the_latest_is_the_day_of_the_opening_and_keeps_what_was_asked_for():
    there = opening().view
    before = View(
        date=date(2024, 5, 26),
        since=date(2024, 5, 6),
        lang="ar",
        area="PS0275",
        layer="density",
        figure="GD0508",
    )
    latest = header.latest_of(before)
    assert (latest.date, latest.mode) == (there.date, there.mode)
    assert (latest.since, latest.figure) == (None, "")
    assert (latest.lang, latest.area, latest.layer) == ("ar", "PS0275", "density")
    assert header.latest_of(before.without_later()).mode == "published"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_page_has_one_main_heading_and_no_level_is_left_out(root, lang):
    at = AppTest.from_file(str(root / "app.py"), default_timeout=120)
    at.query_params.update(lang=lang, date="2025-10-05", figure="GD0508")
    at.run()
    for name in PAGES:
        at.switch_page(f"pages/{name}.py").run()
        assert not at.exception
        assert len(at.title) == 1, name
        assert at.title[0].value
        assert not at.subheader, name
        html = " ".join(piece.proto.body for piece in at.get("html"))
        assert not re.search(r"<h[13456]", html), name
