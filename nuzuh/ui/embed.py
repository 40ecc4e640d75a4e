"""Offers the code that shows the view in a frame on another page."""

from __future__ import annotations

import streamlit as st

from nuzuh.scene.labels import title_of
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View
from nuzuh.web.embed import embed_snippet


def offer_embed(view: View, link: str, t: Translator) -> None:
    """Draw a button that opens the code, which has a button to copy it.

    Args:
        view: what the frame shows.
        link: absolute address of the view.
        t: the reader's language.
    """
    shown = title_of(view.layer, t, reconstructed=view.reconstructed)
    title = t("embed.frame", date=t.day(view.date), title=shown)
    with st.popover(t("embed.button"), icon=":material/code:"):
        st.caption(t("embed.lead"))
        st.code(embed_snippet(link, title), language="html", wrap_lines=True)
