"""The time map over a made-up set, and nothing else: ``component.py AREAS``.

``component.py BLOCKS orders`` shows governorates with land under orders in so many blocks.
"""

from __future__ import annotations

import sys

import streamlit as st

from benchmarks.madeup import FIRST, made_up_map, made_up_orders
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.templates import style
from nuzuh.web.timemap.component import carry, hold_place
from nuzuh.web.timemap.message import view_message
from nuzuh.web.timemap.payload import Payload, build_payload

ENGLISH = Translator("en")


@st.cache_resource(show_spinner=False)
def payload(areas: int, *, ordered: bool) -> Payload:
    """Return the packed set, made once a process."""
    made_up = made_up_orders(areas) if ordered else made_up_map(areas)
    return build_payload(made_up, ENGLISH)


def nothing() -> None:
    """Hear of what the reader does, and do nothing."""


@st.fragment
def place(signature: str) -> None:
    """Hold the place of the map, in a fragment as on the page."""
    message = view_message(View(FIRST), ENGLISH, signatures=[signature], data="made up")
    hold_place(message, on_settled=nothing, on_opened=nothing, on_take=nothing)


st.set_page_config(layout="wide")
st.html(style("screen.css"))
cube = payload(int(sys.argv[1]), ordered="orders" in sys.argv)
place(cube.signature)
carry([cube], [])
