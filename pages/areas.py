"""All areas at a glance; then one: how many people, over time, who says so, who moved."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh import loaders
from nuzuh.scene.area_overview import most_changed
from nuzuh.scene.area_profile import area_profile, reconstruction_beside
from nuzuh.scene.area_quotes import quotes_of
from nuzuh.scene.regions import AREAS, area_name
from nuzuh.ui import shared
from nuzuh.ui.area import show_over_time, show_overview
from nuzuh.ui.copy_link import copy_link
from nuzuh.ui.date_field import view_date_field
from nuzuh.ui.quoting import hear_buttons
from nuzuh.ui.reconstruction import choose_view, offer_ranges, show_notices
from nuzuh.web.area_page import (
    explained_html,
    figures_html,
    movements_html,
    orders_html,
    quotes_html,
    sentences_html,
)
from nuzuh.web.templates import element

tables = shared.tables()
if not shared.view().area:
    area = most_changed(shared.view(), tables)
    shared.change_view(replace(shared.view(), area=area), read=False)
view, t = shared.view(), shared.translator()
profile, reconstruction = (
    area_profile(view, view.area, tables, t),
    reconstruction_beside(view, tables),
)
name, day = profile.name, view.date

st.title(t("area.five", date=t.day(day)), anchor=False)
# What is said of the area that was asked for stands first, and where to ask for another below.
named = {"data_testid": "area", "data_area": view.area, "data_date": day}
st.html(
    element(
        "div",
        sentences_html(profile.published, profile.reconstructed)
        + explained_html(profile.explained, t),
        class_="nz-area",
        **named,
    )
)
shared.switch("area", AREAS, lambda area: area_name(area, t))
with st.container(horizontal=True, vertical_alignment="center"):
    view_date_field(t)
    copy_link(shared.link("areas"), t)
    shared.later_switch()
if view.later:
    choose_view(view, t)
else:
    st.caption(t("area.no_later"))
if reconstruction is None and view.later:
    st.error(t("area.unsolved"))
show_overview(reconstruction, view, t)
if reconstruction is not None:
    offer_ranges(reconstruction, view, t)

st.header(t("area.time", name=name), anchor=False)
show_over_time(reconstruction, view, t)
if reconstruction is not None and reconstruction.has_observations:
    show_notices(reconstruction, view, t, of_ways=False)

moves, orders = st.columns(2, gap="large")
with moves:
    st.header(t("area.moves"), anchor=False)
    if profile.movements:
        st.caption(profile.moved)
        st.html(movements_html(profile.movements))
    else:
        st.html(element("p", profile.moved))
with orders:
    st.header(t("area.orders"), anchor=False)
    st.html(orders_html(profile.orders, t))

st.header(t("area.figures"), anchor=False)
if profile.claims_lead:
    st.caption(profile.claims_lead)
st.html(figures_html(profile.named, profile.of_all, t, profile.of_parts))
# Nobody waits for them who does not want to quote.
with st.expander(t("quote.title"), key="quotes-shown", on_change="rerun") as quotes:
    if quotes.open:
        told = quotes_of(profile, loaders.data_version(), shared.link("areas"), t)
        st.html(quotes_html(told, t("quote.title"), t))
        hear_buttons(t)
with st.container(horizontal=True):
    st.page_link("pages/estimates.py", label=profile.in_ledger, icon=":material/list_alt:")
    st.page_link("pages/map.py", label=profile.to_map, icon=":material/map:")
