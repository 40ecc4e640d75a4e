"""The map page: a sentence, the picture, the rail of time, and the evidence beside it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh.scene.cube import packed
from nuzuh.scene.file_names import one_file_name
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.page import page_of
from nuzuh.scene.provenance import badge_of
from nuzuh.scene.scene import UnsolvedError, reconstruction_of, scene
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.view import SHOWS
from nuzuh.ui import shared
from nuzuh.ui.embed import offer_embed
from nuzuh.ui.export_offer import offer_data_and_citation
from nuzuh.ui.moving_picture import offer_moving_picture
from nuzuh.ui.opening import show_opening
from nuzuh.ui.print_offer import offer_print
from nuzuh.ui.reconstruction import (
    choose_view,
    show_fit,
    show_movements,
    show_notices,
    show_reconstruction,
)
from nuzuh.ui.time_map import show_time_map
from nuzuh.web.onefile import one_file
from nuzuh.web.panel import panel_html
from nuzuh.web.sources import badge_html
from nuzuh.web.templates import element
from nuzuh.web.timemap.payload import build_payload

view, t, span = shared.view(), shared.translator(), load_timeline()
tables = shared.tables()

if view.figure:
    # A record belongs to the ledger: a link to the map does not carry it along.
    shared.change_view(replace(view, figure=""))
    view = shared.view()
try:
    reconstruction = reconstruction_of(view, tables)
except UnsolvedError:
    st.error(t("error.balance"))
    st.stop()
link = view.link(shared.address(), span, tables.version)
shown = scene(view, tables, t, link)

picture, evidence = st.columns([0.63, 0.37], gap="medium")
with picture:
    day = view.date.isoformat()
    dated = {"class_": "nz-headline nz-dated", "data_testid": "headline", "data_date": day}
    st.html(element("p", shown.notes.lead, **dated))
    show_opening(view, t)
    with st.container(horizontal=True, vertical_alignment="center"):
        shared.switch("show", SHOWS, lambda show: t(f"show.{show}"))
        shared.switch("layer", LAYERS, lambda layer: t(f"layer.{layer}"))
        offer_print(view, link, t, tables)
        st.download_button(
            t("onefile.button"),
            lambda: one_file(page_of(shown, tables, t), packed(view, tables, t, build_payload), t),
            file_name=one_file_name(view, tables.user.digest),
            mime="text/html",
            icon=":material/html:",
            help=t("onefile.help"),
            on_click="ignore",
        )
        offer_data_and_citation(view, t)
        offer_embed(view, link, t)
    # A place that is there either way, or the map below it would be made anew.
    with st.container():
        if view.reconstructed:
            choose_view(view, t)
    show_time_map(view, shown.arrows, t, link)
    st.html(badge_html(badge_of(t)))
    with st.expander(t("moving.offer"), icon=":material/movie:"):
        offer_moving_picture(view, t)
    if reconstruction is not None:
        show_movements(reconstruction, view, t)
        show_notices(reconstruction, view, t)
        show_reconstruction(reconstruction, view, t)

with evidence:
    show_fit(shown, t)
    st.subheader(t("panel.title"), anchor=False)
    st.caption(t("panel.lead"))
    shared.later_switch()
    panel = panel_html(shown.questions, view.date, t, lead=shown.lead)
    dated = {"class_": "nz-panel nz-dated", "data_testid": "panel", "data_date": day}
    st.html(element("div", panel, **dated))
