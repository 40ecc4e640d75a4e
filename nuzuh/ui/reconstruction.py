"""The parts of the map page that only a reconstruction has: whose figures, the chart, the fit."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import NAMED_VIEWS, compute_ranges
from nuzuh.loaders.publishers import groups
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.flows import Flows, flows_of
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.reconstruction import QUIET_DAYS, last_figure, view_name
from nuzuh.scene.scene import Scene
from nuzuh.scene.timeline import load_timeline, pictures_of_all_sides
from nuzuh.scene.view import View
from nuzuh.scene.words import Words
from nuzuh.ui import shared
from nuzuh.web.chart import people_charts
from nuzuh.web.legend import marks_legend
from nuzuh.web.movement_table import flows_table
from nuzuh.web.reconstruction_html import implied_table, notices_html
from nuzuh.web.templates import element, paragraphs

_OWN = "custom"


def choose_view(view: View, words: Words) -> None:
    """Let the reader choose whose figures the reconstruction uses."""

    def side_chosen() -> None:
        chosen, before = st.session_state["side"], shared.view().view
        if chosen == _OWN:
            names = tables_in_use().estimates["speaker"].value_counts().index
            sides = groups()
            same = [name for name in names if before in ("all", sides.get(name, "other"))]
            chosen = ",".join(sorted(same[:8]))
        shared.change_view(replace(shared.view(), view=chosen))

    def publishers_chosen() -> None:
        names = st.session_state["publishers"]
        shared.change_view(replace(shared.view(), view=",".join(sorted(names)) or "all"))

    own = view.view not in NAMED_VIEWS
    st.session_state["side"] = _OWN if own else view.view
    st.segmented_control(
        words("view.label"),
        [*NAMED_VIEWS, _OWN],
        key="side",
        format_func=lambda side: words("view.custom") if side == _OWN else view_name(side, words),
        on_change=side_chosen,
        required=True,
        wrap=True,
    )
    if own:
        st.session_state["publishers"] = view.view.split(",")
        st.multiselect(
            words("view.choose"),
            sorted(tables_in_use().estimates["speaker"].unique(), key=str.casefold),
            key="publishers",
            format_func=lambda name: speaker_name(name, words),
            on_change=publishers_chosen,
        )


def show_notices(picture: Reconstruction, view: View, words: Words) -> None:
    """Say where the balance rests on little, or on figures that contradict each other."""
    last = last_figure(picture, shared.tables().estimates)
    if last is not None and (view.date - last).days > QUIET_DAYS:
        st.info(words("recon.last", day=words.day(last)), icon=":material/info:")
    period = load_timeline().phase_of(view.date).start, view.date
    table = shared.tables().estimates
    for notice in notices_html(picture, table, words, period=period, pcode=view.area):
        st.html(element("div", notice, class_="nz-fit", data_testid="notice"))


def show_movements(picture: Reconstruction, view: View, words: Words) -> None:
    """List the movements of the period, each with its range, where one is chosen."""
    if view.since is not None:
        told = [flow for flow in flows_of(picture, view.since, view.date) if flow.tellable]
        flows = flows_table(Flows(view.since, view.date, tuple(told)), words)
        st.html(element("div", flows, class_="nz-dated", data_date=view.date))


def offer_ranges(picture: Reconstruction, view: View, words: Words) -> None:
    """Let the reader have likely ranges computed where none ship with the app."""
    if picture.draws is None and picture.rests_on_figures and st.button(words("view.ranges")):
        bar = st.progress(0.0)

        def progress(done: int, total: int) -> None:
            bar.progress(done / total, words("view.progress", done=done, total=total))

        compute_ranges(shared.tables(), view.view, progress=progress)
        st.rerun()


def show_reconstruction(picture: Reconstruction, view: View, words: Words) -> None:
    """Draw what each side's figures imply, and people present over time."""
    offer_ranges(picture, view, words)
    st.html(implied_table(pictures_of_all_sides(shared.tables()), view.date, words))
    st.html(element("p", words("chart.title"), class_="nz-title"))
    st.caption(words("chart.click"))
    charts = people_charts(
        picture, shared.tables().estimates, groups(), view.date, words, theme=shared.theme()
    )
    with st.container(horizontal=True):
        for pcode, chart in charts.items():
            st.altair_chart(chart, width="content", key=f"chart-{pcode}")
    st.html(marks_legend(words, theme=shared.theme()))


def show_fit(shown: Scene, words: Words) -> None:
    """Say how the rival figures of the day fit into the reconstruction."""
    if shown.fit:
        st.subheader(words("recon.fit"), anchor=False)
        dated = {"class_": "nz-fit nz-dated", "data_testid": "fit", "data_date": shown.view.date}
        st.html(element("div", paragraphs(shown.fit), **dated))
