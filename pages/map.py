"""The map page: the answer, the map, the rail of time and the evidence, on one screen."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh.scene.solving import UnsolvedError
from nuzuh.ui import shared
from nuzuh.ui.time_map import show_time_map
from nuzuh.ui.what_is_new import show_what_is_new
from nuzuh.web.templates import element, style

st.html(style("screen.css"))
try:
    show_time_map()
except UnsolvedError:
    t = shared.translator()
    st.html(element("h1", t("page.map"), class_="nz-title"))
    st.error(t("error.balance"))
    everyone = replace(shared.view(), perspective="all")
    st.button(t("view.all"), on_click=shared.change_view, args=(everyone,))
show_what_is_new()
