"""Guided starts: a few steps each, the map moving along."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared

t = shared.translator()

st.title(t("page.stories"), anchor=False)
