"""The page of the orders: their map with the rail of time, what is known of each, all over time."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared
from nuzuh.ui.orders_over_time import show_orders_over_time
from nuzuh.ui.time_map import show_order_map
from nuzuh.web.templates import style

# As the first page of a process it is run anew within the app here, before anything has a place.
shared.view()
if in_frame := shared.in_frame():
    shared.apply_frame_style()
else:
    st.html(style("screen.css"))
with st.container(key="order-map", gap=None):
    show_order_map(bare=in_frame)
if not in_frame:
    show_orders_over_time()
