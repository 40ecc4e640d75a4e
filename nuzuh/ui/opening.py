"""The way to the last day with a count, and to the case in which rival figures met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from nuzuh.scene.opening import opening, opening_text
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import CASE_DATE, View
from nuzuh.ui import shared
from nuzuh.web.templates import element


def show_opening(view: View, t: Translator) -> None:
    """Draw the two buttons and, where the app opened, on which day that is and why.

    Args:
        view: what is shown.
        t: the reader's language.
    """
    opened = opening()
    # A place that is there either way, or the map below it would be made anew.
    with st.container(horizontal=True, vertical_alignment="center"):
        _button("latest", t("opening.latest"), ":material/update:", _latest)
        case = t("opening.case", date=t.day(CASE_DATE))
        _button("case", case, ":material/compare_arrows:", _case)
        if (view.date, view.mode) == (opened.view.date, opened.view.mode):
            told = opening_text(opened, t)
            st.html(element("div", told, class_="nz-quiet", data_testid="opening"))


def _button(name: str, label: str, icon: str, clicked: Callable[[], None]) -> None:
    st.button(label, key=f"opening-{name}", on_click=clicked, icon=icon, type="tertiary")


def _latest() -> None:
    here, there = shared.view(), opening().view
    show = there.mode if here.later else "published"
    shared.change_view(replace(here, date=there.date, mode=show, since=None))


def _case() -> None:
    case = View(later=shared.view().later, lang=shared.view().lang)
    shared.change_view(case)
