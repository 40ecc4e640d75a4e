"""Buttons in what a page tells: ``data-cite`` copies a sentence, ``data-choose`` chooses a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import streamlit as st

from nuzuh.scene.translator import Translator

_KEY = "quoting"
_CSS = """
output { position: fixed; inset-block-end: 0.75rem; inset-inline-end: 0.75rem; z-index: 999980;
  max-width: min(28rem, 90vw); padding: 0.4rem 0.7rem; font-size: 0.9rem;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); }
output:empty { display: none; }
textarea { display: block; width: 100%; font: inherit; }
"""


def hear_buttons(t: Translator, chosen: Callable[[str], None] | None = None) -> None:
    """Let the buttons of this page do what they say.

    Args:
        t: the reader's language.
        chosen: is told what a button with ``data-choose`` names; anything, since it comes
            from a browser. None where no row can be chosen.
    """

    def heard() -> None:
        value = st.session_state[_KEY].get("chosen")
        if chosen is not None and isinstance(value, str):
            chosen(value)

    html = '<output aria-live="polite" data-testid="copied"></output>'
    component = st.components.v2.component(_KEY, html=html, css=_CSS, js=_script())
    component(
        key=_KEY,
        data={"done": t("panel.cited"), "manual": t("panel.cite_manual")},
        on_chosen_change=heard,
    )


@lru_cache(maxsize=1)
def _script() -> str:
    return Path(__file__).with_name("quoting.js").read_text(encoding="utf-8")
