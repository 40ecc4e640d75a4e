"""Who went from where to where in a period: as a map, a matrix and a flow diagram."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared

t = shared.translator()

st.title(t("page.movements"), anchor=False)
