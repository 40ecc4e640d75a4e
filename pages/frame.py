"""The map alone, for a frame on someone else's page (``?embed=true``): map, date and source."""

from __future__ import annotations

import streamlit as st

from nuzuh.scene.solving import UnsolvedError
from nuzuh.ui import shared
from nuzuh.ui.time_map import show_time_map

shared.apply_frame_style()
try:
    show_time_map(bare=True)
except UnsolvedError:
    st.error(shared.translator()("error.balance"))
