"""What the browser tells of its view is taken into the session; what makes no sense is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.scene.view import SHOWS, View
from nuzuh.ui import browser_view, shared, time_map

START = View(date=date(2025, 10, 5))


BROWSER = SimpleNamespace(locale="he-IL")
"""Whose language no view takes that names one."""


class Session(dict):
    """The state of a session without Streamlit."""


@pytest.fixture
def session(monkeypatch):
    state = Session(view=START, notices=("bad_date",))
    for module in (shared, time_map, browser_view):
        monkeypatch.setattr(module, "st", SimpleNamespace(session_state=state, context=BROWSER))
    return state


def tell(patch, parts):
    patch.setattr(time_map, "told", lambda name: parts if name == "settled" else None)
    time_map._settled()


def test_the_session_follows_the_browser_and_the_notices_have_been_read(session, monkeypatch):
    tell(monkeypatch, {"date": "2024-05-26", "layer": "density", "since": "2024-05-06", "told": 3})
    assert session["view"] == replace(
        START, date=date(2024, 5, 26), layer="density", since=date(2024, 5, 6)
    )
    assert session["notices"] == ()
    # The address is the browser's: a way back or forward reads it anew.
    assert "changed" not in session
    assert session["heard"] == 3


def test_what_was_told_counts_as_heard_however_little_sense_it_made(session, monkeypatch):
    tell(monkeypatch, {"date": "1999-01-01", "told": 7})
    assert (session["view"], session["heard"]) == (START, 7)


def test_what_is_heard_late_is_a_change_that_the_address_follows(session):
    late = {"date": "2024-05-26", "layer": "density", "told": 2}
    session[browser_view.KEY] = {"unheard": late}
    browser_view._hear_late()
    assert session["view"] == replace(START, date=date(2024, 5, 26), layer="density")
    assert (session["changed"], session["heard"]) == (True, 2)


@pytest.mark.parametrize("none", [None, ""])
def test_a_part_that_the_browser_leaves_out_is_let_go(session, monkeypatch, none):
    session["view"] = replace(START, since=date(2025, 8, 14), area="PS0260", zoom="3/31.4/34.4")
    tell(monkeypatch, {"date": "2025-10-04", "since": none, "area": none, "zoom": none})
    assert session["view"] == replace(START, date=date(2025, 10, 4))


def test_a_part_that_it_does_not_name_stays(session, monkeypatch):
    session["view"] = replace(START, area="PS0260", lang="ar")
    tell(monkeypatch, {"date": "2025-10-04"})
    assert session["view"] == replace(START, date=date(2025, 10, 4), area="PS0260", lang="ar")


@pytest.mark.parametrize(
    "parts",
    [
        None,
        "date",
        [1],
        {"date": 5},
        {"date": "2025-13-45"},
        {"date": "1999-01-01"},
        {"layer": "<b>"},
        {"view": "nobody"},
        {"date": "2025-10-04", "since": "2025-10-05"},
        {"zoom": "9" * 5_000},
    ],
)
def test_what_makes_no_sense_changes_nothing(session, monkeypatch, parts):
    tell(monkeypatch, parts)
    assert session["view"] == START


anything = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.sampled_from(["2025-01-01", "orders", "no"])
)
part = st.one_of(st.sampled_from(browser_view.PARTS), st.text(max_size=8))


@given(st.dictionaries(part, anything, max_size=9) | anything)
def test_nothing_that_comes_back_raises(parts):
    state = Session(view=START, notices=())
    with pytest.MonkeyPatch.context() as patch:
        for module in (shared, time_map, browser_view):
            patch.setattr(module, "st", SimpleNamespace(session_state=state, context=BROWSER))
        tell(patch, parts)
    seen = state["view"]
    assert seen.mode in SHOWS
    assert seen.since is None or seen.since <= seen.date


def test_payloads_are_asked_for_by_what_they_depend_on():
    sent = time_map._what_is_sent
    rebuilt = replace(START, mode="reconstructed")
    assert sent(START) == sent(
        replace(START, date=date(2024, 1, 1), layer="orders", zoom="2/31.4/34.4")
    )
    # Only a reconstruction depends on whose figures it is made of, and of orders there is none.
    assert sent(START) == sent(replace(START, perspective="un"))
    assert sent(START) == sent(replace(rebuilt, layer="orders"))
    others = [
        rebuilt,
        replace(rebuilt, perspective="un"),
        replace(START, lang="ar"),
        START.without_later(),
    ]
    assert len({sent(view) for view in (START, *others)}) == 5


def test_movements_are_asked_for_once_a_reconstruction_has_a_period(session):
    def lacks(view):
        return time_map._is_lacking(view)

    rebuilt = replace(START, mode="reconstructed")
    period = replace(rebuilt, since=date(2025, 8, 14))
    session["sent"], session["ensemble_sent"] = time_map._what_is_sent(rebuilt), False
    assert not lacks(rebuilt)
    assert lacks(period)
    session["ensemble_sent"] = True
    assert not lacks(period)
    # Once sent it stays with the browser, whatever is looked at meanwhile.
    assert not lacks(rebuilt)
    assert not lacks(replace(period, date=date(2025, 9, 1)))
    session["sent"] = time_map._what_is_sent(START)
    session["ensemble_sent"] = False
    assert not lacks(replace(START, since=date(2025, 8, 14)))


def test_only_an_area_of_the_strip_opens_its_page(session, monkeypatch):
    for asked in ("EXT", "<b>", None, ["PS0260"][0:0]):
        monkeypatch.setattr(time_map, "told", lambda _, asked=asked: asked)
        time_map._opened()
        assert "area_opened" not in session
    monkeypatch.setattr(time_map, "told", lambda _: "PS0260")
    time_map._opened()
    assert (session["view"].area, session["area_opened"]) == ("PS0260", True)
