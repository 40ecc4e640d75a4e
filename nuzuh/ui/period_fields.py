"""The fields in which a reader sets the period of a view: a phase, or its first and last day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from nuzuh.scene.flows import period_of
from nuzuh.scene.timeline import load_timeline, phase_names
from nuzuh.scene.translator import Translator
from nuzuh.ui import shared
from nuzuh.ui.date_field import date_field

_KEY = "period-phase"


def period_fields(t: Translator) -> tuple[date, date]:
    """Let the reader set the period of the view, and return it.

    A view without a first day is of its phase so far. A first day after the last
    one moves the last, and the other way round, so that no period is ever empty.

    Args:
        t: the reader's language.

    Returns:
        The first and the last day.
    """
    span = load_timeline()
    start, end = period_of(shared.view(), span)
    shown = {
        phase.id: (max(phase.start, span.first), min(phase.end, span.last))
        for phase in span.phases
        if phase.start <= span.last and phase.end >= span.first
    }
    names = phase_names(t.lang)

    def to_phase() -> None:
        chosen = st.session_state[_KEY]
        if chosen is not None:
            _take(*shown[chosen])

    st.session_state[_KEY] = next((phase for phase in shown if shown[phase] == (start, end)), None)
    st.selectbox(
        t("rail.phase.label"),
        tuple(shown),
        key=_KEY,
        placeholder=t("period.own"),
        format_func=lambda phase: names[phase],
        on_change=to_phase,
        width=260,
    )
    within = (span.first, span.last)
    date_field(
        "period-first",
        t("moving.first"),
        start,
        within,
        lambda day: _take(day, max(day, end)),
        t,
        labelled=True,
    )
    date_field(
        "period-last",
        t("moving.last"),
        end,
        within,
        lambda day: _take(min(day, start), day),
        t,
        labelled=True,
    )
    return start, end


def _take(first: date, last: date) -> None:
    shared.change_view(replace(shared.view(), since=first, date=last))
