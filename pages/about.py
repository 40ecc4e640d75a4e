"""What nuzuh answers, how to read its figures, what it cannot know, how to correct and cite it."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared
from nuzuh.ui.about import show_about
from nuzuh.web.templates import element

t = shared.translator()

st.title(t("about.title"), anchor=False)
st.html(element("p", t("about.lead"), class_="nz-about nz-headline"))
show_about(t)
st.html(element("p", t("about.more"), class_="nz-about"))
