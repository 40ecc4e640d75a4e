"""The parts of the Areas page: all governorates at a glance, and the chart of one."""

from __future__ import annotations

import streamlit as st

from nuzuh.balance.result import Reconstruction
from nuzuh.scene.area_overview import area_overview
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.reconstruction_notices import implied_by_sides
from nuzuh.scene.series import people_over_time
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.web.area_page import overview_html
from nuzuh.web.chart import people_chart, people_charts
from nuzuh.web.legend import marks_legend
from nuzuh.web.templates import table_of

SPANS = ("phase", "all")
"""What the chart of one governorate shows: the phase around the day, or the whole time."""


def show_overview(reconstruction: Reconstruction | None, view: View, t: Translator) -> None:
    """Draw all governorates at a glance: a row and a small chart each, and what each side implies.

    Args:
        reconstruction: the one beside the view; None where there is none.
        view: what is shown.
        t: the reader's language.
    """
    tables = shared.tables()
    overview = area_overview(view, tables, t)
    st.html(overview_html(overview, t("area.five", date=t.day(view.date)), t))
    st.caption(overview.note)
    told = people_over_time(reconstruction, view, tables, t)
    charts = people_charts(told, view.date, t, theme=shared.theme())
    with st.container(horizontal=True, gap="small"):
        for pcode, chart in charts.items():
            st.altair_chart(chart, width="content", key=f"chart-{pcode}")
    st.html(marks_legend(t, theme=shared.theme()))
    if view.later:
        with st.expander(t("chart.implied")):
            st.html(table_of(implied_by_sides(view, tables, t), test_id="implied-table"))


def show_chart(reconstruction: Reconstruction | None, view: View, t: Translator) -> None:
    """Draw people present over time in the selected governorate, with a choice of how long.

    Args:
        reconstruction: the one beside the view; None where there is none.
        view: what is shown.
        t: the reader's language.
    """
    span = st.segmented_control(
        t("area.span.label"),
        SPANS,
        default=SPANS[0],
        key="area-span",
        format_func=lambda option: t(f"area.span.{option}"),
        required=True,
        label_visibility="collapsed",
    )
    timeline = load_timeline()
    phase = timeline.phase_of(view.date)
    period = (phase.start, min(phase.end, timeline.last)) if span == "phase" else None
    (told,) = people_over_time(reconstruction, view, shared.tables(), t, pcodes=[view.area])
    chart = people_chart(told, view.date, t, theme=shared.theme(), period=period)
    st.altair_chart(chart, width="stretch", key="area-chart")
    st.caption(
        t("area.chart.note", view=view_name(view.perspective, t), date=t.day(view.date))
    )
