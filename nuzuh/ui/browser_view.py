"""What the reader's browser looks at, which Python hears, and the address that it writes.

On the map the browser holds the view. Python hears of it after the fact, and may not have heard
of the last of it when the reader is on another page already: Streamlit drops what a page still had
to say once another one is asked for. So each other page asks the browser for what was not heard.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from nuzuh import loaders
from nuzuh.loaders.current import holding
from nuzuh.loaders.user import is_user_row
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.view import View
from nuzuh.ui import shared
from nuzuh.web.timemap.message import PARTS

KEY = "address"
_LONGEST = 2_000
"""No part of a view that comes back is longer."""


def heard(parts: Any) -> View | None:
    """Return the view that a browser tells of; None for what makes no sense.

    What it told counts as heard, however little sense it made: it is not asked for again.

    Args:
        parts: of a view, as ``Settled`` in ``frontend/src/contract.ts``, or anything.
    """
    if not isinstance(parts, dict):
        return None
    number = parts.get("told")
    if isinstance(number, int):
        st.session_state["heard"] = number
    query = shared.view().query(load_timeline(), shared.tables().version)
    query.pop("phase")
    for part in PARTS:
        value = parts.get(part, query.get(part))
        if not value:
            query.pop(part, None)
        elif isinstance(value, str) and len(value) <= _LONGEST:
            query[part] = value
    seen = shared.parsed(query)
    return None if seen.notices else replace(seen.view, figure="")


def hear(parts: Any) -> None:
    """Take what the reader looks at on the map into the session; the address is the browser's."""
    view = heard(parts)
    if view is not None:
        st.session_state["view"], st.session_state["notices"] = view, ()


def publish_view(path: str) -> None:
    """Let the browser write the whole view to the address, but for what only this reader has.

    Streamlit's own way (``st.query_params``) makes each address another place in
    the history: whoever goes back from a page would first stay on it.

    Args:
        path: of the page; the address of another one is left alone.
    """
    shown = shared.view()
    if is_user_row(shown.figure):
        shown = replace(shown, figure="")
    query = shown.query(load_timeline(), loaders.data_version())
    state = st.session_state
    state.pop("changed", None)
    state["written"] = query
    with st.container(key="nz-address"):
        st.components.v2.component(KEY, js=_script())(
            key=KEY,
            data={"path": path, "query": query, "heard": state.get("heard", 0)},
            on_unheard_change=holding(_hear_late),
        )


def _hear_late() -> None:
    view = heard(st.session_state[KEY].get("unheard"))
    if view is not None:
        shared.change_view(view)


@lru_cache(maxsize=1)
def _script() -> str:
    return Path(__file__).with_name("browser_view.js").read_text(encoding="utf-8")
