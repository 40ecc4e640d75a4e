"""The map alone, for a frame on someone else's page (``?embed=true``): map, layers, credit."""

from __future__ import annotations

from html import escape

import streamlit as st

import loaders
from balance.layers import LAYERS
from balance.solve import BalanceError
from maps.timeline import load_timeline
from pages import shared
from pages.time_map import show_time_map

view, say = shared.view(), shared.words()

shared.dress_frame()
shared.switch("layer", LAYERS, lambda layer: say(f"layer.{layer}"))
link = view.link(
    st.context.url or "http://localhost:8501/", load_timeline(), loaders.data_version()
)
try:
    show_time_map(view, say, link, bare=True)
except BalanceError:
    st.error(say("error.balance"))
full = (
    f'<a href="{escape(link)}" target="_blank" rel="noopener" data-live data-testid="full-view">'
    f"{escape(say('embed.full'))}</a>"
)
credit = escape(say("embed.credit", data=say.isolated(loaders.data_version())))
st.html(
    f'<div class="nz-foot" data-date="{view.date}"><p>{full} · {credit}</p>'
    f"<p>{escape(say('map.disclaimer'))}</p></div>"
)
