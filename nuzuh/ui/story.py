"""The stories on the page: all of them as cards, and the place where a reader left one."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from nuzuh.scene.story import stories_listed, story_views
from nuzuh.scene.translator import Translator
from nuzuh.ui import shared
from nuzuh.web.story import card_html
from nuzuh.web.templates import element

PATH = "stories"
"""Of the page, as in its address."""


def keep_story(path: str) -> None:
    """Remember the step at which a reader leaves a story, and go on there when they come back.

    A way back in the browser brings no query with it, see :func:`nuzuh.ui.shared.open_view`.

    Args:
        path: of the page, as in its address.
    """
    view, state = shared.view(), st.session_state
    if view.story and path != PATH:
        state["story_left"] = view.story, view.step
    elif path == PATH:
        left = state.pop("story_left", None)
        if left is not None and not view.story and not st.query_params:
            open_story(*left)


def open_story(story: str, step: int = 1) -> None:
    """Look at a step of a story."""
    view = story_views()[story][step - 1]
    shared.change_view(replace(view, lang=shared.view().lang), read=False)


def close_story() -> None:
    """Look at all stories."""
    st.session_state.pop("story_left", None)
    shared.change_view(replace(shared.view(), story="", step=0))


def show_stories(t: Translator) -> None:
    """Draw all stories, each with what it is about and the way into it."""
    st.title(t("page.stories"), anchor=False)
    st.html(element("p", t("stories.lead")))
    with st.container(key="stories"):
        for story in stories_listed(t):
            with st.container(border=True, key=f"story-{story.id}", gap="xsmall"):
                st.html(card_html(story))
                st.button(
                    f"{t('stories.open')}: {story.title}",
                    key=f"open-{story.id}",
                    icon=":material/auto_stories:",
                    on_click=open_story,
                    args=(story.id,),
                )
