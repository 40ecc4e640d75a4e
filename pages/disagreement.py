"""Who disagrees, by how much, and why, as far as that can be computed."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared
from nuzuh.ui.copy_link import copy_link
from nuzuh.ui.disagreement import show_disagreement
from nuzuh.ui.period_fields import period_fields
from nuzuh.ui.reconstruction import choose_view
from nuzuh.ui.taking import print_button

t = shared.translator()

st.title(t("disagreement.title"), anchor=False)
# The answer stands above what it depends on, where every screen shows it.
answer = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    period_fields(t)
    copy_link(shared.link("disagreement"), t)
    print_button(("disagreement",), t)
    shared.later_switch()
if shared.view().later:
    choose_view(shared.view(), t)
show_disagreement(answer, t)
