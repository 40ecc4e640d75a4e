"""The way to the last day with a count, and to the case in which rival figures met."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from maps.opening import opening, opening_text
from maps.view import CASE_DATE, View
from maps.words import Words
from pages import shared


def show_opening(view: View, words: Words) -> None:
    """Draw the two buttons and, where the app opened, on which day that is and why.

    Args:
        view: what is shown.
        words: the reader's language.
    """
    opened = opening()
    # A place that is there either way, or the map below it would be made anew.
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(words("opening.latest"), key="opening-latest", on_click=_latest)
        case = words("opening.case", date=words.day(CASE_DATE))
        st.button(case, key="opening-case", on_click=_case)
        if (view.date, view.show) == (opened.view.date, opened.view.show):
            told = escape(opening_text(opened, words))
            st.html(f'<p class="nz-quiet" data-testid="opening">{told}</p>')


def _latest() -> None:
    here, there = shared.view(), opening().view
    show = there.show if here.later else "published"
    shared.change_view(replace(here, date=there.date, show=show, since=None))


def _case() -> None:
    case = View(later=shared.view().later, lang=shared.view().lang)
    shared.change_view(case)
