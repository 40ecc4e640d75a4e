"""Offers the code that shows the view in a frame on another page."""

from __future__ import annotations

import streamlit as st

from nuzuh.scene.labels import title_of
from nuzuh.scene.view import View
from nuzuh.scene.words import Words
from nuzuh.web.embed import embed_snippet


def offer_embed(view: View, link: str, words: Words) -> None:
    """Draw a button that opens the code, which has a button to copy it.

    Args:
        view: what the frame shows.
        link: absolute address of the view.
        words: the reader's language.
    """
    shown = title_of(view.layer, words, reconstructed=view.reconstructed)
    title = words("embed.frame", date=words.day(view.date), title=shown)
    with st.popover(words("embed.button"), icon=":material/code:"):
        st.caption(words("embed.lead"))
        st.code(embed_snippet(link, title), language="html", wrap_lines=True)
