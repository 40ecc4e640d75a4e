"""Whether a part of the page has come into sight: what is slow to draw waits for it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import streamlit as st


def is_in_sight(key: str, day: date) -> bool:
    """Watch for a part of the page, and return whether it has come into sight by now.

    To be called in a fragment, which runs again when it does.

    Args:
        key: name of the part.
        day: the day shown, for which it stands drawn once it has come into sight.
    """

    def seen() -> None:
        st.session_state[_flag(key)] = True

    is_seen = bool(st.session_state.get(_flag(key)))
    component = st.components.v2.component("in-sight", js=_script())
    component(key=key, data={"drawn": day.isoformat() if is_seen else ""}, on_seen_change=seen)
    return is_seen


def forget_sight(key: str) -> None:
    """Wait for a part of the page anew."""
    st.session_state.pop(_flag(key), None)


def _flag(key: str) -> str:
    return f"{key}-seen"


@lru_cache(maxsize=1)
def _script() -> str:
    return Path(__file__).with_name("in_sight.js").read_text(encoding="utf-8")
