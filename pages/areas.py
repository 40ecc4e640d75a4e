"""One governorate's page: how many people, over time, who came and went, who says so."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh import loaders
from nuzuh.loaders import pcodes as pc
from nuzuh.scene.area_profile import area_profile, picture_beside
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
view, say, tables = shared.view(), shared.words(), shared.tables()
profile, picture = area_profile(view, view.area, tables, say), picture_beside(view, tables)
name, day = profile.name, view.date

st.subheader(say("area.title", name=name, date=say.day(day)), anchor=False)
with st.container(horizontal=True, vertical_alignment="center"):
    shared.switch("area", pc.GOVERNORATES, lambda pcode: governorate_name(pcode, say.lang))
    shared.date_field(load_timeline(), say)
    shared.language_switch()
    address = st.context.url or "http://localhost:8501/areas"
    copy_link(view.link(address, load_timeline(), loaders.data_version()), say)
    shared.later_switch()

named = {"data_testid": "area", "data_area": view.area, "data_date": day}
st.html(
    element(
        "div", sentences_html(profile.published, profile.reconstructed), class_="nz-area", **named
    )
)
if not view.later:
    st.caption(say("area.no_later"))
else:
    choose_view(view, say)
if picture is None and view.later:
    st.error(say("area.unsolved"))
if picture is not None:
    offer_ranges(picture, view, say)

st.subheader(say("area.chart"), anchor=False)
(over_time,) = people_over_time(picture, view, tables, say, pcodes=[view.area])
chart = people_chart(over_time, day, say, theme=shared.theme())
st.altair_chart(chart, width="stretch", key="area-chart")
st.html(marks_legend(say, theme=shared.theme()))
st.caption(say("area.chart.note", view=view_name(view.view, say), date=say.day(day)))
if picture is not None and picture.rests_on_figures:
    show_notices(picture, view, say)

moves, orders = st.columns(2, gap="large")
with moves:
    st.subheader(say("area.moves"), anchor=False)
    if profile.movements:
        st.caption(profile.moved)
        st.html(movements_html(profile.movements))
    else:
        st.html(element("p", profile.moved))
with orders:
    st.subheader(say("area.orders"), anchor=False)
    st.html(orders_html(profile.orders, say))

st.subheader(say("area.figures"), anchor=False)
if profile.claims_lead:
    st.caption(profile.claims_lead)
st.html(figures_html(profile.named, profile.of_all, say))
with st.container(horizontal=True):
    st.page_link("pages/estimates.py", label=profile.in_ledger, icon=":material/list_alt:")
    st.page_link("pages/map.py", label=say("area.to_map", name=name), icon=":material/map:")
