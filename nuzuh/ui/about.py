"""What nuzuh says of itself, on the pages that say it."""

from __future__ import annotations

import streamlit as st

from nuzuh import loaders
from nuzuh.scene.about import Part, sections_of
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.ui import shared
from nuzuh.web.templates import render


def show_about(t: Translator, *parts: Part, folded: bool = False) -> None:
    """Draw parts of what nuzuh says of itself, all when none is given.

    Args:
        t: the reader's language.
        parts: their names.
        folded: each opens at a click on its title, on a page that is about something else.
    """
    view, data = shared.view(), loaders.data_version()
    link = view.link(shared.address(), load_timeline(), data)
    for section in sections_of(t, *parts, data=data, date=t.day(view.date), link=link):
        if folded:
            st.expander(section.title).html(render("about", section=section))
            continue
        st.header(section.title, anchor=False)
        st.html(render("about", section=section))
