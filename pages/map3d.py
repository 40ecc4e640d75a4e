"""The page in three dimensions: people present as blocks, movements as arcs, the numbers beside."""

from __future__ import annotations

import streamlit as st

from nuzuh.export.map3d import deck_of
from nuzuh.loaders.errors import RefusedError
from nuzuh.scene.labels import title_of
from nuzuh.scene.map3d import map3d_of
from nuzuh.scene.reconstruction_notices import movements_table
from nuzuh.scene.solving import reconstruction_of
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.view import SHOWS
from nuzuh.ui import shared
from nuzuh.ui.browser_check import check_browser
from nuzuh.ui.copy_link import copy_link
from nuzuh.ui.date_field import view_date_field
from nuzuh.ui.reconstruction import choose_view, show_notices
from nuzuh.web.legend import map3d_legend, table_html
from nuzuh.web.map3d import BASEMAP, HEIGHT
from nuzuh.web.templates import element, table_of

view, t, span = shared.view(), shared.translator(), load_timeline()
tables = shared.tables()
try:
    told = map3d_of(view, tables, t)
    reconstruction = reconstruction_of(told.scene.view, tables)
except RefusedError:
    st.error(t("error.balance"))
    st.stop()
what = title_of("people", t, reconstructed=told.scene.view.reconstructed)


def slid() -> None:
    """Take the day from the slider."""
    shared.change_date(st.session_state["relief-slider"])


def basemap_wished() -> None:
    """Count the wishes: each is a new try to reach the basemap."""
    st.session_state["wishes"] = st.session_state.get("wishes", 0) + 1


drawn, evidence = st.columns([0.63, 0.37], gap="medium")
with drawn:
    title = f"{what} · {t.day(view.date)}"
    st.title(title, anchor=False)
    placed = told.scene.notes.placed
    if placed:
        st.html(element("p", placed, class_="nz-quiet", data_testid="placed"))
    with st.container(horizontal=True, vertical_alignment="center"):
        shared.switch("show", SHOWS, lambda show: t(f"show.{show}"))
        link = shared.link()
        copy_link(link, t)
        view_date_field(t)
        wanted = st.toggle(
            t("relief.basemap"),
            key="basemap",
            help=t("relief.basemap.help"),
            on_change=basemap_wished,
            disabled=st.session_state.get("webgl") is False,
        )
        able = check_browser(BASEMAP if wanted else "", st.session_state.get("wishes", 0))
    on_basemap = bool(wanted and able.basemap)
    # Whatever comes and goes stands in a container of its own: an element that
    # appeared above the picture would make a new one of it, with a new camera.
    with st.container():
        if reconstruction is not None:
            choose_view(view, t)
        if view.layer != "people":
            st.caption(t("relief.layer", layer=t(f"layer.{view.layer}")))
        if wanted and able.webgl and not on_basemap:
            reached = "asking" if able.basemap is None else "unreachable"
            st.info(t(f"relief.basemap.{reached}"), icon=":material/info:")
    with st.container(key="relief"):
        if able.webgl:
            st.caption(t("relief.lead"))
            deck = deck_of(told, t, theme=shared.theme(), basemap=on_basemap)
            about = t("relief.aria", date=t.day(view.date), title=what)
            st.pydeck_chart(deck, height=HEIGHT, key="relief-chart", alt=about)
            st.caption(t("relief.keys"))
        elif able.webgl is None:
            st.caption(t("relief.webgl.asking"))
        else:
            st.info(t("relief.webgl.none"), icon=":material/info:")
            st.page_link("pages/map.py", label=t("relief.webgl.link"), icon=":material/map:")
    if on_basemap:
        st.caption(t("relief.basemap.credit"))
    st.session_state["relief-slider"] = view.date
    st.slider(
        t("rail.slider.label"),
        span.first,
        span.last,
        key="relief-slider",
        format="D MMM YYYY",
        on_change=slid,
        label_visibility="collapsed",
    )
    if able.webgl is not False:
        st.html(map3d_legend(told, t, theme=shared.theme(), basemap=on_basemap))
    if reconstruction is not None:
        show_notices(reconstruction, view, t)

with evidence:
    st.header(t("relief.numbers"), anchor=False)
    st.html(table_html(told.scene.columns, told.scene.marks, t))
    moved = movements_table(told.flows, t, drawn=True)
    if moved is not None:
        st.html(table_of(moved, test_id="flows-table"))
