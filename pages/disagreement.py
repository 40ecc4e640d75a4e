"""Who disagrees, by how much, and why, as far as that can be computed."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared

t = shared.translator()

st.title(t("page.disagreement"), anchor=False)
