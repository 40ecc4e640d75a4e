"""The page of the orders: their map with the rail of time, what is known of each, all over time."""

from __future__ import annotations

import streamlit as st

from nuzuh.ui import shared
from nuzuh.ui.orders_over_time import show_orders_over_time
from nuzuh.ui.time_map import show_order_map
from nuzuh.web.templates import style

if in_frame := shared.in_frame():
    shared.apply_frame_style()
else:
    st.html(style("screen.css"))
show_order_map(bare=in_frame)
if not in_frame:
    show_orders_over_time()
