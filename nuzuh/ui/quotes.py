"""Sentences with a button each that puts it on the clipboard, or selects it where it may not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import streamlit as st

from nuzuh.scene.translator import Translator

_CSS = """
ul { list-style: none; margin: 0; padding: 0; max-height: 26rem; overflow-y: auto; }
li { display: flex; gap: 0.6rem; align-items: start; padding: 0.35rem 0;
  border-block-end: 1px solid var(--st-border-color); font-size: 0.88rem; line-height: 1.45; }
span { flex: 1; overflow-wrap: anywhere; }
button { font: inherit; min-width: 44px; min-height: 44px; padding: 0.1rem 0.6rem; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius); }
button:hover, button:focus-visible {
  color: var(--st-primary-color); border-color: var(--st-primary-color);
}
output { font-size: 0.85rem; }
"""


@lru_cache(maxsize=1)
def _script() -> str:
    return Path(__file__).with_name("quotes.js").read_text(encoding="utf-8")


def show_quotes(quotes: Sequence[str], label: str, t: Translator) -> None:
    """Draw sentences that can be copied one by one.

    Args:
        quotes: the sentences, each with its source.
        label: what they are, for whoever cannot see them.
        t: the reader's language.
    """
    component = st.components.v2.component("quotes", css=_CSS, js=_script())
    component(
        key="quotes",
        data={
            "quotes": list(quotes),
            "label": label,
            "copy": t("quote.copy"),
            "done": t("panel.cited"),
            "manual": t("panel.cite_manual"),
        },
    )
