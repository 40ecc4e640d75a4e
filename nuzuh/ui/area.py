"""The parts of the Areas page: all areas at a glance, and one of them over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.files.ledger import ledger_csv
from nuzuh.loaders.current import holding
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.area_over_time import AreaOverTime, area_over_time, weeks_table
from nuzuh.scene.area_overview import area_overview
from nuzuh.scene.area_records import area_records
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.reconstruction_notices import implied_by_sides
from nuzuh.scene.series import people_over_time
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.ui.csv_offer import offer_csv
from nuzuh.ui.in_sight import is_in_sight
from nuzuh.ui.taking import print_button
from nuzuh.web.area_chart import PANELS, area_charts
from nuzuh.web.area_page import dates_html, overview_html
from nuzuh.web.chart import on_day, spec_of
from nuzuh.web.legend import marks_legend
from nuzuh.web.people_chart import people_charts
from nuzuh.web.templates import table_of

SPANS = ("phase", "all")
"""What the charts of one area show: the phase around the day, or the whole time."""


@dataclass(frozen=True)
class _Drawn:
    """What charts depend on, whatever their day.

    Attributes:
        perspective: whose figures the reconstruction uses; "" for none.
        ranged: whether it has ranges, which may come while the app runs.
        until: the day until which figures had come out; None for any.
        lang, theme: of the reader.
    """

    perspective: str
    ranged: bool
    until: date | None
    lang: str
    theme: str


def show_overview(reconstruction: Reconstruction | None, view: View, t: Translator) -> None:
    """Draw all areas at a glance, a small chart of each governorate, and what each side implies.

    Args:
        reconstruction: the one beside the view; None where there is none.
        view: what is shown.
        t: the reader's language.
    """
    tables = shared.tables()
    overview = area_overview(view, tables, t)
    st.html(overview_html(overview, t("area.five", date=t.day(view.date)), t))
    st.caption(overview.note)
    with st.container(horizontal=True, gap="small"):
        for pcode, spec in _small_charts(tables, _drawn(reconstruction, view)).items():
            st.vega_lite_chart(on_day(spec, view.date), width="content", key=f"chart-{pcode}")
    if view.later:
        # Each side's figures are balanced on their own, which nobody waits for who does not ask.
        with st.expander(t("chart.implied"), key="implied", on_change="rerun") as implied:
            if implied.open:
                st.html(table_of(implied_by_sides(view, tables, t), test_id="implied-table"))


def show_over_time(reconstruction: Reconstruction | None, view: View, t: Translator) -> None:
    """Draw the selected area over time, one chart under the other, with a choice of how long.

    The same stands in a table below, and can be taken away with its sources. All of it is drawn
    once it first comes into sight: the page above does not wait for it.

    Args:
        reconstruction: the one beside the view; None where there is none.
        view: what is shown.
        t: the reader's language.
    """
    with st.container(key="area-over-time"):
        st.fragment(holding(_show_over_time))(reconstruction, view, t)


def _show_over_time(reconstruction: Reconstruction | None, view: View, t: Translator) -> None:
    if not is_in_sight("area-in-sight", view.date):
        return
    span = st.segmented_control(
        t("area.span.label"),
        SPANS,
        default=SPANS[0],
        key="area-span",
        format_func=lambda option: t(f"area.span.{option}"),
        required=True,
        label_visibility="collapsed",
    )
    timeline, tables = load_timeline(), shared.tables()
    phase = timeline.phase_of(view.date)
    whole = (timeline.first, timeline.last)
    period = (phase.start, min(phase.end, timeline.last)) if span == "phase" else whole
    told, specs = _panels(tables, _drawn(reconstruction, view), view.area, period)
    whose, line = view_name(view.perspective, t), t.day(view.date)
    for name, spec in specs.items():
        st.subheader(t(f"area.time.{name}"), anchor=False)
        st.vega_lite_chart(on_day(spec, view.date), width="stretch", key=f"area-{name}")
        if name == "people":
            st.html(marks_legend(t, theme=shared.theme()))
            st.caption(t("area.chart.note", view=whose, date=line))
        else:
            st.caption(t(f"area.time.{name}.note"))
    st.html(dates_html(told.dates, t))
    # Nobody waits for a long table who does not ask for it.
    with st.expander(t("area.week.table"), key="area-weeks", on_change="rerun") as weeks:
        if weeks.open:
            st.html(table_of(weeks_table(told, t), test_id="weeks-table"))
    with st.container(horizontal=True):
        offer_csv(
            t("area.week.download"),
            lambda: ledger_csv(area_records(told, view, tables, t)),
            f"nuzuh-{view.area}-{told.first}-to-{told.last}.csv",
        )
        print_button(("series",), t)


def _drawn(reconstruction: Reconstruction | None, view: View) -> _Drawn:
    return _Drawn(
        view.perspective if reconstruction is not None else "",
        reconstruction is not None and reconstruction.ranged,
        None if view.later else view.date,
        view.lang,
        shared.theme(),
    )


@remembered(maxsize=6)
def _small_charts(tables: Tables, drawn: _Drawn) -> Mapping[str, str]:
    """The charts of all governorates by P-code, without a day."""
    reconstruction, view, t = _parts(tables, drawn)
    told = people_over_time(reconstruction, view, tables, t)
    charts = people_charts(told, view.date, t, theme=drawn.theme)
    return {pcode: spec_of(chart) for pcode, chart in charts.items()}


@remembered(maxsize=24)
def _panels(
    tables: Tables, drawn: _Drawn, area: str, period: tuple[date, date]
) -> tuple[AreaOverTime, Mapping[str, str]]:
    """An area over a period, and the charts of it without a day."""
    reconstruction, view, t = _parts(tables, drawn)
    told = area_over_time(reconstruction, view, area, tables, t).between(*period)
    charts = area_charts(told, view.date, t, theme=drawn.theme)
    return told, {name: spec_of(charts[name]) for name in PANELS if name in charts}


def _parts(tables: Tables, drawn: _Drawn) -> tuple[Reconstruction | None, View, Translator]:
    reconstruction = load_reconstruction(tables, drawn.perspective) if drawn.perspective else None
    day = drawn.until or load_timeline().last
    return reconstruction, View(date=day, later=drawn.until is None), Translator(drawn.lang)
