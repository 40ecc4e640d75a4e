"""The view and the link of a session: neither is undone by an answer that comes late."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def little_app():
    from dataclasses import replace

    import streamlit as st

    from nuzuh.ui import shared
    from nuzuh.ui.browser_view import publish_view

    def chosen():
        shared.change_view(replace(shared.view(), layer=st.session_state["which"]))

    shared.open_view()
    st.selectbox("Layer", ["people", "change", "density", "orders"], key="which", on_change=chosen)
    st.button("Again")
    st.text(shared.view().layer)
    publish_view("")


@pytest.fixture
def session():
    return AppTest.from_function(little_app, default_timeout=60).run()


def query_of(session):
    """What the browser was last told to write."""
    return session.session_state["written"]


def choose(session, layer, query=None):
    if query is not None:
        session.query_params.clear()
        session.query_params.update({key: [value] for key, value in query.items()})
    session.selectbox(key="which").set_value(layer).run()
    assert not session.exception
    return session.text[0].value


def test_a_quick_second_choice_outlives_the_link_of_the_first(session):
    first = query_of(session)
    assert choose(session, "change") == "change"
    # The browser had not yet got the link of "change" when the reader chose again.
    assert choose(session, "density", first) == "density"
    assert query_of(session)["layer"] == "density"


def test_back_to_the_first_choice_is_written_even_where_the_query_looks_right(session):
    first = query_of(session)
    choose(session, "change")
    choose(session, "people", first)
    assert query_of(session)["layer"] == "people"
    session.button[0].click().run()
    assert session.text[0].value == "people"


def test_a_link_that_the_reader_opens_counts(session):
    choose(session, "change")
    session.query_params["layer"] = ["orders"]
    session.button[0].click().run()
    assert session.text[0].value == "orders"
