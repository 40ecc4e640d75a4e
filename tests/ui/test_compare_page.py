"""The page of comparisons: publishers one by one on either side, and what is on the screen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.scene.translator import Translator
from nuzuh.web.timemap.message import OWN
from tests.ui.pages import opened

T = Translator("en")
WHOSE = {"date": "2025-10-05", "show": "reconstructed", "view": "un", "compare-view": "israel"}
SIDES = pytest.mark.parametrize("side", ["first", "second"])


def dialogs(at):
    return [block.proto.dialog.title for block in at.get("dialog")]


@SIDES
def test_publishers_are_chosen_one_by_one_for_a_side_and_the_other_stays(root, side, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "nuzuh.ui.comparison.choose_publishers",
        # The dialog is a part of the page that runs alone, which AppTest does not know.
        lambda view, _, take: (asked.append(view.perspective), take("OCHA,UNRWA")),
    )
    at = opened(root, "compare", **WHOSE)
    assert dialogs(at) == []
    at.selectbox(f"{side}-view").set_value(OWN).run()
    assert dialogs(at) == [f"{T(f'compare.{side}')}: {T('take.publishers')}"]
    before = {"first": "israel", "second": "un"}
    assert asked == [before[side]]
    at.run()
    assert not at.exception
    view = at.session_state["view"]
    sides = {"first": view.other.perspective, "second": view.perspective}
    assert sides == before | {side: "OCHA,UNRWA"}
    assert dialogs(at) == []
    assert at.selectbox(f"{side}-view").value == "OCHA,UNRWA"


@SIDES
def test_who_lets_go_of_the_choice_has_whose_figures_it_were_before(root, side, monkeypatch):
    monkeypatch.setattr("nuzuh.ui.comparison.choose_publishers", lambda *_: None)
    at = opened(root, "compare", **WHOSE)
    before = at.selectbox(f"{side}-view").value
    at.selectbox(f"{side}-view").set_value(OWN).run()
    at.run()
    assert at.selectbox(f"{side}-view").value == before
    assert dialogs(at) == []


def looked(parts):
    """What the page makes of what a browser tells."""
    import streamlit as st

    from nuzuh.scene.view import View
    from nuzuh.ui import comparison

    if "view" not in st.session_state:
        st.session_state["view"] = View(mode="reconstructed", compare_view="un", area="north")
        st.session_state["notices"] = ()
        comparison._looked(parts)


ZOOM = "3.2/31.52/34.46"


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ({"zoom": ZOOM, "area": "north"}, (ZOOM, "north")),
        ({"zoom": ZOOM, "area": None}, (ZOOM, "")),
        ({"zoom": None, "area": "PS0275"}, ("", "PS0275")),
        ({"zoom": "3/52.5/13.4"}, ("", "north")),
        ({"zoom": ["3"], "area": "<b>"}, ("", "north")),
        ("nothing", ("", "north")),
        (None, ("", "north")),
    ],
)
def test_what_is_on_the_screen_is_taken_into_the_view_and_what_makes_no_sense_is_not(parts, seen):
    at = AppTest.from_function(looked, kwargs={"parts": parts}).run()
    assert not at.exception
    view = at.session_state["view"]
    assert (view.zoom, view.area) == seen
    assert (view.compare_view, view.mode) == ("un", "reconstructed")
