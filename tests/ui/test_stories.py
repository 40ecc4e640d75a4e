"""The page of the stories: all of them, one that is gone, and the way back to a step."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from nuzuh.scene.story import stories_listed, story_views
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

STORY = "rafah-2024"


def page(view, notices=()):
    import streamlit as st

    from nuzuh.ui import shared
    from nuzuh.ui.story import show_stories

    if "view" not in st.session_state:
        st.session_state["view"] = view
        st.session_state["notices"] = notices
    if not shared.view().story:
        show_stories(shared.translator())


def listed(lang="en"):
    kwargs = {"view": View(lang=lang)}
    return AppTest.from_function(page, default_timeout=60, kwargs=kwargs).run()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_stories_are_listed_and_each_opens_at_its_first_step(lang):
    at, t = listed(lang), Translator(lang)
    assert not at.exception
    told = stories_listed(t)
    assert [button.label for button in at.button] == [
        f"{t('stories.open')}: {story.title}" for story in told
    ]
    opened = at.button(key=f"open-{STORY}").click().run()
    view = opened.session_state["view"]
    first = story_views()[STORY][0]
    assert (view.story, view.step, view.date, view.lang) == (STORY, 1, first.date, lang)


def visited(view, path, *, left=None, query=None):
    """The view after a page has been opened, and the place that is kept."""

    def there(view, path, left):
        import streamlit as st

        from nuzuh.ui.story import keep_story

        st.session_state["view"] = view
        if left:
            st.session_state["story_left"] = left
        keep_story(path)

    at = AppTest.from_function(there, kwargs={"view": view, "path": path, "left": left})
    for name, value in (query or {}).items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    state = at.session_state
    kept = [state[key] for key in ("story_left",) if key in state]
    return state["view"], kept[0] if kept else None


def test_the_step_at_which_a_story_was_left_is_found_again_once():
    step = story_views()[STORY][2]
    kept = visited(step, "")
    assert kept == (step, (STORY, 3))
    elsewhere = View(lang="he")
    view, left = visited(elsewhere, "stories", left=(STORY, 3))
    assert (view.story, view.step, view.date, view.lang) == (STORY, 3, step.date, "he")
    assert left is None
    # A link to something else is followed.
    assert visited(elsewhere, "stories", left=(STORY, 3), query={"lang": "he"})[0] == elsewhere
    assert visited(elsewhere, "orders", left=(STORY, 3)) == (elsewhere, (STORY, 3))
