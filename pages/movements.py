"""Who went from where to where in a period: as a map, a matrix and a flow diagram."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh.scene.layers import RECONSTRUCTED_LAYERS
from nuzuh.ui import shared
from nuzuh.ui.copy_link import copy_link
from nuzuh.ui.movements import (
    choose_area,
    show_answer,
    show_pictures,
    show_published,
    shown_movements,
)
from nuzuh.ui.period_fields import period_fields
from nuzuh.ui.quoting import hear_buttons
from nuzuh.ui.reconstruction import choose_view
from nuzuh.ui.taking import print_button

if shared.view().layer not in RECONSTRUCTED_LAYERS:
    # Movements are of people: the layer of another page has no place here.
    shared.change_view(replace(shared.view(), layer="people"), read=False)
view, t = shared.view(), shared.translator()

st.title(t("page.movements"), anchor=False)
# The answer stands above what it depends on, where every screen shows it.
answer = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    first, last = period_fields(t)
    choose_area(t)
    copy_link(shared.link("movements"), t)
    print_button(("movements",), t)
with st.container(horizontal=True, vertical_alignment="bottom"):
    shared.switch("show", ("published", "reconstructed"), lambda kind: t(f"show.{kind}"))
    if view.reconstructed:
        choose_view(view, t)
    shared.later_switch()
period = replace(view, since=first, date=last)
with answer:
    shown = shown_movements(period, t)
    if shown is not None:
        show_answer(shown)
if shown is not None:
    show_pictures(shown, period, t)
    show_published(shown, period, t)
    hear_buttons(t)
