"""The pictures of movements on a page: one place's flows are kept while it is pointed at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import streamlit as st

import nuzuh.web

KEY = "flows"
_PLACE = '<div class="nz-flows-place"></div>'


def show_flows(html: str, kept: Sequence[str], on_pinned: Callable[[str], None]) -> None:
    """Draw the pictures.

    Args:
        html: of :func:`nuzuh.web.flow_pictures.flow_pictures`.
        kept: P-codes of the place whose flows are kept; none for all.
        on_pinned: called before the next run with the P-codes of a place, apart by a
            space, that the reader has chosen.
    """

    def pinned() -> None:
        said = st.session_state[KEY].get("pinned")
        if isinstance(said, str):
            on_pinned(said)

    css, js = _sources()
    component = st.components.v2.component(KEY, html=_PLACE, css=css, js=js, isolate_styles=False)
    component(key=KEY, data={"html": html, "kept": list(kept)}, on_pinned_change=pinned)


@lru_cache(maxsize=1)
def _sources() -> tuple[str, str]:
    css = Path(nuzuh.web.__file__).with_name("flows.css")
    js = Path(__file__).with_name("flows.js")
    return css.read_text(encoding="utf-8"), js.read_text(encoding="utf-8")
