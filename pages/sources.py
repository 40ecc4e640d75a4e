"""Who published the figures and how they lie to each other; every table with its source."""

from __future__ import annotations

import streamlit as st

from nuzuh.loaders.live import background, read_settings
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.provenance import (
    live_sources_of,
    publishers_of,
    refreshed_text,
    source_title,
    sources_of,
)
from nuzuh.scene.publisher_record import ORDERS
from nuzuh.ui import shared
from nuzuh.ui.about import show_about
from nuzuh.web.sources import publishers_table, sources_table
from nuzuh.web.templates import element, marked

t = shared.translator()

st.title(t("sources.title"), anchor=False)
st.caption(t("sources.lead"))
show_about(t, "kinds", "correct", folded=True)
st.header(t("sources.publishers"), anchor=False)
for part in ("house", "balance", "others"):
    st.caption(t(f"sources.{part}.note"))
order = st.selectbox(
    t("sources.order"), ORDERS, format_func=lambda one: t(f"sources.order.{one}"), width=320
)
st.html(publishers_table(publishers_of(tables_in_use(), t, order), t))
st.header(t("sources.tables"), anchor=False)
st.html(sources_table(sources_of(t), t))
st.header(t("sources.live"), anchor=False)
st.caption(t("sources.live_lead"))


def look() -> None:
    """Start a refresh behind, unless one is under way or has just ended."""
    background.refresh_in_background(read_settings())
    # Who asks too soon after the last one is told of that one.
    st.session_state["asked"] = True


@st.fragment(run_every=1.0 if background.state().running else None)
def progress() -> None:
    """Tell how far a refresh behind is, and in one sentence what the last one changed."""
    state = background.state()
    if state.running:
        st.session_state["looked"] = True
        told = t("sources.looking", source=source_title(state.source, t) or "…")
        st.progress(state.done / max(state.total, 1), text=told)
        return
    if st.session_state.pop("looked", False):
        # The page is drawn anew from the tables that have just come into use.
        st.rerun()
    # The process knows one last refresh; it is told to who asked for it.
    if state.has_ended and st.session_state.get("asked"):
        st.html(element("p", marked(refreshed_text(state.results, t)), class_="nz-note"))


if not read_settings().offline:
    st.button(t("sources.look"), on_click=look, disabled=background.state().running)
progress()
st.html(sources_table(live_sources_of(t), t, test_id="live-table"))
