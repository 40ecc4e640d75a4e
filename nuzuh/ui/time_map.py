"""The time map on the page: its payload, what the reader does with it, and the view both ways."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.tables import Tables, remembered
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.view import View
from nuzuh.scene.words import Words
from nuzuh.ui import shared
from nuzuh.web.timemap.component import opened, settled, time_map
from nuzuh.web.timemap.data import TimeMapError
from nuzuh.web.timemap.gaza import gaza_time_map, period_arrows
from nuzuh.web.timemap.message import MapView
from nuzuh.web.timemap.payload import Payload, build_payload


@remembered(maxsize=32)
def _payload(
    tables: Tables, lang: str, view: str, *, reconstructed: bool, ranged: bool, later: bool
) -> Payload:
    """The packed map; kept by whether ranges were computed, too."""
    del ranged
    words = Words(lang)
    drawn = gaza_time_map(tables, words, reconstructed=reconstructed, view=view, later=later)
    return build_payload(drawn, words)


def show_time_map(view: View, words: Words, link: str, *, bare: bool = False) -> None:
    """Draw the time map of a view; the page runs again when the reader has settled.

    Args:
        view: what is shown.
        link: absolute address of the view, which the map moves to the day on the screen.
        words: the reader's language.
        bare: leave out what a frame on someone else's page has no room for.
    """
    payload, refusal, tables = None, "", shared.tables()
    whose = view.view if view.reconstructed else "all"
    ranged = view.reconstructed and load_reconstruction(tables, view.view).draws is not None
    try:
        payload = _payload(
            tables,
            view.lang,
            whose,
            reconstructed=view.reconstructed,
            ranged=ranged,
            later=view.later,
        )
    except TimeMapError as error:
        refusal = str(error)
    arrows = None
    if view.reconstructed and view.since is not None:
        arrows = period_arrows(tables, view.view, view.since, view.date, words)
    shown = MapView(
        day=view.date,
        layer=view.layer,
        since=view.since,
        area=view.area,
        theme=shared.theme(),
        arrows=arrows,
        link=link,
        stem=file_stem(view, user=tables.user.digest, theme=shared.theme(), moving=True),
        bare=bare,
    )
    time_map(
        payload,
        shown,
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
