"""The time map on the page: its payload, what the reader does with it, and the view both ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from nuzuh.loaders import pcodes as pc
from nuzuh.scene.arrows import Arrow
from nuzuh.scene.cube import packed
from nuzuh.scene.file_names import file_stem
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.web.timemap.checks import TimeMapError
from nuzuh.web.timemap.component import opened, settled, time_map
from nuzuh.web.timemap.message import map_view
from nuzuh.web.timemap.payload import build_payload


def show_time_map(
    view: View, arrows: Sequence[Arrow], t: Translator, link: str, *, bare: bool = False
) -> None:
    """Draw the time map of a view; the page runs again when the reader has settled.

    Args:
        view: what is shown.
        arrows: the movements of its period.
        t: the reader's language.
        link: absolute address of the view, which the map moves to the day on the screen.
        bare: leave out what a frame on someone else's page has no room for.

    Raises:
        UnsolvedError: when the solve for the view does not converge.
    """
    payload, refusal, tables, theme = None, "", shared.tables(), shared.theme()
    try:
        payload = packed(view, tables, t, build_payload)
    except TimeMapError as error:
        refusal = str(error)
    stem = file_stem(view, user=tables.user.digest, theme=theme, moving=True)
    time_map(
        payload,
        map_view(view, arrows, link, stem, theme=theme, bare=bare),
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
