"""What the app stands on: every table with its source, licence, dates and rows; every publisher."""

from __future__ import annotations

import streamlit as st

from maps.sources import publishers_table, sources_table
from pages import shared

say = shared.words()

with st.container(horizontal=True, vertical_alignment="center"):
    st.subheader(say("sources.title"), anchor=False)
    shared.language_switch()
st.caption(say("sources.lead"))
st.html(sources_table(say))
st.subheader(say("sources.publishers"), anchor=False)
st.html(publishers_table(shared.estimates(), say))
