"""The time map over a made-up set, and nothing else: ``component.py AREAS``."""

from __future__ import annotations

import sys
from datetime import timedelta

import streamlit as st

from benchmarks.madeup import FIRST, made_up_map
from nuzuh.scene.translator import Translator
from nuzuh.web.timemap.component import MapView, settled, time_map
from nuzuh.web.timemap.payload import Payload, build_payload


@st.cache_resource(show_spinner=False)
def payload(areas: int) -> Payload:
    """Return the packed set, made once a process."""
    return build_payload(made_up_map(areas), Translator("en"))


def nothing() -> None:
    """Hear that the reader has settled; the run that follows shows where."""


st.set_page_config(layout="wide")
last = FIRST + timedelta(days=999)
where = settled(FIRST, last)
time_map(
    payload(int(sys.argv[1])),
    MapView(where.day if where else FIRST, "people"),
    on_settled=nothing,
    on_opened=nothing,
)
