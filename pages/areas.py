"""One governorate's page: how many people, over time, who came and went, who says so."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from nuzuh import loaders
from nuzuh.balance.result import Reconstruction
from nuzuh.balance.shipped import load_reconstruction
from nuzuh.balance.solve import BalanceError
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.baseline import load_baseline
from nuzuh.loaders.publishers import groups
from nuzuh.scene.area_words import comparison_text, period_told, reconstructed_text
from nuzuh.scene.geometry import governorate_name
from nuzuh.scene.reconstruction import view_name
from nuzuh.scene.timeline import (
    load_timeline,
    out_by,
    reconstructed_values_of,
    told_about,
    value_of,
)
from nuzuh.ui import shared
from nuzuh.ui.copy_link import copy_link
from nuzuh.ui.reconstruction import choose_view, offer_ranges, show_notices
from nuzuh.web.area_orders import orders_html
from nuzuh.web.area_page import figures_html, movements_html, published_html
from nuzuh.web.chart import people_chart
from nuzuh.web.legend import marks_legend
from nuzuh.web.templates import element

if not shared.view().area:
    shared.change_view(replace(shared.view(), area=pc.GOVERNORATES[0]), read=False)
view, say, tables = shared.view(), shared.words(), shared.tables()
name, day, whose = governorate_name(view.area, say.lang), view.date, view_name(view.view, say)
told = told_about(tables, view.area, day, later=view.later)
figures = tables.estimates if view.later else out_by(tables.estimates, day)
picture: Reconstruction | None = None
if view.later:
    with suppress(BalanceError):
        picture = load_reconstruction(tables, view.view)

st.subheader(say("area.title", name=name, date=say.day(day)), anchor=False)
with st.container(horizontal=True, vertical_alignment="center"):
    shared.switch("area", pc.GOVERNORATES, lambda pcode: governorate_name(pcode, say.lang))
    shared.date_field(load_timeline(), say)
    shared.language_switch()
    address = st.context.url or "http://localhost:8501/areas"
    copy_link(view.link(address, load_timeline(), loaders.data_version()), say)
    shared.later_switch()

sources = tables.estimates.set_index("id")
sentences = published_html(told, sources, say)
if picture is not None:
    value = value_of(view.area, reconstructed_values_of(tables, "people", day, view.view))
    before = load_baseline().frame.set_index("pcode").loc[view.area]
    for sentence in (
        reconstructed_text(value, before, view.view, day, say),
        comparison_text(picture, told.newest, sources, day, say),
    ):
        if sentence:
            sentences += element("p", sentence, class_="nz-reconstructed")
named = {"data_testid": "area", "data_area": view.area, "data_date": day}
st.html(element("div", sentences, class_="nz-area", **named))
if not view.later:
    st.caption(say("area.no_later"))
else:
    choose_view(view, say)
if picture is None and view.later:
    st.error(say("area.unsolved"))
if picture is not None:
    offer_ranges(picture, view, say)

st.subheader(say("area.chart"), anchor=False)
st.altair_chart(
    people_chart(picture, figures, groups(), view.area, day, say, theme=shared.theme()),
    width="stretch",
    key="area-chart",
)
st.html(marks_legend(say, theme=shared.theme()))
st.caption(say("area.chart.note", view=whose, date=say.day(day)))
if picture is not None and picture.rests_on_figures:
    show_notices(picture, view, say)

moves, orders = st.columns(2, gap="large")
with moves:
    st.subheader(say("area.moves"), anchor=False)
    period = period_told(picture, told.phase_start, day) if picture is not None else None
    if picture is None or period is None:
        st.html(element("p", say("area.moves.none", date=say.day(day), view=whose)))
    else:
        start, end = map(say.day, period)
        st.caption(say("area.moves.note", start=start, end=end, view=whose))
        st.html(movements_html(picture, view.area, period, say))
with orders:
    st.subheader(say("area.orders"), anchor=False)
    st.html(orders_html(told, say))

st.subheader(say("area.figures"), anchor=False)
if told.named:
    start, end = say.day(told.phase_start), say.day(day)
    count = say.number(len(told.named))
    st.caption(say("area.figures.lead", n=count, name=name, start=start, end=end))
st.html(figures_html(told, say))
with st.container(horizontal=True):
    ledger = say("area.ledger", n=say.number(told.in_ledger), name=name)
    st.page_link("pages/estimates.py", label=ledger, icon=":material/list_alt:")
    st.page_link("pages/map.py", label=say("area.to_map", name=name), icon=":material/map:")
