"""The map alone, for a frame on someone else's page (``?embed=true``): map, layers, credit."""

from __future__ import annotations

import streamlit as st

from nuzuh import loaders
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.scene import UnsolvedError, arrows_until
from nuzuh.scene.timeline import load_timeline
from nuzuh.ui import shared
from nuzuh.ui.time_map import show_time_map
from nuzuh.web.templates import element

view, t = shared.view(), shared.translator()

shared.apply_frame_style()
shared.switch("layer", LAYERS, lambda layer: t(f"layer.{layer}"))
link = view.link(shared.address(), load_timeline(), loaders.data_version())
try:
    tables = shared.tables()
    show_time_map(view, arrows_until(view, tables, t)(view.date), t, link, bare=True)
except UnsolvedError:
    st.error(t("error.balance"))
named = {"target": "_blank", "rel": "noopener", "data_live": "", "data_testid": "full-view"}
full = element("a", t("embed.full"), href=link, **named)
credit = t("embed.credit", data=t.isolated(loaders.data_version()))
foot = element("p", full + f" · {credit}") + element("p", t("map.disclaimer"))
st.html(element("div", foot, class_="nz-foot", data_date=view.date))
