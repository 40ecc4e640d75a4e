"""A field in which a reader types a day: Enter counts, in any of our languages.

``st.date_input`` opens a calendar in English on Enter, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from nuzuh.scene.received import typed_day
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.ui import shared
from nuzuh.web.templates import element

_LONGEST = 60
"""No day is longer in words."""


def date_field(
    key: str,
    label: str,
    day: date,
    within: tuple[date, date],
    chosen: Callable[[date], None],
    t: Translator,
    *,
    labelled: bool = False,
) -> None:
    """Let the reader type a day; what is none stays as it was typed, with a sentence on it.

    Args:
        key: of the widget.
        label: what the day is.
        day: the day in use.
        within: the first and the last day that can be taken.
        chosen: takes the day typed. An emptied field takes none.
        t: the reader's language.
        labelled: show the label; without, it is only read out.
    """
    state, kept = st.session_state, f"{key}-refused"

    def typed() -> None:
        text = state[key]
        taken = typed_day(text)
        state.pop(kept, None)
        if taken is not None and within[0] <= taken <= within[1]:
            chosen(taken)
        elif text.strip():
            state[kept] = (text, day)

    refused, of = state.get(kept, ("", day))
    if of != day:
        # The day has since been changed in another way.
        refused = state.pop(kept) and ""
    state[key] = refused or t.day(day)
    with st.container(width=170, gap="xxsmall"):
        st.text_input(
            label,
            key=key,
            max_chars=_LONGEST,
            on_change=typed,
            autocomplete="off",
            label_visibility="visible" if labelled else "collapsed",
        )
        if refused:
            first, last = map(t.day, within)
            told = t("rail.date.bad", first=first, last=last)
            st.html(element("p", told, class_="nz-refused-day", role="alert"))


def view_date_field(t: Translator) -> None:
    """Let the reader type the day of the view."""
    span = load_timeline()
    within = (span.first, span.last)
    date_field("day", t("date.label"), shared.view().date, within, shared.change_date, t)
