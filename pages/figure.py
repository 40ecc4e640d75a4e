"""Adding a figure to the ledger, for editors on their own computer; off without NUZUH_EDITOR."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared
from nuzuh.ui.editor import may_edit
from nuzuh.ui.figure_form import figure_page

t = shared.translator()

st.title(t("figure.title"), anchor=False)
if may_edit():
    st.caption(t("figure.lead"))
    figure_page(t)
else:
    st.info(t("figure.not_here"))
