"""One governorate's page: how many people, over time, who came and went, who says so."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh import loaders
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.area_profile import area_profile, reconstruction_beside
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.series import people_over_time
from nuzuh.scene.timeline import load_timeline
from nuzuh.ui import shared
from nuzuh.ui.copy_link import copy_link
from nuzuh.ui.reconstruction import choose_view, offer_ranges, show_notices
from nuzuh.web.area_page import figures_html, movements_html, orders_html, sentences_html
from nuzuh.web.chart import people_chart
from nuzuh.web.legend import marks_legend
from nuzuh.web.templates import element

if not shared.view().area:
    shared.change_view(replace(shared.view(), area=pc.GOVERNORATES[0]), read=False)
view, t, tables = shared.view(), shared.translator(), shared.tables()
profile, reconstruction = (
    area_profile(view, view.area, tables, t),
    reconstruction_beside(view, tables),
)
name, day = profile.name, view.date

st.subheader(t("area.title", name=name, date=t.day(day)), anchor=False)
with st.container(horizontal=True, vertical_alignment="center"):
    shared.switch("area", pc.GOVERNORATES, lambda pcode: governorate_name(pcode, t.lang))
    shared.date_field(load_timeline(), t)
    shared.language_switch()
    copy_link(view.link(shared.address("areas"), load_timeline(), loaders.data_version()), t)
    shared.later_switch()

named = {"data_testid": "area", "data_area": view.area, "data_date": day}
st.html(
    element(
        "div", sentences_html(profile.published, profile.reconstructed), class_="nz-area", **named
    )
)
if not view.later:
    st.caption(t("area.no_later"))
else:
    choose_view(view, t)
if reconstruction is None and view.later:
    st.error(t("area.unsolved"))
if reconstruction is not None:
    offer_ranges(reconstruction, view, t)

st.subheader(t("area.chart"), anchor=False)
(over_time,) = people_over_time(reconstruction, view, tables, t, pcodes=[view.area])
chart = people_chart(over_time, day, t, theme=shared.theme())
st.altair_chart(chart, width="stretch", key="area-chart")
st.html(marks_legend(t, theme=shared.theme()))
st.caption(t("area.chart.note", view=view_name(view.perspective, t), date=t.day(day)))
if reconstruction is not None and reconstruction.has_observations:
    show_notices(reconstruction, view, t)

moves, orders = st.columns(2, gap="large")
with moves:
    st.subheader(t("area.moves"), anchor=False)
    if profile.movements:
        st.caption(profile.moved)
        st.html(movements_html(profile.movements))
    else:
        st.html(element("p", profile.moved))
with orders:
    st.subheader(t("area.orders"), anchor=False)
    st.html(orders_html(profile.orders, t))

st.subheader(t("area.figures"), anchor=False)
if profile.claims_lead:
    st.caption(profile.claims_lead)
st.html(figures_html(profile.named, profile.of_all, t))
with st.container(horizontal=True):
    st.page_link("pages/estimates.py", label=profile.in_ledger, icon=":material/list_alt:")
    st.page_link("pages/map.py", label=t("area.to_map", name=name), icon=":material/map:")
