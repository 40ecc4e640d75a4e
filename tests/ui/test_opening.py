"""On the map page: where the app opened and why, and the way there and to the case."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.scene.opening import opening
from nuzuh.scene.translator import Translator


def page():
    import streamlit as st

    from nuzuh.ui import shared
    from nuzuh.ui.opening import show_opening

    shared.open_view()
    shared.switch("show", ["published", "reconstructed"], str)
    show_opening(shared.view(), shared.translator())
    st.text(f"{shared.view().date} {shared.view().mode} {shared.view().later}")
    for notice in st.session_state["notices"]:
        st.info(shared.notice_text(notice))
    shared.publish_view()


def opened(**query):
    at = AppTest.from_function(page, default_timeout=60)
    at.query_params.update(query)
    at.run()
    assert not at.exception
    return at


def test_a_link_to_a_withdrawn_figure_says_what_became_of_it():
    (told,) = (info.value for info in opened(date="2024-05-20", figure="GD0265", lang="en").info)
    assert told.startswith("The link names figure GD0265, withdrawn on 25 November 2026: its 60")


def sentences(at):
    return [html.proto.body for html in at.get("html") if "data-testid" in html.proto.body]


@pytest.mark.parametrize("lang", ["en", "ar", "he"])
def test_an_empty_link_opens_on_the_last_count_and_says_why(lang):
    at = opened(lang=lang)
    there = opening().view
    assert at.text[0].value == f"{there.date} {there.mode} True"
    (told,) = sentences(at)
    assert Translator(lang).day(there.date) in told
    assert at.query_params["date"] == str(there.date)


def test_a_link_that_names_a_day_is_as_published_and_says_nothing_of_an_opening():
    at = opened(date="2024-05-06")
    assert at.text[0].value == "2024-05-06 published True"
    assert sentences(at) == []


def test_the_case_and_the_latest_are_one_click_away():
    at = opened(date="2024-05-06", lang="en")
    case = at.button(key="opening-case")
    assert case.label == "5 October 2025: the case of the rival figures"
    case.click().run()
    assert at.text[0].value == f"{date(2025, 10, 5)} published True"
    at.button(key="opening-latest").click().run()
    there = opening().view
    assert at.text[0].value == f"{there.date} {there.mode} True"
    assert len(sentences(at)) == 1


def test_a_link_without_what_came_out_later_is_as_published_until_the_reader_reconstructs():
    at = opened(later="no")
    assert at.text[0].value == f"{opening().view.date} published False"
    at.button(key="opening-latest").click().run()
    assert at.text[0].value == f"{opening().view.date} published False"
    assert at.query_params["later"] == "no"
    at.button_group(key="show").set_value("reconstructed").run()
    assert at.text[0].value == f"{opening().view.date} reconstructed True"


def test_a_part_that_is_not_known_is_told_without_being_repeated():
    at = opened(veiw="<b>israel</b>", date="2024-05-06")
    (notice,) = at.info
    assert notice.value == (
        "The link has a part whose name is not known, perhaps mistyped or damaged; it was not used."
    )
