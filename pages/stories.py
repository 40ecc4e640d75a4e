"""Guided starts: all of them as cards; or one, step by step, with the map moving along."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared
from nuzuh.ui.story import show_stories
from nuzuh.ui.time_map import show_time_map
from nuzuh.web.templates import style

if shared.view().story:
    st.html(style("screen.css"))
    show_time_map()
else:
    show_stories(shared.translator())
