"""A typed day: what is one is taken; what is none stays, with a sentence, and changes nothing."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st

    from nuzuh.ui import shared
    from nuzuh.ui.browser_view import publish_view
    from nuzuh.ui.date_field import view_date_field

    shared.open_view()
    view_date_field(shared.translator())
    st.text(shared.view().date.isoformat())
    publish_view("")


@pytest.fixture(params=["en", "ar", "he"])
def opened(request):
    at = AppTest.from_function(page, default_timeout=60)
    at.query_params.update(date="2025-10-05", lang=request.param)
    at.run()
    assert not at.exception
    return at


def typed(at, text):
    at.text_input(key="day").set_value(text).run()
    assert not at.exception
    told = [html.proto.body for html in at.get("html")]
    return at.text[0].value, at.text_input(key="day").value, told


def test_a_day_is_taken_however_it_is_written(opened):
    shown = opened.text_input(key="day").value
    assert "2025" in shown
    for text in ("2024-05-26", "26 May 2024", "26 مايو 2024", "26 במאי 2024", "٢٠٢٤/٥/٢٦"):
        day, written, told = typed(opened, text)
        assert (day, told) == ("2024-05-26", [])
        assert "2024" in written
    assert opened.session_state["written"]["date"] == "2024-05-26"


@pytest.mark.parametrize(
    "text", ["5/10/2024", "nonsense", "2023-01-01", "2031-01-01", "2025-02-30"]
)
@pytest.mark.few(5)
def test_what_is_no_day_that_can_be_shown_stays_with_a_sentence(opened, text):
    day, written, told = typed(opened, text)
    assert (day, written) == ("2025-10-05", text)
    (sentence,) = told
    assert 'role="alert"' in sentence
    assert "2023" in sentence
    assert "2026" in sentence
    # The next day that is one takes the sentence away.
    day, _, told = typed(opened, "2025-10-04")
    assert (day, told) == ("2025-10-04", [])


def test_an_emptied_field_takes_no_day_and_says_nothing(opened):
    day, written, told = typed(opened, "")
    assert (day, told) == ("2025-10-05", [])
    assert written


@pytest.mark.few(1)
def test_a_sentence_goes_with_the_day_that_it_was_about(opened):
    typed(opened, "nonsense")
    opened.query_params.update(date="2025-01-19")
    opened.session_state["view"] = opened.session_state["view"].__class__(date=_day("2025-01-19"))
    opened.session_state["changed"] = True
    opened.run()
    assert not [html.proto.body for html in opened.get("html")]


def _day(text):
    from datetime import date

    return date.fromisoformat(text)
