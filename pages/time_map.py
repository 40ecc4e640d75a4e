"""The time map on the page: its payload, what the reader does with it, and the view both ways."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import loaders
from balance.shipped import load_reconstruction
from loaders import pcodes as pc
from maps.timeline import load_timeline
from maps.timemap.component import MapView, opened, settled, time_map
from maps.timemap.data import TimeMapError
from maps.timemap.gaza import gaza_time_map, period_ranges
from maps.timemap.payload import Payload, build_payload
from maps.view import View
from maps.words import Words
from pages import shared


@st.cache_data(show_spinner=False, max_entries=32)
def _payload(lang: str, data: str, view: str, *, reconstructed: bool, ranged: bool) -> Payload:
    """The packed map; kept by the data version too, and by whether ranges were computed."""
    del data, ranged
    words = Words(lang)
    return build_payload(gaza_time_map(words, reconstructed=reconstructed, view=view), words)


def show_time_map(view: View, words: Words, *, bare: bool = False) -> None:
    """Draw the time map of a view; the page runs again when the reader has settled.

    Args:
        view: what is shown.
        words: the reader's language.
        bare: leave out what a frame on someone else's page has no room for.
    """
    payload, refusal = None, ""
    try:
        payload = _payload(
            view.lang,
            loaders.data_version(),
            view.view if view.reconstructed else "all",
            reconstructed=view.reconstructed,
            ranged=view.reconstructed and load_reconstruction(view.view).draws is not None,
        )
    except TimeMapError as error:
        refusal = str(error)
    ranges = (
        period_ranges(view.view, view.since, view.date, words)
        if view.reconstructed and view.since is not None
        else {}
    )
    time_map(
        payload,
        MapView(view.date, view.layer, view.since, view.area, shared.theme(), ranges, bare),
        refusal=refusal,
        on_settled=_settled,
        on_opened=_opened,
    )
    if st.session_state.pop("area_opened", False):
        st.switch_page("pages/areas.py")


def _settled() -> None:
    span = load_timeline()
    where = settled(span.first, span.last)
    if where is not None and where.area in ("", *pc.GOVERNORATES):
        shared.change_view(
            replace(shared.view(), date=where.day, since=where.since, area=where.area)
        )


def _opened() -> None:
    area = opened()
    if area in pc.GOVERNORATES:
        shared.change_view(replace(shared.view(), area=area))
        st.session_state["area_opened"] = True
