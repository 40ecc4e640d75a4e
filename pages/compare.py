"""Two days, or two sides, beside each other: what differs between them, and how sure that is."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared
from nuzuh.ui.comparison import show_comparison

t = shared.translator()

st.title(t("page.compare"), anchor=False)
show_comparison(t)
